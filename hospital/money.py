"""Amounts of money: exact decimals in the hospital's currency, with as many decimals as that currency has."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from hospital.errors import InvalidError

MOST = Decimal(99_999_999)
"""The largest amount that one row may hold."""
_WHOLE = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split())
_THREE = frozenset("BHD IQD JOD KWD LYD OMR TND".split())


class AmountError(InvalidError):
    """Not an amount that can be charged or paid: negative, too large, too fine, or in no number at all."""


def decimals(currency: str) -> int:
    """How many decimals a currency has (ISO 4217's minor units)."""
    return 0 if currency in _WHOLE else 3 if currency in _THREE else 2


def rounded(amount: Decimal, currency: str) -> Decimal:
    """An amount in the currency's smallest unit, halves away from zero."""
    return amount.quantize(Decimal(1).scaleb(-decimals(currency)), ROUND_HALF_UP)


def told(amount: Decimal, currency: str) -> str:
    """An amount as the staff's tasks name it: `15.00 EUR`."""
    return f"{rounded(amount, currency)} {currency}"


def checked(amount: Decimal, currency: str) -> Decimal:
    """An amount as it came in. Raises AmountError unless it is a number from 0 up that the currency can express."""
    if not amount.is_finite() or amount < 0 or amount > MOST or amount != rounded(amount, currency):
        raise AmountError
    return rounded(amount, currency)
