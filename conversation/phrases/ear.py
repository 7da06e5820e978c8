"""How a language is spoken aloud: times, amounts, references and numbers as words that nobody has to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal

from hospital import phones
from hospital.schedule import END_OF_DAY

DOLLARS = ("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "JMD", "TTD", "BBD", "BSD", "BZD", "FJD")
PESOS = ("MXN", "ARS", "CLP", "COP", "DOP", "PHP", "UYU")
FRANCS = ("CHF", "XAF", "XOF")
SHILLINGS = ("KES", "TZS", "UGX")
"""Currencies that are called the same."""


@dataclass(frozen=True)
class Coin:
    """What a currency is called: one of it, several, and its hundredth part."""

    one: str
    many: str
    cent: str
    cents: str


@dataclass(frozen=True)
class Ear:
    """A language for the ear."""

    numbers: tuple[str, ...]
    """From nought to fifty-nine."""
    days: tuple[str, ...]
    """Days of the month, from the first on."""
    day: str
    parts: tuple[tuple[int, str], ...]
    """The hour from which on a part of the day is named so."""
    noon: str
    midnight: str
    nought: str
    """Before minutes below ten."""
    and_minutes: str
    """Between the hour and the minutes."""
    half: str
    """Half past, where the language has a word of its own for it."""
    hour_one: str
    """One o'clock, where it is not the number."""
    coins: Mapping[str, Coin]
    with_cents: str
    plus: str
    hours: str
    """From a time of day to another; "{first}" may ask for its article."""

    def time(self, at: time) -> str:
        """A time of day: "nine forty in the morning"."""
        if at == END_OF_DAY or (at.hour, at.minute) == (0, 0):
            return self.midnight
        if (at.hour, at.minute) == (12, 0):
            return self.noon
        part = next(name for begin, name in reversed(self.parts) if at.hour >= begin)
        hour = at.hour % 12 or 12
        told = self.hour_one if hour == 1 else self.numbers[hour]
        return f"{told}{self._minutes(at.minute)} {part}"

    def _minutes(self, minute: int) -> str:
        if minute == 0:
            return ""
        if minute == 30 and self.half:
            return f"{self.and_minutes}{self.half}"
        nought = f"{self.nought} " if minute < 10 and self.nought else ""
        return f"{self.and_minutes}{nought}{self.numbers[minute]}"

    def money(self, amount: Decimal, currency: str) -> str | None:
        """An amount; None for a currency without a name here."""
        coin = self.coins.get(currency)
        if coin is None:
            return None
        whole, cents = int(amount), int((amount - int(amount)) * 100)
        told = f"{whole} {coin.one if whole == 1 else coin.many}"
        if not cents:
            return told
        return self.with_cents.format(whole=told, cents=f"{cents} {coin.cent if cents == 1 else coin.cents}")

    def phone(self, number: str) -> str:
        """A number digit by digit, in the groups in which it is written."""
        groups = phones.shown(number).replace("+", f"{self.plus} ").replace("-", " ").split()
        return ", ".join(" ".join(group) if group.isdigit() else group for group in groups).replace(
            f"{self.plus},", self.plus
        )


def spelled(reference: str) -> str:
    """A reference by its letters and digits: "A, 7, K"."""
    return ", ".join(character for character in reference if character.isalnum())
