"""A booking that names the doctor in whose place it is to be: that visit moves, no second one is made."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from conversation.extractors.entities import Field
from conversation.extractors.moods import Mood
from conversation.pen import Pen
from conversation.skills.book import handle_booking
from conversation.skills.exchanging import exchange_patient
from conversation.skills.reschedule import reschedule
from conversation.skills.visits import visible
from conversation.state import Wanted
from conversation.turn import Desk
from hospital.appointments import Appointment


def book_or_move(desk: Desk, pen: Pen) -> None:
    """Book; but "Dr Lowe rather than Dr Parata", to somebody who has a visit with Dr Parata, moves that one."""
    if pen.state.exchanges is not None:
        return exchange_patient(desk, pen)
    visit = _replaced(desk, pen)
    if visit is None:
        return handle_booking(desk, pen)
    pen.keep(visit=visit.reference)
    pen.infer("meant")
    wanted, old = pen.state.wanted, desk.hospital.local(visit.starts_at)
    day = {"first_day": old.date(), "end_day": old.date() + timedelta(days=1), "other_day": None}
    if wanted is None:
        hour = old.time().replace(tzinfo=None)
        pen.keep(wanted=Wanted.model_validate({**day, "first_time": hour, "is_exact": True}))
    elif wanted.day is not None and _is_that_weekday(desk, old.weekday()):
        pen.keep(wanted=wanted.model_copy(update=day))
        pen.heard = replace(pen.heard, notes=pen.heard.notes | {"day_kept"})
    return reschedule(desk, pen)


def _is_that_weekday(desk: Desk, weekday: int) -> bool:
    """Whether the only day named is the visit's weekday, no date: "keep Thursday"."""
    named = [when for when in desk.understanding.whens if when.dates is not None and not when.rejected]
    return bool(named) and all(w.weekly and w.dates and w.dates.day and w.dates.day.weekday() == weekday for w in named)


def _replaced(desk: Desk, pen: Pen) -> Appointment | None:
    """The one visit with a doctor whom this message puts another in the place of."""
    said = desk.understanding
    swaps = Mood.INSTEAD in desk.moods or Field.DOCTOR in said.cleared
    wanted = pen.state.selected_doctor
    if desk.context.question is not None or wanted is None or not swaps or Mood.FURTHER in desk.moods:
        return None
    named = {code for mention in said.doctors for code in mention.codes}
    if wanted not in named or len(named) < 2:
        return None
    visits = [visit for visit in visible(desk, pen, "move") if visit.doctor.code in named - {wanted}]
    return visits[0] if len(visits) == 1 else None
