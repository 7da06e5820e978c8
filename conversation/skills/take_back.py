"""Taking the last thing back: a booking is cancelled, a move undone, a cancelled visit booked again when still free."""

from __future__ import annotations

from datetime import timedelta

from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.book import done
from conversation.skills.cancel import cancel, stop
from conversation.skills.notices import tell_number_on_file
from conversation.skills.patients import patient_of
from conversation.skills.reschedule import moved_to
from conversation.skills.waitlist_served import wait_again
from conversation.state import Act
from conversation.turn import Desk
from hospital import appointment_changes, appointments, late_fees
from hospital.errors import HospitalError
from hospital.late_fees import Undone
from hospital.people import Person


def take_back(desk: Desk, pen: Pen) -> None:
    """Undo the last act of this conversation."""
    if pen.state.task is not None and not pen.state.is_done:
        # what is only begun is taken back by leaving it
        return stop(desk, pen)
    act = pen.state.last_act
    if act is None:
        pen.tell(Say.NOTHING_TO_TAKE_BACK)
        return None
    try:
        match act.kind:
            case "booked" if not _is_fresh(desk, act) and _is_late(desk, act):
                # an old booking is cancelled like any other: the fee is said first
                pen.state = pen.state.without_errand().with_(question=None, visit=act.reference)
                cancel(desk, pen)
            case "booked":
                _cancel(desk, pen, act)
            case "rescheduled":
                _move_back(desk, pen, act)
            case "cancelled":
                _book_again(desk, pen, act)
    except HospitalError:
        pen.tell(Say.CANNOT_TAKE_BACK)
        pen.keep(last_act=None)
    return None


FRESH = timedelta(minutes=15)
"""How long a booking counts as just made, and is taken back without further ado and for nothing."""


def _is_fresh(desk: Desk, act: Act) -> bool:
    return act.at is not None and desk.now - act.at <= FRESH


def _is_late(desk: Desk, act: Act) -> bool:
    return appointments.is_late(desk.hospital, act.starts_at, desk.unit.now)


def _cancel(desk: Desk, pen: Pen, act: Act) -> None:
    cancelled, late = appointment_changes.cancel(
        desk.unit, desk.hospital, act.reference, note="taken back", is_free=_is_fresh(desk, act)
    )
    tell_number_on_file(desk, pen, cancelled, Say.NOTICE_CANCELLED, at=desk.hospital.local(cancelled.starts_at))
    pen.happened("appointment.cancelled", appointment_id=act.reference, late=late)
    pen.tell(Say.TAKEN_BACK, doctor=cancelled.doctor.name, at=desk.hospital.local(cancelled.starts_at))
    wait_again(desk, pen, act)
    undone = act.model_copy(update={"kind": "cancelled", "waits_ended": ()})
    pen.state = pen.state.without_errand().with_(question=None, last_act=undone)


def _move_back(desk: Desk, pen: Pen, act: Act) -> None:
    assert act.from_doctor is not None and act.from_starts_at is not None
    before = appointments.get(desk.unit, desk.hospital, act.reference)
    doctor = desk.hospital.doctor(act.from_doctor)
    after = appointment_changes.reschedule(desk.unit, desk.hospital, act.reference, doctor, act.from_starts_at)
    moved_to(desk, pen, before, after)
    wait_again(desk, pen, act, before)


def _book_again(desk: Desk, pen: Pen, act: Act) -> None:
    before = appointments.get(desk.unit, desk.hospital, act.reference)
    request = appointments.Request(
        request_key=f"c{desk.conversation_id}-e{pen.state.errand}-again-{act.reference}",
        patient_id=before.patient_id,
        doctor=before.doctor,
        starts_at=before.starts_at,
        channel=desk.message.channel,
        # whose visit it was stays known: what becomes of it is told to the number on file
        conversation_id=before.conversation_id,
        reason=before.reason,
        is_contact_verified=before.is_contact_verified,
    )
    booked = appointments.book(desk.unit, desk.hospital, request)
    person = patient_of(desk, pen) or Person(before.patient_id, before.patient_number, before.patient, None, None)
    pen.keep(task="book", selected_doctor=before.doctor.code, speciality=before.doctor.speciality.code)
    tell_number_on_file(desk, pen, before, Say.NOTICE_STANDS, at=desk.hospital.local(booked.starts_at))
    fee = late_fees.take_back(desk.unit, desk.hospital, act.reference)
    done(desk, pen, booked, person)
    match fee:
        case Undone.OFF:
            pen.tell(Say.FEE_TAKEN_BACK)
        case Undone.WITH_BILLING:
            pen.tell(Say.FEE_WITH_BILLING)
        case Undone.NONE:
            pass
