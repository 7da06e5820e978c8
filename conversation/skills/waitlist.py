"""Joining the waiting list within the bounds that were said, coming off it, and telling who is on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from conversation.extractors.moods import Mood
from conversation.extractors.waiting import weekdays_left_out
from conversation.household import acting_people, is_called, named_people
from conversation.offers import whom
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.proofs import level_of
from conversation.skills.doctors import candidates, need_doctor
from conversation.skills.holding import release
from conversation.skills.offering import show
from conversation.skills.patients import need_patient, person_of, reachable_on, settled_patient
from conversation.skills.searching import SHOWN, minutes, search_for, within
from conversation.skills.visits import visible
from conversation.state import Act, Offered, Wanted
from conversation.turn import Desk
from hospital import appointments, inbox, slots, threads, waitlist
from hospital.appointments import Appointment
from hospital.directory import Doctor
from hospital.errors import OneWaitOnlyError
from hospital.names import fold_name
from hospital.people import Person, ids
from hospital.schedule import END_OF_DAY
from hospital.slots import Slot
from hospital.waitlist import Entry, Wait

WEEK = frozenset(range(7))
SHOWN_VISITS = 6
PAGE, PAGES = 60, 5


# --- joining --------------------------------------------------------------------------------------


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
    if need_patient(desk, pen):
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
    label = f"{pen.voice.label(at)}, {visit.doctor.name} ({visit.patient})"
    return pen.option(label, "visit", visit=visit.reference, starts_at=at)


def _to_bring_forward(desk: Desk, pen: Pen) -> list[Appointment]:
    """Visits to come that an earlier time could replace, of whoever is spoken of."""
    visits = [visit for visit in visible(desk, pen, "move") if visit.starts_at > desk.unit.now]
    named = {person.number for person in named_people(desk, pen.state.question)}
    named |= {pen.state.patient_id} if pen.state.patient_id else set()
    return [visit for visit in visits if not named or visit.patient_number in named][:SHOWN_VISITS]


def _join(desk: Desk, pen: Pen, person: Person) -> None:
    wish = _wish(desk, pen)
    if _is_too_far(desk, pen, wish):
        return
    doctor = desk.hospital.doctor(pen.state.selected_doctor) if pen.state.selected_doctor else None
    speciality = None if doctor else desk.hospital.specialities[pen.state.speciality or ""]
    doctors = candidates(desk, pen)
    state = pen.state
    visit = _visit_to_move(desk, pen, person)
    earliest, latest = _days(desk, wish, visit)
    if visit is not None and earliest >= latest:
        # what they wish for comes after that visit: it is another one
        visit = None
        earliest, latest = _days(desk, wish, None)
    if earliest >= latest:
        earliest, latest = slots.bookable(desk.unit, desk.hospital)
    from_minute, to_minute = minutes(wish)
    site = desk.hospital.locations.get(state.location or "")
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
    if not _may_wait(desk, pen, person, wait):
        pen.tell(Say.WAITLIST_NOT_HERE, phone=desk.hospital.phone or "")
        pen.state = pen.state.without_errand().with_(question=None)
        return
    _tell(desk, pen, person, wait)
    if visit is not None:
        pen.tell(Say.WAITLIST_FOR_EARLIER, at=desk.hospital.local(visit.starts_at))
    if not _show_free(desk, pen, wait, doctors, wish):
        pen.state = pen.state.without_errand().with_(question=None)


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


def _wish(desk: Desk, pen: Pen) -> Wanted:
    """The wish for a time; "Tuesdays" are every one of them, and "not Mondays or Tuesdays" leaves out both."""
    wish = pen.state.wanted or Wanted()
    left_out = weekdays_left_out(desk.understanding.message)
    if left_out:
        wish = wish.model_copy(update={"not_weekdays": tuple(sorted({*wish.not_weekdays, *left_out}))})
        if wish.day is not None and wish.day.weekday() in left_out:
            wish = wish.model_copy(update={"first_day": None, "end_day": None})
    weekly = {
        when.dates.day.weekday()
        for each in desk.understanding.whens
        for when in (each, *each.also)
        if when.weekly and not when.rejected and not left_out and when.dates is not None and when.dates.day is not None
    }
    if not weekly:
        return wish
    days = {"first_day": None, "end_day": None, "not_weekdays": tuple(sorted(WEEK - weekly))}
    return wish.model_copy(update=days)


def _days(desk: Desk, wish: Wanted, visit: Appointment | None) -> tuple[datetime, datetime]:
    first, end = slots.bookable(desk.unit, desk.hospital)
    zone = desk.hospital.zone
    if wish.first_day is not None:
        first = max(first, datetime.combine(wish.first_day, time(), zone).astimezone(UTC))
    if wish.end_day is not None:
        end = min(end, datetime.combine(wish.end_day, time(), zone).astimezone(UTC))
    if visit is not None:
        end = min(end, visit.starts_at)
    return first, end


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


def stay_on_list(desk: Desk, pen: Pen) -> None:
    """None of what is free already: they wait."""
    entries = _mine(desk, pen)
    names = [each.patient for each in entries if pen.state.patient_id in (None, each.patient_number)]
    pen.tell(Say.WAITLIST_STAYS, patient=pen.voice.all_of(list(dict.fromkeys(names))))
    pen.state = pen.state.without_errand().with_(question=None)


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


# --- the bounds in words --------------------------------------------------------------------------


def bounds_in_words(desk: Desk, pen: Pen, wait: Wait | Entry) -> str:
    """Between which days and hours somebody waits, and where."""
    local, voice = desk.hospital.local, pen.voice
    first, end_at = local(wait.earliest).date(), local(wait.latest)
    last = (end_at - timedelta(seconds=1)).date()
    parts = []
    if first > desk.now.date() and first < last:
        parts.append(voice.say(Say.BOUND_FROM, {"day": first}))
    if end_at.time() != time():
        parts.append(voice.say(Say.BOUND_UNTIL, {"day": end_at}))
    else:
        parts.append(voice.say(Say.BOUND_UNTIL, {"day": last}) if first != last else voice.day(last))
    begin, end = _clock(wait.from_minute), _clock(wait.to_minute)
    if begin is not None and wait.to_minute is not None and wait.from_minute == wait.to_minute - 1:
        parts.append(voice.tell(begin))
    elif begin is not None and end is not None:
        parts.append(voice.say(Say.BOUND_BETWEEN, {"first": begin, "end": end}))
    elif begin is not None:
        parts.append(voice.say(Say.BOUND_AFTER, {"first": begin}))
    elif end is not None:
        parts.append(voice.say(Say.BOUND_BEFORE, {"end": end}))
    if wait.not_weekdays:
        parts.append(_weekdays(pen, wait.not_weekdays))
    site = desk.hospital.locations_by_id.get(wait.location_id or 0)
    if site is not None:
        parts.append(voice.say(Say.BOUND_PLACE, {"place": site.name}))
    return ", ".join(parts)


def _weekdays(pen: Pen, left_out: Sequence[int]) -> str:
    """Which days of the week do not suit, or which do where those are fewer."""
    names, suit = pen.voice.grammar.weekdays, sorted(WEEK - set(left_out))
    if len(suit) < len(left_out):
        return pen.voice.say(Say.BOUND_ONLY_ON, {"days": pen.voice.all_of([names[day] for day in suit])})
    return pen.voice.say(Say.BOUND_NOT_ON, {"days": pen.voice.one_of([names[day] for day in sorted(left_out)])})


def _clock(minute: int | None) -> time | None:
    if minute is None or minute == 0:
        return None
    return END_OF_DAY if minute >= 24 * 60 else time(minute // 60, minute % 60)


# --- coming off it, and asking about it -----------------------------------------------------------


def leave_waitlist(desk: Desk, pen: Pen) -> None:
    """Take whoever is meant off the list; ask which place where several are."""
    entries = _mine(desk, pen)
    if not entries:
        pen.tell(Say.WAITLIST_NOT_ON_IT)
        return
    meant = _meant(desk, pen, entries)
    if len(meant) > 1 and not _means_all(desk, pen):
        desk.note_read("waitlist", *(str(each.id) for each in meant))
        options = [_entry_option(pen, each) for each in meant]
        options.append(pen.option(pen.voice.say(Say.LABEL_LEAVE_ALL), "leave_list"))
        pen.ask("leave_list", Say.WAITLIST_WHICH_TO_LEAVE, tuple(options))
        return
    for entry in meant:
        waitlist.leave(desk.unit, desk.hospital, entry)
        pen.tell(Say.WAITLIST_LEFT, patient=entry.patient, doctor=whom(pen.voice, entry))
    if pen.state.question == "leave_list" or pen.state.is_waiting:
        pen.state = pen.state.without_errand().with_(question=None)


def _entry_option(pen: Pen, entry: Entry) -> Offered:
    target = {"doctor": entry.doctor.code} if entry.doctor else {}
    if entry.speciality is not None:
        target = {"speciality": entry.speciality.code}
    label = f"{entry.patient}, {whom(pen.voice, entry)}"
    return pen.option(label, "leave_list", person=entry.patient_number, **target)


def _meant(desk: Desk, pen: Pen, entries: list[Entry]) -> list[Entry]:
    """The places that a tap or the names in the message point at; all of them where nothing does."""
    picked = pen.heard.picked
    if picked is not None and picked.kind == "leave_list":
        return [each for each in entries if _is_picked(each, picked)]
    named = {person.number for person in named_people(desk, pen.state.question)}
    said = desk.understanding.person
    words = {fold_name(token.text) for token in desk.understanding.message.tokens}
    theirs = [
        each
        for each in entries
        if each.patient_number in named
        or fold_name(each.patient).split()[0] in words
        or (said is not None and said.name is not None and is_called(each.patient, said.name))
    ]
    codes = {code for mention in desk.understanding.doctors for code in mention.codes}
    specialities = {mention.code for mention in desk.understanding.specialities}
    fitting = [
        each
        for each in theirs or entries
        if (each.doctor is not None and each.doctor.code in codes)
        or (each.speciality is not None and each.speciality.code in specialities)
    ]
    return fitting or theirs or entries


def _is_picked(entry: Entry, picked: Offered) -> bool:
    if picked.person is None:
        return True
    doctor = entry.doctor.code if entry.doctor else None
    speciality = entry.speciality.code if entry.speciality else None
    return (entry.patient_number, doctor, speciality) == (picked.person, picked.doctor, picked.speciality)


def _means_all(desk: Desk, pen: Pen) -> bool:
    picked = pen.heard.picked
    return Mood.ALL in desk.moods or (picked is not None and picked.kind == "leave_list")


def explain_waitlist(desk: Desk, pen: Pen) -> None:
    """ "How long is the waiting list?": how it goes; how long it takes nobody can tell. Joins nobody."""
    facts = {"minutes": desk.hospital.booking.waitlist_offer_minutes}
    if pen.state.task is not None and not pen.state.is_done:
        pen.tell(Say.WAITLIST_HOW, **facts)
        return
    ways = (pen.option(pen.voice.say(Say.LABEL_WAITLIST), "waitlist"),)
    pen.ask("offer_waitlist", Say.WAITLIST_HOW, ways, **facts)


def waitlist_status(desk: Desk, pen: Pen) -> None:
    """Tell who of those behind this chat is on the list, for whom and until when."""
    entries = _mine(desk, pen)
    if not entries:
        pen.tell(Say.WAITLIST_NOT_ON_IT)
        return
    lines = []
    for each in entries:
        say = Say.WAITLIST_LINE_OFFERED if each.status == waitlist.OFFERED else Say.WAITLIST_LINE
        facts = {"patient": each.patient, "doctor": whom(pen.voice, each), "bounds": bounds_in_words(desk, pen, each)}
        lines.append(pen.voice.say(say, facts))
    desk.note_read("waitlist", *(str(each.id) for each in entries))
    pen.tell(Say.WAITLIST_STANDING, lines=pen.voice.lines(lines))


def _mine(desk: Desk, pen: Pen) -> list[Entry]:
    """Places on the list that this conversation may speak of."""
    known = [person for person in acting_people(desk, pen.state) if "book" in person.may]
    entries = waitlist.waiting(desk.unit, desk.hospital, ids(known), desk.conversation_id)
    return [each for each in entries if each.latest > desk.unit.now and not (each.wants_earlier and not each.visit_at)]
