"""The bounds within which somebody waits: as they are wished for, and as they are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from conversation.extractors.waiting import weekdays_left_out
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.state import Wanted
from conversation.turn import Desk
from hospital import slots
from hospital.appointments import Appointment
from hospital.schedule import END_OF_DAY
from hospital.waitlist import Wait
from hospital.waitlist_entries import Entry

WEEK = frozenset(range(7))


def wish_of(desk: Desk, pen: Pen) -> Wanted:
    """The wish for a time; "Tuesdays" are every one of them, and "not Mondays or Tuesdays" leaves out both."""
    wish = pen.state.wanted or Wanted()
    left_out = weekdays_left_out(desk.understanding.message)
    if left_out:
        wish = wish.model_copy(update={"not_weekdays": tuple(sorted({*wish.not_weekdays, *left_out}))})
        if wish.day is not None and wish.day.weekday() in left_out:
            wish = wish.model_copy(update={"first_day": None, "end_day": None})
    weekly = {
        when.dates.day.weekday()
        for each in desk.understanding.whens
        for when in (each, *each.also)
        if when.weekly and not when.rejected and not left_out and when.dates is not None and when.dates.day is not None
    }
    if not weekly:
        return wish
    days = {"first_day": None, "end_day": None, "not_weekdays": tuple(sorted(WEEK - weekly))}
    return wish.model_copy(update=days)


def days_wished(desk: Desk, wish: Wanted, visit: Appointment | None) -> tuple[datetime, datetime]:
    first, end = slots.bookable(desk.unit, desk.hospital)
    zone = desk.hospital.zone
    if wish.first_day is not None:
        first = max(first, datetime.combine(wish.first_day, time(), zone).astimezone(UTC))
    if wish.end_day is not None:
        end = min(end, datetime.combine(wish.end_day, time(), zone).astimezone(UTC))
    if visit is not None:
        end = min(end, visit.starts_at)
    return first, end


def bounds_in_words(desk: Desk, pen: Pen, wait: Wait | Entry) -> str:
    """Between which days and hours somebody waits, and where."""
    local, voice = desk.hospital.local, pen.voice
    first, end_at = local(wait.earliest).date(), local(wait.latest)
    last = (end_at - timedelta(seconds=1)).date()
    parts = []
    if first > desk.now.date() and first < last:
        parts.append(voice.say(Say.BOUND_FROM, {"day": first}))
    if end_at.time() != time():
        parts.append(voice.say(Say.BOUND_UNTIL, {"day": end_at}))
    else:
        parts.append(voice.say(Say.BOUND_UNTIL, {"day": last}) if first != last else voice.day(last))
    begin, end = _clock(wait.from_minute), _clock(wait.to_minute)
    if begin is not None and wait.to_minute is not None and wait.from_minute == wait.to_minute - 1:
        parts.append(voice.tell(begin))
    elif begin is not None and end is not None:
        parts.append(voice.say(Say.BOUND_BETWEEN, {"first": begin, "end": end}))
    elif begin is not None:
        parts.append(voice.say(Say.BOUND_AFTER, {"first": begin}))
    elif end is not None:
        parts.append(voice.say(Say.BOUND_BEFORE, {"end": end}))
    if wait.not_weekdays:
        parts.append(_weekdays(pen, wait.not_weekdays))
    site = desk.hospital.locations_by_id.get(wait.location_id or 0)
    if site is not None:
        parts.append(voice.say(Say.BOUND_PLACE, {"place": site.name}))
    return ", ".join(parts)


def _weekdays(pen: Pen, left_out: Sequence[int]) -> str:
    """Which days of the week do not suit, or which do where those are fewer."""
    names, suit = pen.voice.grammar.weekdays, sorted(WEEK - set(left_out))
    if len(suit) < len(left_out):
        return pen.voice.say(Say.BOUND_ONLY_ON, {"days": pen.voice.all_of([names[day] for day in suit])})
    return pen.voice.say(Say.BOUND_NOT_ON, {"days": pen.voice.one_of([names[day] for day in sorted(left_out)])})


def _clock(minute: int | None) -> time | None:
    if minute is None or minute == 0:
        return None
    return END_OF_DAY if minute >= 24 * 60 else time(minute // 60, minute % 60)
