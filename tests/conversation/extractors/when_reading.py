"""How the tests of dates and times ask, and how they write down what was understood."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from conversation.extractors.entities import Context, Dates, Times, When
from conversation.extractors.text import Message
from conversation.extractors.when import find_whens

MONDAY = datetime(2026, 6, 8, 9)
"""The clock of these tests: Monday 8 June 2026, nine in the morning."""
THURSDAY = datetime(2026, 3, 5, 9)
"""The clock of some: Thursday 5 March 2026, nine in the morning."""


def whens(text: str, **known: Any) -> tuple[When, ...]:
    """What a message says of time; `known` goes into the context."""
    now = known.pop("now", MONDAY)
    return find_whens(Message.read(text), Context(now=now, **known))


def meant(text: str, **known: Any) -> When:
    """The wish that counts: the last that is not rejected."""
    live = [when for when in whens(text, **known) if not when.rejected]
    assert live, f"nothing understood in {text!r}"
    return live[-1]


def brief(when: When) -> str:
    """The days and times of a wish: "2026-06-09 15:00", "2026-06-15/2026-06-22", "14:00-16:00", "-12:00"."""
    return " ".join(part for part in (_days(when.dates), _hours(when.times)) if part)


def _days(dates: Dates | None) -> str:
    if dates is None:
        return ""
    return dates.day.isoformat() if dates.day else f"{dates.first or ''}/{dates.end or ''}"


def _hours(times: Times | None) -> str:
    if times is None:
        return ""
    if times.exact and times.first:
        return f"{times.first:%H:%M}"
    first = f"{times.first:%H:%M}" if times.first else ""
    return f"{first}-{times.end:%H:%M}" if times.end else f"{first}-"
