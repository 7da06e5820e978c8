"""A message that its channel cannot carry goes another way, where its reader agreed to be written to there.

The old row is withdrawn with the reason; the new one stands in a conversation on the other channel, and is sent like
any other. What was answered or taken back goes nowhere, and is taken back there as well. An alert of ours goes to the
hospital's own number. What is said in a talk, and what must not be repeated, goes no other way by e-mail or at all.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import structlog
from sqlalchemy import func, select, update

from db.models import HospitalRow, OutboxRow
from hospital import audit, consent, handles, mailboxes, outbox, threads
from hospital.mailboxes import CHANNEL as MAIL
from hospital.office import Unit
from hospital.sending import ONCE

log = structlog.get_logger("other_ways")
WAYS = {"whatsapp": ("sms", MAIL), "sms": (MAIL,), MAIL: ("sms",)}
"""By which channels a message may go instead, best first."""
URGENT_WAYS = {"whatsapp": ("sms",), "sms": ("whatsapp",)}
"""The same for help in an emergency, which is tried also where it may not be taken; a mail may lie unread."""
OUTSIDE_WINDOW = "outside_window"
MAILED = frozenset({"offer", "notice", "reminder", "confirmation"})
"""Kinds whose words may stand in an e-mail: day, doctor, place. What people say to each other may not."""
_MOVED = frozenset({outbox.LEASED, outbox.FAILED})
"""What goes another way: what is being sent, and what its channel lost."""


def send_otherwise(
    unit: Unit, outbox_id: int, channels: Collection[str], reason: str, *, tries: int | None = None
) -> str | None:
    """Write a message down for another of these channels; which one, or None where no way is open.

    `tries` is how often it had been taken when whoever asks took it: it is no more theirs when that has changed.
    """
    row = unit.connection.execute(select(OutboxRow.__table__).where(OutboxRow.id == outbox_id).with_for_update()).one()
    is_wanted = row.status in _MOVED and row.answered_at is None and row.kind not in ONCE
    is_wanted = is_wanted and tries in (None, row.tries)
    been = _been(unit, row) if is_wanted else set()
    ways = URGENT_WAYS if row.kind == outbox.EMERGENCY else WAYS
    for way in ways.get(row.channel, ()) if is_wanted else ():
        address = _address(unit, way, row) if way in channels and way not in been else None
        if address is not None and not handles.is_opted_out(unit, way, address):
            _move(unit, row, way, address, reason)
            log.info("sent_otherwise", outbox=outbox_id, channel=row.channel, instead=way, reason=reason)
            return way
    log.warning("no_other_way", outbox=outbox_id, channel=row.channel, reason=reason)
    return None


def _been(unit: Unit, row: Any) -> set[str]:
    """The channels that have failed a message already."""
    been, before = {row.channel}, row.instead_of
    while before is not None:
        earlier = unit.connection.execute(
            select(OutboxRow.channel, OutboxRow.instead_of).where(OutboxRow.id == before)
        ).one()
        been.add(earlier.channel)
        before = earlier.instead_of
    return been


def _address(unit: Unit, way: str, row: Any) -> str | None:
    """Where a message goes on another channel: where its reader agreed to be written to."""
    if row.kind == outbox.ALERT:
        if way == MAIL:
            return None
        return unit.connection.scalar(select(func.coalesce(HospitalRow.handoff_phone, HospitalRow.phone)))
    agreed = consent.agreed_address(unit, way, row.address, row.patient_id)
    if way == MAIL:
        return agreed if agreed and row.kind in MAILED and mailboxes.is_on_file(unit, agreed) else None
    # from one channel of a number to another it stays the same number
    return agreed if row.channel == MAIL or agreed == row.address else None


def _move(unit: Unit, row: Any, way: str, address: str, reason: str) -> None:
    conversation_id = threads.find_or_open(unit, way, address)
    # nobody answers an e-mail of ours: what it asks is still answered where it was to be asked
    stays_open = way == MAIL and row.asks is not None
    values = {"status": outbox.WITHDRAWN, "failure": reason, "is_open": stays_open}
    values |= {"lease_owner": None, "lease_until": None}
    unit.connection.execute(update(OutboxRow).where(OutboxRow.id == row.id).values(values))
    dedupe_key = outbox.instead_key(row.dedupe_key, way)
    if not outbox.is_told(unit, dedupe_key):
        new = outbox.Outgoing(
            dedupe_key,
            conversation_id,
            way,
            address,
            row.kind,
            row.payload,
            None if way == MAIL else row.asks,
            use_until=row.use_until,
            patient_id=row.patient_id,
            instead_of=row.id,
        )
        outbox.put(unit, [new], handed_over=False)
    facts = {"from": row.channel, "to": way, "reason": reason}
    audit.append(unit, audit.Entry("outbox.otherwise", f"outbox:{row.id}", facts), chain_of=conversation_id)
