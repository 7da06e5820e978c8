"""When doctors work in a week, as their schedules have it, and when they are away soon. Asking books nothing."""

from __future__ import annotations

from datetime import date, time

from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.opening import of_the_week
from conversation.turn import Desk
from hospital.directory import Doctor

_SHOWN = 3


def doctor_hours(desk: Desk, pen: Pen) -> None:
    """The weekly hours of the doctors who are named."""
    codes = [code for mention in desk.understanding.doctors if not mention.rejected for code in mention.codes]
    for code in list(dict.fromkeys(codes))[:_SHOWN]:
        _tell(desk, pen, desk.hospital.doctor(code))


def _tell(desk: Desk, pen: Pen, doctor: Doctor) -> None:
    today = desk.now.date()
    week = [_on(doctor, weekday, today) for weekday in range(7)]
    if not doctor.is_active or not any(week):
        pen.tell(Say.NO_DOCTOR_HOURS, doctor=doctor.name)
        return
    pen.tell(Say.DOCTOR_HOURS, doctor=doctor.name, hours=of_the_week(pen, week))
    away = [absence for absence in doctor.absences if absence.ends_at > desk.unit.now]
    if away:
        first = min(away, key=lambda absence: absence.starts_at)
        begin, end = desk.hospital.local(first.starts_at), desk.hospital.local(first.ends_at)
        pen.tell(Say.DOCTOR_OFF, begin=begin, back=end)


def _on(doctor: Doctor, weekday: int, today: date) -> list[tuple[time, time]]:
    """The hours of a weekday that hold now or later, those that meet taken together."""
    hours = [h for h in doctor.hours if h.weekday == weekday and (h.valid_to is None or h.valid_to >= today)]
    taken: list[tuple[time, time]] = []
    for begin, end in sorted((h.from_time, h.to_time) for h in hours):
        if taken and begin <= taken[-1][1]:
            taken[-1] = (taken[-1][0], max(end, taken[-1][1]))
        else:
            taken.append((begin, end))
    return taken
