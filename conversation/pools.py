"""Threads that do blocking work beside the event loop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Pool(Protocol):
    """Threads that do blocking work, with a queue that has an end."""

    def submit(self, work: Callable[[], T]) -> Awaitable[T] | None:
        """What the work will return; None when too much waits already."""
