"""From one point of time to another: runs of days and stretches of hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from conversation.extractors.dates.almanac import day_of_month, make_date
from conversation.extractors.dates.day import VOID, Day, Kind, from_base, merged, one
from conversation.extractors.dates.numbers import year
from conversation.extractors.dates.parts import settle
from conversation.extractors.dates.pieces import Piece, point
from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.tags import Tag
from conversation.extractors.dates.times import Clock, clock


def stretch(r: Reader, at: int) -> Piece | None:
    """As in "between 2 and 4", "from Monday to Wednesday", "2-4pm", "9 to 12 of June"."""
    if at >= r.size or not r.connected[at]:
        return None
    between = r.has(at, Tag.BETWEEN)
    led = between or r.has(at, Tag.FROM)
    softly = not led and r.has(at, Tag.MAYBE_FROM)
    begin = at + 1 if led or softly else at
    first = point(r, begin, led=True)
    if first is None:
        return None
    place = _connector(r, first.end, between, led or softly)
    if place is None:
        return None
    if not led and r.has(begin, Tag.NUMBER) and first.end == begin + 1 and clock(r, begin) is not None:
        return None  # "five to nine"
    second = point(r, place, led=True)
    if second is None:
        return None
    joined = _joined(r, first, second)
    if joined is None or (not led and not _evident(r, first, second, softly)):
        return None
    joined.start, joined.end = at, second.end
    of_year(r, joined)
    joined.approximate = first.approximate or second.approximate
    return joined


def of_year(r: Reader, piece: Piece) -> None:
    """As in "July 13-15, 2027": the year said behind a run is that of both its ends."""
    day = piece.day
    found = year(r, piece.end + (r.text(piece.end) == ","))
    if found is None or day is None or day.kind is not Kind.SPAN or day.month < 0 or day.fixed or piece.clock:
        return
    first = make_date(found[0], day.first.month, day.first.day) if day.first else None
    if first and day.first and day.end:
        piece.day, piece.end = replace(day, first=first, end=first + (day.end - day.first), fixed=True), found[1]


def _connector(r: Reader, at: int, between: bool, led: bool) -> int | None:
    place = at + (r.text(at) == ",")
    if r.has(place, Tag.TO) or r.text(place) == "-":
        return place + 1
    if between and r.has(place, Tag.AND):
        return place + 1
    if r.has(place, Tag.MAYBE_TO) or (between and r.text(place) == "a"):
        return place + 1
    return None


def _evident(r: Reader, first: Piece, second: Piece, softly: bool) -> bool:
    """Whether a stretch without "from" is surely one: not just two numbers with a dash."""
    if first.day and second.day and not first.timed and not second.timed:
        return True
    if first.number is not None and second.number is not None and not first.day and not second.day:
        return (
            (softly and r.spanish and not r.counted(second.end))
            or second.part is not None
            or bool(r.context.question in ("slot", "time"))
        )
    return True


def _joined(r: Reader, first: Piece, second: Piece) -> Piece | None:
    if first.day is VOID or second.day is VOID:
        return Piece(0, 0, day=VOID)
    dates = _joined_days(r, first, second)
    if dates:
        parts = {each.part for each in (first, second) if each.part is not None}
        return Piece(0, 0, day=dates, part=parts.pop() if len(parts) == 1 else None)
    start, end = hour_of(first), hour_of(second)
    if start is None or end is None:
        return None
    if first.part is not None and not start.settled:
        hour = settle(start, first.part.part)[0].hour
        start = replace(start, hour=hour % 12 or 12, meridiem=int(hour >= 12))
    day = first.day or second.day
    if first.day and second.day:
        day = (
            from_day_to_day(r, first.day, second.day)
            if merged(r, first.day, second.day) is None
            else merged(r, first.day, second.day)
        )
    zone = start.zone or end.zone
    return Piece(0, 0, day=day, clock=replace(start, zone=zone), until=end, part=second.part)


def hour_of(piece: Piece) -> Clock | None:
    """The time of a point; a mere number counts as an hour."""
    if piece.clock is not None:
        return piece.clock
    if piece.number is not None and piece.number <= 24:
        return Clock(piece.number % 24, sure=piece.number > 12, strong=False)
    return None


def _joined_days(r: Reader, first: Piece, second: Piece) -> Day | None:
    """A run of days from two ends, either of which may be a mere number."""
    left, right = first.day, second.day
    if first.clock or second.clock:
        return None
    if left and right:
        return from_day_to_day(r, left, right) if first.number is None and second.number is None else None
    if right and first.number is not None and right.number > 0 and right.first and second.number is None:
        start = make_date(right.first.year, right.first.month, first.number)
        if right.kind is Kind.NUMBER:
            start = day_of_month(r.today, first.number)
            right = from_base(right, start) if start else right
        return run(single(start), right)
    if left and second.number is not None and left.number > 0 and left.first and first.number is None:
        end = make_date(left.first.year, left.first.month, second.number)
        return run(left, single(end))
    return None


def from_day_to_day(r: Reader, left: Day, right: Day) -> Day | None:
    """The run from one day to another that is named after it."""
    if left.first and right.first and left.kind in (Kind.SPAN, Kind.MONTH) and right.kind is Kind.WEEKDAY:
        return None
    lacks_month = left.kind is Kind.NUMBER or (left.kind is Kind.DATE and left.weekday >= 0)
    if lacks_month and right.kind is Kind.DATE and right.weekday < 0 and right.first:
        start = make_date(right.first.year, right.first.month, left.number)
        return run(single(start), right)
    if (
        left.kind is Kind.DATE
        and right.kind is Kind.MONTH
        and right.first
        and left.first
        and left.first.year < right.first.year
    ):
        start = make_date(right.first.year, left.first.month, left.first.day)
        left = one(Kind.DATE, start) if start else left
    if left.kind is Kind.DATE and not left.fixed and right.fixed and left.first and right.first:
        start = make_date(right.first.year, left.first.month, left.first.day)
        left = one(Kind.DATE, start, fixed=True) if start else left
    if left.first:
        right = from_base(right, left.first)
    return run(left, right)


def single(day: date | None) -> Day | None:
    """A date as a day, or None."""
    return one(Kind.DATE, day) if day else None


def run(left: Day | None, right: Day | None) -> Day | None:
    """The run from one day up to and including another, or None when they are not in order."""
    if not left or not right or not left.first or not right.end or not right.first or right.end <= left.first:
        return None
    return Day(Kind.SPAN, left.first, right.end, month=left.month, inferred=left.inferred or right.inferred)
