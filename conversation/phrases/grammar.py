"""What differs between languages besides the sentences."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Grammar:
    """Names of days and months, and how they are put together."""

    name: str
    """What the language calls itself."""
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    day: str
    with_year: str
    moment: str
    and_: str
    or_: str
    relations: dict[str, str]
    """For whom a visit is, as the desk says it."""
    money: str = "{symbol}{amount}"
    decimal_mark: str = "."
    and_before: str = ""
    """Beginnings of words before which "and" sounds otherwise, as a pattern; and how it sounds there."""
    and_there: str = ""
    or_before: str = ""
    or_there: str = ""
