"""When somebody would be called: the time they name, brought to when the desk can call."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from conversation.merging import merge
from conversation.state import BookingState, CallWanted, Wanted
from conversation.turn import Desk
from hospital import desk_hours

ABOUT = timedelta(hours=1)
"""Within so long after an hour that is named the call comes."""


def call_wanted(desk: Desk) -> CallWanted | None:
    """The time to come that the message names for a call; None where it names none."""
    if desk.message.choice is not None or not desk.understanding.whens:
        return None
    wanted = merge(BookingState(language=desk.context.language), desk)[0].wanted
    if wanted is None or not (wanted.first_day or wanted.has_time):
        return None
    start = _start(desk, wanted)
    if start is None:
        return None
    end = start + ABOUT
    if wanted.end_time is not None and not wanted.is_exact:
        end = max(end, _at(desk, start, wanted.end_time))
    elif not wanted.has_time:
        end = max(end, _at(desk, start, time(23, 59)))
    return CallWanted(start=start, end=end)


def when_called(desk: Desk, wish: CallWanted) -> CallWanted:
    """From when to when the desk calls: as wished while it is open, else once it opens next."""
    hospital = desk.hospital
    if not hospital.desk_hours:
        return wish
    start = desk_hours.opens_at(hospital, wish.start)
    end = wish.end if wish.end - start >= ABOUT else start + ABOUT
    return CallWanted(start=hospital.local(start), end=hospital.local(min(end, desk_hours.closes_at(hospital, start))))


def _start(desk: Desk, wanted: Wanted) -> datetime | None:
    """The first moment wished for that is still to come; of two readings of an hour the one when the desk is open."""
    day = wanted.first_day or desk.now.date()
    hours = [each for each in (wanted.first_time, wanted.other_time) if each is not None] or [time()]
    starts = [datetime.combine(day, hour, desk.hospital.zone) for hour in hours]
    if wanted.first_day is None:
        starts = [at if at > desk.now else at + timedelta(days=1) for at in starts]
    if wanted.day == desk.now.date() and (wanted.first_time is None or not wanted.is_exact):
        starts = [max(at, desk.now) for at in starts]
    coming = [at for at in starts if at >= desk.now]
    open_then = [at for at in coming if desk.hospital.is_desk_open(at)]
    return next(iter((*open_then, *coming)), None)


def _at(desk: Desk, day: datetime, clock: time) -> datetime:
    return datetime.combine(day.date(), clock, desk.hospital.zone)
