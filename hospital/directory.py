"""What the hospital is and whom it has, as one unchanging picture per revision of its data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal
from zoneinfo import ZoneInfo

from hospital import examinations
from hospital.errors import NotFoundError
from hospital.fields import known_as
from hospital.schedule import END_OF_DAY, Absence, WorkingHours

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
class BillingRules:
    """How money is handled. Amounts are in the hospital's currency."""

    pay: Literal["before", "at_desk", "after"] = "at_desk"
    refund_second_person_over: Decimal = Decimal(0)
    """What is given back of one payment, above which a second person agrees; every refund where the file is silent."""
    claim_answer_days: int = 30
    """After so many days without an insurer's answer billing asks it."""

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> BillingRules:
        """The rules from their stored form; what is absent keeps its default."""
        over = stored.get("refund_second_person_over")
        return cls(
            stored.get("pay") or cls.pay,
            Decimal(str(over)) if over is not None else Decimal(0),
            stored.get("claim_answer_days") or cls.claim_answer_days,
        )


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


class ServiceName(str):
    """What a service is called, where a doctor's name may stand: it is told in its own words, and translated."""

    __slots__ = ()


@dataclass(frozen=True)
class Doctor:
    """A doctor with working hours and absences, or the timetable of a `service`. `id` never leaves the hospital room.

    A timetable has no speciality but NO_SPECIALITY, and its name is a ServiceName.
    """

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
    service: Service | None = None

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
    """Something done besides a doctor's visit: a scan, a blood test. `prepare` is by language.

    With `hours` it can be booked; `minutes` is how long it takes.
    """

    code: str
    name: str
    kind: str
    price: Decimal
    prepare: Mapping[str, str]
    needs_order: bool
    id: int = 0
    minutes: int | None = None
    hours: tuple[WorkingHours, ...] = ()

    def named(self, language: str) -> str:
        """What it is called in a language."""
        return examinations.known_as(self.name, language)

    @property
    def timetable(self) -> str:
        """The code by which its timetable is known among those of doctors, none of whom can have it."""
        return f"{OF_SERVICE}{self.code}"

    def prepared(self, language: str) -> str | None:
        """How to come to it, in a language if it is told in that; None where nothing is to be said."""
        return self.prepare.get(language) or next(iter(self.prepare.values()), None)


OF_SERVICE = "service:"
NO_SPECIALITY = Speciality(0, "", "", None, {}, {}, {}, is_default=False)
"""The speciality of a service's timetable."""


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
    timetables: Mapping[str, Doctor] = field(default_factory=dict)
    """Those of the services that can be booked, by their codes; `doctors` are people, and people alone."""
    insurers: Mapping[str, Insurer] = field(default_factory=dict)
    billing: BillingRules = field(default_factory=BillingRules)
    key: str = ""
    """Tells this hospital's caches from those of any other."""
    ensured: set[tuple[int, date]] = field(default_factory=set)
    """Days of doctors whose slots this process knows to exist at this revision."""

    @cached_property
    def doctors_by_id(self) -> Mapping[int, Doctor]:
        """Doctors, and the timetables of services, by row id, for the hospital room."""
        return {each.id: each for each in self.schedules}

    @property
    def schedules(self) -> list[Doctor]:
        """Whatever has times: doctors, and the timetables of services."""
        return [*self.doctors.values(), *self.timetables.values()]

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
        """The doctor, or the timetable of a service, of a code. Raises NotFoundError."""
        found = self.schedule_of(code)
        if found is None:
            raise NotFoundError(code)
        return found

    def schedule_of(self, code: str) -> Doctor | None:
        """The doctor, or the timetable of a service, of a code; None where there is none such."""
        return self.doctors.get(code) or self.timetables.get(code)

    def bookable(self, service: str) -> Doctor | None:
        """The timetable of a service; None where it cannot be booked."""
        known = self.services.get(service)
        found = self.timetables.get(known.timetable) if known is not None else None
        return found if found is not None and found.is_active else None

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
