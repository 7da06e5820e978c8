"""Messages received whose turn failed for good: the dead letters of the inbox, looked at and taken up after all."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, select, update

from db.models import InboxRow
from hospital import audit
from hospital.inbox import DEAD, PENDING
from hospital.office import Unit
from hospital.sending import DeadLetter

RECEIVED = "received"
"""The kind of dead letters that came in; others were to leave."""
_OVER = ("voice",)
"""Channels on which nobody waits for an answer any more."""


def dead_letters(unit: Unit, limit: int = 100) -> list[DeadLetter]:
    """What was received and given up, newest first."""
    query = (
        select(InboxRow.id, InboxRow.channel, InboxRow.failure, InboxRow.tries, InboxRow.received_at)
        .where(InboxRow.status == DEAD)
        .order_by(InboxRow.id.desc())
        .limit(limit)
    )
    rows = unit.connection.execute(query)
    return [DeadLetter(row.id, row.channel, RECEIVED, row.failure, row.tries, row.received_at) for row in rows]


def take_again(unit: Unit, ids: Collection[int] | None = None) -> int:
    """Let given-up messages have their turn after all, those with these ids or every one; how many. It is audited.

    A call that is over is not taken up again. Whoever catches up runs the turns.
    """
    which: ColumnElement[bool] = (InboxRow.status == DEAD) & InboxRow.channel.not_in(_OVER)
    if ids is not None:
        which &= InboxRow.id.in_(ids)
    chosen = list(unit.connection.scalars(select(InboxRow.id).where(which).with_for_update()))
    if chosen:
        anew = {"status": PENDING, "tries": 0, "try_at": None, "failure": None, "answer": None}
        unit.connection.execute(update(InboxRow).where(InboxRow.id.in_(chosen)).values(anew))
        audit.append(unit, audit.Entry("inbox.replayed", "inbox", {"ids": chosen}))
    return len(chosen)
