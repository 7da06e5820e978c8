"""What the hospital's clock says: the machine's, and in a demo hospital a practice clock that stands apart from it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from db.models import HospitalRow

KEPT_SECONDS = 0.5
"""How long a process goes by the offset that it has read: so soon it follows a clock that another one has moved."""


class Clock(Protocol):
    """Tells the time as an aware datetime."""

    def now(self) -> datetime:
        """The present moment in UTC."""


class MachineClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class PracticeClock:
    """The machine's clock, and in a demo hospital ahead of it by the hospital's `practice_offset_s`.

    Every process on a demo's database follows it. In a real hospital it is the machine's clock and asks no more.
    """

    def __init__(self, engine: Engine, machine: Clock | None = None) -> None:
        self.machine = machine or MachineClock()
        self._engine = engine
        self._ahead = timedelta(0)
        self._again_at = 0.0
        self._is_real = False

    def now(self) -> datetime:
        if not self._is_real and time.monotonic() >= self._again_at:
            self._look()
        return self.machine.now() + self._ahead

    def look_again(self) -> None:
        """Read the offset anew at the next question: this process has changed it."""
        self._again_at = 0.0

    def _look(self) -> None:
        self._again_at = time.monotonic() + KEPT_SECONDS
        try:
            with self._engine.connect() as connection:
                row = connection.execute(select(HospitalRow.is_demo, HospitalRow.practice_offset_s)).first()
        except SQLAlchemyError:
            return  # whoever asks for the time meets the same trouble next, and tells of it
        self._is_real = row is not None and not row.is_demo
        offset = row.practice_offset_s if row is not None and row.is_demo else None
        self._ahead = timedelta(seconds=offset or 0)


def machine_now(clock: Clock) -> datetime:
    """What the machine's clock says behind a practice clock; any other clock as it is."""
    return (clock.machine if isinstance(clock, PracticeClock) else clock).now()


def look_again(clock: Clock) -> None:
    """Let a practice clock see at once what this process has changed."""
    if isinstance(clock, PracticeClock):
        clock.look_again()
