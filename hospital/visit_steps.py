"""One step of a visit on its day, for whatever moves it along; the rights are checked by whoever calls."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, update

from db.models import AppointmentRow
from hospital import appointments, audit
from hospital.directory import Hospital
from hospital.errors import TransitionError
from hospital.office import Unit


def is_to_come(unit: Unit, hospital: Hospital, row: Row[Any]) -> bool:
    """Whether a visit is on a day after today."""
    return hospital.local(row.starts_at).date() > hospital.local(unit.now).date()


def check(unit: Unit, hospital: Hospital, row: Row[Any], to_status: str) -> None:
    """Raises TransitionError where a visit cannot go there, or not before its day."""
    if is_to_come(unit, hospital, row):
        raise TransitionError(row.status, to_status)
    appointments.check_transition(row.status, to_status)


def move(unit: Unit, hospital: Hospital, row: Row[Any], to_status: str) -> None:
    """Move a locked visit along its arrows, not before its day. Raises TransitionError."""
    if row.status == to_status:
        return
    check(unit, hospital, row, to_status)
    changed = update(AppointmentRow).where(AppointmentRow.id == row.id)
    unit.connection.execute(changed.values(status=to_status, updated_at=unit.now))
    doctor = hospital.doctors_by_id[row.doctor_id]
    appointments.remember(unit, row.id, doctor, row.starts_at, row.status, to_status)
    facts = {"from": row.status, "to": to_status}
    audit.append(unit, audit.Entry("appointment.status", row.reference, facts), chain_of=row.conversation_id or 0)
