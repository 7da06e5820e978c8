"""The places on the waiting list of whoever writes: coming off it, staying on it, asking about it."""

from __future__ import annotations

from conversation.extractors.moods import Mood
from conversation.household import acting_people, is_called, named_people
from conversation.offers import whom
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.waitlist_bounds import bounds_in_words
from conversation.state import Offered
from conversation.turn import Desk
from hospital import waitlist, waitlist_entries
from hospital.names import fold_name
from hospital.people import ids
from hospital.waitlist_entries import Entry


def stay_on_list(desk: Desk, pen: Pen) -> None:
    """None of what is free already: they wait."""
    entries = _mine(desk, pen)
    names = [each.patient for each in entries if pen.state.patient_id in (None, each.patient_number)]
    pen.tell(Say.WAITLIST_STAYS, patient=pen.voice.all_of(list(dict.fromkeys(names))))
    pen.state = pen.state.without_errand().with_(question=None)


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
    pen.keep(list_told=desk.turn_number)
    if not entries:
        pen.tell(Say.WAITLIST_NOT_ON_IT)
        return
    lines = []
    for each in entries:
        say = Say.WAITLIST_LINE_OFFERED if each.status == waitlist_entries.OFFERED else Say.WAITLIST_LINE
        facts = {"patient": each.patient, "doctor": whom(pen.voice, each), "bounds": bounds_in_words(desk, pen, each)}
        lines.append(pen.voice.say(say, facts))
    desk.note_read("waitlist", *(str(each.id) for each in entries))
    pen.tell(Say.WAITLIST_STANDING, lines="\n".join(f"• {line}" for line in lines))


def _mine(desk: Desk, pen: Pen) -> list[Entry]:
    """Places on the list that this conversation may speak of."""
    known = [person for person in acting_people(desk, pen.state) if "book" in person.may]
    entries = waitlist_entries.waiting(desk.unit, desk.hospital, ids(known), desk.conversation_id)
    return [each for each in entries if each.latest > desk.unit.now and not (each.wants_earlier and not each.visit_at)]
