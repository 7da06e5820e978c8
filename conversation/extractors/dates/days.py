"""The day, or run of days, that is named at a place, in whatever way."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from conversation.extractors.dates.almanac import monday_of, weekday_from
from conversation.extractors.dates.day import Day, Kind, one
from conversation.extractors.dates.named_days import month_date, number_alone, weekday
from conversation.extractors.dates.numeric import numeric_date
from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.relative_days import counted_day, moved, next_ones, relative_day
from conversation.extractors.dates.spans import span
from conversation.extractors.dates.tags import Tag, Unit

_FIGURES = (Tag.NUMBER, Tag.ORDINAL)
_SPAN_STARTS = (
    Tag.THE,
    Tag.NEXT,
    Tag.COMING,
    Tag.THIS,
    Tag.UNIT,
    Tag.WEEKEND,
    Tag.MONTH,
    Tag.EARLY,
    Tag.MID,
    Tag.LATE,
    Tag.REST,
)
_MEASURED: tuple[tuple[Callable[[Reader, int], tuple[Day, int] | None], frozenset[Tag]], ...] = (
    (moved, frozenset((Tag.NUMBER, Tag.ARTICLE, Tag.FEW, Tag.HALF))),
    (counted_day, frozenset((Tag.NUMBER, Tag.ARTICLE, Tag.FEW, Tag.HALF, Tag.IN, Tag.WITHIN, Tag.AFTER))),
    (next_ones, frozenset((Tag.THE, Tag.NEXT, Tag.COMING, Tag.NUMBER, Tag.FEW))),
)
_DATED: tuple[tuple[Callable[[Reader, int], tuple[Day, int] | None], bool, frozenset[Tag]], ...] = (
    (numeric_date, True, frozenset()),
    (month_date, True, frozenset((Tag.MONTH, *_FIGURES))),
    (span, True, frozenset((*_SPAN_STARTS, Tag.WORKING, Tag.LATER_IN, Tag.LAST, Tag.ARTICLE, *_FIGURES))),
    (weekday, False, frozenset((Tag.WEEKDAY, Tag.THIS, Tag.NEXT, Tag.COMING))),
    (number_alone, True, frozenset((Tag.DAYWORD, *_FIGURES))),
)
"""Readers with the meanings of the word that they may begin with, and whether digits may begin them. Those that
measure, and `span`, need a word for a measure of time soon enough."""
_MOST_DAYS = 200
"""How many places are read for a day: far more than anybody writes, so that no text can hold up the desk."""
_NAMED = frozenset((Tag.HOLIDAY, Tag.DAY, Tag.SAME_DAY, Tag.REST))


def day_at(r: Reader, at: int) -> tuple[Day, int] | None:
    """The day or run of days that is named at a place."""
    if at not in r.days:
        r.days[at] = _read_day(r, at) if len(r.days) < _MOST_DAYS else None
    found: tuple[Day, int] | None = r.days[at]
    return found


def _read_day(r: Reader, at: int) -> tuple[Day, int] | None:
    lexeme = r.at(at)
    if lexeme.tags or lexeme.number >= 0:
        beside = _beside_a_day(r, at) or _around_a_date(r, at)
        if beside is not None:
            return beside
    if not _NAMED.isdisjoint(lexeme.tags) and (found := relative_day(r, at)):
        return found
    digits, measured = lexeme.number >= 0, r.measured[at] if at < r.size else False
    for measure, starts in _MEASURED if measured else ():
        if (digits or not starts.isdisjoint(lexeme.tags)) and (found := measure(r, at)):
            return found
    for read, figures, starts in _DATED:
        if read is span and not measured:
            continue
        if ((digits and figures) or not starts.isdisjoint(lexeme.tags)) and (found := read(r, at)):
            return found
    return None


_BESIDE = re.compile(
    r"(?:(?P<count>the|a|one|two|three|four|five|el|al|un|dos|tres|cuatro|cinco|\d) )?(?:days?|dias?) "
    r"(?:(?P<after>after|following|(?:despues|siguiente|posterior) (?:del?|al?))"
    r"|before|preceding|(?:antes|anterior|previo) (?:del?|al?))"
)


def _around_a_date(r: Reader, at: int) -> tuple[Day, int] | None:
    """As in "the Monday after Thanksgiving", "the week before 25 December"."""
    place = r.skip(at, Tag.THE)
    number = r.tag(place, Tag.WEEKDAY)
    is_week = r.tag(place, Tag.UNIT) == Unit.WEEK and r.text(place)[-1:] != "s"
    if (number is None and not is_week) or not r.has(place + 1, Tag.AFTER, Tag.BEFORE):
        return None
    base = day_at(r, r.skip(place + 2, Tag.THE))
    day = base[0].single if base and base[0].kind in (Kind.DATE, Kind.NUMBER) else None
    if r.has(at - 1, Tag.EVERY, Tag.ARTICLE) or r.text(at - 1) in ("any", "some", "cualquier", "algun"):
        return None  # "any Thursday before the 30th": not only the last one
    if base is None or day is None:
        return None
    way = 1 if r.has(place + 1, Tag.AFTER) else -1
    if number is None:
        first = monday_of(day) + way * timedelta(weeks=1)
        return Day(Kind.SPAN, first, first + timedelta(weeks=1), grain="week"), base[1]
    after = weekday_from(day + timedelta(days=1), number)
    return one(Kind.DATE, after if way > 0 else weekday_from(day - timedelta(weeks=1), number)), base[1]


_COUNTS = {"two": 2, "dos": 2, "three": 3, "tres": 3, "four": 4, "cuatro": 4, "five": 5, "cinco": 5}
_LONGEST = 4  # lexemes


def _beside_a_day(r: Reader, at: int) -> tuple[Day, int] | None:
    """As in "the day after Thursday", "two days before the 12th", "el dia siguiente al jueves"."""
    said = r.text(at)
    for place in range(at + 1, at + 1 + _LONGEST):
        found = _BESIDE.fullmatch(said)
        if found:
            base = day_at(r, r.skip(place, Tag.THE))
            if base is None or base[0].single is None or base[0].kind not in (Kind.WEEKDAY, Kind.NUMBER, Kind.DATE):
                return None
            count = found["count"] or "1"
            days = int(count) if count.isdecimal() else _COUNTS.get(count, 1)
            return one(Kind.RELATIVE, base[0].single + timedelta(days=days if found["after"] else -days)), base[1]
        said += " " + r.text(place)
    return None
