"""Invoices as they stand, and how they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Select, func, or_, select, update

from db.models import CreditNoteRow, InvoiceLineRow, InvoiceRow, InvoiceShiftRow
from hospital import access, audit
from hospital.access import Actor, Role
from hospital.billing.errors import BillingStatusError
from hospital.errors import NotFoundError
from hospital.office import Unit

DRAFT, ISSUED, BALANCED, CANCELLED, ERROR = "draft", "issued", "balanced", "cancelled", "entered-in-error"
TRANSITIONS: Mapping[str, frozenset[str]] = {
    DRAFT: frozenset({ISSUED, BALANCED, ERROR}),
    ISSUED: frozenset({BALANCED, CANCELLED}),
    BALANCED: frozenset({ISSUED, CANCELLED}),
    CANCELLED: frozenset(),
    ERROR: frozenset(),
}
"""FHIR's invoice statuses and where each may go. A draft of nothing to pay is balanced when it is issued; a balanced
one is owed again when a payment is taken off it."""
PAY_WITHIN_DAYS = 30
"""Days from its issue until the patient should have paid an invoice."""
STANDING = (ISSUED, BALANCED)
NUMBERED = (ISSUED, BALANCED, CANCELLED)


@dataclass(frozen=True)
class Line:
    """A charge on an invoice, with who owes how much of it. `position` counts from 1."""

    position: int
    charge_item_id: int
    kind: str
    code: str | None
    description: str
    occurred_at: datetime
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    insurer_share: Decimal
    patient_share: Decimal
    share_reason: Mapping[str, Any]


@dataclass(frozen=True)
class CreditNote:
    """What cancelled an invoice: the same amounts the other way."""

    number: str
    reason: str
    total: Decimal
    insurer_due: Decimal
    patient_due: Decimal
    currency: str
    issued_at: datetime
    issued_by: str
    content_hash: str
    seal: str


@dataclass(frozen=True)
class Invoice:
    """An invoice as it stands: `total`, `insurer_due` and `patient_due` are what is due of it now, its lines say what
    was issued. Ids stay inside the hospital room.
    """

    id: int
    reference: str
    patient_id: int
    status: str
    currency: str
    total: Decimal
    insurer_due: Decimal
    patient_due: Decimal
    patient_paid: Decimal
    insurer_paid: Decimal
    parties: Mapping[str, Any]
    drafted_at: datetime
    drafted_by: str
    number: str | None
    issued_at: datetime | None
    issued_by: str | None
    balanced_at: datetime | None
    status_reason: str | None
    content_hash: str | None
    seal: str | None
    lines: Sequence[Line]
    credit_note: CreditNote | None

    @property
    def issued_shares(self) -> tuple[Decimal, Decimal]:
        """What the insurer and the patient owed when it was issued; of an invoice that was read with its lines."""
        insurer = sum((line.insurer_share for line in self.lines), Decimal(0))
        return insurer, sum((line.patient_share for line in self.lines), Decimal(0))

    @property
    def passed_on(self) -> Decimal:
        """What an insurer turned down and the patient pays after all; of an invoice that was read with its lines."""
        return self.patient_due - self.issued_shares[1]

    @property
    def written_off(self) -> Decimal:
        """What an insurer turned down and the hospital bears; of an invoice that was read with its lines."""
        return sum(self.issued_shares, Decimal(0)) - self.total

    @property
    def owed(self) -> Decimal:
        """What the patient still owes on it."""
        return self.patient_due - self.patient_paid if self.status in STANDING else Decimal(0)

    @property
    def insurer_owes(self) -> Decimal:
        """What the insurer still owes on it."""
        return self.insurer_due - self.insurer_paid if self.status in STANDING else Decimal(0)


@dataclass(frozen=True)
class Amount:
    """An invoice by its amounts alone: `total` is what was issued, `patient_due` the patient's part of it now."""

    reference: str
    number: str
    status: str
    issued_at: datetime
    currency: str
    total: Decimal
    patient_due: Decimal
    owed: Decimal


def of_patient(unit: Unit, actor: Actor, patient_id: int) -> Sequence[Invoice]:
    """A patient's invoices without their lines, the latest first; drafts are the staff's alone.

    Raises ForbiddenError, ProofNeededError.
    """
    access.require(unit, actor, "invoice.read", patient_id)
    mine = select(InvoiceRow.__table__).where(InvoiceRow.patient_id == patient_id)
    if _is_outsider(actor):
        mine = mine.where(InvoiceRow.status.in_(NUMBERED))
    rows = unit.connection.execute(mine.order_by(InvoiceRow.drafted_at.desc(), InvoiceRow.id.desc()))
    return [_invoice(row, (), None) for row in rows]


def amounts(unit: Unit, actor: Actor, patient_id: int, *, owed_only: bool = False) -> Sequence[Amount]:
    """What a patient was billed, by amounts alone, the latest first. Raises ForbiddenError, ProofNeededError."""
    access.require(unit, actor, "invoice.read_amount", patient_id)
    mine = select(InvoiceRow.__table__).where(
        InvoiceRow.patient_id == patient_id, InvoiceRow.status.in_((ISSUED,) if owed_only else NUMBERED)
    )
    shift = InvoiceShiftRow
    off = select(shift.invoice_id, func.sum(shift.written_off).label("amount")).where(shift.patient_id == patient_id)
    written_off = {row.invoice_id: row.amount for row in unit.connection.execute(off.group_by(shift.invoice_id))}
    told = []
    for row in unit.connection.execute(mine.order_by(InvoiceRow.issued_at.desc(), InvoiceRow.id.desc())):
        i, total = _invoice(row, (), None), row.total + written_off.get(row.id, Decimal(0))
        if i.number is not None and i.issued_at is not None:
            told.append(Amount(i.reference, i.number, i.status, i.issued_at, i.currency, total, i.patient_due, i.owed))
    return [each for each in told if each.owed] if owed_only else told


def read(unit: Unit, actor: Actor, reference: str) -> Invoice:
    """One invoice, by reference or number.

    Raises ForbiddenError, ProofNeededError, NotFoundError, also for a draft that is not for these eyes.
    """
    found = get(unit, reference)
    access.require(unit, actor, "invoice.read", found.patient_id)
    if found.status not in NUMBERED and _is_outsider(actor):
        raise NotFoundError(reference)
    return found


def _is_outsider(actor: Actor) -> bool:
    return actor.role in (Role.PATIENT, Role.PROXY)


def get(unit: Unit, reference: str) -> Invoice:
    """The invoice of a reference or number, for the hospital room. Raises NotFoundError."""
    named = or_(InvoiceRow.reference == reference, InvoiceRow.number == reference)
    return _whole(unit, select(InvoiceRow.__table__).where(named), reference)


def by_id(unit: Unit, invoice_id: int) -> Invoice:
    """The invoice of a row, for the hospital room. Raises NotFoundError."""
    return _whole(unit, select(InvoiceRow.__table__).where(InvoiceRow.id == invoice_id), str(invoice_id))


def _whole(unit: Unit, wanted: Select[Any], named: str) -> Invoice:
    row = unit.connection.execute(wanted).one_or_none()
    if row is None:
        raise NotFoundError(named)
    lines = select(InvoiceLineRow.__table__).where(InvoiceLineRow.invoice_id == row.id)
    note = select(CreditNoteRow.__table__).where(CreditNoteRow.invoice_id == row.id)
    noted = unit.connection.execute(note).one_or_none() if row.status == CANCELLED else None
    return _invoice(
        row,
        [_line(each) for each in unit.connection.execute(lines.order_by(InvoiceLineRow.position))],
        None if noted is None else CreditNote(**{name: noted._mapping[name] for name in _NOTE_FIELDS}),
    )


def go(unit: Unit, before: Invoice, to_status: str, **values: Any) -> Invoice:
    """Move an invoice along its arrows, for the hospital room. Raises BillingStatusError."""
    if to_status not in TRANSITIONS[before.status]:
        raise BillingStatusError(before.status, to_status)
    changed = update(InvoiceRow).where(InvoiceRow.id == before.id)
    unit.connection.execute(changed.values(status=to_status, **values))
    entry = audit.Entry("invoice.move", before.reference, {"from": before.status, "to": to_status})
    audit.append(unit, entry, chain_of=before.patient_id)
    return by_id(unit, before.id)


_LINE_FIELDS = tuple(Line.__dataclass_fields__)
_NOTE_FIELDS = tuple(CreditNote.__dataclass_fields__)
_FIELDS = tuple(name for name in Invoice.__dataclass_fields__ if name not in ("lines", "credit_note"))


def _line(row: Row[Any]) -> Line:
    return Line(**{name: row._mapping[name] for name in _LINE_FIELDS})


def _invoice(row: Row[Any], lines: Sequence[Line], note: CreditNote | None) -> Invoice:
    return Invoice(**{name: row._mapping[name] for name in _FIELDS}, lines=lines, credit_note=note)
