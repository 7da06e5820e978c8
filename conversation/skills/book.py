"""Booking a visit: looks at what is still missing, asks for that alone, and books when nothing is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from conversation.extractors.pipeline import understand
from conversation.merging_whom import CORRECTED
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.proofs import level_of, reachable
from conversation.resuming import taking_up
from conversation.services import fee_of, fee_paid_of
from conversation.several import speaks_of_several
from conversation.skills.costs import paid
from conversation.skills.doctors import candidates, need_doctor
from conversation.skills.holding import drop_old_hold, release, reserve
from conversation.skills.next_visits import next_visit, promised, what_next, whom_next
from conversation.skills.patients import is_anothers, need_patient, patient_of, settled_patient
from conversation.skills.read_backs import whom
from conversation.skills.reminders import offer_reminders
from conversation.skills.services import need_order
from conversation.skills.times import need_time, taken
from conversation.skills.visits import may_hear_of, visible
from conversation.skills.waitlist import join_waitlist
from conversation.skills.waitlist_served import served, tell_served
from conversation.state import BOOKED_HERE_KEPT, Act, without_time
from conversation.turn import Desk
from conversation.wishing import PERSONAL, speaks_of_two
from hospital import appointments, people
from hospital.appointments import Appointment
from hospital.directory import Doctor
from hospital.errors import (
    BeyondHorizonError,
    OverlapError,
    SlotTakenError,
    TooManyAppointmentsError,
    TooSoonError,
)
from hospital.ordered import OrderNeededError
from hospital.people import Person
from hospital.waitlist_entries import Entry


def handle_booking(desk: Desk, pen: Pen) -> None:
    """Go on with a booking as far as what is known allows."""
    pen.keep(task="book", is_done=False)
    if pen.state.wants_waitlist:
        return join_waitlist(desk, pen)
    if speaks_of_two(desk.understanding) or speaks_of_several(desk):
        pen.tell(Say.ONE_AT_A_TIME)
    told = len(pen.outcomes)
    _go_on(desk, pen)
    drop_old_hold(desk, pen)
    return _go_on_with_next(desk, pen, told)


def _go_on_with_next(desk: Desk, pen: Pen, told: int) -> None:
    """What was said of a further visit is not lost: it is booked next, or promised while something is asked first.

    `told` is how much was told before this one: the promise stands before its question.
    """
    other = next_visit(desk, pen)
    if other is None:
        return
    if pen.state.is_done or any(outcome.say in _NOT_ORDERED for outcome in pen.outcomes[told:]):
        act = pen.state.last_act if pen.state.is_done else None
        later = taking_up(pen.state, other)
        if act is not None and other.is_for_same:
            later = later.with_(patient_id=act.patient_id)
        elif later.patient_id is None and act is not None:
            later = later.with_(besides=later.besides or act.patient_id)
        what, whom = what_next(desk, other), whom_next(desk, pen, later)
        if later.for_relation == "self" and later.patient_id is None and later.patient_name is None:
            # who spoke for the child is who is next
            later = later.with_(patient_name=pen.state.guardian_name, date_of_birth=pen.state.guardian_born)
        pen.state = later
        pen.tell(Say.NOW_THE_OTHER if what is None else Say.NOW_THIS, whom=whom, what=what or "")
        # the words of this message were about the one before
        handle_booking(replace(desk, understanding=understand("", desk.context)), pen)
    elif desk.lays_by:
        said = [each for each in pen.state.suspended if each.is_next][: desk.lays_by]
        pen.outcomes.insert(told, promised(desk, pen, said[::-1]))


_NOT_ORDERED = frozenset({Say.NO_ORDER, Say.IS_BOOKED, Say.RECORDS_OF_YOURS_ONLY})
"""With these a test that a doctor orders is not booked: what comes next waits no longer."""


def _go_on(desk: Desk, pen: Pen) -> None:
    if pen.heard.answer == "no" and pen.state.question == "confirm" and not pen.heard.changed:
        return what_to_change(desk, pen)
    if need_doctor(desk, pen) or need_order(desk, pen):
        return None
    doctors = candidates(desk, pen)
    if not doctors:
        return nobody(desk, pen)
    if need_time(desk, pen, doctors):
        return None
    if _need_more(desk, pen, doctors):
        return None
    return _book(desk, pen, doctors)


def _need_more(desk: Desk, pen: Pen, doctors: list[Doctor]) -> bool:
    """Ask for the patient or a confirmation, with the time held meanwhile."""
    outcomes = len(pen.outcomes)
    _tell_new_time(desk, pen)
    if need_patient(desk, pen):
        asked = True
    elif _must_confirm(desk, pen):
        if _is_ruled_out(desk, pen):
            return True
        asked = _confirm(desk, pen)
    else:
        return False
    if reserve(desk, pen):
        return asked
    del pen.outcomes[outcomes:]
    assert pen.state.selected_slot is not None
    return taken(desk, pen, doctors, pen.state.selected_slot)


def _tell_new_time(desk: Desk, pen: Pen) -> None:
    """Another time, said while something about the patient is asked: told, since the question stays the same."""
    state = pen.state
    is_new = bool(pen.heard.changed & {"wanted", "selected_doctor"}) and state.question in {*PERSONAL, "who"}
    if is_new and state.selected_slot is not None and state.selected_doctor is not None:
        doctor = desk.hospital.doctor(state.selected_doctor).name
        pen.tell(Say.OTHER_TIME_NOTED, doctor=doctor, at=desk.hospital.local(state.selected_slot))


def _is_ruled_out(desk: Desk, pen: Pen) -> bool:
    """Say so before reading back what the patient's other visits do not allow."""
    person = patient_of(desk, pen)
    if person is None:
        return False
    try:
        appointments.check_patient(desk.unit, desk.hospital, _request(desk, pen, person))
    except OverlapError as overlap:
        tell_overlap(desk, pen, overlap, person)
    except TooManyAppointmentsError as error:
        tell_too_many(desk, pen, error, person)
    else:
        return False
    return True


def _must_confirm(desk: Desk, pen: Pen) -> bool:
    """Whether a read-back is due: something was inferred, or the hospital always wants one."""
    rule = desk.hospital.booking.confirm
    is_spoken = desk.message.channel == "voice" or desk.message.is_heard or "heard" in pen.state.inferred
    wanted = rule == "always" or (rule == "when_inferred" and pen.state.inferred) or is_spoken
    wanted = wanted or pen.state.is_proposed or CORRECTED in pen.state.inferred
    is_confirmed = pen.state.question == "confirm" and pen.heard.answer == "yes" and not pen.heard.changed
    return bool(wanted) and not is_confirmed


def _confirm(desk: Desk, pen: Pen) -> bool:
    yes = pen.option(pen.voice.say(Say.LABEL_YES), "yes")
    no = pen.option(pen.voice.say(Say.LABEL_NO), "no")
    pen.ask("confirm", Say.CONFIRM_BOOKING, (yes, no), **_summary(desk, pen))
    return True


def _summary(desk: Desk, pen: Pen) -> dict[str, object]:
    state = pen.state
    assert state.selected_slot is not None and state.selected_doctor is not None
    doctor = desk.hospital.doctor(state.selected_doctor)
    person = patient_of(desk, pen)
    told: list[tuple[Say, dict[str, Any]]] = [(fee_of(doctor), {"fee": doctor.fee})] if doctor.fee else []
    told += preparation_of(pen, doctor)
    phone = pen.voice.say(Say.YOUR_PHONE, {"phone": state.phone}) if state.phone else ""
    return {
        "patient": whom(desk, pen, person),
        "doctor": doctor.name,
        "speciality": doctor.speciality.named(pen.language),
        "at": desk.hospital.local(state.selected_slot),
        "fee": pen.voice.say_all(told, before=" ") if told else "",
        "phone": phone,
    }


def what_to_change(desk: Desk, pen: Pen) -> None:
    """The read-back was wrong: ask what is, keep everything until it is said."""
    pen.keep(selected_slot=None)
    options = (
        pen.option(pen.voice.say(Say.LABEL_MORE_TIMES), "more"),
        pen.option(pen.voice.say(Say.LABEL_STOP), "stop"),
    )
    pen.ask("slot", Say.WHAT_TO_CHANGE, options)


def nobody(desk: Desk, pen: Pen) -> None:
    """Nobody of the speciality takes appointments: say so and ask for another."""
    pen.tell(Say.NO_DOCTORS, speciality=desk.hospital.specialities[pen.state.speciality or ""].named(pen.language))
    pen.change(speciality=None)
    need_doctor(desk, pen)


def _request(desk: Desk, pen: Pen, person: Person) -> appointments.Request:
    state = pen.state
    assert state.selected_slot is not None and state.selected_doctor is not None
    return appointments.Request(
        request_key=f"c{desk.conversation_id}-e{state.errand}",
        patient_id=person.id,
        doctor=desk.hospital.doctor(state.selected_doctor),
        starts_at=state.selected_slot,
        channel=desk.message.channel,
        conversation_id=desk.conversation_id,
        reason=state.diagnosis_condition,
        holder=desk.conversation_id,
        is_contact_verified=is_vouched_for(desk, pen, person),
    )


def is_vouched_for(desk: Desk, pen: Pen, person: Person) -> bool:
    """Whether a channel or a proof vouches for whoever books for a person, and they may speak for them."""
    if is_anothers(desk, pen, person):
        return False
    return desk.vouched_phone is not None or level_of(desk, pen.state, person) > 1


def _book(desk: Desk, pen: Pen, doctors: list[Doctor]) -> None:
    person = settled_patient(desk, pen)
    request = _request(desk, pen, person)
    try:
        booked = appointments.book(desk.unit, desk.hospital, request)
    except (SlotTakenError, TooSoonError, BeyondHorizonError):
        taken(desk, pen, doctors, request.starts_at)
    except OverlapError as overlap:
        tell_overlap(desk, pen, overlap, person)
    except TooManyAppointmentsError as error:
        tell_too_many(desk, pen, error, person)
    except OrderNeededError:
        # it was booked, or withdrawn, just now
        need_order(desk, pen)
    else:
        drop_old_hold(desk, pen)
        done(desk, pen, booked, person, may_ask=next_visit(desk, pen) is None)
        tell_rights(desk, pen, person)


def tell_rights(desk: Desk, pen: Pen, person: Person) -> None:
    """What whoever booked for another may do about it, and who may do more."""
    if is_anothers(desk, pen, person):
        today, limit = desk.now.date(), desk.hospital.booking.guardian_until_age
        is_child = person.date_of_birth is not None and people.age_on(person.date_of_birth, today) < limit
        say = Say.CONSENT_PATH_CHILD if is_child else Say.CONSENT_PATH
        pen.tell(say, patient=person.name, phone=desk.hospital.phone or "")


def done(
    desk: Desk, pen: Pen, booked: Appointment, person: Person, *, may_ask: bool = True, ended: tuple[Entry, ...] = ()
) -> None:
    """Tell of a booking that is in the books, and how to take it back; then, if it `may_ask`, about reminders.

    `ended` are places on the waiting list that ended with it already.
    """
    state = pen.state
    local = desk.hospital.local(booked.starts_at)
    ended = (*ended, *served(desk, pen, booked))
    pen.keep(
        is_done=True,
        selected_slot=local,
        held=None,
        question=None,
        refusals=0,
        inferred=(),
        is_proposed=False,
        booked_here=(*state.booked_here, booked.reference)[-BOOKED_HERE_KEPT:],
        last_act=Act(
            kind="booked",
            reference=booked.reference,
            doctor=booked.doctor.code,
            starts_at=local,
            at=desk.now,
            words=state.user_input,
            patient_id=person.number,
            waits_ended=tuple(each.id for each in ended),
        ),
    )
    pen.tell(Say.BOOKED, **visit_facts(desk, pen, booked))
    tell_served(pen, ended)
    pen.happened(
        "appointment.booked",
        appointment_id=booked.reference,
        doctor=booked.doctor.code,
        starts_at=local.isoformat(timespec="seconds"),
        patient=booked.patient,
        patient_id=person.number,
        for_dependant=booked.patient if person.relation == "dependant" or state.is_minor else None,
    )
    if may_ask and person.relation != "helped" and not is_anothers(desk, pen, person):
        offer_reminders(desk, pen, person)


def visit_facts(desk: Desk, pen: Pen, visit: Appointment) -> dict[str, object]:
    """A visit's facts as confirmations tell them."""
    told: tuple[tuple[Say, dict[str, Any]], ...] = (
        (Say.PLACE, {"place": visit.location.name if visit.location else ""}),
        (Say.ROOM, {"room": visit.doctor.room}),
        (fee_paid_of(visit.doctor), {"fee": visit.fee, "paid": paid(desk, pen)}),
    )
    place = [(key, facts) for key, facts in told if all(facts.values())]
    place += preparation_of(pen, visit.doctor)
    return {
        "patient": visit.patient,
        "doctor": visit.doctor.name,
        "speciality": visit.doctor.speciality.named(pen.language),
        "at": desk.hospital.local(visit.starts_at),
        "place": pen.voice.say_all(place, before=" ") if place else "",
        "reference": visit.reference,
    }


def preparation_of(pen: Pen, doctor: Doctor) -> list[tuple[Say, dict[str, Any]]]:
    """How to come to a test or a treatment, where the hospital says so."""
    words = doctor.service.prepared(pen.language) if doctor.service is not None else None
    return [(Say.PREPARATION, {"words": words})] if words else []


def tell_overlap(desk: Desk, pen: Pen, overlap: OverlapError, person: Person) -> None:
    """The patient has another visit then: another time, or that visit moved."""
    may_tell = may_hear_of(desk, pen, overlap.reference)
    release(desk, pen)
    if not may_tell:
        pen.keep(selected_slot=None, wanted=without_time(pen.state.wanted))
        pen.ask("slot", Say.CANNOT_BOOK_THEN, (pen.option(pen.voice.say(Say.LABEL_MORE_TIMES), "more"),))
        return
    pen.keep(selected_slot=None, wanted=without_time(pen.state.wanted))
    options = (
        pen.option(pen.voice.say(Say.LABEL_MORE_TIMES), "more"),
        pen.option(pen.voice.say(Say.LABEL_MOVE_OTHER), "start_reschedule", visit=overlap.reference),
        pen.option(pen.voice.say(Say.LABEL_STOP), "stop"),
    )
    doctor = desk.hospital.doctor(overlap.doctor).name
    desk.note_read("appointments", overlap.reference)
    pen.ask(
        "slot", Say.OVERLAPS, options, patient=person.name, doctor=doctor, at=desk.hospital.local(overlap.starts_at)
    )


def tell_too_many(desk: Desk, pen: Pen, error: TooManyAppointmentsError, person: Person) -> None:
    """The patient has as many visits as one may have; who may not see them does not hear that there are any."""
    release(desk, pen)
    pen.state = pen.state.without_errand()
    if not any(visit.patient_number == person.number for visit in visible(desk, pen, "list")):
        human = pen.option(pen.voice.say(Say.LABEL_HUMAN), "human")
        pen.ask("offer_human", Say.CANNOT_BOOK_HERE, (human,), phone=desk.hospital.phone or "")
        return
    # whom a code can be sent may prove who they are
    may_prove = error.is_unproven and reachable(desk, person) is not None
    ways = [(Say.LABEL_FIND_MINE, "find_mine")] if may_prove else []
    ways += [(Say.LABEL_MY_APPOINTMENTS, "my_appointments"), (Say.LABEL_HUMAN, "human")]
    options = tuple(pen.option(pen.voice.say(label), kind) for label, kind in ways)
    say = Say.ONE_UNPROVEN if error.is_unproven else Say.TOO_MANY
    pen.ask("offer_human", say, options, limit=error.limit, phone=desk.hospital.phone or "")
