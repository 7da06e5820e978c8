"""Two programs that answer each other never end: whose messages look automatic is answered no more for a while.

What tells of an emergency is always answered, as is any other message as soon as it differs. Nobody is paused for short
words: whoever takes the first of several choices time after time writes the same each time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from conversation.messages import InboundMessage, Kind
from hospital import inbox
from hospital.office import Unit
from hospital.threads import Thread, Waiting

SAME, SAME_CHARACTERS, SAME_WITHIN = 4, 20, timedelta(minutes=10)
"""So many equal messages, of no fewer characters, each so soon after the one before it, are no person's."""
MANY, MANY_WITHIN = 60, timedelta(minutes=10)
"""Nor are so many messages, whatever they say, within so long."""
_CHANGING = re.compile(r"[\d\W_]+")
"""What differs from one automatic reply to the next: numbers, times, signs."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A sender is not answered for now. `begins`: it was answered until this very message."""

    begins: bool


def pause(unit: Unit, thread: Thread, taken: Sequence[Waiting]) -> Pause | None:
    """Whether the sender of these messages, which are not answered yet, is not to be answered now."""
    new = [_read(each.payload) for each in reversed(taken)]
    if thread.version >= SAME - len(new) and len(_plain(new[0])) >= SAME_CHARACTERS:
        old = [_read(each) for each in inbox.answered_last(unit, thread.id, SAME)]
        if _are_same([*new, *old]):
            return Pause(begins=not _are_same(old))
    if thread.version >= MANY - len(new):
        when = inbox.answered_at_last(unit, thread.id, MANY)
        at = [each.received_at for each in new] + when
        if at[0] - at[MANY - 1] <= MANY_WITHIN:
            return Pause(begins=len(when) < MANY or when[0] - when[MANY - 1] > MANY_WITHIN)
    return None


def _read(payload: str) -> InboundMessage:
    return InboundMessage.model_validate_json(payload)


def _plain(message: InboundMessage) -> str:
    is_said = message.kind is Kind.TEXT and not message.media
    return _CHANGING.sub(" ", message.text.casefold()).strip() if is_said else ""


def _are_same(newest_first: Sequence[InboundMessage]) -> bool:
    newest = newest_first[:SAME]
    return len(newest) == SAME and all(
        _plain(later) == _plain(earlier) and later.received_at - earlier.received_at <= SAME_WITHIN
        for later, earlier in pairwise(newest)
    )
