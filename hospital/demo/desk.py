"""What a visitor of the demo does at the hospital's desk: in the name of somebody who works there and may do it."""

from __future__ import annotations

from sqlalchemy import select

from db.models import DoctorRow, HospitalRow, StaffRow, TaskRow
from hospital import task_work, tasks
from hospital.demo.practice import NotPracticeError
from hospital.errors import NotAllowedError
from hospital.office import Unit


class NobodyError(NotAllowedError):
    """Nobody who works at this hospital takes tasks of the queue."""


def take(unit: Unit, reference: str) -> None:
    """Take a task. Raises what `task_work.claim` does, NotPracticeError and NobodyError."""
    task_work.claim(unit, reference, whose(unit, reference))


def answer(unit: Unit, reference: str, text: str) -> None:
    """Write to the patient as the task's owner. Raises what `task_work.answer` does, NotPracticeError, NobodyError."""
    task_work.answer(unit, reference, whose(unit, reference), text)


def whose(unit: Unit, reference: str) -> str:
    """The e-mail address of the task's owner, else of the first who may take it.

    Raises UnknownTaskError, NotPracticeError and NobodyError.
    """
    if not unit.connection.scalar(select(HospitalRow.is_demo)):
        raise NotPracticeError
    query = (
        select(TaskRow.queue, StaffRow.email, DoctorRow.email.label("doctor"))
        .outerjoin(StaffRow, StaffRow.id == TaskRow.owner_staff_id)
        .outerjoin(DoctorRow, DoctorRow.id == TaskRow.owner_doctor_id)
        .where(TaskRow.reference == reference)
    )
    row = unit.connection.execute(query).first()
    if row is None:
        raise tasks.UnknownTaskError
    owner: str | None = row.email or row.doctor
    may = StaffRow.role.in_(tasks.MAY_TAKE[row.queue]), StaffRow.is_active
    first = owner or unit.connection.scalar(select(StaffRow.email).where(*may).order_by(StaffRow.id).limit(1))
    if first is None:
        raise NobodyError
    return first
