"""A message that its channel cannot carry goes another way, where its reader agreed to be written to there.

The old row is withdrawn with the reason; the new one stands in the conversation of the same number on the other
channel, and is sent like any other. What was answered or taken back goes nowhere, and is taken back there as well.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import structlog
from sqlalchemy import select, update

from db.models import OutboxRow
from hospital import audit, consent, handles, outbox, threads
from hospital.office import Unit

log = structlog.get_logger("other_ways")
WAYS = {"whatsapp": ("sms",)}
"""By which channels a message may go instead, best first: those that reach the same number."""
URGENT_WAYS = {**WAYS, "sms": ("whatsapp",)}
"""The same for help in an emergency, which is tried also where it may not be taken."""
OUTSIDE_WINDOW = "outside_window"
_MOVED = frozenset({outbox.LEASED, outbox.FAILED})
"""What goes another way: what is being sent, and what its channel lost."""


def send_otherwise(unit: Unit, outbox_id: int, channels: Collection[str], reason: str) -> str | None:
    """Write a message down for another of these channels; which one, or None where no way is open."""
    row = unit.connection.execute(select(OutboxRow.__table__).where(OutboxRow.id == outbox_id).with_for_update()).one()
    # what went another way already goes no further: the first way did not take it
    is_wanted = row.status in _MOVED and row.answered_at is None and row.instead_of is None
    ways = URGENT_WAYS if row.kind == outbox.EMERGENCY else WAYS
    for way in ways.get(row.channel, ()) if is_wanted else ():
        if way in channels and _may(unit, way, row):
            _move(unit, row, way, reason)
            log.info("sent_otherwise", outbox=outbox_id, channel=row.channel, instead=way, reason=reason)
            return way
    log.warning("no_other_way", outbox=outbox_id, channel=row.channel, reason=reason)
    return None


def _may(unit: Unit, way: str, row: Any) -> bool:
    """Whether its reader agreed to be written to at this address on that channel, and stopped neither since."""
    is_agreed = consent.is_agreed_for(unit, way, row.address, row.patient_id)
    return is_agreed and not handles.is_opted_out(unit, way, row.address)


def _move(unit: Unit, row: Any, way: str, reason: str) -> None:
    conversation_id = threads.find_or_open(unit, way, row.address)
    values = {"status": outbox.WITHDRAWN, "failure": reason, "is_open": False, "lease_owner": None, "lease_until": None}
    unit.connection.execute(update(OutboxRow).where(OutboxRow.id == row.id).values(values))
    dedupe_key = outbox.instead_key(row.dedupe_key, way)
    if not outbox.is_told(unit, dedupe_key):
        new = outbox.Outgoing(
            dedupe_key,
            conversation_id,
            way,
            row.address,
            row.kind,
            row.payload,
            row.asks,
            use_until=row.use_until,
            patient_id=row.patient_id,
            instead_of=row.id,
        )
        outbox.put(unit, [new], handed_over=False)
    facts = {"from": row.channel, "to": way, "reason": reason}
    audit.append(unit, audit.Entry("outbox.otherwise", f"outbox:{row.id}", facts), chain_of=conversation_id)
