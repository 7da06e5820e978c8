"""When the front desk is open: a day asked about, now, or the week; holidays as the hospital file has them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from itertools import groupby

from conversation.extractors.dates.holidays import is_named_by_a_feast
from conversation.extractors.entities import When
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.phrases.voice import Told
from conversation.state import HoursAsked
from conversation.turn import Desk
from hospital import desk_hours

_MOST_DAYS = 7


def hours(desk: Desk, pen: Pen) -> bool:
    """Tell the hours asked for; False where the file does not say."""
    asked = desk.inquiry
    if asked.is_elsewhere:
        return False
    before = pen.state.hours_asked
    days = [asked.holiday] if asked.holiday else _days(desk)
    names_feast = not asked.holiday and (asked.names_feast or any(map(_is_by_feast, _named_times(desk))))
    pen.keep(hours_asked=HoursAsked(turn=desk.turn_number, day=days[0] if len(days) == 1 else None))
    if names_feast and not days:
        return _holidays(desk, pen)
    if not days and before is not None and before.turn == desk.turn_number - 1 and before.day and not asked.is_now:
        days = [before.day]  # "and at half past twelve?"
    if days:
        told = [_on(desk, pen, day) for day in days]
        return all(told)
    if not desk.hospital.desk_hours:
        return False
    if asked.is_now:
        return _now(desk, pen)
    pen.tell(Say.OPEN_HOURS, hours=_week(desk, pen))
    return True


def _days(desk: Desk) -> list[date]:
    """The days that the question names, at most a week of them."""
    days: list[date] = []
    for when in _named_times(desk):
        if when.dates is None or when.dates.first is None:
            continue
        end = when.dates.end or when.dates.first + timedelta(days=1)
        length = min((end - when.dates.first).days, _MOST_DAYS)
        named = [when.dates.first + timedelta(days=n) for n in range(length)]
        days += [day for day in named if day in desk.hospital.holidays] if _is_by_feast(when) else named
    return list(dict.fromkeys(days))[:_MOST_DAYS]


def _named_times(desk: Desk) -> list[When]:
    return [each for when in desk.understanding.whens for each in (when, *when.also)]


def _is_by_feast(when: When) -> bool:
    """Whether a day is told by a feast alone: only the file knows whether the desk is open then."""
    return is_named_by_a_feast(when.span.words)


def _on(desk: Desk, pen: Pen, day: date) -> bool:
    hospital = desk.hospital
    if day in hospital.holidays:
        name = hospital.holidays[day]
        if name:
            pen.tell(Say.CLOSED_HOLIDAY, day=day, name=name)
        else:
            pen.tell(Say.CLOSED_THAT_DAY, day=day)
        return True
    if not hospital.desk_hours:
        return False
    ranges = hospital.desk_hours_on(day)
    if ranges:
        pen.tell(Say.OPEN_THAT_DAY, day=day, hours=_ranges(pen, ranges))
    else:
        pen.tell(Say.CLOSED_THAT_DAY, day=day)
    return True


def _now(desk: Desk, pen: Pen) -> bool:
    if desk.hospital.is_desk_open(desk.now):
        clock = desk.now.time().replace(tzinfo=None)
        until = next(end for begin, end in desk.hospital.desk_hours_on(desk.now) if begin <= clock <= end)
        pen.tell(Say.OPEN_NOW, until=until)
    else:
        pen.tell(Say.CLOSED_NOW, opens=desk.hospital.local(desk_hours.opens_at(desk.hospital, desk.unit.now)))
    return True


def _holidays(desk: Desk, pen: Pen) -> bool:
    """The coming holidays, when one is asked after that the file does not name."""
    coming = sorted(day for day in desk.hospital.holidays if desk.now.date() <= day)[:_MOST_DAYS]
    if coming:
        pen.tell(Say.HOLIDAYS_KNOWN, days=[_named(desk, pen, day) for day in coming])
    return bool(coming)


def _named(desk: Desk, pen: Pen, day: date) -> str:
    name = desk.hospital.holidays[day]
    return f"{pen.voice.day(day)} ({name})" if name else pen.voice.day(day)


def _week(desk: Desk, pen: Pen) -> Told:
    """The week's hours, days of the same hours taken together."""
    monday = date(2024, 1, 1)
    return of_the_week(pen, [desk.hospital.desk_hours_on(monday + timedelta(days=n)) for n in range(7)])


def of_the_week(pen: Pen, week: Sequence[list[tuple[time, time]]]) -> Told:
    """Hours from Monday to Sunday in words, days of the same hours taken together."""
    grammar, told = pen.voice.grammar, []
    for ranges, days in groupby(enumerate(week), key=lambda each: each[1]):
        numbers = [number for number, _ in days]
        if ranges:
            first, last = grammar.weekdays[numbers[0]], grammar.weekdays[numbers[-1]]
            is_one = len(numbers) == 1
            name = grammar.weekly[numbers[0]] if is_one else grammar.range.format(first=first, last=last)
            told.append(_ranges(pen, ranges, before=f"{name} "))
    return pen.voice.all_of(told)


def _ranges(pen: Pen, ranges: list[tuple[time, time]], before: str = "") -> Told:
    told = pen.voice.all_of([pen.voice.stretch(begin, end) for begin, end in ranges])
    return Told.of(before + told, lambda voice: before + voice.tell(told))
