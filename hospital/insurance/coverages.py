"""Policies of patients as they stand, and how they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, select

from db.models import CoverageRow, CoverageVersionRow, InsurancePlanRow, InsurerRow
from hospital import access
from hospital.access import Actor
from hospital.errors import NotFoundError
from hospital.insurance.terms import Terms, effective
from hospital.office import Unit

DRAFT, ACTIVE, CANCELLED, ERROR = "draft", "active", "cancelled", "entered-in-error"
TRANSITIONS: dict[str, frozenset[str]] = {
    DRAFT: frozenset({ACTIVE, CANCELLED, ERROR}),
    ACTIVE: frozenset({CANCELLED, ERROR}),
    CANCELLED: frozenset({ERROR}),
    ERROR: frozenset(),
}
"""FHIR's coverage statuses and where each may go. A draft was told and not checked: it covers nothing."""
RELATIONSHIPS = ("self", "spouse", "child", "parent", "other")
"""Of FHIR's subscriber relationships those that a desk tells apart."""


@dataclass(frozen=True)
class Coverage:
    """A policy. `ends_on` is its last day; None leaves an end open. Ids stay inside the hospital room."""

    id: int
    reference: str
    patient_id: int
    plan_id: int
    insurer_code: str
    insurer: str
    plan_code: str
    plan: str
    member_number: str
    relationship: str
    subscriber_id: int | None
    subscriber: str | None
    position: int
    status: str
    status_reason: str | None
    starts_on: date | None
    ends_on: date | None
    own_terms: Mapping[str, Any]
    terms: Terms
    origin: str
    version: int
    recorded_at: datetime

    def holds_on(self, day: date) -> bool:
        """Whether a day lies in its period."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class Version:
    """What a policy was until it was changed at `changed_at`, by whom and why."""

    version: int
    facts: Mapping[str, Any]
    changed_at: datetime
    changed_by: str
    reason: str


def of_patient(unit: Unit, actor: Actor, patient_id: int, *, on: date | None = None) -> Sequence[Coverage]:
    """A patient's policies, the first in the order first; with `on` those that cover something that day.

    Raises ForbiddenError, ProofNeededError.
    """
    access.require(unit, actor, "coverage.read", patient_id)
    found = all_of(unit, patient_id)
    return found if on is None else [each for each in found if each.status == ACTIVE and each.holds_on(on)]


def read(unit: Unit, actor: Actor, reference: str) -> Coverage:
    """One policy. Raises ForbiddenError, ProofNeededError, NotFoundError."""
    found = get(unit, reference)
    access.require(unit, actor, "coverage.read", found.patient_id)
    return found


def history(unit: Unit, actor: Actor, reference: str) -> Sequence[Version]:
    """What a policy was before each change, the first first. Raises ForbiddenError, NotFoundError."""
    found = get(unit, reference)
    access.require(unit, actor, "coverage.read_history", found.patient_id)
    v = CoverageVersionRow
    mine = select(v.version, v.facts, v.changed_at, v.changed_by, v.reason).where(v.coverage_id == found.id)
    return [Version(*row) for row in unit.connection.execute(mine.order_by(v.version))]


def all_of(unit: Unit, patient_id: int) -> Sequence[Coverage]:
    """Every policy of a patient, for the hospital room."""
    mine = _select().where(CoverageRow.patient_id == patient_id)
    return [_coverage(row) for row in unit.connection.execute(mine.order_by(CoverageRow.position, CoverageRow.id))]


def get(unit: Unit, reference: str) -> Coverage:
    """The policy of a reference, for the hospital room. Raises NotFoundError."""
    row = unit.connection.execute(_select().where(CoverageRow.reference == reference)).one_or_none()
    if row is None:
        raise NotFoundError(reference)
    return _coverage(row)


def of_id(unit: Unit, coverage_id: int) -> Coverage:
    """The policy of a row, for the hospital room."""
    return _coverage(unit.connection.execute(_select().where(CoverageRow.id == coverage_id)).one())


def _select() -> Select[Any]:
    return (
        select(
            CoverageRow.__table__,
            InsurancePlanRow.code.label("plan_code"),
            InsurancePlanRow.name.label("plan"),
            InsurancePlanRow.covers_percent,
            InsurancePlanRow.details,
            InsurerRow.code.label("insurer_code"),
            InsurerRow.name.label("insurer"),
        )
        .join(InsurancePlanRow, InsurancePlanRow.id == CoverageRow.plan_id)
        .join(InsurerRow, InsurerRow.id == InsurancePlanRow.insurer_id)
    )


_FIELDS = tuple(name for name in Coverage.__dataclass_fields__ if name not in ("own_terms", "terms"))


def _coverage(row: Row[Any]) -> Coverage:
    told = row._mapping
    terms = effective(row.covers_percent, row.details, told["terms"])
    return Coverage(**{name: told[name] for name in _FIELDS}, own_terms=told["terms"], terms=terms)
