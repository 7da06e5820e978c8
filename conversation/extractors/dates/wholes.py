"""Whole phrases of time: points and stretches with what opens them to one side or is added behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from conversation.extractors.dates.almanac import make_date, monday_of, weekday_from
from conversation.extractors.dates.day import Day, Kind, merged, one
from conversation.extractors.dates.lexemes import is_word
from conversation.extractors.dates.named_days import month_date, number_alone, weekday
from conversation.extractors.dates.numbers import cardinal, ordinal
from conversation.extractors.dates.numeric import numeric_date
from conversation.extractors.dates.parts import settle
from conversation.extractors.dates.pieces import MOST_GLUE, Piece, is_behind, is_glue, is_left_out, point
from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.relative_days import amount, relative_day
from conversation.extractors.dates.stretches import from_day_to_day, hour_of, of_year, run, single, stretch
from conversation.extractors.dates.tags import Tag
from conversation.extractors.dates.times import Clock


def phrase(r: Reader, at: int) -> Piece | None:
    """The longest phrase of time that begins at a place."""
    whole = _first(r, at)
    if whole is None:
        return None
    for _ in range(3):
        if not _extended(r, whole):
            break
    _days_on(r, whole)
    _suffixes(r, whole)
    return whole if _valid(r, whole) else None


def _first(r: Reader, at: int) -> Piece | None:
    direct = point(r, at)
    if direct is not None and direct.start == at and r.has(at, Tag.AFTER, Tag.BEFORE) and (direct.part or direct.day):
        return direct  # "after work", "after two weeks"
    return stretch(r, at) or bounded(r, at) or direct or _with_suffix(r, at)


def _with_suffix(r: Reader, at: int) -> Piece | None:
    """As in "3 or later": a bare number that what follows makes an hour."""
    found = cardinal(r, at)
    if found and 1 <= found[0] <= 24 and r.has(found[1], Tag.OR_LATER, Tag.OR_EARLIER) and not ordinal(r, at):
        return Piece(at, found[1], clock=Clock(found[0] % 24, sure=found[0] > 12))
    return None


_BUT = frozenset("but and pero y".split())


def _extended(r: Reader, whole: Piece) -> bool:
    """Add a stretch, an open side or another point that stands right behind the phrase."""
    place = whole.end
    if (whole.bound or whole.opened) and r.text(place + (r.text(place) == ",")) in _BUT:
        place += 1 + (r.text(place) == ",")
    for _ in range(MOST_GLUE):
        more = stretch(r, place) or bounded(r, place)
        if more is None:
            more = point(r, place) if place > whole.end or whole.until or whole.bound or whole.opened else None
        if more is not None and more.start <= place and _absorb(r, whole, more):
            whole.end = more.end
            return True
        if not is_glue(r, place):
            return False
        place += 1
    return False


def _absorb(r: Reader, whole: Piece, more: Piece) -> bool:
    if whole.clock and more.clock and {whole.bound, more.bound} == {Tag.AFTER, Tag.BEFORE}:
        return _closed(whole, more)
    if whole.day and more.day and is_left_out(r, whole.day, more.day, more.end):
        return False
    if whole.day and more.day and is_behind(r, whole.day, more.day, more.item):
        return False
    if more.number is not None or (whole.timed and more.timed) or (whole.part and more.part and not more.timed):
        return False
    day = more.day
    if whole.day is not None and (days := _days_of(whole.day, more)) is not None:
        named = Piece(more.start, more.end, day=days)
        of_year(r, named)
        whole.day, more.end = named.day, named.end
        return True
    if whole.day is not None and more.day is not None:
        day = (
            _between(whole, more)
            or _weekday_within(r, whole.day, more)
            or _clipped(whole.day, more.day)
            or merged(r, whole.day, more.day)
        )
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


def _closed(whole: Piece, more: Piece) -> bool:
    """As in "after 2 but before 4": two open sides make a stretch."""
    if (whole.day and more.day) or whole.until or more.until:
        return False
    if whole.bound is Tag.AFTER:
        whole.until = more.clock
    else:
        whole.clock, whole.until = more.clock, whole.clock
    whole.bound = None
    whole.day, whole.part = whole.day or more.day, whole.part or more.part
    return True


def _days_of(month: Day, more: Piece) -> Day | None:
    """As in "November between 19 and 20": numbers behind a month are days."""
    if month.kind is not Kind.MONTH or month.first is None or more.day is not None or not more.clock or not more.until:
        return None
    if any((said.strong and said.settled) or said.minute for said in (more.clock, more.until)) or more.part:
        return None
    first = make_date(month.first.year, month.first.month, more.clock.hour)
    last = make_date(month.first.year, month.first.month, more.until.hour)
    found = run(single(first), single(last))
    return replace(found, month=month.month) if found else None


def _between(whole: Piece, more: Piece) -> Day | None:
    """As in "after Monday but before Friday": two open runs that close each other."""
    left, right = whole.day, more.day
    if not (whole.opened and more.opened) or left is None or right is None:
        return None
    first, end = left.first or right.first, left.end or right.end
    if first is None or end is None or (left.first and right.first) or (left.end and right.end) or first >= end:
        return None
    return Day(Kind.SPAN, first, end)


def _weekday_within(r: Reader, whole: Day, more: Piece) -> Day | None:
    """As in "any Thursday before the 30th", "a Monday after the 12th": the first such day on that side."""
    run_to = more.day
    if (
        whole.kind is not Kind.WEEKDAY
        or whole.single is None
        or whole.modifier is not None
        or not more.opened
        or run_to is None
    ):
        return None
    first = weekday_from(run_to.first or r.today, whole.weekday)
    if run_to.end is not None and first >= run_to.end:
        return None
    return replace(one(Kind.WEEKDAY, first), weekday=whole.weekday)


def _clipped(whole: Day, more: Day) -> Day | None:
    """As in "this week from Tuesday to Thursday", "next week after Wednesday": the run that lies inside the other."""
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


def _days_on(r: Reader, whole: Piece) -> None:
    """As in "9am-5pm Monday to Friday": the day read so far is only the first."""
    if whole.day is None or not whole.timed or not (r.has(whole.end, Tag.TO) or r.text(whole.end) == "-"):
        return
    last = point(r, whole.end + 1)
    days = from_day_to_day(r, whole.day, last.day) if last and last.day and not last.timed else None
    if last is not None and days is not None:
        whole.day, whole.end = days, last.end


def _suffixes(r: Reader, whole: Piece) -> None:
    if whole.bound or whole.until:
        return
    for tag, bound, day_tag in ((Tag.OR_LATER, Tag.AFTER, Tag.STARTING), (Tag.OR_EARLIER, Tag.BEFORE, Tag.BY)):
        words = _suffix_words(r, whole.end, tag, bound)
        if words:
            whole.end += words
            if whole.clock is not None:
                whole.bound = bound
            elif whole.day is not None and not whole.opened:
                whole.day, whole.opened = _opened_day(whole.day, day_tag), True
            point_behind = point(r, whole.end)
            if point_behind is not None and _absorb(r, whole, point_behind):
                whole.end = point_behind.end
            return


def _suffix_words(r: Reader, at: int, tag: Tag, bound: Tag) -> int:
    """How many words say "or later" at a place; "or after 5" is another wish."""
    if r.has(at, tag):
        return 1
    return 2 if r.has(at, Tag.OR) and r.has(at + 1, bound) and point(r, at + 2, led=True) is None else 0


def _valid(r: Reader, whole: Piece) -> bool:
    if whole.number is not None:
        return False
    if whole.day is not None and not whole.day.sure:
        return whole.timed or whole.part is not None or r.context.question in ("day", "date", "slot")
    return not whole.empty


# --- open sides ------------------------------------------------------------------------------------


def bounded(r: Reader, at: int) -> Piece | None:
    """As in "after 3", "before noon", "by Friday", "from 3 on", "before the 20th"."""
    tag = next((tag for tag in (Tag.AFTER, Tag.STARTING, Tag.BEFORE, Tag.BY, Tag.FROM) if r.has(at, tag)), None)
    if tag is None and r.text(at) in ("<", ">") and r.text(at):
        tag = Tag.BEFORE if r.text(at) == "<" else Tag.AFTER
        at += r.text(at + 1) == "="
    onwards = tag is None and r.has(at, Tag.MAYBE_FROM)
    if tag is None and not onwards:
        return None
    found = point(r, at + 1, led=True)
    if found is None or (onwards and not (found.day and r.has(found.end, Tag.ONWARDS))):
        return None
    tag = tag or Tag.STARTING
    if tag is Tag.BEFORE and _ends_something(r, r.skip(at + 1, Tag.THE)):
        tag = Tag.BY  # "before the end of the month": any day of it
    found.start = at
    if found.number is not None and found.clock is None:
        hour = hour_of(found)
        if (
            hour is None
            or found.number == 0
            or r.has(found.end, Tag.TO, Tag.MAYBE_TO)
            or _loose_from(r, tag, at, found)
        ):
            return None
        found.clock, found.number = hour, None
    return _open(r, found, tag)


def _ends_something(r: Reader, at: int) -> bool:
    return r.has(at, Tag.LATE) and any(word in r.text(at).split() for word in ("end", "fin", "final", "finales"))


def _loose_from(r: Reader, tag: Tag, at: int, found: Piece) -> bool:
    """As in "by 2" and "from 3" say an hour only where nothing else follows that they could count."""
    after = r.at(found.end)
    if r.text(found.end - 1) in ("one", "una", "uno") and r.has(found.end, Tag.OF):
        return True  # "by one of your doctors"
    return tag in (Tag.FROM, Tag.BY) and is_word(after) and not after.tags


def _open(r: Reader, piece: Piece, tag: Tag) -> Piece | None:
    later = tag in (Tag.AFTER, Tag.STARTING, Tag.FROM)
    if later and _lasting(r, piece):
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


def _lasting(r: Reader, piece: Piece) -> bool:
    """As in "from 2pm for 2 hours", "from the 18th for ten days": how long closes the open side."""
    found = amount(r, piece.end + 1) if r.has(piece.end, Tag.FOR) else None
    if found is None:
        return False
    much, end = found
    first = piece.day.single if piece.day else None
    if piece.clock is not None:
        if not much.clock or not piece.clock.settled:
            return False
        piece.until = _plus(piece.clock, much.clock)
    elif first is not None and not much.clock and piece.part is None:
        piece.day = Day(Kind.SPAN, first, much.after(first))
    else:
        return False
    piece.end = end
    return True


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
