"""How an auditor reads the trail: by patient, subject, actor and time, in pages; reading is in the trail too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, CompoundSelect, Select, Table, literal, select, tuple_, union_all

from db.models import AuditRow, Base, PatientRow
from hospital import access, audit
from hospital.access import Actor
from hospital.audit import Broken
from hospital.errors import NotFoundError
from hospital.office import Unit

MOST = 500
"""Entries of one page."""
NAMES_AT_A_TIME = 500


@dataclass(frozen=True)
class Wanted:
    """Which entries; what is None does not matter. `patient` is a patient's number: what was done in their record,
    under whatever reference. `since` is the first instant, `until` the first one after.
    """

    patient: str | None = None
    subject: str | None = None
    actor: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Noted:
    """An entry of the trail. `id` is its place in it, to read on from."""

    id: int
    happened_at: datetime
    actor: str
    action: str
    subject: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Page:
    """Entries, the latest first. `before` is where the next page begins, None after the last one."""

    entries: Sequence[Noted]
    before: int | None


def page(unit: Unit, actor: Actor, wanted: Wanted, *, before: int | None = None, limit: int = 100) -> Page:
    """A page of the trail; `before` is the one that the page before it ended with.

    Raises ForbiddenError, NotFoundError for a patient or a place that is not there.
    """
    access.require(unit, actor, "audit.read")
    patient_id = None if wanted.patient is None else _patient(unit, wanted.patient)
    mine = _filtered(wanted)
    if before is not None:
        at = unit.connection.scalar(select(AuditRow.happened_at).where(AuditRow.id == before))
        if at is None:
            raise NotFoundError(str(before))
        mine = mine.where(tuple_(AuditRow.happened_at, AuditRow.id) < tuple_(literal(at), literal(before)))
    size = max(1, min(limit, MOST))
    ordered = mine.order_by(AuditRow.happened_at.desc(), AuditRow.id.desc()).limit(size + 1)
    rows = _found(unit, ordered, patient_id, size + 1)
    _note(unit, actor, wanted, patient_id)
    return Page(rows[:size], rows[size - 1].id if len(rows) > size else None)


def verify(unit: Unit, actor: Actor) -> Broken | None:
    """Walk every chain, as `audit.verify` does. Raises ForbiddenError."""
    access.require(unit, actor, "audit.verify")
    broken = audit.verify(unit)
    audit.append(unit, audit.Entry("audit.verify", "audit", {"by": actor.signature, "holds": broken is None}))
    return broken


def _found(unit: Unit, ordered: Select[Any], patient_id: int | None, most: int) -> list[Noted]:
    """The latest entries; a patient's by the names of their record, so many at a time as a statement takes well."""
    if patient_id is None:
        return [Noted(*row) for row in unit.connection.execute(ordered)]
    # read first: as a subquery MariaDB asks it anew for each entry of the whole trail
    names = sorted({f"patient {patient_id}", *filter(None, unit.connection.scalars(_references(patient_id)))})
    rows = [
        Noted(*row)
        for first in range(0, len(names), NAMES_AT_A_TIME)
        for row in unit.connection.execute(ordered.where(AuditRow.subject.in_(names[first : first + NAMES_AT_A_TIME])))
    ]
    return sorted(rows, key=lambda row: (row.happened_at, row.id), reverse=True)[:most]


def _filtered(wanted: Wanted) -> Select[Any]:
    columns = (AuditRow.id, AuditRow.happened_at, AuditRow.actor, AuditRow.action, AuditRow.subject, AuditRow.facts)
    mine = select(*columns)
    if wanted.subject is not None:
        mine = mine.where(AuditRow.subject == wanted.subject)
    if wanted.actor is not None:
        mine = mine.where(AuditRow.actor == wanted.actor)
    if wanted.since is not None:
        mine = mine.where(AuditRow.happened_at >= wanted.since)
    if wanted.until is not None:
        mine = mine.where(AuditRow.happened_at < wanted.until)
    return mine


def _references(patient_id: int) -> CompoundSelect[Any]:
    """What stands in a patient's record, by what entries name it: its reference, its number, or what it comes from."""
    return union_all(*(select(name).where(table.c.patient_id == patient_id) for table, name in _named()))


def _named() -> Iterator[tuple[Table, Column[Any]]]:
    for table in Base.metadata.sorted_tables:
        if "patient_id" in table.c:
            yield from ((table, table.c[name]) for name in ("reference", "number", "source") if name in table.c)


def _patient(unit: Unit, number: str) -> int:
    found = unit.connection.scalar(select(PatientRow.id).where(PatientRow.number == number))
    if found is None:
        raise NotFoundError(number)
    return found


def _note(unit: Unit, actor: Actor, wanted: Wanted, patient_id: int | None) -> None:
    told = {name: str(value) for name, value in vars(wanted).items() if value is not None and name != "patient"}
    subject = "audit" if patient_id is None else f"patient {patient_id}"
    entry = audit.Entry("audit.read", subject, {"role": str(actor.role), "by": actor.signature, **told})
    audit.append(unit, entry, chain_of=patient_id or 0)
