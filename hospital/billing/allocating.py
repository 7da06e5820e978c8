"""What payment pays which invoice: put on it, taken off it, and what is left over told to billing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import func, insert, select, update

from db.models import InvoiceRow, PaymentAllocationRow, PaymentRow
from hospital import access, audit, money, people
from hospital.access import Actor
from hospital.billing import for_billing, link_records, payments, records
from hospital.billing.errors import BillingError, NotOwedError
from hospital.billing.payments import INSURER, Payment
from hospital.billing.records import BALANCED, ISSUED, Invoice
from hospital.directory import Hospital
from hospital.errors import NotFoundError
from hospital.office import Unit


def put_credit_on(unit: Unit, hospital: Hospital, actor: Actor, payment: str, invoice: str) -> Invoice:
    """Put what is left of a payment on another invoice of the same patient, up to what is owed there.

    Raises ForbiddenError, NotFoundError, NotOwedError where nothing is owed or left.
    """
    credit = payments.get(unit, payment)
    access.require(unit, actor, "payment.move", credit.patient_id)
    people.lock(unit, credit.patient_id)
    credit, wanted = payments.get(unit, payment), records.get(unit, invoice)
    if wanted.patient_id != credit.patient_id or wanted.currency != credit.currency:
        raise NotFoundError(invoice)
    if not min(credit.credit, _owed(wanted, credit)):
        raise NotOwedError(_owed(wanted, credit))
    apply(unit, hospital, credit, wanted, actor.signature)
    return records.get(unit, invoice)


def take_off(unit: Unit, hospital: Hospital, actor: Actor, payment: str, invoice: str, *, reason: str) -> Invoice:
    """Take a payment off an invoice that it does not belong to: the invoice is owed again, the payment is a credit.

    Raises ForbiddenError, NotFoundError where it is not on it, BillingError without a reason.
    """
    paid = payments.get(unit, payment)
    access.require(unit, actor, "payment.move", paid.patient_id)
    if not reason.strip():
        raise BillingError("reason")
    people.lock(unit, paid.patient_id)
    paid, wanted = payments.get(unit, payment), records.get(unit, invoice)
    amount = _allocated(unit, wanted.id).get(paid.id)
    if not amount:
        raise NotFoundError(invoice)
    _move(unit, paid, wanted, -amount, actor.signature, reason=reason)
    tell_of_credit(unit, hospital, payments.get(unit, payment))
    return records.get(unit, invoice)


def apply(unit: Unit, hospital: Hospital, payment: Payment, invoice: Invoice, by: str) -> Payment:
    """Put a payment on an invoice, as far as both go; what is left is told to billing. For billing, under the lock."""
    amount = min(payment.credit, _owed(invoice, payment))
    if amount > 0:
        _move(unit, payment, invoice, amount, by)
    return tell_of_credit(unit, hospital, payments.by_id(unit, payment.id))


def release_all(unit: Unit, hospital: Hospital, invoice: Invoice, by: str) -> Invoice:
    """Take every payment off an invoice; for billing, under the lock."""
    for payment_id, amount in sorted(_allocated(unit, invoice.id).items()):
        payment = payments.by_id(unit, payment_id)
        _move(unit, payment, records.by_id(unit, invoice.id), -amount, by)
        tell_of_credit(unit, hospital, payments.by_id(unit, payment_id))
    return records.by_id(unit, invoice.id)


def release_above(
    unit: Unit, hospital: Hospital, invoice_id: int, payer: str, due: Decimal, by: str, reason: str
) -> None:
    """Take off an invoice what a payer has paid on it above an amount, the last payment first; for billing."""
    mine = [(payment, amount) for payment, amount in reversed(on_invoice(unit, invoice_id)) if payment.payer == payer]
    above = sum((amount for _, amount in mine), Decimal(0)) - due
    for payment, amount in mine:
        if (part := min(above, amount)) > 0:
            _move(unit, payment, records.by_id(unit, invoice_id), -part, by, reason=reason)
            tell_of_credit(unit, hospital, payments.by_id(unit, payment.id))
            above -= part


def free(unit: Unit, payment: Payment, amount: Decimal, by: str, reason: str) -> Sequence[str]:
    """Take so much of a payment off its invoices, the last first; which. For billing, under the lock."""
    moved = PaymentAllocationRow
    total = func.sum(moved.amount).label("total")
    found = select(moved.invoice_id, total).where(moved.payment_id == payment.id).group_by(moved.invoice_id)
    freed = []
    for row in unit.connection.execute(found.order_by(func.max(moved.id).desc())).all():
        if part := min(amount, row.total):
            invoice = records.by_id(unit, row.invoice_id)
            _move(unit, payment, invoice, -part, by, reason=reason)
            amount -= part
            freed.append(invoice.number or invoice.reference)
    return freed


def tell_of_credit(unit: Unit, hospital: Hospital, payment: Payment) -> Payment:
    """Have billing look at what no invoice needs, until there is nothing left of it."""
    if payment.credit > 0:
        summary = f"{payment.reference}: {money.told(payment.credit, payment.currency)} on no invoice"
        for_billing.tell(unit, hospital, for_billing.CREDIT, payment.reference, summary, payment.patient_id)
    else:
        for_billing.settle(unit, for_billing.CREDIT, payment.reference)
    return payment


def on_invoice(unit: Unit, invoice_id: int) -> Sequence[tuple[Payment, Decimal]]:
    """The payments of an invoice, with how much of each."""
    found = _allocated(unit, invoice_id)
    return [(payments.by_id(unit, payment_id), amount) for payment_id, amount in sorted(found.items())]


def of_payment(unit: Unit, payment_id: int) -> Sequence[tuple[str, Decimal]]:
    """The numbers of the invoices that a payment is on, with how much of it."""
    moved = PaymentAllocationRow
    total = func.sum(moved.amount).label("total")
    found = (
        select(InvoiceRow.number, total)
        .join(InvoiceRow, InvoiceRow.id == moved.invoice_id)
        .where(moved.payment_id == payment_id)
        .group_by(InvoiceRow.number, InvoiceRow.id)
        .order_by(InvoiceRow.id)
    )
    return [(row.number, row.total) for row in unit.connection.execute(found) if row.total]


def _owed(invoice: Invoice, payment: Payment) -> Decimal:
    return invoice.insurer_owes if payment.payer == INSURER else invoice.owed


def _allocated(unit: Unit, invoice_id: int) -> dict[int, Decimal]:
    moved = PaymentAllocationRow
    total = func.sum(moved.amount).label("total")
    found = select(moved.payment_id, total).where(moved.invoice_id == invoice_id).group_by(moved.payment_id)
    return {row.payment_id: row.total for row in unit.connection.execute(found) if row.total}


def _move(unit: Unit, payment: Payment, invoice: Invoice, amount: Decimal, by: str, reason: str = "") -> None:
    values = {
        "payment_id": payment.id,
        "invoice_id": invoice.id,
        "amount": amount,
        "made_at": unit.now,
        "made_by": by,
    }
    unit.connection.execute(insert(PaymentAllocationRow), values)
    changed = update(PaymentRow).where(PaymentRow.id == payment.id)
    unit.connection.execute(changed.values(applied=PaymentRow.applied + amount))
    column = "insurer_paid" if payment.payer == INSURER else "patient_paid"
    paid: dict[str, Any] = {column: getattr(invoice, column) + amount}
    is_clear = invoice.patient_paid + invoice.insurer_paid + amount == invoice.total
    status = BALANCED if is_clear else ISSUED
    if status != invoice.status:
        records.go(unit, invoice, status, balanced_at=unit.now if is_clear else None, **paid)
    else:
        unit.connection.execute(update(InvoiceRow).where(InvoiceRow.id == invoice.id).values(**paid))
    link_records.end_open(unit, invoice.id)
    facts = {"invoice": invoice.reference, "amount": str(amount), "reason": reason[:200]}
    audit.append(unit, audit.Entry("payment.allocate", payment.reference, facts), chain_of=payment.patient_id)
