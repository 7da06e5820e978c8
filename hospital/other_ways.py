"""A message that its channel cannot carry goes another way, where its reader agreed to be written to there.

The old row is withdrawn with the reason; the new one stands in a conversation on the other channel, and is sent like
any other. What was answered or taken back goes nowhere, and is taken back there as well. An alert of ours goes to the
hospital's own number, once. What is said in a talk goes no other way: it has its own proof and its own numbered
choices, and nobody agreed to more than being told of visits. What must not be repeated goes none either.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import func, select, update

from db.models import HospitalRow, OutboxRow
from hospital import audit, consent, handles, mailboxes, outbox, threads, vouched
from hospital.mailboxes import CHANNEL as MAIL
from hospital.office import Unit
from hospital.sending import Due

log = structlog.get_logger("other_ways")
WAYS = {"whatsapp": ("sms", MAIL), "sms": (MAIL,), MAIL: ("sms",)}
"""By which channels a message may go instead, best first."""
URGENT_WAYS = {"whatsapp": ("sms",), "sms": ("whatsapp",)}
"""The same for help in an emergency, which is tried also where it may not be taken; a mail may lie unread."""
OUTSIDE_WINDOW = "outside_window"
OF_RECORDS = frozenset({"result_news", "ready_news", "refill"})
"""News of records: they go only to what is vouched for as their patient's by then."""
MAILED = frozenset({"offer", "notice", "reminder", "confirmation"}) | OF_RECORDS
"""Kinds whose words may stand in an e-mail: day, doctor, place, reference. What people say to each other may not."""
OWED = frozenset({outbox.ALERT, outbox.EMERGENCY})
"""Kinds that somebody must hear: they do not wait for a channel that rests, nor end without a word."""
GOES_OTHERWISE = MAILED | OWED
"""Kinds that another channel may carry."""
ALERT_WAITS = timedelta(minutes=3)
"""So long an alert waits for its channel before it goes another way: before the desk is told that nobody heard it."""
_STANDS = (outbox.PENDING, outbox.LEASED, outbox.SENT)
_MOVED = frozenset({outbox.LEASED, outbox.FAILED})
"""What goes another way: what is being sent, and what its channel lost."""


def send_otherwise(
    unit: Unit, outbox_id: int, channels: Collection[str], reason: str, *, tries: int | None = None
) -> str | None:
    """Write a message down for another of these channels; which one, or None where no way is open.

    `tries` is how often it had been taken when whoever asks took it: it is no more theirs when that has changed.
    """
    row = unit.connection.execute(select(OutboxRow.__table__).where(OutboxRow.id == outbox_id).with_for_update()).one()
    is_wanted = row.status in _MOVED and row.answered_at is None and row.kind in GOES_OTHERWISE
    is_wanted = is_wanted and tries in (None, row.tries)
    been = _been(unit, row) if is_wanted else set()
    ways = URGENT_WAYS if row.kind == outbox.EMERGENCY else WAYS
    for way in ways.get(row.channel, ()) if is_wanted else ():
        address = _address(unit, way, row) if way in channels and way not in been else None
        if address is None or handles.is_opted_out(unit, way, address):
            continue
        key = _key(row, way, address)
        status = unit.connection.scalar(select(OutboxRow.status).filter_by(dedupe_key=key))
        if status in (None, *_STANDS):
            _move(unit, row, way, address, reason, None if status is not None else key)
            log.info("sent_otherwise", outbox=outbox_id, channel=row.channel, instead=way, reason=reason)
            return way
    log.warning("no_other_way", outbox=outbox_id, channel=row.channel, reason=reason)
    return None


def cannot_wait(due: Due, next_try: datetime, *, is_fault: bool = False) -> bool:
    """Whether a message had better go another way than be tried again then. `is_fault`: our set-up is wrong.

    What is owed does not wait until somebody puts that right; what is told of a visit, not until it is of no use.
    """
    if is_fault and due.kind in OWED:
        return True
    if due.use_until is None or due.kind not in GOES_OTHERWISE:
        return False
    last = due.use_until - outbox.ALERT_LIFE + ALERT_WAITS if due.kind == outbox.ALERT else due.use_until
    return next_try >= last


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
    if row.kind in OF_RECORDS and agreed and not _is_theirs(unit, row.patient_id, way, agreed):
        return None
    if way == MAIL:
        return agreed if agreed and row.kind in MAILED and mailboxes.is_on_file(unit, agreed) else None
    # from one channel of a number to another it stays the same number
    return agreed if row.channel == MAIL or agreed == row.address else None


def _is_theirs(unit: Unit, patient_id: int | None, way: str, address: str) -> bool:
    return patient_id is not None and vouched.reader(unit, patient_id, way, address) is not None


def _key(row: Any, way: str, address: str) -> str:
    """The fact that a message tells, on another channel. Several colleagues' alerts come to one number: one arrives."""
    about = json.loads(row.payload).get("about") if row.kind == outbox.ALERT else None
    return outbox.instead_key(row.dedupe_key, way) if about is None else outbox.alert_key(about, address)


def _move(unit: Unit, row: Any, way: str, address: str, reason: str, key: str | None) -> None:
    """Withdraw a message and, unless what it tells stands there already, write it down for the other channel."""
    conversation_id = threads.find_or_open(unit, way, address)
    # nobody answers an e-mail of ours: what it asks is still answered where it was to be asked
    stays_open = way == MAIL and row.asks is not None
    values = {"status": outbox.WITHDRAWN, "failure": reason, "is_open": stays_open}
    values |= {"lease_owner": None, "lease_until": None}
    unit.connection.execute(update(OutboxRow).where(OutboxRow.id == row.id).values(values))
    if key is not None:
        new = outbox.Outgoing(
            key,
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
