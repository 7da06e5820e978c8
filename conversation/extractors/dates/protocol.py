"""The `when` object that the `extract` command answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from conversation.extractors.entities import Dates, Times, When

_DAY = timedelta(days=1)


def as_protocol(whens: Sequence[When], now: datetime) -> dict[str, Any] | None:
    """The wish that counts (the last that is not rejected) in the protocol's form; None where no time is meant.

    Times are the hospital's, without offset: a day is "YYYY-MM-DD", a time of day alone "HH:MM", both together
    an ISO moment. `start` is None for "before noon", and `open` tells which side is open. As soon as possible is
    open from `now` on.
    """
    live = [when for when in whens if not when.rejected]
    meant = next((when for when in reversed(live) if when.dates or when.times), None)
    if meant is None:
        if any(when.soonest for when in live):
            return _answer(now.isoformat(timespec="seconds"), None, "end", "minute", False, [])
        return None
    start, end, side, grain = _ends(meant, now)
    others = [_ends(other, now) for other in meant.alternatives]
    readings: list[dict[str, Any]] = [
        {"start": other[0], "end": other[1], "open": other[2], "grain": other[3]} for other in others
    ]
    return _answer(start, end, side, grain, meant.approximate, readings)


def _answer(
    start: str | None, end: str | None, side: str | None, grain: str, approximate: bool, readings: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "start": start,
        "end": end,
        "open": side,
        "grain": grain,
        "approximate": approximate,
        "alternatives": readings,
    }


def _ends(when: When, now: datetime) -> tuple[str | None, str | None, str | None, str]:
    if when.dates is None:
        assert when.times is not None
        return _hours(when.times)
    if when.times is None:
        return _days(when.dates)
    return _moments(when.dates, when.times)


def _hours(times: Times) -> tuple[str | None, str | None, str | None, str]:
    start = times.first.isoformat("minutes") if times.first else None
    end = times.end.isoformat("minutes") if times.end else None
    return start, end, _side(times), times.grain


def _side(times: Times) -> str | None:
    if times.exact:
        return None
    return "start" if times.first is None else "end" if times.end is None else None


def _days(dates: Dates) -> tuple[str | None, str | None, str | None, str]:
    if dates.day is not None:
        return dates.day.isoformat(), None, None, dates.grain
    start = dates.first.isoformat() if dates.first else None
    end = dates.end.isoformat() if dates.end else None
    side = "start" if start is None else "end" if end is None else None
    return start, end, side, dates.grain


def _moments(dates: Dates, times: Times) -> tuple[str | None, str | None, str | None, str]:
    first, last = dates.first, dates.end - _DAY if dates.end else None
    start = _moment(first or last, times.first)
    if times.exact and (dates.day is not None or last is None):
        return start, None, None, times.grain
    end_day = last or first
    end = _moment(end_day, times.end)
    if end_day and times.end is not None and _over_midnight(times, dates):
        end = _moment(end_day + _DAY, times.end)
    if times.exact:
        end = (dates.end or first or date.min).isoformat()
    return start, end, _side(times), times.grain


def _over_midnight(times: Times, dates: Dates) -> bool:
    return times.end == time(0) or (
        times.first is not None and times.end is not None and times.end <= times.first and dates.day is not None
    )


def _moment(day: date | None, at: time | None) -> str | None:
    return datetime.combine(day, at).isoformat(timespec="seconds") if day and at is not None else None
