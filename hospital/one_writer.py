"""One writer at a time, where a database has no more: first come, first served, and those who hurry before others."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from hospital.errors import BusyError

HURRIED_IN_A_ROW = 4
"""So many go before others, then one of these: nobody is kept waiting by a crowd that never ends."""


class OneWriter:
    """A place for one, handed on in order. Nobody waits longer than `seconds`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._guard = threading.Lock()
        self._is_taken = False
        self._in_a_row = 0
        self._hurried: deque[threading.Lock] = deque()
        self._others: deque[threading.Lock] = deque()

    @contextmanager
    def writing(self, *, hurries: bool = False) -> Iterator[None]:
        """Have the place. Raises BusyError for whoever waited too long."""
        self._enter(self._hurried if hurries else self._others)
        try:
            yield
        finally:
            self._hand_on()

    def _enter(self, line: deque[threading.Lock]) -> None:
        turn = threading.Lock()
        turn.acquire()
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return
            line.append(turn)
        if turn.acquire(timeout=self._seconds):
            return
        with self._guard:
            if turn in line:
                line.remove(turn)
                raise BusyError
        # it was handed on to us at the last moment

    def _hand_on(self) -> None:
        with self._guard:
            is_others_turn = bool(self._others) and (self._in_a_row >= HURRIED_IN_A_ROW or not self._hurried)
            self._in_a_row = 0 if is_others_turn else self._in_a_row + 1
            line = self._others if is_others_turn else self._hurried
            if line:
                line.popleft().release()
            else:
                self._is_taken = False
