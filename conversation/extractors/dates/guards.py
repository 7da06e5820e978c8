"""What looks like a time and is none: ages, durations, how often, prices, the past, births and symptoms."""

from __future__ import annotations

from datetime import timedelta

from conversation.extractors.dates.day import Kind
from conversation.extractors.dates.errands import of_an_errand
from conversation.extractors.dates.lexemes import meaningless
from conversation.extractors.dates.numbers import cardinal
from conversation.extractors.dates.past import is_past, past_day_words, past_words
from conversation.extractors.dates.pieces import Piece, point
from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.relative_days import amount
from conversation.extractors.dates.tags import Tag

_BIRTH = timedelta(days=366)
_NEAR = 4
_CLAUSE = 9
_BRIEF = 6  # words of a sentence that stands for itself
_WHEN_ASKED = frozenset(("slot", "day", "time", "date"))
_STOPS = frozenset(".!?;\n\u00bf\u00a1")
_CURRENCY_SIGNS = frozenset("$\u20ac\u00a3")


def void(r: Reader, at: int) -> int | None:
    """The place after words that must not be read as a time, or None when nothing of the kind begins here."""
    return (
        _ignored(r, at)
        or _money(r, at)
        or past_words(r, at)
        or _often(r, at)
        or _duration(r, at)
        or _born(r, at)
        or _figure(r, at)
    )


def _ignored(r: Reader, at: int) -> int | None:
    return past_day_words(r, at) or (at + 1 if r.has(at, Tag.IGNORE) else None)


def _money(r: Reader, at: int) -> int | None:
    if r.text(at) in _CURRENCY_SIGNS and r.at(at + 1).number >= 0:
        return at + 2
    found = cardinal(r, at)
    return found[1] + 1 if found and (r.has(found[1], Tag.CURRENCY) or r.text(found[1]) in _CURRENCY_SIGNS) else None


def _often(r: Reader, at: int) -> int | None:
    """As in "every Monday", "twice a day", "3 times a week", "por las noches"."""
    if r.has(at, Tag.EVERY) and not (r.spanish and r.text(at) == "por"):
        place = r.skip(at + 1, Tag.OF, Tag.THE)
        found = amount(r, place)
        if found:
            return found[1]
        if r.has(place, Tag.UNIT, Tag.WEEKDAY, Tag.PART, Tag.MONTH, Tag.WEEKEND, Tag.LOOSE_PART, Tag.DAY):
            return place + 1
    found_number = cardinal(r, at)
    times = found_number[1] if found_number else at
    if (r.has(times, Tag.TIMES) and not r.has(times, Tag.GLUE)) or (found_number and r.has(times, Tag.TIMES)):
        place = times + 1
        if r.has(place, Tag.PER) and r.has(place + 1, Tag.UNIT, Tag.PART):
            return place + 2
        if r.has(place, Tag.IN, Tag.EVERY) and (found := amount(r, place + 1)):
            return found[1]
        return place if found_number else None
    if r.has(at, Tag.PER) and r.has(at + 1, Tag.UNIT) and r.has(at - 1, Tag.NOUN, Tag.SYMPTOM):
        return at + 2
    return None


def _duration(r: Reader, at: int) -> int | None:
    """As in "for two weeks", "30 minutes", "4 years old", "a 45"."""
    place = r.skip(at, Tag.FOR, Tag.SINCE, Tag.ABOUT) if r.has(at, Tag.FOR, Tag.SINCE) else at
    found = amount(r, place)
    if found:
        return found[1] + r.has(found[1], Tag.AGE)
    number = cardinal(r, at)
    if (
        number
        and (r.has(number[1], Tag.TO, Tag.MAYBE_TO, Tag.OR) or r.text(number[1]) == "-")
        and (found := amount(r, number[1] + 1))
    ):
        return found[1] + r.has(found[1], Tag.SHIFT, Tag.AGO)
    if number:
        end = number[1] + (r.text(number[1]) == "-")
        if r.has(end, Tag.UNIT, Tag.AGE):
            end += 1 + (r.text(end + 1) == "-")
            return end + r.has(end, Tag.AGE)
    return None


def _born(r: Reader, at: int) -> int | None:
    """A date behind "born" or "date of birth" is swallowed."""
    if not r.has(at, Tag.BORN):
        return None
    place = at + 1
    for _ in range(_NEAR):
        found = point(r, place)
        if found and found.day:
            return found.end if found.day.kind in (Kind.DATE, Kind.VOID) else at + 1
        if r.text(place) in _STOPS and r.text(place) != ".":
            break
        place += 1
    return at + 1


def _figure(r: Reader, at: int) -> int | None:
    """Numbers tied to others or to a percent sign are measurements: "0.8/15", "120/80", "1:1", "6.45%"."""
    if r.at(at).number < 0:
        return None
    place = at + 1
    while (
        r.text(place) in (".", "/", ":", ",", "-", "%")
        and r.at(place).glued
        and (r.at(place + 1).number >= 0 or r.text(place) == "%")
    ):
        if r.text(place) == "%":
            return place + 1
        if not r.at(place + 1).glued:
            break
        place += 2
    return place


# --- phrases that were read, and do not count ------------------------------------------------------


def unsaid(r: Reader, piece: Piece) -> bool:
    """Whether a phrase is no wish for a time: a birth date, the course of a symptom, an event of the past."""
    day = piece.day
    if day is not None and day.kind is Kind.DATE and day.first:
        if r.today - day.first > _BIRTH and day.end is not None:
            return True
        if r.context.question == "date_of_birth" or _near(r, piece.start, Tag.BORN, 5):
            return True
    if r.context.question == "date_of_birth" and day is not None and day.kind in (Kind.NUMBER, Kind.MONTH):
        return True
    if r.context.question not in _WHEN_ASKED and _told(r, piece):
        return True
    if of_an_errand(r, piece) or is_past(r, piece):
        return True
    if _numbers_something(r, piece):
        return True
    if _closing(r, piece) or _since(r, piece) or _happened(r, piece):
        return True
    return _course(r, piece)


def _numbers_something(r: Reader, piece: Piece) -> bool:
    """As in "the 13th president", "hold at 17 in blackjack": a mere number beside a strange word, and no wish."""
    rank = piece.day is not None and piece.day.kind is Kind.NUMBER and not piece.timed and piece.part is None
    hour = piece.clock is not None and not piece.clock.strong and piece.day is None and piece.part is None
    if not (rank or hour) or piece.opened or piece.bound or r.context.question in _WHEN_ASKED:
        return False
    return meaningless(r.at(r.skip(piece.end, Tag.IN))) and not r.sentence(piece.start).wishes


def _near(r: Reader, at: int, tag: Tag, reach: int) -> bool:
    """Whether a word with that meaning stands in the same sentence, at most `reach` places before."""
    for place in range(at - 1, at - 1 - reach, -1):
        if r.text(place) in _STOPS and r.text(place) and not r.at(place).glued:
            return False
        if r.has(place, tag):
            return True
    return False


def _told(r: Reader, piece: Piece) -> bool:
    """Whether a phrase belongs to a story: its sentence asks for nothing, and tells of a complaint or is a long one."""
    said = r.sentence(piece.start)
    if said.wishes:
        return False
    if r.long and not (piece.day is not None and piece.timed) and said.words > _BRIEF:
        return True
    if piece.timed or (piece.day is not None and piece.day.single != r.today):
        return False
    return any(place not in range(piece.start, piece.end) for place in said.ailing)


def _closing(r: Reader, piece: Piece) -> bool:
    """As in "That is all for today", "thanks for your help today"."""
    day = piece.day
    if day is None or day.kind is not Kind.RELATIVE or day.single != r.today or piece.timed or piece.part:
        return False
    return _near(r, piece.start, Tag.CLOSING, 6)


def _since(r: Reader, piece: Piece) -> bool:
    """As in "since Monday", "desde el lunes me duele": how long something has lasted."""
    if r.has(piece.start - 1, Tag.SINCE) or (r.has(piece.start - 2, Tag.SINCE) and r.has(piece.start - 1, Tag.THE)):
        ahead = (
            piece.day is not None and piece.day.kind is Kind.RELATIVE and piece.day.first and piece.day.first >= r.today
        )
        return not ahead
    if r.text(piece.start).startswith("desde") and piece.opened:
        return _clause_has(r, piece, Tag.SYMPTOM) or _near(r, piece.start, Tag.PAST_EVENT, _NEAR)
    return False


def _happened(r: Reader, piece: Piece) -> bool:
    """As in "it started on Monday", "I fell this morning"."""
    if piece.timed or piece.bound or piece.until:
        return False
    return any(
        r.has(place, Tag.PAST_EVENT)
        and not r.has(place, Tag.STARTING, Tag.FROM, Tag.SINCE)
        and r.text(place) not in ("desde", "paso")
        for place in range(piece.start - 3, piece.start)
    )


def _course(r: Reader, piece: Piece) -> bool:
    """A part of day, or a mere hour, in a sentence about symptoms or doses."""
    if piece.day is not None or piece.until is not None or (piece.clock is not None and piece.clock.settled):
        return False
    if piece.clock is not None and piece.clock.minute:
        return False
    night = piece.part is not None and piece.clock is None and _nightly(r, piece)
    if night and r.context.question not in ("slot", "time", "day"):
        return True
    return piece.same_time is False and _clause_has(r, piece, Tag.SYMPTOM)


def _nightly(r: Reader, piece: Piece) -> bool:
    """As in "at night", "por las noches": a habit rather than a time to come."""
    last = r.text(piece.end - 1)
    return (last == "night" and r.text(piece.end - 2) == "at") or last in ("nights", "las noches", "por las noches")


def _clause_has(r: Reader, piece: Piece, tag: Tag) -> bool:
    if _near(r, piece.start, tag, _CLAUSE):
        return True
    for place in range(piece.end, piece.end + _NEAR):
        if r.text(place) in _STOPS:
            return False
        if r.has(place, tag):
            return True
    return False
