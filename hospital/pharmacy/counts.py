"""Counting a place: opened, entered by whoever counts, approved by somebody else (FHIR InventoryReport).

What differs becomes a line of the ledger when it is approved: by as much as it differed from the ledger at the moment
of entering, so that what moves between the two is not lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update

from db.models import ProductBatchRow, ProductRow, StockCountLineRow, StockCountRow, StockPlaceRow, StockRow
from hospital import access, audit, references
from hospital.access import Actor
from hospital.errors import NotFoundError
from hospital.office import Unit
from hospital.pharmacy import ledger, places, products
from hospital.pharmacy.errors import KeyUsedError, PharmacyError, SamePersonError, StatusError
from hospital.pharmacy.ledger import Batch, Line

OPEN, ENTERED, APPROVED, CANCELLED = "open", "entered", "approved", "cancelled"
TRANSITIONS: dict[str, frozenset[str]] = {
    OPEN: frozenset({ENTERED, CANCELLED}),
    ENTERED: frozenset({OPEN, APPROVED, CANCELLED}),
    APPROVED: frozenset(),
    CANCELLED: frozenset(),
}
"""Where a count may go."""
Found = Mapping[tuple[str, str], int]
"""How many pieces were found of each product and lot."""


@dataclass(frozen=True)
class CountLine:
    """What was found of a batch. `expected` is what the ledger said when it was entered; None before."""

    sku: str
    product: str
    lot: str
    expires_on: date | None
    batch_id: int
    product_id: int
    expected: int | None
    counted: int | None

    @property
    def difference(self) -> int:
        """How many more were found than the ledger said."""
        return (self.counted or 0) - (self.expected or 0)


@dataclass(frozen=True)
class Count:
    """A count as it stands. Ids stay inside the hospital room."""

    id: int
    reference: str
    place_id: int
    place: str
    status: str
    reason: str | None
    opened_at: datetime
    opened_by: str
    entered_by: str | None
    approved_by: str | None
    lines: Sequence[CountLine]


def begin(unit: Unit, actor: Actor, place: str, *, key: str, skus: Sequence[str] = ()) -> Count:
    """Open a count of a place, or of some products there; the same `key` again is the same count.

    Raises KeyUsedError for the key of another place's, ForbiddenError, NotFoundError.
    """
    access.require(unit, actor, "stock.count")
    where = places.get(unit, place)
    wanted = [products.get(unit, sku).id for sku in skus]
    reference = references.new(references.COUNT)
    values = {
        "reference": reference,
        "request_key": key,
        "place_id": where.id,
        "status": OPEN,
        "opened_at": unit.now,
        "opened_by": actor.signature,
    }
    made = unit.connection.execute(insert(StockCountRow).prefix_with(unit.insert_ignore()), values)
    if not made.rowcount:
        there = unit.connection.scalar(select(StockCountRow.reference).where(StockCountRow.request_key == key))
        if there is None:
            raise NotFoundError(key)
        if (before := get(unit, there)).place_id != where.id:
            raise KeyUsedError
        return before
    batches = select(StockRow.batch_id).where(StockRow.place_id == where.id, StockRow.quantity > 0)
    if wanted:
        batches = batches.where(StockRow.product_id.in_(wanted))
    count_id = get(unit, reference).id
    lines = [{"count_id": count_id, "batch_id": each} for each in unit.connection.scalars(batches)]
    if lines:
        unit.connection.execute(insert(StockCountLineRow), lines)
    audit.append(unit, audit.Entry("count.open", reference, {"place": place}))
    return get(unit, reference)


def enter(unit: Unit, actor: Actor, reference: str, found: Found) -> Count:
    """Enter what was found: every batch of the count, 0 for what is not there, and others that were found besides.

    Raises ForbiddenError, NotFoundError also for a lot that nobody knows, PiecesError, StatusError, PharmacyError where
    one of its batches is left out.
    """
    access.require(unit, actor, "stock.count")
    before = _locked(unit, reference)
    if before.status == ENTERED and before.entered_by == actor.signature and found == _figures(before):
        return before
    _check(before, ENTERED)
    for amount in found.values():
        ledger.pieces(amount, least=0)
    if {(line.sku, line.lot) for line in before.lines} - set(found):
        raise PharmacyError("found")
    known = {sku: products.get(unit, sku).id for sku, _ in found}
    ledger.lock(unit, known.values())
    there = {each: ledger.shelves(unit, each, before.place_id) for each in known.values()}
    lines = {(line.sku, line.lot): line for line in before.lines}
    for (sku, lot), counted in found.items():
        batch = ledger.batch(unit, known[sku], lot)
        expected = sum(shelf.quantity for shelf in there[known[sku]] if shelf.batch.id == batch.id)
        values = {"expected": expected, "counted": counted}
        _write_line(unit, before.id, batch, values, is_new=(sku, lot) not in lines)
    return _go(unit, before, ENTERED, entered_at=unit.now, entered_by=actor.signature)


def _write_line(unit: Unit, count_id: int, batch: Batch, values: dict[str, int], *, is_new: bool) -> None:
    if is_new:
        line = {"count_id": count_id, "batch_id": batch.id, **values}
        unit.connection.execute(insert(StockCountLineRow), line)
        return
    mine = (StockCountLineRow.count_id == count_id) & (StockCountLineRow.batch_id == batch.id)
    unit.connection.execute(update(StockCountLineRow).where(mine).values(**values))


def _figures(count: Count) -> dict[tuple[str, str], int | None]:
    return {(line.sku, line.lot): line.counted for line in count.lines}


def reopen(unit: Unit, actor: Actor, reference: str) -> Count:
    """Have it counted again before it is approved. Raises ForbiddenError, NotFoundError, StatusError."""
    access.require(unit, actor, "stock.count")
    before = _locked(unit, reference)
    if before.status == OPEN:
        return before
    _check(before, OPEN)
    lines = update(StockCountLineRow).where(StockCountLineRow.count_id == before.id)
    unit.connection.execute(lines.values(expected=None, counted=None))
    return _go(unit, before, OPEN, entered_at=None, entered_by=None)


def approve(unit: Unit, actor: Actor, reference: str, *, reason: str = "") -> Count:
    """Approve what somebody else counted; what differs moves stock, for a `reason`. Approving again changes nothing.

    Raises ForbiddenError, NotFoundError, StatusError, SamePersonError, PharmacyError for a difference without a reason,
    NotEnoughError where what is missing has left meanwhile.
    """
    access.require(unit, actor, "stock.approve_count")
    before = _locked(unit, reference)
    if before.status == APPROVED:
        return before
    _check(before, APPROVED)
    if before.entered_by == actor.signature:
        raise SamePersonError
    differing = [line for line in before.lines if line.difference]
    if differing and not reason.strip():
        raise PharmacyError("reason")
    ledger.lock(unit, [line.product_id for line in differing])
    lines = [
        Line(
            ledger.COUNTED,
            before.place_id,
            Batch(line.batch_id, line.product_id, line.lot, line.expires_on),
            line.difference,
        )
        for line in differing
    ]
    ledger.post(unit, f"count {reference}", lines, reason=reason)
    facts = {"approved_at": unit.now, "approved_by": actor.signature, "reason": reason.strip()[:200] or None}
    return _go(unit, before, APPROVED, **facts)


def cancel(unit: Unit, actor: Actor, reference: str, *, reason: str) -> Count:
    """Give a count up. Raises ForbiddenError, NotFoundError, StatusError, PharmacyError without a reason."""
    access.require(unit, actor, "stock.count")
    before = _locked(unit, reference)
    if before.status == CANCELLED:
        return before
    _check(before, CANCELLED)
    if not reason.strip():
        raise PharmacyError("reason")
    return _go(unit, before, CANCELLED, reason=reason.strip()[:200])


def read(unit: Unit, actor: Actor, reference: str) -> Count:
    """One count. Raises ForbiddenError, NotFoundError."""
    access.require(unit, actor, "stock.read")
    return get(unit, reference)


def unfinished(unit: Unit, actor: Actor) -> Sequence[Count]:
    """The counts that are neither approved nor given up, the oldest first. Raises ForbiddenError."""
    access.require(unit, actor, "stock.read")
    mine = select(StockCountRow.reference).where(StockCountRow.status.in_((OPEN, ENTERED)))
    return [get(unit, each) for each in unit.connection.scalars(mine.order_by(StockCountRow.id)).all()]


def get(unit: Unit, reference: str) -> Count:
    """The count of a reference, for the hospital room. Raises NotFoundError."""
    plain = [name for name in Count.__dataclass_fields__ if name not in ("place", "lines")]
    query: Any = select(*(getattr(StockCountRow, name) for name in plain), StockPlaceRow.code.label("place"))
    joined = query.join(StockPlaceRow, StockPlaceRow.id == StockCountRow.place_id)
    row = unit.connection.execute(joined.where(StockCountRow.reference == reference)).one_or_none()
    if row is None:
        raise NotFoundError(reference)
    return Count(**row._mapping, lines=_lines(unit, row.id))


def _lines(unit: Unit, count_id: int) -> list[CountLine]:
    line, batch = StockCountLineRow, ProductBatchRow
    rows = (
        select(
            *(ProductRow.sku, ProductRow.name, batch.lot, batch.expires_on, line.batch_id, batch.product_id),
            *(line.expected, line.counted),
        )
        .join(batch, batch.id == line.batch_id)
        .join(ProductRow, ProductRow.id == batch.product_id)
        .where(line.count_id == count_id)
        .order_by(ProductRow.name, batch.expires_on, batch.id)
    )
    return [CountLine(*row) for row in unit.connection.execute(rows)]


def _locked(unit: Unit, reference: str) -> Count:
    mine = select(StockCountRow.id).where(StockCountRow.reference == reference)
    unit.connection.execute(mine.with_for_update()).all()
    return get(unit, reference)


def _check(before: Count, to_status: str) -> None:
    if to_status not in TRANSITIONS[before.status]:
        raise StatusError(before.status, to_status)


def _go(unit: Unit, before: Count, to_status: str, **facts: Any) -> Count:
    changed = update(StockCountRow).where(StockCountRow.id == before.id)
    unit.connection.execute(changed.values(status=to_status, **facts))
    audit.append(unit, audit.Entry("count.move", before.reference, {"from": before.status, "to": to_status}))
    return get(unit, before.reference)
