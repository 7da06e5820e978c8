"""Channels, and single addresses on them, that are not to be written to for a while."""

from __future__ import annotations

import threading
import time

IN_A_ROW, REST_S = 4, 30.0
"""After failing for so many conversations, one after the other, a channel is left alone for so long."""


class LeftAlone:
    """Whom to leave alone: who asked for it, and channels that seem to be away."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, str | None], float] = {}
        self._failed: dict[str, set[int]] = {}
        self._faulty: set[str] = set()
        self._lock = threading.Lock()

    def put(self, channel: str, address: str | None, seconds: float) -> None:
        """Leave an address alone, or with None the whole channel."""
        now = time.monotonic()
        with self._lock:
            self._until = {key: until for key, until in self._until.items() if until > now}
            self._until[channel, address] = max(self._until.get((channel, address), 0.0), now + seconds)

    def seconds(self, channel: str, address: str | None) -> float:
        """How long it is still to be left alone; 0 when it need not be."""
        until = max(self._until.get((channel, None), 0.0), self._until.get((channel, address), 0.0))
        return max(0.0, until - time.monotonic())

    def failed(self, channel: str, conversation_id: int) -> None:
        """Note that a channel gave a conversation no answer, or one that means nothing."""
        with self._lock:
            failed = self._failed.setdefault(channel, set())
            failed.add(conversation_id)
            if len(failed) < IN_A_ROW:
                return
            failed.clear()
        self.put(channel, None, REST_S)

    def answered(self, channel: str) -> None:
        """Note that a channel is there, whatever it said."""
        with self._lock:
            self._faulty.discard(channel)
            self._failed.pop(channel, None)

    def faulty(self, channel: str) -> None:
        """Note that a channel will have nothing of us as we are set up; until it answers."""
        with self._lock:
            self._faulty.add(channel)

    def is_faulty(self, channel: str) -> bool:
        """Whether a channel would have nothing of us when it was last asked."""
        return channel in self._faulty

    def is_in_doubt(self, channel: str) -> bool:
        """Whether a channel failed last."""
        return bool(self._failed.get(channel))
