"""Times of day: 10, 10am, 2.30 pm, 10h30, half past four, las siete menos cuarto, noon."""

from __future__ import annotations

from dataclasses import dataclass, replace

from conversation.extractors.dates.almanac import YEARS
from conversation.extractors.dates.lexemes import is_word
from conversation.extractors.dates.numbers import cardinal, ordinal
from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.tags import Tag

_ALONE = 4  # a message so short that says an hour and minutes says nothing else
_MINUTES_TO = (5, 10, 20, 25)
_NEAR = 180  # minutes
_LEAST_JOINED = 13  # minutes: "ten-eleven" are two hours, "ten-fifteen" is one


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
    if not begins_clock(r, at):
        return None
    key = (at, bare)
    if key not in r.clocks:
        r.clocks[key] = _read_clock(r, at, bare)
    known: Found | None = r.clocks[key]
    return known


_BEGINNINGS = frozenset((Tag.NUMBER, Tag.HALF, Tag.QUARTER, Tag.FIXED_TIME, Tag.MID, Tag.ARTICLE))


def begins_clock(r: Reader, at: int) -> bool:
    """Whether a time of day can begin with the lexeme there."""
    lexeme = r.at(at)
    return lexeme.number >= 0 or not _BEGINNINGS.isdisjoint(lexeme.tags)


def _read_clock(r: Reader, at: int, bare: bool) -> Found | None:
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
    if r.spanish and r.text(place) in ("para las", "para la"):
        return _lacking(r, at, minutes, place + 1)
    past = r.has(place, Tag.PAST)
    if not (past or r.has(place, Tag.TILL)) or r.spanish:
        return _half_four(r, at, place) if minutes == 30 and r.has(at, Tag.HALF) and not r.spanish else None
    fixed = r.tag(place + 1, Tag.FIXED_TIME)
    hour = cardinal(r, place + 1) if fixed is None else (fixed // 60 or 24, place + 2)
    if (
        not hour
        or not 0 <= hour[0] <= 24
        or (
            not _minutes_to(r, at, place)
            and r.has(at, Tag.NUMBER)
            and r.text(place) in ("to", "of", "after", "before", "till", "til")
        )
    ):
        return None
    counted = r.at(at).number >= 0 and not r.has(place - 1, Tag.UNIT)
    if r.text(place) in ("to", "till", "til", "of", "before") and counted and fixed is None:
        return None
    total = hour[0] * 60 + (minutes if past else -minutes)
    return _of_minutes(total, hour[0], r.at(place + 1).width), hour[1]


def _lacking(r: Reader, at: int, minutes: int, place: int) -> Found | None:
    """As in "un cuarto para las cinco", "diez para las tres", as Spanish America says what is lacking to the hour."""
    hour = cardinal(r, place)
    said = r.has(at, Tag.QUARTER, Tag.ARTICLE) or (r.at(at).number < 0 and minutes in _MINUTES_TO)
    if not hour or not said or not 1 <= hour[0] <= 24 or r.counted(hour[1]):
        return None
    return _of_minutes(hour[0] * 60 - minutes, hour[0], r.at(place).width), hour[1]


def _minutes_to(r: Reader, at: int, place: int) -> bool:
    """As in "five to nine", "twenty after four": in words, and not "from five to nine"."""
    found = cardinal(r, at)
    led = r.has(at - 1, Tag.FROM, Tag.BETWEEN, Tag.STARTING)
    if found is None or found[0] not in _MINUTES_TO or led:
        return False
    return (r.text(place) == "to" and r.has(place + 1, Tag.NUMBER)) or r.text(place) == "after"


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
    shared = r.has(at - 1, Tag.ARTICLE, Tag.ORDINAL, Tag.NUMBER, Tag.OF) or r.at(at - 1).number >= 0
    return Clock(hour[0], 30, strong=not shared), hour[1]


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
    due = r.has(at - 1, Tag.AT) or _rounded(r, at) or _begins_stretch(r, at) or _beside_a_day(r, at)
    if lexeme.width == 4 and r.text(at + 1) in ("hours", "hrs", "horas"):
        said = _figures(lexeme.number // 100, lexeme.number % 100, 2)
        return (replace(said, sure=True), at + 2) if said else None
    four = lexeme.width == 4 and (r.text(at)[0] == "0" or r.text(at + 1) == "h" or _ranged(r, at))
    if not spoken and not four and not (due and (lexeme.width == 4 or not r.has(at - 1, Tag.AT) or _rounded(r, at))):
        return None
    said = _figures(lexeme.number // 100, lexeme.number % 100, lexeme.width - 2)
    return (replace(said, strong=bool(spoken) or _ranged(r, at) or due), at + 1) if said else None


def _beside_a_day(r: Reader, at: int) -> bool:
    """As in "1430 tues", "tomorrow 0915": four figures to five minutes next to a day."""
    beside = r.has(at - 1, Tag.WEEKDAY, Tag.DAY) or r.has(at + 1, Tag.WEEKDAY, Tag.DAY)
    return beside and r.at(at).width == 4 and r.at(at).number % 5 == 0


def _begins_stretch(r: Reader, at: int) -> bool:
    """As in "630-930am", "730 to 9pm": the end tells that the beginning is an hour."""
    joined = r.text(at + 1) == "-" or r.has(at + 1, Tag.TO, Tag.MAYBE_TO)
    return joined and r.at(at + 2).number >= 0 and r.at(at).number % 5 == 0 and _meridiem(r, at + 3) is not None


def _rounded(r: Reader, at: int) -> bool:
    """As in "around 1030", "at 730 in the evening": to five minutes, no year, and nothing that it could number."""
    due = r.has(at - 1, Tag.AT, Tag.ABOUT, Tag.BEFORE, Tag.AFTER, Tag.BY)
    known = not is_word(r.at(at + 1)) or bool(r.at(at + 1).tags)
    return due and known and r.at(at).number % 5 == 0 and r.at(at).number not in YEARS and not r.counted(at + 1)


def _ranged(r: Reader, at: int) -> bool:
    """As in "between 0730-0930": one of two."""
    led = r.has(at - 1, Tag.FROM, Tag.BETWEEN, Tag.AT) or (r.text(at - 1) == "-" and r.at(at - 2).width == 4)
    return led and r.at(at).width == 4 and (r.text(at)[0] == "0" or r.text(at - 1) == "-" or r.text(at + 1) == "-")


def _hour_in_figures(r: Reader, at: int) -> Found | None:
    lexeme = r.at(at)
    if lexeme.width > 2 or lexeme.number > 24:
        return None
    after = r.at(at + 1)
    if after.glued and (after.text in ("/", ",", ".") and r.at(at + 2).glued and r.at(at + 2).number >= 0):
        return None  # "6.5 kg"
    if r.spanish and (more := _spanish_minutes(r, lexeme.number, at + 1, lexeme.width)):
        return more
    if _minutes_apart(r, at):
        said = _figures(lexeme.number, after.number, lexeme.width)
        return (said, at + 2) if said else None
    said = _figures(lexeme.number, 0, lexeme.width)
    if not said:
        return None
    strong = _spoken(r, at + 1) or r.text(at + 1 + (r.text(at + 1) == "-")) == "ish"
    if lexeme.number == 24 and not r.has(at - 1, Tag.AT, Tag.TO, Tag.BY, Tag.BEFORE):
        return None  # "abren 24 horas"
    if _half_said(r, at + 1):
        strong = True
    return replace(said, strong=strong), at + 1


def _minutes_apart(r: Reader, at: int) -> bool:
    """As in "at 3 15", as speech is written down: two figures with a space, behind a word that wants an hour."""
    minutes = r.at(at + 1)
    led = r.has(at - 1, Tag.AT, Tag.ABOUT) and not r.has(at - 1, Tag.ON, Tag.IN)
    led = led or (_meridiem(r, at + 2) is not None and r.at(at).number <= 12)
    return led and minutes.width == 2 and minutes.number < 60 and minutes.number % 5 == 0 and not r.counted(at + 2)


def _half_said(r: Reader, at: int) -> bool:
    """As in "9a", "3:15p": half of am or pm, glued to the figure, and no other letter behind."""
    behind = r.at(at + 1)
    ends = not is_word(behind) or r.has(at + 1, Tag.TO, Tag.ON, Tag.AND, Tag.OR, Tag.FOR)
    return r.at(at).glued and r.text(at) in ("a", "p") and ends and not r.spanish


# --- words -----------------------------------------------------------------------------------------


def _by_words(r: Reader, at: int, bare: bool) -> Found | None:
    """As in "eleven", "eleven thirty", "two oh five", "siete y media", "una y treinta"."""
    found = cardinal(r, at)
    if not found or r.at(at).number >= 0 or not 0 <= found[0] <= 24 or ordinal(r, at):
        return None
    hour, place = found
    if r.spanish and (more := _spanish_minutes(r, hour, place, 0)):
        return more
    sure, hour = hour > 12, hour % 24
    minutes = _spoken_minutes(r, place)
    if not minutes:
        strong = _spoken(r, place) or r.has(at, Tag.ISH)
        return Clock(hour, sure=sure, strong=strong, approximate=r.has(at, Tag.ISH)), place
    value, end = minutes
    spoken = _spoken(r, end)
    if not spoken and r.counted(end):
        return None
    return Clock(hour, value, sure=sure, strong=spoken or r.has(at - 1, *_HOUR_DUE) or r.size <= _ALONE), end


def _spoken_minutes(r: Reader, at: int) -> tuple[int, int] | None:
    if r.text(at) in ("oh", "o"):
        found = cardinal(r, at + 1)
        return found if found and 1 <= found[0] <= 9 and r.at(at + 1).number < 0 else None
    joined = r.text(at) == "-" and r.at(at).glued
    found = cardinal(r, at + joined)
    if found and r.at(at + joined).number < 0 and (_LEAST_JOINED if joined else 10) <= found[0] <= 59:
        return found
    return None


def _spanish_minutes(r: Reader, hour: int, at: int, width: int) -> Found | None:
    """As in "y media", "y cuarto", "menos diez", "y veinte", "treinta"; a word like "pm" may stand before them."""
    if hour > 24:
        return None
    place = at + (r.text(at) in ("horas", "h") and r.text(at + 1) == "y")
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
        or place > at
        or (r.text(place) == "y" and r.size <= _ALONE)
        or r.has(place, Tag.HALF, Tag.QUARTER, Tag.MINUS)
        or r.has(end, Tag.PART)
        or bool(spoken)
        or bool(_meridiem(r, end))
    )
    said = _of_minutes(total, hour, width)
    end += r.text(end) in ("minutos", "min")
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
    digits = r.at(place).number >= 0
    if not found or not (1 <= found[0] <= 59) or (digits and (place == at or not _figured(r, place))):
        return None
    if r.has(found[1], Tag.UNIT) and not r.has(found[1], Tag.OCLOCK) and "min" not in r.text(found[1]):
        return None
    counted = place == at or (found[0] == 1 and "min" not in r.text(found[1]))  # "a las 10 y una radiografia"
    return None if counted and found[0] < 5 else found


def _figured(r: Reader, at: int) -> bool:
    """As in "a las 9 y 45": minutes in figures behind "y"; "entre las 9 y 10" are two hours."""
    said = r.at(at)
    return said.width == 2 and said.number % 5 == 0 and r.has(at - 3, Tag.AT) and not r.has(at - 3, Tag.BETWEEN)


# --- what follows ----------------------------------------------------------------------------------


def _spoken(r: Reader, at: int) -> bool:
    """Whether "pm" or "o'clock" follows."""
    return _meridiem(r, at) is not None or _oclock(r, at) is not None or r.text(at) in ("sharp", "on the dot")


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
        (r.text(at) == "hora" and r.text(at - 1) == "una")
        or (
            r.text(at) in ("hora", "horas", "h", "hs", "hrs")
            and r.has(at - 2, Tag.IN, Tag.WITHIN, Tag.EVERY, Tag.FOR, Tag.NEXT, Tag.BEFORE)
        )
    ):
        return at + 1
    if r.text(at) == "o" and r.text(at + 1) in ('"', "'") and r.text(at + 2) == "clock":
        return at + 3
    return at + 2 if r.text(at) == "o" and r.text(at + 1) == "clock" else None


def _beside(said: Clock, fixed: int) -> int | None:
    """As in "1 o'clock midnight", "12 noon": the hour of the day, where the word tells which half of it is meant."""
    if said.minute or said.hour not in (10, 11, 12, 1, 2, 3):
        return None
    near = [hour for hour in (said.hour % 12, said.hour % 12 + 12) if abs(hour * 60 - fixed) <= _NEAR]
    late = [hour for hour in (said.hour % 12 + 12,) if not fixed and hour * 60 >= 24 * 60 - _NEAR]
    return next(iter(near + late), None)


def _tail(r: Reader, said: Clock, at: int) -> Found | None:
    after = r.at(at)
    place = _oclock(r, at) or at
    spoken = _meridiem(r, place)
    if spoken:
        said, place = replace(said, meridiem=spoken[0], strong=True), spoken[1]
        place = _oclock(r, place) or place
    elif _half_said(r, at):
        said, place = replace(said, meridiem="ap".index(after.text), strong=True), at + 1
    elif said.strong and r.counted(place) and place == at and r.has(place, Tag.CURRENCY):
        return None
    fixed = r.tag(place, Tag.FIXED_TIME)
    if fixed is not None and not said.settled and (hour := _beside(said, fixed)) is not None:
        said, place = replace(said, hour=hour, sure=True, strong=True), place + 1
    if r.text(place) == "-" and r.has(place + 1, Tag.ISH):
        place += 1
    if r.has(place, Tag.ISH):
        said, place = replace(said, approximate=True), place + 1
    place = r.skip(place, Tag.SHARP)
    zone = place + (r.text(place) == "de" or r.text(place) in ("(", ","))
    if r.has(zone, Tag.ZONE):
        said, place = replace(said, zone=True), zone + 1
    return said, place
