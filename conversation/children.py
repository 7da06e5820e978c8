"""Children's doctors for children: those who are called so, and those whose birth date is on file."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from conversation.extractors.entities import Complaint, Person
from conversation.extractors.specialities import has
from conversation.household import MINORS, acting_people
from conversation.state import BookingState, change
from conversation.turn import Desk
from hospital import people

_OF_ANOTHER = re.compile(
    r"\b(?:he|she|he's|she's|hes|shes|his|her|him|has"
    r"|tiene|le (?:duele|duelen|ha|pica|sale|cuesta)|esta con|anda con)\b"
)
_OF_ONESELF = re.compile(r"\b(?:i|i'm|i've|im|my|me|mine|tengo|estoy|mi|yo|soy)\b")


def for_a_child(state: BookingState, desk: Desk, complaint: Complaint) -> Complaint:
    """What a complaint asks for; a child's that is the general doctors' is the children's doctors' first."""
    person = desk.understanding.person
    is_child = (state.is_minor and state.for_relation is not None) or (person is not None and is_a_child(desk, person))
    theirs = _childrens(desk)
    ranked = complaint.specialities
    if not is_child or theirs is None or not ranked or ranked[0][0] != _default(desk):
        return complaint
    return replace(complaint, specialities=((theirs, ranked[0][1]),))


def for_the_child_on_file(state: BookingState, desk: Desk) -> BookingState:
    """The children's doctors in place of the general ones, where the patient is known by now to be a child.

    Only where a complaint led to the general doctors, and while no doctor or time is chosen.
    """
    is_chosen = state.selected_slot is not None or (
        state.selected_doctor is not None and "picked" not in state.inferred
    )
    if is_chosen or not state.is_by_complaint or state.task not in (None, "book") or state.speciality != _default(desk):
        return state
    theirs = _childrens(desk)
    if theirs is None or not _is_on_file_as_child(state, desk):
        return state
    inferred = tuple(reason for reason in state.inferred if reason != "picked")
    return change(state, speciality=theirs).with_(is_by_complaint=True, inferred=inferred)


def is_a_child(desk: Desk, person: Person) -> bool:
    """Whether a son or daughter is spoken of who, by the age that is said, still has a guardian."""
    age = person.age
    return person.relation in MINORS and (age is None or age < desk.hospital.booking.guardian_until_age)


def _is_on_file_as_child(state: BookingState, desk: Desk) -> bool:
    known = acting_people(desk, state)
    if state.patient_id is not None:
        return any(_is_minor(desk, each.date_of_birth) for each in known if each.number == state.patient_id)
    if state.date_of_birth is not None:
        return _is_minor(desk, state.date_of_birth)
    if state.for_relation not in (None, "self", "chosen") or state.patient_name is not None or not known:
        return False
    said = desk.understanding.message.folded
    if len(known) > 1 and _OF_ANOTHER.search(said) and not _OF_ONESELF.search(said):
        known = [each for each in known if each.relation != "self"]  # "she has a fever", of one of theirs
    return all(_is_minor(desk, each.date_of_birth) for each in known)


def _is_minor(desk: Desk, born: date | None) -> bool:
    return born is not None and people.age_on(born, desk.now.date()) < desk.hospital.booking.guardian_until_age


def _default(desk: Desk) -> str | None:
    return next((each.code for each in desk.hospital.specialities.values() if each.is_default), None)


def _childrens(desk: Desk) -> str | None:
    """The speciality of the children's doctors, where the hospital has any."""
    codes = has(desk.context.roster).get("paediatrics", ())
    return next((code for code in codes if desk.hospital.doctors_of(code)), None)
