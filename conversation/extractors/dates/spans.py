"""Runs of days: weeks, weekends and months, their beginnings, middles, ends and remainders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from conversation.extractors.dates.almanac import add_months, day_of_month, monday_of, month_span, weekday_from
from conversation.extractors.dates.day import VOID, Day, Kind, one
from conversation.extractors.dates.lexemes import is_word
from conversation.extractors.dates.named_days import month_date, number_alone, weekday, whole_month
from conversation.extractors.dates.numbers import ordinal, year
from conversation.extractors.dates.numeric import numeric_date
from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.relative_days import relative_day
from conversation.extractors.dates.tags import Tag, Unit

Found = tuple[Day, int]
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_LAST_WEEK = 53
_SLICES = (Tag.EARLY, Tag.MID, Tag.LATE, Tag.REST, Tag.LATER_IN)


def span(r: Reader, at: int) -> Found | None:
    """A week, weekend or month, whole or in part."""
    return _ranked(r, at) or _sliced(r, at) or _whole(r, at)


def _whole(r: Reader, at: int) -> Found | None:
    return (
        _week_of(r, at)
        or _calendar_week(r, at)
        or _weekend(r, at)
        or _week(r, at)
        or _month_by_unit(r, at)
        or named_month(r, at)
    )


# --- whole ones ------------------------------------------------------------------------------------


def _steps(r: Reader, at: int) -> tuple[int, int, bool] | None:
    """How many units ahead the words before a unit say, the place of the unit, and whether anything was said."""
    place = r.skip(at, Tag.THE) if not r.has(at, Tag.NEXT, Tag.COMING, Tag.THIS) else at
    if r.has(place, Tag.COMING) or r.has(place, Tag.NEXT):
        return 1, place + 1, True
    if r.has(place, Tag.THIS):
        return (1, place + 2, True) if r.has(place + 1, Tag.NEXT, Tag.COMING) else (0, place + 1, True)
    if r.has(place, Tag.LAST):
        return None
    return (
        0,
        place,
        place > at or r.has(at - 1, Tag.THE, Tag.OF, Tag.EARLY, Tag.LATE, Tag.MID, Tag.REST, Tag.IN, Tag.LATER_IN),
    )


def _steps_behind(r: Reader, at: int) -> tuple[int, int] | None:
    """The same said behind the unit: "semana que viene", "week after next", "semana actual"."""
    if r.has(at, Tag.AFTER_NEXT):
        return 2, at + 1
    if r.has(at, Tag.NEXT, Tag.COMING):
        return 1, at + 1
    return (0, at + 1) if r.has(at, Tag.THIS) and r.spanish else None


def _week(r: Reader, at: int) -> Found | None:
    steps = _steps(r, at)
    if steps is None:
        return None
    ahead, place, said = steps
    working = r.has(place, Tag.WORKING)
    if r.tag(place + working, Tag.UNIT) not in (Unit.WEEK, Unit.FORTNIGHT) or r.text(place + working) in (
        "weeks",
        "semanas",
        "wks",
    ):
        return None
    place += 1 + working
    behind = _steps_behind(r, place)
    if behind:
        ahead, place = behind
    elif r.text(place) in _BEHIND and _ends_there(r, place + 1) and not ahead:
        ahead, place, behind = 1, place + 1, (1, place + 1)
    elif not said or (not r.has(at, Tag.NEXT, Tag.COMING, Tag.THIS) and _counted_week(r, at, place)):
        return None
    known = r.context.current
    is_behind = ahead == 1 and any(r.text(each) in _NEXT_TO_IT for each in range(at, place))
    first = monday_of(known.date() if known and is_behind else r.today) + ahead * _WEEK
    days = 5 if working or "workweek" in r.text(place - 1) else 7
    days += 7 * (r.tag(place - 1 - bool(behind), Tag.UNIT) == Unit.FORTNIGHT)
    modifier = Tag.ONE_AFTER if is_behind or r.has(place - 1, Tag.BEHIND_THAT) else None
    return Day(Kind.SPAN, first, first + timedelta(days=days), grain="week", modifier=modifier), place


_BEHIND = frozenset(("after", "de despues", "despues"))
_NEXT_TO_IT = _BEHIND | {"following", "the following", "siguiente", "la siguiente"}
"""As in "the week after": the one behind the week of the visit talked about; with none, behind this one."""


def _ends_there(r: Reader, at: int) -> bool:
    """Whether nothing follows that the words before could count from."""
    return not is_word(r.at(at)) or r.has(at, Tag.AT, Tag.SAME_DAY, Tag.SHIFT_CUE) or r.text(at) in _TAILS


_TAILS = frozenset("please thanks then instead same if would works suits is or and could can por gracias mejor".split())


def _counted_week(r: Reader, at: int, place: int) -> bool:
    """As in "the week 20", "a week": no week that can be found."""
    return r.at(place).number >= 0 or r.has(at - 1, Tag.ARTICLE, Tag.NUMBER, Tag.TIMES, Tag.PER, Tag.ORDINAL)


def _weekend(r: Reader, at: int) -> Found | None:
    ahead, place = 0, at
    steps = _steps(r, at)
    if steps:
        ahead, place, _ = steps
    if not r.has(place, Tag.WEEKEND):
        return None
    place += 1
    behind = _steps_behind(r, place)
    if behind and not (r.has(place, Tag.NEXT) and r.has(place + 1, Tag.UNIT)):
        ahead, place = behind
    monday = monday_of(r.today) + ahead * _WEEK
    first = max(monday + timedelta(days=5), r.today) if not ahead else monday + timedelta(days=5)
    near = r.has(at, Tag.COMING)
    if near and r.today.weekday() < 5:
        first = monday_of(r.today) + timedelta(days=5)
    return Day(Kind.SPAN, first, monday_of(first) + _WEEK, grain="day", inferred=ahead == 1), place


def _week_of(r: Reader, at: int) -> Found | None:
    """As in "the week of the 18th", "the week starting 4 February", "a week starting tomorrow"."""
    place = r.skip(at, Tag.THE, Tag.ARTICLE)
    working = r.has(place, Tag.WEEKEND)
    if not working and (r.tag(place, Tag.UNIT) != Unit.WEEK or r.text(place) in ("weeks", "semanas")):
        return None
    if not r.has(place + 1, Tag.STARTING_WORD):
        return None
    begins = r.text(place + 1) not in ("of", "de", "del", "del dia")
    start = r.skip(place + 2, Tag.THE, Tag.ON)
    for read in (relative_day, numeric_date, month_date, number_alone, weekday, _bare_number):
        found = read(r, start)
        day = found[0].single if found else None
        if found and day:
            first = day if begins and (r.has(at, Tag.ARTICLE) or day.weekday() == 0) else monday_of(day)
            if working:
                return Day(Kind.SPAN, monday_of(day) + timedelta(days=5), monday_of(day) + _WEEK), found[1]
            return Day(Kind.SPAN, first, first + _WEEK, grain="week"), found[1]
    return None


def _calendar_week(r: Reader, at: int) -> Found | None:
    """As in "calendar week 26", "from week 26 to week 29": by its number; "week 20" alone is of a pregnancy."""
    place = r.skip(at, Tag.THE)
    named = r.text(place) in ("calendar week", "semana natural")
    number = r.at(place + 1).number
    if not named and (r.tag(place, Tag.UNIT) != Unit.WEEK or r.text(place)[-1:] == "s"):
        return None
    if not 1 <= number <= _LAST_WEEK or r.counted(place + 2) or r.has(place + 2, Tag.OF):
        return None
    if not named and not (place > at or r.has(at - 1, Tag.THE) or _week_joined(r, at, place + 2)):
        return None
    years = (r.today.year, r.today.year + 1)
    first = next((day for year in years if (day := _monday_of_week(year, number)) and day + _WEEK > r.today), None)
    return (Day(Kind.SPAN, first, first + _WEEK, grain="week"), place + 2) if first else None


def _week_joined(r: Reader, at: int, end: int) -> bool:
    """Whether another numbered week stands on the other side of a word that joins two ends."""
    ahead = r.has(end, Tag.TO, Tag.AND) and r.tag(end + 1, Tag.UNIT) == Unit.WEEK
    return ahead or (r.has(at - 1, Tag.TO, Tag.AND) and r.tag(at - 3, Tag.UNIT) == Unit.WEEK)


def _monday_of_week(year: int, number: int) -> date | None:
    try:
        return date.fromisocalendar(year, number, 1)
    except ValueError:
        return None


def _bare_number(r: Reader, at: int) -> Found | None:
    lexeme = r.at(at)
    if not 1 <= lexeme.number <= 31 or r.counted(at + 1):
        return None
    found = day_of_month(r.today, lexeme.number)
    return (one(Kind.NUMBER, found, number=lexeme.number), at + 1) if found else None


def _month_by_unit(r: Reader, at: int) -> Found | None:
    place = r.skip(at, Tag.THE) if r.has(at, Tag.THE) and not r.has(at, Tag.NEXT) else at
    if r.tag(place, Tag.UNIT) == Unit.MONTH and r.has(place + 1, Tag.OF) and r.has(place + 2, Tag.MONTH):
        return named_month(r, place)
    if r.tag(place, Tag.UNIT) == Unit.MONTH and (behind := _steps_behind(r, place + 1)):
        ahead, end = behind
    elif found := whole_month(r, at):
        return Day(Kind.MONTH, *found[0], grain="month", month=found[0][0].month), found[1]
    elif (
        r.tag(place, Tag.UNIT) == Unit.MONTH
        and (place > at or r.has(at - 1, *_SLICES, Tag.OF, Tag.THE))
        and r.text(place)[-1:] != "s"
    ) or (r.text(place) == "mes" and (place > at or r.has(at - 1, *_SLICES, Tag.OF, Tag.THE))):
        ahead, end = 0, place + 1
    else:
        return None
    first = add_months(r.today.replace(day=1), ahead)
    return Day(Kind.MONTH, *month_span(first.year, first.month), grain="month", month=first.month), end


def named_month(r: Reader, at: int) -> Found | None:
    """As in "July", "in may", "next June", "December 2026", "the month of July"."""
    named = r.skip(at, Tag.THE)
    if r.tag(named, Tag.UNIT) == Unit.MONTH and r.has(named + 1, Tag.OF) and r.has(named + 2, Tag.MONTH):
        at = named + 2
    place = (
        r.skip(at, Tag.NEXT, Tag.COMING, Tag.THIS, Tag.THE)
        if r.has(at, Tag.NEXT, Tag.COMING, Tag.THIS, Tag.THE)
        else at
    )
    month = r.tag(place, Tag.MONTH)
    if month is None or r.titled(place) or (r.has(place - 1, Tag.PRONOUN) and r.has(place, Tag.WEAK)):
        return None
    end = place + 2 if r.text(place + 1) == "." and r.at(place + 1).glued and len(r.text(place)) <= 4 else place + 1
    after = end + (r.text(end) in (",", "/", "-") or r.has(end, Tag.OF, Tag.MAYBE_FROM))
    if _is_somebody(r, at, place, end):
        return None
    found = year(r, after)
    if found:
        return Day(Kind.MONTH, *month_span(found[0], month), grain="month", month=month), found[1]
    if r.has(place, Tag.WEAK) and not _surely_month(r, at, place):
        return None
    first, last = month_span(r.today.year, month)
    if last <= r.today or (r.has(at, Tag.NEXT) and first <= r.today):
        first, last = month_span(r.today.year + 1, month)
    return Day(Kind.MONTH, first, last, grain="month", month=month), end


_KIN = frozenset(
    "daughter son wife husband mother father sister brother friend niece aunt granddaughter girlfriend partner mum mom "
    "hija hijo mujer marido esposa esposo madre padre hermana hermano amiga amigo nieta nieto tia prima primo".split()
)
_CALLED = frozenset("april june august abril julio".split())
_CAN = frozenset("can could can't cannot needs wants puede quiere necesita".split())
_COMES = frozenset("come see attend make go to an a venir ir ver una un cita".split())
_DRIVEN = frozenset("him her them us me you into down".split())


def _is_somebody(r: Reader, at: int, place: int, end: int) -> bool:
    """As in "my daughter April", "Julio es mi marido"; and "to march him down", which is no month either."""
    if r.text(place) == "march" and r.text(end) in _DRIVEN:
        return True
    if at == place and r.text(place) in _CALLED and r.text(end) in _CAN and r.text(end + 1) in _COMES:
        return True  # "June can come on Friday"
    told = r.text(end) in ("is", "es") and r.text(end + 1) in ("my", "mi", "the", "la", "el")
    return at == place and (r.text(at - 1) in _KIN or (told and r.text(end + 2) in _KIN))


def _surely_month(r: Reader, at: int, place: int) -> bool:
    """As in "may" and "march" are months only behind a word that says so."""
    led = any(r.has(each, Tag.NEXT, Tag.COMING, Tag.THIS) for each in range(at, place)) or r.has(
        at - 1,
        Tag.IN,
        Tag.OF,
        Tag.EARLY,
        Tag.MID,
        Tag.LATE,
        Tag.BY,
        Tag.BEFORE,
        Tag.AFTER,
        Tag.FROM,
        Tag.TO,
        Tag.BETWEEN,
    )
    if r.text(place) in ("mar", "may", "march", "set", "jan", "august", "marzo", "ene", "ago") and r.has(
        at - 1, Tag.THE, Tag.ARTICLE
    ):
        return r.text(place) not in ("mar", "set")
    return led or (r.text(at - 1) in ("-", "or", "o") and r.has(at - 2, Tag.MONTH, Tag.MID)) or r.size <= 2


# --- in part ---------------------------------------------------------------------------------------


def _sliced(r: Reader, at: int) -> Found | None:
    """As in "end of month", "early next week", "mid-November", "rest of the week", "later this month"."""
    tag = next((tag for tag in _SLICES if r.has(at, tag)), None)
    if tag is None:
        return None
    place = at + 1 + (r.text(at + 1) == "-")
    place = r.skip(place, Tag.IN, Tag.OF) if r.has(place, Tag.IN, Tag.OF) and not r.has(place, Tag.THE) else place
    found = _month_by_unit(r, place) or _week(r, place) or _weekend(r, place) or named_month(r, place)
    if not found or found[0].first is None or found[0].end is None:
        return None
    if tag is Tag.LATER_IN and not r.has(place, Tag.THIS, Tag.IN) and not r.has(place - 1, Tag.IN):
        return None
    sliced = _slice(r, r.text(at), tag, found[0], found[0].first, found[0].end)
    said = any(r.has(each, Tag.THIS, Tag.MONTH) for each in range(place, found[1])) or r.text(at) in _EARLIER
    if sliced.end and sliced.end <= r.today and not said:  # "the start of the week" said at its end: of the next
        whole = found[0].end, found[0].end + _WEEK
        if found[0].kind is Kind.MONTH:
            whole = month_span(*_month_behind(found[0].first))
        sliced = _slice(r, r.text(at), tag, found[0], *whole)
    return sliced, found[1]


_EARLIER = frozenset(("earlier in", "mas temprano en"))


def _slice(r: Reader, words: str, tag: Tag, whole: Day, first: date, end: date) -> Day:
    month = whole.kind is Kind.MONTH
    if tag is Tag.EARLY:
        end = first + timedelta(days=5 if month and "dias" in words.split() else 15 if month else 3)
    elif tag is Tag.MID:
        first, end = (
            (first + timedelta(days=9), first + timedelta(days=20))
            if month
            else (first + _DAY, first + timedelta(days=4))
        )
    elif tag is Tag.LATE:
        first = _late(words, month, first, end)
    if tag in (Tag.REST, Tag.LATER_IN):
        first = max(first, r.today)
    return replace(
        whole, kind=Kind.SPAN, first=first, end=end, grain="day" if not month or tag is not Tag.REST else "month"
    )


def _late(words: str, month: bool, first: date, end: date) -> date:
    """The end of a month is its last ten days; a "second half" begins on the 16th."""
    if not month:
        return first + timedelta(days=3)
    if "quincena" in words or "half" in words or "mitad" in words:
        return first + timedelta(days=15)
    return end - timedelta(days=7 if "ultima semana" in words else 10)


# --- by rank ---------------------------------------------------------------------------------------


def _ranked(r: Reader, at: int) -> Found | None:
    """As in "first week of July", "first Monday of next month", "last Friday of the month"."""
    place = r.skip(at, Tag.THE)
    if r.has(place, Tag.LAST):
        rank, place = -1, place + 1
    else:
        found = ordinal(r, place)
        if not found or not (1 <= found[0] <= 5 or found[0] == -1):
            return None
        rank, place = found
    day = r.tag(place, Tag.WEEKDAY)
    unit = r.tag(place, Tag.UNIT)
    weekend = r.has(place, Tag.WEEKEND)
    if day is None and unit not in (Unit.WEEK, Unit.DAY) and not weekend:
        return None
    place = r.skip(place + 1, Tag.OF, Tag.MAYBE_FROM, Tag.IN)
    found_month = _month_by_unit(r, place) or named_month(r, place)
    if not found_month or found_month[0].first is None or found_month[0].end is None:
        return None
    first, end = found_month[0].first, found_month[0].end
    if day is not None:
        found_day = _weekday_in_month(rank, day, first, end)
        named = any(r.has(each, Tag.MONTH) for each in range(place, found_month[1]))
        if found_day.first and found_day.first <= r.today and not named:
            coming = _weekday_in_month(rank, day, *month_span(*_month_behind(first)))
            found_day = replace(found_day, again=coming.first) if found_day.first == r.today else coming
        return found_day, found_month[1]
    if weekend:
        return _weekend_in_month(rank, first, end), found_month[1]
    if unit == Unit.WEEK:
        return _week_in_month(rank, first, end), found_month[1]
    chosen = first + timedelta(days=rank - 1) if rank > 0 else end - _DAY
    return one(Kind.DATE, chosen, number=chosen.day, month=chosen.month), found_month[1]


def _month_behind(first: date) -> tuple[int, int]:
    coming = add_months(first, 1)
    return coming.year, coming.month


def _week_in_month(rank: int, first: date, end: date) -> Day:
    """The first week of a month is the one that its first Thursday lies in, as the calendar counts weeks."""
    monday = monday_of(weekday_from(first, 3)) + (rank - 1) * _WEEK if rank > 0 else monday_of(end - _DAY)
    return Day(Kind.SPAN, max(monday, first) if rank == 1 else monday, monday + _WEEK, grain="week")


def _weekend_in_month(rank: int, first: date, end: date) -> Day:
    saturday = _weekday_in_month(rank, 5, first, end)
    return Day(Kind.SPAN, saturday.first, saturday.first + timedelta(days=2)) if saturday.first else VOID


def _weekday_in_month(rank: int, weekday_number: int, first: date, end: date) -> Day:
    if rank < 0:
        day = weekday_from(end - _WEEK, weekday_number)
    else:
        day = weekday_from(first, weekday_number) + (rank - 1) * _WEEK
    return one(Kind.DATE, day) if first <= day < end else VOID
