"""Who looks at results while their doctor does not, and the end of the tasks that asked for it."""

from __future__ import annotations

from sqlalchemy import select

from db.models import TaskRow
from hospital import task_steps, tasks
from hospital.access import Actor
from hospital.covering import colleague_for
from hospital.directory import Hospital
from hospital.office import Unit
from hospital.reports.records import Report


def colleague_of(unit: Unit, hospital: Hospital, report: Report) -> int | None:
    """Who covers for a report's doctor, nobody who was asked just before; None where there is nobody."""
    return colleague_for(unit, hospital, report.reviewer_id, [report.covering_id])


def close_task(unit: Unit, actor: Actor, request_key: str) -> None:
    """End the task that a request made, if it is open, as done by whoever acts."""
    reference = unit.connection.scalar(select(TaskRow.reference).where(TaskRow.request_key == request_key))
    if reference is None:
        return
    task = task_steps.locked(unit, reference)
    if task.status == tasks.REQUESTED and (actor.doctor_id is not None or actor.staff_id is not None):
        taken = {"owner_doctor_id": actor.doctor_id, "owner_staff_id": actor.staff_id, "accepted_at": unit.now}
        task_steps.move(unit, task, tasks.ACCEPTED, "task.claim", None, **taken)
        task = task_steps.locked(unit, reference)
    if task.status in tasks.OPEN:
        task_steps.close(unit, task, tasks.COMPLETED)
