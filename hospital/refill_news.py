"""What the patient who asked for a medicine again was not told yet: the doctor decided, or it can be collected.

Only what was asked for in a conversation is told there. What has been told is a row of the outbox by `key`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, select

from db.models import ConversationRow, DispenseRow, OutboxRow, RefillRequestRow, StockPlaceRow
from hospital.office import Unit
from hospital.pharmacy import announcing
from hospital.pharmacy.dispenses import IN_PROGRESS
from hospital.prescriptions.refills import APPROVED, REFUSED

DECIDED, READY = "refill-decided-", "refill-ready-"
TOLD_WITHIN = timedelta(days=3)
"""So long after a decision its patient is still told; later it would only puzzle."""
_MOST = 200


@dataclass(frozen=True)
class News:
    """Something to tell. `status` is `approved`, `refused` or `ready`; then it is at `place` until the end of a day."""

    key: str
    reference: str
    conversation_id: int
    channel: str
    address: str
    patient_id: int
    status: str
    asked_at: datetime
    place: str | None = None
    until: date | None = None


def untold(unit: Unit) -> Sequence[News]:
    """Decisions of doctors, and what is ready to collect, that nobody told of yet; the oldest first."""
    decided = [News(**row._mapping) for row in unit.connection.execute(_decided(unit.now))]
    ready = {row.key: News(**row._mapping) for row in unit.connection.execute(_ready(unit.now))}
    return [*decided, *ready.values()]


def _decided(now: datetime) -> Select[Any]:
    key = DECIDED + RefillRequestRow.reference
    return (
        _asked(key, RefillRequestRow.status)
        .where(
            RefillRequestRow.decided_at > now - TOLD_WITHIN,
            RefillRequestRow.status.in_((APPROVED, REFUSED)),
            # a repeat that was left was told of when it was asked for
            RefillRequestRow.task.is_not(None),
        )
        .order_by(RefillRequestRow.decided_at, RefillRequestRow.id)
    )


def _ready(now: datetime) -> Select[Any]:
    refill, given = RefillRequestRow, DispenseRow
    return (
        _asked(READY + given.reference, literal("ready"))
        .add_columns(StockPlaceRow.name.label("place"), given.collect_by.label("until"))
        .join(given, announcing.is_given_for(now))
        .join(StockPlaceRow, StockPlaceRow.id == given.place_id)
        .where(given.status == IN_PROGRESS)
        .order_by(refill.id)
    )


def _asked(key: ColumnElement[str], status: Any) -> Select[Any]:
    refill = RefillRequestRow
    return (
        select(
            key.label("key"),
            refill.reference,
            refill.conversation_id,
            ConversationRow.channel,
            ConversationRow.address,
            refill.patient_id,
            status.label("status"),
            refill.asked_at,
        )
        .join(ConversationRow, ConversationRow.id == refill.conversation_id)
        .where(~select(OutboxRow.id).where(OutboxRow.dedupe_key == key).exists())
        .limit(_MOST)
    )
