"""A desk that has just offered two times."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from conversation.extractors.entities import Choice, Context

NOW = datetime(2026, 6, 8, 9)


def offering(desk: Context) -> Context:
    """The same desk after it asked which of two times suits."""
    return replace(
        desk,
        question="slot",
        choices=(
            Choice("a", "Tue 9 Jun 09:00", "slot", starts_at=datetime(2026, 6, 9, 9)),
            Choice("b", "Thu 11 Jun 10:20", "slot", starts_at=datetime(2026, 6, 11, 10, 20)),
        ),
    )
