"""The tills of the desks: opened with a float, filled and emptied by payments and refunds, counted and closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, insert, select, update

from db.models import TillRow
from hospital import access, audit, references, request_keys
from hospital.access import Actor
from hospital.billing import for_billing
from hospital.billing.errors import BillingError, TillClosedError, TillOpenError, TillShortError
from hospital.directory import Hospital
from hospital.errors import NotFoundError
from hospital.money import checked, rounded
from hospital.office import Unit

OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True)
class Till:
    """A till as it stands. `difference` is what was counted less what should be there."""

    id: int
    reference: str
    request_key: str
    desk: str
    status: str
    currency: str
    float_amount: Decimal
    cash_in: Decimal
    cash_out: Decimal
    card_in: Decimal
    opened_at: datetime
    opened_by: str
    counted: Decimal | None
    difference: Decimal | None
    closed_at: datetime | None
    closed_by: str | None
    note: str | None

    @property
    def cash(self) -> Decimal:
        """What should be in it."""
        return self.float_amount + self.cash_in - self.cash_out


def open_till(unit: Unit, hospital: Hospital, actor: Actor, desk: str, float_amount: Decimal, *, key: str) -> Till:
    """Open the till of a desk with what lies in it; the same `key` again is the same till.

    Raises ForbiddenError, TillOpenError where one is open there, BillingError, money.AmountError, KeyUsedError.
    """
    access.require(unit, actor, "till.work")
    desk = desk.strip()
    if not 0 < len(desk) <= 64:
        raise BillingError("desk")
    holds = checked(float_amount, hospital.currency)
    request_keys.is_again(unit, "till.open", key, desk=desk, float_amount=holds)
    values = {
        "reference": references.new(references.TILL),
        "request_key": key,
        "desk": desk,
        "open_desk": desk,
        "status": OPEN,
        "currency": hospital.currency,
        "float_amount": holds,
        **dict.fromkeys(("cash_in", "cash_out", "card_in"), Decimal(0)),
        "opened_at": unit.now,
        "opened_by": actor.signature,
    }
    # the unique columns decide between two who open at once: nothing else is locked here
    made = unit.connection.execute(insert(TillRow).prefix_with(unit.insert_ignore()), values)
    there = _one(unit, TillRow.request_key == key)
    if there is None:
        raise TillOpenError
    if made.rowcount:
        audit.append(unit, audit.Entry("till.open", there.reference, {"desk": desk, "float": str(holds)}))
    return there


def close(unit: Unit, hospital: Hospital, actor: Actor, reference: str, counted: Decimal, *, note: str = "") -> Till:
    """Close a till with the cash that was counted; a difference becomes a task of billing.

    Raises ForbiddenError, NotFoundError, TillClosedError for one that is closed, money.AmountError.
    """
    access.require(unit, actor, "till.work")
    before = locked(unit, reference)
    found = checked(counted, hospital.currency)
    difference = found - before.cash
    changed = update(TillRow).where(TillRow.id == before.id)
    unit.connection.execute(
        changed.values(
            status=CLOSED,
            open_desk=None,
            counted=found,
            difference=difference,
            closed_at=unit.now,
            closed_by=actor.signature,
            note=note.strip()[:200] or None,
        )
    )
    facts = {"counted": str(found), "difference": str(difference)}
    audit.append(unit, audit.Entry("till.close", reference, facts))
    if difference:
        summary = f"{reference} ({before.desk}): {rounded(difference, before.currency):+} {before.currency}"
        for_billing.tell(unit, hospital, for_billing.TILL, reference, summary)
    return get(unit, reference)


def open_at(unit: Unit, actor: Actor, desk: str) -> Till | None:
    """The open till of a desk. Raises ForbiddenError."""
    access.require(unit, actor, "till.work")
    return _one(unit, TillRow.open_desk == desk)


def history(unit: Unit, actor: Actor, since: datetime, until: datetime) -> Sequence[Till]:
    """The tills that were opened in a time, the latest first. Raises ForbiddenError."""
    access.require(unit, actor, "till.read")
    then = select(TillRow.__table__).where(TillRow.opened_at >= since, TillRow.opened_at < until)
    return [_till(row) for row in unit.connection.execute(then.order_by(TillRow.opened_at.desc(), TillRow.id.desc()))]


def get(unit: Unit, reference: str) -> Till:
    """The till of a reference, for the hospital room. Raises NotFoundError."""
    found = _one(unit, TillRow.reference == reference)
    if found is None:
        raise NotFoundError(reference)
    return found


def locked(unit: Unit, reference: str) -> Till:
    """An open till under its lock; a patient's lock comes first. Raises NotFoundError, TillClosedError."""
    row = select(TillRow.__table__).where(TillRow.reference == reference).with_for_update()
    found = unit.connection.execute(row).one_or_none()
    if found is None:
        raise NotFoundError(reference)
    till = _till(found)
    if till.status != OPEN:
        raise TillClosedError
    return till


def move(unit: Unit, till: Till, *, cash: Decimal = Decimal(0), card: Decimal = Decimal(0)) -> None:
    """Money comes into a locked till, or leaves it (negative). Raises TillShortError."""
    if till.cash + cash < 0:
        raise TillShortError(till.cash)
    side, amount = (TillRow.cash_in, cash) if cash >= 0 else (TillRow.cash_out, -cash)
    changed = update(TillRow).where(TillRow.id == till.id)
    unit.connection.execute(changed.values({side: side + amount, TillRow.card_in: TillRow.card_in + card}))


def _one(unit: Unit, *where: Any) -> Till | None:
    row = unit.connection.execute(select(TillRow.__table__).where(*where)).one_or_none()
    return None if row is None else _till(row)


_FIELDS = tuple(Till.__dataclass_fields__)


def _till(row: Row[Any]) -> Till:
    return Till(**{name: row._mapping[name] for name in _FIELDS})
