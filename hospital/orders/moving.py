"""What becomes of an order besides being done: held, taken up again, taken back, withdrawn as a mistake."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from db.models import OrderRow
from hospital import acting, audit, charges
from hospital.access import Actor
from hospital.office import Unit
from hospital.orders import following, records
from hospital.orders.errors import OrderError, OrderStatusError
from hospital.orders.records import ACTIVE, COMPLETED, ERROR, ON_HOLD, REVOKED, Order


def hold(unit: Unit, actor: Actor, reference: str, *, reason: str) -> Order:
    """It is not to be performed until it is taken up again.

    Raises ForbiddenError, NotFoundError, OrderStatusError, OrderError without a reason.
    """
    return _move(unit, actor, reference, ON_HOLD, reason)


def take_up(unit: Unit, actor: Actor, reference: str) -> Order:
    """What was held may be performed. Raises ForbiddenError, NotFoundError, OrderStatusError."""
    before = _locked(unit, actor, reference)
    if before.status == ACTIVE:
        return before
    if before.status != ON_HOLD:  # a draft is ordered by whoever wrote it
        raise OrderStatusError(before.status, ACTIVE)
    return go(unit, before, ACTIVE, "")


def revoke(unit: Unit, actor: Actor, reference: str, *, reason: str) -> Order:
    """It is not needed any more; nothing is charged. A draft is given up like this too. Raises as `hold` does."""
    return _move(unit, actor, reference, REVOKED, reason)


def withdraw(unit: Unit, actor: Actor, reference: str, *, reason: str) -> Order:
    """It should never have been; what was charged for it is taken back.

    Raises as `hold` does, and charges.BilledError where it is on an invoice already.
    """
    return _move(unit, actor, reference, ERROR, reason)


def _move(unit: Unit, actor: Actor, reference: str, to_status: str, reason: str) -> Order:
    before = _locked(unit, actor, reference)
    if before.status == to_status:
        return before
    if not reason.strip():
        raise OrderError("reason")
    if before.status == COMPLETED and to_status == ERROR and charges.of_source(unit, source(before)) is not None:
        charges.void(unit, source(before))
    after = go(unit, before, to_status, reason)
    if to_status in (REVOKED, ERROR):
        following.end_urgent(unit, after)
        following.wait_no_more(unit, after.id)
    return after


def _locked(unit: Unit, actor: Actor, reference: str) -> Order:
    return acting.locked(unit, actor, "order.revoke", records.get, reference)


def go(unit: Unit, before: Order, to_status: str, reason: str, **facts: Any) -> Order:
    """Move an order along its arrows, for the hospital room. Raises OrderStatusError."""
    if to_status not in records.TRANSITIONS[before.status]:
        raise OrderStatusError(before.status, to_status)
    changed = update(OrderRow).where(OrderRow.id == before.id)
    unit.connection.execute(changed.values(status=to_status, status_reason=reason.strip()[:200] or None, **facts))
    entry = audit.Entry("order.move", before.reference, {"from": before.status, "to": to_status})
    audit.append(unit, entry, chain_of=before.patient_id)
    return records.get(unit, before.reference)


def source(order: Order) -> str:
    """What an order's charge names as its cause."""
    return f"order {order.reference}"
