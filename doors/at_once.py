"""So many threads at work at once: whoever waits for somebody else makes room meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

WORK_SECONDS = 0.25
"""Whoever has a place for longer does not compute any more, but waits: for a row, for a database that is far away."""
LOOK_SECONDS = 0.05


class AtOnce:
    """Places for so many. A thread that has none makes no room either."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._changed = threading.Condition()
        self._since: dict[int, float] = {}
        """When each thread at work took its place."""

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Have a place, once one is free."""
        self._enter()
        try:
            yield
        finally:
            self._leave()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Leave the place to others for as long as this takes."""
        if threading.get_ident() not in self._since:
            yield
            return
        self._leave()
        try:
            yield
        finally:
            self._enter()

    def _enter(self) -> None:
        with self._changed:
            while self._taken() >= self._places:
                self._changed.wait(LOOK_SECONDS)
            self._since[threading.get_ident()] = time.monotonic()

    def _leave(self) -> None:
        with self._changed:
            del self._since[threading.get_ident()]
            self._changed.notify()

    def _taken(self) -> int:
        lately = time.monotonic() - WORK_SECONDS
        return sum(since > lately for since in self._since.values())
