"""Patients, and whom a handle may speak for.

A handle (phone, account, browser) and a person are many-to-many; a phone number alone names nobody. A patient is
matched by number, else by name, date of birth and phone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import (
    String,
    bindparam,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from db.models import ConsentRow, DependantRow, HandlePatientRow, HandleRow, HelperRow, PatientRow
from hospital import references
from hospital.consent import REMINDERS
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
    was_asked: bool = False
    """Whether reminders were ever agreed to or refused."""
    language: str | None = None
    """In which they want to be written to."""


_FIELDS = (
    PatientRow.id,
    PatientRow.number,
    PatientRow.name,
    PatientRow.date_of_birth,
    PatientRow.phone,
    PatientRow.language,
    exists()
    .where(ConsentRow.patient_id == PatientRow.id, ConsentRow.purpose == REMINDERS)
    .correlate(PatientRow)
    .label("was_asked"),
)
FILE = "file"
"""The proof of a link that a hospital file made."""
_ANY_LINK, _ANY_HANDLE = aliased(HandlePatientRow), aliased(HandleRow)
_LINK = (
    HandleRow.id.label("handle_id"),
    HandleRow.last_used_at.label("handle_used"),
    HandleRow.language.label("handle_language"),
    HandlePatientRow.last_used_at.label("link_used"),
    HandlePatientRow.linked_at,
    HandlePatientRow.proof,
    select(func.max(_ANY_LINK.last_used_at))
    .join(_ANY_HANDLE, _ANY_HANDLE.id == _ANY_LINK.handle_id)
    .where(
        _ANY_HANDLE.address == bindparam("phone"),
        _ANY_LINK.patient_id == PatientRow.id,
        or_(_ANY_LINK.proof != FILE, _ANY_LINK.last_used_at != _ANY_LINK.linked_at),
    )
    .correlate(PatientRow)
    .scalar_subquery()
    .label("number_used"),
)
"""How the sender's handle stands to a person; it comes with the person, at no further question."""
_HANDLE = (HandleRow.channel == bindparam("channel")) & (HandleRow.address == bindparam("phone"))
_LINKED = (HandlePatientRow.handle_id == HandleRow.id) & (HandlePatientRow.patient_id == PatientRow.id)
_VOUCHED = (PatientRow.phone == bindparam("phone")) & PatientRow.is_contact_verified
"""A number that somebody only typed makes nobody its owner."""
_OWN = (
    select(*_FIELDS, *_LINK, literal("self").label("relation"), literal("").label("kin"), literal("[]").label("may"))
    .select_from(PatientRow)
    .outerjoin(HandleRow, _HANDLE)
    .outerjoin(HandlePatientRow, _LINKED)
    .where(_VOUCHED)
)
_CHILDREN = (
    select(
        *_FIELDS,
        *_LINK,
        literal("dependant").label("relation"),
        DependantRow.relation.label("kin"),
        literal("[]").label("may"),
    )
    .select_from(PatientRow)
    .join(DependantRow, DependantRow.patient_id == PatientRow.id)
    .outerjoin(HandleRow, _HANDLE)
    .outerjoin(HandlePatientRow, _LINKED)
    .where(
        DependantRow.guardian_id.in_(select(PatientRow.id).where(_VOUCHED).scalar_subquery()),
        # whoever only typed a guardian's name and number has given them no child
        PatientRow.is_contact_verified,
        or_(PatientRow.date_of_birth.is_(None), PatientRow.date_of_birth > bindparam("minor_since")),
    )
)
_HELPED = (
    select(
        *_FIELDS,
        *_LINK,
        literal("helped").label("relation"),
        literal("").label("kin"),
        type_coerce(HelperRow.may, String).label("may"),
    )
    .select_from(PatientRow)
    .join(HelperRow, HelperRow.patient_id == PatientRow.id)
    .outerjoin(HandleRow, _HANDLE)
    .outerjoin(HandlePatientRow, _LINKED)
    .where(
        HelperRow.phone == bindparam("phone"),
        or_(HelperRow.expires_at.is_(None), HelperRow.expires_at > bindparam("now")),
    )
)
_BEHIND = union_all(_OWN, _CHILDREN, _HELPED)
STALE = timedelta(days=180)
"""After so long without use a number may have changed hands: its link shows nobody until it is proven again."""
_TOUCHED = timedelta(days=1)
"""How often at most a handle's use is written down."""


@dataclass(frozen=True)
class Handle:
    """The sender's way to the desk, and whom it speaks for."""

    people: tuple[Person, ...] = ()
    """Owners, their minors, those who named the sender helper; without those whose link is stale."""
    stale: frozenset[int] = frozenset()
    """Row ids of those who were linked once, and not for a long time."""
    id: int | None = None
    """None where nothing was written down about it yet."""
    is_due: bool = False
    """Whether its use is to be written down again."""
    unlinked: tuple[Person, ...] = ()
    language: str | None = None


def behind(unit: Unit, channel: str, phone: str, today: date, guardian_until_age: int) -> Handle:
    """A phone that its channel vouches for: whom it may speak for, and how fresh that is."""
    minor_since = _years_before(today, guardian_until_age)
    told = {"channel": channel, "phone": phone, "minor_since": minor_since, "now": unit.now}
    rows = unit.connection.execute(_BEHIND, told).all()
    people: dict[int, Person] = {}
    for row in rows:
        may = frozenset(json.loads(row.may or "[]")) if row.relation == "helped" else EVERYTHING
        people.setdefault(row.id, _person(row, row.relation, row.kin or "", may))
    used = {row.id: row.link_used for row in rows}
    stale = frozenset(row.id for row in rows if _is_stale(unit, row))
    fresh = [person for person in people.values() if person.id not in stale]
    first = rows[0] if rows else None
    return Handle(
        people=tuple(sorted(fresh, key=lambda person: (_ORDER[person.relation], person.id))),
        stale=stale,
        id=first.handle_id if first else None,
        is_due=bool(fresh) and first is not None and _is_due(unit, first.handle_used),
        unlinked=tuple(person for person in fresh if used[person.id] is None),
        language=first.handle_language if first else None,
    )


def _is_due(unit: Unit, used: datetime | None) -> bool:
    return used is None or abs(unit.now - used) >= _TOUCHED


def _is_stale(unit: Unit, row: Any) -> bool:
    """Whether a link has not been used for long; one that a file made and nobody used yet is as good as the file.

    Where this channel was never used, it counts when another one was: it is the number that changes hands.
    """
    is_unused = row.link_used is None or (row.proof == FILE and row.link_used == row.linked_at)
    used = row.number_used if is_unused else row.link_used
    return used is not None and bool(unit.now - used > STALE)


_ORDER = {"self": 0, "dependant": 1, "helped": 2}


def speak(unit: Unit, people: Sequence[Person], language: str) -> None:
    """Keep the language in which people want to be written to."""
    if people:
        told = update(PatientRow).where(PatientRow.id.in_(ids(people))).values(language=language)
        unit.connection.execute(told)


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
    return _person(row) if row else None


def matching(unit: Unit, name: str, date_of_birth: date, phone: str | None = None) -> list[Person]:
    """The patients of this name and birth date, and phone where one is given."""
    query = select(*_FIELDS).where(PatientRow.name_folded == fold_name(name), PatientRow.date_of_birth == date_of_birth)
    if phone is not None:
        query = query.where(PatientRow.phone == phone)
    return [_person(row) for row in unit.connection.execute(query.order_by(PatientRow.id))]


def _person(row: Any, relation: Relation = "self", kin: str = "", may: frozenset[str] = EVERYTHING) -> Person:
    return Person(
        row.id,
        row.number,
        row.name,
        row.date_of_birth,
        row.phone,
        relation,
        kin,
        may,
        was_asked=bool(row.was_asked),
        language=row.language,
    )


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
        if new.is_verified:
            vouched = update(PatientRow).where(PatientRow.id == found.id).values(is_contact_verified=True)
            unit.connection.execute(vouched)
        return found, False
    person = _insert(unit, new)
    if person is None:
        # registered in this very moment by another door: the row that came first is the patient
        return by_key(unit, _key(new)), False
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


def by_key(unit: Unit, key: str) -> Person:
    """The patient whose registration has this key."""
    return _person(unit.connection.execute(select(*_FIELDS).where(PatientRow.registration_key == key)).one())


def _key(new: NewPatient) -> str:
    """What makes two registrations the same person's."""
    reached = new.guardian.number if new.guardian is not None else new.phone
    told = json.dumps([fold_name(new.name), new.date_of_birth.isoformat(), reached])
    return hashlib.sha256(told.encode()).hexdigest()


def _insert(unit: Unit, new: NewPatient) -> Person | None:
    """The new patient; None when somebody else registered the same person meanwhile."""
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
        "registration_key": _key(new) if phone or new.guardian is not None else None,
    }
    try:
        key = unit.connection.execute(insert(PatientRow), values).inserted_primary_key
    except IntegrityError:
        if values["registration_key"] is None:
            raise
        return None
    return Person(key[0], number, new.name, new.date_of_birth, phone, language=new.language)  # type: ignore[index]


# --- guardians --------------------------------------------------------------------------------------


def guardian(unit: Unit, name: str, phone: str, language: str, *, is_verified: bool) -> tuple[Person, bool]:
    """The adult of this name and number, made when there is none (only a child's registration names one); if made."""
    query = select(*_FIELDS).where(PatientRow.phone == phone, PatientRow.name_folded == fold_name(name))
    found = unit.connection.execute(query.order_by(PatientRow.id)).first()
    if found is not None:
        return _person(found), False
    number = references.new(references.PATIENT, 8)
    values: dict[str, Any] = {
        "number": number,
        "name": name,
        "name_folded": fold_name(name),
        "date_of_birth": None,
        "phone": phone,
        "language": language,
        "allergies": [],
        "insurance": {},
        "is_contact_verified": is_verified,
        "created_at": unit.now,
    }
    key = unit.connection.execute(insert(PatientRow), values).inserted_primary_key
    return Person(key[0], number, name, None, phone), True  # type: ignore[index]


def age_on(born: date, day: date) -> int:
    """How old, in whole years, somebody is on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def ids(people: Sequence[Person]) -> list[int]:
    """The row ids of people, for the other modules of this room."""
    return [person.id for person in people]


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
