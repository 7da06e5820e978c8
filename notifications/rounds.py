"""Conversations served side by side, in threads that never keep a process from ending."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable


class Round:
    """One round over conversations; it ends with the last of them, or with the first error."""

    def __init__(self, carry: Callable[[int], int], conversations: Iterable[int], threads: int) -> None:
        self._carry = carry
        self._line = deque(conversations)
        self._lock = threading.Lock()
        self._done = 0
        self._error: Exception | None = None
        count = min(threads, len(self._line))
        self._threads = [threading.Thread(target=self._work, name=f"courier-{n}", daemon=True) for n in range(count)]
        for thread in self._threads:
            thread.start()

    def wait(self, until: Callable[[], float]) -> bool:
        """Wait for its end, each time as long as `until` says; whether it came."""
        for thread in self._threads:
            thread.join(until())
        return self.is_over

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is under way any more."""
        return not any(thread.is_alive() for thread in self._threads)

    def result(self) -> int:
        """How many messages left so far. Raises what ended it."""
        if self._error is not None:
            raise self._error
        return self._done

    def _work(self) -> None:
        while self._error is None:
            try:
                conversation_id = self._line.popleft()
            except IndexError:
                return
            try:
                done = self._carry(conversation_id)
            except Exception as error:
                self._error = error
                return
            with self._lock:
                self._done += done
