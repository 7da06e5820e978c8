"""Threads for blocking work, with a queue that has an end. They never keep a process from ending."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from queue import Empty, Full, Queue
from typing import Any, TypeVar

T = TypeVar("T")
_Job = tuple[Callable[[], Any], Future[Any]]


class Pool:
    """Up to `threads` things at once, up to `waiting` more in line."""

    def __init__(self, name: str, threads: int, waiting: int) -> None:
        self._jobs: Queue[_Job | None] = Queue(maxsize=waiting)
        self._threads = [threading.Thread(target=self._work, name=f"{name}-{n}", daemon=True) for n in range(threads)]
        for thread in self._threads:
            thread.start()

    def submit(self, work: Callable[[], T]) -> Awaitable[T] | None:
        """What the work will return; None when too much waits already. To be called on the event loop."""
        future: Future[T] = Future()
        try:
            self._jobs.put_nowait((work, future))
        except Full:
            return None
        return asyncio.wrap_future(future)

    @property
    def waiting(self) -> int:
        """How many stand in line."""
        return self._jobs.qsize()

    def close(self, seconds: float) -> bool:
        """End the threads once they have done what they are at; whether all ended in time. What waits is dropped."""
        deadline = time.monotonic() + seconds
        self._drop_waiting()
        for _ in self._threads:
            try:
                self._jobs.put(None, timeout=max(0.0, deadline - time.monotonic()))
            except Full:
                return False
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _drop_waiting(self) -> None:
        try:
            while (job := self._jobs.get_nowait()) is not None:
                job[1].cancel()
        except Empty:
            pass

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            work, future = job
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = work()
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(result)
            del job, work, future


class Lanes:
    """Threads of which each key has always the same one: what is submitted with it is done in that order."""

    def __init__(self, name: str, lanes: int, waiting: int) -> None:
        self._pools = [Pool(f"{name}-{n}", 1, waiting // lanes) for n in range(lanes)]

    def submit(self, work: Callable[[], T], key: object) -> Awaitable[T] | None:
        """What the work will return; None when too much waits already. To be called on the event loop."""
        return self._pools[hash(key) % len(self._pools)].submit(work)

    @property
    def waiting(self) -> int:
        """How many stand in line."""
        return sum(pool.waiting for pool in self._pools)

    def close(self, seconds: float) -> bool:
        """End the threads once they have done what they are at; whether all ended in time. What waits is dropped."""
        deadline = time.monotonic() + seconds
        have_ended = [pool.close(max(0.0, deadline - time.monotonic())) for pool in self._pools]
        return all(have_ended)
