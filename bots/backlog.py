"""Conversations of push channels in which something is to be done: turns to run, then what these said to send.

A conversation stands in line once, however many messages came in it, and is in one thread's hands at a time. What is
lost with the process is found in the database by the jobs.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections import deque
from collections.abc import Callable

import structlog

log = structlog.get_logger("backlog")


class Backlog:
    """Does `work` for each conversation that is added, in so many threads."""

    def __init__(self, work: Callable[[int], object], threads: int) -> None:
        self._work = work
        self._changed = threading.Condition()
        self._line: deque[int] = deque()
        self._later: list[tuple[float, int]] = []
        self._in_line: set[int] = set()
        self._in_hand: set[int] = set()
        self._again: set[int] = set()
        self._is_ending = False
        self._threads = [threading.Thread(target=self._run, name=f"backlog-{n}", daemon=True) for n in range(threads)]
        for thread in self._threads:
            thread.start()

    def add(self, conversation_id: int, *, after: float = 0.0) -> None:
        """Put a conversation in line, now or in so many seconds; one that is in hand is done once more."""
        with self._changed:
            if after > 0:
                heapq.heappush(self._later, (time.monotonic() + after, conversation_id))
            else:
                self._put_in_line(conversation_id)
            self._changed.notify()

    def __len__(self) -> int:
        """How many stand in line, those for later included."""
        with self._changed:
            return len(self._line) + len(self._later) + len(self._again)

    def is_in_hand(self, conversation_id: int) -> bool:
        """Whether something is being done in a conversation."""
        with self._changed:
            return conversation_id in self._in_hand

    def close(self, seconds: float) -> bool:
        """End the threads once they have done what they are at; whether all ended in time."""
        with self._changed:
            self._is_ending = True
            self._changed.notify_all()
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _put_in_line(self, conversation_id: int) -> None:
        if conversation_id in self._in_hand:
            self._again.add(conversation_id)
        elif conversation_id not in self._in_line:
            self._in_line.add(conversation_id)
            self._line.append(conversation_id)

    def _run(self) -> None:
        while (conversation_id := self._next()) is not None:
            try:
                self._work(conversation_id)
            except Exception as error:
                # one conversation's trouble must not become the others'; the jobs come back to it
                log.error("backlog_failed", conversation=conversation_id, exc_info=error)
            finally:
                self._done(conversation_id)

    def _next(self) -> int | None:
        with self._changed:
            while not self._is_ending:
                now = time.monotonic()
                while self._later and self._later[0][0] <= now:
                    self._put_in_line(heapq.heappop(self._later)[1])
                if self._line:
                    conversation_id = self._line.popleft()
                    self._in_line.discard(conversation_id)
                    self._in_hand.add(conversation_id)
                    if self._line:
                        self._changed.notify()
                    return conversation_id
                self._changed.wait(self._later[0][0] - now if self._later else None)
            return None

    def _done(self, conversation_id: int) -> None:
        with self._changed:
            self._in_hand.discard(conversation_id)
            if conversation_id in self._again:
                self._again.discard(conversation_id)
                self._put_in_line(conversation_id)
                self._changed.notify()
