"""One line a conversation: threads of this process take turns without asking the database."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Lines:
    """The lines in which threads of this process stand, one a conversation."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._lines: dict[int, tuple[threading.Lock, int]] = {}

    @contextmanager
    def of(self, conversation_id: int) -> Iterator[bool]:
        """Stand in a conversation's line; whether others were there first."""
        with self._guard:
            lock, users = self._lines.get(conversation_id, (threading.Lock(), 0))
            self._lines[conversation_id] = (lock, users + 1)
        try:
            with lock:
                yield users > 0
        finally:
            with self._guard:
                lock, users = self._lines[conversation_id]
                if users == 1:
                    del self._lines[conversation_id]
                else:
                    self._lines[conversation_id] = (lock, users - 1)

    def is_taken(self, conversation_id: int) -> bool:
        """Whether somebody stands in a conversation's line."""
        return conversation_id in self._lines
