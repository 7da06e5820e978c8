"""Dates in figures: 2026-06-05, 05/06, 5.6., 11/2016."""

from __future__ import annotations

from datetime import date

from conversation.extractors.dates.almanac import YEARS, day_in_month, make_date, month_span, next_year
from conversation.extractors.dates.day import VOID, Day, Kind, one, run_of
from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.tags import Tag

_MARKS = ("/", "-", ".")
_PRESSURE = frozenset(("tension", "presion", "pressure", "blood pressure", "bp"))
_AHEAD = 20
"""Years up to which two figures are a year to come: nobody's visit is in 2080, and somebody's birth was in 1980."""
Found = tuple[Day, int]


def numeric_date(r: Reader, at: int) -> Found | None:
    """A date in figures at this place; VOID when it looks like one and no such day exists."""
    lexeme = r.at(at)
    if lexeme.number < 0 or (lexeme.glued and r.text(at - 1) in ("/", ".") and r.at(at - 2).number >= 0):
        return None
    if lexeme.width == 4:
        return _year_first(r, at) or _month_and_year(r, at)
    if lexeme.width > 2:
        return None
    return _with_year(r, at) or _month_and_year(r, at) or _two_numbers(r, at)


def _glued_numbers(r: Reader, at: int, count: int) -> tuple[str, list[int]] | None:
    """`count` numbers with the same mark between, no spaces: the mark and the numbers."""
    mark = r.text(at + 1)
    if mark not in _MARKS or not r.at(at + 1).glued:
        return None
    numbers = [r.at(at).number]
    for place in range(at + 1, at + 2 * count - 2, 2):
        follower = r.at(place + 1)
        if r.text(place) != mark or not follower.glued or follower.number < 0:
            return None
        numbers.append(follower.number)
    return mark, numbers


def _year_first(r: Reader, at: int) -> Found | None:
    found = _glued_numbers(r, at, 3)
    if not found or r.at(at).number not in YEARS:
        return None
    year, month, day = found[1]
    place = at + 5
    if r.text(place) == "t" and r.at(place).glued and r.at(place + 1).number >= 0:
        place += 1
    real = make_date(year, month, day)
    return (one(Kind.DATE, real, number=day, month=month, fixed=True), place) if real else (VOID, place)


def _with_year(r: Reader, at: int) -> Found | None:
    found = _glued_numbers(r, at, 3)
    if not found or r.at(at + 4).width not in (2, 4):
        return None
    first, second, year = found[1]
    if r.at(at + 4).width == 2:
        year += 2000 if 2000 + year <= r.today.year + _AHEAD else 1900
    if r.at(at + 4).width == 2 and found[0] != "/" and r.text(at + 5) == ":":
        return None
    readings = _readings(r, first, second)
    dates = [day for number, month in readings if (day := make_date(year, month, number))]
    return _chosen(dates, at + 5, fixed=True)


def _two_numbers(r: Reader, at: int) -> Found | None:
    found = _glued_numbers(r, at, 2)
    if not found:
        return None
    mark, (first, second) = found
    after = r.at(at + 3)
    if r.at(at + 2).width > 2 or (after.glued and after.text in ("/", "%", "\u00ba")):
        return None
    if mark != "/" and not _dotted(r, at, mark):
        return None
    if after.text == "." and after.glued and r.at(at + 4).glued and r.at(at + 4).number >= 0:
        return None
    if _rating(r, at, second) or (mark == "/" and r.text(at + 3) == "of") or _always(r, at, first, second):
        return VOID, at + 3
    readings = _readings(r, first, second)
    dates = [day for number, month in readings if (day := day_in_month(r.today, month, number))]
    place = at + 3 + (mark == "." and after.text == "." and after.glued)
    if r.has(at - 1, Tag.NEXT):
        dates = [day if day >= r.today else next_year(day) for day in dates]
    return _chosen(dates, place, fixed=False)


def _dotted(r: Reader, at: int, mark: str) -> bool:
    """Whether "5.6" or "12-5" is a date here: closed by a point, or said of a day ("on 5.6", "Friday 5.6")."""
    second = r.at(at + 2)
    led = at == 0 or r.has(at - 1, Tag.FOR, Tag.BY, Tag.BEFORE, Tag.AFTER, Tag.FROM, Tag.TO, Tag.OR, Tag.STARTING)
    closed = led and mark == "." and r.text(at + 3) == "." and r.at(at + 3).glued and second.width <= 2
    if mark == "." and (r.has(at + 3, Tag.MERIDIEM) or r.text(at + 3) in ("h", "a", "p")):
        return False
    if mark == "." and second.width == 2 and second.number > 12 and r.at(at).number < 24:
        return False  # "Friday 9.30" is an hour
    said = r.has(at - 1, Tag.ON, Tag.WEEKDAY) and not r.has(at - 1, Tag.AT, Tag.FOR) and r.at(at).number > 0
    if mark == "-":
        numbered = r.has(at - 1, Tag.ON) and r.has(at - 1, Tag.OF, Tag.THE) and r.spanish
        zeros = r.at(at).width == second.width == 2 and second.number <= 12 and r.has(at + 3, Tag.AT)
        if zeros and not r.has(at - 1, Tag.AT, Tag.FROM, Tag.BETWEEN):
            return True  # "05-04 at 16:00"
        return numbered and second.width <= 2 and not r.has(at + 3, Tag.OF, Tag.MONTH, Tag.MERIDIEM)
    return (closed and not r.has(at - 1, Tag.AT) and second.number <= 12) or said


def _rating(r: Reader, at: int, second: int) -> bool:
    """As in "7/10" said of pain is a degree."""
    if any(r.text(place) in _PRESSURE for place in range(at - 3, at)):
        return True
    near = any(r.has(place, Tag.SYMPTOM) for place in range(at - 4, at + 6))
    return near and second == 10


def _always(r: Reader, at: int, first: int, second: int) -> bool:
    """As in "24/7", unless said of a day."""
    return (first, second) == (24, 7) and not r.has(at - 1, Tag.ON, Tag.FOR)


def _readings(r: Reader, first: int, second: int) -> list[tuple[int, int]]:
    """Day and month, the locale's order first; only orders with a real month."""
    orders = [(first, second), (second, first)] if r.context.day_first else [(second, first), (first, second)]
    found = [(day, month) for day, month in orders if 1 <= month <= 12 and 1 <= day <= 31]
    return found[:1] if len(found) == 2 and first == second else found


def _chosen(dates: list[date], place: int, fixed: bool) -> Found:
    if not dates:
        return VOID, place
    first, *rest = dates
    others = tuple(run_of(day) for day in rest if day != first)
    return one(
        Kind.DATE, first, number=first.day, month=first.month, fixed=fixed, others=others, inferred=bool(others)
    ), place


def _month_and_year(r: Reader, at: int) -> Found | None:
    """As in "11/2016", "2016 - 11": the whole month."""
    left, mark, right = r.at(at), r.text(at + 1), r.at(at + 2)
    if mark not in ("/", "-", ".", ",") or right.number < 0 or r.text(at + 3) in ("/", "-"):
        return None
    month, year = (left, right) if right.width == 4 else (right, left)
    if year.width != 4 or month.width > 2 or year.number not in YEARS or mark == ",":
        return None
    if not 1 <= month.number <= 12:
        return VOID, at + 3
    first, end = month_span(year.number, month.number)
    return Day(Kind.MONTH, first, end, grain="month", month=month.number), at + 3
