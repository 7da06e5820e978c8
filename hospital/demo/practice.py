"""The demo's practice clock: it stands mid-morning of a working day when the demo is made, and only goes forward."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from db.models import HospitalRow
from hospital import clocks
from hospital.demo import going_on
from hospital.errors import NotAllowedError
from hospital.office import Office, Unit

if TYPE_CHECKING:
    from hospital.file_models import HospitalFile  # large, and a process that serves reads no hospital file

MID_MORNING = time(10, 20)
MORNING = time(8, 30)
STEP = timedelta(minutes=15)
FARTHEST = timedelta(days=14)
"""How far ahead of the machine the clock may be put: the demo's days are filled for so long and a little longer."""
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class NotPracticeError(NotAllowedError):
    """The hospital is a real one: its clock is the machine's."""


class TooFarError(NotAllowedError):
    """The demo's days end there: it has to begin again."""


def first_moment(file: HospitalFile, machine_now: datetime) -> datetime:
    """Mid-morning of the first day from today on which most of the hospital's doctors work then."""
    zone = ZoneInfo(file.hospital.timezone)
    today = machine_now.astimezone(zone).date()
    working = {day: _doctors_at_work(file, day) for day in _DAYS}
    closed = {holiday.date for holiday in file.hospital.holidays}
    days = [today + timedelta(days=offset) for offset in range(15)]
    for day in days:
        if day not in closed and 2 * working[_DAYS[day.weekday()]] >= max(1, *working.values()):
            return datetime.combine(day, MID_MORNING, zone).astimezone(UTC)
    return datetime.combine(today, MID_MORNING, zone).astimezone(UTC)


def _doctors_at_work(file: HospitalFile, day: str) -> int:
    return sum(
        any(day in hours.days and hours.begin <= MID_MORNING < hours.end for hours in doctor.schedule)
        for doctor in file.doctors
        if doctor.active
    )


def offset_s(moment: datetime, machine_now: datetime) -> int:
    """How many whole seconds ahead a clock is that says `moment`, or hardly more."""
    return math.ceil((moment - machine_now).total_seconds())


def put_forward(office: Office, *, to_morning: bool = False) -> datetime:
    """Put the practice clock a quarter of an hour forward, or to the next day's morning; what it says then.

    Raises NotPracticeError, TooFarError and BusyError.
    """
    machine_now = clocks.machine_now(office.clock)
    moment = office.write(lambda unit: _put_forward(unit, machine_now, to_morning), actor="demo")
    clocks.look_again(office.clock)
    return moment


def _put_forward(unit: Unit, machine_now: datetime, to_morning: bool) -> datetime:
    row = unit.connection.execute(
        select(HospitalRow.is_demo, HospitalRow.practice_offset_s, HospitalRow.timezone).with_for_update()
    ).first()
    if row is None or not row.is_demo:
        raise NotPracticeError
    now = machine_now + timedelta(seconds=row.practice_offset_s or 0)
    moment = _next_morning(now, ZoneInfo(row.timezone)) if to_morning else now + STEP
    if moment - machine_now > FARTHEST:
        raise TooFarError
    offset = offset_s(moment, machine_now)
    unit.connection.execute(update(HospitalRow).values(practice_offset_s=offset))
    going_on.go_on(replace(unit, now=moment))
    return moment


def _next_morning(now: datetime, zone: ZoneInfo) -> datetime:
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, MORNING, zone).astimezone(UTC)
