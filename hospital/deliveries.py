"""How far the channels say that messages came. Reports come late, twice and out of order: a message only moves forward.

A report may be quicker than our own note of what the channel calls the message: it is kept, and applied when that is
known. Of a message in several parts the last one tells how far it came; that any of them is lost counts for the whole.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from db.models import DeliveryReportRow, OutboxPartRow, OutboxRow
from hospital.office import Unit
from hospital.outbox import FAILED, LEASED, PENDING, SENT

STAGES = {"queued": 1, "sent": 2, "delivered": 3, "read": 4, "undelivered": 5, "failed": 5}
"""In this order only; what is lost stays lost."""
LOST = ("undelivered", "failed")
KEPT = timedelta(days=7)
"""How long the report of a message that is not ours is kept."""
AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Lost:
    """A message that its channel could not deliver after all."""

    outbox_id: int
    channel: str
    address: str
    code: str
    kind: str


def report(unit: Unit, channel: str, external_id: str, stage: str, code: str = "") -> Lost | None:
    """Take in what a channel reports; the message that is lost by it, if any. `code` is the channel's reason."""
    if stage not in STAGES:
        return None
    row = _row(unit, channel, external_id)
    if row is None or row.status in (PENDING, LEASED):
        _keep(unit, channel, external_id, _told(stage, code))
        return None
    return _move(unit, row, stage, code, is_part=row.external_id != external_id)


def apply_to(unit: Unit, channel: str, external_id: str) -> Lost | None:
    """Apply the report that came before we knew what the channel calls a message."""
    same = DeliveryReportRow.channel == channel, DeliveryReportRow.external_id == external_id
    kept = unit.connection.scalar(select(DeliveryReportRow.delivery).where(*same))
    row = _row(unit, channel, external_id) if kept is not None else None
    if kept is None or row is None or row.status in (PENDING, LEASED):
        return None
    unit.connection.execute(delete(DeliveryReportRow).where(*same))
    stage, _, code = kept.partition(":")
    return _move(unit, row, stage, code, is_part=row.external_id != external_id)


def early(unit: Unit) -> list[tuple[str, str]]:
    """Kept reports whose messages are known by now: their channels, and what these call the messages."""
    found: list[Any] = []
    for table in (OutboxRow, OutboxPartRow):
        is_known = (table.channel == DeliveryReportRow.channel) & (table.external_id == DeliveryReportRow.external_id)
        # from the few reports to their messages: a join SQLite may begin at the messages, all of them
        reports = select(DeliveryReportRow.channel, DeliveryReportRow.external_id).where(exists().where(is_known))
        found += unit.connection.execute(reports.limit(AT_A_TIME)).all()
    return [(row.channel, row.external_id) for row in found]


def forget_old(unit: Unit) -> None:
    """Forget the reports of messages that will never be ours."""
    unit.connection.execute(delete(DeliveryReportRow).where(DeliveryReportRow.received_at < unit.now - KEPT))


# --- messages in parts ----------------------------------------------------------------------------


def keep_parts(unit: Unit, outbox_id: int, channel: str, external_ids: Sequence[str]) -> None:
    """Keep what a channel calls the parts of a message that left before its last one."""
    rows = [{"channel": channel, "external_id": each, "outbox_id": outbox_id} for each in external_ids]
    if rows:
        unit.connection.execute(insert(OutboxPartRow).prefix_with(unit.insert_ignore()), rows)


def forget_parts(unit: Unit, outbox_ids: Collection[int]) -> None:
    """These messages leave anew: what becomes of the parts of before says nothing about them."""
    unit.connection.execute(delete(OutboxPartRow).where(OutboxPartRow.outbox_id.in_(outbox_ids)))


# --- one message ----------------------------------------------------------------------------------

_COLUMNS = (
    *(OutboxRow.id, OutboxRow.channel, OutboxRow.address, OutboxRow.kind, OutboxRow.status),
    *(OutboxRow.delivery, OutboxRow.external_id),
)


def _row(unit: Unit, channel: str, external_id: str) -> Any:
    query = select(*_COLUMNS).where(OutboxRow.channel == channel, OutboxRow.external_id == external_id)
    row = unit.connection.execute(query.limit(1).with_for_update()).first()
    return row if row is not None else _row_of_part(unit, channel, external_id)


def _row_of_part(unit: Unit, channel: str, external_id: str) -> Any:
    same = OutboxPartRow.channel == channel, OutboxPartRow.external_id == external_id
    outbox_id = unit.connection.scalar(select(OutboxPartRow.outbox_id).where(*same))
    if outbox_id is None:
        return None
    return unit.connection.execute(select(*_COLUMNS).where(OutboxRow.id == outbox_id).with_for_update()).first()


def _move(unit: Unit, row: Any, stage: str, code: str, *, is_part: bool = False) -> Lost | None:
    if _rank(row.delivery) >= STAGES[stage] or (is_part and stage not in LOST):
        return None
    changed: dict[str, object] = {"delivery": stage}
    is_lost = stage in LOST and row.status == SENT
    if is_lost:
        changed |= {"status": FAILED, "failure": code or stage, "is_open": False}
    unit.connection.execute(update(OutboxRow).where(OutboxRow.id == row.id).values(changed))
    return Lost(row.id, row.channel, row.address, code, row.kind) if is_lost else None


def _keep(unit: Unit, channel: str, external_id: str, told: str) -> None:
    values = {"channel": channel, "external_id": external_id, "delivery": told, "received_at": unit.now}
    same = DeliveryReportRow.channel == channel, DeliveryReportRow.external_id == external_id
    try:
        with unit.all_or_nothing():
            unit.connection.execute(insert(DeliveryReportRow), values)
    except IntegrityError:
        before = unit.connection.scalar(select(DeliveryReportRow.delivery).where(*same).with_for_update())
        if _rank(before) < _rank(told):
            unit.connection.execute(update(DeliveryReportRow).where(*same).values(delivery=told))


def _told(stage: str, code: str) -> str:
    return f"{stage}:{code}" if code else stage


def _rank(told: str | None) -> int:
    return STAGES.get((told or "").partition(":")[0], 0)
