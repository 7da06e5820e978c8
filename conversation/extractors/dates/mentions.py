"""From a phrase to a `When`: which reading is meant, which others are left, and what convention decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from conversation.extractors.dates.almanac import next_year
from conversation.extractors.dates.day import Day, Kind, Run, run_of
from conversation.extractors.dates.parts import settle
from conversation.extractors.dates.pieces import Piece
from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.tags import Part, Tag
from conversation.extractors.dates.times import Clock
from conversation.extractors.entities import Dates, Span, Times, When
from conversation.extractors.text import Message

_WEEK = timedelta(days=7)


@dataclass(slots=True)
class Mention:
    """A `When` in the making, with where it stands in the row and what it was said with."""

    start: int
    end: int
    item: int
    """Where its first word of time stands, behind "at", "only", "rather"."""
    when: When
    day: Day | None = None
    stated: bool = False
    """Whether an hour was said, not only a part of day."""

    @property
    def dated(self) -> bool:
        """Whether it says a day."""
        return self.when.dates is not None

    @property
    def timed(self) -> bool:
        """Whether it says a time or a part of day."""
        return self.when.times is not None


def mention(r: Reader, message: Message, piece: Piece) -> Mention:
    """The mention that a phrase makes."""
    dates, other_dates = _dates(r, piece)
    times, other_times, guessed = _times(r, piece)
    dates, other_dates = _not_gone(r, piece, dates, other_dates, times)
    start, end = r.at(piece.start).start, r.at(piece.end - 1).end
    span = Span(start, end, message.words(start, end))
    day = piece.day
    alternatives = _alternatives(span, dates, other_dates, times, other_times)
    if day is not None and day.hour > 0 and not piece.timed:
        hour, _ = settle(Clock(day.hour), None)
        alternatives = tuple(When(span, Dates(first, end), _exact(hour)) for first, end in day.others)
    said = (piece.clock is not None and piece.clock.approximate) or (
        piece.until is not None and piece.until.approximate
    )
    when = When(
        span,
        dates,
        times,
        approximate=piece.approximate or said,
        inferred=guessed or bool(day and day.inferred),
        alternatives=alternatives,
        past=bool(dates and day and _is_past(r, day, dates)),
        other_zone=bool((piece.clock and piece.clock.zone) or (piece.until and piece.until.zone)),
        weekly=day is not None and day.kind is Kind.WEEKDAY and day.modifier is None,
    )
    stated = piece.timed or piece.same_time or (day is not None and day.moment is not None)
    return Mention(piece.start, piece.end, max(piece.item, piece.start), when, day, stated)


def _alternatives(
    span: Span, dates: Dates | None, other_dates: list[Dates], times: Times | None, other_times: list[Times | None]
) -> tuple[When, ...]:
    found = [When(span, other, times) for other in other_dates]
    found += [When(span, dates, other) for other in other_times]
    return tuple(found)


def _is_past(r: Reader, day: Day, dates: Dates) -> bool:
    return (
        dates.end is not None and dates.end <= r.today and day.kind in (Kind.DATE, Kind.NUMBER, Kind.MONTH, Kind.SPAN)
    )


# --- days ------------------------------------------------------------------------------------------


def _dates(r: Reader, piece: Piece) -> tuple[Dates | None, list[Dates]]:
    day = piece.day
    if day is None:
        return None, []
    known = r.context.current or r.context.last_visit
    if piece.same_time and known and day.grain == "week" and day.first:
        same = day.first + timedelta(
            days=known.weekday() - day.first.weekday()
        )  # "same time next week": the weekday too
        return Dates(same, same + timedelta(days=1)), []
    day = _to_come(r, day)
    main = Dates(day.first, day.end, day.grain)
    runs: list[Run] = [run for run in day.others if day.hour < 0 or piece.timed]
    return main, [Dates(first, end, day.grain) for first, end in runs]


def _to_come(r: Reader, day: Day) -> Day:
    """Where the first reading of "12/09" is to come, the other is not meant of a day gone by."""
    if day.kind is not Kind.DATE or day.fixed or not day.others or not day.end or day.end <= r.today:
        return day
    return replace(day, others=tuple(run if run[1] > r.today else run_of(next_year(run[0])) for run in day.others))


def _not_gone(
    r: Reader, piece: Piece, dates: Dates | None, others: list[Dates], times: Times | None
) -> tuple[Dates | None, list[Dates]]:
    """As in "Monday at 9" said on Monday at ten: next week. "The first Monday of the month at 9": next month."""
    day = piece.day
    weekly = day is not None and day.kind is Kind.WEEKDAY and day.modifier is None
    again = r.today + _WEEK if weekly else day and day.again
    if not dates or not again or dates.day != r.today:
        return dates, others
    latest = times and (times.first if times.exact else times.end)
    if not latest or latest > r.now.time() or latest == time(0):
        return dates, others
    return Dates(again, again + timedelta(days=1)), [dates]


# --- times -----------------------------------------------------------------------------------------


def _times(r: Reader, piece: Piece) -> tuple[Times | None, list[Times | None], bool]:
    """The times, the other readings, and whether a convention chose between them."""
    if piece.day is not None and piece.day.moment is not None and not piece.timed:
        return _moment(piece.day, piece.day.moment), [], False
    if piece.clock is not None:
        return _stretch(piece) if piece.until is not None else _single(piece)
    if piece.same_time:
        known = r.context.current or r.context.last_visit
        return (_exact(known.time()) if known else None), [], False
    if piece.part is None:
        return None, [], False
    window = piece.part.window
    if piece.part.exact and window.first:
        return Times(window.first, None, exact=True, part=window.name), [], False
    first = window.first
    if piece.part.part is Part.LATER and first is not None:
        first = max(first, r.now.time().replace(second=0, microsecond=0))
    return Times(first, window.end, part=window.name, grain="hour"), [], False


def _exact(at: time) -> Times:
    return Times(at.replace(second=0, microsecond=0), None, exact=True)


def _moment(day: Day, moment: datetime) -> Times:
    first = moment.time().replace(second=0, microsecond=0)
    if day.until is None:
        return Times(first, None, exact=True)
    return Times(first, day.until.time().replace(second=0, microsecond=0))


def _named(piece: Piece) -> str | None:
    return piece.part.window.name if piece.part else None


def _single(piece: Piece) -> tuple[Times, list[Times | None], bool]:
    assert piece.clock is not None
    at, other = settle(piece.clock, piece.part.part if piece.part else None)
    readings = [_bound(reading, piece) for reading in (at, other) if reading is not None]
    return readings[0], list(readings[1:]), other is not None


def _bound(at: time, piece: Piece) -> Times:
    if piece.bound is Tag.AFTER:
        return Times(at, None, part=_named(piece))
    if piece.bound is Tag.BEFORE:
        return Times(None, at, part=_named(piece))
    return Times(at, None, exact=True, part=_named(piece))


def _stretch(piece: Piece) -> tuple[Times, list[Times | None], bool]:
    assert piece.clock is not None and piece.until is not None
    part = piece.part.part if piece.part else None
    start, end = piece.clock, piece.until
    first, other = settle(start, part)
    last, last_other = settle(end, part)
    if other is None and last_other is None:
        return Times(first, last, part=_named(piece)), [], False
    if last_other is None and other is not None:
        return Times(_start_before(first, other, last, end, part is not None), last, part=_named(piece)), [], False
    lasts = sorted(reading for reading in (last, last_other) if reading is not None)
    if other is None:
        return Times(first, _next_after(first, lasts), part=_named(piece)), [], False
    also = Times(other, _next_after(other, lasts))
    main = Times(first, _next_after(first, lasts))
    return main, [also], True


def _start_before(usual: time, other: time, last: time, end: Clock, parted: bool) -> time:
    """The start that shares the end's half of the day, unless it would then come after the end."""
    same_half = next((reading for reading in (usual, other) if (reading.hour < 12) == (last.hour < 12)), usual)
    if same_half < last:
        return same_half
    return other if same_half == usual else usual


def _next_after(first: time, readings: list[time]) -> time:
    return next((reading for reading in readings if reading > first), readings[0])


def with_dates(when: When, source: When) -> When:
    """The same wish with the days of another one."""
    alternatives = tuple(replace(other, dates=source.dates) for other in when.alternatives)
    alternatives += tuple(
        When(when.span, other.dates, when.times) for other in source.alternatives if other.dates != source.dates
    )
    return replace(
        when, dates=source.dates, alternatives=alternatives, inferred=when.inferred or source.inferred, past=source.past
    )
