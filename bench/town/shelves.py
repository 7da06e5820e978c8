"""The pharmacy's shelves: batches come in when they are needed, every piece that leaves stands in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bench.town.house import Product
from bench.town.place import Town
from db.models import (
    ProductBatchRow,
    PurchaseLineRow,
    PurchaseOrderRow,
    StockAlertRow,
    StockCountLineRow,
    StockCountRow,
    StockMovementRow,
    StockRow,
)

COMES = 5_000
"""Pieces of a batch."""
KEEPS = timedelta(days=900)
ALERTS = 30


@dataclass
class _Batch:
    id: int
    product: Product
    left: int


class Shelves:
    """What there is of each product at the pharmacy."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._batches: dict[int, list[_Batch]] = {}
        self._orders = 0

    def open(self, at: datetime) -> None:
        """A first batch of everything."""
        for product in self._town.house.products:
            self._come(product, at, self._town.rng.choice((0, 40, 400, COMES)))

    def give(self, product: Product, pieces: int, at: datetime, item_id: int, cause: str) -> None:
        """So many pieces leave the shelf for an item of a dispense."""
        batch = self._batches[product.id][-1]
        if batch.left < pieces:
            batch = self._come(product, at, COMES)
        batch.left -= pieces
        self._move(batch, "dispensed", -pieces, at, cause, item_id)

    def close(self) -> None:
        """What is there now, a count of it, and what the pharmacy must see to."""
        town, first = self._town, True
        counted = {"reason": "monthly", "opened_at": town.now, "opened_by": town.house.signature("pharmacist")}
        count = {"reference": town.code("SC"), "request_key": "town count", "status": "open", **counted}
        count_id = town.rows.add(StockCountRow, place_id=town.house.pharmacy_id, **count)
        for batch in (each for batches in self._batches.values() for each in batches):
            where = {"place_id": town.house.pharmacy_id, "batch_id": batch.id, "product_id": batch.product.id}
            town.rows.add(StockRow, quantity=batch.left, **where)
            if first or town.shares.falls("counted", 0.1):
                town.rows.add(StockCountLineRow, count_id=count_id, batch_id=batch.id)
            first = False
        for product in town.house.products[:ALERTS]:
            task = town.task("pharmacy", "low_stock", town.now, is_open=True, summary=product.name)
            case = {"case_key": f"low_stock {product.id} 1", "kind": "low_stock", "product_id": product.id}
            town.rows.add(StockAlertRow, task=task, opened_at=town.now, **case)

    def _come(self, product: Product, at: datetime, pieces: int) -> _Batch:
        town = self._town
        expires: date = (at + KEEPS).date()
        batches = self._batches.setdefault(product.id, [])
        lot = f"{product.sku}-{len(batches) + 1}"
        row_id = town.rows.add(ProductBatchRow, product_id=product.id, lot=lot, expires_on=expires, created_at=at)
        batch = _Batch(row_id, product, pieces)
        batches.append(batch)
        if pieces:
            self._move(batch, "received", pieces, at, f"receipt {lot}")
        if town.shares.falls("purchase", 0.1):
            self._order(product, pieces or COMES, at)
        return batch

    def _order(self, product: Product, pieces: int, at: datetime) -> None:
        town, self._orders = self._town, self._orders + 1
        is_coming = self._orders % 20 == 1
        order_id = town.rows.add(
            PurchaseOrderRow,
            reference=town.code("PO"),
            request_key=f"town order {self._orders}",
            supplier="Harbour Supplies",
            place_id=town.house.pharmacy_id,
            status="ordered" if is_coming else "received",
            drafted_at=at,
            drafted_by=town.house.signature("pharmacist"),
            ordered_at=at,
        )
        line = {"quantity": pieces, "received": 0 if is_coming else pieces, "unit_cost": product.price}
        town.rows.add(PurchaseLineRow, order_id=order_id, product_id=product.id, **line)

    def _move(
        self, batch: _Batch, kind: str, pieces: int, at: datetime, cause: str, item_id: int | None = None
    ) -> None:
        town = self._town
        where = {"place_id": town.house.pharmacy_id, "batch_id": batch.id, "product_id": batch.product.id}
        moved = {"kind": kind, "quantity": pieces, "balance": batch.left, "moved_at": at, "dispense_item_id": item_id}
        by = town.house.signature("pharmacist")
        town.rows.add(StockMovementRow, cause=cause, sequence=1, moved_by=by, **where, **moved)
