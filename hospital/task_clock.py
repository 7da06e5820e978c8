"""What the clock does with open tasks: whose lead hears of it, which patient is offered other ways, what a shift left,
what goes on to a colleague.

Whoever looks does what is due; of several who look at once, one finds something to do.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from db.models import AuditRow, DoctorRow, OutboxRow, StaffRow, TaskRow
from hospital.colleagues import Colleague
from hospital.covering import colleague_for, is_away
from hospital.desk_hours import after_desk_time, closes_at, opens_at
from hospital.directory import Hospital
from hospital.office import Unit
from hospital.task_steps import back_to_queue, locked, record, set_facts
from hospital.tasks import (
    ACCEPTED,
    CRITICAL,
    HANDOFF,
    MAY_TAKE,
    ON_CALL,
    REFILL,
    REQUESTED,
    UNANSWERED,
    UNHEARD,
    VIEW,
    TaskView,
    due_by,
    get,
)

MAIL, SMS = "mail", "sms"
AT_ONCE = frozenset({CRITICAL, UNANSWERED})
"""Kinds of which a lead hears as soon as the desk is open, those on call at any hour, before they are due."""
WAYS_AFTER = timedelta(hours=2)
"""So long, of desk hours, a patient waits for a word until other ways are offered."""


def steps(hospital: Hospital, task: TaskView, now: datetime) -> frozenset[str]:
    """What is due with an open task: `requeue`, `hand_on`, `alert`, `ways`. None of it while the desk is closed but the
    alert of those on call, and giving back what a shift left unanswered.
    """
    is_open, waits = hospital.is_desk_open(now), task.kind == HANDOFF and task.waiting_since is not None
    due = {
        "requeue": task.status == ACCEPTED and waits and _shift_ended(hospital, task, now),
        "alert": task.status == REQUESTED and task.alerted_at is None and (task.due_at <= now or task.kind in AT_ONCE),
        "ways": waits and is_open and _waits_long(hospital, task, now),
        "hand_on": task.kind == REFILL and is_open and task.due_at <= now and _is_left_lying(hospital, task, now),
    }
    due["alert"] &= (is_open or task.kind == "emergency" or task.queue == ON_CALL) and task.kind != UNHEARD
    return frozenset(step for step, is_due in due.items() if is_due)


def _shift_ended(hospital: Hospital, task: TaskView, now: datetime) -> bool:
    return task.accepted_at is not None and closes_at(hospital, opens_at(hospital, task.accepted_at)) <= now


def _is_left_lying(hospital: Hospital, task: TaskView, now: datetime) -> bool:
    """Whether the doctor whom it waits for has not taken it, or whoever took it is away."""
    if task.status == REQUESTED:
        return task.for_doctor_id is not None
    return task.owner_doctor_id is not None and is_away(hospital, task.owner_doctor_id, now)


def _waits_long(hospital: Hospital, task: TaskView, now: datetime) -> bool:
    since = task.waiting_since
    if since is None or (task.ways_offered_at is not None and task.ways_offered_at >= since):
        return False
    return after_desk_time(hospital, since, WAYS_AFTER) <= now


def look_at(unit: Unit, hospital: Hospital, reference: str) -> tuple[TaskView, frozenset[str]]:
    """A task under its lock and what is due with it now, noted as done: whoever calls does the telling.

    Of several who look at once, one finds something to do. An alert that reaches nobody stays due. Raises
    UnknownTaskError.
    """
    task = locked(unit, reference)
    due = steps(hospital, get(unit, reference), unit.now)
    if "requeue" in due:
        back_to_queue(unit, task, due_at=due_by(hospital, unit.now, task.kind))
        due = steps(hospital, get(unit, reference), unit.now) | {"requeue"}
    if "hand_on" in due:
        _hand_on(unit, hospital, get(unit, reference))
        due |= {"alert"}
    if "alert" in due and recipients(unit, hospital, get(unit, reference)):
        set_facts(unit, task, alerted_at=unit.now)
        record(unit, task, "task.alert", None)
    if "ways" in due:
        set_facts(unit, task, ways_offered_at=unit.now)
    return get(unit, reference), due


def _hand_on(unit: Unit, hospital: Hospital, task: TaskView) -> None:
    """It waits for a colleague from now on whom it did not wait for before, and whose time begins anew; for all who may
    take it where there is none.
    """
    row, doctor_id = locked(unit, task.reference), task.for_doctor_id or task.owner_doctor_id
    if task.status == ACCEPTED:
        back_to_queue(unit, row)
    asked = sorted({*_asked(unit, row), *(each for each in (doctor_id, task.owner_doctor_id) if each is not None)})
    colleague = None if doctor_id is None else colleague_for(unit, hospital, doctor_id, asked)
    set_facts(unit, row, for_doctor_id=colleague, due_at=due_by(hospital, unit.now, task.kind))
    record(unit, row, "task.hand_on", None, asked=asked)


def _asked(unit: Unit, task: Row[Any]) -> list[int]:
    """The doctors for whom a task has waited already, as it was written down when it was handed on last."""
    before = select(AuditRow.facts).where(AuditRow.subject == task.reference, AuditRow.action == "task.hand_on")
    facts = unit.connection.scalar(before.order_by(AuditRow.id.desc()).limit(1)) or {}
    return list(facts.get("asked", ()))


@dataclass(frozen=True)
class Recipient:
    """Where an alert goes."""

    channel: str
    address: str


def recipients(
    unit: Unit, hospital: Hospital, task: TaskView, channels: Collection[str] | None = None
) -> list[Recipient]:
    """Who is alerted that nobody took a task: its leads, else the hospital's own number; nobody where it has none.

    In an emergency both are: a mail may lie unread. `channels` are those that carry something, where that is known:
    without e-mail leads would hear of nothing.
    """
    own = hospital.handoff_phone or hospital.phone
    at_the_desk = [Recipient(SMS, own)] if own else []
    if channels is not None and MAIL not in channels and SMS in channels and at_the_desk:
        return at_the_desk
    told = [Recipient(MAIL, lead.email) for lead in leads(unit, task)]
    return [*told, *at_the_desk] if not told or task.kind == "emergency" else told


def leads(unit: Unit, task: TaskView) -> list[Colleague]:
    """Who is told that nobody took a task: whom it waits for, else the people of its lead role, else all who may."""
    if task.for_doctor_id is not None and (waited_for := _doctors(unit, task.for_doctor_id)):
        return waited_for
    for roles in ({task.lead_role}, MAY_TAKE[task.queue]):
        found = [*_staff(unit, roles), *(_doctors(unit) if "doctor" in roles else ())]
        if found:
            return found
    return []


def _staff(unit: Unit, roles: Collection[str]) -> list[Colleague]:
    query = select(StaffRow.id, StaffRow.email, StaffRow.name, StaffRow.role).order_by(StaffRow.id)
    rows = unit.connection.execute(query.where(StaffRow.is_active, StaffRow.role.in_(sorted(roles))))
    return [Colleague(row.email, row.name, row.role, staff_id=row.id) for row in rows]


def _doctors(unit: Unit, only: int | None = None) -> list[Colleague]:
    query = select(DoctorRow.id, DoctorRow.email, DoctorRow.name).order_by(DoctorRow.id)
    if only is not None:
        query = query.where(DoctorRow.id == only)
    rows = unit.connection.execute(query.where(DoctorRow.is_active, DoctorRow.email.is_not(None)))
    return [Colleague(row.email or "", row.name, "doctor", doctor_id=row.id) for row in rows]


def untold(unit: Unit, since: datetime) -> list[TaskView]:
    """Hand-overs closed by staff since an instant whose conversation has not been told that the bot is back."""
    told = select(OutboxRow.id).where(OutboxRow.dedupe_key == "back-" + TaskRow.reference).exists()
    query = VIEW.where(TaskRow.handed_back_at >= since, ~told).order_by(TaskRow.handed_back_at, TaskRow.id)
    return [TaskView(**row._mapping) for row in unit.connection.execute(query)]


def back_key(reference: str) -> str:
    """The fact, as the outbox keeps it, that a conversation was told that the bot is back."""
    return f"back-{reference}"
