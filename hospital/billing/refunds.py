"""Refunds: asked for with a reason, agreed to by a second person above the hospital's limit, never more than was paid
and no invoice needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from db.models import PaymentRow, RefundRow
from hospital import access, acting, audit, money, people, references, request_keys
from hospital.access import Actor
from hospital.billing import for_billing, payments
from hospital.billing.allocating import tell_of_credit
from hospital.billing.desk import positive
from hospital.billing.errors import (
    BillingError,
    BillingStatusError,
    NotRefundableError,
    SecondPersonError,
)
from hospital.billing.payments import LINK, Payment
from hospital.directory import Hospital
from hospital.errors import NotFoundError
from hospital.office import Unit

REQUESTED, APPROVED, COMPLETED, REFUSED, FAILED = "requested", "approved", "completed", "refused", "failed"
TRANSITIONS: Mapping[str, frozenset[str]] = {
    REQUESTED: frozenset({APPROVED, REFUSED, COMPLETED}),
    APPROVED: frozenset({COMPLETED, REFUSED, FAILED}),
    COMPLETED: frozenset(),
    REFUSED: frozenset({COMPLETED}),
    FAILED: frozenset({COMPLETED}),
}
"""What a provider says that it gave back is given back, whatever was decided here."""
STANDING = (REQUESTED, APPROVED)
GONE = (REFUSED, FAILED)
"""Of these nothing leaves the house."""


@dataclass(frozen=True)
class Refund:
    """Money that goes back. `proof` is the card machine's, the bank's or the provider's name of it."""

    id: int
    reference: str
    request_key: str
    patient_id: int
    payment_id: int
    status: str
    amount: Decimal
    currency: str
    reason: str
    needs_second: bool
    requested_at: datetime
    requested_by: str
    approved_at: datetime | None
    approved_by: str | None
    status_reason: str | None
    till_id: int | None
    proof: str | None
    completed_at: datetime | None
    completed_by: str | None
    task: str | None


def ask(
    unit: Unit,
    hospital: Hospital,
    actor: Actor,
    payment: str,
    amount: Decimal,
    currency: str,
    *,
    reason: str,
    key: str,
) -> Refund:
    """Ask to give something of a payment back; the same `key` again is the same refund.

    Where all that is given back of the payment is not above the hospital's limit, it is agreed to at once. Raises
    ForbiddenError, NotFoundError, BillingError without a reason, CurrencyError, money.AmountError, NotRefundableError,
    KeyUsedError.
    """
    paid = payments.get(unit, payment)
    access.require(unit, actor, "refund.request", paid.patient_id)
    wanted = positive(amount, currency, hospital)
    if not reason.strip():
        raise BillingError("reason")
    people.lock(unit, paid.patient_id)
    request_keys.is_again(unit, "refund.request", key, payment=payment, amount=wanted, reason=reason)
    if (there := _one(unit, RefundRow.request_key == key)) is not None:
        return there
    paid = payments.get(unit, payment)
    if wanted > paid.credit:
        raise NotRefundableError(paid.credit)
    refund = _insert(unit, hospital, actor, paid, wanted, reason.strip()[:200], key)
    _reserve(unit, paid.id, wanted)
    tell_of_credit(unit, hospital, payments.by_id(unit, paid.id))
    if not refund.needs_second:
        return go(unit, refund, APPROVED, approved_at=unit.now, approved_by=actor.signature)
    summary = f"{refund.reference}: {money.told(refund.amount, refund.currency)}, {refund.reason}"
    task = for_billing.tell(unit, hospital, for_billing.REFUND, refund.reference, summary, refund.patient_id)
    unit.connection.execute(update(RefundRow).where(RefundRow.id == refund.id).values(task=task.reference))
    return get(unit, refund.reference)


def approve(unit: Unit, actor: Actor, reference: str) -> Refund:
    """Agree to a refund that somebody else asked for. Agreeing again is the same agreement.

    Raises ForbiddenError, NotFoundError, SecondPersonError, BillingStatusError.
    """
    refund = _to_decide(unit, actor, reference)
    if refund.status == APPROVED:
        return refund
    if refund.needs_second and actor.signature == refund.requested_by:
        raise SecondPersonError
    return go(unit, refund, APPROVED, approved_at=unit.now, approved_by=actor.signature)


def refuse(unit: Unit, hospital: Hospital, actor: Actor, reference: str, *, reason: str) -> Refund:
    """It stays a credit, which billing is told of again.

    Raises ForbiddenError, NotFoundError, BillingError without a reason, BillingStatusError.
    """
    refund = _to_decide(unit, actor, reference)
    if not reason.strip():
        raise BillingError("reason")
    if refund.status == REFUSED:
        return refund
    refused = go(unit, refund, REFUSED, status_reason=reason.strip()[:200])
    tell_of_credit(unit, hospital, payments.by_id(unit, refund.payment_id))
    return refused


def of_patient(unit: Unit, actor: Actor, patient_id: int) -> Sequence[Refund]:
    """What was or is to be given back to a patient, the latest first. Raises ForbiddenError, ProofNeededError."""
    access.require(unit, actor, "payment.read", patient_id)
    mine = select(RefundRow.__table__).where(RefundRow.patient_id == patient_id)
    rows = unit.connection.execute(mine.order_by(RefundRow.requested_at.desc(), RefundRow.id.desc()))
    return [_refund(row) for row in rows]


def given_back(unit: Unit, payment_id: int) -> Decimal:
    """So much of a payment has left the house again. For the hospital room."""
    done = select(func.sum(RefundRow.amount)).where(RefundRow.payment_id == payment_id, RefundRow.status == COMPLETED)
    return unit.connection.scalar(done) or Decimal(0)


def standing(unit: Unit, payment_id: int) -> Sequence[Refund]:
    """What is to be given back of a payment and is not yet, the latest first. For the hospital room."""
    mine = select(RefundRow.__table__).where(RefundRow.payment_id == payment_id, RefundRow.status.in_(STANDING))
    return [_refund(row) for row in unit.connection.execute(mine.order_by(RefundRow.id.desc()))]


def unanswered(unit: Unit, provider: str, before: datetime, limit: int) -> Sequence[Refund]:
    """What was agreed to before an instant and a provider has not given back, the oldest first. For the clock."""
    due = (
        select(RefundRow.__table__)
        .join(PaymentRow, PaymentRow.id == RefundRow.payment_id)
        .where(RefundRow.status == APPROVED, RefundRow.approved_at < before)
        .where(PaymentRow.method == LINK, PaymentRow.provider == provider)
    )
    return [_refund(row) for row in unit.connection.execute(due.order_by(RefundRow.approved_at).limit(limit))]


def get(unit: Unit, reference: str) -> Refund:
    """The refund of a reference, for the hospital room. Raises NotFoundError."""
    found = _one(unit, RefundRow.reference == reference)
    if found is None:
        raise NotFoundError(reference)
    return found


def go(unit: Unit, before: Refund, to_status: str, **values: Any) -> Refund:
    """Move a refund along its arrows, for billing. Raises BillingStatusError."""
    if to_status not in TRANSITIONS[before.status]:
        raise BillingStatusError(before.status, to_status)
    changed = update(RefundRow).where(RefundRow.id == before.id)
    unit.connection.execute(changed.values(status=to_status, **values))
    if to_status in GONE:
        _reserve(unit, before.payment_id, -before.amount)
    elif before.status in GONE:
        _reserve(unit, before.payment_id, before.amount)
    entry = audit.Entry("refund.move", before.reference, {"from": before.status, "to": to_status})
    audit.append(unit, entry, chain_of=before.patient_id)
    for_billing.settle(unit, for_billing.REFUND, before.reference)
    return get(unit, before.reference)


def change_amount(unit: Unit, before: Refund, amount: Decimal) -> Refund:
    """A refund is of another amount than was wanted, for billing; there is room for it."""
    if before.status not in GONE:
        _reserve(unit, before.payment_id, amount - before.amount)
    unit.connection.execute(update(RefundRow).where(RefundRow.id == before.id).values(amount=amount))
    facts = {"from": str(before.amount), "to": str(amount)}
    audit.append(unit, audit.Entry("refund.amount", before.reference, facts), chain_of=before.patient_id)
    return get(unit, before.reference)


def _insert(
    unit: Unit, hospital: Hospital, actor: Actor, paid: Payment, amount: Decimal, reason: str, key: str
) -> Refund:
    before = select(func.sum(RefundRow.amount)).where(RefundRow.payment_id == paid.id, RefundRow.status.not_in(GONE))
    given: Decimal = unit.connection.scalar(before) or Decimal(0)
    reference = references.new(references.REFUND, 8)
    values = {
        "reference": reference,
        "request_key": key,
        "patient_id": paid.patient_id,
        "payment_id": paid.id,
        "status": REQUESTED,
        "amount": amount,
        "currency": paid.currency,
        "reason": reason,
        # of the payment in all: many small ones are one large one
        "needs_second": given + amount > hospital.billing.refund_second_person_over,
        "requested_at": unit.now,
        "requested_by": actor.signature,
    }
    unit.connection.execute(insert(RefundRow), values)
    facts = {"payment": paid.reference, "amount": str(amount)}
    audit.append(unit, audit.Entry("refund.request", reference, facts), chain_of=paid.patient_id)
    return get(unit, reference)


def _reserve(unit: Unit, payment_id: int, amount: Decimal) -> None:
    changed = update(PaymentRow).where(PaymentRow.id == payment_id)
    unit.connection.execute(changed.values(refunded=PaymentRow.refunded + amount))


def _to_decide(unit: Unit, actor: Actor, reference: str) -> Refund:
    return acting.locked(unit, actor, "refund.approve", get, reference)


def _one(unit: Unit, *where: Any) -> Refund | None:
    row = unit.connection.execute(select(RefundRow.__table__).where(*where)).one_or_none()
    return None if row is None else _refund(row)


_FIELDS = tuple(Refund.__dataclass_fields__)


def _refund(row: Row[Any]) -> Refund:
    return Refund(**{name: row._mapping[name] for name in _FIELDS})
