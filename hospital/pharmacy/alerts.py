"""What the pharmacy must see to, as tasks: what runs low, what expires soon, what has expired.

Each is a case: it makes one task, is over when its cause is, and begins anew when that comes back. Looking twice, or
from several processes at once, makes nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from db.models import ProductBatchRow, ProductRow, StockAlertRow, StockPlaceRow, StockRow
from hospital import access, task_steps, tasks
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.office import Unit
from hospital.pharmacy.places import WARD
from hospital.tasks import NewTask

LOW_STOCK, EXPIRING, EXPIRED = "low_stock", "expiring", "expired"
SOON = timedelta(days=30)


@dataclass(frozen=True)
class Case:
    """Something to see to. `batch_id` is None for what runs low; `summary` is for whoever takes its task.

    `alert_id` and `task` are of one that is over.
    """

    kind: str
    product_id: int
    batch_id: int | None
    summary: str = ""
    alert_id: int | None = None
    task: str = ""

    @property
    def subject(self) -> tuple[str, int]:
        """What it is about: a kind, and a product or a batch."""
        return self.kind, self.product_id if self.batch_id is None else self.batch_id

    @property
    def id(self) -> str:
        """What it is about, for the log."""
        return " ".join(map(str, self.subject))


def cases(unit: Unit, hospital: Hospital, actor: Actor, *, within: timedelta = SOON) -> Sequence[Case]:
    """Cases that are over and have not ended, and those that have no task yet.

    `within`: how long before it expires a batch is told of. Raises ForbiddenError.
    """
    access.require(unit, actor, "clock.sweep")
    today = hospital.local(unit.now).date()
    due = {case.subject: case for case in (*_low(unit, today), *_dated(unit, today, today + within))}
    alert = StockAlertRow
    columns = alert.kind, alert.product_id, alert.batch_id, alert.id.label("alert_id"), alert.task
    rows = unit.connection.execute(select(*columns).where(alert.closed_at.is_(None)))
    standing = {case.subject: case for case in (Case(**row._mapping) for row in rows)}
    over = [standing[subject] for subject in sorted(standing.keys() - due.keys())]
    return [*over, *(due[subject] for subject in sorted(due.keys() - standing.keys()))]


def see_to(unit: Unit, hospital: Hospital, actor: Actor, case: Case) -> str | None:
    """End a case that is over, make a task of one that has none; the task made, by reference. Raises ForbiddenError."""
    access.require(unit, actor, "clock.sweep")
    if case.alert_id is None:
        return _begin(unit, hospital, case)
    _end(unit, case.alert_id, case.task)
    return None


def _low(unit: Unit, today: date) -> Iterator[Case]:
    """Products at or under the level at which they are ordered again; wards and what is out of date do not count."""
    usable = (
        select(StockRow.product_id, func.sum(StockRow.quantity).label("there"))
        .join(ProductBatchRow, ProductBatchRow.id == StockRow.batch_id)
        .join(StockPlaceRow, StockPlaceRow.id == StockRow.place_id)
        .where(StockPlaceRow.kind != WARD, func.coalesce(ProductBatchRow.expires_on, today) >= today)
        .group_by(StockRow.product_id)
        .subquery()
    )
    there = func.coalesce(usable.c.there, 0)
    rows = (
        select(ProductRow.id, ProductRow.sku, ProductRow.name, ProductRow.reorder_at, there.label("there"))
        .outerjoin(usable, usable.c.product_id == ProductRow.id)
        .where(ProductRow.retired_at.is_(None), ProductRow.reorder_at > 0, there <= ProductRow.reorder_at)
    )
    for row in unit.connection.execute(rows):
        told = f"{row.name} ({row.sku}): {int(row.there)} left, to be ordered at {row.reorder_at}"
        yield Case(LOW_STOCK, row.id, None, told)


def _dated(unit: Unit, today: date, until: date) -> Iterator[Case]:
    """Batches of which there is something, that have expired or will until a day."""
    batch = ProductBatchRow
    rows = (
        select(
            batch.id,
            batch.product_id,
            ProductRow.name,
            ProductRow.sku,
            batch.lot,
            batch.expires_on,
            func.sum(StockRow.quantity),
        )
        .join(StockRow, StockRow.batch_id == batch.id)
        .join(ProductRow, ProductRow.id == batch.product_id)
        .where(batch.expires_on <= until, StockRow.quantity > 0)
        .group_by(batch.id, batch.product_id, ProductRow.name, ProductRow.sku, batch.lot, batch.expires_on)
    )
    found: Iterable[Any] = unit.connection.execute(rows)
    for batch_id, product_id, name, sku, lot, expires_on, there in found:
        kind = EXPIRED if expires_on < today else EXPIRING
        told = f"{name} ({sku}), lot {lot}: {int(there)} there, good until {expires_on:%Y-%m-%d}"
        yield Case(kind, product_id, batch_id, told)


def _begin(unit: Unit, hospital: Hospital, case: Case) -> str | None:
    """Make a case with its task; None where somebody else did just now."""
    kind, about = case.subject
    column = StockAlertRow.product_id if case.batch_id is None else StockAlertRow.batch_id
    before = unit.connection.scalars(select(StockAlertRow.closed_at).where(StockAlertRow.kind == kind, column == about))
    closed = before.all()
    if None in closed:
        return None
    key = f"{kind} {about} {len(closed) + 1}"
    task = tasks.create(unit, hospital, NewTask(f"pharmacy {key}", "pharmacy", kind, case.summary)).reference
    values = {
        "case_key": key,
        "kind": kind,
        "product_id": case.product_id,
        "batch_id": case.batch_id,
        "task": task,
        "opened_at": unit.now,
    }
    made = unit.connection.execute(insert(StockAlertRow).prefix_with(unit.insert_ignore()), values)
    return task if made.rowcount else None


def _end(unit: Unit, alert_id: int, task: str) -> None:
    """A case is over: a task that nobody has taken is over with it."""
    mine = update(StockAlertRow).where(StockAlertRow.id == alert_id, StockAlertRow.closed_at.is_(None))
    if not unit.connection.execute(mine.values(closed_at=unit.now)).rowcount:
        return
    row = task_steps.locked(unit, task)
    if row.status == tasks.REQUESTED:
        task_steps.close(unit, row, tasks.CANCELLED)
