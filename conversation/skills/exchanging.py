"""A visit just booked for one of the family, and meant for another: the same time changes hands."""

from __future__ import annotations

from conversation.household import known_people, relatives
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.book import done, is_vouched_for, tell_overlap, tell_rights, tell_too_many
from conversation.skills.notices import tell_number_on_file
from conversation.skills.patients import need_patient, settled_patient
from conversation.state import Act
from conversation.turn import Desk
from hospital import appointment_changes, appointments
from hospital.errors import (
    BeyondHorizonError,
    OverlapError,
    SlotTakenError,
    TooManyAppointmentsError,
    TooSoonError,
    TransitionError,
)
from hospital.people import Person


def exchange_patient(desk: Desk, pen: Pen) -> None:
    """Give the visit booked last to whom the message names instead."""
    act = pen.state.last_act
    assert act is not None
    before = appointments.get(desk.unit, desk.hospital, act.reference)
    is_ordered = before.doctor.service is not None and before.doctor.service.needs_order
    if before.status not in appointments.OPEN or is_ordered:
        # what a doctor ordered for one is nobody else's
        pen.keep(exchanges=None, is_done=True, question=None)
        pen.tell(Say.CANNOT_CHANGE)
        return None
    person = _instead(desk, pen, act)
    if person is None:
        pen.keep(exchanges=act.reference, is_done=False)
        if need_patient(desk, pen):
            return None
        person = settled_patient(desk, pen)
    pen.keep(exchanges=None, is_done=True, question=None)
    request = appointments.Request(
        request_key=f"c{desk.conversation_id}-{act.reference}-for-{person.number}",
        patient_id=person.id,
        doctor=before.doctor,
        starts_at=before.starts_at,
        channel=desk.message.channel,
        is_contact_verified=is_vouched_for(desk, pen, person),
        conversation_id=desk.conversation_id,
        reason=before.reason,
    )
    try:
        booked = appointment_changes.give_to(desk.unit, desk.hospital, act.reference, request)
    except OverlapError as overlap:
        return tell_overlap(desk, pen, overlap, person)
    except TooManyAppointmentsError as error:
        return tell_too_many(desk, pen, error, person)
    except (SlotTakenError, TooSoonError, BeyondHorizonError, TransitionError):
        # too near by now, cancelled meanwhile, or at an hour that the doctor no longer keeps
        pen.tell(Say.CANNOT_CHANGE)
        return None
    pen.happened("appointment.cancelled", appointment_id=act.reference, late=False)
    tell_number_on_file(desk, pen, before, Say.NOTICE_CANCELLED, at=desk.hospital.local(before.starts_at))
    pen.keep(booked_here=tuple(each for each in pen.state.booked_here if each != act.reference))
    pen.tell(Say.EXCHANGED, old=before.patient)
    done(desk, pen, booked, person)
    if pen.state.last_act is not None:
        # the time is as old as before: taking it back late costs what it would have cost
        pen.keep(last_act=pen.state.last_act.model_copy(update={"at": act.at}))
    tell_rights(desk, pen, person)
    return None


def _instead(desk: Desk, pen: Pen, act: Act) -> Person | None:
    """The one of the family who is meant."""
    known = [each for each in known_people(desk) if "book" in each.may and each.number != act.patient_id]
    named = [each for each in known if each.number == pen.state.patient_id]
    fitting = named or relatives(known, pen.state.for_relation)
    return fitting[0] if len(fitting) == 1 else None
