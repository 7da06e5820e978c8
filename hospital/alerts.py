"""Alerts to staff that do not get through: until when one is of use, and which of them nobody heard.

A channel may put a message off again and again, or not be there at all: an alert ends, and before that is told of.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update

from db.models import OutboxRow, TaskRow
from hospital.office import Unit
from hospital.outbox import ALERT, ALERT_LIFE, LEASED, PENDING, SENT
from hospital.sending import EXPIRED, LOST, give_up_unsent
from hospital.tasks import REQUESTED

UNHEARD_AFTER = timedelta(minutes=5)
"""An alert that has not left by then is told of otherwise; it may still leave."""


def unheard(unit: Unit) -> list[str]:
    """The references of tasks that nobody took and of which no alert reached anybody; each alarm is told of once.

    Alerts whose use is over become dead letters. The others go on as if nobody had been told.
    """
    now = unit.now
    waits = OutboxRow.status.in_((PENDING, LEASED))
    is_over = or_(
        OutboxRow.use_until <= now, and_(OutboxRow.use_until.is_(None), OutboxRow.created_at <= now - ALERT_LIFE)
    )
    give_up_unsent(unit, (OutboxRow.kind == ALERT) & is_over, EXPIRED)
    # one that was sent again, or goes another way, keeps to when it began
    begun_late = and_(OutboxRow.use_until.is_(None), OutboxRow.created_at <= now - UNHEARD_AFTER)
    is_late = or_(OutboxRow.use_until <= now + ALERT_LIFE - UNHEARD_AFTER, begun_late)
    query = select(OutboxRow.id, OutboxRow.payload, OutboxRow.created_at, OutboxRow.use_until).where(
        OutboxRow.kind == ALERT,
        OutboxRow.told_at.is_(None),
        OutboxRow.answered_at.is_(None),
        # along the index, which knows kinds by status: by far the most alerts were sent long ago
        OutboxRow.status.in_((*LOST, PENDING, LEASED)),
        or_(OutboxRow.status.in_(LOST), and_(waits, is_late)),
    )
    rows = unit.connection.execute(query.order_by(OutboxRow.id).with_for_update()).all()
    if not rows:
        return []
    by_task: dict[str, list[Any]] = {}
    for row in rows:
        by_task.setdefault(json.loads(row.payload).get("task") or "", []).append(row)
    references, since = _still_waiting(unit, by_task)
    heard, told = _heard_and_told(unit, references, since) if since is not None else (set(), {})
    # what another heard of is looked at again, should that turn out to be lost
    settled = [row.id for reference, lost in by_task.items() if reference not in heard for row in lost]
    unit.connection.execute(update(OutboxRow).where(OutboxRow.id.in_(settled)).values(told_at=now))
    return [
        each
        for each in references
        if each not in heard and (each not in told or any(_begun(row) > told[each] for row in by_task[each]))
    ]


def _begun(row: Any) -> datetime:
    """When an alert was made, or sent after all."""
    return row.created_at if row.use_until is None else row.use_until - ALERT_LIFE  # type: ignore[no-any-return]


def _still_waiting(unit: Unit, references: Collection[str]) -> tuple[dict[str, datetime | None], datetime | None]:
    """Those of these tasks that nobody took, and when each was last told of; since when there are alerts of any."""
    query = select(TaskRow.reference, TaskRow.alerted_at, TaskRow.created_at).where(
        TaskRow.reference.in_(references), TaskRow.status == REQUESTED
    )
    rows = unit.connection.execute(query.order_by(TaskRow.id)).all() if references else []
    since = min((row.alerted_at or row.created_at for row in rows), default=None)
    return {row.reference: row.alerted_at for row in rows}, since


def _heard_and_told(
    unit: Unit, alerted: Mapping[str, datetime | None], since: datetime
) -> tuple[set[str], dict[str, datetime]]:
    """Of tasks: whose alert has left for somebody since it was made, and of which the desk was last told when."""
    query = select(OutboxRow.payload, OutboxRow.status, OutboxRow.created_at, OutboxRow.told_at)
    any_status = OutboxRow.status.in_((SENT, *LOST, PENDING, LEASED))
    rows = unit.connection.execute(query.where(OutboxRow.kind == ALERT, any_status, OutboxRow.created_at >= since))
    heard: set[str] = set()
    told: dict[str, datetime] = {}
    for row in rows:
        reference = json.loads(row.payload).get("task")
        if reference not in alerted:
            continue
        at = alerted[reference]
        if row.status == SENT and (at is None or row.created_at >= at):
            heard.add(reference)
        if row.told_at is not None:
            told[reference] = max(row.told_at, told.get(reference, row.told_at))
    return heard, told
