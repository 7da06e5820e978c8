"""Messages received: written down before anything is done about them, each once, with the answer it got."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from db.models import ConversationRow, InboxRow
from hospital import threads
from hospital.office import Unit

PENDING, DONE, DEAD = "pending", "done", "dead"
_ADDRESS_LIMIT, _WORD_LIMIT = 191, 32

heard_again: Counter[str] = Counter()
"""How many messages this process found received before, by channel: for its operators."""


@dataclass(frozen=True, slots=True)
class Received:
    """A message's row. `is_new` is False for one that came before; `answer` is there once its turn is over."""

    id: int
    conversation_id: int
    is_new: bool
    answer: str | None = None


def key(text: str) -> str:
    """An id of a channel as the columns keep it; one that they would cut or confuse with another becomes a digest."""
    if len(text) <= _ADDRESS_LIMIT and text.isascii() and text == text.strip():
        return text
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def record(
    unit: Unit, *, channel: str, external_id: str, conversation_id: int, payload: str, received_at: datetime
) -> Received:
    """Write a message down, or find it. `received_at` is the machine's clock."""
    values = {
        "channel": channel,
        "external_id": external_id,
        "conversation_id": conversation_id,
        "payload": payload,
        "status": PENDING,
        "tries": 0,
        "received_at": received_at,
    }
    try:
        row_key = unit.connection.execute(insert(InboxRow), values).inserted_primary_key
    except IntegrityError:
        heard_again[channel] += 1
        return _find(unit, channel, external_id)
    return Received(row_key[0], conversation_id, is_new=True)  # type: ignore[index]


def _find(unit: Unit, channel: str, external_id: str) -> Received:
    row = unit.connection.execute(
        select(InboxRow.id, InboxRow.conversation_id, InboxRow.answer).filter_by(
            channel=channel, external_id=external_id
        )
    ).one()
    return Received(row.id, row.conversation_id, is_new=False, answer=row.answer)


_ANSWER = select(InboxRow.answer).where(InboxRow.id == bindparam("i"))


def answer_of(unit: Unit, inbox_id: int) -> str | None:
    """The answer that a message got; None while its turn is not over."""
    return unit.connection.scalar(_ANSWER, {"i": inbox_id})


def answers_to(unit: Unit, channel: str, external_ids: Sequence[str]) -> dict[str, str]:
    """The answers that these messages got, by their ids; those whose turn is not over are left out."""
    if not external_ids:
        return {}
    which = InboxRow.channel == channel, InboxRow.external_id.in_(external_ids), InboxRow.answer.is_not(None)
    rows = unit.connection.execute(select(InboxRow.external_id, InboxRow.answer).where(*which))
    return {row.external_id: row.answer for row in rows}


_WAITING = (
    select(InboxRow.payload)
    .where(InboxRow.conversation_id == bindparam("c"), InboxRow.status == PENDING)
    .order_by(InboxRow.id)
)


def later_than(unit: Unit, conversation_id: int, inbox_id: int) -> list[str]:
    """What waits in a conversation and was received after a message of it."""
    return list(unit.connection.scalars(_WAITING.where(InboxRow.id > inbox_id), {"c": conversation_id}))


_ANSWERED = InboxRow.conversation_id == bindparam("c"), InboxRow.status == DONE
_NEWEST = InboxRow.id.desc()


def answered_last(unit: Unit, conversation_id: int, limit: int) -> list[str]:
    """The last messages of a conversation that were answered, newest first."""
    rows = select(InboxRow.payload).where(*_ANSWERED).order_by(_NEWEST).limit(limit)
    return list(unit.connection.scalars(rows, {"c": conversation_id}))


def answered_since(unit: Unit, conversation_id: int, since: datetime) -> int:
    """How many of the messages received since an instant, by the machine's clock, were answered."""
    count = select(func.count()).where(*_ANSWERED, InboxRow.received_at >= bindparam("since"))
    return unit.connection.scalar(count, {"c": conversation_id, "since": since}) or 0


def answered_at_last(unit: Unit, conversation_id: int, limit: int) -> list[datetime]:
    """When those were received, by the machine's clock, newest first."""
    rows = select(InboxRow.received_at).where(*_ANSWERED).order_by(_NEWEST).limit(limit)
    return list(unit.connection.scalars(rows, {"c": conversation_id}))


def brings_files(payload: str) -> bool:
    """Whether the channel still keeps files of a message for us."""
    return '"media":[{' in payload


_WAITS = select(InboxRow.id).where(InboxRow.conversation_id == bindparam("c"), InboxRow.status == PENDING).limit(1)


def waits(unit: Unit, conversation_id: int) -> bool:
    """Whether something waits in a conversation."""
    return unit.connection.scalar(_WAITS, {"c": conversation_id}) is not None


_FINISH = (
    update(InboxRow)
    .where(InboxRow.id == bindparam("b_id"), InboxRow.status == PENDING)
    .values(status=bindparam("b_status"), answer=bindparam("b_answer"))
)


def finish(unit: Unit, answers: Sequence[tuple[int, str]], *, dead: bool = False) -> None:
    """Settle messages with their answers."""
    rows = [{"b_id": i, "b_status": DEAD if dead else DONE, "b_answer": answer} for i, answer in answers]
    unit.connection.execute(_FINISH, rows if len(rows) > 1 else rows[0])


def try_later(unit: Unit, ids: Sequence[int], at: datetime, failure: str) -> None:
    """The turn of these messages failed: none is tried again before `at`, by the machine's clock."""
    failed = update(InboxRow).where(InboxRow.id.in_(ids), InboxRow.status == PENDING)
    unit.connection.execute(failed.values(tries=InboxRow.tries + 1, try_at=at, failure=failure[:_WORD_LIMIT]))


def give_up(unit: Unit, ids: Sequence[int], failure: str) -> None:
    """The turn of these messages, which are settled, failed for good: how."""
    failed = update(InboxRow).where(InboxRow.id.in_(ids))
    unit.connection.execute(failed.values(tries=InboxRow.tries + 1, try_at=None, failure=failure[:_WORD_LIMIT]))


def left_over(unit: Unit, limit: int = 500) -> list[int]:
    """Conversations with messages that wait while nobody runs their turn; `unit.now` is the machine's clock."""
    is_due = or_(InboxRow.try_at.is_(None), InboxRow.try_at <= unit.now)
    query = (
        select(InboxRow.conversation_id)
        .join(ConversationRow, ConversationRow.id == InboxRow.conversation_id)
        .where(InboxRow.status == PENDING, is_due, threads.IS_IDLE)
        .distinct()
        .limit(limit)
    )
    return list(unit.connection.scalars(query, threads.moments(unit.now)))


def waiting_payloads(unit: Unit) -> list[str]:
    """The messages whose turn is still to come, and that bring files."""
    waiting = select(InboxRow.payload).where(
        InboxRow.status == PENDING, InboxRow.payload.not_like('%"attachments":[]%')
    )
    return list(unit.connection.scalars(waiting))


def conversation_of(unit: Unit, channel: str, address: str) -> int | None:
    """The conversation that a channel calls `address`; None when nothing was said in it yet."""
    return unit.connection.scalar(select(ConversationRow.id).filter_by(channel=channel, address=key(address)))


def place_of(unit: Unit, conversation_id: int) -> tuple[str, str] | None:
    """The channel of a conversation, and its address there."""
    row = unit.connection.execute(
        select(ConversationRow.channel, ConversationRow.address).where(ConversationRow.id == conversation_id)
    ).first()
    return (row.channel, row.address) if row is not None else None


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of a conversation's past, for showing it again. `received_at` by the machine's clock."""

    id: int
    external_id: str
    payload: str
    is_answered: bool
    received_at: datetime


def history(unit: Unit, conversation_id: int, limit: int = 50) -> list[Heard]:
    """The last messages received in a conversation, oldest first."""
    rows = unit.connection.execute(
        select(InboxRow.id, InboxRow.external_id, InboxRow.payload, InboxRow.status, InboxRow.received_at)
        .where(InboxRow.conversation_id == conversation_id)
        .order_by(InboxRow.id.desc())
        .limit(limit)
    )
    return [
        Heard(row.id, row.external_id, row.payload, row.status != PENDING, row.received_at)
        for row in reversed(rows.all())
    ]


@dataclass(frozen=True)
class Figures:
    """How full a box is; `oldest_age_s` is the age of the oldest waiting message in seconds, None when none waits."""

    pending: int
    dead: int
    oldest_age_s: float | None


def figures(unit: Unit) -> Figures:
    """How full the inbox is."""
    tally = select(InboxRow.status, func.count()).where(InboxRow.status.in_((PENDING, DEAD))).group_by(InboxRow.status)
    counts = dict(unit.connection.execute(tally).all())
    oldest = unit.connection.scalar(select(func.min(InboxRow.received_at)).where(InboxRow.status == PENDING))
    age = (unit.now - oldest).total_seconds() if oldest else None
    return Figures(counts.get(PENDING, 0), counts.get(DEAD, 0), age)
