"""A message that its channel took in a form which it then did not deliver is sent again, as text alone."""

from __future__ import annotations

import json

import structlog
from sqlalchemy import select, update

from db.models import OutboxRow
from hospital import audit, deliveries
from hospital.office import Unit
from hospital.outbox import FAILED, PENDING

log = structlog.get_logger("resending")
PLAIN = "plain"
"""The key of a payload that is to be sent without buttons."""


def send_as_text(unit: Unit, outbox_id: int, reason: str) -> bool:
    """Have a lost message leave once more, as text; False where it was text, or is settled otherwise by now."""
    row = unit.connection.execute(select(OutboxRow.__table__).where(OutboxRow.id == outbox_id).with_for_update()).one()
    payload = json.loads(row.payload)
    if row.status != FAILED or payload.get(PLAIN):
        return False
    is_open = row.inbox_id is None and row.answered_at is None
    again = {"status": PENDING, "due_at": unit.now, "failure": reason, "is_open": is_open}
    # what its first form was called says nothing about the second
    again |= {"external_id": None, "delivery": None, "payload": json.dumps({**payload, PLAIN: True})}
    unit.connection.execute(update(OutboxRow).where(OutboxRow.id == outbox_id).values(again))
    deliveries.forget_parts(unit, [outbox_id])
    entry = audit.Entry("outbox.as_text", f"outbox:{outbox_id}", {"reason": reason})
    audit.append(unit, entry, chain_of=row.conversation_id)
    log.info("sent_as_text", outbox=outbox_id, reason=reason)
    return True
