"""The rows by which the services of a hospital file are booked: one for each that has hours."""

from __future__ import annotations

from sqlalchemy import select

from db.models import DoctorRow, ServiceRow, SpecialityRow
from hospital.directory import OF_SERVICE
from hospital.file_merge import Counts, Values, ids, merge
from hospital.file_models import HospitalFile
from hospital.office import Unit

MOST_CODE = 64  # characters


def load(unit: Unit, file: HospitalFile) -> Counts:
    """A row for each service with hours, by which it is booked; nobody's in a hospital without specialities."""
    speciality = unit.connection.scalar(
        select(SpecialityRow.id).order_by(SpecialityRow.is_default.desc(), SpecialityRow.id).limit(1)
    )
    bookable = [service for service in file.services if service.schedule]
    if speciality is None or not bookable:
        return Counts()
    numbers = ids(unit, ServiceRow, "code", [service.code for service in bookable])
    rows: list[Values] = [
        {
            "service_id": numbers[service.code],
            "code": _timetable_code(service.code, numbers[service.code]),
            "name": service.name,
        }
        for service in bookable
    ]
    once = {"speciality_id": speciality, "languages": [], "is_active": True}
    return merge(unit, DoctorRow, ["service_id"], rows, once)


def _timetable_code(code: str, number: int) -> str:
    """One that no doctor can have; by number where the service's own is too long for it."""
    told = f"{OF_SERVICE}{code}"
    return told if len(told) <= MOST_CODE else f"{OF_SERVICE}#{number}"
