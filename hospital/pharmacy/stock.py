"""What people do to stock, and how it is read: received without an order, moved between places, thrown away; the
register of controlled substances.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select

from db.models import ProductBatchRow, ProductRow, StockMovementRow, StockPlaceRow, StockRow
from hospital import access, audit, request_keys
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.errors import NotFoundError
from hospital.office import Unit
from hospital.pharmacy import ledger, owing, places, products
from hospital.pharmacy.errors import NotEnoughError, PharmacyError
from hospital.pharmacy.ledger import Line
from hospital.pharmacy.places import Place
from hospital.pharmacy.products import Product


@dataclass(frozen=True)
class OnShelf:
    """How much of a batch is at a place."""

    place: str
    sku: str
    product: str
    lot: str
    expires_on: date | None
    quantity: int


@dataclass(frozen=True)
class Movement:
    """A line of the ledger as people read it. `balance` is what was there of the batch after it."""

    moved_at: datetime
    moved_by: str
    kind: str
    cause: str
    reason: str | None
    place: str
    lot: str
    quantity: int
    balance: int


# --- reading --------------------------------------------------------------------------------------


def of_product(unit: Unit, actor: Actor, sku: str) -> Sequence[OnShelf]:
    """Where there is how much of a product, what expires first at the top. Raises ForbiddenError, NotFoundError."""
    access.require(unit, actor, "stock.read")
    product = products.get(unit, sku)
    return _there(unit, StockRow.product_id == product.id)


def at_place(unit: Unit, actor: Actor, place: str) -> Sequence[OnShelf]:
    """What there is at a place, what expires first at the top. Raises ForbiddenError, NotFoundError."""
    access.require(unit, actor, "stock.read")
    where = places.get(unit, place)
    return _there(unit, StockRow.place_id == where.id)


def _there(unit: Unit, wanted: ColumnElement[bool]) -> list[OnShelf]:
    rows = (
        select(
            StockPlaceRow.code,
            ProductRow.sku,
            ProductRow.name,
            ProductBatchRow.lot,
            ProductBatchRow.expires_on,
            StockRow.quantity,
        )
        .join(StockPlaceRow, StockPlaceRow.id == StockRow.place_id)
        .join(ProductBatchRow, ProductBatchRow.id == StockRow.batch_id)
        .join(ProductRow, ProductRow.id == StockRow.product_id)
        .where(wanted, StockRow.quantity > 0)
    )
    soonest = (ProductBatchRow.expires_on.is_(None), ProductBatchRow.expires_on, ProductBatchRow.id, StockRow.id)
    return [OnShelf(*row) for row in unit.connection.execute(rows.order_by(*soonest))]


def movements(unit: Unit, actor: Actor, sku: str, *, limit: int = 200) -> Sequence[Movement]:
    """The last lines of a product's ledger, the latest first. Raises ForbiddenError, NotFoundError."""
    access.require(unit, actor, "stock.read")
    return _lines(unit, products.get(unit, sku), limit)


def register(unit: Unit, actor: Actor, sku: str, *, limit: int = 1000) -> Sequence[Movement]:
    """The register of a controlled substance: everything that came and went, the latest first, with what remained.

    Raises ForbiddenError, NotFoundError, also for what is not controlled.
    """
    access.require(unit, actor, "register.read")
    product = products.get(unit, sku)
    if not product.is_controlled:
        raise NotFoundError(sku)
    audit.append(unit, audit.Entry("register.read", sku, {"by": actor.signature}), chain_of=product.id)
    return _lines(unit, product, limit)


def _lines(unit: Unit, product: Product, limit: int) -> Sequence[Movement]:
    line = StockMovementRow
    rows = (
        select(
            *(line.moved_at, line.moved_by, line.kind, line.cause, line.reason),
            *(StockPlaceRow.code, ProductBatchRow.lot, line.quantity, line.balance),
        )
        # both are there; joined like this no database begins at the few places and reads the whole ledger
        .outerjoin(StockPlaceRow, StockPlaceRow.id == line.place_id)
        .outerjoin(ProductBatchRow, ProductBatchRow.id == line.batch_id)
        .where(line.product_id == product.id)
        .order_by(line.moved_at.desc(), line.id.desc())
    )
    return [Movement(*row) for row in unit.connection.execute(rows.limit(limit))]


# --- moving ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Arrival:
    """Something that came in: so many pieces of a lot, good to the end of `expires_on`."""

    sku: str
    lot: str
    expires_on: date | None
    quantity: int


def receive(
    unit: Unit, hospital: Hospital, actor: Actor, arrival: Arrival, *, place: str, reason: str, key: str
) -> None:
    """Take in what came without an order, a gift say; the same `key` again changes nothing.

    Raises ForbiddenError, NotFoundError, PiecesError, PharmacyError, ExpiredError, LotError, KeyUsedError.
    """
    access.require(unit, actor, "stock.move")
    amount, where, cause = ledger.pieces(arrival.quantity), places.get(unit, place), f"receipt {key}"
    product = _locked(unit, arrival.sku, reason)
    request_keys.is_again(unit, "stock.receive", key, arrival=arrival, place=place, reason=reason)
    if ledger.is_told(unit, cause):
        return
    today = hospital.local(unit.now).date()
    batch = ledger.batch_that_came(unit, product.id, arrival.lot, arrival.expires_on, today)
    ledger.post(unit, cause, [Line(ledger.RECEIVED, where.id, batch, amount)], reason=reason)
    owing.follow_stock(unit, hospital, [product.id])
    _note(unit, "stock.receive", product, {"place": place, "lot": batch.lot, "pieces": amount})


def move(
    unit: Unit,
    hospital: Hospital,
    actor: Actor,
    sku: str,
    quantity: int,
    *,
    from_place: str,
    to_place: str,
    key: str,
    lot: str | None = None,
    reason: str = "",
) -> None:
    """Move stock to another place: what expires first and is good, or a lot, good or not. The same `key` again changes
    nothing.

    Raises ForbiddenError, NotFoundError, PiecesError, PharmacyError, NotEnoughError, KeyUsedError.
    """
    access.require(unit, actor, "stock.move")
    amount, cause = ledger.pieces(quantity), f"move {key}"
    begin, end = places.get(unit, from_place), places.get(unit, to_place)
    if begin == end:
        raise PharmacyError("to_place")
    product = _locked(unit, sku)
    told = {"from_place": from_place, "to_place": to_place, "lot": lot, "reason": reason}
    request_keys.is_again(unit, "stock.move", key, sku=sku, quantity=amount, **told)
    if ledger.is_told(unit, cause):
        return
    lines = []
    for shelf in _taken(unit, hospital, product, begin, amount, lot):
        lines.append(Line(ledger.MOVED, begin.id, shelf.batch, -shelf.quantity))
        lines.append(Line(ledger.MOVED, end.id, shelf.batch, shelf.quantity))
    ledger.post(unit, cause, lines, reason=reason)
    owing.follow_stock(unit, hospital, [product.id])
    _note(unit, "stock.move", product, {"from": from_place, "to": to_place, "pieces": amount})


def _taken(
    unit: Unit, hospital: Hospital, product: Product, place: Place, amount: int, lot: str | None
) -> Sequence[ledger.Shelf]:
    there = ledger.shelves(unit, product.id, place.id)
    if lot is not None:
        return [ledger.Shelf(place.id, ledger.batch(unit, product.id, lot), amount)]
    taken = ledger.first_expired(there, amount, hospital.local(unit.now).date())
    if (found := sum(shelf.quantity for shelf in taken)) < amount:
        raise NotEnoughError(product.sku, found)
    return taken


def waste(unit: Unit, actor: Actor, sku: str, lot: str, quantity: int, *, place: str, reason: str, key: str) -> None:
    """Throw stock away: it is out of date, broken, recalled. The same `key` again changes nothing.

    Raises ForbiddenError, NotFoundError, PiecesError, PharmacyError without a reason, NotEnoughError,
    KeyUsedError.
    """
    access.require(unit, actor, "stock.move")
    amount, where, cause = ledger.pieces(quantity), places.get(unit, place), f"waste {key}"
    product = _locked(unit, sku, reason)
    request_keys.is_again(unit, "stock.waste", key, sku=sku, lot=lot, quantity=amount, place=place, reason=reason)
    if ledger.is_told(unit, cause):
        return
    batch = ledger.batch(unit, product.id, lot)
    ledger.post(unit, cause, [Line(ledger.WASTED, where.id, batch, -amount)], reason=reason)
    _note(unit, "stock.waste", product, {"place": place, "lot": batch.lot, "pieces": amount})


def _locked(unit: Unit, sku: str, reason: str = "-") -> Product:
    if not reason.strip():
        raise PharmacyError("reason")
    return products.locked(unit, sku)


def _note(unit: Unit, action: str, product: Product, facts: dict[str, object]) -> None:
    audit.append(unit, audit.Entry(action, product.sku, facts), chain_of=product.id)
