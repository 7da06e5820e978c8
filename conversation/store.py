"""The hot copy of conversation state: saves reading the database, never decides anything.

Whatever goes wrong with Redis costs a little time: the first failure opens a breaker over all uses, and until it
closes the database alone serves.
"""

from __future__ import annotations

import time
from typing import Any, Protocol

from conversation.breaker import Breaker

OPEN_SECONDS = 5.0
TIMEOUT_SECONDS = 0.2
TTL_SECONDS = 6 * 3600


class HotStore(Protocol):
    """Keeps (version, state) of conversations for quick reading, apart for each hospital's key."""

    def get(self, hospital: str, conversation_id: int) -> tuple[int, str] | None:
        """The copy, if there is one at hand."""

    def put(self, hospital: str, conversation_id: int, version: int, state: str) -> None:
        """Keep a copy; written after the commit only."""


class NoStore:
    """Without Redis the database alone serves."""

    def get(self, hospital: str, conversation_id: int) -> tuple[int, str] | None:
        return None

    def put(self, hospital: str, conversation_id: int, version: int, state: str) -> None:
        return None


class RedisStore:
    """Copies in Redis, with a deadline and a breaker instead of retries."""

    def __init__(self, url: str, prefix: str = "frontdesk") -> None:
        from redis import Redis
        from redis.backoff import NoBackoff
        from redis.exceptions import RedisError
        from redis.retry import Retry

        self._redis: Any = Redis.from_url(
            url,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            retry=Retry(NoBackoff(), 0),
            decode_responses=True,
        )
        self._failures = (RedisError, OSError, ValueError)
        self._prefix = prefix
        self._breaker = Breaker(OPEN_SECONDS)

    def get(self, hospital: str, conversation_id: int) -> tuple[int, str] | None:
        if not self._breaker.lets_through():
            return None
        begun = time.monotonic()
        try:
            kept = self._redis.get(self._key(hospital, conversation_id))
            self._judge(begun)
            if kept is None:
                return None
            version, _, state = kept.partition("|")
            return int(version), state
        except self._failures:
            self._breaker.trip()
            return None

    def put(self, hospital: str, conversation_id: int, version: int, state: str) -> None:
        if not self._breaker.lets_through():
            return
        begun = time.monotonic()
        try:
            self._redis.set(self._key(hospital, conversation_id), f"{version}|{state}", ex=TTL_SECONDS)
            self._judge(begun)
        except self._failures:
            self._breaker.trip()

    def count(self, name: str, seconds: int) -> int | None:
        """Count one more under a name, kept for so long; how many it makes, None when Redis does not say."""
        if not self._breaker.lets_through():
            return None
        begun = time.monotonic()
        try:
            with self._redis.pipeline(transaction=True) as pipe:
                counted, _ = pipe.incr(f"{self._prefix}:{name}").expire(f"{self._prefix}:{name}", seconds).execute()
            self._judge(begun)
            return int(counted)
        except self._failures:
            self._breaker.trip()
            return None

    def ping(self) -> None:
        """Raise what Redis raises when it cannot be reached."""
        self._redis.ping()

    def _key(self, hospital: str, conversation_id: int) -> str:
        # a Redis may serve several hospitals, and a database begun anew counts its rows from one again
        return f"{self._prefix}:{hospital}:state:{conversation_id}"

    def _judge(self, begun: float) -> None:
        # the socket's deadline counts for each piece: an answer in drips is as bad as none
        if time.monotonic() - begun > TIMEOUT_SECONDS:
            self._breaker.trip()
        else:
            self._breaker.reset()
