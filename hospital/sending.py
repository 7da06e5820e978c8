"""Sending what the outbox holds: what may leave now, in order per conversation, and what became of it.

Any number of processes may send side by side. A message is sent by whoever has its lease; one whose sender died is
taken over when the lease has run out, and so may arrive twice. What must not (a one-time code, a payment link) is
given up instead, where its sending may have begun, and left for a person to look at. Leases go by the machine's clock;
whoever lost one has nothing more to say about the message than that it left.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from db.models import HandleRow, InboxRow, OutboxRow
from hospital import audit, deliveries
from hospital.deliveries import Lost
from hospital.office import Unit
from hospital.outbox import ALERT, ALERT_LIFE, DEAD, EMERGENCY, FAILED, LEASE, LEASED, OPT_OUT, PENDING, SENT, WITHDRAWN

ONCE = frozenset({"code", "payment_link"})
"""Kinds that are never repeated by themselves."""
EXPIRED, UNCERTAIN, OPTED_OUT = "expired", "uncertain", "opted_out"
"""Why a message did not leave: its use was over; nobody knows whether it did; its reader wants none."""
_NOT_LEAVING = frozenset({EXPIRED, OPTED_OUT})
_ALWAYS = frozenset({OPT_OUT, EMERGENCY})
"""Kinds that leave also for whoever wants nothing from us."""
LOST = (DEAD, FAILED)
"""Given up by us, or by the channel after it had taken it."""
_UNSENT = (PENDING, LEASED)
_NO_LEASE = {"lease_owner": None, "lease_until": None}


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


def waiting(unit: Unit, channels: Collection[str], now: datetime, limit: int = 200) -> list[int]:
    """Conversations on these channels whose next message is due and in nobody's hands, longest waiting first.

    `now` is the machine's clock.
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
        .order_by(OutboxRow.due_at, OutboxRow.id)
        .limit(limit)
    )
    return list(dict.fromkeys(unit.connection.scalars(query)))


def _is_due(unit: Unit, now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(OutboxRow.status == PENDING, OutboxRow.due_at <= unit.now),
        and_(OutboxRow.status == LEASED, OutboxRow.lease_until < now),
    )


def take(unit: Unit, conversation_id: int, channels: Collection[str], owner: str, now: datetime) -> Due | None:
    """The next message of a conversation, leased to `owner`; None where it is not due, or in another's hands.

    `now` is the machine's clock.
    """
    while True:
        row = _first(unit, conversation_id, channels)
        if row is None or not _may_take(unit, row, owner, now):
            return None
        failure = _why_not(unit, row)
        if failure is not None:
            # an alert that did not leave in time is somebody's matter
            status = WITHDRAWN if failure in _NOT_LEAVING and row.kind != ALERT else DEAD
            _settle(unit, row, status=status, failure=failure, is_open=False)
            continue
        leased = {"status": LEASED, "lease_owner": owner, "lease_until": now + LEASE, "tries": row.tries + 1}
        same = OutboxRow.id == row.id, OutboxRow.status == row.status, OutboxRow.tries == row.tries
        if unit.connection.execute(update(OutboxRow).where(*same).values(leased)).rowcount != 1:
            return None
        facts = (row.id, conversation_id, row.channel, row.address, row.kind, row.payload, row.tries + 1)
        return Due(*facts, row.failed_tries or 0, row.answers, row.heard_at)


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


def _first(unit: Unit, conversation_id: int, channels: Collection[str]) -> Any:
    answers = InboxRow.payload.label("answers")
    query = (
        select(*OutboxRow.__table__.columns, answers, _HEARD_AT, HandleRow.is_opted_out)
        .select_from(OutboxRow)
        .outerjoin(InboxRow, InboxRow.id == OutboxRow.inbox_id)
        .outerjoin(HandleRow, (HandleRow.channel == OutboxRow.channel) & (HandleRow.address == OutboxRow.address))
        .where(OutboxRow.conversation_id == conversation_id, OutboxRow.status.in_(_UNSENT))
        .where(OutboxRow.channel.in_(channels))
        .order_by(OutboxRow.kind != EMERGENCY, OutboxRow.id)
        .limit(1)
    )
    return unit.connection.execute(query).first()


def renew(unit: Unit, due: Due, now: datetime) -> bool:
    """Keep a message in hand for another while; False when it is no longer. `now` is the machine's clock."""
    still_ours = OutboxRow.id == due.id, OutboxRow.status == LEASED, OutboxRow.tries == due.tries
    return unit.connection.execute(update(OutboxRow).where(*still_ours).values(lease_until=now + LEASE)).rowcount == 1


def _may_take(unit: Unit, row: Any, owner: str, now: datetime) -> bool:
    if row.status == PENDING:
        return bool(row.due_at <= unit.now)
    return bool(row.lease_owner == owner or row.lease_until is None or row.lease_until < now)


def _why_not(unit: Unit, row: Any) -> str | None:
    if row.use_until is not None and row.use_until <= unit.now:
        return EXPIRED
    if row.is_opted_out and row.kind not in _ALWAYS:
        return OPTED_OUT
    # a lease of one's own with a try is this process' from before: nobody else may say how that went
    return UNCERTAIN if row.kind in ONCE and row.status == LEASED and row.tries > 0 else None


# --- what became of it ----------------------------------------------------------------------------


def sent(unit: Unit, due: Due, external_id: str | None) -> Lost | None:
    """It is with the channel, which calls it `external_id`; the message, where it is known to be lost by now."""
    waits = OutboxRow.asks.is_not(None) & OutboxRow.answered_at.is_(None) & OutboxRow.is_open
    told = {"status": SENT, "sent_at": unit.now, "external_id": external_id, "failure": None, "is_open": waits}
    # whoever has it by now, it has left
    unit.connection.execute(update(OutboxRow).where(_is_unsettled(due.id)).values({**_NO_LEASE, **told}))
    return deliveries.apply_to(unit, due.channel, external_id) if external_id is not None else None


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
    dead = {"status": DEAD, "failure": failure, "is_open": False, **_NO_LEASE}
    return unit.connection.execute(update(OutboxRow).where(which, OutboxRow.status.in_(_UNSENT)).values(dead)).rowcount


def withdraw(unit: Unit, due: Due, failure: str) -> None:
    """It is not to leave, for a reason that is nobody's fault."""
    _settle(unit, due, status=WITHDRAWN, failure=failure, is_open=False)


def _settle(unit: Unit, due: Due | Any, **values: object) -> None:
    """Write down what became of a message, unless it was settled otherwise or taken over meanwhile."""
    still_ours = _is_unsettled(due.id), OutboxRow.tries == due.tries
    unit.connection.execute(update(OutboxRow).where(*still_ours).values({**_NO_LEASE, **values}))


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


def replay(unit: Unit, ids: Collection[int] | None = None) -> int:
    """Let dead letters be sent after all, those with these ids or every one; how many. It is audited.

    What must not arrive twice is sent again only where somebody names it.
    """
    which: ColumnElement[bool] = OutboxRow.status.in_(LOST)
    which &= OutboxRow.kind.not_in(ONCE) if ids is None else OutboxRow.id.in_(ids)
    chosen = list(unit.connection.scalars(select(OutboxRow.id).where(which).with_for_update()))
    if chosen:
        anew = {"status": PENDING, "failed_tries": 0, "due_at": unit.now, "failure": None}
        anew |= {"external_id": None, "delivery": None}
        these = update(OutboxRow).where(OutboxRow.id.in_(chosen))
        unit.connection.execute(these.values(anew))
        # an alert sent again is of use anew; what belongs to a talk or an offer is not
        alerts = these.where(OutboxRow.kind == ALERT)
        unit.connection.execute(alerts.values(use_until=unit.now + ALERT_LIFE))
        audit.append(unit, audit.Entry("outbox.replayed", "outbox", {"ids": chosen}))
    return len(chosen)


def failures(unit: Unit) -> dict[str, int]:
    """How many dead letters there are by the reason of their death, those that a channel lost included."""
    reason = func.coalesce(OutboxRow.failure, "unknown")
    rows = unit.connection.execute(select(reason, func.count()).where(OutboxRow.status.in_(LOST)).group_by(reason))
    return {row[0]: row[1] for row in rows}
