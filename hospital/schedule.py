"""Which times a doctor's weekly hours make on a given day. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

END_OF_DAY = time(23, 59, 59)
"""Where hours end that last until midnight, 24:00 in the hospital file: `time` has no 24:00."""


@dataclass(frozen=True)
class WorkingHours:
    """Hours on one weekday (Monday is 0), on the hospital's clock; `valid_to` is included.

    `to_time` is END_OF_DAY where they last until midnight.
    """

    weekday: int
    from_time: time
    to_time: time
    slot_minutes: int
    location_id: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def covers(self, day: date) -> bool:
        """Whether they hold on a day."""
        return (
            day.weekday() == self.weekday
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or day <= self.valid_to)
        )


@dataclass(frozen=True)
class Absence:
    """A stretch without work: instants, the end not included."""

    starts_at: datetime
    ends_at: datetime
    reason: str | None = None


@dataclass(frozen=True)
class PlannedSlot:
    """A time that the hours make. `starts_at` is an instant in UTC, `minute_of_day` the hospital's clock."""

    starts_at: datetime
    minutes: int
    minute_of_day: int
    location_id: int | None


def plan_day(
    hours: Iterable[WorkingHours], day: date, zone: ZoneInfo, absences: Iterable[Absence] = (), *, closed: bool = False
) -> list[PlannedSlot]:
    """The slots of a day, in order. A wall-clock time that the day lacks is left out; one it has twice comes once."""
    if closed:
        return []
    away = list(absences)
    planned: list[PlannedSlot] = []
    for stretch in hours:
        if not stretch.covers(day):
            continue
        step = timedelta(minutes=stretch.slot_minutes)
        wall = datetime.combine(day, stretch.from_time)
        end = _end(day, stretch.to_time)
        closes = end.replace(tzinfo=zone)
        while wall + step <= end:
            starts_at = instant(wall, zone)
            # where the clocks jump, a slot may end later than its wall clock says
            if starts_at is not None and starts_at + step <= closes and not _is_away(away, starts_at, starts_at + step):
                minute = wall.hour * 60 + wall.minute
                planned.append(PlannedSlot(starts_at, stretch.slot_minutes, minute, stretch.location_id))
            wall += step
    return _without_overlaps(sorted(planned, key=lambda slot: slot.starts_at))


def _end(day: date, clock: time) -> datetime:
    if clock == END_OF_DAY:
        return datetime.combine(day + timedelta(days=1), time())
    return datetime.combine(day, clock)


def instant(wall: datetime, zone: ZoneInfo) -> datetime | None:
    """The instant of a naive wall-clock time, in UTC: the first of two, None in the gap when clocks go forward."""
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != wall:
        return None
    return moment


def day_bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The instants at which a calendar day begins and ends, in UTC."""
    begin = datetime.combine(day, time(), zone).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
    return begin, end


def _is_away(absences: list[Absence], starts_at: datetime, ends_at: datetime) -> bool:
    return any(absence.starts_at < ends_at and starts_at < absence.ends_at for absence in absences)


def _without_overlaps(slots: list[PlannedSlot]) -> list[PlannedSlot]:
    kept: list[PlannedSlot] = []
    for slot in slots:
        if not kept or kept[-1].starts_at + timedelta(minutes=kept[-1].minutes) <= slot.starts_at:
            kept.append(slot)
    return kept
