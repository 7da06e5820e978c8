"""What a bookable time is: its row's status, its doctor, start and length, the five-minute cells that it covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row

from hospital.directory import Doctor, Hospital

FREE, HELD, BUSY, CLOSED = "free", "busy-tentative", "busy", "busy-unavailable"
CELL_SECONDS = 300


class NotEnsuredError(Exception):
    """The slots of some days asked about do not exist yet: make them with `ensure`, then ask again."""

    def __init__(self, doctors: Sequence[Doctor], first: date, end: date) -> None:
        super().__init__()
        self.doctors, self.first, self.end = doctors, first, end


@dataclass(frozen=True, slots=True)
class Slot:
    """A time of a doctor. `starts_at` is an instant; `id` stays inside the hospital room."""

    id: int
    doctor: Doctor
    starts_at: datetime
    minutes: int
    location_id: int | None

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


def slot_of(hospital: Hospital, row: Row[*tuple[Any, ...]]) -> Slot:
    """The time of a row."""
    return Slot(row.id, hospital.doctors_by_id[row.doctor_id], row.starts_at, row.minutes, row.location_id)


def cells(starts_at: datetime, minutes: int) -> range:
    """The five-minute cells that a time covers, the last begun one included."""
    first = cell(starts_at)
    last = int(starts_at.timestamp() + minutes * 60 - 1) // CELL_SECONDS
    return range(first, last + 1)


def cell(moment: datetime) -> int:
    """The five-minute step since 1970 in which an instant lies."""
    return int(moment.timestamp()) // CELL_SECONDS
