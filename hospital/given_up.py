"""Messages received whose turn failed for good: the dead letters of the inbox, looked at and taken up after all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, update

from db.models import ConversationRow, InboxRow
from hospital import audit
from hospital.inbox import DEAD, DONE, PENDING
from hospital.office import Unit
from hospital.sending import DeadLetter

RECEIVED = "received"
"""The kind of dead letters that came in; others were to leave."""
LATER, OLD = "later", "old"
"""Why one is not taken up any more: later messages of its conversation were answered; it came too long ago."""
OLD_AFTER = timedelta(hours=4)
"""So long after it came a message is no longer obeyed: what it was about may be another matter by now."""
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


def why_not_again(unit: Unit, now: datetime, ids: Collection[int] | None = None) -> dict[int, str]:
    """Given-up messages that are not taken up any more, those with these ids or of all: each with the reason.

    A yes to what was asked long ago, or before other things were said, would be obeyed as a yes to something else. A
    person sees to them: the task that each was given when it was given up. `now` is the machine's clock.
    """
    return {row.id: reason for row in _given_up(unit, ids) if (reason := _why_not_again(unit, now, row)) is not None}


def take_again(unit: Unit, now: datetime, ids: Collection[int] | None = None) -> int:
    """Let given-up messages have their turn after all, those with these ids or every one; how many. It is audited.

    A call that is over is not taken up again, nor what `why_not_again` names. Whoever catches up runs the turns.
    `now` is the machine's clock.
    """
    chosen = [row.id for row in _given_up(unit, ids) if _why_not_again(unit, now, row) is None]
    if chosen:
        anew = {"status": PENDING, "tries": 0, "try_at": None, "failure": None, "answer": None}
        unit.connection.execute(update(InboxRow).where(InboxRow.id.in_(chosen)).values(anew))
        audit.append(unit, audit.Entry("inbox.replayed", "inbox", {"ids": chosen}))
    return len(chosen)


def _given_up(unit: Unit, ids: Collection[int] | None) -> Sequence[Any]:
    which: ColumnElement[bool] = (InboxRow.status == DEAD) & InboxRow.channel.not_in(_OVER)
    if ids is not None:
        which &= InboxRow.id.in_(ids)
    columns = InboxRow.id, InboxRow.conversation_id, InboxRow.received_at
    return unit.connection.execute(select(*columns).where(which).order_by(InboxRow.id).with_for_update()).all()


def _why_not_again(unit: Unit, now: datetime, row: Any) -> str | None:
    after = InboxRow.conversation_id == row.conversation_id, InboxRow.id > row.id
    return _why_not(unit, now, row.received_at, *after)


def why_not_put_through(unit: Unit, now: datetime, channel: str, address: str, received_at: datetime) -> str | None:
    """The same of a message that could never be written down: why it had better not be by now; None where it may."""
    whose = select(ConversationRow.id).where(ConversationRow.channel == channel, ConversationRow.address == address)
    after = InboxRow.conversation_id == whose.scalar_subquery(), InboxRow.received_at > received_at
    return _why_not(unit, now, received_at, *after)


def _why_not(unit: Unit, now: datetime, received_at: datetime, *after: ColumnElement[bool]) -> str | None:
    later = select(InboxRow.id).where(*after, InboxRow.status == DONE).limit(1)
    if unit.connection.scalar(later) is not None:
        return LATER
    return OLD if received_at <= now - OLD_AFTER else None
