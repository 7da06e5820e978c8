"""The audit trail: appended in the transaction of what it tells, chained by HMAC with a key outside the database.

There are a few chains, so that appending does not line up the whole hospital behind one row. The rows are written
right before the commit, chain by chain: a chain's head is locked when all other locks are taken.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from db.models import AuditHeadRow, AuditRow, HospitalRow
from hospital.office import Unit

CHAINS = 16
FIRST_LOAD = "hospital.load", "revision 1"
"""What the trail of every hospital tells of, in the chain of 0: that it was loaded, in that very transaction."""
_LOST = "0" * 64
"""Where the head of a chain was taken away: nothing that is written after it follows from its start."""

_HEAD = select(AuditHeadRow.sequence, AuditHeadRow.mac).where(AuditHeadRow.chain == bindparam("c")).with_for_update()
_MOVE = (
    update(AuditHeadRow).where(AuditHeadRow.chain == bindparam("c")).values(sequence=bindparam("s"), mac=bindparam("m"))
)


@dataclass(frozen=True)
class Entry:
    """One thing that was done: `action` on `subject`, with facts that name no patient; colleagues by their address."""

    action: str
    subject: str
    facts: Mapping[str, Any]


def append(unit: Unit, *entries: Entry, chain_of: int = 0) -> None:
    """Add entries, at the end of the unit, to the chain that `chain_of` (a conversation, say) falls into."""
    if entries:
        unit.at_the_end.append((chain_of % CHAINS, _write, entries))


def _write(unit: Unit, chain: int, entries: Sequence[Entry]) -> None:
    head = _lock_head(unit, chain)
    sequence, mac = head.sequence, head.mac
    rows = []
    for entry in entries:
        sequence += 1
        row = {
            "chain": chain,
            "sequence": sequence,
            "happened_at": unit.now,
            "actor": unit.actor,
            "action": entry.action,
            "subject": entry.subject,
            "facts": dict(entry.facts),
        }
        row["mac"] = seal(unit.audit_key, mac, row)
        mac = head_of(unit.audit_key, row["mac"])
        rows.append(row)
    unit.connection.execute(insert(AuditRow), rows if len(rows) > 1 else rows[0])
    unit.connection.execute(_MOVE, {"c": chain, "s": sequence, "m": mac})


def _lock_head(unit: Unit, chain: int) -> Row[int, str]:
    head = unit.connection.execute(_HEAD, {"c": chain}).first()
    if head is None:
        # two may begin the trail at once: both write the same heads, one of them in vain
        is_begun = unit.connection.scalar(_ANY_HEAD) is not None
        heads = [{"chain": chain, "sequence": 0, "mac": _LOST}] if is_begun else _starts(unit)
        unit.connection.execute(insert(AuditHeadRow).prefix_with(unit.insert_ignore()), heads)
        head = unit.connection.execute(_HEAD, {"c": chain}).one()
    return head


def _starts(unit: Unit) -> list[dict[str, Any]]:
    """The heads of all chains before there is anything: they begin together, so that none is missed when it is gone."""
    return [{"chain": each, "sequence": 0, "mac": start_of(unit.audit_key, each)} for each in range(CHAINS)]


def start_of(key: bytes, chain: int) -> str:
    """What the first row of a chain follows from, which only the key tells."""
    return hmac.new(key, f"start {chain}".encode(), hashlib.sha256).hexdigest()


def head_of(key: bytes, mac: str) -> str:
    """What the head keeps of the last row: not its code, which whoever cuts rows off could copy back."""
    return hmac.new(key, f"head {mac}".encode(), hashlib.sha256).hexdigest()


def seal(key: bytes, previous: str, row: Mapping[str, Any]) -> str:
    """The code that binds a row to the one before it."""
    told = [row["chain"], row["sequence"], row["happened_at"].timestamp(), row["actor"], row["action"], row["subject"]]
    text = json.dumps([previous, *told, row["facts"]], sort_keys=True, ensure_ascii=True)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Broken:
    """The first row of a chain that does not follow from the one before it.

    `is_begun_anew`: the rows that are there hold, but they are not those that the hospital's trail began with.
    """

    chain: int
    sequence: int
    is_begun_anew: bool = False


def verify(unit: Unit) -> Broken | None:
    """Walk every chain, also while others append; None when all hold, and where there is nothing to tell of.

    A trail that was taken away as a whole leaves a hospital of whose loading nothing is told.
    """
    is_lost = unit.connection.scalar(_ANY_HOSPITAL) is not None and unit.connection.scalar(_LOADING) is None
    lost = Broken(0, 1, is_begun_anew=True) if is_lost else None
    first = unit.connection.execute(_FIRST_ROW).one_or_none()
    if first is None and unit.connection.scalar(_ANY_HEAD) is None:
        return lost
    is_old = first is not None and _is_old(unit, first)
    return next(filter(None, (_verify_chain(unit, chain, is_old=is_old) for chain in range(CHAINS))), lost)


def is_begun(unit: Unit) -> bool:
    """Whether there is a trail at all."""
    return unit.connection.scalar(_ANY_HEAD) is not None


def _is_old(unit: Unit, first: Row[Any]) -> bool:
    """Whether a trail was begun when chains still began one by one, from nothing: the key says so in its first row."""
    return bool(
        first.sequence == 1 and hmac.compare_digest(first.mac, seal(unit.audit_key, _LOST, dict(first._mapping)))
    )


def _verify_chain(unit: Unit, chain: int, *, is_old: bool) -> Broken | None:
    sequence, mac, expected_end = 0, _LOST if is_old else start_of(unit.audit_key, chain), None
    while True:
        rows = unit.connection.execute(_PAGE, {"c": chain, "after": sequence}).all()
        for row in rows:
            sequence += 1
            sealed = seal(unit.audit_key, mac, dict(row._mapping))
            if row.sequence != sequence or not hmac.compare_digest(row.mac, sealed):
                return Broken(chain, sequence)
            mac = head_of(unit.audit_key, row.mac)
        if rows:
            continue
        head = unit.connection.execute(_READ_HEAD, {"c": chain}).first() or (0, _LOST)
        if head[0] > sequence and head[0] != expected_end:
            # the head is read after the rows and may have moved on meanwhile: its rows must be there now
            expected_end = head[0]
            continue
        return None if tuple(head) == (sequence, mac) else Broken(chain, sequence + 1)


_ANY_HEAD = select(AuditHeadRow.chain).limit(1)
_FIRST_ROW = select(AuditRow.__table__).order_by(AuditRow.id).limit(1)
_ANY_HOSPITAL = select(HospitalRow.id).limit(1)
_LOADING = (
    select(AuditRow.id)
    .where(AuditRow.chain == 0, AuditRow.action == FIRST_LOAD[0], AuditRow.subject == FIRST_LOAD[1])
    .order_by(AuditRow.sequence)
    .limit(1)
)
_READ_HEAD = select(AuditHeadRow.sequence, AuditHeadRow.mac).where(AuditHeadRow.chain == bindparam("c"))
_PAGE = (
    select(AuditRow.__table__)
    .where(AuditRow.chain == bindparam("c"), AuditRow.sequence > bindparam("after"))
    .order_by(AuditRow.sequence)
    .limit(1000)
)
