"""What a person of billing must look at: one open task for each matter, however often it is told."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select, update

from db.models import TaskRow
from hospital import task_steps, tasks
from hospital.directory import Hospital
from hospital.office import Unit
from hospital.tasks import NewTask, Task

QUESTION, CREDIT, REFUND, MISMATCH, TILL = "question", "credit", "refund", "payment_mismatch", "till_difference"
"""The kinds: a charge asked about, money that no invoice needs, a refund to agree to, a provider's payment that is not
what was asked for, a till that does not add up."""
UNBILLED, OVERDUE = "unbilled", "overdue"
"""A day whose visits are on no invoice, an invoice that its patient does not pay in time."""


def tell(unit: Unit, hospital: Hospital, kind: str, about: str, summary: str, patient_id: int | None = None) -> Task:
    """Make the task, or find the one of this matter that is still open; that of a credit says what is left of it now.

    Whoever calls holds the matter's lock.
    """
    told = _of(kind, about)
    still = select(TaskRow.id, TaskRow.request_key, TaskRow.summary).where(told, TaskRow.status.in_(tasks.OPEN))
    there = unit.connection.execute(still.limit(1)).one_or_none()
    if there is None:
        before = unit.connection.scalar(select(func.count()).select_from(TaskRow).where(told)) or 0
        key = f"{kind} {about} {before + 1}"
    else:
        key, (_, mark, note) = there.request_key, there.summary.partition(" · ")
        if kind == CREDIT and (now := f"{summary}{mark}{note}"[: tasks.SUMMARY_LIMIT]) != there.summary:
            unit.connection.execute(update(TaskRow).where(TaskRow.id == there.id).values(summary=now))
    return tasks.create(unit, hospital, NewTask(key, "billing", kind, summary, patient_id=patient_id))


def settle(unit: Unit, kind: str, about: str) -> None:
    """The matter is done: its task is closed, where one is open."""
    still = select(TaskRow.reference).where(_of(kind, about), TaskRow.status.in_(tasks.OPEN))
    for reference in unit.connection.scalars(still).all():
        task_steps.close(unit, task_steps.locked(unit, reference), tasks.COMPLETED)


def _of(kind: str, about: str) -> ColumnElement[bool]:
    # what begins with "kind about ", in a form for which every database takes the index
    begin = f"{kind} {about}"
    return (TaskRow.request_key > f"{begin} ") & (TaskRow.request_key < f"{begin}!")
