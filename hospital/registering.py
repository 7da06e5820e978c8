"""Making people patients: whoever is one already is found, once and for all doors, and vouched for when they may be."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from db.models import DependantRow, PatientRow
from hospital import people, references
from hospital.names import fold_name, is_everyday
from hospital.office import Unit
from hospital.people import Person


@dataclass(frozen=True)
class NewPatient:
    """What a person tells the desk at first contact. `is_verified`: a channel vouches for the phone."""

    name: str
    date_of_birth: date | None
    """None for a guardian, whom a child's registration only names."""
    phone: str | None
    language: str
    is_verified: bool
    guardian: Person | None = None
    relation: str | None = None
    named_here: tuple[str, ...] = ()
    """Numbers of those whom the very conversation that registers made known: it may complete what it said of them."""
    is_from_phone: bool = False
    """Whether they write or call from `phone` itself, be it vouched for or not, rather than only tell it."""


def register(unit: Unit, new: NewPatient) -> tuple[Person, bool]:
    """The patient of this name, birth date and phone (or guardian), made when there is none; whether one was made."""
    found = _registered(unit, new)
    made = None if found is not None else _insert(unit, new)
    if made is not None:
        if new.guardian is not None:
            unit.connection.execute(insert(DependantRow), _link(new, made))
        return made, True
    # registered in this very moment by another door, if not before: the row that came first is the patient
    person = found or _by_key(unit, _key(new))
    return (_vouch(unit, new, person) if new.is_verified else person), False


def _registered(unit: Unit, new: NewPatient) -> Person | None:
    if new.guardian is None and new.phone is None:
        return None
    if new.guardian is None:
        found = people.matching(unit, new.name, new.date_of_birth, new.phone)
        return found[0] if found else _completed(unit, new) or _called_shortly(unit, new)
    children = set(
        unit.connection.scalars(select(DependantRow.patient_id).where(DependantRow.guardian_id == new.guardian.id))
    )
    theirs = [p for p in people.matching(unit, new.name, new.date_of_birth) if p.id in children]
    return theirs[0] if theirs else _child_called_shortly(unit, new, children)


def _called_shortly(unit: Unit, new: NewPatient) -> Person | None:
    """Whoever is on file under the very number that is called from, born then, by a longer or shorter name."""
    if not new.is_from_phone or new.phone is None:
        return None
    return _only(new, people.of_phone(unit, new.phone))


def _child_called_shortly(unit: Unit, new: NewPatient, children: set[int]) -> Person | None:
    return _only(new, people.of_ids(unit, sorted(children))) if new.is_from_phone else None


def _only(new: NewPatient, known: list[Person]) -> Person | None:
    """The only one of some people who may be called so and is born then; of twins with one name, nobody."""
    born = new.date_of_birth
    found = [p for p in known if (born is None or p.date_of_birth == born) and _may_be_one(new.name, p.name)]
    return found[0] if len(found) == 1 else None


def _may_be_one(said: str, name: str) -> bool:
    return fold_name(said) == fold_name(name) or is_everyday(said, name) or is_everyday(name, said)


def likely_duplicates(unit: Unit, person: Person) -> list[Person]:
    """Those on file who may be this very person under another number or a longer or shorter name.

    Born on the same day, of the same first name, and each of them with all words of the other's.
    """
    words = fold_name(person.name).split()
    if person.date_of_birth is None or not words:
        return []
    born = people.born_on(unit, person.date_of_birth, words[0])
    return [other for other in born if other.id != person.id and _may_be_one(person.name, other.name)]


def _completed(unit: Unit, new: NewPatient) -> Person | None:
    """A guardian who was only named so far, with the birth date now told by somebody who may tell it.

    That is whoever a channel vouches for, also where it was told otherwise before, or whoever named them.
    """
    named = people.matching(unit, new.name, None, new.phone)
    if new.is_verified:
        typed = _first_named(unit, new)
        found = next((p for p in named if p.date_of_birth is None or (p.number == typed and not p.is_verified)), None)
    else:
        mine = [p for p in named if p.number in new.named_here and not p.is_verified]
        found = next((p for p in mine if p.date_of_birth is None), None)
    if found is None:
        return None
    told = update(PatientRow).where(PatientRow.id == found.id).values(date_of_birth=new.date_of_birth)
    unit.connection.execute(told)
    return replace(found, date_of_birth=new.date_of_birth)


def _first_named(unit: Unit, new: NewPatient) -> str | None:
    """The number of the guardian whom a child's registration made known by this name and phone alone."""
    key = _key(replace(new, date_of_birth=None))
    return unit.connection.scalar(select(PatientRow.number).where(PatientRow.registration_key == key))


def _vouch(unit: Unit, new: NewPatient, person: Person) -> Person:
    """A channel vouches now for what somebody had only typed: the number, and whose child it is."""
    unit.connection.execute(update(PatientRow).where(PatientRow.id == person.id).values(is_contact_verified=True))
    if new.guardian is not None:
        which = (DependantRow.guardian_id == new.guardian.id) & (DependantRow.patient_id == person.id)
        unit.connection.execute(update(DependantRow).where(which).values(is_vouched=True))
    return replace(person, is_verified=True)


def _link(new: NewPatient, child: Person) -> dict[str, object]:
    assert new.guardian is not None
    return {
        "guardian_id": new.guardian.id,
        "patient_id": child.id,
        "relation": new.relation or "child",
        "is_vouched": new.is_verified,
    }


def _by_key(unit: Unit, key: str) -> Person:
    """The patient whose registration has this key."""
    number = unit.connection.scalar(select(PatientRow.number).where(PatientRow.registration_key == key))
    found = people.by_number(unit, number or "")
    assert found is not None
    return found


def _key(new: NewPatient) -> str:
    """What makes two registrations the same person's."""
    reached = new.guardian.number if new.guardian is not None else new.phone
    born = new.date_of_birth.isoformat() if new.date_of_birth is not None else None
    told = json.dumps([fold_name(new.name), born, reached])
    return hashlib.sha256(told.encode()).hexdigest()


def _insert(unit: Unit, new: NewPatient) -> Person | None:
    """The new patient; None when somebody else registered the same person meanwhile."""
    # a child is reached through its guardian: a phone of its own would let it be taken for the owner
    phone = None if new.guardian is not None else new.phone
    number = references.new(references.PATIENT, 8)
    values: dict[str, Any] = {
        "number": number,
        "name": new.name,
        "name_folded": fold_name(new.name),
        "date_of_birth": new.date_of_birth,
        "phone": phone,
        "language": new.language,
        "allergies": None,
        "insurance": {},
        "is_contact_verified": new.is_verified,
        "created_at": unit.now,
        "registration_key": _key(new) if phone or new.guardian is not None else None,
    }
    try:
        key = unit.connection.execute(insert(PatientRow), values).inserted_primary_key
    except IntegrityError:
        if values["registration_key"] is None:
            raise
        return None
    return Person(
        key[0],  # type: ignore[index]
        number,
        new.name,
        new.date_of_birth,
        phone,
        language=new.language,
        is_verified=new.is_verified,
    )
