"""What the hospital is and whom it has, as one unchanging picture per revision of its data."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal
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
from hospital.errors import BusyError, NoHospitalError, NotFoundError
from hospital.fields import known_as
from hospital.office import Unit
from hospital.schedule import END_OF_DAY, Absence, WorkingHours

READ_TRIES = 5
QUIET = "20:00-08:00"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Confirm = Literal["always", "when_inferred", "never"]


@dataclass(frozen=True)
class BookingRules:
    """How patients may book. Minutes, hours, days and amounts as the hospital file gives them."""

    horizon_days: int = 60
    minimum_notice_minutes: int = 0
    hold_minutes: Mapping[str, int] = field(default_factory=lambda: {"web": 5, "text": 20})
    confirm: Confirm = "when_inferred"
    cancellation_notice_hours: int = 0
    cancellation_fee: Decimal = Decimal(0)
    max_open_appointments: int = 5
    waitlist_offer_minutes: int = 15
    guardian_until_age: int = 16

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> BookingRules:
        """The rules from their stored form; what is absent keeps its default."""
        known = {name: stored[name] for name in cls.__dataclass_fields__ if stored.get(name) is not None}
        if "cancellation_fee" in known:
            known["cancellation_fee"] = Decimal(str(known["cancellation_fee"]))
        if isinstance(known.get("hold_minutes"), int):
            known["hold_minutes"] = {"web": known["hold_minutes"], "text": known["hold_minutes"]}
        return cls(**known)

    def hold_minutes_on(self, channel: str) -> int:
        """How long a chosen time stays reserved on a channel, in minutes."""
        kind = "web" if channel == "webchat" else "text"
        return self.hold_minutes.get(kind, 20)


@dataclass(frozen=True)
class Location:
    """A site."""

    id: int
    code: str
    name: str
    city: str | None
    address: str | None


@dataclass(frozen=True)
class Speciality:
    """A speciality with its names by language."""

    id: int
    code: str
    name: str
    practitioner: str | None
    names: Mapping[str, str]
    practitioners: Mapping[str, str]
    complaints: Mapping[str, list[str]]
    is_default: bool

    def named(self, language: str) -> str:
        """What it is called in a language."""
        return self.names.get(language) or known_as(self.name, language)


@dataclass(frozen=True)
class Doctor:
    """A doctor with working hours and absences. `id` never leaves the hospital room."""

    id: int
    code: str
    name: str
    speciality: Speciality
    location: Location | None
    gender: str | None
    languages: tuple[str, ...]
    is_active: bool
    fee: Decimal | None
    room: str | None
    hours: tuple[WorkingHours, ...]
    absences: tuple[Absence, ...]

    def works_at(self, location: Location) -> bool:
        """Whether the doctor sees patients at a site, be it on some days only."""
        sites = {hours.location_id for hours in self.hours} or {self.location.id if self.location else None}
        return location.id in sites


@dataclass(frozen=True)
class Topic:
    """Something the desk may answer in the hospital's own words."""

    code: str
    asks: Mapping[str, list[str]]
    answer: Mapping[str, str]


@dataclass(frozen=True)
class Service:
    """Something done besides a doctor's visit: a scan, a blood test. `prepare` is by language."""

    code: str
    name: str
    kind: str
    price: Decimal
    prepare: Mapping[str, str]
    needs_order: bool


@dataclass(frozen=True)
class Plan:
    """A plan of an insurer; `locations` are the codes of the only sites where it holds, empty for all of them."""

    code: str
    name: str
    locations: tuple[str, ...]


@dataclass(frozen=True)
class Insurer:
    """An insurer whose members the hospital treats."""

    code: str
    name: str
    plans: tuple[Plan, ...]


_TITLE = re.compile(r"(?:dr|doctor)(?P<woman>a)?\b", re.IGNORECASE)
GENDERS = frozenset({"female", "male"})


@dataclass(frozen=True)
class Hospital:
    """The hospital at one revision of its data."""

    revision: int
    name: str
    zone: ZoneInfo
    currency: str
    languages: tuple[str, ...]
    phone: str | None
    emergency_number: str
    crisis_number: str | None
    handoff_phone: str | None
    privacy_url: str | None
    desk_hours: tuple[Mapping[str, Any], ...]
    booking: BookingRules
    is_demo: bool
    doctors: Mapping[str, Doctor]
    specialities: Mapping[str, Speciality]
    locations: Mapping[str, Location]
    topics: Mapping[str, Topic]
    holidays: Mapping[date, str | None]
    quiet: tuple[time, time] = (time(20), time(8))
    """From when until when, on the hospital's clock, nobody is written to unasked."""
    services: Mapping[str, Service] = field(default_factory=dict)
    insurers: Mapping[str, Insurer] = field(default_factory=dict)
    key: str = ""
    """Tells this hospital's caches from those of any other."""
    ensured: set[tuple[int, date]] = field(default_factory=set)
    """Days of doctors whose slots this process knows to exist at this revision."""

    @cached_property
    def doctors_by_id(self) -> Mapping[int, Doctor]:
        """Doctors by row id, for the hospital room."""
        return {doctor.id: doctor for doctor in self.doctors.values()}

    @cached_property
    def locations_by_id(self) -> Mapping[int, Location]:
        """Sites by row id, for the hospital room."""
        return {location.id: location for location in self.locations.values()}

    @cached_property
    def genders(self) -> Mapping[str, str]:
        """Doctors' names with their gender: as the file has it, else as titles tell where women have their own."""
        titled = {doctor.name: _TITLE.match(doctor.name) for doctor in self.doctors.values()}
        told = {name: "female" if title["woman"] else "male" for name, title in titled.items() if title is not None}
        known = told if "female" in told.values() else {}
        recorded = {doctor.name: doctor.gender for doctor in self.doctors.values() if doctor.gender in GENDERS}
        return known | recorded

    def doctor(self, code: str) -> Doctor:
        """The doctor of a code. Raises NotFoundError."""
        try:
            return self.doctors[code]
        except KeyError:
            raise NotFoundError(code) from None

    def doctors_of(self, speciality: str, location: str | None = None) -> list[Doctor]:
        """The active doctors of a speciality, at a site where one is given."""
        site = self.locations.get(location) if location is not None else None
        return [
            doctor
            for doctor in self.doctors.values()
            if doctor.is_active and doctor.speciality.code == speciality and (site is None or doctor.works_at(site))
        ]

    def local(self, moment: datetime) -> datetime:
        """An instant on the hospital's clock."""
        return moment.astimezone(self.zone)

    def quiet_until(self, moment: datetime) -> datetime | None:
        """When the quiet hours in which an instant lies are over; None when people may be written to then."""
        begin, end = self.quiet
        local = self.local(moment)
        clock = local.time().replace(tzinfo=None)
        is_quiet = begin <= clock < end if begin < end else clock >= begin or clock < end
        if not is_quiet:
            return None
        day = local.date() if clock < end else local.date() + timedelta(days=1)
        return datetime.combine(day, end, self.zone).astimezone(UTC)

    def is_desk_open(self, moment: datetime) -> bool:
        """Whether people answer at the desk then. Without desk hours they are taken to."""
        if not self.desk_hours:
            return True
        local = self.local(moment)
        if local.date() in self.holidays:
            return False
        return any(begin <= local.time() and _is_before(local.time(), end) for begin, end in self.desk_hours_on(local))

    def desk_hours_on(self, day: date) -> list[tuple[time, time]]:
        """When people answer at the desk on a weekday like this one, from and to; holidays are not looked at."""
        name = WEEKDAYS[day.weekday()]
        ranges = [hours for hours in self.desk_hours if name in hours["days"]]
        return sorted((time.fromisoformat(each["from"]), time.fromisoformat(each["to"])) for each in ranges)


def _is_before(clock: time, end: time) -> bool:
    return clock < end or end == END_OF_DAY


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
        services={
            r.code: Service(
                r.code, r.name, r.kind, r.price, r.details.get("prepare") or {}, bool(r.details.get("needs_order"))
            )
            for r in read(select(ServiceRow.__table__).order_by(ServiceRow.id))
        },
        insurers=_read_insurers(unit),
    )


def _read_quiet(reminders: Mapping[str, Any]) -> tuple[time, time]:
    begin, _, end = str(reminders.get("quiet") or QUIET).partition("-")
    return time.fromisoformat(begin), time.fromisoformat(end)


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
    for r in read(select(DoctorRow.__table__).order_by(DoctorRow.id)):
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
