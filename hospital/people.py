"""Patients, and whom a handle may speak for.

A handle (phone, account, browser) and a person are many-to-many; a phone number alone names nobody. A patient is
matched by number, else by name, date of birth and phone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    String,
    bindparam,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
    update,
)
from sqlalchemy.orm import aliased

from db.models import ConsentRow, DependantRow, HandlePatientRow, HandleRow, HelperRow, PatientRow
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
    is_verified: bool = False
    """Whether a channel ever vouched for how they are reached, rather than somebody only typing it."""


_FIELDS = (
    PatientRow.id,
    PatientRow.number,
    PatientRow.name,
    PatientRow.date_of_birth,
    PatientRow.phone,
    PatientRow.language,
    PatientRow.is_contact_verified,
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
    select(
        *_FIELDS,
        *_LINK,
        literal("self").label("relation"),
        literal("").label("kin"),
        literal("[]").label("may"),
        null().label("guardian_id"),
    )
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
        DependantRow.guardian_id,
    )
    .select_from(PatientRow)
    .join(DependantRow, DependantRow.patient_id == PatientRow.id)
    .outerjoin(HandleRow, _HANDLE)
    .outerjoin(HandlePatientRow, _LINKED)
    .where(
        DependantRow.guardian_id.in_(select(PatientRow.id).where(_VOUCHED).scalar_subquery()),
        # whoever only typed a guardian's name and number has given them no child
        DependantRow.is_vouched,
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
        null().label("guardian_id"),
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
TOUCHED = timedelta(days=1)
"""How often at most a handle's use is written down."""


@dataclass(frozen=True)
class Handle:
    """The sender's way to the desk, and whom it speaks for."""

    people: tuple[Person, ...] = ()
    """Owners, their minors, those who named the sender helper; without those whose link is stale."""
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
    live = _live(unit, rows)
    fresh = [person for person in people.values() if person.id in live]
    first = rows[0] if rows else None
    return Handle(
        people=tuple(sorted(fresh, key=lambda person: (_ORDER[person.relation], person.id))),
        id=first.handle_id if first else None,
        is_due=bool(fresh) and first is not None and _is_due(unit, first.handle_used),
        unlinked=tuple(person for person in fresh if used[person.id] is None),
        language=first.handle_language if first else None,
    )


def _is_due(unit: Unit, used: datetime | None) -> bool:
    return used is None or abs(unit.now - used) >= TOUCHED


def _live(unit: Unit, rows: Sequence[Any]) -> set[int]:
    """Row ids of those whose link is not stale, nor the link of those through whom the number speaks for them.

    Those are a child's guardians; for whoever is helped the owner of the number or, without one, others helped by it.
    """
    live = {row.id for row in rows if not _is_stale(unit, row)}
    owners = {row.id for row in rows if row.relation == "self"}
    helper = owners or {row.id for row in rows if row.relation == "helped" and row.link_used is not None}
    guardians: dict[int, set[int]] = {}
    for row in rows:
        if row.relation == "dependant":
            guardians.setdefault(row.id, set()).add(row.guardian_id)
    through = {row.id: guardians.get(row.id) or helper - {row.id} for row in rows if row.id not in owners}
    return {each for each in live if each not in through or not through[each] or through[each] & live}


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
        .where(
            DependantRow.patient_id == patient_id,
            PatientRow.phone.is_not(None),
            # whoever only typed the facts of somebody on file has made them nobody's guardian
            or_(DependantRow.is_vouched, ~PatientRow.is_contact_verified),
        )
        .order_by(PatientRow.id)
    )
    found = {row.phone: Contact(row.phone, row.language, True, row.is_contact_verified) for row in guardians}
    return list(found.values())


def guardians(unit: Unit, patient_id: int) -> list[Person]:
    """Those who are on file as a child's guardians, vouched for or not."""
    links = select(DependantRow.guardian_id).where(DependantRow.patient_id == patient_id)
    rows = unit.connection.execute(select(*_FIELDS).where(PatientRow.id.in_(links)).order_by(PatientRow.id))
    return [_person(row) for row in rows]


def by_number(unit: Unit, number: str) -> Person | None:
    """The patient of a number."""
    row = unit.connection.execute(select(*_FIELDS).where(PatientRow.number == number)).first()
    return _person(row) if row else None


def matching(unit: Unit, name: str, date_of_birth: date | None, phone: str | None = None) -> list[Person]:
    """The patients of this name, and of this birth date and phone where they are given."""
    query = select(*_FIELDS).where(PatientRow.name_folded == fold_name(name))
    if date_of_birth is not None:
        query = query.where(PatientRow.date_of_birth == date_of_birth)
    if phone is not None:
        query = query.where(PatientRow.phone == phone)
    return [_person(row) for row in unit.connection.execute(query.order_by(PatientRow.id))]


def of_phone(unit: Unit, phone: str) -> list[Person]:
    """The patients whose own number this is, vouched for or not."""
    return _found(unit, PatientRow.phone == phone)


def of_ids(unit: Unit, numbers: Sequence[int]) -> list[Person]:
    """The patients of some row ids."""
    return _found(unit, PatientRow.id.in_(numbers)) if numbers else []


def born_on(unit: Unit, day: date, first_name: str) -> list[Person]:
    """The patients born on a day whose name, folded, begins with this word."""
    begins = PatientRow.name_folded.between(f"{first_name} ", f"{first_name}!")  # the character after a space
    return _found(unit, begins, PatientRow.date_of_birth == day)


def _found(unit: Unit, *which: ColumnElement[bool]) -> list[Person]:
    rows = unit.connection.execute(select(*_FIELDS).where(*which).order_by(PatientRow.id))
    return [_person(row) for row in rows]


def reached_by(unit: Unit, phone: str) -> list[Person]:
    """The patients whose own number this is, a channel having vouched for it."""
    return _found(unit, PatientRow.phone == phone, PatientRow.is_contact_verified.is_(True))


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
        is_verified=bool(row.is_contact_verified),
    )


def lock(unit: Unit, patient_id: int) -> None:
    """Lock a patient: what is read of them afterwards stands."""
    unit.connection.execute(select(PatientRow.id).where(PatientRow.id == patient_id).with_for_update())


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
