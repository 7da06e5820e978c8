"""Several people in one message, or one more while a visit is being booked: one after the other, none forgotten."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from conversation.beginning import is_active
from conversation.extractors.entities import Field, Intent, Person, Span
from conversation.extractors.pipeline import understand
from conversation.extractors.text import Message
from conversation.extractors.together import Together, find_further, find_together
from conversation.household import known_people, named_people, relatives
from conversation.several import (
    BETWEEN,
    asks_only_for_visits,
    keep_aside,
    laid_by,
    lay_by,
    to_part,
    told_for,
    visit_alone,
)
from conversation.several import first_of as first_of_hours
from conversation.several_services import first_of as first_of_services
from conversation.state import BookingState, change, without_time
from conversation.turn import Desk

_OF_SELF = frozenset({"for me", "para mí"})
_ASKS_WHOM = ("who", "name")
_PUTS_RIGHT = frozenset({Intent.NO})
"""What may lead up to it: "no, for my son and me"."""


def first_of(state: BookingState, desk: Desk) -> tuple[BookingState, Desk]:
    """The desk that hears the first of several visits alone, with the others laid by in the state."""
    apart = first_of_hours(state, desk)
    if not apart[1].lays_by:
        apart = first_of_services(state, desk)
    if apart[1].lays_by or not asks_only_for_visits(state, desk, _PUTS_RIGHT):
        return apart
    return (
        _of_row(state, desk)
        or _each_ill(state, desk)
        or _one_more(state, desk)
        or _of_names(state, desk)
        or (state, desk)
    )


def _of_row(state: BookingState, desk: Desk) -> tuple[BookingState, Desk] | None:
    """ "For my son and me": the first of them, with what was said of the visit; the others have it in common."""
    row = find_together(desk.understanding.message, is_answer=state.question in _ASKS_WHOM)
    if row is None or not _is_of_visits(state, desk) or (row.is_told and desk.understanding.complaint is None):
        return None
    first, *others = (_alone(desk, row, at) for at in range(len(row.whom)))
    visits = [_another_time(visit_alone(state, other), desk, state) for other in others]
    if row.is_open:
        # "both of us": who the other one is, is asked once it is their turn
        whom = "chosen" if len(known_people(desk)) > 1 else "other"
        visits = [visit.with_(for_relation=whom, patient_id=None, patient_name=None) for visit in visits]
    aside = [laid_by(visit, desk) for visit in visits]
    return keep_aside(state, aside), replace(first, lays_by=len(aside))


_MOST_ILL = 3


def _each_ill(state: BookingState, desk: Desk) -> tuple[BookingState, Desk] | None:
    """ "I have a cough and my son has a fever": each of them with what is wrong, the first one first."""
    if is_active(state) or desk.understanding.complaint is None:
        return None
    texts = [text for text in BETWEEN.split(to_part(desk)) if any(map(str.isalpha, text))]
    if not 1 < len(texts) <= _MOST_ILL:
        return None
    parts = [understand(text, desk.context) for text in texts]
    told = [told_for(desk, said) for said in parts]
    whom = [each for each in told if each is not None]
    if len({key for key, _ in whom}) < len(parts) or any(said.complaint is None for said in parts):
        return None
    heard = [
        replace(desk, understanding=replace(said, person=person)) for said, (_, person) in zip(parts, whom, strict=True)
    ]
    aside = [lay_by(state, each) for each in heard[1:]]
    return keep_aside(state, aside), replace(heard[0], lays_by=len(aside))


def _is_of_visits(state: BookingState, desk: Desk) -> bool:
    """Whether a booking goes on, or is asked for."""
    said = desk.understanding
    asks = said.says(Intent.BOOK) or said.says(Intent.FIND_DOCTOR) or said.doctors or said.specialities
    return is_active(state) or bool(asks or said.complaint or said.whens)


def _alone(desk: Desk, row: Together, at: int) -> Desk:
    said = understand(row.alone(desk.understanding.message, at), desk.context)
    whole = desk.understanding
    intents = tuple(m for m in whole.intents or said.intents if m.intent not in _PUTS_RIGHT)
    if said.person is None and row.whom[at] in _OF_SELF:
        said = replace(said, person=Person(Span(), relation="self"))
    return replace(desk, understanding=replace(said, intents=intents, cleared=whole.cleared, language=whole.language))


def _another_time(visit: BookingState, desk: Desk, state: BookingState) -> BookingState:
    """The visit of somebody who comes with the one before: with that doctor and on that day, at another hour."""
    if is_active(state):
        # what the first one was said to be is said of both
        doctor = visit.selected_doctor or state.selected_doctor
        visit = change(visit, speciality=visit.speciality or (None if doctor is None else state.speciality))
        visit = change(visit, selected_doctor=doctor, wanted=visit.wanted or state.wanted)
    is_exact = visit.wanted is not None and visit.wanted.is_exact
    return change(visit, wanted=without_time(visit.wanted)) if is_exact else visit


def _one_more(state: BookingState, desk: Desk) -> tuple[BookingState, Desk] | None:
    """ "Now for my other daughter", while a visit for the first one is being booked: hers comes next."""
    if not is_active(state) or not _has_patient(state):
        return None
    parted = find_further(desk.understanding.message)
    if parted is None:
        return None
    head, tail = parted
    free = replace(desk.context, question=None, choices=())
    heard = replace(desk, understanding=understand(tail, free))
    if not asks_only_for_visits(state, heard) or not _is_somebody_else(state, heard):
        return None
    # an empty message answers nothing: what is open is asked again
    return keep_aside(state, [lay_by(state, heard)]), replace(
        desk, understanding=understand(head, desk.context), lays_by=1
    )


def _has_patient(state: BookingState) -> bool:
    return bool(state.patient_id or state.patient_name or state.for_relation)


def _is_somebody_else(state: BookingState, heard: Desk) -> bool:
    """Whether words for one more mean another than the patient of the visit in hand."""
    person = heard.understanding.person
    if (person is not None and person.is_other) or Field.PERSON in heard.understanding.cleared:
        return True
    known = {each.number for each in named_people(heard, None)}
    if person is not None and person.name is None and person.relation is not None and not known:
        known = {each.number for each in relatives(known_people(heard), person.relation)}
    if state.patient_id is not None and known:
        return state.patient_id not in known
    if person is None:
        return bool(known)
    if person.name is not None:
        return state.patient_name is None or person.name.split()[0] not in state.patient_name.split()
    return person.relation is not None and person.relation != state.for_relation


def _of_names(state: BookingState, desk: Desk) -> tuple[BookingState, Desk] | None:
    """ "For Leo and Zoe", both on file: it is asked who comes first, and the other one is not forgotten."""
    if is_active(state) and _has_patient(state):
        return None
    said = desk.understanding
    named = [each for each in named_people(desk, state.question) if "book" in each.may]
    asks = said.doctors or said.specialities or said.complaint or said.whens or is_active(state)
    if len(named) < 2 or not asks or not _are_joined([each.name for each in named], said.message):
        return None
    visit = _another_time(visit_alone(state, desk), desk, state).with_(patient_id=None, patient_name=None)
    aside = [laid_by(visit.with_(for_relation="chosen"), desk)] * (len(named) - 1)
    return keep_aside(state, aside), replace(desk, lays_by=len(aside))


def _are_joined(names: list[str], message: Message) -> bool:
    """Whether the first names stand in a row with an "and"."""
    firsts = {Message.read(name).folded.split()[0] for name in names}
    read = [token.text for token in message.tokens]
    places = [at for at, word in enumerate(read) if word in firsts]
    joints = [set(read[one + 1 : two]) & {"and", "y", "e"} for one, two in pairwise(places)]
    return any(joints)
