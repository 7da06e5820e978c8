"""A booking that names the doctor in whose place it is to be: that visit moves, no second one is made."""

from __future__ import annotations

from datetime import timedelta

from conversation.extractors.entities import Field
from conversation.extractors.moods import Mood
from conversation.pen import Pen
from conversation.skills.book import handle_booking
from conversation.skills.reschedule import reschedule
from conversation.skills.visits import visible
from conversation.state import Wanted
from conversation.turn import Desk
from hospital.appointments import Appointment


def book_or_move(desk: Desk, pen: Pen) -> None:
    """Book; but "Dr Lowe rather than Dr Parata", to somebody who has a visit with Dr Parata, moves that one."""
    visit = _replaced(desk, pen)
    if visit is None:
        return handle_booking(desk, pen)
    pen.keep(visit=visit.reference)
    pen.infer("meant")
    if pen.state.wanted is None:
        old = desk.hospital.local(visit.starts_at)
        day, hour = old.date(), old.time().replace(tzinfo=None)
        pen.keep(wanted=Wanted(first_day=day, end_day=day + timedelta(days=1), first_time=hour, is_exact=True))
    return reschedule(desk, pen)


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
