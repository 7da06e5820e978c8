"""What differs between languages besides the sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Articles:
    """What stands before a fact in a sentence: an article, drawn together with the word before it where it must be."""

    of_day: str
    of_hours: str
    of_one: str
    """Before one o'clock."""
    of_gender: Mapping[str, str]
    """Of a doctor whose gender is known (`female`, `male`)."""
    of_names: tuple[tuple[str, str], ...]
    """Beginnings of names that tell it, as patterns. Before any other name stands none."""
    together: Mapping[str, str]
    """Two words that are written as one."""
    feminine_title: tuple[str, str]
    """A title that says nothing of a woman, as a pattern, and the one that does."""


@dataclass(frozen=True)
class MoneyStyle:
    """How amounts of some currencies are written."""

    pattern: str
    decimal_mark: str
    symbol: str
    thousands: str = ""
    """Stands between the thousands."""


@dataclass(frozen=True)
class Grammar:
    """Names of days and months, and how they are put together."""

    name: str
    """What the language calls itself."""
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    weekly: tuple[str, ...]
    """Days of the week as what comes back every week."""
    day: str
    with_year: str
    moment: str
    and_: str
    or_: str
    relations: dict[str, str]
    """For whom a visit is, as the desk says it."""
    channels: dict[str, str]
    """Where something was said, by the names of channels."""
    tongues: dict[str, str]
    """Languages by code, as this one calls them."""
    range: str
    """From a time of day or a day of the week to another."""
    units: Mapping[str, str] = field(default_factory=dict)
    """Of one piece of a product, after its price; `piece` of any other."""
    label: str = "{weekday} {day} {month} {time}"
    """A day and a time in brief; names of days and months are cut to three letters."""
    articles: Articles | None = None
    money_of: Mapping[str, MoneyStyle] = field(default_factory=dict)
    """Currencies whose own countries write amounts in another way, by code."""
    money: str = "{symbol}{amount}"
    decimal_mark: str = "."
    and_before: str = ""
    """Beginnings of words before which "and" sounds otherwise, as a pattern; and how it sounds there."""
    and_there: str = ""
    or_before: str = ""
    or_there: str = ""
