"""How often a model may be asked: calls in a day, and calls of one conversation in a day.

Processes share the count through Redis or, without it, through a file; where neither can be had each counts for itself.
"""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from datetime import date
from os import SEEK_END
from pathlib import Path
from typing import Protocol

PER_CONVERSATION = 30
"""Calls of one conversation in a day, so that nobody spends the day's budget alone."""
_KEPT_SECONDS = 2 * 24 * 3600
_FILE = "model-calls-{day}.log"
_LINE = 24
"""Characters that stand for a conversation in the file."""


class Counts(Protocol):
    """Counts calls; the count of the day, and of the conversation in it, this one included. None: it cannot tell."""

    def add(self, day: date, conversation: str) -> tuple[int, int] | None:
        """Count one more call."""


class Counting(Protocol):
    """A store that several processes count in."""

    def count(self, name: str, seconds: int) -> int | None:
        """Count one more under a name; None when the store does not say."""


class SharedCounts:
    """Counts in Redis."""

    def __init__(self, store: Counting) -> None:
        self._store = store

    def add(self, day: date, conversation: str) -> tuple[int, int] | None:
        """Count one more call."""
        own = self._store.count(f"model:{day}:{conversation}", _KEPT_SECONDS)
        whole = self._store.count(f"model:{day}", _KEPT_SECONDS) if own is not None else None
        return (whole, own) if whole is not None and own is not None else None


class FileCounts:
    """Counts in a file a day, one line a call: lines that are appended are never lost to another process.

    Of the file only what was added since the last look is read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._path: Path | None = None
        self._read = self._whole = 0
        self._calls: Counter[bytes] = Counter()

    def add(self, day: date, conversation: str) -> tuple[int, int] | None:
        """Count one more call."""
        path = self._folder / _FILE.format(day=day)
        # a line tells conversations apart whatever their names are made of, and names nobody
        line = hashlib.sha256(conversation.encode("utf-8", "surrogatepass")).hexdigest()[:_LINE].encode()
        try:
            with self._lock:
                if not path.exists():
                    self._begin(path)
                with path.open("ab", buffering=0) as file:
                    file.write(line + b"\n")
                self._look(path)
                return self._whole, self._calls[line]
        except OSError:
            return None

    def _look(self, path: Path) -> None:
        """Count the lines that are new in the file, all of them in another file or in one that was begun anew."""
        with path.open("rb") as file:
            if path != self._path or file.seek(0, SEEK_END) < self._read:
                self._path, self._read, self._whole, self._calls = path, 0, 0, Counter()
            file.seek(self._read)
            added = file.read()
        whole = added[: added.rfind(b"\n") + 1]
        self._read += len(whole)
        self._whole += whole.count(b"\n")
        self._calls.update(whole.splitlines())

    def _begin(self, path: Path) -> None:
        """A new day: yesterday's file may still be written by who is a moment behind, older ones go."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for old in sorted(self._folder.glob(_FILE.format(day="*")))[:-1]:
            old.unlink(missing_ok=True)
        path.touch(mode=0o600)


class _OwnCounts:
    """Counts of this process alone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day: date | None = None
        self._calls: Counter[str] = Counter()

    def add(self, day: date, conversation: str) -> tuple[int, int]:
        """Count one more call."""
        with self._lock:
            if day != self._day:
                self._day, self._calls = day, Counter()
            self._calls[conversation] += 1
            return self._calls.total(), self._calls[conversation]


class Budget:
    """Says whether one more call is within the limits; `daily` 0 sets none for the day."""

    def __init__(self, counts: Counts | None, daily: int = 0, per_conversation: int = PER_CONVERSATION) -> None:
        self._counts = counts
        self._own = _OwnCounts()
        self._daily = daily
        self._per_conversation = per_conversation
        self._spent: set[date | tuple[date, str]] = set()
        """Days and conversations that are over already: no need to count on."""

    def allows(self, day: date, conversation: str) -> bool:
        """Count one more call; whether it may be made."""
        if day in self._spent or (day, conversation) in self._spent:
            return False
        # what is counted elsewhere is counted here too: should the store go away, its last count is not forgotten
        own = self._own.add(day, conversation)
        shared = self._counts.add(day, conversation) if self._counts is not None else None
        whole, one = shared or own
        is_day_over = bool(self._daily) and max(whole, own[0]) > self._daily
        is_conversation_over = max(one, own[1]) > self._per_conversation
        if is_day_over or is_conversation_over:
            if len(self._spent) > 10_000:
                self._spent.clear()
            self._spent.add(day if is_day_over else (day, conversation))
        return not (is_day_over or is_conversation_over)
