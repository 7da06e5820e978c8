"""What a booking ends on the waiting list, and what taking it back puts there again."""

from __future__ import annotations

from collections.abc import Sequence

from conversation.offers import whom
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.proofs import level_of
from conversation.skills.patients import person_of
from conversation.state import Act
from conversation.turn import Desk
from hospital import waitlist
from hospital.appointments import Appointment
from hospital.slots import Slot
from hospital.waitlist_entries import Entry


def served(desk: Desk, pen: Pen, booked: Appointment) -> tuple[Entry, ...]:
    """Whoever has a time that fits what they wait for is off the list, however they came by it.

    A booking by whoever only knows a patient's facts ends no more than what this conversation itself began.
    """
    minutes_long = int((booked.ends_at - booked.starts_at).total_seconds()) // 60
    site = booked.location.id if booked.location else None
    slot = Slot(0, booked.doctor, booked.starts_at, minutes_long, site)
    person = person_of(desk, booked.patient_number)
    is_theirs = person is not None and level_of(desk, pen.state, person) >= 1
    only_from = None if is_theirs else desk.conversation_id
    return tuple(waitlist.serve(desk.unit, desk.hospital, booked.patient_id, slot, only_from=only_from))


def tell_served(pen: Pen, ended: Sequence[Entry]) -> None:
    """Say which places on the list a booking ended."""
    for each in ended:
        pen.tell(Say.WAITLIST_SERVED, patient=each.patient, doctor=whom(pen.voice, each))


def wait_again(desk: Desk, pen: Pen, act: Act, moved: Appointment | None = None) -> None:
    """The act is taken back: whom it took off the list is on it again. `moved` is the visit as the act left it."""
    given = (moved.doctor, moved.starts_at) if moved is not None else None
    for each in waitlist.restore(desk.unit, desk.hospital, act.waits_ended, given):
        pen.tell(Say.WAITLIST_RESTORED, patient=each.patient, doctor=whom(pen.voice, each))
