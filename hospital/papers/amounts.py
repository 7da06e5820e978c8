"""Numbers as papers show them, by language: `1,234.50` and `1.234,50`."""

from __future__ import annotations

from decimal import Decimal

from hospital.money import decimals

_MARKS = {"es": (".", ",")}
"""How a language groups thousands and begins decimals; the others do as English does."""


def amount_text(amount: Decimal, currency: str, language: str) -> str:
    """An amount with as many decimals as its currency has, without the currency's name."""
    return _marked(f"{amount:,.{decimals(currency)}f}", language)


def number_text(number: Decimal, language: str) -> str:
    """A number without zeros at its end."""
    return _marked(f"{number.normalize():,f}", language)


def _marked(text: str, language: str) -> str:
    thousands, point = _MARKS.get(language.partition("-")[0], (",", "."))
    return text.translate({ord(","): thousands, ord("."): point})
