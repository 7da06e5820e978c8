"""Times of day: 10, 10am, 2.30 pm, 10h30, half past four, las siete menos cuarto, noon."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time

from conversation.extractors.dates.lexemes import is_word
from conversation.extractors.dates.numbers import cardinal, ordinal
from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.tags import WINDOWS, Part, Tag, Window

_APART = 12  # hours between two readings
_ALONE = 4  # a message so short that says an hour and minutes says nothing else
_MINUTES_TO = (5, 10, 20, 25)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as said. `meridiem` is 0 for am, 1 for pm, None where it was not said; `sure` on the 24-hour clock."""

    hour: int
    minute: int = 0
    meridiem: int | None = None
    sure: bool = False
    strong: bool = True
    """False for a mere number, which is an hour only where something says so."""
    approximate: bool = False
    zone: bool = False

    @property
    def settled(self) -> bool:
        """Whether only one reading is left."""
        return self.sure or self.meridiem is not None


Found = tuple[Clock, int]
_HOUR_DUE = (Tag.FOR, Tag.AT, Tag.FROM, Tag.TO, Tag.BETWEEN, Tag.BEFORE, Tag.AFTER, Tag.BY, Tag.STARTING)


def clock(r: Reader, at: int, bare: bool = False) -> Found | None:
    """A time of day at this place; `bare` lets a mere number be an hour."""
    found = _fixed(r, at) or _around_the_hour(r, at) or _by_figures(r, at) or _by_words(r, at, bare)
    if not found:
        return None
    said, place = found
    if not said.strong and not bare:
        return None
    return _tail(r, said, place)


def _fixed(r: Reader, at: int) -> Found | None:
    if r.has(at, Tag.MID) and r.text(at + 1) == "-" and r.text(at + 2) in ("day", "night", "morning", "afternoon"):
        minutes = {"day": 720, "night": 0, "morning": 600, "afternoon": 840}[r.text(at + 2)]
        return Clock(minutes // 60, 0, sure=True), at + 3
    minutes_fixed = r.tag(at, Tag.FIXED_TIME)
    if minutes_fixed is None:
        return None
    return Clock(minutes_fixed // 60, minutes_fixed % 60, sure=True, approximate=r.has(at, Tag.ISH)), at + 1


# --- half past, quarter to -------------------------------------------------------------------------


def _around_the_hour(r: Reader, at: int) -> Found | None:
    """As in "half past 4", "quarter to five", "20 min past eight", "half four"."""
    place = r.skip(at, Tag.ARTICLE) if r.has(at + 1, Tag.QUARTER, Tag.HALF) else at
    found = _fraction(r, place)
    if not found:
        return None
    minutes, place = found
    past = r.has(place, Tag.PAST)
    if not (past or r.has(place, Tag.TILL)) or r.spanish:
        return _half_four(r, at, place) if minutes == 30 and r.has(at, Tag.HALF) and not r.spanish else None
    hour = cardinal(r, place + 1)
    if (
        not hour
        or not 0 <= hour[0] <= 24
        or (
            not _minutes_to(r, at, place)
            and r.has(at, Tag.NUMBER)
            and r.text(place) in ("to", "of", "after", "before", "till")
        )
    ):
        return None
    if r.text(place) in ("to", "of", "before") and r.at(at).number >= 0 and not r.has(place - 1, Tag.UNIT):
        return None
    total = hour[0] * 60 + (minutes if past else -minutes)
    return _of_minutes(total, hour[0], r.at(place + 1).width), hour[1]


def _minutes_to(r: Reader, at: int, place: int) -> bool:
    """As in "five to nine", "twenty to four": in words, and not "from five to nine"."""
    found = cardinal(r, at)
    led = r.has(at - 1, Tag.FROM, Tag.BETWEEN, Tag.STARTING)
    if found is None or found[0] not in _MINUTES_TO or led:
        return False
    return r.text(place) == "to" and r.has(place + 1, Tag.NUMBER)


def _fraction(r: Reader, at: int) -> tuple[int, int] | None:
    if r.has(at, Tag.HALF):
        return 30, at + 1
    if r.has(at, Tag.QUARTER):
        return 15, at + 1
    found = cardinal(r, at)
    if not found or not 1 <= found[0] <= 59:
        return None
    minutes, place = found
    if r.text(place) == "-":
        return None
    if r.text(place) in ("min", "mins", "minute", "minutes"):
        place += 1
    return minutes, place


def _half_four(r: Reader, at: int, place: int) -> Found | None:
    hour = cardinal(r, place)
    if not hour or not 1 <= hour[0] <= 12 or r.counted(hour[1]):
        return None
    return Clock(hour[0], 30, strong=r.has(at - 1, Tag.AT, Tag.ABOUT)), hour[1]


def _of_minutes(total: int, hour: int, width: int) -> Clock:
    total %= 24 * 60
    said = Clock(total // 60, total % 60)
    if hour <= 12 and total >= 12 * 60 and total < 13 * 60 and hour != 12:
        said = replace(said, hour=0)
    return replace(said, hour=12 if said.hour == 0 and hour == 1 else said.hour, sure=hour > 12)


# --- figures ---------------------------------------------------------------------------------------


def _by_figures(r: Reader, at: int) -> Found | None:
    lexeme = r.at(at)
    if (
        lexeme.number < 0
        or lexeme.width > 4
        or (lexeme.glued and r.text(at - 1) in ("$", "\u20ac", "\u00a3", ".", ","))
    ):
        return None
    if lexeme.glued and r.text(at - 1) in ("/", ":"):
        return None
    if r.text(at - 1) in ("$", "\u20ac", "\u00a3", "#"):
        return None
    return _with_mark(r, at) or _with_h(r, at) or _compact(r, at) or _hour_in_figures(r, at)


def _with_mark(r: Reader, at: int) -> Found | None:
    """As in "10:30", "8: 45", "2.30 pm", "17:49:19"."""
    lexeme, mark, minutes = r.at(at), r.at(at + 1), r.at(at + 2)
    if mark.text not in (":", ".") or not mark.glued or minutes.width != 2 or minutes.number > 59:
        return None
    if lexeme.width > 2 or lexeme.number > 24 or (not minutes.glued and mark.text == "."):
        return None
    place = at + 3
    if r.text(place) == ":" and r.at(place).glued and r.at(place + 1).width == 2:
        place += 2
    strong = mark.text == ":"
    after = r.at(place)
    if mark.text == "." and ((after.text in ("%", ".") and after.glued and r.at(place + 1).glued) or after.text == "%"):
        return None
    if mark.text == "." and (_meridiem(r, place) or r.text(place) == "h"):
        strong = True
    said = _figures(lexeme.number, minutes.number, lexeme.width)
    return (replace(said, strong=strong), place) if said else None


def _figures(hour: int, minute: int, width: int) -> Clock | None:
    if hour > 24 or (hour == 24 and minute):
        return None
    sure = hour > 12 or hour == 0 or (width == 2 and hour < 10)
    return Clock(hour % 24, minute, sure=sure)


def _with_h(r: Reader, at: int) -> Found | None:
    """As in "10h30", "14h", "7h01", "16 h", "10 h 10"."""
    lexeme = r.at(at)
    if r.text(at + 1) != "h" or lexeme.number > 24 or lexeme.width > 2:
        return None
    minutes = r.at(at + 2)
    if minutes.width == 2 and minutes.number < 60 and (minutes.glued or r.spanish):
        said = _figures(lexeme.number, minutes.number, lexeme.width)
        return (said, at + 3) if said else None
    if not r.spanish and (lexeme.number < 7 or r.has(at - 1, Tag.IN, Tag.FOR, Tag.WITHIN, Tag.EVERY)):
        return None
    if r.has(at - 1, Tag.IN, Tag.WITHIN, Tag.EVERY, Tag.NEXT, Tag.SINCE) or r.text(at - 1) in ("durante", "por"):
        return None
    said = _figures(lexeme.number, 0, lexeme.width)
    return (said, at + 2) if said else None


def _compact(r: Reader, at: int) -> Found | None:
    """As in "340pm", "0730"."""
    lexeme = r.at(at)
    if lexeme.width < 3 or lexeme.number // 100 > 23 or lexeme.number % 100 > 59:
        return None
    spoken = _meridiem(r, at + 1)
    four = lexeme.width == 4 and (
        r.text(at)[0] == "0" or r.text(at + 1) == "h" or _ranged(r, at) or r.has(at - 1, Tag.AT)
    )
    if not spoken and not four:
        return None
    said = _figures(lexeme.number // 100, lexeme.number % 100, lexeme.width - 2)
    return (replace(said, strong=bool(spoken) or _ranged(r, at) or r.has(at - 1, Tag.AT)), at + 1) if said else None


def _ranged(r: Reader, at: int) -> bool:
    """As in "between 0730-0930": one of two."""
    led = r.has(at - 1, Tag.FROM, Tag.BETWEEN, Tag.AT) or (r.text(at - 1) == "-" and r.at(at - 2).width == 4)
    return led and r.at(at).width == 4 and (r.text(at)[0] == "0" or r.text(at - 1) == "-" or r.text(at + 1) == "-")


def _hour_in_figures(r: Reader, at: int) -> Found | None:
    lexeme = r.at(at)
    if lexeme.width > 2 or lexeme.number > 24:
        return None
    after = r.at(at + 1)
    if after.glued and (after.text in ("/", ",") and r.at(at + 2).glued and r.at(at + 2).number >= 0):
        return None
    if r.spanish and (more := _spanish_minutes(r, lexeme.number, at + 1, lexeme.width)):
        return more
    said = _figures(lexeme.number, 0, lexeme.width)
    if not said:
        return None
    strong = _spoken(r, at + 1) or r.text(at + 1 + (r.text(at + 1) == "-")) == "ish"
    if after.glued and after.text in ("a", "p") and not is_word(r.at(at + 2)) and not r.spanish:
        strong = True
    return replace(said, strong=strong), at + 1


# --- words -----------------------------------------------------------------------------------------


def _by_words(r: Reader, at: int, bare: bool) -> Found | None:
    """As in "eleven", "eleven thirty", "two oh five", "siete y media", "una y treinta"."""
    found = cardinal(r, at)
    if not found or r.at(at).number >= 0 or not 0 <= found[0] <= 24 or ordinal(r, at):
        return None
    hour, place = found
    if r.spanish and (more := _spanish_minutes(r, hour, place, 0)):
        return more
    minutes = _spoken_minutes(r, place)
    if minutes:
        value, end = minutes
        loose = not _spoken(r, end) and r.counted(end)
        return (
            (
                Clock(
                    hour, value, sure=hour > 12, strong=_spoken(r, end) or r.has(at - 1, *_HOUR_DUE) or r.size <= _ALONE
                ),
                end,
            )
            if not loose
            else None
        )
    strong = _spoken(r, place) or r.has(at, Tag.ISH)
    return Clock(hour, sure=hour > 12, strong=strong, approximate=r.has(at, Tag.ISH)), place


def _spoken_minutes(r: Reader, at: int) -> tuple[int, int] | None:
    if r.text(at) in ("oh", "o"):
        found = cardinal(r, at + 1)
        return found if found and 1 <= found[0] <= 9 and r.at(at + 1).number < 0 else None
    found = cardinal(r, at)
    if found and r.at(at).number < 0 and 10 <= found[0] <= 59:
        return found
    return None


def _spanish_minutes(r: Reader, hour: int, at: int, width: int) -> Found | None:
    """As in "y media", "y cuarto", "menos diez", "y veinte", "treinta"; a word like "pm" may stand before them."""
    if hour > 24:
        return None
    place = at
    spoken = _meridiem(r, at)
    if spoken:
        place = spoken[1]
    value = _added_minutes(r, place)
    if value is None:
        return None
    minutes, end = value
    total = hour * 60 + minutes
    said_before = at - 2 if width == 0 else at - 1
    strong = r.has(said_before, *_HOUR_DUE, Tag.MAYBE_FROM, Tag.MAYBE_TO) and not r.has(said_before, Tag.FOR)
    strong = (
        strong
        or r.has(place, Tag.HALF, Tag.QUARTER, Tag.MINUS)
        or r.has(end, Tag.PART)
        or bool(spoken)
        or bool(_meridiem(r, end))
    )
    said = _of_minutes(total, hour, width)
    return replace(said, sure=hour > 12, meridiem=spoken[0] if spoken else None, strong=strong), end


def _added_minutes(r: Reader, at: int) -> tuple[int, int] | None:
    if r.text(at) in ("y media", "y cuarto"):
        return (30 if r.text(at) == "y media" else 15), at + 1
    if r.text(at) == "menos":
        if r.has(at + 1, Tag.QUARTER):
            return -15, at + 2
        found = cardinal(r, at + 1)
        return (-found[0], found[1]) if found and 1 <= found[0] < 60 else None
    place = at + (r.text(at) == "y")
    found = cardinal(r, place)
    if not found or not (1 <= found[0] <= 59) or (r.at(place).number >= 0 and place == at):
        return None
    if r.has(found[1], Tag.UNIT) and not r.has(found[1], Tag.OCLOCK) and "min" not in r.text(found[1]):
        return None
    if (place == at and found[0] < 5) or r.at(place).number >= 0:
        return None
    return found


# --- what follows ----------------------------------------------------------------------------------


def _spoken(r: Reader, at: int) -> bool:
    """Whether "pm" or "o'clock" follows."""
    return _meridiem(r, at) is not None or _oclock(r, at) is not None


def _meridiem(r: Reader, at: int) -> tuple[int, int] | None:
    """am or pm in any spelling, with the place after it."""
    said = r.tag(at, Tag.MERIDIEM)
    if said is not None:
        if r.text(at) == "am" and not r.at(at).glued and r.has(at + 1, Tag.PRONOUN):
            return None
        return said, at + 1 + (r.text(at + 1) == "." and r.at(at + 1).glued and r.at(at + 2).glued)
    if r.text(at) not in ("a", "p"):
        return None
    place = at + 1 + (r.text(at + 1) == ".")
    if r.text(place) != "m":
        return None
    place += 1
    return ("ap".index(r.text(at)), place + (r.text(place) == "." and (r.at(place).glued or r.text(place - 2) == ".")))


def _oclock(r: Reader, at: int) -> int | None:
    if r.has(at, Tag.OCLOCK) and not (
        r.text(at) in ("hora", "horas", "h", "hs", "hrs")
        and r.has(at - 2, Tag.IN, Tag.WITHIN, Tag.EVERY, Tag.FOR, Tag.NEXT, Tag.BEFORE)
    ):
        return at + 1
    if r.text(at) == "o" and r.text(at + 1) in ('"', "'") and r.text(at + 2) == "clock":
        return at + 3
    return at + 2 if r.text(at) == "o" and r.text(at + 1) == "clock" else None


def _tail(r: Reader, said: Clock, at: int) -> Found | None:
    after = r.at(at)
    place = _oclock(r, at) or at
    spoken = _meridiem(r, place)
    if spoken:
        said, place = replace(said, meridiem=spoken[0], strong=True), spoken[1]
        place = _oclock(r, place) or place
    elif after.glued and after.text in ("a", "p") and not is_word(r.at(at + 1)) and not r.spanish:
        said, place = replace(said, meridiem="ap".index(after.text), strong=True), at + 1
    elif said.strong and r.counted(place) and place == at and r.has(place, Tag.CURRENCY):
        return None
    if r.text(place) == "-" and r.has(place + 1, Tag.ISH):
        place += 1
    if r.has(place, Tag.ISH):
        said, place = replace(said, approximate=True), place + 1
    place = r.skip(place, Tag.SHARP)
    zone = place + (r.text(place) == "de" or r.text(place) in ("(", ","))
    if r.has(zone, Tag.ZONE):
        said, place = replace(said, zone=True), zone + 1
    return said, place


# --- parts of day ----------------------------------------------------------------------------------


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
        return hour % 12
    if part in (Part.LUNCHTIME, Part.DAYTIME, Part.BEFORE_LUNCH, Part.AFTER_BREAKFAST):
        return hour + _APART if hour < 7 else hour
    if part is Part.NIGHT:
        return hour % 12 if hour in (12, 1, 2, 3, 4) else hour + _APART
    return hour if (hour >= 11 and part in (Part.AFTERNOON, Part.TARDE)) or hour == 12 else hour + _APART
