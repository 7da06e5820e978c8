"""Who treats whom: what makes a patient's record a colleague's business.

A doctor treats whoever has a visit with them (a year back, and to come), whom they saw, or whose examination they are
to perform. A nurse treats whoever is being seen in the house now.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, exists, or_, select

from db.models import AppointmentRow, EncounterRow
from hospital.office import Unit

YEAR = timedelta(days=365)
_VISITS = ("pending", "booked", "arrived", "checked-in", "fulfilled")
_GOING_ON = ("in-progress", "on-hold")


def treats(unit: Unit, patient_id: int, *, doctor_id: int | None = None, staff_id: int | None = None) -> bool:
    """Whether a doctor or one of the staff has to do with a patient's treatment now."""
    if doctor_id is not None:
        return bool(unit.connection.scalar(select(or_(*_of_doctor(unit, patient_id, doctor_id)))))
    if staff_id is None:
        return False
    seen = exists().where(EncounterRow.patient_id == patient_id, EncounterRow.status.in_(_GOING_ON))
    return bool(unit.connection.scalar(select(seen)))


def _of_doctor(unit: Unit, patient_id: int, doctor_id: int) -> list[ColumnElement[bool]]:
    since = unit.now - YEAR
    return [
        exists().where(
            AppointmentRow.patient_id == patient_id,
            AppointmentRow.status.in_(_VISITS),
            AppointmentRow.doctor_id == doctor_id,
            AppointmentRow.starts_at > since,
        ),
        exists().where(
            EncounterRow.patient_id == patient_id,
            EncounterRow.doctor_id == doctor_id,
            EncounterRow.status != "entered-in-error",
            EncounterRow.started_at > since,
        ),
    ]
