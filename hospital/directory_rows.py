"""The directory as its rows have it: read at one revision, and kept until there is another."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select

from db.models import (
    DoctorRow,
    HolidayRow,
    HospitalRow,
    InsurancePlanRow,
    InsurerRow,
    LocationRow,
    ScheduleRow,
    ServiceRow,
    SpecialityRow,
    TimeOffRow,
    TopicRow,
)
from hospital.directory import (
    NO_SPECIALITY,
    WEEKDAYS,
    BillingRules,
    BookingRules,
    Doctor,
    Hospital,
    Insurer,
    Location,
    Plan,
    Service,
    ServiceName,
    Speciality,
    Topic,
)
from hospital.errors import BusyError, NoHospitalError
from hospital.office import Unit
from hospital.schedule import Absence, WorkingHours

QUIET = "20:00-08:00"
READ_TRIES = 5


class Directory:
    """Keeps the picture of the hospital and makes a new one when its revision has changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._current: Hospital | None = None

    @property
    def last(self) -> Hospital | None:
        """The hospital as last read; there while the database is not."""
        return self._current

    def current(self, unit: Unit, revision: int | None = None) -> Hospital:
        """The hospital at its present revision (asked for, unless the caller just read it). Raises NoHospitalError."""
        if revision is None:
            revision = _revision(unit)
        picture = self._current
        if picture is None or picture.revision != revision:
            picture = read_hospital(unit)
            with self._lock:
                self._current = picture
        return picture

    def standing(self, unit: Unit) -> Hospital | None:
        """The hospital at its present revision; None where none is loaded."""
        try:
            return self.current(unit)
        except NoHospitalError:
            return None


def _revision(unit: Unit) -> int:
    revision: int | None = unit.connection.scalar(select(HospitalRow.revision))
    if revision is None:
        raise NoHospitalError
    return revision


def read_hospital(unit: Unit) -> Hospital:
    """Everything that the directory holds, read afresh and at one revision. Raises NoHospitalError and BusyError."""
    for _ in range(READ_TRIES):
        before = _revision(unit)
        try:
            picture = _read_hospital(unit)
        except KeyError:
            # of a load that was committed between two statements: a doctor's speciality came after the specialities
            continue
        if picture.revision == before == _revision(unit):
            return picture
    raise BusyError


def _read_hospital(unit: Unit) -> Hospital:
    read = unit.connection.execute
    row = read(select(HospitalRow.__table__)).first()
    if row is None:
        raise NoHospitalError
    locations = {r.id: Location(r.id, r.code, r.name, r.city, r.address) for r in read(select(LocationRow.__table__))}
    specialities = {
        r.id: Speciality(
            r.id, r.code, r.name, r.practitioner, r.names or {}, r.practitioners or {}, r.complaints or {}, r.is_default
        )
        for r in read(select(SpecialityRow.__table__).order_by(SpecialityRow.position, SpecialityRow.id))
    }
    services = {r.code: _read_service(r, locations) for r in read(select(ServiceRow.__table__).order_by(ServiceRow.id))}
    topics = {r.code: Topic(r.code, r.asks or {}, r.answer or {}) for r in read(select(TopicRow.__table__))}
    return Hospital(
        key=row.cache_key,
        revision=row.revision,
        name=row.name,
        zone=ZoneInfo(row.timezone),
        currency=row.currency,
        languages=tuple(row.languages),
        phone=row.phone,
        emergency_number=row.emergency_number,
        crisis_number=row.crisis_number,
        handoff_phone=row.handoff_phone,
        privacy_url=row.privacy_url,
        desk_hours=tuple(row.desk_hours or ()),
        booking=BookingRules.read(row.booking or {}),
        quiet=_read_quiet(row.reminders or {}),
        is_demo=row.is_demo,
        doctors=_read_doctors(unit, specialities, locations),
        specialities={s.code: s for s in specialities.values()},
        locations={location.code: location for location in locations.values()},
        topics=topics,
        holidays={r.date: r.name for r in read(select(HolidayRow.__table__))},
        services=services,
        timetables=_read_timetables(unit, services, locations),
        insurers=_read_insurers(unit),
        billing=BillingRules.read(row.billing or {}),
    )


def _read_quiet(reminders: Mapping[str, Any]) -> tuple[time, time]:
    begin, _, end = str(reminders.get("quiet") or QUIET).partition("-")
    return time.fromisoformat(begin), time.fromisoformat(end)


def _read_service(row: Row[Any], locations: Mapping[int, Location]) -> Service:
    told = row.details
    sites = {location.code: location.id for location in locations.values()}
    return Service(
        row.code,
        row.name,
        row.kind,
        row.price,
        told.get("prepare") or {},
        bool(told.get("needs_order")),
        id=row.id,
        minutes=told.get("minutes"),
        hours=tuple(
            WorkingHours(
                WEEKDAYS.index(day),
                time.fromisoformat(hours["from"]),
                time.fromisoformat(hours["to"]),
                hours["slot_minutes"],
                sites.get(hours.get("location") or ""),
                _day(hours.get("valid_from")),
                _day(hours.get("valid_to")),
            )
            for hours in told.get("schedule") or ()
            for day in hours["days"]
        ),
    )


def _read_timetables(
    unit: Unit, services: Mapping[str, Service], locations: Mapping[int, Location]
) -> dict[str, Doctor]:
    """The timetables by which services are booked; one without hours stays for the visits that it had."""
    by_id = {service.id: service for service in services.values()}
    rows = unit.connection.execute(
        select(DoctorRow.id, DoctorRow.service_id).where(DoctorRow.service_id.is_not(None)).order_by(DoctorRow.id)
    )
    made = [_timetable(row.id, by_id[row.service_id], locations) for row in rows]
    return {each.code: each for each in made}


def _timetable(row_id: int, service: Service, locations: Mapping[int, Location]) -> Doctor:
    only = next(iter(locations.values())) if len(locations) == 1 else None
    # what takes longer than its step is booked for as long as it takes
    hours = tuple(
        replace(
            each,
            slot_minutes=max(each.slot_minutes, service.minutes or 0),
            location_id=each.location_id or (only.id if only else None),
        )
        for each in service.hours
    )
    return Doctor(
        id=row_id,
        code=service.timetable,
        name=ServiceName(service.name),
        speciality=NO_SPECIALITY,
        location=only,
        gender=None,
        languages=(),
        is_active=bool(hours),
        fee=service.price,
        room=None,
        hours=hours,
        absences=(),
        service=service,
    )


def _day(told: str | None) -> date | None:
    return None if told is None else date.fromisoformat(told)


def _read_insurers(unit: Unit) -> dict[str, Insurer]:
    read = unit.connection.execute
    plans: dict[int, list[Plan]] = {}
    for r in read(select(InsurancePlanRow.__table__).order_by(InsurancePlanRow.id)):
        plans.setdefault(r.insurer_id, []).append(Plan(r.code, r.name, tuple(r.details.get("locations") or ())))
    rows = read(select(InsurerRow.__table__).order_by(InsurerRow.id))
    return {r.code: Insurer(r.code, r.name, tuple(plans.get(r.id, ()))) for r in rows}


def _read_doctors(
    unit: Unit, specialities: Mapping[int, Speciality], locations: Mapping[int, Location]
) -> dict[str, Doctor]:
    read = unit.connection.execute
    hours = _grouped(read(select(ScheduleRow.__table__).order_by(ScheduleRow.weekday, ScheduleRow.from_time)))
    absences = _grouped(read(select(TimeOffRow.__table__).order_by(TimeOffRow.starts_at)))
    doctors = {}
    for r in read(select(DoctorRow.__table__).where(DoctorRow.service_id.is_(None)).order_by(DoctorRow.id)):
        doctors[r.code] = Doctor(
            id=r.id,
            code=r.code,
            name=r.name,
            speciality=specialities[r.speciality_id],
            location=locations.get(r.location_id),
            gender=r.gender,
            languages=tuple(r.languages or ()),
            is_active=r.is_active,
            fee=r.fee,
            room=r.room,
            hours=tuple(
                WorkingHours(
                    h.weekday,
                    h.from_time,
                    h.to_time,
                    h.slot_minutes,
                    h.location_id or r.location_id,
                    h.valid_from,
                    h.valid_to,
                )
                for h in hours.get(r.id, ())
            ),
            absences=tuple(Absence(a.starts_at, a.ends_at, a.reason) for a in absences.get(r.id, ())),
        )
    return doctors


def _grouped(rows: Iterable[Row[Any]]) -> dict[int, list[Row[Any]]]:
    groups: dict[int, list[Row[Any]]] = {}
    for row in rows:
        groups.setdefault(row.doctor_id, []).append(row)
    return groups
