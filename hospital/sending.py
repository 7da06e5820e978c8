"""Sending what the outbox holds: what may leave now, in order per conversation, and what became of it.

Any number of processes may send side by side. A message is sent by whoever has its lease; one whose sender died is
taken over when the lease has run out, and so may arrive twice. What must not (a one-time code, a payment link) is
given up instead, where its sending may have begun, and left for a person to look at. Leases go by the machine's clock;
whoever lost one has nothing more to say about the message than that it left.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select, true, update
from sqlalchemy.orm import aliased

from db.models import HandleRow, InboxRow, OutboxRow
from hospital import audit, deliveries, rests
from hospital.deliveries import Lost
from hospital.office import Unit
from hospital.outbox import (
    ALERT,
    ALERT_LIFE,
    DEAD,
    EMERGENCY,
    FAILED,
    LEASE,
    LEASED,
    NO_LEASE,
    OPT_OUT,
    PENDING,
    SENT,
    WITHDRAWN,
)

ONCE = frozenset({"code", "payment_link"})
"""Kinds that are never repeated by themselves."""
EXPIRED, UNCERTAIN, OPTED_OUT = "expired", "uncertain", "opted_out"
"""Why a message did not leave: its use was over; nobody knows whether it did; its reader wants none."""
ANSWERED = "answered"
"""Why a dead letter is not sent after all: what it asks is answered or has lapsed."""
EDITION = "edition"
"""The key of a payload that tells how often somebody had it sent after all."""
_NOT_LEAVING = frozenset({EXPIRED, OPTED_OUT})
_ALWAYS = frozenset({OPT_OUT, EMERGENCY})
"""Kinds that leave also for whoever wants nothing from us."""
LOST = (DEAD, FAILED)
"""Given up by us, or by the channel after it had taken it."""
_UNSENT = (PENDING, LEASED)
TRIES = 12
"""After so many that failed a message is given up: about two hours. Being asked for patience is no failure."""


@dataclass(frozen=True, slots=True)
class Due:
    """A message that is to be sent now, by whoever has it."""

    id: int
    conversation_id: int
    channel: str
    address: str
    kind: str
    payload: str
    tries: int
    """How often somebody took it to send it, this time included: whoever has the highest number has its lease."""
    failed_tries: int = 0
    """How often that failed of itself, this time not included."""
    answers: str | None = None
    """The message that it answers, as it was received."""
    heard_at: datetime | None = None
    """When the person wrote last in its conversation."""
    rests_until: datetime | None = None
    """Until when its channel or its address asked to be left alone, by the machine's clock."""
    use_until: datetime | None = None
    """From then on it is of no use."""


def waiting(
    unit: Unit, channels: Collection[str], now: datetime, limit: int = 200, *, kinds: Collection[str] | None = None
) -> list[int]:
    """Conversations on these channels whose next message is due and in nobody's hands, longest waiting first.

    `kinds`: messages of no other kind are looked at. `now` is the machine's clock.
    """
    earlier = aliased(OutboxRow)
    is_next = ~exists().where(
        earlier.conversation_id == OutboxRow.conversation_id, earlier.id < OutboxRow.id, earlier.status.in_(_UNSENT)
    )
    query = (
        select(OutboxRow.conversation_id)
        .where(OutboxRow.status.in_(_UNSENT), OutboxRow.channel.in_(channels), _is_due(unit, now))
        # help in an emergency waits for nothing that is before it
        .where(or_(is_next, OutboxRow.kind == EMERGENCY))
        .where(true() if kinds is None else OutboxRow.kind.in_(kinds))
        .order_by(OutboxRow.due_at, OutboxRow.id)
        .limit(limit)
    )
    return list(dict.fromkeys(unit.connection.scalars(query)))


def _is_due(unit: Unit, now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(OutboxRow.status == PENDING, OutboxRow.due_at <= unit.now),
        # nobody takes a lease for twice its length: where one reads so, a clock has been set
        and_(OutboxRow.status == LEASED, or_(OutboxRow.lease_until < now, OutboxRow.lease_until > now + 2 * LEASE)),
    )


def take(
    unit: Unit,
    conversation_id: int,
    channels: Collection[str],
    owner: str,
    now: datetime,
    *,
    kinds: Collection[str] | None = None,
) -> Due | None:
    """The next message of a conversation, leased to `owner`; None where it is not due, or in somebody's hands.

    Help in an emergency is always the next. `kinds`: no other is looked at. `now` is the machine's clock.
    """
    while True:
        row = _first(unit, conversation_id, channels, now, kinds)
        if row is None or not _may_take(unit, row, now):
            return None
        failure = _why_not(unit, row)
        if failure is not None:
            # an alert that did not leave in time is somebody's matter
            status = WITHDRAWN if failure in _NOT_LEAVING and row.kind != ALERT else DEAD
            _settle(unit, row, status=status, failure=failure, is_open=False)
            continue
        leased = {"status": LEASED, "lease_owner": owner, "lease_until": now + LEASE, "tries": row.tries + 1}
        leased["failed_tries"] = _failed_before(row)
        same = OutboxRow.id == row.id, OutboxRow.status == row.status, OutboxRow.tries == row.tries
        if unit.connection.execute(update(OutboxRow).where(*same).values(leased)).rowcount != 1:
            return None
        facts = (row.id, conversation_id, row.channel, row.address, row.kind, row.payload, row.tries + 1)
        return Due(*facts, _failed_before(row), row.answers, row.heard_at, row.rests_until, row.use_until)


_HEARD = aliased(InboxRow)
_HEARD_AT = (
    select(_HEARD.received_at)
    .where(_HEARD.conversation_id == OutboxRow.conversation_id)
    .order_by(_HEARD.id.desc())
    .limit(1)
    .correlate(OutboxRow)
    .scalar_subquery()
    .label("heard_at")
)


def _first(
    unit: Unit, conversation_id: int, channels: Collection[str], now: datetime, kinds: Collection[str] | None
) -> Any:
    answers, rests_until = InboxRow.payload.label("answers"), rests.until(now).label("rests_until")
    query = (
        select(*OutboxRow.__table__.columns, answers, _HEARD_AT, rests_until, HandleRow.is_opted_out)
        .select_from(OutboxRow)
        .outerjoin(InboxRow, InboxRow.id == OutboxRow.inbox_id)
        .outerjoin(HandleRow, (HandleRow.channel == OutboxRow.channel) & (HandleRow.address == OutboxRow.address))
        .where(OutboxRow.conversation_id == conversation_id, OutboxRow.status.in_(_UNSENT))
        .where(OutboxRow.channel.in_(channels))
        .order_by(OutboxRow.kind != EMERGENCY, OutboxRow.id)
        .limit(1)
    )
    if kinds is not None:
        query = query.where(OutboxRow.kind.in_(kinds))
    return unit.connection.execute(query).first()


_WAITS = select(OutboxRow.id).where(OutboxRow.conversation_id == bindparam("c"), OutboxRow.status.in_(_UNSENT)).limit(1)


def has_more(unit: Unit, conversation_id: int) -> bool:
    """Whether anything in a conversation is still to be sent."""
    return unit.connection.scalar(_WAITS, {"c": conversation_id}) is not None


def renew(unit: Unit, due: Due, now: datetime) -> bool:
    """Keep a message in hand for another while; False when it is no longer. `now` is the machine's clock."""
    still_ours = OutboxRow.id == due.id, OutboxRow.status == LEASED, OutboxRow.tries == due.tries
    return unit.connection.execute(update(OutboxRow).where(*still_ours).values(lease_until=now + LEASE)).rowcount == 1


def _may_take(unit: Unit, row: Any, now: datetime) -> bool:
    """Whether nobody has it. One's own lease is no exception: what came of that try is still to be written down."""
    if row.status == PENDING:
        return bool(row.due_at <= unit.now)
    return bool(row.lease_until is None or row.lease_until < now or row.lease_until > now + 2 * LEASE)


def _failed_before(row: Any) -> int:
    """How many tries failed: one of which nobody wrote down what came of it is one of them."""
    return int(row.failed_tries or 0) + (1 if row.status == LEASED else 0)


def _why_not(unit: Unit, row: Any) -> str | None:
    if row.use_until is not None and row.use_until <= unit.now:
        return EXPIRED
    if row.is_opted_out and row.kind not in _ALWAYS:
        return OPTED_OUT
    # nobody can say how a try went whose sender has not told
    is_untold = row.status == LEASED and row.tries > 0
    return UNCERTAIN if is_untold and (row.kind in ONCE or _failed_before(row) >= TRIES) else None


# --- what became of it ----------------------------------------------------------------------------


def sent(unit: Unit, due: Due, external_id: str | None, parts: Sequence[str] = ()) -> Lost | None:
    """It is with the channel, which calls it `external_id`; the message, where it is known to be lost by now.

    `parts` is what the channel calls those that left before, where it has several: what becomes of any counts.
    """
    left(unit, due, external_id)
    deliveries.keep_parts(unit, due.id, due.channel, parts)
    ids = [*parts, *([external_id] if external_id is not None else [])]
    lost = [deliveries.apply_to(unit, due.channel, each) for each in ids]
    return next((each for each in lost if each is not None), None)


def left(unit: Unit, due: Due, external_id: str | None) -> None:
    """It is with the channel, whatever else is to be said of that."""
    waits = OutboxRow.asks.is_not(None) & OutboxRow.answered_at.is_(None) & OutboxRow.is_open
    told = {"status": SENT, "sent_at": unit.now, "external_id": external_id, "failure": None, "is_open": waits}
    # whoever has it by now, it has left
    unit.connection.execute(update(OutboxRow).where(_is_unsettled(due.id)).values({**NO_LEASE, **told}))


def try_again(unit: Unit, due: Due, at: datetime, failure: str) -> None:
    """It failed to leave: whoever comes first from that moment on tries again."""
    _settle(unit, due, status=PENDING, due_at=at, failure=failure, failed_tries=due.failed_tries + 1)


def put_off(unit: Unit, due: Due, at: datetime, failure: str) -> None:
    """It is not its time: whoever comes first from that moment on tries, as if nobody had."""
    _settle(unit, due, status=PENDING, due_at=at, failure=failure)


def give_up(unit: Unit, due: Due, failure: str) -> None:
    """It will not leave by itself any more: a dead letter, for a person to look at."""
    _settle(unit, due, status=DEAD, failure=failure, is_open=False)


def give_up_unsent(unit: Unit, which: ColumnElement[bool], failure: str) -> int:
    """Messages that wait become dead letters; how many."""
    dead = {"status": DEAD, "failure": failure, "is_open": False, **NO_LEASE}
    return unit.connection.execute(update(OutboxRow).where(which, OutboxRow.status.in_(_UNSENT)).values(dead)).rowcount


def withdraw(unit: Unit, due: Due, failure: str) -> None:
    """It is not to leave, for a reason that is nobody's fault."""
    _settle(unit, due, status=WITHDRAWN, failure=failure, is_open=False)


def _settle(unit: Unit, due: Due | Any, **values: object) -> None:
    """Write down what became of a message, unless it was settled otherwise or taken over meanwhile."""
    still_ours = _is_unsettled(due.id), OutboxRow.tries == due.tries
    unit.connection.execute(update(OutboxRow).where(*still_ours).values({**NO_LEASE, **values}))


def _is_unsettled(outbox_id: int) -> ColumnElement[bool]:
    return and_(OutboxRow.id == outbox_id, OutboxRow.status.in_(_UNSENT))


# --- dead letters ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that was given up."""

    id: int
    channel: str
    kind: str
    failure: str | None
    tries: int
    created_at: datetime


def dead_letters(unit: Unit, limit: int = 100) -> list[DeadLetter]:
    """What was given up, newest first."""
    columns = [getattr(OutboxRow, name) for name in DeadLetter.__slots__]
    rows = unit.connection.execute(
        select(*columns).where(OutboxRow.status.in_(LOST)).order_by(OutboxRow.id.desc()).limit(limit)
    )
    return [DeadLetter(**row._mapping) for row in rows]


def why_not_again(unit: Unit, ids: Collection[int] | None = None) -> dict[int, str]:
    """Dead letters that are not sent after all, those with these ids or of all: each with the reason.

    What they ask is answered or has lapsed (`answered`), or they are of no use any more (`expired`).
    """
    return {row.id: reason for row in _lost(unit, ids) if (reason := _why_not_again(unit, row)) is not None}


def replay(unit: Unit, ids: Collection[int] | None = None) -> int:
    """Let dead letters be sent after all, those with these ids or every one; how many. It is audited.

    What must not arrive twice is sent again only where somebody names it; what is of no use any more, never. A
    question that still waits for its answer is open again.
    """
    chosen = [row for row in _lost(unit, ids) if _why_not_again(unit, row) is None]
    for row in chosen:
        payload = json.loads(row.payload)
        anew: dict[str, Any] = {"status": PENDING, "failed_tries": 0, "due_at": unit.now, "failure": None}
        anew |= {"external_id": None, "delivery": None, "is_open": row.inbox_id is None}
        # its channel is to take it for another message, not for the same once more
        anew["payload"] = json.dumps({**payload, EDITION: payload.get(EDITION, 0) + 1}, ensure_ascii=False)
        if row.kind == ALERT:
            # as if it had begun now: should it reach nobody again, that is told again
            anew |= {"use_until": unit.now + ALERT_LIFE, "told_at": None}
        unit.connection.execute(update(OutboxRow).where(OutboxRow.id == row.id).values(anew))
    if chosen:
        replayed = [row.id for row in chosen]
        deliveries.forget_parts(unit, replayed)
        audit.append(unit, audit.Entry("outbox.replayed", "outbox", {"ids": replayed}))
    return len(chosen)


def _lost(unit: Unit, ids: Collection[int] | None) -> Sequence[Any]:
    which: ColumnElement[bool] = OutboxRow.status.in_(LOST)
    which &= OutboxRow.kind.not_in(ONCE) if ids is None else OutboxRow.id.in_(ids)
    return unit.connection.execute(select(OutboxRow.__table__).where(which).with_for_update()).all()


def _why_not_again(unit: Unit, row: Any) -> str | None:
    if row.answered_at is not None:
        return ANSWERED
    # an alert sent again is of use anew; what belongs to a talk or an offer is not
    is_over = row.use_until is not None and row.use_until <= unit.now and row.kind != ALERT
    return EXPIRED if is_over else None


def troubles(unit: Unit) -> dict[str, int]:
    """How many messages wait because of something that went wrong, by what that was."""
    waits = OutboxRow.status.in_(_UNSENT), OutboxRow.failure.is_not(None)
    rows = unit.connection.execute(select(OutboxRow.failure, func.count()).where(*waits).group_by(OutboxRow.failure))
    return {str(row[0]): row[1] for row in rows}
