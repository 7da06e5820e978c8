"""Days keyed in on a phone: figures in the order of the country."""

from __future__ import annotations

from datetime import date, timedelta

_OLDEST = 120


def as_date(keys: str, is_day_first: bool, *, is_birth: bool, today: date) -> str | None:
    """The day as `1990-03-14`; None where the figures are none. A visit's day may come without its year."""
    if len(keys) == 8:
        return _told(keys, int(keys[4:]), is_day_first, is_birth, today)
    if len(keys) == 4 and not is_birth:
        this, next_ = (_told(keys, today.year + more, is_day_first, is_birth, today) for more in (0, 1))
        is_past = this is not None and date.fromisoformat(this) < today - timedelta(days=1)
        return next_ if is_past or this is None else this
    return None


def _told(keys: str, year: int, is_day_first: bool, is_birth: bool, today: date) -> str | None:
    first, second = int(keys[:2]), int(keys[2:4])
    for day, month in ((first, second), (second, first)) if is_day_first else ((second, first), (first, second)):
        try:
            told = date(year, month, day)
        except ValueError:
            continue
        if not is_birth or (told <= today and today.year - told.year <= _OLDEST):
            return told.isoformat()
    return None
