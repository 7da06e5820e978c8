"""What a patient was billed, has paid and owes, over time: invoices, what insurers turned down of them, credit notes,
payments and refunds, added up.

What insurers owe and pay is not the patient's and stands in no statement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, literal, select

from db.models import ChargeItemRow, CreditNoteRow, InvoiceRow, InvoiceShiftRow, PaymentRow, RefundRow
from hospital import access, charges
from hospital.access import Actor
from hospital.billing.drafting import parties_of
from hospital.billing.errors import BillingError, TooManyLinesError
from hospital.billing.payments import PATIENT
from hospital.billing.refunds import COMPLETED
from hospital.directory import Hospital
from hospital.office import Unit

MOST_ENTRIES = 2_000
"""What one statement carries; a longer time is asked for in parts."""


class Kind(StrEnum):
    """What moves a balance."""

    INVOICE = "invoice"
    PASSED_ON = "passed_on"
    """What an insurer turned down became the patient's, or (less than 0) is the insurer's again."""
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    REFUND = "refund"


@dataclass(frozen=True)
class Entry:
    """One step. `amount` is what the patient owes more by it, negative for less; `balance` is what they owe then."""

    at: datetime
    kind: Kind
    reference: str
    detail: str
    amount: Decimal
    balance: Decimal


@dataclass(frozen=True)
class Statement:
    """A patient's account in the days from `first` to `last`, both included; a negative balance is the patient's."""

    first: date
    last: date
    currency: str
    parties: Mapping[str, Any]
    opening: Decimal
    entries: Sequence[Entry]
    closing: Decimal
    unbilled: Decimal
    """What was charged by the end and is on no issued invoice yet."""


def read(unit: Unit, hospital: Hospital, actor: Actor, patient_id: int, first: date, last: date) -> Statement:
    """The statement of some days of the hospital's calendar.

    Raises ForbiddenError, ProofNeededError, BillingError for days in the wrong order, TooManyLinesError.
    """
    access.require(unit, actor, "invoice.read", patient_id)
    if last < first:
        raise BillingError("last")
    begin, end = _midnight(hospital, first), _midnight(hospital, last + timedelta(days=1))
    opening = balance = balance_of(unit, patient_id, begin)
    entries = []
    for row in _steps(unit, patient_id, begin, end):
        balance += row.amount
        entries.append(Entry(row.at, Kind(row.kind), row.reference, row.detail or "", row.amount, balance))
    unbilled = select(func.sum(ChargeItemRow.amount)).where(
        charges.is_not_issued(patient_id), ChargeItemRow.occurred_at < end
    )
    return Statement(
        first,
        last,
        hospital.currency,
        parties_of(unit, hospital, patient_id),
        opening,
        entries,
        balance,
        unit.connection.scalar(unbilled) or Decimal(0),
    )


def balance_of(unit: Unit, patient_id: int, before: datetime | None = None) -> Decimal:
    """What a patient owes, now or before an instant; negative where the hospital owes them. For the hospital room."""
    total = Decimal(0)
    for query, at, sign in _parts(patient_id):
        part = query if before is None else query.where(at < before)
        told = part.subquery()
        total += sign * (unit.connection.scalar(select(func.sum(told.c.amount))) or Decimal(0))
    return total


@dataclass(frozen=True)
class _Step:
    at: datetime
    kind: str
    reference: str
    detail: str | None
    amount: Decimal
    row: int


def _steps(unit: Unit, patient_id: int, begin: datetime, end: datetime) -> list[_Step]:
    found = [
        _Step(row.at, row.kind, row.reference, row.detail, sign * row.amount, row.id)
        for query, at, sign in _parts(patient_id)
        for row in unit.connection.execute(query.where(at >= begin, at < end).order_by(at).limit(MOST_ENTRIES + 1))
    ]
    if len(found) > MOST_ENTRIES:
        raise TooManyLinesError(MOST_ENTRIES)
    order = list(Kind)
    return sorted(found, key=lambda step: (step.at, order.index(Kind(step.kind)), step.row))


def _parts(patient_id: int) -> list[tuple[Select[Any], Any, int]]:
    """Each kind of step: its rows, the column of its moment, and whether it is owed more (1) or less (-1) by it."""
    invoice, note, payment, refund, shift = InvoiceRow, CreditNoteRow, PaymentRow, RefundRow, InvoiceShiftRow
    since = select(func.coalesce(func.sum(shift.to_patient), 0)).where(shift.invoice_id == invoice.id)
    # what was passed on is a step of its own
    issued = invoice.patient_due - since.correlate(invoice).scalar_subquery()
    billed = _part(Kind.INVOICE, invoice, invoice.number, invoice.issued_at, issued, literal(""))
    passed = _part(Kind.PASSED_ON, shift, shift.source, shift.made_at, shift.to_patient, invoice.number)
    credited = _part(Kind.CREDIT_NOTE, note, note.number, note.issued_at, note.patient_due, invoice.number)
    paid = _part(Kind.PAYMENT, payment, payment.reference, payment.received_at, payment.amount, payment.method)
    given = _part(Kind.REFUND, refund, refund.reference, refund.completed_at, refund.amount, payment.reference)
    return [
        (billed.where(invoice.patient_id == patient_id, invoice.number.is_not(None)), invoice.issued_at, 1),
        (
            passed.join(invoice, invoice.id == shift.invoice_id).where(
                shift.patient_id == patient_id, shift.to_patient != 0
            ),
            shift.made_at,
            1,
        ),
        (
            credited.join(invoice, invoice.id == note.invoice_id).where(note.patient_id == patient_id),
            note.issued_at,
            -1,
        ),
        (paid.where(payment.patient_id == patient_id, payment.payer == PATIENT), payment.received_at, -1),
        (
            given.join(payment, payment.id == refund.payment_id).where(
                refund.patient_id == patient_id, refund.status == COMPLETED, payment.payer == PATIENT
            ),
            refund.completed_at,
            1,
        ),
    ]


def _part(kind: Kind, model: Any, reference: Any, at: Any, amount: Any, detail: Any) -> Select[Any]:
    return select(
        literal(str(kind)).label("kind"),
        model.id.label("id"),
        reference.label("reference"),
        at.label("at"),
        amount.label("amount"),
        detail.label("detail"),
    ).select_from(model)


def _midnight(hospital: Hospital, day: date) -> datetime:
    return datetime.combine(day, time.min, hospital.zone).astimezone(UTC)
