"""Whom a message is for, into the state: names, birth dates, what somebody is to whoever writes, numbers."""

from __future__ import annotations

from dataclasses import replace

from rapidfuzz import fuzz

from conversation.children import is_a_child
from conversation.extractors.entities import Intent, Person, Understanding
from conversation.extractors.moods import Mood
from conversation.household import MINORS, closer, is_same_person
from conversation.state import BookingState, change
from conversation.turn import Desk
from hospital import people, phones
from hospital.names import fold_name


def merge_whom(state: BookingState, desk: Desk) -> BookingState:
    """Take what the message says about whom it is for into the state: name, birth date, relation, number."""
    person = desk.understanding.person
    if person is None:
        return state
    if is_no_visits_day(state, person):
        person = replace(person, date_of_birth=None)
    before = state
    if Mood.SUPPOSES in desk.moods:
        person = replace(person, name=None)  # "and if I'm late?" answers no "your name?"
    if desk.message.is_heard and person.name is not None and person.name.islower():
        # recognisers write names small
        person = replace(person, name=person.name.title())
    state = _merge_relation(state, desk, person)
    if _is_guardians(state, person, desk):
        state, person = state.with_(guardian_born=person.date_of_birth), replace(person, date_of_birth=None)
    state = _merge_names(state, desk, person)
    if person.date_of_birth:
        state = change(state, date_of_birth=person.date_of_birth)
    state = _corrected_whom(before, state)
    said = person.phone
    if person.phone_ending and state.phone:
        said = state.phone[: -len(person.phone_ending)] + person.phone_ending
    phone = phones.normalise(said, desk.hospital) if said else None
    return state.with_(phone=phone) if phone else state


def _merge_names(state: BookingState, desk: Desk, person: Person) -> BookingState:
    """The name of the patient, or of who speaks for a child."""
    if person.sender and state.is_minor and (state.guardian_name is None or state.question == "guardian_name"):
        state = state.with_(guardian_name=person.sender)
    elif person.name and state.question == "guardian_name":
        state = state.with_(guardian_name=_whole_guardian(state, person.name))
    if person.name and state.question != "guardian_name":
        state = change(state, patient_name=_whole_name(state, person.name, desk.understanding))
    return state


def is_no_visits_day(state: BookingState, person: Person | None) -> bool:
    """Whether a date of years ago answers a read-back: no day for a visit, and nothing calls it a birth date."""
    return person is not None and person.is_bare_date and state.question == "confirm"


def _is_guardians(state: BookingState, person: Person, desk: Desk) -> bool:
    """Whether a birth date told beside the guardian's name is the guardian's own: a grown-up's."""
    if state.question != "guardian_name" or person.name is None or person.date_of_birth is None:
        return False
    age = people.age_on(person.date_of_birth, desk.now.date())
    return age >= desk.hospital.booking.guardian_until_age


def _corrected_whom(before: BookingState, state: BookingState) -> BookingState:
    """Another name or birth date in place of one that was known: it is read back, both of them.

    Another first name at the read-back is another person, whose birth date is not known.
    """
    name, born = before.patient_name, before.date_of_birth
    is_renamed = before.question == "confirm" and name is not None and state.patient_name not in (None, name)
    if is_renamed and state.date_of_birth == born and not _alike(name or "", state.patient_name or ""):
        state = state.with_(date_of_birth=None)
    if not is_renamed and (born is None or state.date_of_birth == born):
        return state
    return state.with_(inferred=tuple(dict.fromkeys((*state.inferred, CORRECTED))))


CORRECTED = "who"
"""Among what is read back: that whom it is for was told anew."""
_ALIKE = 60.0  # of 100: Tomas and Tomás, Jon and John, but not Ana and Eva


def _alike(one: str, other: str) -> bool:
    """Whether a name may be the same one spelled otherwise."""
    first, second = fold_name(one).split(), fold_name(other).split()
    return bool(first and second) and fuzz.ratio(first[0], second[0]) >= _ALIKE


_UNTOLD = (None, "self", "chosen")


def _merge_relation(state: BookingState, desk: Desk, person: Person) -> BookingState:
    """Whom the visit is for, as the message puts it; another word for somebody else lets go of the one before."""
    relation = person.relation
    if person.is_other and relation is not None:
        return _another_of_them(state, desk, person)
    if relation is None or relation == state.for_relation:
        return state
    if state.question == "guardian_name" and state.for_relation in _UNTOLD and relation in MINORS:
        # "I'm his mother", of whom the birth date alone told that it is a child
        return state.with_(for_relation=relation)
    if is_same_person(state, person, desk.now.date()):
        return state.with_(for_relation=closer(state.for_relation, relation))
    state = state.with_(for_relation=relation, patient_id=None, patient_name=None, date_of_birth=None)
    return state.with_(is_minor=is_a_child(desk, person))


def _another_of_them(state: BookingState, desk: Desk, person: Person) -> BookingState:
    """ "My other daughter": not whoever the visit was for so far, nor whoever had the one just booked."""
    act = state.last_act
    besides = state.patient_id or state.besides or (act.patient_id if act is not None else None)
    state = state.with_(for_relation=person.relation, patient_id=None, patient_name=None, date_of_birth=None)
    return state.with_(is_minor=is_a_child(desk, person), besides=besides)


def _whole_guardian(state: BookingState, said: str) -> str:
    before = state.guardian_name
    return f"{before} {said}" if before and len(said.split()) == 1 and said not in before.split() else said


def _whole_name(state: BookingState, said: str, understanding: Understanding) -> str:
    """The name as it is known with this: the family name alone completes the first name that was given before."""
    before = state.patient_name
    if before is not None and said.islower() and fold_name(before) == fold_name(said):
        return before
    is_first = before is None or len(before.split()) != 1 or state.question != "name"
    if is_first or understanding.says(Intent.NO) or fold_name(before or "") in fold_name(said).split():
        return said
    return f"{before} {said}"
