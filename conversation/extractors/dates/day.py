"""A day, or a run of days, as the readers hand it on; how two of them that stand together become one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Literal

from conversation.extractors.dates.almanac import (
    day_in_month,
    day_of_month,
    weekday_and_number,
    weekday_from,
)
from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.tags import Tag, Unit

Run = tuple[date, date]
"""First day, and the day after the last."""


class Kind(IntEnum):
    """What was named. When two stand together, the smaller is made part of the larger or gives way to it."""

    VOID = 0  # a day that does not exist
    NUMBER = 1  # "the 5th"
    WEEKDAY = 2
    RELATIVE = 3  # "tomorrow", "in two weeks"
    DATE = 4  # day and month
    SPAN = 5  # a week, weekend or part of one
    MONTH = 6


@dataclass(frozen=True, slots=True)
class Day:
    """What was said of the day. `first` up to, not including, `end`; None is an open side."""

    kind: Kind
    first: date | None
    end: date | None
    grain: Literal["day", "week", "month"] = "day"
    weekday: int = -1
    number: int = -1
    month: int = -1
    modifier: Tag | None = None
    """THIS, NEXT or COMING before a weekday; ONE_AFTER of a week behind another."""
    unit: int = 0
    """The Unit that a RELATIVE day was counted in."""
    inferred: bool = False
    others: tuple[Run, ...] = ()
    """Other readings."""
    hour: int = -1
    """The number behind a weekday, where it may be an hour as well ("Thursday 11")."""
    moment: datetime | None = None
    """An exact moment ("in 5 minutes")."""
    until: datetime | None = None
    """The end of a stretch that begins now ("within two hours")."""
    fixed: bool = False
    """The year was said."""
    again: date | None = None
    """When such a day comes again ("the last Thursday of the month"), where today is one and its hour may be gone."""
    sure: bool = True
    """False for a number that only counts as a day beside other signs of one ("on 15")."""

    @property
    def single(self) -> date | None:
        """The day, when it is exactly one."""
        if self.first and self.end and (self.end - self.first).days == 1:
            return self.first
        return None


VOID = Day(Kind.VOID, None, None)


def one(kind: Kind, day: date, **more: object) -> Day:
    """A single day."""
    return replace(Day(kind, day, day + timedelta(days=1)), **more)  # type: ignore[arg-type]


def run_of(day: date) -> Run:
    """A single day as a run of days."""
    return day, day + timedelta(days=1)


def day_numbered(r: Reader, number: int) -> Day:
    """The next day with a number, or the one of the month that is talked about: "the 22nd", said of August."""
    near = day_of_month(r.today, number)
    if near is None:
        return VOID
    talked = r.context.talked_day
    if talked is not None and (talked.year, talked.month) != (near.year, near.month):
        meant = day_of_month(max(r.today, talked.replace(day=1)), number)
        if meant is not None and abs(meant - talked) < abs(near - talked):
            return one(Kind.NUMBER, meant, number=number, inferred=True)
    return one(Kind.NUMBER, near, number=number)


def from_base(day: Day, base: date) -> Day:
    """The same words said of a time from `base` on: the second end of "from Monday to Wednesday"."""
    found: date | None = None
    if day.kind is Kind.WEEKDAY and (day.modifier is None or (day.first and day.first < base)):
        found = weekday_from(base, day.weekday)
    elif day.kind is Kind.NUMBER:
        found = day_of_month(base, day.number)
    elif day.kind is Kind.DATE and day.first and day.first < base and day.month > 0 and not day.fixed:
        found = day_in_month(base, day.month, day.number)
        if found and found < base:
            found = None
    return replace(day, first=found, end=found + timedelta(days=1)) if found else day


def merged(r: Reader, left: Day, right: Day) -> Day | None:
    """Two mentions that stand together as one day, or None when they are two different days."""
    small, large = (left, right) if left.kind <= right.kind else (right, left)
    if Kind.VOID in (small.kind, large.kind):
        return VOID
    if small.kind is large.kind:
        return small if small.first == large.first and small.end == large.end else None
    if small.kind is Kind.WEEKDAY:
        return _weekday_in(small, large)
    if small.kind is Kind.NUMBER:
        return _number_in(r, small, large)
    if small.kind is Kind.RELATIVE and large.kind is Kind.DATE:
        return large
    if (
        large.grain == "week" and small.single == r.today and large.first and large.first > r.today
    ):  # "this day next week"
        return one(Kind.WEEKDAY, large.first + timedelta(days=r.today.weekday()), modifier=Tag.NEXT)
    return None


def _weekday_in(weekday: Day, other: Day) -> Day | None:
    if other.kind is Kind.RELATIVE and other.first:
        return _weekday_near(weekday, other, other.first)
    if other.kind is Kind.DATE:
        return _weekday_of_date(weekday, other)
    if other.first and other.end:
        found = weekday_from(other.first, weekday.weekday)
        if found < other.end:
            return one(Kind.WEEKDAY, found, weekday=weekday.weekday, modifier=Tag.NEXT)
    return None


def _weekday_near(weekday: Day, other: Day, day: date) -> Day:
    if other.unit in (Unit.WEEK, Unit.FORTNIGHT):
        found = day - timedelta(days=day.weekday()) + timedelta(days=weekday.weekday)
    elif other.unit in (Unit.MONTH, Unit.YEAR):
        found = weekday_from(day, weekday.weekday)
    else:
        return _nearest_weekday(weekday, day) if other.unit == Unit.DAY else other
    return one(Kind.WEEKDAY, found, weekday=weekday.weekday, modifier=Tag.NEXT)


def _nearest_weekday(weekday: Day, day: date) -> Day:
    """As in "in 3 days, on Friday": who counts today as the first day is one off; the weekday is surer."""
    off = (weekday.weekday - day.weekday() + 3) % 7 - 3
    found = day + timedelta(days=off)
    return one(Kind.WEEKDAY, found, weekday=weekday.weekday, modifier=Tag.NEXT, inferred=off != 0)


def _weekday_of_date(weekday: Day, other: Day) -> Day:
    """The weekday decides which reading of a numeric date is meant; one that fits none is a slip, and is read back."""
    runs = [(other.first, other.end), *other.others]
    for first, end in runs:
        if first and first.weekday() == weekday.weekday:
            return replace(other, first=first, end=end, others=(), inferred=other.inferred and not other.others)
    return replace(other, inferred=True)


def weekday_with_number(r: Reader, weekday: int, number: int) -> Day:
    """As in "Friday the 13th": where the two do not meet in the month at hand one is a slip, and it is read back."""
    found = weekday_and_number(r.today, weekday, number)
    if found is None:
        return VOID
    day = one(Kind.DATE, found, number=number, month=found.month, weekday=weekday)
    nearest = day_of_month(r.today, number)
    if nearest is None or nearest == found:
        return day
    beside = weekday_from(max(nearest - timedelta(days=3), r.today), weekday)
    return replace(day, inferred=True, others=(run_of(nearest), run_of(beside)))


def _number_in(r: Reader, number: Day, other: Day) -> Day | None:
    if other.kind is Kind.WEEKDAY:
        return weekday_with_number(r, other.weekday, number.number)
    if other.kind is Kind.MONTH and other.first and other.end:
        day = other.first + timedelta(days=number.number - 1)
        return one(Kind.DATE, day, number=number.number, month=day.month) if day < other.end else VOID
    if other.kind is Kind.DATE and other.number == number.number:
        return other
    if other.kind is Kind.RELATIVE and other.first and other.first.day == number.number:
        return other
    return None
