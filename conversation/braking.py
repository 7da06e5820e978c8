"""Two programs that answer each other never end: whose messages look automatic is answered no more for a while.

What tells of an emergency is always answered, and so is everybody while an alarm of theirs stands (`running` sees to
both). Nobody is paused for short words: whoever takes the first of several choices time after time writes the same each
time. Nor for asking the same of one day after the other: what differs by a number is a machine's only at its pace.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from conversation.messages import InboundMessage, Kind
from hospital import inbox
from hospital.office import Office, Unit
from hospital.threads import Thread, Waiting

SAME, SAME_CHARACTERS, SAME_WITHIN = 4, 20, timedelta(minutes=10)
"""So many equal messages, of no fewer characters, each so soon after the one before it, are no person's."""
MACHINE_WITHIN = timedelta(seconds=15)
"""Messages that differ by numbers alone are no person's where each comes so soon after the one before it."""
MANY, MANY_WITHIN = 60, timedelta(minutes=10)
"""Nor are so many messages, whatever they say, within so long."""
REMEMBERED = 5_000
"""Conversations whose last message is kept in mind."""
_SIGNS = re.compile(r"[\W_]+")
_CHANGING = re.compile(r"[\d\W_]+")
"""What differs from one automatic reply to the next: numbers, times, signs."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A sender is not answered for now."""

    begins: bool
    """It was answered until this very message."""
    is_many: bool = False
    """It writes too much, whatever it says: only quiet ends that."""


class Brake:
    """Judges senders. What it remembers of their last messages only spares reading them again."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._last: dict[int, tuple[int, str]] = {}
        """By conversation: at which version it stood after the last turn here, and what that was about."""
        self._lock = threading.Lock()

    def pause(self, thread: Thread, taken: Sequence[Waiting]) -> Pause | None:
        """Whether the sender of these messages, which are not answered yet, is not to be answered now."""
        new = [_read(each.payload) for each in reversed(taken)]
        may_be_same = self._may_be_same(thread, new)
        may_be_many = thread.version >= MANY - len(new)
        if not (may_be_same or may_be_many):
            return None
        with self._office.read() as unit:
            if may_be_same:
                old = [_read(each) for each in inbox.answered_last(unit, thread.id, SAME)]
                if _are_same([*new, *old]):
                    return Pause(begins=not _are_same(old))
            return _pause_of_many(unit, thread, new[0].received_at, len(new)) if may_be_many else None

    def answered(self, thread: Thread, taken: Sequence[Waiting]) -> None:
        """A turn over these messages has come to its end."""
        with self._lock:
            while len(self._last) >= REMEMBERED:
                self._last.pop(next(iter(self._last)))
            self._last[thread.id] = thread.version + 1, _plain(_read(taken[-1].payload), _CHANGING)

    def _may_be_same(self, thread: Thread, newest_first: Sequence[InboundMessage]) -> bool:
        """Whether these and the ones before them may all be the same, as far as that is known without reading."""
        said = _plain(newest_first[0], _CHANGING)
        if thread.version < SAME - len(newest_first) or len(said) < SAME_CHARACTERS:
            return False
        version, before = self._last.get(thread.id, (None, ""))
        if len(newest_first) >= SAME:
            return True  # whatever was before them
        return version != thread.version or before == _plain(newest_first[-1], _CHANGING)


def _pause_of_many(unit: Unit, thread: Thread, at: datetime, new: int) -> Pause | None:
    """Whether so many messages came lately; only where they did are they looked at one by one."""
    if inbox.answered_since(unit, thread.id, at - MANY_WITHIN) + new < MANY:
        return None
    when = inbox.answered_at_last(unit, thread.id, MANY)
    return Pause(begins=len(when) < MANY or when[0] - when[MANY - 1] > MANY_WITHIN, is_many=True)


def _read(payload: str) -> InboundMessage:
    return InboundMessage.model_validate_json(payload)


def _plain(message: InboundMessage, without: re.Pattern[str]) -> str:
    is_said = message.kind is Kind.TEXT and not message.media
    return without.sub(" ", message.text.casefold()).strip() if is_said else ""


def _are_same(newest_first: Sequence[InboundMessage]) -> bool:
    newest = newest_first[:SAME]
    if len(newest) < SAME:
        return False
    return _repeats(newest, _SIGNS, SAME_WITHIN) or _repeats(newest, _CHANGING, MACHINE_WITHIN)


def _repeats(newest: Sequence[InboundMessage], without: re.Pattern[str], within: timedelta) -> bool:
    """Whether each is what the one before it was, and came so soon after it."""
    return all(
        _plain(later, without) == _plain(earlier, without) and later.received_at - earlier.received_at <= within
        for later, earlier in pairwise(newest)
    )
