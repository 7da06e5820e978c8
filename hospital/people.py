"""Patients, and whom a handle may speak for.

A handle (phone, account, browser) and a person are many-to-many; a phone number alone names nobody. A patient is
matched by number, else by name, date of birth and phone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import String, bindparam, insert, literal, or_, select, type_coerce, union_all, update

from db.models import DependantRow, HelperRow, PatientRow
from hospital import references
from hospital.names import fold_name
from hospital.office import Unit

EVERYTHING = frozenset({"book", "move", "cancel", "list"})
Relation = Literal["self", "dependant", "helped"]


@dataclass(frozen=True, slots=True)
class Person:
    """A patient as the desk knows one. `number` is the hospital's patient number; `id` stays inside."""

    id: int
    number: str
    name: str
    date_of_birth: date | None
    phone: str | None
    relation: Relation = "self"
    kin: str = ""
    """What a dependant is to the guardian (`son`, `daughter`, ...), as the file or the guardian put it."""
    may: frozenset[str] = EVERYTHING
    """What the sender may do for this person: `book`, `move`, `cancel`, `list`."""


_FIELDS = (PatientRow.id, PatientRow.number, PatientRow.name, PatientRow.date_of_birth, PatientRow.phone)
_VOUCHED = (PatientRow.phone == bindparam("phone")) & PatientRow.is_contact_verified
"""A number that somebody only typed makes nobody its owner."""
_OWN = select(*_FIELDS, literal("self").label("relation"), literal("").label("kin"), literal("[]").label("may")).where(
    _VOUCHED
)
_CHILDREN = (
    select(
        *_FIELDS, literal("dependant").label("relation"), DependantRow.relation.label("kin"), literal("[]").label("may")
    )
    .join(DependantRow, DependantRow.patient_id == PatientRow.id)
    .where(
        DependantRow.guardian_id.in_(select(PatientRow.id).where(_VOUCHED).scalar_subquery()),
        or_(PatientRow.date_of_birth.is_(None), PatientRow.date_of_birth > bindparam("minor_since")),
    )
)
_HELPED = (
    select(
        *_FIELDS,
        literal("helped").label("relation"),
        literal("").label("kin"),
        type_coerce(HelperRow.may, String).label("may"),
    )
    .join(HelperRow, HelperRow.patient_id == PatientRow.id)
    .where(
        HelperRow.phone == bindparam("phone"),
        or_(HelperRow.expires_at.is_(None), HelperRow.expires_at > bindparam("now")),
    )
)
_BEHIND = union_all(_OWN, _CHILDREN, _HELPED)


def behind(unit: Unit, phone: str, today: date, guardian_until_age: int) -> list[Person]:
    """Whom a phone that its channel vouches for may speak for: its owners, their minors, those who named it helper."""
    minor_since = _years_before(today, guardian_until_age)
    rows = unit.connection.execute(_BEHIND, {"phone": phone, "minor_since": minor_since, "now": unit.now})
    people: dict[int, Person] = {}
    for row in rows:
        may = frozenset(json.loads(row.may or "[]")) if row.relation == "helped" else EVERYTHING
        person = Person(row.id, row.number, row.name, row.date_of_birth, row.phone, row.relation, row.kin or "", may)
        people.setdefault(row.id, person)
    order = {"self": 0, "dependant": 1, "helped": 2}
    return sorted(people.values(), key=lambda person: (order[person.relation], person.id))


@dataclass(frozen=True, slots=True)
class Contact:
    """A number on file through which a patient is told something."""

    phone: str
    language: str | None
    is_shared: bool
    """Whether the number serves others too, so that the patient must be named."""
    is_verified: bool
    """Whether a channel ever vouched for it, rather than somebody only typing it."""


def contacts(unit: Unit, patient_id: int, today: date, guardian_until_age: int) -> list[Contact]:
    """The numbers on file for a patient: their own, else those of a minor's guardians."""
    patient = unit.connection.execute(
        select(PatientRow.phone, PatientRow.language, PatientRow.date_of_birth, PatientRow.is_contact_verified).where(
            PatientRow.id == patient_id
        )
    ).first()
    if patient is None:
        return []
    if patient.phone:
        sharing = select(PatientRow.id).where(PatientRow.phone == patient.phone).limit(2)
        is_shared = len(unit.connection.execute(sharing).all()) > 1
        return [Contact(patient.phone, patient.language, is_shared, patient.is_contact_verified)]
    if patient.date_of_birth and patient.date_of_birth <= _years_before(today, guardian_until_age):
        return []
    guardians = unit.connection.execute(
        select(PatientRow.phone, PatientRow.language, PatientRow.is_contact_verified)
        .join(DependantRow, DependantRow.guardian_id == PatientRow.id)
        .where(DependantRow.patient_id == patient_id, PatientRow.phone.is_not(None))
        .order_by(PatientRow.id)
    )
    found = {row.phone: Contact(row.phone, row.language, True, row.is_contact_verified) for row in guardians}
    return list(found.values())


def by_number(unit: Unit, number: str) -> Person | None:
    """The patient of a number."""
    row = unit.connection.execute(select(*_FIELDS).where(PatientRow.number == number)).first()
    return Person(row.id, row.number, row.name, row.date_of_birth, row.phone) if row else None


def matching(unit: Unit, name: str, date_of_birth: date, phone: str | None = None) -> list[Person]:
    """The patients of this name and birth date, and phone where one is given."""
    query = select(*_FIELDS).where(PatientRow.name_folded == fold_name(name), PatientRow.date_of_birth == date_of_birth)
    if phone is not None:
        query = query.where(PatientRow.phone == phone)
    return [Person(r.id, r.number, r.name, r.date_of_birth, r.phone) for r in unit.connection.execute(query)]


@dataclass(frozen=True)
class NewPatient:
    """What a person tells the desk at first contact. `is_verified`: a channel vouches for the phone."""

    name: str
    date_of_birth: date
    phone: str | None
    language: str
    is_verified: bool
    guardian: Person | None = None
    relation: str | None = None


def register(unit: Unit, new: NewPatient) -> tuple[Person, bool]:
    """The patient of this name, birth date and phone (or guardian), made when there is none; whether one was made."""
    found = _registered(unit, new)
    if found is not None:
        if new.is_verified and new.guardian is None:
            vouched = update(PatientRow).where(PatientRow.id == found.id).values(is_contact_verified=True)
            unit.connection.execute(vouched)
        return found, False
    person = _insert(unit, new)
    if new.guardian is not None:
        row = {"guardian_id": new.guardian.id, "patient_id": person.id, "relation": new.relation or "child"}
        unit.connection.execute(insert(DependantRow), row)
    return person, True


def _registered(unit: Unit, new: NewPatient) -> Person | None:
    if new.guardian is None:
        found = matching(unit, new.name, new.date_of_birth, new.phone) if new.phone else []
        return found[0] if found else None
    children = set(
        unit.connection.scalars(select(DependantRow.patient_id).where(DependantRow.guardian_id == new.guardian.id))
    )
    return next((p for p in matching(unit, new.name, new.date_of_birth) if p.id in children), None)


def _insert(unit: Unit, new: NewPatient) -> Person:
    # a child is reached through its guardian: a phone of its own would let it be taken for the owner
    phone = None if new.guardian is not None else new.phone
    number = references.new(references.PATIENT, 8)
    values = {
        "number": number,
        "name": new.name,
        "name_folded": fold_name(new.name),
        "date_of_birth": new.date_of_birth,
        "phone": phone,
        "language": new.language,
        "allergies": [],
        "insurance": {},
        "is_contact_verified": new.is_verified,
        "created_at": unit.now,
    }
    key = unit.connection.execute(insert(PatientRow), values).inserted_primary_key
    return Person(key[0], number, new.name, new.date_of_birth, phone)  # type: ignore[index]


def ids(people: Sequence[Person]) -> list[int]:
    """The row ids of people, for the other modules of this room."""
    return [person.id for person in people]


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
