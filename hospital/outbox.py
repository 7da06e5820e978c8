"""Messages to people: written in the transaction that caused them, sent afterwards, at least once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, insert, or_, select, update

from db.models import OutboxRow
from hospital.inbox import Figures
from hospital.office import Unit

PENDING, LEASED, SENT, FAILED, DEAD = "pending", "leased", "sent", "failed", "dead"
LEASE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be sent. `dedupe_key` names the fact that it tells: the same fact is told once."""

    dedupe_key: str
    conversation_id: int
    channel: str
    address: str
    kind: str
    payload: str
    asks: str | None = None


def put(unit: Unit, messages: Sequence[Outgoing], *, handed_over: bool, lease_owner: str | None = None) -> None:
    """Write messages down.

    `handed_over`: the waiting request itself carries them back (terminal, web chat, telephone); should it be cut off,
    the same request finds them as its stored answer. Otherwise they are leased to `lease_owner`, who sends them at
    once, or left for whoever comes first.
    """
    rows = [
        {
            "dedupe_key": message.dedupe_key,
            "conversation_id": message.conversation_id,
            "channel": message.channel,
            "address": message.address,
            "kind": message.kind,
            "asks": message.asks,
            "payload": message.payload,
            "status": SENT if handed_over else (LEASED if lease_owner else PENDING),
            "tries": 0,
            "lease_owner": lease_owner,
            "lease_until": unit.now + LEASE if lease_owner else None,
            "due_at": unit.now,
            "created_at": unit.now,
            "sent_at": unit.now if handed_over else None,
        }
        for message in messages
    ]
    if rows:
        unit.connection.execute(insert(OutboxRow), rows if len(rows) > 1 else rows[0])


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of a conversation's past, for showing it again."""

    id: int
    payload: str
    sent_at: datetime


def history(unit: Unit, conversation_id: int, limit: int = 50) -> list[Sent]:
    """The last messages sent in a conversation, oldest first."""
    rows = unit.connection.execute(
        select(OutboxRow.id, OutboxRow.payload, OutboxRow.created_at)
        .where(OutboxRow.conversation_id == conversation_id, OutboxRow.status == SENT)
        .order_by(OutboxRow.id.desc())
        .limit(limit)
    )
    return [Sent(row.id, row.payload, row.created_at) for row in reversed(rows.all())]


def figures(unit: Unit) -> Figures:
    """How full the outbox is."""
    tally = select(OutboxRow.status, func.count()).where(OutboxRow.status != SENT).group_by(OutboxRow.status)
    counts = dict(unit.connection.execute(tally).all())
    waiting = or_(OutboxRow.status == PENDING, OutboxRow.status == LEASED)
    oldest = unit.connection.scalar(select(func.min(OutboxRow.created_at)).where(waiting))
    age = max(0.0, (unit.now - oldest).total_seconds()) if oldest else None
    return Figures(counts.get(PENDING, 0) + counts.get(LEASED, 0), counts.get(DEAD, 0), age)


def mark(unit: Unit, outbox_id: int, status: str, *, external_id: str | None = None) -> None:
    """Say what became of a message."""
    settled = update(OutboxRow).where(OutboxRow.id == outbox_id)
    settled = settled.values(status=status, external_id=external_id, lease_owner=None, lease_until=None)
    if status == SENT:
        settled = settled.values(sent_at=unit.now)
    unit.connection.execute(settled)
