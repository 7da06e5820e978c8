"""Days counted from today or from another day: tomorrow, in two weeks, a week from Monday, an hour later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from conversation.extractors.dates.almanac import add_months, add_units, add_working_days, weekday_from
from conversation.extractors.dates.day import Day, Kind, one
from conversation.extractors.dates.named_days import month_date, number_alone, weekday
from conversation.extractors.dates.numbers import cardinal
from conversation.extractors.dates.numeric import numeric_date
from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.tags import Tag, Unit

Found = tuple[Day, int]
_CLOCK_UNITS = (Unit.SECOND, Unit.MINUTE, Unit.HOUR)
_MOST = {Unit.DAY: 400, Unit.WEEK: 60, Unit.FORTNIGHT: 30, Unit.MONTH: 24, Unit.YEAR: 1}
DAY_BEHIND = frozenset(
    (
        *("the day after", "next day", "following day", "the next day", "the following day"),
        *("dia siguiente", "el dia siguiente", "proximo dia", "el proximo dia"),
        *("dia despues", "el dia despues", "dia de despues", "el dia de despues"),
    )
)
"""Words for the day behind one that was said or talked about; with none, behind today."""


class Amount:
    """So many units: days and months on the calendar, or a stretch of the clock."""

    __slots__ = ("clock", "count", "unit", "working")

    def __init__(self, count: int, unit: Unit, clock: timedelta, working: bool = False) -> None:
        self.count = count
        self.unit = unit
        self.clock = clock
        self.working = working

    def after(self, day: date) -> date:
        """The day that much after a day."""
        return add_working_days(day, self.count) if self.working else add_units(day, self.count, self.unit)


_COUNTED = frozenset((Tag.NUMBER, Tag.FEW, Tag.ARTICLE, Tag.HALF, Tag.QUARTER, Tag.UNIT))


def amount(r: Reader, at: int) -> tuple[Amount, int] | None:
    """As in "two weeks", "a couple of days", "half an hour", "1 day and 5 hours", "4 business days"."""
    place = at
    lexeme = r.at(at)
    if lexeme.number < 0 and _COUNTED.isdisjoint(lexeme.tags):
        return None
    if fraction := _fraction(r, at):
        return fraction
    if r.has(at, Tag.FEW) or r.has(at, Tag.ARTICLE):
        tag = Tag.FEW if r.has(at, Tag.FEW) else Tag.ARTICLE
        count, place = r.tag(at, tag) or 1, at + 1
        if tag is Tag.ARTICLE and r.has(place, Tag.FEW):
            count, place = r.tag(place, Tag.FEW) or 2, place + 1
    else:
        found = cardinal(r, at)
        if not found:
            return None
        count, place = found
    place = (
        r.skip(place, Tag.NEXT)
        if r.has(place, Tag.NEXT)
        and r.has(place + 1, Tag.UNIT)
        and r.text(place + 1).endswith("s")
        and r.text(place + 1) != "mes"
        else place
    )
    half = _and_a_half(r, place)
    place += half
    working = r.has(place, Tag.WORKING) and r.has(place + 1, Tag.UNIT)
    place += working
    code = r.tag(place, Tag.UNIT)
    if code is None:
        return None
    unit, place = Unit(code), place + 1
    if r.spanish and r.has(place, Tag.WORKING):
        working, place = True, place + 1
    more = _and_a_half(r, place)
    if unit in _CLOCK_UNITS:
        length = _stretch(count, unit) + (_stretch(1, unit) / 2 if half or more else timedelta())
        return _with_more(r, Amount(0, unit, length), place + more) if count <= 600 else None
    return _with_more(r, Amount(count, unit, timedelta(), working), place) if count <= _MOST[unit] else None


def _fraction(r: Reader, at: int) -> tuple[Amount, int] | None:
    """As in "half an hour", "a quarter of an hour", "hora y media"."""
    counted = cardinal(r, at)
    if counted and r.has(counted[1], Tag.QUARTER) and 1 <= counted[0] <= 3:
        quarters, at = counted[0], counted[1]
    else:
        quarters, at = 1, at + (r.has(at, Tag.ARTICLE) and r.has(at + 1, Tag.QUARTER, Tag.HALF))
    minutes = 30 if r.has(at, Tag.HALF) else 15 * quarters if r.has(at, Tag.QUARTER) else 0
    if not minutes:
        more = _and_a_half(r, at + 1) if r.spanish and r.text(at) == "hora" else 0
        return (Amount(0, Unit.MINUTE, timedelta(minutes=90)), at + 1 + more) if more else None
    place = r.skip(at + 1, Tag.ARTICLE, Tag.OF)
    place = r.skip(place, Tag.ARTICLE)
    if r.tag(place, Tag.UNIT) != Unit.HOUR:
        return None
    return Amount(0, Unit.MINUTE, timedelta(minutes=minutes)), place + 1


def _and_a_half(r: Reader, at: int) -> int:
    """How many words say "and a half" at a place."""
    if r.text(at) == "y media" or (r.text(at) == "y" and r.has(at + 1, Tag.HALF)):
        return 1 + (r.text(at) == "y")
    if not r.has(at, Tag.AND):
        return 0
    place = r.skip(at + 1, Tag.ARTICLE)
    return place + 1 - at if r.has(place, Tag.HALF) else 0


def _stretch(count: int, unit: Unit) -> timedelta:
    seconds = {Unit.SECOND: 1, Unit.MINUTE: 60, Unit.HOUR: 3600}[unit]
    return timedelta(seconds=count * seconds)


def _with_more(r: Reader, amount_so_far: Amount, at: int) -> tuple[Amount, int]:
    """Smaller units behind: "1 day and 5 hours", "2 hours 30 minutes"."""
    for _ in range(3):
        place = at + (r.has(at, Tag.AND) or r.text(at) == ",")
        place += r.text(place) == "y" and r.text(at) == ","
        found = cardinal(r, place)
        code = r.tag(found[1], Tag.UNIT) if found else None
        if not found or code is None or Unit(code) not in _CLOCK_UNITS:
            break
        amount_so_far.clock += _stretch(min(found[0], 600), Unit(code))
        at = found[1] + 1
    return amount_so_far, at


# --- single days -----------------------------------------------------------------------------------


def relative_day(r: Reader, at: int) -> Found | None:
    """As in "today", "tomorrow", "the day after tomorrow", "that day"."""
    if r.has(at, Tag.SAME_DAY):
        known = r.context.current
        return (one(Kind.RELATIVE, known.date()), at + 1) if known else None
    if (named := r.tag(at, Tag.HOLIDAY)) is not None:
        return one(Kind.DATE, date.fromordinal(named)), at + 1
    ahead = r.tag(at, Tag.DAY)
    if r.has(at, Tag.REST):
        return _rest_of_today(r, at)
    if r.text(at) == "the day after" and is_open(r, at + 1):
        return None
    if ahead is None or (r.text(at) == "pasado" and not _pasado(r, at)):
        return None
    if r.text(at) in _NEXT_DAY and (found := number_alone(r, at + 1, named=True)):
        return found
    start = r.context.current.date() if r.context.current and r.text(at) in DAY_BEHIND else r.today
    return _weeks_on(r, start + timedelta(days=ahead), at + 1)


_NEXT_DAY = frozenset(("proximo dia", "el proximo dia"))
"""Before a number they say no more than "the": "el proximo dia 12"."""


def _weeks_on(r: Reader, day: date, at: int) -> Found:
    """As in "tomorrow week", "de hoy en ocho": that day a week or two on."""
    weeks = {"week": 1, "fortnight": 2}.get(r.text(at), 0)
    end = at + 1
    if r.spanish:
        found = cardinal(r, at + 1) if r.text(at) == "en" else None
        days = found is not None and r.text(found[1]) == "dias"
        weeks = {8: 1, 15: 2}.get(found[0], 0) if found and (days or not r.counted(found[1])) else 0
        end = found[1] + days if found else at
    return one(Kind.RELATIVE, day + timedelta(weeks=weeks)), end if weeks else at


def _rest_of_today(r: Reader, at: int) -> Found | None:
    """As in "the rest of the day": from now to midnight."""
    place = r.skip(at + 1, Tag.THE, Tag.THIS, Tag.OF)
    if (
        r.tag(place, Tag.UNIT) != Unit.DAY
        and r.tag(place, Tag.DAY) != 0
        and r.text(place) not in ("la jornada", "jornada")
    ):
        return None
    place += 1
    if r.has(place, Tag.OF) and r.tag(place + 1, Tag.DAY) == 0:
        place += 2
    now = r.now.replace(second=0, microsecond=0)
    midnight = datetime.combine(r.today + timedelta(days=1), time(0))
    return one(Kind.RELATIVE, r.today, moment=now, until=midnight), place


def _pasado(r: Reader, at: int) -> bool:
    return r.size == 1 or r.has(at - 1, Tag.OR) or (r.context.question in ("day", "slot") and r.size < 4)


def counted_day(r: Reader, at: int) -> Found | None:
    """As in "in two weeks", "two weeks from now", "a week from Monday", "a week on Tuesday"."""
    place = at
    within = r.has(at, Tag.WITHIN)
    if within:
        return _within(r, at + 1)
    led = r.has(at, Tag.IN) or (r.has(at, Tag.AFTER) and not r.has(at + 1, Tag.UNIT))
    if led:
        place = r.skip(at + 1, Tag.ABOUT) if r.has(at + 1, Tag.ABOUT) else at + 1
    found = amount(r, place)
    if not found:
        return _weekdays_hence(r, place)
    much, end = found
    if r.has(end, Tag.AGO):
        return None
    hence = _hence(r, end)
    if led:
        if r.has(at, Tag.AFTER) and hence is None and not r.has(at, Tag.IN):
            return _ahead(r, much, end) if not r.spanish else None
        return _ahead(r, much, hence or end)
    lasting = r.has(at - 1, Tag.FOR) and not r.has(at - 1, Tag.ON)
    if hence and lasting and not much.clock:
        return Day(Kind.SPAN, r.today, much.after(r.today)), hence
    return _from_day(r, much, end, lasting) or (_ahead(r, much, hence) if hence else None)


def _weekdays_hence(r: Reader, at: int) -> Found | None:
    """As in "two Sundays from now"."""
    found = cardinal(r, at)
    number = r.tag(found[1], Tag.WEEKDAY) if found else None
    if (
        not found
        or number is None
        or not 1 <= found[0] <= 8
        or r.at(at).number >= 0
        or not r.has(found[1] + 1, Tag.HENCE)
    ):
        return None
    return one(Kind.RELATIVE, weekday_from(r.today, number) + timedelta(weeks=found[0] - 1)), found[1] + 2


def _hence(r: Reader, at: int) -> int | None:
    """The place after "from now", "hence", "from today"."""
    if r.text(at) == "'":
        at += 1
    if not r.has(at, Tag.HENCE):
        return None
    if r.text(at) in ("time", "after", "later", "despues", "mas tarde", "luego", "away") and r.text(at) != "time":
        if r.text(at) in ("after", "despues") and is_open(r, at + 1):
            return None
        return at + 1
    return at + 1


def is_open(r: Reader, at: int) -> bool:
    """Whether a day follows, so that what stands before it counts from that day."""
    return r.has(
        r.skip(at, Tag.THE, Tag.OF, Tag.MAYBE_FROM),
        Tag.DAY,
        Tag.WEEKDAY,
        Tag.MONTH,
        Tag.NUMBER,
        Tag.THIS,
        Tag.NEXT,
        Tag.HOLIDAY,
    )


def _ahead(r: Reader, much: Amount, end: int) -> Found:
    if much.clock:
        base = r.now + timedelta(days=much.count if much.unit is Unit.DAY else 0)
        moment = (base + much.clock).replace(second=0, microsecond=0)
        return one(Kind.RELATIVE, moment.date(), moment=moment), end
    return one(Kind.RELATIVE, much.after(r.today), unit=int(much.unit)), end


def _from_day(r: Reader, much: Amount, at: int, lasting: bool) -> Found | None:
    """As in "a week from Monday", "two days after tomorrow", "a week on Tuesday"; "for a week from Monday" is a run."""
    if lasting:
        at += r.text(at) == "," and r.has(at + 1, Tag.FROM, Tag.STARTING)
    week_on = much.unit in (Unit.WEEK, Unit.FORTNIGHT) and r.text(at) == "on"
    starts = r.has(at, Tag.FROM, Tag.AFTER) or ((r.spanish or lasting) and r.has(at, Tag.STARTING))
    today = much.unit in (Unit.WEEK, Unit.FORTNIGHT, Unit.MONTH) and r.tag(at, Tag.DAY) in (0, 1)
    if much.clock or not (week_on or starts or today):
        return None
    found = _day_named(r, at + (not today))
    first = found[0].single if found else None
    if found is None or first is None:
        return None
    if lasting:
        return Day(Kind.SPAN, first, much.after(first)), found[1]
    return one(Kind.RELATIVE, much.after(first)), found[1]


def _day_named(r: Reader, at: int) -> Found | None:
    """The single day that is named at a place, behind an article."""
    place = r.skip(at, Tag.THE)
    for read in (relative_day, weekday, numeric_date, month_date, number_alone):
        found = read(r, place)
        if found and found[0].single:
            return found
    return None


def next_ones(r: Reader, at: int) -> Found | None:
    """As in "the next 3 days", "next couple of weeks", "2 dias siguientes", "3 next weeks", "the next hour"."""
    place = r.skip(at, Tag.THE) if r.has(at + 1, Tag.NEXT) else at
    if r.has(place, Tag.NEXT, Tag.COMING):
        found = amount(r, place + 1)
        if found and r.tag(place + 1, Tag.ARTICLE) is None:
            return _run_ahead(r, *found)
        return _next_few(r, place + 1)
    found = amount(r, place)
    behind = r.spanish and found and r.has(found[1], Tag.NEXT) and not r.has(found[1] + 1, Tag.WEEKDAY, Tag.MONTH)
    if found and (behind or r.has(found[1] - 2, Tag.NEXT)):
        return _run_ahead(r, found[0], found[1] + r.has(found[1], Tag.NEXT))
    return None


_FEW = 3


def _next_few(r: Reader, at: int) -> Found | None:
    """As in "the next hour", "the coming days", "las proximas horas": several where no number is said."""
    code = r.tag(at, Tag.UNIT)
    several = r.text(at)[-1:] == "s" and r.text(at) != "mes" and "'" not in r.text(at)
    if code is None or (not several and Unit(code) is not Unit.HOUR):
        return None
    unit, count = Unit(code), _FEW if several else 1
    if unit in _CLOCK_UNITS:
        return _run_ahead(r, Amount(0, unit, _stretch(count, unit)), at + 1)
    return _run_ahead(r, Amount(count, unit, timedelta()), at + 1)


def _run_ahead(r: Reader, much: Amount, end: int) -> Found:
    if much.clock:
        return _within_clock(r, much, end)
    first = r.today + timedelta(days=1)
    last = much.after(r.today)
    return Day(Kind.SPAN, first, last + timedelta(days=1)), end


def _within(r: Reader, at: int) -> Found | None:
    start = r.skip(at, Tag.THE, Tag.NEXT)
    several = _next_few(r, start) if r.text(start)[-1:] == "s" and r.text(start) != "mes" else None
    if several:
        return several
    found = amount(r, start) or _unit_alone(r, start)
    if not found:
        return None
    much, end = found
    if r.has(at - 1, Tag.NEXT) or "next" in r.text(at - 1) or "proxim" in r.text(at - 1):
        return _run_ahead(r, much, end)
    if much.clock:
        return _within_clock(r, much, end)
    base = _day_named(r, end + 1) if r.has(end, Tag.AFTER, Tag.OF, Tag.FROM) else None
    if base is not None:
        first = base[0].single or r.today
        return Day(Kind.SPAN, first, much.after(first)), base[1]
    hence = _hence(r, end)
    if hence is None and r.text(at - 1) in _MEASURING:
        return None
    return Day(Kind.SPAN, r.today, much.after(r.today)), hence or end


_MEASURING = frozenset(("less than", "no more than"))
"""Said of what has lasted as well: "I've had it less than 3 days"."""


def _unit_alone(r: Reader, at: int) -> tuple[Amount, int] | None:
    """As in "within the next day and 3 hours"."""
    code = r.tag(at, Tag.UNIT)
    if code is None:
        return None
    unit = Unit(code)
    if unit in _CLOCK_UNITS:
        return _with_more(r, Amount(0, unit, _stretch(1, unit)), at + 1)
    return _with_more(r, Amount(1, unit, timedelta()), at + 1)


def _within_clock(r: Reader, much: Amount, end: int) -> Found:
    start = r.now.replace(second=0, microsecond=0)
    stop = start + timedelta(days=much.count) + much.clock
    day = Day(Kind.SPAN, start.date(), stop.date() + timedelta(days=1), moment=start, until=stop)
    return day, end


# --- against the visit talked about ----------------------------------------------------------------


def moved(r: Reader, at: int) -> Found | None:
    """As in "an hour later", "two days earlier", "una semana despues".

    It counts from the visit talked about, else from the first time on offer, else from now.
    """
    found = amount(r, at)
    if not found:
        return None
    much, end = found
    way = r.tag(end, Tag.SHIFT)
    if way is None or (is_open(r, end + 1) and r.has(end, Tag.AFTER)):
        return None
    offered = (choice.starts_at for choice in r.context.choices if choice.starts_at)
    known = r.context.current or min(offered, default=None)
    if known is None:
        return _ahead(r, much, end + 1) if way > 0 else None
    moment = (
        known + much.clock * way if much.clock else datetime.combine(_stepped(known.date(), much, way), known.time())
    )
    return replace(one(Kind.RELATIVE, moment.date(), moment=moment), inferred=False), end + 1


def _stepped(day: date, much: Amount, way: int) -> date:
    if way > 0:
        return much.after(day)
    if much.unit in (Unit.MONTH, Unit.YEAR):
        return add_months(day, -much.count * (12 if much.unit is Unit.YEAR else 1))
    return day - (add_units(day, much.count, much.unit) - day)
