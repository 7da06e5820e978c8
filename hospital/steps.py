"""Steps of a clock's job that do not depend on each other: the trouble of one stops none of the rest.

What failed is tried again later and later, by this round's successors; the log tells of it each time that it was tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from types import TracebackType
from typing import TypeVar
from weakref import WeakKeyDictionary

import structlog

from hospital.office import Office, is_refused, is_unreachable

T = TypeVar("T")
_Subject = int | str
_Step = tuple[str, str, _Subject]

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)
"""Until what failed is tried again: doubled each time, up to the longest."""
FORGOTTEN_AFTER = timedelta(days=1)
"""What was not tried again for so long is not due any more."""

log = structlog.get_logger("steps")


@dataclass(frozen=True, slots=True)
class _Setback:
    failures: int
    again_at: datetime


_SETBACKS: WeakKeyDictionary[Office, dict[_Step, _Setback]] = WeakKeyDictionary()
"""What failed in this process and is to be tried again, by the records that it is about."""


class Steps:
    """One round of a job. As a context it raises the first error of its steps in the end, so that the round counts as
    failed; steps that are left alone for a while fail nothing.
    """

    def __init__(
        self, office: Office, job: str, now: datetime | None = None, is_ended: Callable[[], bool] = lambda: False
    ) -> None:
        self._job, self._is_ended = job, is_ended
        self._now = now or office.clock.now()
        self._setbacks = _SETBACKS.setdefault(office, {})
        self._error: Exception | None = None

    def __enter__(self) -> Steps:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None and self._error is not None:
            raise self._error

    def each(
        self,
        name: str,
        items: Iterable[T],
        do: Callable[[T], int | None],
        of: Callable[[T], _Subject] = lambda item: item,  # type: ignore[assignment, return-value]
    ) -> int:
        """Do the same about each item, until the round is ended; how much came of it all. `of` is an item's id."""
        return sum(self.one(name, of(item), partial(do, item)) for item in items)

    def one(self, name: str, of: _Subject, do: Callable[[], int | None]) -> int:
        """Do one step, unless it is left alone; what came of it. Raises only where the database is away."""
        step = self._job, name, of
        if self._is_ended() or self._is_left_alone(step):
            return 0
        try:
            done = do() or 0
        except Exception as error:
            if is_unreachable(error) and not is_refused(error):
                raise
            self._put_off(step, error)
            return 0
        self._setbacks.pop(step, None)
        return done

    def _is_left_alone(self, step: _Step) -> bool:
        setback = self._setbacks.get(step)
        # a clock that was put back must not leave it alone for longer
        return setback is not None and timedelta(0) < setback.again_at - self._now <= LONGEST_WAIT

    def _put_off(self, step: _Step, error: Exception) -> None:
        for each, setback in list(self._setbacks.items()):
            if setback.again_at < self._now - FORGOTTEN_AFTER:
                self._setbacks.pop(each, None)
        before = self._setbacks.get(step)
        failures = before.failures + 1 if before is not None else 1
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(failures - 1, 20))
        self._setbacks[step] = _Setback(failures, self._now + wait)
        job, name, of = step
        again_in = wait.total_seconds()
        log.error("step_failed", job=job, step=name, of=of, failures=failures, again_in=again_in, exc_info=error)
        self._error = self._error or error
