"""The small hospital on a database of its own, and what tests ask of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, Self, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select

from db.engine import connect
from db.models import Base, PatientRow, SlotGuardRow, SlotRow
from hospital import appointment_changes, appointments, hospital_file, loading, slots
from hospital.appointments import Appointment
from hospital.directory import Doctor, Hospital
from hospital.directory_rows import read_hospital
from hospital.office import Office, Unit
from hospital.slots import Search, Slot

T = TypeVar("T")

SMALL = Path(__file__).parents[1] / "hospitals" / "small.yaml"
ZONE = ZoneInfo("Europe/Dublin")
MONDAY = date(2026, 6, 8)
NOW = datetime(2026, 6, 8, 9, tzinfo=ZONE)
"""The moment of these tests."""
IRIS, HUGO, OLGA, VITO = "RH-000001", "RH-000002", "RH-000003", "RH-000004"
AUDIT_KEY = b"a key outside the database"


@cache
def parsed(text: str) -> hospital_file.HospitalFile:
    """The hospital of a file, read once."""
    return hospital_file.parse(text, MONDAY)


@cache
def small() -> str:
    """The file of the small hospital."""
    return _text(SMALL)


@cache
def _text(file: Path) -> str:
    return file.read_text("utf-8")


def when(at: str) -> datetime:
    """The instant of `2026-06-09 10:00` on the hospital's clock."""
    return datetime.fromisoformat(at).replace(tzinfo=ZONE).astimezone(UTC)


def clock(moment: datetime) -> str:
    """An instant on the hospital's clock, as `2026-06-09 10:00`."""
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M}"


def times(found: Iterable[Slot]) -> list[str]:
    """Times as `adler 2026-06-09 10:00`."""
    return [f"{slot.doctor.code} {clock(slot.starts_at)}" for slot in found]


def _engine(database_url: str) -> Engine:
    # a server's database is the same one for all tests of a worker: statements need compiling once
    return _kept_engine(database_url) if database_url.startswith("mysql") else connect(database_url)


_kept_engine = cache(connect)


class Clinic:
    """The small hospital. Every unit of work is done on Monday 8 June 2026 at 09:00 unless it says otherwise."""

    FILE = SMALL

    def __init__(self, database_url: str) -> None:
        self.engine = _engine(database_url)
        self.office = Office(self.engine, audit_key=AUDIT_KEY)
        self._keys = count(1)
        self.load()

    @classmethod
    def at(cls, office: Office) -> Self:
        """The hospital that an office is open for already, as a desk that serves it loaded it."""
        clinic = cls.__new__(cls)
        clinic.office, clinic._keys = office, count(1)
        clinic.hospital = clinic.picture()
        return clinic

    def close(self) -> None:
        """Let go of the database."""
        if self.engine.dialect.name == "sqlite":
            self.engine.dispose()

    def load(self, *changes: tuple[str, str]) -> Hospital:
        """Load the file, with words of it replaced; the hospital as a process that starts now has it."""
        text = _text(self.FILE)
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        file = parsed(text)
        self.write(lambda unit: loading.load(unit, file))
        self.hospital = self.picture()
        return self.hospital

    def picture(self) -> Hospital:
        """The hospital read afresh, as another process would."""
        with self.office.read() as unit:
            return read_hospital(unit)

    # --- working ------------------------------------------------------------------------------------

    def write(self, work: Callable[[Unit], T], now: datetime = NOW, actor: str = "test") -> T:
        """Do a unit of work and commit it."""
        return self.office.write(work, now=now, actor=actor)

    def read(self, work: Callable[[Unit], T], now: datetime = NOW) -> T:
        """Look at the records."""
        with self.office.read(now) as unit:
            return work(unit)

    def doctor(self, code: str) -> Doctor:
        """A doctor as the hospital has them now."""
        return self.hospital.doctor(code)

    def patient(self, number: str) -> int:
        """A patient's row."""
        found = self.read(lambda unit: unit.connection.scalar(select(PatientRow.id).filter_by(number=number)))
        assert found is not None
        return found

    def ensure(self, first: date = MONDAY, days: int = 7, *codes: str, now: datetime = NOW) -> None:
        """Make the times of some days (of these doctors)."""
        doctors = [self.doctor(code) for code in codes or self.hospital.doctors]
        end = first + timedelta(days=days)
        self.write(lambda unit: slots.ensure(unit, self.hospital, doctors, first, end), now)

    def request(self, number: str, doctor: str, at: str, **more: Any) -> appointments.Request:
        """A booking as a patient asks for it, each under a key of its own."""
        key = f"request-{next(self._keys)}"
        patient, whom = self.patient(number), self.doctor(doctor)
        plain = appointments.Request(key, patient, whom, when(at), "webchat", is_contact_verified=True)
        return replace(plain, **more)

    def book(self, number: str, doctor: str, at: str, now: datetime = NOW, **more: Any) -> Appointment:
        """Book a time whose day has its times made."""
        request = self.request(number, doctor, at, **more)
        return self.write(lambda unit: appointments.book(unit, self.hospital, request), now)

    def move(self, reference: str, doctor: str, at: str, now: datetime = NOW, **more: Any) -> Appointment:
        """Move a visit."""
        whom, to = self.doctor(doctor), when(at)
        return self.write(lambda u: appointment_changes.reschedule(u, self.hospital, reference, whom, to, **more), now)

    def cancel(self, reference: str, now: datetime = NOW) -> tuple[Appointment, bool]:
        """Cancel a visit."""
        return self.write(lambda unit: appointment_changes.cancel(unit, self.hospital, reference), now)

    def hold(self, doctor: str, at: str, holder: int, minutes: int = 20, now: datetime = NOW) -> Slot:
        """Reserve a time for a conversation."""
        whom, until = self.doctor(doctor), now + timedelta(minutes=minutes)
        return self.write(lambda unit: slots.hold(unit, self.hospital, whom, when(at), holder, until), now)

    def search(self, *codes: str, **more: Any) -> Search:
        """A search of these doctors over everything that may be booked."""
        doctors = tuple(self.doctor(code) for code in codes or self.hospital.doctors)
        bounds = {"first": when("2026-01-01 00:00"), "end": when("2027-01-01 00:00")}
        return Search(doctors, **{**bounds, **more})

    def find(self, search: Search, limit: int = 100, *, latest: bool = False, now: datetime = NOW) -> list[str]:
        """What is free, as `adler 2026-06-09 10:00`; days that lack their times get them first, as in a turn."""
        for _ in range(8):
            try:
                found = self.read(lambda unit: slots.find(unit, self.hospital, search, limit, latest=latest), now)
            except slots.NotEnsuredError as lacking:
                self._make(lacking, now)
            else:
                return times(found)
        raise AssertionError("the times of these days are never there")

    def nearest(self, search: Search, wanted: str, limit: int = 3) -> list[str]:
        """The free times nearest to a moment, of days whose times are made."""
        return times(self.read(lambda unit: slots.nearest(unit, self.hospital, search, when(wanted), limit)))

    def _make(self, lacking: slots.NotEnsuredError, now: datetime) -> None:
        days = lacking.first, lacking.end
        self.write(lambda unit: slots.ensure(unit, self.hospital, lacking.doctors, *days), now)

    # --- what stands in the database ----------------------------------------------------------------

    def rows(self, model: type[Base], *where: Any) -> list[Any]:
        """Rows of a table, in the order in which they were made."""
        query = select(model.__table__).where(*where).order_by(*model.__mapper__.primary_key)
        return list(self.read(lambda unit: unit.connection.execute(query).all()))

    def day(self, doctor: str, day: date, *statuses: str) -> dict[str, str]:
        """The times of a doctor's day by their clock time, with their status (only these statuses)."""
        rows = self.rows(SlotRow, SlotRow.doctor_id == self.doctor(doctor).id, SlotRow.date == day)
        ordered = sorted(rows, key=lambda row: row.starts_at)
        return {clock(r.starts_at)[11:]: r.status for r in ordered if not statuses or r.status in statuses}

    def status(self, doctor: str, at: str) -> str:
        """The status of one time."""
        return self.day(doctor, date.fromisoformat(at[:10]))[at[11:]]

    def guarded(self) -> set[tuple[int, int, int]]:
        """Every guard: doctor, cell, slot."""
        return {(row.doctor_id, row.cell, row.slot_id) for row in self.rows(SlotGuardRow)}

    def due_guards(self) -> set[tuple[int, int, int]]:
        """The guards that held and booked times must have, and no other."""
        taken = self.rows(SlotRow, SlotRow.status.in_((slots.HELD, slots.BUSY)))
        return {(r.doctor_id, cell, r.id) for r in taken for cell in slots.cells(r.starts_at, r.minutes)}
