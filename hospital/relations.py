"""Who treats whom: what makes a patient's record a colleague's business.

A doctor treats whoever has a visit with them (a year back, and to come), whom they saw, whose examination they are to
perform or performed, whose report waits for them, and who has a prescription of theirs that stands. A nurse treats
whoever is being seen in the house now, and whose examination they are to perform, or performed within a week. Whoever
took a task about a dangerous, an unread or a missing result, about what a patient asks of one or sent, a medicine to be
had again, or a record of the clinic that was altered, treats its patient until it is done.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from db.models import AppointmentRow, EncounterRow, OrderRow, PrescriptionRow, ReportRow, TaskRow
from hospital.office import Unit
from hospital.tasks import CRITICAL, DOCUMENT, PATIENT_ASKS, REFILL, RESULT_MISSING, REVIEW, TAMPERED

YEAR = timedelta(days=365)
WEEK = timedelta(days=7)
_VISITS = ("pending", "booked", "arrived", "checked-in", "fulfilled")
_GOING_ON = ("in-progress", "on-hold")
_TO_PERFORM = ("active", "on-hold")
_STANDING = ("active", "on-hold")


def treats(unit: Unit, patient_id: int, *, doctor_id: int | None = None, staff_id: int | None = None) -> bool:
    """Whether a doctor or one of the staff has to do with a patient's treatment now."""
    if doctor_id is not None:
        return bool(unit.connection.scalar(select(or_(*_of_doctor(unit, patient_id, doctor_id)))))
    if staff_id is None:
        return False
    return bool(unit.connection.scalar(select(or_(*_of_staff(unit, patient_id, staff_id)))))


def _of_staff(unit: Unit, patient_id: int, staff_id: int) -> list[ColumnElement[bool]]:
    return [
        exists().where(EncounterRow.patient_id == patient_id, EncounterRow.status.in_(_GOING_ON)),
        _performs(patient_id, _is(OrderRow.performer_staff_id, staff_id), unit.now - WEEK),
        _has_task(patient_id, TaskRow.owner_staff_id == staff_id),
    ]


def _is(column: InstrumentedAttribute[Any], colleague_id: int) -> ColumnElement[bool]:
    """Whose it is, compared row by row. A patient has a few rows and a colleague thousands: it is the patient's index
    that is to find them, and a sum has none.
    """
    return column + 0 == colleague_id


def _performs(patient_id: int, is_performer: ColumnElement[bool], since: datetime) -> ColumnElement[bool]:
    is_done = (OrderRow.status == "completed") & (OrderRow.completed_at > since)
    is_theirs = OrderRow.status.in_(_TO_PERFORM) | is_done
    return exists().where(OrderRow.patient_id == patient_id, is_performer, is_theirs)


def _has_task(patient_id: int, is_owner: ColumnElement[bool]) -> ColumnElement[bool]:
    kinds = (CRITICAL, REVIEW, PATIENT_ASKS, REFILL, DOCUMENT, RESULT_MISSING)
    is_altered = (TaskRow.kind == TAMPERED) & (TaskRow.queue == "clinic")
    concerns = TaskRow.kind.in_(kinds) | is_altered
    return exists().where(TaskRow.patient_id == patient_id, is_owner, TaskRow.status == "accepted", concerns)


def _of_doctor(unit: Unit, patient_id: int, doctor_id: int) -> list[ColumnElement[bool]]:
    since = unit.now - YEAR
    return [
        exists().where(
            AppointmentRow.patient_id == patient_id,
            AppointmentRow.status.in_(_VISITS),
            _is(AppointmentRow.doctor_id, doctor_id),
            AppointmentRow.starts_at > since,
        ),
        exists().where(
            EncounterRow.patient_id == patient_id,
            _is(EncounterRow.doctor_id, doctor_id),
            EncounterRow.status != "entered-in-error",
            EncounterRow.started_at > since,
        ),
        exists().where(
            ReportRow.patient_id == patient_id,
            or_(ReportRow.reviewer_id == doctor_id, ReportRow.covering_id == doctor_id),
            ReportRow.status.not_in(("cancelled", "entered-in-error")),
            or_(ReportRow.reviewed_at.is_(None), ReportRow.registered_at > since),
        ),
        # whoever prescribed answers for it, also where they stood in for a colleague
        exists().where(
            PrescriptionRow.patient_id == patient_id,
            _is(PrescriptionRow.prescriber_id, doctor_id),
            PrescriptionRow.status.in_(_STANDING),
            PrescriptionRow.written_at > since,
        ),
        _performs(patient_id, _is(OrderRow.performer_doctor_id, doctor_id), since),
        _has_task(patient_id, TaskRow.owner_doctor_id == doctor_id),
    ]
