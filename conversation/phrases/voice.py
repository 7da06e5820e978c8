"""How a language tells days, times, money and lists, and how a sentence is made from facts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from conversation.phrases import en, es
from conversation.phrases.grammar import Grammar
from conversation.phrases.say import Say
from hospital import phones
from hospital.schedule import END_OF_DAY

GRAMMARS: Mapping[str, Grammar] = {"en": en.GRAMMAR, "es": es.GRAMMAR}
WORDS: Mapping[str, Mapping[Say, str]] = {"en": en.WORDS, "es": es.WORDS}
DEFAULT = "en"
_WITHOUT_CENTS = frozenset({"JPY", "KRW", "CLP", "ISK", "HUF", "VND"})
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "INR": "₹", "JPY": "¥"}


@dataclass(frozen=True)
class Voice:
    """The desk's way of speaking in one language. Times given to it are on the hospital's clock."""

    language: str
    currency: str = "EUR"
    today: date | None = None
    """Tells whether a year must be named."""

    @property
    def grammar(self) -> Grammar:
        """Names of days and months and their order."""
        return GRAMMARS.get(self.language, GRAMMARS[DEFAULT])

    def say(self, key: Say, facts: Mapping[str, Any] | None = None) -> str:
        """A sentence with its facts told. Raises KeyError for a sentence or a fact that is missing."""
        words = WORDS.get(self.language, WORDS[DEFAULT])[key]
        return words.format(**{name: self.tell(value) for name, value in (facts or {}).items()})

    def tell(self, value: Any) -> str:
        """Any fact in words."""
        match value:
            case datetime():
                return self.grammar.moment.format(day=self.day(value.date()), time=f"{value:%H:%M}")
            case date():
                return self.day(value)
            case time():
                return "24:00" if value == END_OF_DAY else f"{value:%H:%M}"
            case Decimal():
                return self.money(value)
            case list() | tuple():
                return self.all_of([self.tell(item) for item in value])
            case str():
                return phones.shown(value)
            case _:
                return str(value)

    def day(self, day: date) -> str:
        """A day in full, with its weekday; with its year when it is far off."""
        grammar = self.grammar
        words = grammar.day.format(
            weekday=grammar.weekdays[day.weekday()], day=day.day, month=grammar.months[day.month - 1]
        )
        far = self.today is not None and abs((day - self.today).days) > 300
        return grammar.with_year.format(day=words, year=day.year) if far else words

    def birth(self, day: date) -> str:
        """A date of birth: without its weekday, with its year."""
        grammar = self.grammar
        words = grammar.day.format(weekday="", day=day.day, month=grammar.months[day.month - 1]).strip()
        return grammar.with_year.format(day=words, year=day.year)

    def label(self, moment: datetime) -> str:
        """A day and time in brief, for a button."""
        grammar = self.grammar
        weekday, month = grammar.weekdays[moment.weekday()][:3], grammar.months[moment.month - 1][:3]
        return f"{weekday.capitalize()} {moment.day} {month.capitalize()} {moment:%H:%M}"

    def money(self, amount: Decimal) -> str:
        """An amount in the hospital's currency."""
        digits = f"{amount:.0f}" if self.currency in _WITHOUT_CENTS else f"{amount:.2f}"
        grammar = self.grammar
        told = digits.replace(".", grammar.decimal_mark)
        symbol = _SYMBOLS.get(self.currency)
        return grammar.money.format(symbol=symbol, amount=told) if symbol else f"{told} {self.currency}"

    def all_of(self, items: Sequence[str]) -> str:
        """Items with commas and an "and"."""
        grammar = self.grammar
        return _joined(items, _sounding(grammar.and_, grammar.and_before, grammar.and_there, items))

    def one_of(self, items: Sequence[str]) -> str:
        """Items with commas and an "or"."""
        grammar = self.grammar
        return _joined(items, _sounding(grammar.or_, grammar.or_before, grammar.or_there, items))


def _sounding(word: str, before: str, there: str, items: Sequence[str]) -> str:
    """The joining word as it sounds before the last item (Spanish "e" and "u")."""
    if before and items and re.match(before, items[-1], re.IGNORECASE):
        return there
    return word


def _joined(items: Sequence[str], word: str) -> str:
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"
