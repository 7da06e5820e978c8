"""What patients are to be told unasked: noted with what shows it, told afterwards, once.

The note is a row of the outbox for the house itself, written in the same transaction; nothing carries it away. Whoever
puts it into words (`waiting`, `take`) writes the patient's message and settles the note together.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from db.models import OutboxRow
from hospital import agreed, outbox
from hospital.agreed import Where
from hospital.office import Unit

HOUSE = "house"
LIFE = timedelta(days=3)
"""So long a note is of use; whom it did not reach by then asks, or is told by their doctor."""
AT_A_TIME = 100
NO_CONSENT, GONE, LATE = "no_consent", "gone", "expired"
"""Why nothing is told: they agreed to nothing that reaches them; it does not stand so any more; it is too late."""
About = Mapping[str, Any]
"""What a note is about, as it was written down."""


@dataclass(frozen=True)
class Taken:
    """A note that is to be put into words. `key` names its message."""

    key: str
    where: Where
    about: About


def put(unit: Unit, key: str, kind: str, reference: str, patient_id: int, about: About) -> None:
    """Note something for the hospital room; the same `key` is noted once."""
    if outbox.is_told(unit, key):
        return
    message = outbox.Outgoing(
        key, 0, HOUSE, reference, kind, json.dumps(dict(about)), use_until=unit.now + LIFE, patient_id=patient_id
    )
    outbox.put(unit, [message], handed_over=False)


def waiting(unit: Unit, kind: str) -> list[int]:
    """The notes of a kind that nobody has put into words, the oldest first."""
    due = select(OutboxRow.id).where(
        OutboxRow.status == outbox.PENDING,
        OutboxRow.channel == HOUSE,
        OutboxRow.due_at <= unit.now,
        OutboxRow.kind == kind,
    )
    return list(unit.connection.scalars(due.order_by(OutboxRow.due_at, OutboxRow.id).limit(AT_A_TIME)))


def take(unit: Unit, note_id: int, stands: Callable[[Unit, About], bool]) -> Taken | None:
    """Settle a note; None where nothing is told any more. What is not told says why on the note."""
    row = unit.connection.execute(
        select(OutboxRow.__table__).where(OutboxRow.id == note_id).with_for_update()
    ).one_or_none()
    if row is None or row.status != outbox.PENDING:
        return None
    about = json.loads(row.payload)
    where = agreed.where(unit, row.patient_id)
    failure = None
    if not stands(unit, about):
        failure = GONE
    elif row.use_until is not None and row.use_until <= unit.now:
        failure = LATE
    elif where is None:
        failure = NO_CONSENT
    status = outbox.SENT if failure is None else outbox.WITHDRAWN
    settled = {"status": status, "failure": failure, "is_open": False, "sent_at": unit.now}
    unit.connection.execute(update(OutboxRow).where(OutboxRow.id == note_id).values(settled))
    return Taken(f"{row.dedupe_key}-told"[:120], where, about) if failure is None and where is not None else None
