"""What a hospital file says is in stock: the first lines of a product's ledger. Once it has one, the file is not asked
again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select

from db.models import ProductBatchRow, ProductRow, StockMovementRow, StockPlaceRow, StockRow
from hospital.file_merge import add, rows_in
from hospital.office import Unit
from hospital.pharmacy import ledger, places

UNMARKED = "OPENING"
"""The lot of what a file tells without its batches."""


@dataclass(frozen=True)
class Opening:
    """So many pieces of a lot."""

    lot: str
    expires_on: date | None
    quantity: int


def take_over(unit: Unit, stock: Mapping[str, Sequence[Opening]]) -> int:
    """Begin the ledger of products, by code, that have none; how many were begun."""
    _have_main_place(unit)
    query = select(ProductRow.id, ProductRow.sku)
    found = {row.id: row.sku for row in rows_in(unit, query, ProductRow.sku, list(stock))}
    begun = {row.product_id for row in rows_in(unit, _BEGUN, StockMovementRow.product_id, list(found))}
    fresh = {each: _by_lot(stock[sku]) for each, sku in found.items() if each not in begun}
    fresh = {each: lots for each, lots in fresh.items() if lots}
    add(
        unit,
        ProductBatchRow,
        [
            {"product_id": each, "lot": lot.lot, "expires_on": lot.expires_on, "created_at": unit.now}
            for each, lots in fresh.items()
            for lot in lots
        ],
    )
    batches = {
        (row.product_id, row.lot): row.id for row in rows_in(unit, _BATCHES, ProductBatchRow.product_id, [*fresh])
    }
    place_id = places.get(unit, places.MAIN).id
    lines = []
    for each, lots in fresh.items():
        for sequence, lot in enumerate(lots, 1):
            keys = {"place_id": place_id, "batch_id": batches[each, lot.lot], "product_id": each}
            lines.append({**keys, "quantity": lot.quantity, "cause": f"opening {each}", "sequence": sequence})
    add(unit, StockRow, [{name: line[name] for name in _STOCK} for line in lines])
    told = {"kind": ledger.RECEIVED, "moved_at": unit.now, "moved_by": unit.actor}
    add(unit, StockMovementRow, [{**line, **told, "balance": line["quantity"]} for line in lines])
    return len(fresh)


_BEGUN = select(StockMovementRow.product_id).distinct()
_BATCHES = select(ProductBatchRow.id, ProductBatchRow.product_id, ProductBatchRow.lot)
_STOCK = ("place_id", "batch_id", "product_id", "quantity")


def _by_lot(told: Sequence[Opening]) -> list[Opening]:
    """What there is of each lot; one that is told twice is one."""
    lots: dict[str, Opening] = {}
    for each in told:
        before = lots.get(each.lot)
        amount = each.quantity + (before.quantity if before is not None else 0)
        lots[each.lot] = Opening(each.lot, (before or each).expires_on, amount)
    return [lot for lot in lots.values() if lot.quantity > 0]


def _have_main_place(unit: Unit) -> None:
    if unit.connection.scalar(select(StockPlaceRow.id).filter_by(code=places.MAIN)) is None:
        place = {"code": places.MAIN, "name": "Pharmacy", "kind": places.PHARMACY}
        unit.connection.execute(insert(StockPlaceRow), place)
