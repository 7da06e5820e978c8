"""Giving money back the way it came: cash from a till, by the card machine or the bank, or through the provider."""

from __future__ import annotations

from decimal import Decimal

from hospital import acting, audit, money
from hospital.access import Actor
from hospital.billing import allocating, for_billing, payments, refunds, tills
from hospital.billing.allocating import tell_of_credit
from hospital.billing.errors import BillingError, BillingStatusError
from hospital.billing.gateway import RefundOrder
from hospital.billing.payments import CARD, CASH, LINK, TRANSFER, Payment
from hospital.billing.refunds import APPROVED, COMPLETED, FAILED, GONE, REFUSED, Refund
from hospital.directory import Hospital
from hospital.office import Unit


def in_cash(unit: Unit, actor: Actor, reference: str, till: str) -> Refund:
    """Give back from a till what was paid in cash. Once given, it is the same refund again.

    Raises ForbiddenError, NotFoundError, BillingStatusError before it is agreed to, BillingError for another method,
    TillClosedError, TillShortError.
    """
    refund, payment = _due(unit, actor, reference, CASH)
    if refund.status == COMPLETED:
        return refund
    opened = tills.locked(unit, till)
    if opened.currency != payment.currency:
        raise BillingError("currency")
    tills.move(unit, opened, cash=-refund.amount)
    return refunds.go(unit, refund, COMPLETED, completed_at=unit.now, completed_by=actor.signature, till_id=opened.id)


def with_proof(unit: Unit, actor: Actor, reference: str, proof: str) -> Refund:
    """Note that the card machine or the bank gave it back, with what either calls it.

    Raises ForbiddenError, NotFoundError, BillingStatusError before it is agreed to, BillingError without a proof.
    """
    refund, _ = _due(unit, actor, reference, CARD, TRANSFER)
    if refund.status == COMPLETED:
        return refund
    if not 0 < len(proof.strip()) <= 191:
        raise BillingError("proof")
    return complete(unit, refund, by=actor.signature, proof=proof.strip())


def order(unit: Unit, actor: Actor, reference: str) -> RefundOrder | None:
    """What to ask of the provider that took the money; None where it has given it back.

    Raises ForbiddenError, NotFoundError, BillingStatusError before it is agreed to, BillingError for another method.
    """
    refund, payment = _due(unit, actor, reference, LINK)
    return None if refund.status == COMPLETED else order_of(refund, payment)


def order_of(refund: Refund, payment: Payment) -> RefundOrder:
    """What is asked of a provider, however often, for a refund that was agreed to."""
    return RefundOrder(refund.reference, payment.external_id or "", refund.amount, refund.currency)


def note_undone(unit: Unit, hospital: Hospital, reference: str) -> None:
    """The provider did not take an order: a task of billing until the refund comes to an end."""
    refund = acting.relocked(unit, refunds.get, reference)
    if refund.status == APPROVED:
        amount = money.told(refund.amount, refund.currency)
        summary = f"{refund.reference}: {amount} not given back, the provider did not answer"
        for_billing.tell(unit, hospital, for_billing.REFUND, refund.reference, summary, refund.patient_id)


def complete(unit: Unit, refund: Refund, *, by: str, proof: str) -> Refund:
    """The money has left. For billing, under the lock."""
    return refunds.go(unit, refund, COMPLETED, completed_at=unit.now, completed_by=by, proof=proof[:191] or None)


def fail(unit: Unit, hospital: Hospital, refund: Refund, by: str) -> Refund:
    """The provider did not give it back: it is a credit again, and billing's to look at. Under the lock."""
    failed = refunds.go(unit, refund, FAILED, status_reason=by[:200])
    tell_of_credit(unit, hospital, payments.by_id(unit, refund.payment_id))
    return failed


def as_told(unit: Unit, hospital: Hospital, refund: Refund, amount: Decimal, *, by: str, proof: str) -> Refund:
    """The provider gave so much back; under the lock. Its word counts, whatever was decided or wanted here.

    What other refunds or invoices hold of the payment is let go as far as needed, and billing looks at it.
    """
    payment = payments.by_id(unit, refund.payment_id)
    is_agreed = refund.status == APPROVED and refund.amount == amount
    held = refund.amount if refund.status not in GONE else Decimal(0)
    freed = _free(unit, hospital, payment, refund, amount - held, by)
    now = refund if refund.amount == amount else refunds.change_amount(unit, refund, amount)
    agreed = {} if refund.approved_by is not None else {"approved_at": unit.now, "approved_by": by}
    done = refunds.go(unit, now, COMPLETED, completed_at=unit.now, completed_by=by, proof=proof[:191] or None, **agreed)
    tell_of_credit(unit, hospital, payments.by_id(unit, payment.id))
    if not is_agreed:
        given, wanted = money.told(amount, refund.currency), money.told(refund.amount, refund.currency)
        told = f"{given} given back, {wanted} were {refund.status}"
        tell_of_mismatch(unit, hospital, refund, "; ".join([told, *freed]))
    return done


def tell_of_mismatch(unit: Unit, hospital: Hospital, refund: Refund, what: str) -> None:
    """Have billing look at what a provider said of a refund; under the lock."""
    summary = f"{refund.reference}: {what}"
    for_billing.tell(unit, hospital, for_billing.MISMATCH, refund.reference, summary, refund.patient_id)
    audit.append(
        unit, audit.Entry("payment.mismatch", refund.reference, {"what": what[:200]}), chain_of=refund.patient_id
    )


def _free(unit: Unit, hospital: Hospital, payment: Payment, refund: Refund, needed: Decimal, by: str) -> list[str]:
    """Have so much of a payment be on nothing; what was let go for it."""
    freed = []
    for other in refunds.standing(unit, payment.id):
        if needed > payments.by_id(unit, payment.id).credit and other.id != refund.id:
            refunds.go(unit, other, REFUSED, status_reason=refund.reference)
            freed.append(other.reference)
    lacking = needed - payments.by_id(unit, payment.id).credit
    return [*freed, *allocating.free(unit, payment, max(lacking, Decimal(0)), by, refund.reference)]


def _due(unit: Unit, actor: Actor, reference: str, *methods: str) -> tuple[Refund, Payment]:
    refund = acting.locked(unit, actor, "refund.request", refunds.get, reference)
    payment = payments.by_id(unit, refund.payment_id)
    if payment.method not in methods:
        raise BillingError("method")
    if refund.status not in (APPROVED, COMPLETED):
        raise BillingStatusError(refund.status, COMPLETED)
    return refund, payment
