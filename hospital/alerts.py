"""Alerts to staff that do not get through: until when one is of use, and which of them nobody heard.

A channel may put a message off again and again, or not be there at all: an alert ends, and before that is told of.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import and_, or_, select, update

from db.models import OutboxRow, TaskRow
from hospital.office import Unit
from hospital.outbox import ALERT, ALERT_LIFE, LEASED, PENDING
from hospital.sending import EXPIRED, LOST, give_up_unsent
from hospital.tasks import REQUESTED

UNHEARD_AFTER = timedelta(minutes=5)
"""An alert that has not left by then is told of otherwise; it may still leave."""


def unheard(unit: Unit) -> list[str]:
    """The references of tasks that nobody took and of which an alert reached nobody; each is told once.

    Alerts whose use is over become dead letters.
    """
    now = unit.now
    waits = OutboxRow.status.in_((PENDING, LEASED))
    is_over = or_(
        OutboxRow.use_until <= now, and_(OutboxRow.use_until.is_(None), OutboxRow.created_at <= now - ALERT_LIFE)
    )
    give_up_unsent(unit, (OutboxRow.kind == ALERT) & is_over, EXPIRED)
    is_lost = or_(OutboxRow.status.in_(LOST), and_(waits, OutboxRow.created_at <= now - UNHEARD_AFTER))
    query = select(OutboxRow.id, OutboxRow.payload).where(
        OutboxRow.kind == ALERT, OutboxRow.answered_at.is_(None), is_lost
    )
    rows = unit.connection.execute(query.order_by(OutboxRow.id).with_for_update()).all()
    if not rows:
        return []
    told = update(OutboxRow).where(OutboxRow.id.in_([row.id for row in rows])).values(answered_at=now)
    unit.connection.execute(told)
    about = (json.loads(row.payload).get("task") for row in rows)
    return _still_waiting(unit, list(dict.fromkeys(each for each in about if each)))


def _still_waiting(unit: Unit, references: Sequence[str]) -> list[str]:
    query = select(TaskRow.reference).where(TaskRow.reference.in_(references), TaskRow.status == REQUESTED)
    return list(unit.connection.scalars(query.order_by(TaskRow.id))) if references else []
