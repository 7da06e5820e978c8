"""Parts of day, and which of its two readings an hour has beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.tags import WINDOWS, Part, Tag, Window
from conversation.extractors.dates.times import Clock

_APART = 12  # hours between two readings


@dataclass(frozen=True, slots=True)
class DayPart:
    """A part of day, and the hours that it stands for once "early" and "late" are taken in."""

    part: Part
    window: Window
    exact: bool = False
    """As in "mid-afternoon": a moment rather than a stretch."""


def day_part(r: Reader, at: int, beside: bool = False) -> tuple[DayPart, int] | None:
    """As in "morning", "in the late afternoon", "por la tarde"; `beside` lets "tarde" alone stand by a day or time."""
    slice_tag = next((tag for tag in (Tag.EARLY, Tag.MID, Tag.LATE) if r.has(at, tag)), None)
    place = at
    if slice_tag:
        place = at + 1 + (r.text(at + 1) == "-")
        place = r.skip(place, Tag.IN, Tag.THE, Tag.OF, Tag.ON)
    number = r.tag(place, Tag.PART)
    if number is None and (beside or slice_tag):
        number = r.tag(place, Tag.LOOSE_PART)
        if r.has(place, Tag.DAY) and not slice_tag:
            number = None
    if number is None and beside and r.has(place, Tag.MERIDIEM):
        number = Part.PM if r.tag(place, Tag.MERIDIEM) else Part.MORNING
    if number is None:
        return None
    part = Part(number)
    if slice_tag is None and r.has(place + 1, Tag.EARLY) and r.text(place + 1) in ("early", "temprano"):
        return DayPart(part, _sliced(WINDOWS[part], Tag.EARLY)), place + 2
    return DayPart(part, _sliced(WINDOWS[part], slice_tag), exact=slice_tag is Tag.MID), place + 1


_ENDS = {Part.FIRST_THING: Tag.EARLY, Part.END_OF_DAY: Tag.LATE}


def narrowed(found: DayPart, other: DayPart) -> DayPart | None:
    """As in "a ultima hora de la tarde", "in the morning, first thing": the beginning or end of a part of day."""
    for whole, slice_of in ((found, other), (other, found)):
        tag = _ENDS.get(slice_of.part)
        if tag is not None and whole.part not in _ENDS:
            return DayPart(whole.part, _sliced(WINDOWS[whole.part], tag))
    return None


def _sliced(window: Window, tag: Tag | None) -> Window:
    if tag is None or window.first is None or window.end is None:
        return window
    first, end = window.first.hour, window.end.hour or 24
    middle = (first + end) // 2
    if tag is Tag.MID:
        return Window(window.name, time(middle), None)
    return (
        Window(window.name, time(first), time(middle % 24))
        if tag is Tag.EARLY
        else Window(window.name, time(middle % 24), window.end)
    )


# --- which of the two readings ---------------------------------------------------------------------


def settle(said: Clock, part: Part | None) -> tuple[time, time | None]:
    """The time that is meant, and the other reading where one is left: 1 to 6 are in the afternoon, 7 to 12 before."""
    hour, minute = said.hour, said.minute
    if said.meridiem is not None and hour <= 12:
        return time(hour % 12 + 12 * said.meridiem, minute), None
    if (said.sure and hour > 12) or hour == 0:
        return time(hour, minute), None
    if part is not None and (chosen := _by_part(hour, part)) is not None:
        return time(chosen, minute), None
    if said.sure:
        return time(hour, minute), None
    usual = hour + _APART if hour <= 6 else hour
    return time(usual, minute), time((usual + _APART) % 24, minute)


def _by_part(hour: int, part: Part) -> int | None:
    """The hour of the clock that a part of day makes of a number up to 12."""
    if part in (Part.MORNING, Part.FIRST_THING, Part.BEFORE_WORK, Part.BEFORE_SCHOOL):
        return hour
    if part is Part.DAWN:
        return hour % 12 if hour in (12, 1, 2, 3, 4, 5, 6, 7) else hour + _APART
    if part in (Part.LUNCHTIME, Part.DAYTIME, Part.BEFORE_LUNCH, Part.AFTER_BREAKFAST, Part.MIDDLE, Part.LATER):
        return hour + _APART if hour < 7 else hour
    if part is Part.NIGHT:
        return hour % 12 if hour in (12, 1, 2, 3, 4) else hour + _APART
    return hour if (hour >= 11 and part in (Part.AFTERNOON, Part.TARDE)) or hour == 12 else hour + _APART
