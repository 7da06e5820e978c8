"""What the phone must know of the hospital, also while its records are out of reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class House:
    """The hospital as a caller meets it."""

    name: str
    languages: tuple[str, ...]
    emergency_number: str
    phone: str | None
    """Its own number, told when nothing else works."""
    desk_phone: str | None
    """Whom a caller is put through to."""
    is_open: bool
    """Whether people answer there now."""
    today: date
    """By its own clock."""
    is_day_first: bool = True
    """Whether the day comes before the month in a date of figures."""
    region: str = ""
    """Its country, as two letters."""
    currency: str = "EUR"
    hints: tuple[str, ...] = ()
    """Names and specialities that callers say, for the recogniser."""


NOBODY = House("", ("en",), "", None, None, is_open=False, today=date(1970, 1, 1))
"""While nothing is known."""
