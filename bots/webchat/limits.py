"""How fast somebody may write: a bucket of tokens each, in the memory of this process."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass


@dataclass
class _Bucket:
    tokens: float
    filled_at: float


@dataclass(frozen=True)
class Pace:
    """How fast one browser may do something, and all browsers of one address together.

    A browser's name costs nothing to have made, so that its own bucket alone would hold nobody up.
    """

    each: Buckets
    together: Buckets

    def take(self, browser: str, address: str) -> float:
        """Take a token: 0 when there was one, else the seconds until there is."""
        wait = self.each.take(browser)
        if not wait:
            wait = self.together.take(address)
            if wait:  # others were too fast: this browser has done nothing
                self.each.give_back(browser)
        return wait


class Buckets:
    """Lets each key do `burst` things at once and `per_second` from then on."""

    def __init__(self, burst: int, per_second: float, size: int = 10_000) -> None:
        self._burst, self._per_second, self._size = burst, per_second, size
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str, now: float | None = None) -> float:
        """Take a token: 0 when there was one, else the seconds until there is. `now` is a monotonic clock's."""
        now = time.monotonic() if now is None else now
        with self._lock:
            bucket = self._buckets.pop(key, None) or _Bucket(self._burst, now)
            self._buckets[key] = bucket
            # whoever was silent longest has a full bucket again, or nearly so
            while len(self._buckets) > self._size:
                self._buckets.popitem(last=False)
            bucket.tokens = min(self._burst, bucket.tokens + (now - bucket.filled_at) * self._per_second)
            bucket.filled_at = now
            if bucket.tokens < 1:
                return (1 - bucket.tokens) / self._per_second
            bucket.tokens -= 1
            return 0.0

    def give_back(self, key: str) -> None:
        """Undo the taking of a token."""
        with self._lock:
            if bucket := self._buckets.get(key):
                bucket.tokens = min(self._burst, bucket.tokens + 1)
