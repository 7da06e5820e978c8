"""Why a wish for a time cannot be met: the day, the hour, an absence, or simply that all is taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.searching import (
    SHOWN,
    fits,
    is_time,
)
from conversation.state import Wanted
from conversation.turn import Desk
from hospital import slots
from hospital.directory import Doctor
from hospital.schedule import day_bounds, instant
from hospital.slots import Search, Slot


def moment_of(desk: Desk, wish: Wanted) -> datetime:
    """The instant that an exact wish means, on the hospital's clock."""
    assert wish.day is not None and wish.first_time is not None
    return datetime.combine(wish.day, wish.first_time, desk.hospital.zone)


def not_free(desk: Desk, pen: Pen, doctors: Sequence[Doctor], wanted: datetime) -> None:
    """Say that a time is not to be had: it does not exist, is over, too soon or taken."""
    if instant(wanted.replace(tzinfo=None), desk.hospital.zone) is None:
        pen.tell(Say.NO_SUCH_DAY, day=wanted)  # the clocks go forward over it
    elif wanted < desk.now:
        pen.tell(Say.TIME_HAS_PASSED, at=wanted)
    elif wanted < (opens := desk.hospital.local(slots.bookable(desk.unit, desk.hospital)[0])):
        pen.tell(Say.TOO_SOON, at=wanted, opens=opens if opens.date() != wanted.date() else opens.time())
    else:
        pen.tell(Say.NOT_FREE_THEN, at=wanted, doctor=whose(pen, doctors))


def explain_missing(
    desk: Desk, pen: Pen, doctors: Sequence[Doctor], wishes: Sequence[Wanted], found: Sequence[Slot]
) -> None:
    """Of several wishes, why those are left out that nothing fits."""
    times = [desk.hospital.local(slot.starts_at) for slot in found]
    for wish in wishes:
        if any(fits(pen, wish, at) for at in times) or wish.day is None:
            continue
        if is_time(wish) and not explain_day(desk, pen, doctors, wish.day):
            not_free(desk, pen, doctors, moment_of(desk, wish))
        elif not is_time(wish):
            explain_wish(desk, pen, doctors, wish)


def explain_wish(desk: Desk, pen: Pen, doctors: Sequence[Doctor], wish: Wanted) -> None:
    """Why nothing fits: the day, the stretch of days, the hour, or simply that all is taken."""
    if wish.day is not None:
        if explain_day(desk, pen, doctors, wish.day):
            return
        if _is_too_near(desk, doctors, wish.day):
            pen.tell(Say.TOO_LATE_FOR_DAY, day=wish.day, doctor=whose(pen, doctors))
            return
        if wish.has_time and explain_hour(pen, doctors, wish, [wish.day]):
            return
        pen.tell(Say.DAY_IS_FULL if not wish.has_time else Say.NOTHING_THEN, day=wish.day, doctor=whose(pen, doctors))
        return
    days = _days(desk, wish)
    working = [day for day in days if any(h.covers(day) for doctor in doctors for h in doctor.hours)]
    backs = [_away_until(desk, doctors, day) for day in working]
    if days and backs and all(backs):
        pen.tell(Say.DOCTOR_AWAY_THEN, doctor=whose(pen, doctors), back=max(back for back in backs if back))
        _name_colleagues(desk, pen, doctors, working[0])
        return
    if not (wish.has_time and explain_hour(pen, doctors, wish, working)):
        pen.tell(Say.NOTHING_THEN, doctor=whose(pen, doctors))


def _is_too_near(desk: Desk, doctors: Sequence[Doctor], day: date) -> bool:
    """Whether all the times of a day are over, or too soon to be booked."""
    opens = desk.hospital.local(slots.bookable(desk.unit, desk.hospital)[0])
    hours = [h for doctor in doctors for h in doctor.hours if h.covers(day)]
    begins = [_minutes(h.to_time) - h.slot_minutes for h in hours]
    if opens.date() != day:
        return opens.date() > day
    return bool(begins) and max(begins) < _minutes(opens.time())


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _days(desk: Desk, wish: Wanted) -> list[date]:
    """The days that a wish spans, where it has both ends and is not endless."""
    if wish.first_day is None or wish.end_day is None:
        return []
    return [wish.first_day + timedelta(days=n) for n in range(min((wish.end_day - wish.first_day).days, 62))]


def explain_hour(pen: Pen, doctors: Sequence[Doctor], wish: Wanted, days: Sequence[date]) -> bool:
    """Say when the doctors do work, if the hour lies outside of that."""
    hours = [h for doctor in doctors for h in doctor.hours if not days or any(h.covers(day) for day in days)]
    if not hours:
        return False
    opens, closes = min(h.from_time for h in hours), max(h.to_time for h in hours)
    first, end = wish.first_time or time(), wish.end_time or (wish.first_time if wish.is_exact else time(23, 59))
    if end is not None and first < closes and end >= opens:
        return False
    say = Say.OUTSIDE_HOURS if wish.day is None else Say.OUTSIDE_HOURS_THAT_DAY
    pen.tell(say, doctor=whose(pen, doctors), opens=opens, closes=closes, **({"day": wish.day} if wish.day else {}))
    return True


def whose(pen: Pen, doctors: Sequence[Doctor]) -> str:
    """The doctor, or the doctors of a speciality, as they are spoken of."""
    if len(doctors) == 1:
        return doctors[0].name
    return pen.voice.say(Say.OUR_DOCTORS, {"speciality": doctors[0].speciality.named(pen.language)})


def explain_day(desk: Desk, pen: Pen, doctors: Sequence[Doctor], day: date) -> bool:
    """Say why a whole day is out of the question, if it is."""
    hospital = desk.hospital
    if day < desk.now.date():
        pen.tell(Say.DAY_HAS_PASSED, day=day)
    elif day >= desk.now.date() + timedelta(days=hospital.booking.horizon_days + 1):
        pen.tell(Say.BEYOND_HORIZON, day=day, days=hospital.booking.horizon_days)
    elif day in hospital.holidays:
        pen.tell(Say.CLOSED_HOLIDAY, day=day, name=hospital.holidays[day] or "")
    elif not any(h.covers(day) for doctor in hospital.doctors.values() if doctor.is_active for h in doctor.hours):
        pen.tell(Say.CLOSED_THAT_DAY, day=day)
    elif (back := _away_until(desk, doctors, day)) is not None:
        pen.tell(Say.DOCTOR_AWAY, doctor=whose(pen, doctors), day=day, back=back)
        _name_colleagues(desk, pen, doctors, day)
    elif not any(h.covers(day) for doctor in doctors for h in doctor.hours):
        pen.tell(Say.DOCTOR_NOT_THAT_DAY, doctor=whose(pen, doctors), day=day)
        _name_colleagues(desk, pen, doctors, day)
    else:
        return False
    return True


def _away_until(desk: Desk, doctors: Sequence[Doctor], day: date) -> date | None:
    """The first day on which one of these doctors works again, when all are away on this day."""
    begin, end = day_bounds(day, desk.hospital.zone)
    backs = []
    for doctor in doctors:
        covering = [a.ends_at for a in doctor.absences if a.starts_at <= begin and end <= a.ends_at]
        if not covering:
            return None
        back = desk.hospital.local(max(covering)).date()
        days = [back + timedelta(days=n) for n in range(28)]
        backs.append(next((day for day in days if any(h.covers(day) for h in doctor.hours)), back))
    return min(backs) if backs else None


def _name_colleagues(desk: Desk, pen: Pen, doctors: Sequence[Doctor], day: date) -> None:
    away = {doctor.code for doctor in doctors}
    others = [each for each in desk.hospital.doctors_of(doctors[0].speciality.code) if each.code not in away]
    if not others:
        return
    begin, end = day_bounds(day, desk.hospital.zone)
    found = slots.find(desk.unit, desk.hospital, Search(tuple(others), begin, end), SHOWN)
    names = list(dict.fromkeys(slot.doctor.name for slot in found))
    if names:
        pen.tell(Say.COLLEAGUES_THAT_DAY, doctors=names[:3], day=day)
