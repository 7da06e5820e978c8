"""Weekdays, days of a month, and days that only a number names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from conversation.extractors.dates.almanac import (
    add_months,
    day_in_month,
    make_date,
    monday_of,
    month_span,
    next_year,
    weekday_from,
)
from conversation.extractors.dates.day import (
    VOID,
    Day,
    Kind,
    day_numbered,
    one,
    run_of,
    weekday_with_number,
)
from conversation.extractors.dates.lexemes import is_word
from conversation.extractors.dates.numbers import cardinal, ordinal, year
from conversation.extractors.dates.numeric import numeric_date
from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.tags import Tag, Unit

Found = tuple[Day, int]
_WEEK = timedelta(days=7)
_REACH = 40  # lexemes
_FOLLOWING = frozenset(
    "following,the following,siguiente,el siguiente,la siguiente,the one after that,the one following,"
    "el siguiente a ese,el de despues".split(",")
)
"""What points behind a day that was named before, where one was."""
_THAT_COMES = frozenset("que viene,q viene,ke viene,que vienen,que entra,entrante,venidero".split(","))
_DAYS_ON = {8: 1, 15: 2}  # "el lunes en ocho": weeks
_CHOOSING = frozenset(("slot", "doctor", "visit", "speciality", "who", "confirm", "confirm_cancel"))


# --- weekdays --------------------------------------------------------------------------------------


def weekday(r: Reader, at: int) -> Found | None:
    """As in "Friday", "next Friday", "el viernes que viene", "Friday the 13th", "Monday week"."""
    modifier, place = _modifier(r, at)
    number = r.tag(place, Tag.WEEKDAY)
    if number is None or (modifier is None and (r.titled(place) or not _surely_weekday(r, place))):
        return None
    place += 1
    if r.text(place) == "." and r.at(place).glued and r.has(place - 1, Tag.WEAK) and r.at(place + 1).text:
        place += 1
    if modifier is None:
        modifier, place = _modifier_behind(r, place)
    if (following := _after_the_talked(r, at, number, place)) is not None:
        return following
    if r.has(place, Tag.AFTER_NEXT):
        before = _named_before(r, at, number) if r.has(place, Tag.BEHIND_THAT) else _resolved(r, number, Tag.COMING)
        if before is not None and before.first is not None:
            return _plain(before.first + _WEEK, number, Tag.NEXT, inferred=True), place + 1
    if not r.spanish and r.text(place) in ("week", "fortnight"):
        weeks = 2 if r.text(place) == "fortnight" else 1
        return _plain(weekday_from(r.today, number) + weeks * _WEEK, number, Tag.NEXT), place + 1
    if r.spanish and r.text(place) == "en" and (found := cardinal(r, place + 1)) and found[0] in _DAYS_ON:
        ahead = _DAYS_ON[found[0]] * _WEEK
        return _plain(weekday_from(r.today, number) + ahead, number, Tag.NEXT), found[1]
    day = _resolved(r, number, modifier)
    return _numbered(r, day, place) or (day, place)


def _after_the_talked(r: Reader, at: int, number: int, end: int) -> Found | None:
    """As in "the Tuesday after that", "the following Tuesday", "el martes siguiente", said of a day named earlier."""
    talked = r.context.talked_day
    if talked is None or talked < r.today or any(r.has(place, Tag.WEEKDAY, Tag.DAY, Tag.MONTH) for place in range(at)):
        return None
    behind = r.tag(end, Tag.BEHIND_THAT) == 1 or r.text(end) in _FOLLOWING
    if not behind and r.text(end - 1) not in _FOLLOWING and r.text(at) not in _FOLLOWING:
        return None
    return _plain(weekday_from(talked + timedelta(days=1), number), number, Tag.NEXT, inferred=True), end + behind


def _named_before(r: Reader, at: int, number: int) -> Day | None:
    """As in "not this Thursday, the Thursday after that": the other one that it comes after."""
    for place in range(at - 1, max(at - _REACH, -1), -1):
        if r.tag(place, Tag.WEEKDAY) == number:
            return _resolved(r, number, _modifier(r, place - 1)[0])
    return None


def _modifier(r: Reader, at: int) -> tuple[Tag | None, int]:
    for tag in (Tag.COMING, Tag.NEXT, Tag.THIS):
        if r.has(at, tag):
            if tag is Tag.THIS and r.has(at + 1, Tag.COMING, Tag.NEXT):
                return Tag.COMING, at + 2
            return tag, at + 1
    return None, at


def _modifier_behind(r: Reader, at: int) -> tuple[Tag | None, int]:
    """As in "viernes siguiente", "Friday coming"; not "Friday next week"."""
    if r.has(at, Tag.NEXT, Tag.COMING, Tag.THIS) and not r.has(
        at + 1, Tag.UNIT, Tag.MONTH, Tag.WEEKEND, Tag.WEEKDAY, Tag.PART
    ):
        if r.has(at, Tag.THIS) and not r.has(at, Tag.NEXT, Tag.COMING):
            return None, at
        if not r.spanish and r.has(at, Tag.NEXT) and r.at(at + 1).number >= 0:
            return None, at
        return (Tag.COMING if r.has(at, Tag.COMING) or r.text(at) in _THAT_COMES else Tag.NEXT), at + 1
    return None, at


def _surely_weekday(r: Reader, at: int) -> bool:
    """An abbreviation is a weekday only beside something that says so ("sat" and "sun" are words)."""
    if not r.has(at, Tag.WEAK):
        return True
    before, after = r.at(at - 1), r.at(at + 1)
    if r.has(at - 1, Tag.PRONOUN) or (before.text in ("the", "my", "la", "el") and r.text(at) in ("sun", "mar", "wed")):
        return False
    if r.has(at - 1, Tag.ON, Tag.OR, Tag.BY, Tag.BEFORE, Tag.FROM, Tag.TO, Tag.BETWEEN, Tag.MAYBE_FROM, Tag.STARTING):
        return True
    if r.spanish and before.text in ("a", "al"):
        return True
    if after.number >= 0 or r.has(at + 1, Tag.PART, Tag.OR, Tag.TO, Tag.ORDINAL, Tag.MONTH) or after.text == "-":
        return True
    if r.has(at + 1, Tag.AT) or r.has(at - 1, Tag.WEEKDAY, Tag.PART) or before.text in ("-", "("):
        return True
    return (not is_word(before) and (not is_word(after) or r.has(at + 1, Tag.GLUE))) or _answer(r, at)


def _answer(r: Reader, at: int) -> bool:
    return r.size <= 4 and not is_word(r.at(at + 1))


def _plain(day: date, number: int, modifier: Tag | None, inferred: bool = False, others: tuple[date, ...] = ()) -> Day:
    return replace(
        one(Kind.WEEKDAY, day),
        weekday=number,
        modifier=modifier,
        inferred=inferred,
        others=tuple(run_of(other) for other in others),
    )


def _resolved(r: Reader, number: int, modifier: Tag | None) -> Day:
    """A plain weekday is the nearest, today included; "next" is of next week, the nearest being the other reading."""
    nearest = weekday_from(r.today, number)
    later = weekday_from(r.today + timedelta(days=1), number)
    if modifier is Tag.NEXT:
        chosen = monday_of(r.today) + _WEEK + timedelta(days=number)
        return _plain(chosen, number, modifier, inferred=True, others=() if later == chosen else (later,))
    if modifier is Tag.COMING:
        ahead = monday_of(r.today) + _WEEK + timedelta(days=number)
        others = (ahead,) if r.spanish and ahead != later else ()  # to some "el jueves que viene" is of next week
        return _plain(later, number, modifier, inferred=True, others=others)
    if modifier is Tag.THIS:
        return _plain(nearest, number, modifier, inferred=True)
    return _plain(nearest, number, None, inferred=nearest == r.today, others=(later,) if nearest == r.today else ())


_SOON = 31  # days
_OF_THE_HOUR = ("de ", "del ", "a mediodia")
"""How a part of day begins in Spanish where it tells an hour: "6 de la tarde", not "6 por la tarde"."""


def _numbered(r: Reader, day: Day, at: int) -> Found | None:
    """A number of the month behind a weekday: "Friday the 13th", "martes 6", "Thursday 11" (which may be an hour)."""
    place = at + (r.text(at) == ",")
    bare = place
    place = r.skip(place, Tag.THE, Tag.ON) if not r.has(place, Tag.AT, Tag.MAYBE_FROM) or r.spanish else place
    place = r.skip(place, Tag.DAYWORD)
    if month_date(r, place) or numeric_date(r, place):
        return None
    rank = ordinal(r, place)
    found = rank or cardinal(r, place)
    if not found or not 1 <= found[0] <= 31:
        return None
    value, end = found
    parted = r.has(end, Tag.PART) and not r.text(end).startswith(_OF_THE_HOUR)
    if rank is None and (
        (_clockish(r, end) and not parted) or r.counted(end) or (place == bare + 1 and r.has(bare, Tag.AT))
    ):
        return None
    dated = weekday_with_number(r, day.weekday, value)
    far = dated.first is not None and (dated.first - r.today).days > _SOON
    may_be_hour = rank is None and place == bare and value <= 12 and not r.spanish
    if may_be_hour and far and parted:
        return None
    if may_be_hour and not _clock_follows(r, end):
        if far or dated.first is None:
            return None
        return replace(
            dated, inferred=True, hour=value, others=((day.first, day.end),) if day.first and day.end else ()
        ), end
    return dated, end


def _clockish(r: Reader, at: int) -> bool:
    """Whether a number that ends here is an hour by what follows it."""
    after = r.at(at)
    if after.text in (":", "-") or r.has(
        at, Tag.MERIDIEM, Tag.OCLOCK, Tag.TO, Tag.MINUS, Tag.QUARTER, Tag.HALF, Tag.ISH
    ):
        return not (r.has(at, Tag.TO) and (r.has(at + 1, Tag.ORDINAL) or _numbered_too(r, at + 1)))
    if after.glued and (
        after.text in ("h", "a", "p") or (after.text == "." and r.at(at + 1).glued and r.at(at + 1).number >= 0)
    ):
        return True
    if r.has(at, Tag.PART, Tag.NUMBER) or (after.number >= 0 and after.width == 2 and not r.spanish):
        return not r.spanish or r.has(at, Tag.PART)
    return after.text in ("a", "p") and r.text(at + 1) in (".", "m")


def _numbered_too(r: Reader, at: int) -> bool:
    """As in "Monday 9 to Wednesday 11": the other end has its number too."""
    hour = r.has(at + 2, Tag.MERIDIEM, Tag.OCLOCK) or r.text(at + 2) == ":"
    return r.has(at, Tag.WEEKDAY) and r.at(at + 1).number >= 0 and not hour


def _clock_follows(r: Reader, at: int) -> bool:
    place = at + (r.text(at) == ",")
    return r.has(place, Tag.AT, Tag.ABOUT) or r.text(place + 1) == ":" or r.has(place + 1, Tag.MERIDIEM)


# --- day and month ---------------------------------------------------------------------------------


def month_date(r: Reader, at: int) -> Found | None:
    """As in "5 June", "June 5th", "the 5th of June 2026", "oct. 2", "26-jun"."""
    return _number_first(r, at) or _month_first(r, at)


def _number_first(r: Reader, at: int) -> Found | None:
    rank = ordinal(r, at)
    found = rank or cardinal(r, at)
    if not found or found[0] < 0 or r.text(at - 1) in ("$", "\u20ac", "\u00a3"):
        return None
    number, place = found
    if r.has(place, Tag.DAYWORD):
        place += 1
    if r.text(place) in ("-", "/", ".") and r.at(place).glued and r.has(place + 1, Tag.MONTH):
        place += 1
    place = r.skip(place, Tag.OF, Tag.MAYBE_FROM, Tag.THE) if not r.has(place, Tag.MONTH) else place
    month = r.tag(place, Tag.MONTH)
    if month is None:
        return _two_numbers_apart(r, at, number, place) if r.has(place - 1, Tag.MAYBE_FROM) and r.spanish else None
    if r.at(at).width > 2 or (r.has(place, Tag.WEAK) and not _weak_month_with_number(r, at, place)):
        return None
    if _hour_before(r, at, place):
        return None
    return _dated(r, at, number, month, _after_month(r, place))


def _hour_before(r: Reader, at: int, month: int) -> bool:
    """As in "2 to 3 of May 9": the number before "of April" is an hour when another number follows the month."""
    follower = cardinal(r, month + 1)
    behind = r.has(at - 1, Tag.TO, Tag.MAYBE_TO) or r.text(at - 1) in ("-", ":")
    return bool(behind and follower and follower[0] <= 31 and r.at(month + 1).width <= 2 and not r.spanish)


def _weak_month_with_number(r: Reader, at: int, place: int) -> bool:
    """As in "I may", "2 march": "may" behind a number is a month unless it is a verb ("the 2 may differ")."""
    after = r.at(place + 1)
    return not (r.text(place) == "may" and is_word(after) and not after.tags and r.at(at).number < 0)


def _two_numbers_apart(r: Reader, start: int, number: int, at: int) -> Found | None:
    """As in "el 17 del 11"."""
    second = r.at(at)
    if (
        r.text(at - 1) != "del"
        or not 1 <= second.number <= 12
        or second.width > 2
        or r.counted(at + 1)
        or r.text(at + 1) == ":"
    ):
        return None
    return _dated(r, start, number, second.number, at + 1)


def _month_first(r: Reader, at: int) -> Found | None:
    month = r.tag(at, Tag.MONTH)
    if month is None or r.titled(at):
        return None
    place = _after_month(r, at)
    if r.text(place) in ("-", "/") and r.at(place).glued:
        place += 1
    place = r.skip(place, Tag.THE)
    rank = ordinal(r, place)
    found = rank or cardinal(r, place)
    if not found or year(r, place) or r.at(place).width > 2:
        return None
    number, end = found
    its_visit = r.has(end, Tag.VISIT) and not r.text(end).endswith("s")  # "my July 9 appointment"
    if rank is None and (_no_day(r, end) or (r.counted(end) and not its_visit)):
        return None
    return _dated(r, at, number, month, end)


def _no_day(r: Reader, at: int) -> bool:
    """Whether the number that ends here is an hour ("June 5pm", "May 2:30")."""
    after = r.at(at)
    if after.text == ":" or (r.has(at, Tag.MERIDIEM) and after.glued):
        return True
    return after.text == "." and after.glued and r.at(at + 1).glued and r.at(at + 1).number >= 0


def _after_month(r: Reader, at: int) -> int:
    pointed = r.text(at + 1) == "." and r.at(at + 1).glued
    return at + 2 if pointed and (len(r.text(at)) <= 4 or r.at(at + 2).number >= 0) else at + 1


def _dated(r: Reader, start: int, number: int, month: int, at: int) -> Found:
    """The date, with the year if one follows; past days far back and impossible ones are void."""
    place = at + (r.text(at) == ",")
    if r.has(place, Tag.OF, Tag.MAYBE_FROM, Tag.IN):
        place += 1
    found = year(r, place) or _short_year(r, place, start)
    if found:
        real = make_date(found[0], month, number)
        return (one(Kind.DATE, real, number=number, month=month, fixed=True), found[1]) if real else (VOID, found[1])
    near = day_in_month(r.today, month, number)
    if near and near < r.today and r.has(start - 1, Tag.NEXT):
        near = next_year(near)
    return (one(Kind.DATE, near, number=number, month=month), at) if near else (VOID, at)


def _short_year(r: Reader, at: int, start: int) -> tuple[int, int] | None:
    if (
        (r.text(at) in ("/", "'") or r.text(at) == r.text(start + 1) == "-")
        and r.at(at).glued
        and r.at(at + 1).glued
        and r.at(at + 1).width in (2, 4)
    ):
        value = r.at(at + 1).number
        return value + (2000 if r.at(at + 1).width == 2 else 0), at + 2
    return None


# --- a number alone --------------------------------------------------------------------------------


def number_alone(r: Reader, at: int, *, named: bool = False) -> Found | None:
    """As in "the 5th", "el 15", "the 4th day of next month", "on 15" (which counts beside a time only).

    `named` tells that the words before say that it is a day.
    """
    the = r.has(at - 1, Tag.THE, Tag.DAYWORD) or r.has(at, Tag.DAYWORD) or r.text(at - 1) in ("del", "al")
    place = at + ((r.has(at, Tag.DAYWORD) and not r.has(at, Tag.UNIT, Tag.ORDINAL)) or r.text(at) == "dia")
    rank = ordinal(r, place)
    found = rank or cardinal(r, place)
    if not found or not 1 <= found[0] <= 31:
        return None
    number, end = found
    if named and not r.counted(end):
        return _numbered_day(r, number, end)
    if r.has(end, Tag.DAYWORD) and r.has(end + 1, Tag.OF, Tag.MAYBE_FROM) and rank:
        found_day = _numbered_day(r, number, end + 1)
        return found_day if found_day[0].kind is not Kind.NUMBER else None  # "the 12th day of my period"
    if r.counted(end) and not (rank and _of_span(r, end)):
        return None
    if rank is None:
        return None if number == 1 and r.at(place).number < 0 else _bare(r, number, end, the, place)
    if r.at(place).number < 0 and not _worded(r, at, end, the):
        return None
    return _numbered_day(r, number, end)


def _of_span(r: Reader, at: int) -> bool:
    return r.has(at, Tag.OF) and r.has(at + 1, Tag.THIS, Tag.NEXT, Tag.THE)


def _worded(r: Reader, at: int, end: int, the: bool) -> bool:
    """As in "the second" is a day only where nothing else can be meant by it."""
    if _of_span(r, end):
        return True
    if not the or r.spanish or r.context.choices or r.context.question in _CHOOSING or r.has(at - 1, Tag.NUMBER):
        return False
    after = r.at(end)
    titled = r.has(end, Tag.NOUN, Tag.TITLE)
    return not is_word(after) or (not titled and r.has(end, Tag.FOLLOWER, Tag.OF, Tag.PART, Tag.AT))


def _bare(r: Reader, number: int, end: int, the: bool, at: int) -> Found | None:
    """A number without suffix: "the 27", "el 15", "on 15"."""
    dated = r.text(at - 1) in ("el", "del", "al", "dia") or r.text(at - 1).endswith((" el", " del", " dia"))
    parted = r.spanish and dated and r.has(end, Tag.PART)  # "el 12 por la tarde"
    if (_clockish(r, end) and not (r.has(end, Tag.TO) and the) and not parted) or (
        r.at(at).glued and r.text(at - 1) in (":", "/", ".")
    ):
        return None
    of_month = (r.has(end, Tag.OF, Tag.THIS, Tag.NEXT, Tag.IN) or r.text(end) == "de") and _month_ahead(r, end)
    article = the and (
        r.text(at - 1) in ("the", "el", "del", "dia", "al", "desde el", "hasta el", "antes del")
        or r.has(at - 1, Tag.DAYWORD)
    )
    article = article or r.text(at - 1).endswith((" el", " del", " dia"))
    if article and not _article_only(r, end):
        return None
    if not article and not of_month and not (r.has(at - 1, Tag.ON) and not r.has(at - 1, Tag.AT, Tag.FOR)):
        return None
    day, place = _numbered_day(r, number, end)
    sure = article and (r.text(at - 1) != "del" or _names_visit(r, at - 1, end))
    return replace(day, sure=sure or day.kind is not Kind.NUMBER), place


def _names_visit(r: Reader, at: int, end: int) -> bool:
    """As in "la del 9", "mi cita del 9", and not "cita del 9 al 12", "la doctora del 9"."""
    led = r.text(at - 1) == "la" or (r.has(at - 1, Tag.VISIT) and r.text(at - 2) in _THE_VISIT)
    return led and not r.has(end, Tag.TO, Tag.MAYBE_TO, Tag.OR, Tag.AND)


_THE_VISIT = frozenset("la el mi su nuestra nuestro esa ese".split())


def _article_only(r: Reader, end: int) -> bool:
    after = r.at(end)
    return not is_word(after) or bool(after.tags)


def _month_ahead(r: Reader, at: int) -> bool:
    place = r.skip(at, Tag.OF, Tag.MAYBE_FROM, Tag.THE, Tag.IN) if not r.has(at, Tag.NEXT) else at
    return _whole_month(r, place) is not None


def _numbered_day(r: Reader, number: int, at: int) -> Found:
    """The day with that number: of the month named behind it, else the next one."""
    place = r.skip(at, Tag.OF, Tag.MAYBE_FROM, Tag.IN) if not r.has(at, Tag.THIS, Tag.NEXT) else at
    if (r.has(place, Tag.LAST) and r.tag(place + 1, Tag.UNIT)) or (
        r.tag(place, Tag.UNIT) and r.has(place + 1, Tag.LAST)
    ):
        return VOID, place + 2
    found = _whole_month(r, place)
    if found:
        (first, end), place = found
        day = make_date(first.year, first.month, number)
        return (one(Kind.DATE, day, number=number, month=first.month), place) if day and day < end else (VOID, place)
    return day_numbered(r, number), at


def _whole_month(r: Reader, at: int) -> tuple[tuple[date, date], int] | None:
    """As in "this month", "next month", "the month", "mes que viene"."""
    ahead, place = 0, at
    if r.has(at, Tag.NEXT, Tag.COMING):
        ahead, place = 1, at + 1
    elif r.has(at, Tag.THIS, Tag.THE):
        place = at + 1
        if r.has(place, Tag.NEXT, Tag.COMING):
            ahead, place = 1, place + 1
    if r.tag(place, Tag.UNIT) != Unit.MONTH:
        return None
    place += 1
    if place == at + 1 and not r.has(place, Tag.NEXT, Tag.COMING, Tag.THIS) and not r.has(at - 1, Tag.OF):
        return None
    if r.has(place, Tag.NEXT, Tag.COMING, Tag.THIS) and r.spanish:
        ahead, place = int(not r.has(place, Tag.THIS)), place + 1
    first = add_months(r.today.replace(day=1), ahead)
    return month_span(first.year, first.month), place


whole_month = _whole_month
