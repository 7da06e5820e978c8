"""Who looks at results while their doctor does not: a colleague of the same field who is here and has the least."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, or_, select

from db.models import ReportRow, TaskRow
from hospital import task_steps, tasks
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.office import Unit
from hospital.reports.records import ISSUED, Report


def is_away(hospital: Hospital, doctor_id: int, moment: datetime) -> bool:
    """Whether a doctor is absent then, or gone for good."""
    doctor = hospital.doctors_by_id.get(doctor_id)
    if doctor is None or not doctor.is_active:
        return True
    return any(absence.starts_at <= moment < absence.ends_at for absence in doctor.absences)


def colleague_of(unit: Unit, hospital: Hospital, report: Report) -> int | None:
    """Who covers for a report's doctor, nobody who was asked just before; None where there is nobody."""
    return colleague_for(unit, hospital, report.reviewer_id, report.covering_id)


def colleague_for(unit: Unit, hospital: Hospital, doctor_id: int, but: int | None = None) -> int | None:
    """Who covers for a doctor, `but` for one; None where there is nobody."""
    doctor = hospital.doctors_by_id.get(doctor_id)
    asked = {doctor_id, but}
    field = doctor.speciality.code if doctor is not None else ""
    able = [
        each.id
        for each in hospital.doctors.values()
        if each.speciality.code == field and each.id not in asked and not is_away(hospital, each.id, unit.now)
    ]
    waiting = {doctor_id: _waiting(unit, doctor_id) for doctor_id in able}
    return min(able, key=lambda each: (waiting[each], each), default=None)


def _waiting(unit: Unit, doctor_id: int) -> int:
    theirs = or_(ReportRow.reviewer_id == doctor_id, ReportRow.covering_id == doctor_id)
    count = select(func.count()).where(theirs, ReportRow.status.in_(ISSUED), ReportRow.reviewed_at.is_(None))
    return unit.connection.scalar(count) or 0


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
