"""The ledger of stock, and the only code that writes it: a line for everything that comes or goes, and for each batch
at each place a row with what they add up to.

Whoever moves stock locks the products first, in the order of their rows: of two who want the last piece one waits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select, update

from db.models import ProductBatchRow, ProductRow, StockMovementRow, StockRow
from hospital.errors import NotFoundError
from hospital.office import Unit
from hospital.pharmacy.errors import ExpiredError, LotError, NotEnoughError, PharmacyError, PiecesError

RECEIVED, MOVED, DISPENSED, RETURNED = "received", "moved", "dispensed", "returned"
WASTED, COUNTED = "wasted", "counted"
MOST = 1_000_000
"""Pieces of one batch at one place, or of one movement."""


@dataclass(frozen=True)
class Batch:
    """A batch of a product. `expires_on` is the last day on which it is good, None where none is known."""

    id: int
    product_id: int
    lot: str
    expires_on: date | None

    def is_good_on(self, day: date) -> bool:
        """Whether it may be given on a day."""
        return self.expires_on is None or day <= self.expires_on


@dataclass(frozen=True)
class Shelf:
    """How much of a batch is at a place."""

    place_id: int
    batch: Batch
    quantity: int


@dataclass(frozen=True)
class Line:
    """What comes to a place (`quantity` more than 0) or leaves it."""

    kind: str
    place_id: int
    batch: Batch
    quantity: int
    dispense_item_id: int | None = None


def pieces(quantity: int, *, least: int = 1) -> int:
    """A number of pieces as it came in. Raises PiecesError unless it is a whole one that makes sense."""
    if isinstance(quantity, bool) or not isinstance(quantity, int) or not least <= quantity <= MOST:
        raise PiecesError
    return quantity


def lock(unit: Unit, product_ids: Iterable[int]) -> None:
    """Lock products: what is read of their stock afterwards stands."""
    wanted = sorted(set(product_ids))
    rows = select(ProductRow.id).where(ProductRow.id.in_(wanted)).order_by(ProductRow.id)
    unit.connection.execute(rows.with_for_update()).all()


def is_told(unit: Unit, cause: str) -> bool:
    """Whether what a cause moved stands in the ledger."""
    return (
        unit.connection.scalar(select(StockMovementRow.id).where(StockMovementRow.cause == cause).limit(1)) is not None
    )


def total(unit: Unit, cause: str) -> int:
    """What the lines of a cause come to: more than 0 where stock grew by it."""
    line = StockMovementRow
    return int(unit.connection.scalar(select(func.sum(line.quantity)).where(line.cause == cause)) or 0)


def shelves(unit: Unit, product_id: int, place_id: int | None = None) -> list[Shelf]:
    """What there is of a locked product (at one place), its batches in the order in which they expire."""
    rows = select(StockRow.place_id, StockRow.batch_id, StockRow.quantity).where(StockRow.product_id == product_id)
    if place_id is not None:
        rows = rows.where(StockRow.place_id == place_id)
    found = unit.connection.execute(rows.order_by(StockRow.id).with_for_update()).all()
    batches = {batch.id: batch for batch in _batches(unit, [row.batch_id for row in found])}
    there = [Shelf(row.place_id, batches[row.batch_id], row.quantity) for row in found if row.quantity]
    return sorted(there, key=lambda shelf: (shelf.batch.expires_on or date.max, shelf.batch.id, shelf.place_id))


def first_expired(there: Sequence[Shelf], wanted: int, today: date) -> list[Shelf]:
    """From which shelves so many pieces are taken (`quantity`: how many of each): what expires first goes first, and
    nothing that has expired. Fewer than wanted where there is no more.
    """
    taken, left = [], wanted
    for shelf in there:
        if left and shelf.batch.is_good_on(today):
            amount = min(left, shelf.quantity)
            taken.append(Shelf(shelf.place_id, shelf.batch, amount))
            left -= amount
    return taken


def post(unit: Unit, cause: str, lines: Sequence[Line], *, reason: str = "") -> None:
    """Write the lines of one cause, whose products are locked. Raises NotEnoughError: nothing is ever below nothing."""
    for sequence, line in enumerate(lines, 1):
        balance = _move(unit, line)
        unit.connection.execute(
            insert(StockMovementRow),
            {
                "cause": cause,
                "sequence": sequence,
                "place_id": line.place_id,
                "batch_id": line.batch.id,
                "product_id": line.batch.product_id,
                "kind": line.kind,
                "quantity": line.quantity,
                "balance": balance,
                "reason": reason.strip()[:200] or None,
                "dispense_item_id": line.dispense_item_id,
                "moved_at": unit.now,
                "moved_by": unit.actor,
            },
        )


def _move(unit: Unit, line: Line) -> int:
    """Bring the stock to what it is after a line; how much that is."""
    keys = {"place_id": line.place_id, "batch_id": line.batch.id}
    mine = select(StockRow.id, StockRow.quantity).filter_by(**keys).with_for_update()
    row = unit.connection.execute(mine).one_or_none()
    before = 0 if row is None else row.quantity
    after = before + line.quantity
    if after < 0:
        raise NotEnoughError(_sku(unit, line.batch.product_id), before)
    if after > MOST:
        raise PiecesError
    if row is None:
        values = {**keys, "product_id": line.batch.product_id, "quantity": after}
        unit.connection.execute(insert(StockRow), values)
    else:
        unit.connection.execute(update(StockRow).where(StockRow.id == row.id).values(quantity=after))
    return int(after)


def _sku(unit: Unit, product_id: int) -> str:
    return unit.connection.execute(select(ProductRow.sku).where(ProductRow.id == product_id)).scalar_one()


# --- batches --------------------------------------------------------------------------------------


def batch(unit: Unit, product_id: int, lot: str) -> Batch:
    """The batch of a lot. Raises NotFoundError."""
    wanted = _BATCH.where(ProductBatchRow.product_id == product_id, ProductBatchRow.lot == lot.strip())
    row = unit.connection.execute(wanted).one_or_none()
    if row is None:
        raise NotFoundError(lot)
    return Batch(*row)


def batch_that_came(unit: Unit, product_id: int, lot: str, expires_on: date | None, today: date) -> Batch:
    """The batch of a lot that came in, written down where it is new; its product is locked.

    Raises PharmacyError without a lot, ExpiredError, LotError.
    """
    lot = lot.strip()
    if not lot or len(lot) > 64:
        raise PharmacyError("lot")
    if expires_on is not None and expires_on < today:
        raise ExpiredError(lot)
    values = {"product_id": product_id, "lot": lot, "expires_on": expires_on, "created_at": unit.now}
    unit.connection.execute(insert(ProductBatchRow).prefix_with(unit.insert_ignore()), values)
    found = batch(unit, product_id, lot)
    if found.expires_on != expires_on:
        raise LotError(lot)
    return found


_BATCH = select(ProductBatchRow.id, ProductBatchRow.product_id, ProductBatchRow.lot, ProductBatchRow.expires_on)


def _batches(unit: Unit, ids: Sequence[int]) -> list[Batch]:
    rows = unit.connection.execute(_BATCH.where(ProductBatchRow.id.in_(ids))) if ids else ()
    return [Batch(*row) for row in rows]


def given_out(unit: Unit, dispense_item_id: int) -> list[tuple[Batch, int]]:
    """From which batches an item of a dispense was taken, and how much of each has not come back; the last to expire
    first.
    """
    line = StockMovementRow
    sums = (
        select(line.batch_id, -func.sum(line.quantity))
        .where(line.dispense_item_id == dispense_item_id)
        .group_by(line.batch_id)
    )
    out = {batch_id: int(amount) for batch_id, amount in unit.connection.execute(sums) if amount}
    found = sorted(_batches(unit, list(out)), key=lambda one: (one.expires_on or date.max, one.id), reverse=True)
    return [(each, out[each.id]) for each in found]


# --- whether it adds up ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Mismatch:
    """A batch at a place whose lines do not add up to its stock."""

    place_id: int
    batch_id: int
    stock: int
    ledger: int


def mismatches(unit: Unit) -> list[Mismatch]:
    """Every batch at a place whose stock is not what its lines add up to; none, always."""
    line = StockMovementRow
    sums = select(line.place_id, line.batch_id, func.sum(line.quantity)).group_by(line.place_id, line.batch_id)
    there: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    stock: Any = select(StockRow.place_id, StockRow.batch_id, StockRow.quantity)
    for which, query in enumerate((stock, sums)):
        for place_id, batch_id, amount in unit.connection.execute(query):
            there[place_id, batch_id][which] = int(amount)
    return [Mismatch(*keys, *both) for keys, both in sorted(there.items()) if both[0] != both[1]]
