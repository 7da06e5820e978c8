"""Who stands in for a doctor: a colleague of the same field who is here and has the least waiting."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, or_, select

from db.models import ReportRow, TaskRow
from hospital import tasks
from hospital.directory import Hospital
from hospital.office import Unit

_ISSUED = ("final", "amended")
"""The statuses of reports that wait to be read."""


def is_away(hospital: Hospital, doctor_id: int, moment: datetime) -> bool:
    """Whether a doctor is absent then, or gone for good."""
    doctor = hospital.doctors_by_id.get(doctor_id)
    if doctor is None or not doctor.is_active:
        return True
    return any(absence.starts_at <= moment < absence.ends_at for absence in doctor.absences)


def whom_to_ask(unit: Unit, hospital: Hospital, doctor_id: int) -> int | None:
    """The doctor while they are here, else who covers for them; None where there is nobody."""
    return colleague_for(unit, hospital, doctor_id) if is_away(hospital, doctor_id, unit.now) else doctor_id


def colleague_for(unit: Unit, hospital: Hospital, doctor_id: int, but: Collection[int | None] = ()) -> int | None:
    """Who covers for a doctor, `but` for some; None where there is nobody."""
    doctor = hospital.doctors_by_id.get(doctor_id)
    asked = {doctor_id, *but}
    field = doctor.speciality.code if doctor is not None else ""
    able = [
        each.id
        for each in hospital.doctors.values()
        if each.speciality.code == field and each.id not in asked and not is_away(hospital, each.id, unit.now)
    ]
    waiting = {doctor_id: _waiting(unit, doctor_id) for doctor_id in able}
    return min(able, key=lambda each: (waiting[each], each), default=None)


def _waiting(unit: Unit, doctor_id: int) -> int:
    """How many reports a doctor has to read, and requests for medicines to decide."""
    theirs = or_(ReportRow.reviewer_id == doctor_id, ReportRow.covering_id == doctor_id)
    reports = select(func.count()).where(theirs, ReportRow.status.in_(_ISSUED), ReportRow.reviewed_at.is_(None))
    asked = select(func.count()).where(
        TaskRow.kind == tasks.REFILL, TaskRow.for_doctor_id == doctor_id, TaskRow.status.in_(tasks.OPEN)
    )
    return (unit.connection.scalar(reports) or 0) + (unit.connection.scalar(asked) or 0)
