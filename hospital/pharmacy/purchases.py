"""Products ordered from suppliers (FHIR SupplyRequest): drafted, ordered, received in parts, or cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select, update

from db.models import ProductRow, PurchaseLineRow, PurchaseOrderRow, StockPlaceRow
from hospital import access, audit, money, references, request_keys
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.errors import NotFoundError
from hospital.office import Unit
from hospital.pharmacy import ledger, places, products
from hospital.pharmacy.errors import PharmacyError, RetiredError, StatusError

DRAFT, ORDERED, PARTLY_RECEIVED, RECEIVED, CANCELLED = "draft", "ordered", "partly-received", "received", "cancelled"
TRANSITIONS: dict[str, frozenset[str]] = {
    DRAFT: frozenset({ORDERED, CANCELLED}),
    ORDERED: frozenset({PARTLY_RECEIVED, RECEIVED, CANCELLED}),
    PARTLY_RECEIVED: frozenset({PARTLY_RECEIVED, RECEIVED, CANCELLED}),
    RECEIVED: frozenset(),
    CANCELLED: frozenset(),
}
"""Where an order may go; what came before it was cancelled stays."""
COMING = (ORDERED, PARTLY_RECEIVED)
MOST_LINES = 200


@dataclass(frozen=True)
class NewLine:
    """So many pieces of a product, and what one is to cost the hospital."""

    sku: str
    quantity: int
    unit_cost: Decimal


@dataclass(frozen=True)
class NewOrder:
    """An order as it is written. `place` is where it is to come."""

    supplier: str
    place: str
    lines: Sequence[NewLine]
    expected_on: date | None = None


@dataclass(frozen=True)
class OrderLine:
    """One product of an order, with how much of it came."""

    id: int
    sku: str
    product: str
    product_id: int
    quantity: int
    received: int
    unit_cost: Decimal


@dataclass(frozen=True)
class PurchaseOrder:
    """An order as it stands. Ids stay inside the hospital room."""

    id: int
    reference: str
    supplier: str
    place_id: int
    place: str
    status: str
    status_reason: str | None
    drafted_at: datetime
    drafted_by: str
    ordered_at: datetime | None
    expected_on: date | None
    lines: Sequence[OrderLine]


def draft(unit: Unit, hospital: Hospital, actor: Actor, new: NewOrder, *, key: str) -> PurchaseOrder:
    """Write an order; the same `key` again is the same order.

    Raises ForbiddenError, NotFoundError, PharmacyError, PiecesError, money.AmountError, RetiredError, KeyUsedError.
    """
    access.require(unit, actor, "purchase.write")
    if not new.supplier.strip() or len(new.supplier) > 200:
        raise PharmacyError("supplier")
    where, lines = places.get(unit, new.place), _lines_of(unit, hospital, new.lines)
    request_keys.is_again(unit, "purchase.draft", key, new=new)
    reference = references.new(references.PURCHASE)
    values = {
        "reference": reference,
        "request_key": key,
        "supplier": new.supplier.strip(),
        "place_id": where.id,
        "status": DRAFT,
        "drafted_at": unit.now,
        "drafted_by": actor.signature,
        "expected_on": new.expected_on,
    }
    made = unit.connection.execute(insert(PurchaseOrderRow).prefix_with(unit.insert_ignore()), values)
    if not made.rowcount:
        there = unit.connection.scalar(select(PurchaseOrderRow.reference).where(PurchaseOrderRow.request_key == key))
        if there is None:
            raise NotFoundError(key)
        return get(unit, there)
    order_id = get(unit, reference).id
    unit.connection.execute(insert(PurchaseLineRow), [{**line, "order_id": order_id} for line in lines])
    audit.append(unit, audit.Entry("purchase.draft", reference, {"lines": len(lines)}))
    return get(unit, reference)


def _lines_of(unit: Unit, hospital: Hospital, lines: Sequence[NewLine]) -> list[dict[str, Any]]:
    if not 1 <= len(lines) <= MOST_LINES or len({line.sku for line in lines}) < len(lines):
        raise PharmacyError("lines")
    values = []
    for line in lines:
        product = products.get(unit, line.sku)
        if not product.is_active:
            raise RetiredError(line.sku)
        cost = money.checked(line.unit_cost, hospital.currency)
        quantity = ledger.pieces(line.quantity)
        values.append({"product_id": product.id, "quantity": quantity, "received": 0, "unit_cost": cost})
    return values


def send(unit: Unit, actor: Actor, reference: str) -> PurchaseOrder:
    """It is ordered now. Raises ForbiddenError, NotFoundError, StatusError."""
    access.require(unit, actor, "purchase.write")
    before = locked(unit, reference)
    return before if before.status == ORDERED else go(unit, before, ORDERED, ordered_at=unit.now)


def cancel(unit: Unit, actor: Actor, reference: str, *, reason: str) -> PurchaseOrder:
    """What has not come will not come. Raises ForbiddenError, NotFoundError, StatusError, PharmacyError without a
    reason.
    """
    access.require(unit, actor, "purchase.write")
    before = locked(unit, reference)
    if before.status == CANCELLED:
        return before
    if not reason.strip():
        raise PharmacyError("reason")
    return go(unit, before, CANCELLED, status_reason=reason.strip()[:200])


def read(unit: Unit, actor: Actor, reference: str) -> PurchaseOrder:
    """One order. Raises ForbiddenError, NotFoundError."""
    access.require(unit, actor, "purchase.read")
    return get(unit, reference)


def unfinished(unit: Unit, actor: Actor) -> Sequence[PurchaseOrder]:
    """Drafts and what has not come yet, the oldest first. Raises ForbiddenError."""
    access.require(unit, actor, "purchase.read")
    mine = select(PurchaseOrderRow.reference).where(PurchaseOrderRow.status.in_((DRAFT, *COMING)))
    ordered = mine.order_by(PurchaseOrderRow.drafted_at, PurchaseOrderRow.id)
    return [get(unit, each) for each in unit.connection.scalars(ordered).all()]


def get(unit: Unit, reference: str) -> PurchaseOrder:
    """The order of a reference, for the hospital room. Raises NotFoundError."""
    plain = [name for name in PurchaseOrder.__dataclass_fields__ if name not in ("place", "lines")]
    query: Any = select(*(getattr(PurchaseOrderRow, name) for name in plain), StockPlaceRow.code.label("place"))
    joined = query.join(StockPlaceRow, StockPlaceRow.id == PurchaseOrderRow.place_id)
    row = unit.connection.execute(joined.where(PurchaseOrderRow.reference == reference)).one_or_none()
    if row is None:
        raise NotFoundError(reference)
    line = PurchaseLineRow
    lines = (
        select(
            *(line.id, ProductRow.sku, ProductRow.name, line.product_id, line.quantity, line.received, line.unit_cost)
        )
        .join(ProductRow, ProductRow.id == line.product_id)
        .where(line.order_id == row.id)
        .order_by(line.id)
    )
    return PurchaseOrder(**row._mapping, lines=[OrderLine(*each) for each in unit.connection.execute(lines)])


def locked(unit: Unit, reference: str) -> PurchaseOrder:
    """An order under its lock, for the hospital room. Raises NotFoundError."""
    mine = select(PurchaseOrderRow.id).where(PurchaseOrderRow.reference == reference)
    unit.connection.execute(mine.with_for_update()).all()
    return get(unit, reference)


def go(unit: Unit, before: PurchaseOrder, to_status: str, **facts: Any) -> PurchaseOrder:
    """Move an order along its arrows, for the hospital room. Raises StatusError."""
    if to_status not in TRANSITIONS[before.status]:
        raise StatusError(before.status, to_status)
    changed = update(PurchaseOrderRow).where(PurchaseOrderRow.id == before.id)
    unit.connection.execute(changed.values(status=to_status, **facts))
    audit.append(unit, audit.Entry("purchase.move", before.reference, {"from": before.status, "to": to_status}))
    return get(unit, before.reference)
