"""One phrase of time: days, hours and parts of day that stand together, with what opens or bounds them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from conversation.extractors.dates.almanac import day_of_month, make_date, monday_of
from conversation.extractors.dates.day import VOID, Day, Kind, from_base, merged, one
from conversation.extractors.dates.lexemes import is_word
from conversation.extractors.dates.named_days import month_date, number_alone, weekday
from conversation.extractors.dates.numbers import cardinal, ordinal
from conversation.extractors.dates.numeric import numeric_date
from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.relative_days import amount, counted_day, moved, next_ones, relative_day
from conversation.extractors.dates.spans import span
from conversation.extractors.dates.tags import Tag
from conversation.extractors.dates.times import Clock, DayPart, clock, day_part, settle

_MOST_ITEMS = 6
_MOST_GLUE = 5
_GLUE = (Tag.AT, Tag.MAYBE_AT, Tag.ON, Tag.OF, Tag.IN, Tag.THE, Tag.FOR, Tag.GLUE, Tag.ABOUT, Tag.MAYBE_FROM)
_MARKS = frozenset(',()@"')
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
_DAY_READERS: tuple[tuple[Callable[[Reader, int], tuple[Day, int] | None], bool, frozenset[Tag]], ...] = (
    (relative_day, False, frozenset((Tag.DAY, Tag.SAME_DAY, Tag.REST))),
    (moved, True, frozenset((Tag.NUMBER, Tag.ARTICLE, Tag.FEW, Tag.HALF))),
    (counted_day, True, frozenset((Tag.NUMBER, Tag.ARTICLE, Tag.FEW, Tag.HALF, Tag.IN, Tag.WITHIN, Tag.AFTER))),
    (next_ones, True, frozenset((Tag.THE, Tag.NEXT, Tag.COMING, Tag.NUMBER, Tag.FEW))),
    (numeric_date, True, frozenset()),
    (month_date, True, frozenset((Tag.MONTH, *_FIGURES))),
    (span, True, frozenset((*_SPAN_STARTS, Tag.WORKING, Tag.LATER_IN, Tag.LAST, Tag.ARTICLE, *_FIGURES))),
    (weekday, False, frozenset((Tag.WEEKDAY, Tag.THIS, Tag.NEXT, Tag.COMING))),
    (number_alone, True, frozenset((Tag.DAYWORD, *_FIGURES))),
)
"""Each reader with whether it may begin with digits, and the meanings of the word that it may begin with."""
_OPERATORS = (Tag.BEFORE, Tag.BY, Tag.AFTER, Tag.STARTING, Tag.FROM, Tag.TO, Tag.BETWEEN, Tag.AND)
_NUMBERED = frozenset(
    "building room floor ward bus line number no edificio piso sala habitacion planta puerta numero".split()
)


@dataclass(slots=True)
class Piece:
    """What was read so far. `until` makes a stretch of `clock`; `bound` opens it to one side."""

    start: int
    end: int
    day: Day | None = None
    part: DayPart | None = None
    clock: Clock | None = None
    until: Clock | None = None
    bound: Tag | None = None
    """AFTER or BEFORE: the time is open to that side."""
    number: int | None = None
    """A number that is an hour or a day, by what stands beside it."""
    approximate: bool = False
    same_time: bool = False
    opened: bool = False
    """An open run of days."""

    @property
    def timed(self) -> bool:
        """Whether it says a time other than a part of day."""
        return self.clock is not None or self.number is not None

    @property
    def empty(self) -> bool:
        """Whether nothing was read."""
        return self.day is None and self.part is None and not self.timed and not self.same_time


class _Glue:
    """What the small words before an item say."""

    __slots__ = ("about", "at", "comma", "on")

    def __init__(self, at: bool = False) -> None:
        self.at = at
        self.about = False
        self.comma = False
        self.on = False


# --- a point ---------------------------------------------------------------------------------------


def point(r: Reader, at: int, led: bool = False) -> Piece | None:
    """Days and times side by side, in any order; `led` lets a first bare number stand for an hour or a day."""
    key = (at, led)
    if key not in r.points:
        r.points[key] = _read_point(r, at, led)
    found = r.points[key]
    return replace(found) if found else None


def _read_point(r: Reader, at: int, led: bool) -> Piece | None:
    r.left -= 1
    if r.left < 0:
        return None
    piece = Piece(at, at)
    for _ in range(_MOST_ITEMS):
        if not _item_after_glue(r, piece, led):
            break
    return None if piece.empty else piece


def _item_after_glue(r: Reader, piece: Piece, led: bool) -> bool:
    glue = _Glue()
    place = piece.end
    for _ in range(_MOST_GLUE):
        end = _item(r, piece, place, glue, led)
        if end:
            if piece.empty or piece.start == piece.end:
                piece.start = min(piece.start, place)
            piece.end = end
            piece.approximate |= glue.about
            return True
        if not _is_glue(r, place, glue):
            return False
        place += 1
    return False


def _is_glue(r: Reader, at: int, glue: _Glue) -> bool:
    if r.text(at) in _MARKS and r.at(at).text:
        glue.comma = True
        glue.at |= r.text(at) == "@"
        return True
    if not r.has(at, *_GLUE) or r.has(at, *_OPERATORS):
        return False
    glue.at |= r.has(at, Tag.AT) or r.has(at, Tag.ABOUT) or (r.has(at, Tag.MAYBE_AT) and r.text(at) == "las")
    glue.about |= r.has(at, Tag.ABOUT) or (
        r.has(at, Tag.AT) and r.text(at) not in ("at", "a las", "a la", "de las", "para las", "para la")
    )
    glue.on |= r.has(at, Tag.ON)
    return True


def _item(r: Reader, piece: Piece, at: int, glue: _Glue, led: bool) -> int | None:
    """Take the item at a place into the piece; the place after it, or None."""
    lexeme = r.at(at)
    if not lexeme.tags and lexeme.number < 0 and lexeme.text not in ("a", "p"):
        return None
    if r.has(at, Tag.SAME_TIME) and not piece.timed:
        piece.same_time = True
        return at + 1
    return (
        _part_of_today(r, piece, at)
        or _day_item(r, piece, at)
        or _time_item(r, piece, at, glue, led)
        or _part_item(r, piece, at)
    )


def _part_of_today(r: Reader, piece: Piece, at: int) -> int | None:
    """ "tonight", "this morning", "esta tarde": a day and a part of it in one."""
    joined = r.has(at, Tag.PART) and r.has(at, Tag.DAY)
    this = not joined and r.has(at, Tag.THIS) and not r.has(at, Tag.GLUE)
    found = day_part(r, at + this) if joined or this else None
    if not found or piece.part is not None:
        return None
    named = relative_day(r, at) if joined else None
    today = named[0] if named else one(Kind.RELATIVE, r.today)
    day = merged(r, piece.day, today) if piece.day else today
    if day is None:
        return None
    piece.day, piece.part = day, found[0]
    return found[1]


def _day_item(r: Reader, piece: Piece, at: int) -> int | None:
    found = day_at(r, at)
    if found is None:
        return None
    day, end = found
    if piece.day is not None:
        joined = merged(r, piece.day, day)
        if joined is None:
            return None
        day = joined
    piece.day = day
    return end


def day_at(r: Reader, at: int) -> tuple[Day, int] | None:
    """The day or run of days that is named at a place."""
    if at not in r.days:
        r.days[at] = _read_day(r, at)
    return r.days[at]


def _read_day(r: Reader, at: int) -> tuple[Day, int] | None:
    lexeme = r.at(at)
    digits = lexeme.number >= 0
    for read, figures, starts in _DAY_READERS:
        if (digits and figures) or not starts.isdisjoint(lexeme.tags):
            found = read(r, at)
            if found:
                return found
    return None


def _time_item(r: Reader, piece: Piece, at: int, glue: _Glue, led: bool) -> int | None:
    if piece.timed or piece.same_time:
        return None
    bare = _hour_here(r, piece, at, glue) or (led and _dotted(r, at))
    found = clock(r, at, bare=bare)
    if found and not _really(r, piece, found[0], found[1], bare):
        found = None
    if found:
        piece.clock = found[0]
        return found[1]
    rank = ordinal(r, at) if led and piece.day is None else None
    if rank and 1 <= rank[0] <= 31 and not r.counted(rank[1]):
        day = day_of_month(r.today, rank[0])
        piece.day = one(Kind.NUMBER, day, number=rank[0]) if day else VOID
        return rank[1]
    number = cardinal(r, at)
    if (
        led
        and number
        and 0 <= number[0] <= 31
        and not ordinal(r, at)
        and not r.counted(number[1])
        and _is_free(r, at, number[1])
    ):
        piece.number = number[0]
        return number[1]
    return None


def _really(r: Reader, piece: Piece, said: Clock, end: int, bare: bool) -> bool:
    return said.strong or (bare and not r.counted(end))


def _is_free(r: Reader, at: int, end: int) -> bool:
    """Whether a number is no piece of a longer figure."""
    after = r.at(end)
    return not (
        (after.glued and after.text in ("/", ":", "%"))
        or (after.text in (".", ",") and after.glued and r.at(end + 1).glued and r.at(end + 1).number >= 0)
    )


def _dotted(r: Reader, at: int) -> bool:
    """ "1.30": an hour where an hour or a day is due."""
    return r.text(at + 1) == "." and r.at(at + 1).glued and r.at(at + 2).glued and r.at(at + 2).width == 2


def _hour_here(r: Reader, piece: Piece, at: int, glue: _Glue) -> bool:
    """Whether a mere number at this place is an hour."""
    if ordinal(r, at) or r.text(at - 1) in _NUMBERED or (not _is_free(r, at, at + 1) and r.text(at + 1) != "."):
        return False
    if glue.at or piece.part is not None:
        return True
    if piece.day is not None and not glue.on:
        return r.text(at) not in ("one", "una", "un", "uno") and not glue.comma
    return _part_ahead(r, at)


def _part_ahead(r: Reader, at: int) -> bool:
    """ "4 in the evening", "8 tonight", "10 de la manana"."""
    found = clock(r, at, bare=True)
    if not found or r.counted(found[1]):
        return False
    place = found[1] + (r.text(found[1]) == ",")
    one_only = r.tag(at, Tag.NUMBER) == 1 or r.at(at).number == 1
    after = r.skip(place, Tag.IN, Tag.THE, *(() if one_only else (Tag.AT,))) if not r.has(place, Tag.PART) else place
    after += r.has(after, Tag.THE)
    if r.has(after, Tag.THIS) and r.has(after + 1, Tag.PART):
        return True
    return r.has(after, Tag.PART) and (
        after > place or r.has(after, Tag.DAY) or r.spanish or (place == found[1] and not one_only)
    )


def _part_item(r: Reader, piece: Piece, at: int) -> int | None:
    if piece.part is not None:
        return None
    beside = piece.day is not None or piece.timed
    found = day_part(r, at, beside)
    if not found:
        return None
    piece.part = found[0]
    return found[1]


# --- stretches -------------------------------------------------------------------------------------


def stretch(r: Reader, at: int) -> Piece | None:
    """ "between 2 and 4", "from Monday to Wednesday", "2-4pm", "9 to 12 of June"."""
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
    second = point(r, place, led=True)
    if second is None:
        return None
    joined = _joined(r, first, second)
    if joined is None or (not led and not _evident(r, first, second, softly)):
        return None
    joined.start, joined.end = at, second.end
    joined.approximate = first.approximate or second.approximate
    return joined


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
        return Piece(0, 0, day=dates)
    start, end = _hour(first), _hour(second)
    if start is None or end is None:
        return None
    if first.part is not None and not start.settled:
        hour = settle(start, first.part.part)[0].hour
        start = replace(start, hour=hour % 12 or 12, meridiem=int(hour >= 12))
    day = first.day or second.day
    if first.day and second.day:
        day = (
            _from_day_to_day(r, first.day, second.day)
            if merged(r, first.day, second.day) is None
            else merged(r, first.day, second.day)
        )
    zone = start.zone or end.zone
    return Piece(0, 0, day=day, clock=replace(start, zone=zone), until=end, part=second.part)


def _hour(piece: Piece) -> Clock | None:
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
        return _from_day_to_day(r, left, right) if first.number is None and second.number is None else None
    if right and first.number is not None and right.number > 0 and right.first and second.number is None:
        start = make_date(right.first.year, right.first.month, first.number)
        if right.kind is Kind.NUMBER:
            start = day_of_month(r.today, first.number)
            right = from_base(right, start) if start else right
        return _run(_day(start), right)
    if left and second.number is not None and left.number > 0 and left.first and first.number is None:
        end = make_date(left.first.year, left.first.month, second.number)
        return _run(left, _day(end))
    return None


def _from_day_to_day(r: Reader, left: Day, right: Day) -> Day | None:
    if left.first and right.first and left.kind in (Kind.SPAN, Kind.MONTH) and right.kind is Kind.WEEKDAY:
        return None
    if left.kind is Kind.NUMBER and right.kind is Kind.DATE and right.first:
        start = make_date(right.first.year, right.first.month, left.number)
        return _run(_day(start), right)
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
    return _run(left, right)


def _day(day: date | None) -> Day | None:
    return one(Kind.DATE, day) if day else None


def _run(left: Day | None, right: Day | None) -> Day | None:
    if not left or not right or not left.first or not right.end or not right.first or right.end <= left.first:
        return None
    return Day(Kind.SPAN, left.first, right.end, inferred=left.inferred or right.inferred)


# --- open sides ------------------------------------------------------------------------------------


def bounded(r: Reader, at: int) -> Piece | None:
    """ "after 3", "before noon", "by Friday", "from 3 on", "before the 20th"."""
    tag = next((tag for tag in (Tag.AFTER, Tag.STARTING, Tag.BEFORE, Tag.BY, Tag.FROM) if r.has(at, tag)), None)
    if tag is None and r.text(at) in ("<", ">") and r.text(at):
        tag = Tag.BEFORE if r.text(at) == "<" else Tag.AFTER
        at += r.text(at + 1) == "="
    if tag is None:
        return None
    found = point(r, at + 1, led=True)
    if found is None:
        return None
    found.start = at
    if found.number is not None and found.clock is None:
        hour = _hour(found)
        if (
            hour is None
            or found.number == 0
            or r.has(found.end, Tag.TO, Tag.MAYBE_TO)
            or _loose_from(r, tag, at, found)
        ):
            return None
        found.clock, found.number = hour, None
    return _open(r, found, tag)


def _loose_from(r: Reader, tag: Tag, at: int, found: Piece) -> bool:
    """ "by 2" and "from 3" say an hour only where nothing else follows that they could count."""
    after = r.at(found.end)
    return tag in (Tag.FROM, Tag.BY) and is_word(after) and not after.tags


def _open(r: Reader, piece: Piece, tag: Tag) -> Piece | None:
    later = tag in (Tag.AFTER, Tag.STARTING, Tag.FROM)
    lasting = (
        amount(r, piece.end + 1)
        if later and r.has(piece.end, Tag.FOR) and piece.clock and piece.clock.settled
        else None
    )
    if lasting and lasting[0].clock and piece.clock:
        piece.until, piece.end = _plus(piece.clock, lasting[0].clock), lasting[1]
        return piece
    if r.has(piece.end, Tag.ONWARDS) and later and not (r.text(piece.end) == "on" and _day_at(r, piece.end + 1)):
        piece.end += 1
    if piece.clock is not None:
        piece.bound = Tag.AFTER if later else Tag.BEFORE
        return piece
    if piece.part is not None or piece.day is None:
        return piece if piece.day is not None or tag is Tag.BY else None
    piece.day = _opened_day(piece.day, tag)
    piece.opened = True
    return piece


def _plus(start: Clock, length: timedelta) -> Clock:
    """The end of what begins at a settled time and lasts so long ("from 2pm for 2 hours")."""
    at = datetime.combine(date(2000, 1, 1), settle(start, None)[0]) + length
    return Clock(at.hour, at.minute, sure=True)


def _day_at(r: Reader, at: int) -> bool:
    return any(read(r, r.skip(at, Tag.THE)) for read in (relative_day, weekday, numeric_date, month_date)) or bool(
        number_alone(r, r.skip(at, Tag.THE))
    )


def _opened_day(day: Day, tag: Tag) -> Day:
    if day.first is None or day.end is None:
        return day
    plain = replace(day, others=(), hour=-1, sure=True)
    if tag is Tag.AFTER:
        return replace(plain, first=day.end, end=None)
    if tag in (Tag.STARTING, Tag.FROM):
        return replace(plain, end=None)
    if tag is Tag.BEFORE:
        return replace(plain, first=None, end=day.first)
    return replace(plain, first=None)


# --- whole phrases ---------------------------------------------------------------------------------


def phrase(r: Reader, at: int) -> Piece | None:
    """The longest phrase of time that begins at a place."""
    whole = _first(r, at)
    if whole is None:
        return None
    for _ in range(3):
        if not _extended(r, whole):
            break
    _suffixes(r, whole)
    return whole if _valid(r, whole) else None


def _first(r: Reader, at: int) -> Piece | None:
    direct = point(r, at)
    if direct is not None and direct.start == at and r.has(at, Tag.AFTER, Tag.BEFORE) and (direct.part or direct.day):
        return direct  # "after work", "after two weeks"
    return stretch(r, at) or bounded(r, at) or direct or _with_suffix(r, at)


def _with_suffix(r: Reader, at: int) -> Piece | None:
    """ "3 or later": a bare number that what follows makes an hour."""
    found = cardinal(r, at)
    if found and 1 <= found[0] <= 24 and r.has(found[1], Tag.OR_LATER, Tag.OR_EARLIER) and not ordinal(r, at):
        return Piece(at, found[1], clock=Clock(found[0] % 24, sure=found[0] > 12))
    return None


def _extended(r: Reader, whole: Piece) -> bool:
    """Add a stretch, an open side or another point that stands right behind the phrase."""
    place = whole.end
    for _ in range(_MOST_GLUE):
        more = stretch(r, place) or bounded(r, place)
        if more is None:
            more = point(r, place) if place > whole.end or whole.until or whole.bound or whole.opened else None
        if more is not None and more.start <= place and _absorb(r, whole, more):
            whole.end = more.end
            return True
        if not _is_glue(r, place, _Glue()):
            return False
        place += 1
    return False


def _absorb(r: Reader, whole: Piece, more: Piece) -> bool:
    if more.number is not None or (whole.timed and more.timed) or (whole.part and more.part and not more.timed):
        return False
    day = more.day
    if whole.day is not None and (days := _days_of(whole.day, more)) is not None:
        whole.day = days
        return True
    if whole.day is not None and more.day is not None:
        day = _clipped(whole.day, more.day) or merged(r, whole.day, more.day)
        if day is None:
            return False
    if day is not None:
        whole.day = day
    whole.part = whole.part or more.part
    if more.timed:
        whole.clock, whole.until, whole.bound = more.clock, more.until, more.bound
    whole.opened |= more.opened
    whole.approximate |= more.approximate
    whole.same_time |= more.same_time
    return True


def _days_of(month: Day, more: Piece) -> Day | None:
    """ "November between 19 and 20": numbers behind a month are days."""
    if month.kind is not Kind.MONTH or month.first is None or more.day is not None or not more.clock or not more.until:
        return None
    if any((said.strong and said.settled) or said.minute for said in (more.clock, more.until)) or more.part:
        return None
    first = make_date(month.first.year, month.first.month, more.clock.hour)
    last = make_date(month.first.year, month.first.month, more.until.hour)
    return _run(_day(first), _day(last))


def _clipped(whole: Day, more: Day) -> Day | None:
    """ "this week from Tuesday to Thursday", "next week after Wednesday": the run that lies inside the other."""
    if whole.kind is not Kind.SPAN or (more.kind is not Kind.SPAN and more.first is not None and more.end is not None):
        return None
    if not whole.first or not whole.end:
        return None
    if more.first and more.end and whole.grain == "week":  # the same weekdays of the week that was named
        step = monday_of(whole.first) - monday_of(more.first)
        more = replace(more, first=more.first + step, end=more.end + step)
    first = max(more.first or whole.first, whole.first)
    end = min(more.end or whole.end, whole.end)
    return replace(whole, first=first, end=end, grain="day") if first < end else None


def _suffixes(r: Reader, whole: Piece) -> None:
    if whole.bound or whole.until:
        return
    for tag, bound, day_tag in ((Tag.OR_LATER, Tag.AFTER, Tag.STARTING), (Tag.OR_EARLIER, Tag.BEFORE, Tag.BY)):
        if r.has(whole.end, tag):
            whole.end += 1
            if whole.clock is not None:
                whole.bound = bound
            elif whole.day is not None and not whole.opened:
                whole.day, whole.opened = _opened_day(whole.day, day_tag), True
            point_behind = point(r, whole.end)
            if point_behind is not None and _absorb(r, whole, point_behind):
                whole.end = point_behind.end
            return


def _valid(r: Reader, whole: Piece) -> bool:
    if whole.number is not None:
        return False
    if whole.day is not None and not whole.day.sure:
        return whole.timed or whole.part is not None or r.context.question in ("day", "date", "slot")
    return not whole.empty
