"""Conversation rows: who may run a turn now, at which version, and the state that the conversation room keeps there.

A turn is run under a lease that names its process and runs out by the machine's clock; the version, checked under
the row's lock, is what keeps a process whose lease ran out from writing.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, exists, func, insert, or_, select, true, update

from db.models import ConversationRow, HospitalRow, InboxRow, OutboxRow, TakenUpRow
from hospital.errors import ConflictError
from hospital.office import Unit

BOT, PERSON = "bot", "person"
LEASE = timedelta(seconds=5)
"""Short, since the version is the fence: it is what a conversation waits after its process was killed in a turn."""


class StaleTurnError(ConflictError):
    """Somebody else has moved the conversation on: start the turn again from its present state."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that waits for its turn."""

    inbox_id: int
    payload: str
    tries: int = 0
    """How many of its turns failed."""
    try_at: datetime | None = None
    """It is not to be tried before, by the machine's clock."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation as a turn finds it, with the messages that wait, in the order received."""

    id: int
    version: int
    state: str | None
    owner: str
    revision: int | None
    """The hospital's revision; None when there is no hospital."""
    waiting: tuple[Waiting, ...]
    has_unprompted: bool = False
    """Whether the desk wrote something unasked that is still to be delivered or answered."""


class Keys:
    """Remembers which row a conversation is, so that most messages need not ask."""

    def __init__(self, size: int = 20_000) -> None:
        self._size = size
        self._ids: dict[tuple[str, str], int] = {}
        self._lock = threading.Lock()

    def get(self, channel: str, address: str) -> int | None:
        """The row id, where known."""
        return self._ids.get((channel, address))

    def put(self, channel: str, address: str, conversation_id: int) -> None:
        """Remember a row id, forgetting the oldest when there are too many."""
        with self._lock:
            while len(self._ids) >= self._size:
                self._ids.pop(next(iter(self._ids)))
            self._ids[channel, address] = conversation_id


def find_or_open(unit: Unit, channel: str, address: str) -> int:
    """The row of a conversation, made when it is new."""
    key = {"channel": channel, "address": address}
    query = select(ConversationRow.id).filter_by(**key)
    found = unit.connection.scalar(query)
    if found is not None:
        return found
    values = {**key, "version": 0, "owner": "bot", "created_at": unit.now, "updated_at": unit.now}
    unit.connection.execute(insert(ConversationRow).prefix_with(unit.insert_ignore()), values)
    return unit.connection.execute(query).scalar_one()


IS_IDLE = or_(
    ConversationRow.lease_until.is_(None),
    ConversationRow.lease_until < bindparam("b_now"),
    ConversationRow.lease_until > bindparam("b_too_long"),
)
"""Whether nobody runs a turn; `moments` gives its values."""
_LEASE = (
    update(ConversationRow)
    .where(ConversationRow.id == bindparam("b_id"), or_(IS_IDLE, ConversationRow.lease_owner == bindparam("b_owner")))
    .values(lease_owner=bindparam("b_owner"), lease_until=bindparam("b_until"))
)


def moments(now: datetime) -> dict[str, datetime]:
    """The values of IS_IDLE. Nobody takes a lease for twice its length: where one reads so, a clock has been set."""
    return {"b_now": now, "b_too_long": now + 2 * LEASE}


def lease(unit: Unit, conversation_id: int, owner: str, now: datetime) -> bool:
    """Take the right to run turns of a conversation; False while another has it. `now` is the machine's clock."""
    values = {"b_id": conversation_id, "b_owner": owner, "b_until": now + LEASE, **moments(now)}
    return unit.connection.execute(_LEASE, values).rowcount == 1


_READ = (
    select(
        ConversationRow.version,
        ConversationRow.state,
        ConversationRow.owner,
        select(HospitalRow.revision).limit(1).scalar_subquery().label("revision"),
        exists()
        .where(OutboxRow.conversation_id == ConversationRow.id, OutboxRow.is_open == true())
        .label("has_unprompted"),
        InboxRow.id.label("inbox_id"),
        InboxRow.payload,
        InboxRow.tries,
        InboxRow.try_at,
    )
    .outerjoin(InboxRow, (InboxRow.conversation_id == ConversationRow.id) & (InboxRow.status == "pending"))
    .where(ConversationRow.id == bindparam("c"))
    .order_by(InboxRow.id)
    .limit(50)
)
_READ_WITHOUT_STATE = _READ.with_only_columns(*[c for c in _READ.selected_columns if c.key != "state"])


def read(unit: Unit, conversation_id: int, *, hot: tuple[int, str] | None = None) -> Thread | None:
    """A conversation and what waits in it. `hot` is a (version, state) copy that spares reading the state."""
    rows = unit.connection.execute(_READ_WITHOUT_STATE if hot else _READ, {"c": conversation_id}).all()
    if not rows:
        return None
    first = rows[0]
    if hot is not None and hot[0] != first.version:
        return read(unit, conversation_id)
    waiting = tuple(Waiting(r.inbox_id, r.payload, r.tries, r.try_at) for r in rows if r.inbox_id is not None)
    state = hot[1] if hot else first.state
    return Thread(
        conversation_id,
        first.version,
        state,
        first.owner,
        first.revision,
        waiting,
        bool(first.has_unprompted),
    )


_LOCK = (
    select(ConversationRow.version, ConversationRow.lease_owner, ConversationRow.owner, TakenUpRow.errand)
    .outerjoin(
        TakenUpRow, (TakenUpRow.conversation_id == ConversationRow.id) & (TakenUpRow.errand == bindparam("errand"))
    )
    .where(ConversationRow.id == bindparam("c"))
    .with_for_update()
)


@dataclass(frozen=True, slots=True)
class Locked:
    """What is read under a conversation's lock.

    `owner` answers in it, `bot` or `person`; `is_taken_up` where another conversation goes on with its errand: one that
    is about to was waited for.
    """

    owner: str
    is_taken_up: bool


def lock(unit: Unit, thread: Thread, owner: str, errand: int = 0) -> Locked:
    """Lock the conversation, and its errand, for this turn.

    Raises StaleTurnError when it moved on or the lease was lost.
    """
    row = unit.connection.execute(_LOCK, {"c": thread.id, "errand": errand}).one()
    if row.version != thread.version or row.lease_owner != owner:
        raise StaleTurnError
    return Locked(row.owner, row.errand is not None)


def hold(unit: Unit, conversation_id: int) -> str:
    """Lock a conversation for work beside its turns; who answers in it, `bot` or `person`."""
    query = select(ConversationRow.owner).where(ConversationRow.id == conversation_id).with_for_update()
    # a row that is gone has nobody: what hangs on it may still be closed
    return unit.connection.scalar(query) or BOT


def state_of(unit: Unit, conversation_id: int) -> str | None:
    """A conversation's state as its last turn left it."""
    return unit.connection.scalar(select(ConversationRow.state).where(ConversationRow.id == conversation_id))


def channel_of(unit: Unit, conversation_id: int) -> str | None:
    """Where a conversation is held; None for one that there is not."""
    return unit.connection.scalar(select(ConversationRow.channel).where(ConversationRow.id == conversation_id))


def hand_to(unit: Unit, conversation_id: int, owner: str) -> None:
    """Say who answers in a conversation from now on: `bot` or `person`."""
    row = update(ConversationRow).where(ConversationRow.id == conversation_id, ConversationRow.owner != owner)
    unit.connection.execute(row.values(owner=owner))


_WRITE = (
    update(ConversationRow)
    .where(ConversationRow.id == bindparam("b_id"))
    .values(
        version=bindparam("b_version"),
        state=bindparam("b_state"),
        lease_owner=None,
        lease_until=None,
        updated_at=bindparam("b_now"),
        phone=bindparam("b_phone"),
    )
)


def write(unit: Unit, thread: Thread, state: str, *, phone: str | None = None) -> None:
    """Keep the new state and give the lease back; `phone` is the number of whoever writes there now, where known."""
    kept = {"b_version": thread.version + 1, "b_state": state, "b_now": unit.now, "b_phone": phone}
    unit.connection.execute(_WRITE, {"b_id": thread.id, **kept})


def give_back(unit: Unit, conversation_id: int, owner: str) -> None:
    """Give the lease back without a turn."""
    unit.connection.execute(
        update(ConversationRow)
        .where(ConversationRow.id == conversation_id, ConversationRow.lease_owner == owner)
        .values(lease_owner=None, lease_until=None)
    )


# --- one person's conversations -------------------------------------------------------------------

CALLS = "voice"
"""The channel on which every call is a conversation of its own."""
RECENT = timedelta(hours=24)
"""So long an errand begun elsewhere is still meant."""
_CALLS_LOOKED_AT = 10


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another conversation of the same person, with its state as its last turn left it."""

    id: int
    channel: str
    version: int
    state: str
    taken_up: int | None


_ELSEWHERE = select(
    ConversationRow.id,
    ConversationRow.channel,
    ConversationRow.version,
    ConversationRow.state,
    select(func.max(TakenUpRow.errand))
    .where(TakenUpRow.conversation_id == ConversationRow.id)
    .scalar_subquery()
    .label("taken_up"),
)


def elsewhere(unit: Unit, conversation_id: int, channel: str, phones: Sequence[str]) -> list[Elsewhere]:
    """What these numbers said on other channels, or in other calls, latest first.

    Nothing is locked: a turn has its own conversation.
    """
    others = or_(ConversationRow.channel != channel, ConversationRow.channel == CALLS)
    rows = unit.connection.execute(
        _ELSEWHERE.where(ConversationRow.phone.in_(phones), ConversationRow.id != conversation_id, others)
        .where(ConversationRow.updated_at > unit.now - RECENT, ConversationRow.owner == BOT)
        .order_by(ConversationRow.updated_at.desc(), ConversationRow.id.desc())
        .limit(3)
    )
    return [Elsewhere(*row) for row in rows if row.state]


def latest_calls(unit: Unit, beginning: str, since: datetime, *, apart_from: int) -> list[Elsewhere]:
    """The last calls whose address begins so and in which something was said since then, latest first."""
    end = beginning[:-1] + chr(ord(beginning[-1]) + 1)
    rows = unit.connection.execute(
        _ELSEWHERE.where(ConversationRow.channel == CALLS)
        .where(ConversationRow.address >= beginning, ConversationRow.address < end)
        .where(ConversationRow.id != apart_from, ConversationRow.updated_at >= since)
        .order_by(ConversationRow.id.desc())
        .limit(_CALLS_LOOKED_AT)
    )
    return [Elsewhere(*row) for row in rows if row.state]


def take_up(unit: Unit, other: int, version: int, errand: int, by: int) -> bool:
    """Have one conversation go on with an errand of another, as read at a version of that one.

    False when somebody does already, or when it is being gone on with there. The other is not locked: its turns look
    at this row first of all, and whether one is under way is looked at after the row is written.
    """
    row = {"conversation_id": other, "errand": errand, "by_conversation_id": by, "taken_at": unit.now}
    made = unit.connection.execute(insert(TakenUpRow).prefix_with(unit.insert_ignore()), row)
    if made.rowcount != 1:
        return False
    query = select(ConversationRow.version, ConversationRow.lease_owner).where(ConversationRow.id == other)
    now = unit.connection.execute(query).one()
    if now.version == version and now.lease_owner is None:
        return True
    ours = (TakenUpRow.conversation_id == other) & (TakenUpRow.errand == errand)
    unit.connection.execute(delete(TakenUpRow).where(ours))
    return False
