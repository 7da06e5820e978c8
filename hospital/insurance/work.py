"""Tasks of the billing queue that insurance makes, and how they end."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from db.models import TaskRow
from hospital import task_steps, tasks
from hospital.access import Actor
from hospital.desk_hours import after_desk_time
from hospital.directory import Hospital
from hospital.office import Unit
from hospital.tasks import NewTask

QUEUE = "billing"
AUTHORISATION, SEND, REJECTED, REPAY = "authorisation", "claim", "claim_rejected", "claim_repay"
UNANSWERED = "claim_unanswered"
"""Ask an insurer beforehand; send a claim; decide who bears what it turned down; give back what it paid; ask after its
answer.
"""
DUE = {AUTHORISATION: timedelta(hours=8)}
IN_TIME = timedelta(hours=40)
"""How soon each is due, in desk hours: leave within a day, since somebody waits for it; money within a week."""


def give(
    unit: Unit, hospital: Hospital, kind: str, reference: str, about: str, patient_id: int, occasion: str = ""
) -> str:
    """A task about an authorisation or a claim, made once for each occasion; its reference."""
    due_at = after_desk_time(hospital, unit.now, DUE.get(kind, IN_TIME))
    key = f"{kind} {reference} {occasion}".rstrip()
    new = NewTask(key, QUEUE, kind, f"{reference}: {about}", patient_id=patient_id, due_at=due_at)
    return tasks.create(unit, hospital, new).reference


def give_again(unit: Unit, hospital: Hospital, kind: str, reference: str, about: str, patient_id: int) -> str:
    """Another task about it, after those that were made before; its reference. Under the patient's lock."""
    begin = f"{kind} {reference}"
    mine = (TaskRow.request_key == begin) | ((TaskRow.request_key > f"{begin} ") & (TaskRow.request_key < f"{begin}!"))
    before = unit.connection.scalar(select(func.count()).select_from(TaskRow).where(mine)) or 0
    return give(unit, hospital, kind, reference, about, patient_id, f"{before + 1}")


def is_open(unit: Unit, reference: str | None) -> bool:
    """Whether a task is still to be done."""
    if reference is None:
        return False
    return unit.connection.scalar(select(TaskRow.status).where(TaskRow.reference == reference)) in tasks.OPEN


def finish(unit: Unit, reference: str | None, actor: Actor | None) -> None:
    """What a task asked for was done by somebody, or is not needed any more (None)."""
    if reference is None:
        return
    task = task_steps.locked(unit, reference)
    if task.status not in tasks.OPEN:
        return
    if actor is None:
        task_steps.close(unit, task, tasks.CANCELLED)
        return
    if task.status == tasks.REQUESTED:
        owner = {"owner_staff_id": actor.staff_id, "owner_doctor_id": actor.doctor_id, "accepted_at": unit.now}
        task_steps.move(unit, task, tasks.ACCEPTED, "task.claim", None, **owner)
        task = task_steps.locked(unit, reference)
    task_steps.close(unit, task, tasks.COMPLETED)
