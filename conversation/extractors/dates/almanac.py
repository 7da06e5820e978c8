"""Arithmetic of days: weekdays, months, weeks, and which day a day without a month or a year is."""

from __future__ import annotations

from datetime import date, timedelta

from conversation.extractors.dates.tags import Unit

PAST_DAYS = 60
"""A day and month without a year that lie at most this far back are taken for a slip, not for next year."""
_LEAP = 8  # years to look ahead for a 29 February
YEARS = range(1900, 2200)


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None when there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_in_month(base: date, month: int, day: int) -> date | None:
    """The day and month nearest to what is meant from `base`: not longer ago than PAST_DAYS, else to come."""
    for year in range(base.year - 1, base.year + _LEAP + 1):
        found = make_date(year, month, day)
        if found and (base - found).days <= PAST_DAYS:
            return found
    return None


def next_year(day: date) -> date:
    """The same day of the next year that has it."""
    return next(found for ahead in range(1, _LEAP + 1) if (found := make_date(day.year + ahead, day.month, day.day)))


def day_of_month(base: date, day: int) -> date | None:
    """The next day with that number, `base` included."""
    for ahead in range(12):
        first = add_months(base.replace(day=1), ahead)
        found = make_date(first.year, first.month, day)
        if found and found >= base:
            return found
    return None


def weekday_and_number(base: date, weekday: int, day: int) -> date | None:
    """The next day that is both that weekday and that number of its month ("Friday 31")."""
    for ahead in range(60):
        first = add_months(base.replace(day=1), ahead)
        found = make_date(first.year, first.month, day)
        if found and found >= base and found.weekday() == weekday:
            return found
    return None


def weekday_from(base: date, weekday: int) -> date:
    """The first such weekday, `base` included."""
    return base + timedelta(days=(weekday - base.weekday()) % 7)


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def add_months(day: date, months: int) -> date:
    """The same day that many months on, or the last day of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    for number in range(day.day, 27, -1):
        found = make_date(year, month + 1, number)
        if found:
            return found
    return date(year, month + 1, min(day.day, 28))


def month_span(year: int, month: int) -> tuple[date, date]:
    """First day of a month and of the month after it."""
    first = date(year, month, 1)
    return first, add_months(first, 1)


def add_units(day: date, count: int, unit: Unit) -> date:
    """The day that many days, weeks, months or years on."""
    if unit in (Unit.MONTH, Unit.YEAR):
        return add_months(day, count * (12 if unit is Unit.YEAR else 1))
    return day + timedelta(days=count * {Unit.WEEK: 7, Unit.FORTNIGHT: 14}.get(unit, 1))


def add_working_days(day: date, count: int) -> date:
    """The day that many days from Monday to Friday on."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
