"""Claims to insurers as they stand, and how they are read. Of every line it is told where each part of it went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from db.models import ClaimLineRow, ClaimRow, CoverageRow, InsurancePlanRow, InsurerRow
from hospital import access
from hospital.access import Actor
from hospital.errors import NotFoundError
from hospital.insurance.shares import ZERO
from hospital.office import Unit

DRAFT, ACTIVE, PARTLY_PAID, PAID = "draft", "active", "partly-paid", "paid"
REJECTED, CANCELLED = "rejected", "cancelled"
TRANSITIONS: dict[str, frozenset[str]] = {
    DRAFT: frozenset({ACTIVE, CANCELLED}),
    ACTIVE: frozenset({PARTLY_PAID, PAID, REJECTED, CANCELLED}),
    PARTLY_PAID: frozenset({PAID, REJECTED}),
    PAID: frozenset({PARTLY_PAID, REJECTED}),
    REJECTED: frozenset({PARTLY_PAID, PAID}),
    CANCELLED: frozenset(),
}
"""FHIR's claim statuses, `active` for one that was sent, with what became of it; and where each may go. An answer may
be corrected to another."""
ANSWERED = (PARTLY_PAID, PAID, REJECTED)


@dataclass(frozen=True)
class ClaimLine:
    """One charge. `claimed` is `approved`, `to_patient`, `written_off`, `resubmitted` and `undecided` together."""

    id: int
    charge_id: int
    description: str
    category: str
    claimed: Decimal
    approved: Decimal | None
    reason: str | None
    to_patient: Decimal
    written_off: Decimal
    resubmitted: Decimal

    @property
    def undecided(self) -> Decimal:
        """What the insurer turned down and nobody has decided about; before its answer nothing."""
        if self.approved is None:
            return ZERO
        return self.claimed - self.approved - self.to_patient - self.written_off - self.resubmitted


@dataclass(frozen=True)
class Claim:
    """A claim. `replaces_id` is the answered one whose rejected part it asks for again. Ids stay inside the room."""

    id: int
    reference: str
    patient_id: int
    coverage_id: int
    coverage: str
    insurer: str
    invoice: str
    replaces_id: int | None
    status: str
    claimed: Decimal
    made_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None
    answered_by: str | None
    insurer_reference: str | None
    reason: str | None
    task: str | None
    lines: Sequence[ClaimLine]

    @property
    def approved(self) -> Decimal:
        """What the insurer pays."""
        return sum((line.approved or ZERO for line in self.lines), ZERO)

    @property
    def undecided(self) -> Decimal:
        """What was turned down and waits for a person."""
        return sum((line.undecided for line in self.lines), ZERO)


def of_patient(unit: Unit, actor: Actor, patient_id: int) -> Sequence[Claim]:
    """A patient's claims, the latest first. Raises ForbiddenError."""
    access.require(unit, actor, "claim.read", patient_id)
    return _found(unit, _select().where(ClaimRow.patient_id == patient_id).order_by(ClaimRow.id.desc()))


def read(unit: Unit, actor: Actor, reference: str) -> Claim:
    """One claim. Raises ForbiddenError, NotFoundError."""
    found = get(unit, reference)
    access.require(unit, actor, "claim.read", found.patient_id)
    return found


def of_invoice(unit: Unit, invoice: str) -> Sequence[Claim]:
    """The claims of an invoice, for the hospital room."""
    return _found(unit, _select().where(ClaimRow.invoice == invoice).order_by(ClaimRow.id))


def passed_on(unit: Unit, invoice: str) -> Mapping[int, Decimal]:
    """What people decided that the patient pays after all, by charge; for whoever keeps the invoice's balance."""
    return _borne(unit, invoice, ClaimLineRow.to_patient)


def written_off(unit: Unit, invoice: str) -> Mapping[int, Decimal]:
    """The same of what the hospital bears."""
    return _borne(unit, invoice, ClaimLineRow.written_off)


def _borne(unit: Unit, invoice: str, column: InstrumentedAttribute[Decimal]) -> Mapping[int, Decimal]:
    sums = (
        select(ClaimLineRow.charge_id, func.sum(column).label("amount"))
        .join(ClaimRow, ClaimRow.id == ClaimLineRow.claim_id)
        .where(ClaimRow.invoice == invoice, column > 0)
        .group_by(ClaimLineRow.charge_id)
    )
    return {row.charge_id: row.amount for row in unit.connection.execute(sums)}


def get(unit: Unit, reference: str) -> Claim:
    """The claim of a reference, for the hospital room. Raises NotFoundError."""
    found = _found(unit, _select().where(ClaimRow.reference == reference))
    if not found:
        raise NotFoundError(reference)
    return found[0]


def _found(unit: Unit, query: Select[Any]) -> Sequence[Claim]:
    rows = unit.connection.execute(query).all()
    lines = _lines(unit, [row.id for row in rows])
    return [_claim(row, lines.get(row.id, [])) for row in rows]


def _lines(unit: Unit, claim_ids: Sequence[int]) -> dict[int, list[ClaimLine]]:
    found: dict[int, list[ClaimLine]] = {}
    if claim_ids:
        wanted = select(ClaimLineRow.__table__).where(ClaimLineRow.claim_id.in_(claim_ids)).order_by(ClaimLineRow.id)
        for row in unit.connection.execute(wanted):
            line = ClaimLine(**{name: row._mapping[name] for name in ClaimLine.__dataclass_fields__})
            found.setdefault(row.claim_id, []).append(line)
    return found


_FIELDS = tuple(name for name in Claim.__dataclass_fields__ if name != "lines")


def _claim(row: Row[Any], lines: Sequence[ClaimLine]) -> Claim:
    return Claim(**{name: row._mapping[name] for name in _FIELDS}, lines=lines)


def _select() -> Select[Any]:
    return (
        select(ClaimRow.__table__, CoverageRow.reference.label("coverage"), InsurerRow.name.label("insurer"))
        # all of them are there; joined like this no database begins at the few insurers and reads all claims
        .outerjoin(CoverageRow, CoverageRow.id == ClaimRow.coverage_id)
        .outerjoin(InsurancePlanRow, InsurancePlanRow.id == CoverageRow.plan_id)
        .outerjoin(InsurerRow, InsurerRow.id == InsurancePlanRow.insurer_id)
    )
