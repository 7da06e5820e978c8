"""What a person must do: every "someone will" is a task with a queue, a time by which it is due, and a reference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.exc import IntegrityError

from db.models import TaskRow
from hospital import audit, references
from hospital.directory import Hospital
from hospital.errors import BusyError
from hospital.office import Unit
from hospital.schedule import day_bounds

_STEP = timedelta(minutes=5)
DUE_MINUTES = {"handoff": 10, "callback": 120, "emergency": 1, "complaint": 240}
"""How soon each kind is due, in minutes of desk hours; an emergency's alert runs by the clock."""


@dataclass(frozen=True)
class NewTask:
    """A task to be made. `request_key` names the request: the same one again makes no second task."""

    request_key: str
    queue: str
    kind: str
    summary: str
    conversation_id: int | None = None
    patient_id: int | None = None


@dataclass(frozen=True)
class Task:
    """A task as people are told of it."""

    reference: str
    due_at: datetime
    in_hours: bool
    """Whether the desk is open now."""


def create(unit: Unit, hospital: Hospital, new: NewTask) -> Task:
    """Make a task, or find the one that this request made."""
    in_hours = hospital.is_desk_open(unit.now)
    due_at = _due(hospital, unit.now, new.kind)
    values: dict[str, Any] = {
        "request_key": new.request_key,
        "queue": new.queue,
        "kind": new.kind,
        "status": "requested",
        "patient_id": new.patient_id,
        "conversation_id": new.conversation_id,
        "due_at": due_at,
        "summary": new.summary[:500],
        "created_at": unit.now,
    }
    before = _insert(unit, values)
    if before is not None:
        return Task(before.reference, before.due_at, in_hours)
    reference = values["reference"]
    audit.append(
        unit,
        audit.Entry("task.create", reference, {"kind": new.kind, "queue": new.queue}),
        chain_of=new.conversation_id or 0,
    )
    return Task(reference, due_at, in_hours)


def _insert(unit: Unit, values: dict[str, Any]) -> Row[str, datetime] | None:
    """Write the row down; the one that this request made before, if any. A reference in use is drawn anew."""
    for _ in range(references.TRIES):
        values["reference"] = references.new(references.TASK)
        try:
            unit.connection.execute(insert(TaskRow), values)
        except IntegrityError:
            made = select(TaskRow.reference, TaskRow.due_at).where(TaskRow.request_key == values["request_key"])
            before = unit.connection.execute(made).first()
            if before is not None:
                return before
            continue
        return None
    raise BusyError


def _due(hospital: Hospital, now: datetime, kind: str) -> datetime:
    """When a task of this kind, made now, is due: its minutes run while the desk is open."""
    left = timedelta(minutes=DUE_MINUTES.get(kind, 60))
    if kind == "emergency":
        return now + left
    at = now
    for _ in range(10):
        at = opens_at(hospital, at)
        open_for = closes_at(hospital, at) - at
        if open_for >= left:
            break
        at, left = at + open_for, left - open_for
    return at + left


def closes_at(hospital: Hospital, moment: datetime) -> datetime:
    """When the desk, open at an instant, next closes; within a day."""
    at = moment
    while hospital.is_desk_open(at) and at < moment + timedelta(days=1):
        at += _STEP - timedelta(seconds=at.timestamp() % _STEP.total_seconds())
    return at


def opens_at(hospital: Hospital, moment: datetime) -> datetime:
    """When the desk next opens after an instant, within two weeks; the instant itself while it is open."""
    if hospital.is_desk_open(moment):
        return moment
    day = hospital.local(moment).date()
    for offset in range(15):
        begin, end = day_bounds(day + timedelta(days=offset), hospital.zone)
        at = begin
        while at < end:
            if at > moment and hospital.is_desk_open(at):
                return at
            at += _STEP
    return moment
