"""What was done or given and costs money: one row for each cause, whoever tells of it how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, insert, select, update

from db.models import ChargeItemRow, InvoiceRow
from hospital import audit
from hospital.directory import Hospital
from hospital.errors import ConflictError, NotFoundError
from hospital.money import checked, rounded
from hospital.office import Unit

BILLABLE, BILLED, VOID = "billable", "billed", "entered-in-error"
LATE_CANCELLATION = "late-cancellation"
"""Code of the fee for a visit that was called off too late."""
MOST_PIECES = Decimal(100_000)


class BilledError(ConflictError):
    """It is on an invoice already: that one must be cancelled first."""


class QuantityError(ConflictError):
    """Not a number of pieces that can be charged."""


@dataclass(frozen=True)
class NewCharge:
    """Something to charge. `source` names its cause, such as `visit A-7K3QX2`; `price` is for one piece."""

    source: str
    patient_id: int
    kind: str
    description: str
    price: Decimal
    quantity: Decimal = Decimal(1)
    code: str | None = None
    category: str | None = None
    encounter_id: int | None = None
    location_id: int | None = None
    occurred_at: datetime | None = None
    """Now where it is not said."""


@dataclass(frozen=True)
class Charge:
    """A row of what a patient is to pay for."""

    id: int
    source: str
    patient_id: int
    kind: str
    category: str | None
    code: str | None
    description: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    status: str
    occurred_at: datetime
    location_id: int | None
    invoice_id: int | None


def add(unit: Unit, hospital: Hospital, new: NewCharge) -> Charge:
    """Charge something, once. Whoever calls has checked the right to do what caused it.

    Raises money.AmountError for a price that the currency does not have, QuantityError.
    """
    there = of_source(unit, new.source)
    if there is not None:
        return there
    if not new.quantity.is_finite() or not 0 < new.quantity <= MOST_PIECES:
        raise QuantityError
    price = checked(new.price, hospital.currency)
    values = {
        "source": new.source,
        "patient_id": new.patient_id,
        "encounter_id": new.encounter_id,
        "kind": new.kind,
        "category": new.category,
        "code": new.code,
        "description": new.description,
        "quantity": new.quantity,
        "unit_price": price,
        "amount": rounded(price * new.quantity, hospital.currency),
        "status": BILLABLE,
        "occurred_at": new.occurred_at or unit.now,
        "location_id": new.location_id,
    }
    made = unit.connection.execute(insert(ChargeItemRow).prefix_with(unit.insert_ignore()), values)
    charge = of_source(unit, new.source)
    if charge is None:
        raise NotFoundError(new.source)
    if not made.rowcount:
        return charge  # somebody else told of it meanwhile
    facts = {"kind": new.kind, "amount": str(charge.amount), "code": new.code}
    audit.append(unit, audit.Entry("charge.add", new.source, facts), chain_of=new.patient_id)
    return charge


def void(unit: Unit, source: str) -> None:
    """Take back what was charged by mistake, or whose cause did not happen. Raises BilledError, NotFoundError."""
    row = unit.connection.execute(_COLUMNS.where(ChargeItemRow.source == source).with_for_update()).one_or_none()
    if row is None:
        raise NotFoundError(source)
    if row.status == BILLED:
        raise BilledError
    unit.connection.execute(update(ChargeItemRow).where(ChargeItemRow.id == row.id).values(status=VOID))
    audit.append(unit, audit.Entry("charge.void", source, {"was": row.status}), chain_of=row.patient_id)


def of_source(unit: Unit, source: str) -> Charge | None:
    """What a cause was charged as, also when it was taken back."""
    row = unit.connection.execute(_COLUMNS.where(ChargeItemRow.source == source)).one_or_none()
    return None if row is None else Charge(*row)


def unbilled(unit: Unit, patient_id: int) -> Sequence[Charge]:
    """What is on no invoice yet, the oldest first."""
    mine = _COLUMNS.where(ChargeItemRow.patient_id == patient_id, ChargeItemRow.status == BILLABLE)
    ordered = mine.order_by(ChargeItemRow.occurred_at, ChargeItemRow.id)
    return [Charge(*row) for row in unit.connection.execute(ordered)]


def not_issued(unit: Unit, patient_id: int) -> Sequence[Charge]:
    """What is on no invoice that was issued, the oldest first: a draft has used nothing up yet."""
    ordered = _COLUMNS.where(is_not_issued(patient_id)).order_by(ChargeItemRow.occurred_at, ChargeItemRow.id)
    return [Charge(*row) for row in unit.connection.execute(ordered)]


def is_not_issued(patient_id: int) -> ColumnElement[bool]:
    """The charges of a patient that are on no invoice, or on a draft, which patients do not see."""
    drafts = select(InvoiceRow.id).where(InvoiceRow.patient_id == patient_id, InvoiceRow.status == "draft")
    is_drafted = (ChargeItemRow.status == BILLED) & ChargeItemRow.invoice_id.in_(drafts)
    return (ChargeItemRow.patient_id == patient_id) & ((ChargeItemRow.status == BILLABLE) | is_drafted)


def to_bill(
    unit: Unit, patient_id: int, most: int, *, sources: Sequence[str] | None = None, until: datetime | None = None
) -> Sequence[Charge]:
    """So many charges at most that are on no invoice yet, the oldest first, locked: all, these causes', or those before
    an instant.
    """
    mine = _COLUMNS.where(ChargeItemRow.patient_id == patient_id, ChargeItemRow.status == BILLABLE)
    if sources is not None:
        mine = mine.where(ChargeItemRow.source.in_(sources))
    if until is not None:
        mine = mine.where(ChargeItemRow.occurred_at < until)
    ordered = mine.order_by(ChargeItemRow.occurred_at, ChargeItemRow.id).limit(most).with_for_update()
    return [Charge(*row) for row in unit.connection.execute(ordered)]


def of_invoice(unit: Unit, invoice_id: int) -> Sequence[Charge]:
    """What is on an invoice now, in the order in which it was shared: what comes first uses up a deductible first."""
    there = _COLUMNS.where(ChargeItemRow.invoice_id == invoice_id)
    ordered = there.order_by(ChargeItemRow.occurred_at, ChargeItemRow.id)
    return [Charge(*row) for row in unit.connection.execute(ordered)]


def put_on(unit: Unit, charges: Sequence[Charge], invoice_id: int) -> None:
    """Note that these, locked before, are on an invoice; for billing."""
    these = update(ChargeItemRow).where(ChargeItemRow.id.in_([charge.id for charge in charges]))
    unit.connection.execute(these.values(status=BILLED, invoice_id=invoice_id))


def take_off(unit: Unit, invoice_id: int) -> None:
    """What was on an invoice may be billed again, or be taken back; for billing."""
    these = update(ChargeItemRow).where(ChargeItemRow.invoice_id == invoice_id, ChargeItemRow.status == BILLED)
    unit.connection.execute(these.values(status=BILLABLE, invoice_id=None))


_COLUMNS: Select[*tuple[Any, ...]] = select(
    ChargeItemRow.id,
    ChargeItemRow.source,
    ChargeItemRow.patient_id,
    ChargeItemRow.kind,
    ChargeItemRow.category,
    ChargeItemRow.code,
    ChargeItemRow.description,
    ChargeItemRow.quantity,
    ChargeItemRow.unit_price,
    ChargeItemRow.amount,
    ChargeItemRow.status,
    ChargeItemRow.occurred_at,
    ChargeItemRow.location_id,
    ChargeItemRow.invoice_id,
)
