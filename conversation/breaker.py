"""Leaves alone what has failed, and finds out when it is back."""

from __future__ import annotations

import threading
import time


class Breaker:
    """After a failure, nobody tries for a while; then one caller does, and the others once it succeeded."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._open_until = 0.0

    def lets_through(self) -> bool:
        """Whether to try. Whoever is told so says what came of it, by `trip` or `reset`."""
        if not self._open_until:
            return True
        with self._lock:
            now = time.monotonic()
            if now < self._open_until:
                return False
            if self._open_until:
                # this caller tries; should nobody hear of it again, another does after the same while
                self._open_until = now + self._seconds
            return True

    def trip(self, seconds: float | None = None) -> None:
        """It failed; `seconds` is how long it asked to be left alone, where it said so."""
        with self._lock:
            self._open_until = time.monotonic() + (self._seconds if seconds is None else seconds)

    def reset(self) -> None:
        """It works."""
        self._open_until = 0.0
