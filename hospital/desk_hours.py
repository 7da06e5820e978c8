"""When the front desk is open, and how its time runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from hospital.directory import Hospital
from hospital.schedule import END_OF_DAY, day_bounds

_DAY = timedelta(days=1)
_DAYS_AHEAD = 15


def after_desk_time(hospital: Hospital, start: datetime, left: timedelta) -> datetime:
    """When so much time has passed since an instant while the desk was open."""
    at = start
    for _ in range(10):
        at = opens_at(hospital, at)
        open_for = closes_at(hospital, at) - at
        if open_for >= left:
            break
        at, left = at + open_for, left - open_for
    return at + left


def closes_at(hospital: Hospital, moment: datetime) -> datetime:
    """When the desk, open at an instant, next closes; within a day."""
    if not hospital.is_desk_open(moment):
        return moment
    changes = (at for at in _changes(hospital, moment, 2) if moment < at < moment + _DAY)
    return next((at for at in changes if not hospital.is_desk_open(at)), moment + _DAY)


def opens_at(hospital: Hospital, moment: datetime) -> datetime:
    """When the desk next opens after an instant, within two weeks; the instant itself while it is open."""
    if hospital.is_desk_open(moment):
        return moment
    changes = (at for at in _changes(hospital, moment, _DAYS_AHEAD) if at > moment)
    return next((at for at in changes if hospital.is_desk_open(at)), moment)


def _changes(hospital: Hospital, moment: datetime, days: int) -> Iterator[datetime]:
    """The instants of some days, in order, at which the desk may open or close."""
    today = hospital.local(moment).date()
    for offset in range(days):
        yield from _changes_on(hospital, today + timedelta(days=offset))


def _changes_on(hospital: Hospital, day: date) -> list[datetime]:
    # holidays open and close at midnight, and so does what lasts until then
    clocks = {clock for hours in hospital.desk_hours_on(day) for clock in hours if clock != END_OF_DAY}
    walls = (datetime.combine(day, clock, hospital.zone).astimezone(UTC) for clock in clocks)
    return sorted({day_bounds(day, hospital.zone)[0], *walls})


def after_working_days(hospital: Hospital, start: datetime, days: int) -> datetime:
    """The same time of day so many working days later: days on which the desk opens, Monday to Friday without hours."""
    local = hospital.local(start)
    day, left = local.date(), days
    for _ in range(days * 7 + _DAYS_AHEAD):
        if not left:
            break
        day += _DAY
        opens = bool(hospital.desk_hours_on(datetime.combine(day, local.time()))) if hospital.desk_hours else True
        is_weekend = not hospital.desk_hours and day.weekday() > 4
        left -= opens and not is_weekend and day not in hospital.holidays
    return datetime.combine(day, local.time(), hospital.zone).astimezone(UTC)
