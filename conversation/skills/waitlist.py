"""Joining the waiting list within the bounds that were said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from conversation.extractors.moods import Mood
from conversation.household import named_people
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.proofs import level_of
from conversation.skills.doctors import candidates, need_doctor
from conversation.skills.holding import release
from conversation.skills.offering import show
from conversation.skills.patients import need_patient, reachable_on, settled_patient
from conversation.skills.searching import SHOWN, minutes, search_for, within
from conversation.skills.services import need_order
from conversation.skills.visits import visible
from conversation.skills.waitlist_bounds import bounds_in_words, days_wished, wish_of
from conversation.state import Offered, Wanted
from conversation.turn import Desk
from hospital import appointments, inbox, slots, threads, waitlist
from hospital.appointments import Appointment
from hospital.directory import Doctor
from hospital.errors import OneWaitOnlyError
from hospital.people import Person
from hospital.slots import Slot
from hospital.waitlist import Wait

SHOWN_VISITS = 6
PAGE, PAGES = 60, 5


def join_waitlist(desk: Desk, pen: Pen) -> None:
    """Put the patient on the list for the doctor or speciality talked about; ask what is missing.

    Who has a visit with them waits to have it earlier. What is free already within the bounds is shown with it.
    """
    pen.keep(task="book", is_done=False, wants_waitlist=True)
    if _ask_which_visit(desk, pen):
        return
    state = pen.state
    if state.selected_doctor is None and state.speciality is None:
        # "anything before Friday?" of somebody without a visit asks what is free
        pen.keep(wants_waitlist=Mood.EARLIER not in desk.moods or Mood.WAITS in desk.moods)
        need_doctor(desk, pen)
        return
    if need_order(desk, pen) or need_patient(desk, pen):
        return
    release(desk, pen)
    person = settled_patient(desk, pen)
    _join(desk, pen, person)


def _ask_which_visit(desk: Desk, pen: Pen) -> bool:
    """With no doctor said, the visit to be had earlier tells whom they wait for. True when something was asked."""
    state = pen.state
    if state.selected_doctor or state.speciality or state.doctor_options or state.unknown_doctor:
        return False
    if state.speciality_options or state.diagnosis_condition:
        return False
    visits = _to_bring_forward(desk, pen)
    if state.visit is not None:
        visits = [visit for visit in visits if visit.reference == state.visit] or visits
    if len(visits) > 1:
        desk.note_read("appointments", *(visit.reference for visit in visits))
        pen.ask("visit", Say.WAITLIST_WHICH_VISIT, tuple(_visit_option(desk, pen, each) for each in visits))
        return True
    for visit in visits:
        pen.change(speciality=visit.doctor.speciality.code)
        pen.change(selected_doctor=visit.doctor.code)
        pen.keep(visit=visit.reference, patient_id=visit.patient_number)
    return False


def _visit_option(desk: Desk, pen: Pen, visit: Appointment) -> Offered:
    at = desk.hospital.local(visit.starts_at)
    label = f"{pen.voice.label(at)}, {pen.voice.tell(visit.doctor.name)} ({visit.patient})"
    return pen.option(label, "visit", visit=visit.reference, starts_at=at)


def _to_bring_forward(desk: Desk, pen: Pen) -> list[Appointment]:
    """Visits to come that an earlier time could replace, of whoever is spoken of."""
    visits = [visit for visit in visible(desk, pen, "move") if visit.starts_at > desk.unit.now]
    named = {person.number for person in named_people(desk, pen.state.question)}
    named |= {pen.state.patient_id} if pen.state.patient_id else set()
    return [visit for visit in visits if not named or visit.patient_number in named][:SHOWN_VISITS]


def _join(desk: Desk, pen: Pen, person: Person) -> None:
    wish = wish_of(desk, pen)
    if _is_too_far(desk, pen, wish):
        return
    doctors = candidates(desk, pen)
    wait, visit = _wait_for(desk, pen, person, wish)
    if not _may_wait(desk, pen, person, wait):
        pen.tell(Say.WAITLIST_NOT_HERE, phone=desk.hospital.phone or "")
        pen.state = pen.state.without_errand().with_(question=None)
        return
    _tell(desk, pen, person, wait)
    if visit is not None:
        pen.tell(Say.WAITLIST_FOR_EARLIER, at=desk.hospital.local(visit.starts_at))
    if not _show_free(desk, pen, wait, doctors, wish):
        pen.state = pen.state.without_errand().with_(question=None)


def _wait_for(desk: Desk, pen: Pen, person: Person, wish: Wanted) -> tuple[Wait, Appointment | None]:
    """What they wait for, and the visit that an earlier time would replace."""
    doctor = desk.hospital.doctor(pen.state.selected_doctor) if pen.state.selected_doctor else None
    speciality = None if doctor else desk.hospital.specialities[pen.state.speciality or ""]
    visit = _visit_to_move(desk, pen, person)
    earliest, latest = days_wished(desk, wish, visit)
    if visit is not None and earliest >= latest:
        # what they wish for comes after that visit: it is another one
        visit = None
        earliest, latest = days_wished(desk, wish, None)
    if earliest >= latest:
        earliest, latest = slots.bookable(desk.unit, desk.hospital)
    from_minute, to_minute = minutes(wish)
    site = desk.hospital.locations.get(pen.state.location or "")
    wait = Wait(
        person.id,
        doctor,
        speciality,
        earliest,
        latest,
        _where_to_write(desk, pen),
        from_minute=from_minute,
        to_minute=to_minute,
        not_weekdays=wish.not_weekdays,
        location_id=site.id if site else None,
        visit=visit.reference if visit else None,
        language=pen.language,
        is_vouched=desk.vouched_phone is not None,
    )
    return wait, visit


def _may_wait(desk: Desk, pen: Pen, person: Person, wait: Wait) -> bool:
    """Put them on the list, unless it is not for whoever nobody vouches for to do."""
    is_vouched = wait.is_vouched and level_of(desk, pen.state, person) >= 1
    if not is_vouched and wait.visit is None and appointments.has_unverified(desk.unit, desk.hospital, person.id):
        # with the one visit that they get this way, no time that they are offered could be booked
        return False
    try:
        waitlist.join(desk.unit, wait)
    except OneWaitOnlyError:
        return False
    return True


def _is_too_far(desk: Desk, pen: Pen, wish: Wanted) -> bool:
    """Whether they wish for what nobody may book yet: then there is nothing to wait for."""
    if wish.first_day is None:
        return False
    _, end = slots.bookable(desk.unit, desk.hospital)
    if datetime.combine(wish.first_day, time(), desk.hospital.zone) < end:
        return False
    pen.tell(Say.BEYOND_HORIZON, day=wish.first_day, days=desk.hospital.booking.horizon_days)
    pen.state = pen.state.without_errand().with_(question=None)
    return True


def _tell(desk: Desk, pen: Pen, person: Person, wait: Wait) -> None:
    local = desk.hospital.local
    doctor, speciality = wait.doctor, wait.speciality
    if doctor is not None:
        name, target = doctor.name, {"doctor": doctor.code}
    else:
        assert speciality is not None
        name = pen.voice.say(Say.OUR_DOCTORS, {"speciality": speciality.named(pen.language)})
        target = {"speciality": speciality.code}
    pen.keep(list_told=desk.turn_number)
    pen.tell(Say.WAITLIST_JOINED, doctor=name, patient=person.name, bounds=bounds_in_words(desk, pen, wait))
    pen.happened(
        "waitlist.joined",
        **target,
        **{
            "from": local(wait.earliest).isoformat(timespec="seconds"),
            "to": local(wait.latest).isoformat(timespec="seconds"),
        },
    )


def _visit_to_move(desk: Desk, pen: Pen, person: Person) -> Appointment | None:
    """The patient's visit with whom they wait for: the one settled on, else the first."""
    state = pen.state
    visits = [
        visit
        for visit in visible(desk, pen, "move")
        if visit.patient_number == person.number
        and visit.starts_at > desk.unit.now
        and (visit.doctor.code == state.selected_doctor or visit.doctor.speciality.code == state.speciality)
    ]
    settled = next((visit for visit in visits if visit.reference == state.visit), None)
    return settled or next((v for v in visits if v.doctor.code == state.selected_doctor), next(iter(visits), None))


def _where_to_write(desk: Desk, pen: Pen) -> int:
    """The conversation in which offers are made: this one, or after a call the text messages of the caller's number."""
    number = reachable_on(desk, pen)
    if desk.message.channel != "voice" or number is None:
        return desk.conversation_id
    return threads.find_or_open(desk.unit, "sms", inbox.key(number))


def _free(desk: Desk, pen: Pen, wait: Wait, doctors: Sequence[Doctor], wish: Wanted) -> list[Slot]:
    """The first free times within the bounds, looked for among some hundred."""
    search = within(search_for(pen, doctors, wish), wait.earliest, wait.latest)
    found: list[Slot] = []
    for _ in range(PAGES):
        page = slots.find(desk.unit, desk.hospital, search, PAGE)
        found += [slot for slot in page if desk.hospital.local(slot.starts_at).weekday() not in wait.not_weekdays]
        if len(page) < PAGE or len(found) >= SHOWN:
            break
        search = within(search, page[-1].starts_at + timedelta(minutes=1), search.end)
    return found[:SHOWN]


def _show_free(desk: Desk, pen: Pen, wait: Wait, doctors: Sequence[Doctor], wish: Wanted) -> bool:
    """Show what is free already within the bounds. False when nothing is."""
    found = _free(desk, pen, wait, doctors, wish)
    pen.keep(wants_waitlist=False, is_waiting=True)
    if not found:
        return False
    if wait.visit is not None:
        pen.keep(task="reschedule", visit=wait.visit)
    pen.keep(wanted=wish if wish != Wanted() else None)
    show(desk, pen, found, Say.WAITLIST_FREE_NOW)
    last = pen.outcomes[-1]
    wait_on = pen.option(pen.voice.say(Say.LABEL_ONLY_THE_LIST), "rather_wait")
    pen.outcomes[-1] = replace(last, options=(*last.options[:-1], wait_on, last.options[-1]))
    return True
