"""So many threads at work at once: whoever waits for somebody else makes room meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class AtOnce:
    """Places for so many. A thread that has none makes no room either."""

    def __init__(self, places: int) -> None:
        self._free = threading.Semaphore(places)
        self._own = threading.local()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Have a place, once one is free."""
        with self._free:
            self._own.has_place = True
            try:
                yield
            finally:
                self._own.has_place = False

    @contextmanager
    def away(self) -> Iterator[None]:
        """Leave the place to others for as long as this takes."""
        if not getattr(self._own, "has_place", False):
            yield
            return
        self._free.release()
        try:
            yield
        finally:
            self._free.acquire()
