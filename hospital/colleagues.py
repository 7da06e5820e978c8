"""Who works here, as they sign."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from db.models import DoctorRow, StaffRow
from hospital.errors import NotAllowedError
from hospital.office import Unit


class UnknownStaffError(NotAllowedError):
    """Nobody who works here signs with this e-mail address."""


@dataclass(frozen=True)
class Colleague:
    """Somebody who works here. One of the ids is set."""

    email: str
    name: str
    role: str
    staff_id: int | None = None
    doctor_id: int | None = None


def colleague(unit: Unit, email: str) -> Colleague:
    """Who signs with an e-mail address, whatever its letters' case. Raises UnknownStaffError."""
    asked = email.strip().lower()
    of_staff = select(StaffRow.id, StaffRow.email, StaffRow.name, StaffRow.role)
    row = unit.connection.execute(of_staff.where(func.lower(StaffRow.email) == asked, StaffRow.is_active)).first()
    if row is not None:
        return Colleague(row.email, row.name, row.role, staff_id=row.id)
    of_doctors = select(DoctorRow.id, DoctorRow.email, DoctorRow.name)
    doctor = unit.connection.execute(
        of_doctors.where(func.lower(DoctorRow.email) == asked, DoctorRow.is_active)
    ).first()
    if doctor is None:
        raise UnknownStaffError
    return Colleague(doctor.email or asked, doctor.name, "doctor", doctor_id=doctor.id)
