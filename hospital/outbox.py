"""Messages to people: written in the transaction that caused them, sent afterwards, at least once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, case, func, insert, or_, select, true, update
from sqlalchemy.orm import aliased

from db.models import ConversationRow, OutboxRow
from hospital import inbox
from hospital.inbox import Figures
from hospital.office import Unit

PENDING, LEASED, SENT, FAILED, DEAD = "pending", "leased", "sent", "failed", "dead"
WITHDRAWN = "withdrawn"
"""Settled before it left: an offer answered or lapsed that no channel had carried yet."""
OPT_OUT = "opt_out"
"""The kind of what confirms that somebody wants nothing more from us: that they are still sent."""
EMERGENCY = "emergency"
"""The kind of what answers an emergency: whoever wanted nothing from us wants this."""
ALERT = "alert"
"""The kind of what tells staff that somebody waits."""
LEASE = timedelta(seconds=30)
TALK_LIFE = timedelta(hours=24)
"""How long what is said in a talk is of use."""
ALERT_LIFE = timedelta(hours=4)
"""How long an alert is of use."""
WITHDRAWN_AT_ONCE = 200
NO_LEASE = {"lease_owner": None, "lease_until": None}


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
    """What it asks, as `offer:17`: the conversation's next turns see it until it is answered."""
    inbox_id: int | None = None
    """The message that it answers; None for what the desk writes unasked."""
    use_until: datetime | None = None
    """From then on it is of no use any more, and does not leave."""
    patient_id: int | None = None
    """Whose matter it is, where that is known beforehand."""
    instead_of: int | None = None
    """The row of another channel in whose place it goes."""


def put(unit: Unit, messages: Sequence[Outgoing], *, handed_over: bool) -> None:
    """Write messages down.

    `handed_over`: the waiting request itself carries them back (terminal, web chat, telephone); should it be cut off,
    the same request finds them as its stored answer. Otherwise they are left for whoever comes first.
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
            "status": SENT if handed_over else PENDING,
            "tries": 0,
            "due_at": unit.now,
            "created_at": unit.now,
            "sent_at": unit.now if handed_over else None,
            "inbox_id": message.inbox_id,
            "use_until": message.use_until,
            "patient_id": message.patient_id,
            "instead_of": message.instead_of,
            "is_open": message.inbox_id is None and not (handed_over and message.asks is None),
        }
        for message in messages
    ]
    if rows:
        unit.connection.execute(insert(OutboxRow), rows if len(rows) > 1 else rows[0])


def instead_key(dedupe_key: str, channel: str) -> str:
    """The key of the same fact, told on another channel instead."""
    return inbox.key(f"{dedupe_key}-by-{channel}")


def alert_key(about: str, address: str) -> str:
    """The key of an alert to an address, whichever way it goes. `about` is its task, and when that was told of."""
    return inbox.key(f"alert-{about}-{address}")


def is_told(unit: Unit, dedupe_key: str) -> bool:
    """Whether a fact was told before."""
    return unit.connection.scalar(select(OutboxRow.id).filter_by(dedupe_key=dedupe_key)) is not None


def put_unasked(
    unit: Unit, conversation_id: int, dedupe_key: str, kind: str, payload: str, asks: str | None = None
) -> bool:
    """Write something into a conversation unasked; False when that fact was told before. The conversation is locked.

    It is part of a talk: whom it does not reach within a day it would only puzzle.
    """
    if is_told(unit, dedupe_key):
        return False
    whose = select(ConversationRow.channel, ConversationRow.address).where(ConversationRow.id == conversation_id)
    channel, address = unit.connection.execute(whose).one()
    until = unit.now + TALK_LIFE
    message = Outgoing(dedupe_key, conversation_id, channel, address, kind, payload, asks, use_until=until)
    put(unit, [message], handed_over=False)
    return True


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of a conversation's past, for showing it again. `inbox_id` is the message that it answered."""

    id: int
    payload: str
    sent_at: datetime
    inbox_id: int | None = None
    is_open: bool = False
    asks: str | None = None


def history(unit: Unit, conversation_id: int, limit: int = 50) -> list[Sent]:
    """The last messages sent in a conversation, oldest first."""
    rows = unit.connection.execute(
        select(
            OutboxRow.id,
            OutboxRow.payload,
            OutboxRow.created_at.label("sent_at"),
            OutboxRow.inbox_id,
            OutboxRow.is_open,
            OutboxRow.asks,
        )
        .where(OutboxRow.conversation_id == conversation_id, OutboxRow.status == SENT)
        .order_by(OutboxRow.id.desc())
        .limit(limit)
    )
    return [Sent(**row._mapping) for row in reversed(rows.all())]


# --- what the desk wrote unasked ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Unprompted:
    """A message that the desk wrote unasked: still to be delivered, or delivered and waiting for its answer."""

    id: int
    kind: str
    asks: str | None
    payload: str
    is_delivered: bool
    created_at: datetime


_UNPROMPTED = (
    select(OutboxRow.id, OutboxRow.kind, OutboxRow.asks, OutboxRow.payload, OutboxRow.status, OutboxRow.created_at)
    .where(OutboxRow.conversation_id == bindparam("c"), OutboxRow.is_open == true())
    .order_by(OutboxRow.id)
)


def unprompted(unit: Unit, conversation_id: int) -> list[Unprompted]:
    """What the desk wrote unasked in a conversation and that is still open, oldest first."""
    rows = unit.connection.execute(_UNPROMPTED, {"c": conversation_id})
    return [Unprompted(r.id, r.kind, r.asks, r.payload, r.status == SENT, r.created_at) for r in rows]


_LATEST = (
    select(OutboxRow.id, OutboxRow.inbox_id, OutboxRow.is_open, OutboxRow.status, OutboxRow.sent_at)
    .join(ConversationRow, ConversationRow.id == OutboxRow.conversation_id)
    .where(ConversationRow.channel == bindparam("b_channel"), ConversationRow.address == bindparam("b_address"))
    .order_by(OutboxRow.id.desc())
    .limit(20)
)


def unasked_lately(unit: Unit, channel: str, address: str, within: timedelta) -> list[Unprompted]:
    """What the desk wrote unasked in a conversation and that waits, or was delivered within so long; oldest first.

    Asked every few seconds by whoever looks on: one read of the newest rows' heads, as a rule with nothing to show.
    """
    heads = unit.connection.execute(_LATEST, {"b_channel": channel, "b_address": address}).all()
    since = unit.now - within
    found = [r.id for r in heads if r.inbox_id is None and _is_new(r.status, r.is_open, r.sent_at, since)]
    if not found:
        return []
    rows = unit.connection.execute(
        select(OutboxRow.id, OutboxRow.kind, OutboxRow.asks, OutboxRow.payload, OutboxRow.status, OutboxRow.created_at)
        .where(OutboxRow.id.in_(found))
        .order_by(OutboxRow.id)
    )
    return [Unprompted(r.id, r.kind, r.asks, r.payload, r.status == SENT, r.created_at) for r in rows]


def still_open(unit: Unit, channel: str, address: str, ids: Sequence[int]) -> set[int]:
    """Which of these messages of a conversation still wait for their answer."""
    rows = (
        select(OutboxRow.id)
        .join(ConversationRow, ConversationRow.id == OutboxRow.conversation_id)
        .where(ConversationRow.channel == channel, ConversationRow.address == address)
        .where(OutboxRow.id.in_(ids), OutboxRow.is_open)
    )
    return set(unit.connection.scalars(rows))


def _is_new(status: str, is_open: bool, sent_at: datetime | None, since: datetime) -> bool:
    if status in (PENDING, LEASED):
        return is_open
    return status == SENT and sent_at is not None and sent_at > since


def deliver(unit: Unit, ids: Sequence[int]) -> list[int]:
    """Mark unasked messages as carried to whoever fetches them; those that nobody had carried before."""
    if not ids:
        return []
    waiting = (OutboxRow.id.in_(ids)) & OutboxRow.status.in_((PENDING, LEASED))
    fresh = list(unit.connection.scalars(select(OutboxRow.id).where(waiting).order_by(OutboxRow.id).with_for_update()))
    if fresh:
        unit.connection.execute(
            update(OutboxRow)
            .where(OutboxRow.id.in_(fresh))
            .values(status=SENT, sent_at=unit.now, is_open=OutboxRow.asks.is_not(None), **NO_LEASE)
        )
    return fresh


_IS_LOST = OutboxRow.status.in_((DEAD, FAILED))


def settle(unit: Unit, conversation_id: int, *asks: str) -> None:
    """What these messages ask is answered or has lapsed: turns see them no more, and none leaves from now on."""
    if not asks:
        return
    status = case((OutboxRow.status.in_((PENDING, LEASED)), WITHDRAWN), else_=OutboxRow.status)
    settled = {"answered_at": unit.now, "is_open": False, "status": status}
    for each in _and_instead(unit, (OutboxRow.conversation_id == conversation_id) & OutboxRow.asks.in_(asks)):
        # one that was given up is answered with the others: it is not to be asked after all
        unanswered = each & or_(OutboxRow.is_open == true(), _IS_LOST) & OutboxRow.answered_at.is_(None)
        unit.connection.execute(update(OutboxRow).where(unanswered).values(settled))


def withdraw_question(unit: Unit, conversation_id: int, asks: str) -> None:
    """What this asks has lapsed: where no channel carried it yet, none does from now on."""
    _withdraw(unit, (OutboxRow.conversation_id == conversation_id) & (OutboxRow.asks == asks))


def withdraw_all(unit: Unit, conversation_id: int) -> int:
    """Nothing that waits in a conversation leaves any more but help in an emergency; how many messages those are."""
    return _withdraw(unit, (OutboxRow.conversation_id == conversation_id) & (OutboxRow.kind != EMERGENCY))


def withdraw(unit: Unit, dedupe_keys: Sequence[str]) -> int:
    """Messages that are of no use any more do not leave, where none has carried them yet; how many those are."""
    parts = [dedupe_keys[n : n + WITHDRAWN_AT_ONCE] for n in range(0, len(dedupe_keys), WITHDRAWN_AT_ONCE)]
    return sum(_withdraw(unit, OutboxRow.dedupe_key.in_(part)) for part in parts)


def _withdraw(unit: Unit, which: ColumnElement[bool]) -> int:
    waits = OutboxRow.status.in_((PENDING, LEASED))
    settled = {"status": WITHDRAWN, "is_open": False, "answered_at": unit.now, **NO_LEASE}
    done = 0
    for each in _and_instead(unit, which):
        done += unit.connection.execute(update(OutboxRow).where(each & waits).values(settled)).rowcount
        lost = update(OutboxRow).where(each & _IS_LOST & OutboxRow.answered_at.is_(None))
        unit.connection.execute(lost.values(answered_at=unit.now))
    return done


def _and_instead(unit: Unit, which: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    """These messages and, where there are any, those on another channel in their place that wait or are unanswered."""
    instead = aliased(OutboxRow)
    query = select(instead.id).join(OutboxRow, instead.instead_of == OutboxRow.id)
    # few go in another's place: without the hint MariaDB takes the many that do not for one value, and reads them all
    query = query.where(instead.instead_of.is_not(None))
    found = list(unit.connection.scalars(query.where(which, instead.is_open == true())))
    return [which, OutboxRow.id.in_(found)] if found else [which]


# --- both sides of a conversation -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said in a conversation, by the person (its `row` is a Heard) or by the desk."""

    row: inbox.Heard | Sent | Unprompted
    text: str
    """The words; of a choice that was tapped, what stood on it, as far as that is still known."""
    choice: str | None = None
    """What was tapped, by its value."""
    choices: tuple[dict[str, str], ...] = ()
    """What the desk offered with it."""
    files: tuple[str, ...] = ()
    """Names of the files that the person sent, as far as they have any."""
    author: str | None = None
    """The colleague who wrote it, by name; None for the desk itself."""
    is_private: bool = False
    """Whether it told of records to somebody who had just proven who they are."""


def dialogue(unit: Unit, conversation_id: int, limit: int = 50) -> list[Line]:
    """The last of what was said on both sides of a conversation, oldest first."""
    rows = _in_order(inbox.history(unit, conversation_id, limit), history(unit, conversation_id, limit))
    written = {row.id: written_line(row) for row in rows if isinstance(row, Sent)}
    labels = {choice["value"]: choice["label"] for line in written.values() for choice in line.choices}
    return [written[row.id] if isinstance(row, Sent) else _heard_line(row, labels) for row in rows]


def _in_order(heard: list[inbox.Heard], sent: Sequence[Sent]) -> list[inbox.Heard | Sent]:
    """By the order of the rows, not of clocks: an answer follows its message, what came unasked what was before."""
    said: list[inbox.Heard | Sent] = []
    for each in sent:
        while heard and each.inbox_id is not None and heard[0].id <= each.inbox_id:
            said.append(heard.pop(0))
        said.append(each)
    return [*said, *heard]


def written_line(row: Sent | Unprompted) -> Line:
    """What the desk or a colleague wrote."""
    reply = json.loads(row.payload)
    is_private = bool(reply.get("private"))
    return Line(row, reply["text"], None, tuple(reply["choices"]), (), reply.get("author"), is_private)


def _heard_line(row: inbox.Heard, labels: Mapping[str, str]) -> Line:
    message = json.loads(row.payload)
    choice = message.get("choice")
    text = message.get("text") if choice is None else labels.get(choice)
    files = tuple(file.get("name") or "" for file in message.get("attachments") or ())
    return Line(row, text or "", choice, files=files)


def figures(unit: Unit) -> Figures:
    """How full the outbox is."""
    tally = (
        select(OutboxRow.status, func.count())
        .where(OutboxRow.status.in_((PENDING, LEASED, FAILED, DEAD)))
        .group_by(OutboxRow.status)
    )
    counts = dict(unit.connection.execute(tally).all())
    waiting = or_(OutboxRow.status == PENDING, OutboxRow.status == LEASED)
    oldest = unit.connection.scalar(select(func.min(OutboxRow.created_at)).where(waiting))
    age = max(0.0, (unit.now - oldest).total_seconds()) if oldest else None
    lost = counts.get(DEAD, 0) + counts.get(FAILED, 0)
    return Figures(counts.get(PENDING, 0) + counts.get(LEASED, 0), lost, age)
