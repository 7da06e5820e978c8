"""Giving money back the way it came: cash from a till, by the card machine or the bank, or through the provider."""

from __future__ import annotations

from hospital import acting
from hospital.access import Actor
from hospital.billing import payments, refunds, tills
from hospital.billing.allocating import tell_of_credit
from hospital.billing.errors import BillingError, BillingStatusError
from hospital.billing.gateway import RefundOrder
from hospital.billing.payments import CARD, CASH, LINK, TRANSFER, Payment
from hospital.billing.refunds import APPROVED, COMPLETED, FAILED, Refund
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
    if refund.status == COMPLETED:
        return None
    return RefundOrder(reference, payment.external_id or "", refund.amount, refund.currency)


def complete(unit: Unit, refund: Refund, *, by: str, proof: str) -> Refund:
    """The money has left. For billing, under the lock."""
    return refunds.go(unit, refund, COMPLETED, completed_at=unit.now, completed_by=by, proof=proof[:191] or None)


def fail(unit: Unit, hospital: Hospital, refund: Refund, by: str) -> Refund:
    """The provider did not give it back: it is a credit again, and billing's to look at. Under the lock."""
    failed = refunds.go(unit, refund, FAILED, status_reason=by[:200])
    tell_of_credit(unit, hospital, payments.by_id(unit, refund.payment_id))
    return failed


def _due(unit: Unit, actor: Actor, reference: str, *methods: str) -> tuple[Refund, Payment]:
    refund = acting.locked(unit, actor, "refund.request", refunds.get, reference)
    payment = payments.by_id(unit, refund.payment_id)
    if payment.method not in methods:
        raise BillingError("method")
    if refund.status not in (APPROVED, COMPLETED):
        raise BillingStatusError(refund.status, COMPLETED)
    return refund, payment
