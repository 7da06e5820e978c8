"""What is over: "last Tuesday at 3", "two days ago", "my appointment was at 9 this morning"."""

from __future__ import annotations

from conversation.extractors.dates.day import Kind
from conversation.extractors.dates.parts import settle
from conversation.extractors.dates.pieces import Piece, point
from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.relative_days import amount
from conversation.extractors.dates.tags import Tag

_REACH = 8  # lexemes between the verb and the time
_SUBJECT = 6  # lexemes between the visit and "was": "my appointment with Dr Chen was"
_STOPS = frozenset(".!?;,\n\u00bf\u00a1")
_PARTING = frozenset("but so because then said says told tells wants pero asi que porque entonces dijo dice".split())
_PLANNED = frozenset(
    "offered given supposed due meant booked planned have has is are open opens do does can it that only hoy "
    "he habeis hay que".split()
)
"""Words between the verb and the time after which it is no visit of the past: "I saw you have Monday at 10"."""
_GOING_ON = ("ing", "ando", "endo")
_WAS, _WENT, _HAD = 1, 2, 3


def past_words(r: Reader, at: int) -> int | None:
    """The place after "last Monday at 3", "the past week", "two days ago", "hace dos semanas"."""
    end = _past_day(r, at)
    return _with_its_hour(r, end) if end else None


def past_day_words(r: Reader, at: int) -> int | None:
    """The place after "yesterday at 3" and its kind."""
    return _with_its_hour(r, at + 1) if r.has(at, Tag.PAST_DAY) and not r.has(at, Tag.DAY) else None


def _past_day(r: Reader, at: int) -> int | None:
    if r.has(at, Tag.LAST):
        place = at + 1
        found = amount(r, place)
        if found:
            return found[1]
        if r.has(place, Tag.WEEKDAY, Tag.UNIT, Tag.MONTH, Tag.WEEKEND, Tag.PART, Tag.LOOSE_PART):
            return place + 1
    if r.has(at, Tag.WEEKDAY, Tag.UNIT, Tag.MONTH, Tag.WEEKEND) and r.spanish and r.has(at + 1, Tag.LAST):
        return at + 2
    if r.has(at, Tag.SINCE) and r.spanish and (found := amount(r, at + 1)):
        return found[1]
    found = amount(r, at)
    return found[1] + 1 if found and r.has(found[1], Tag.AGO) else None


def _with_its_hour(r: Reader, end: int) -> int:
    behind = point(r, end) if r.text(end) != "," else None
    return behind.end if behind and not behind.day else end


def is_past(r: Reader, piece: Piece) -> bool:
    """Whether a phrase that was read tells of a visit gone by: "I was there on Monday at 3", "at 9 yesterday"."""
    behind = r.skip(piece.end, Tag.ON, Tag.THE)
    if piece.day is None and piece.timed and (past_day_words(r, behind) or past_words(r, behind)):
        return True
    verb = None if piece.day and piece.day.kind in (Kind.SPAN, Kind.MONTH) else _verb(r, piece)
    if verb is None:
        return False
    kind, planned = r.tag(verb, Tag.WAS), any(r.has(place, Tag.FOR) for place in range(verb + 1, piece.item))
    if kind == _HAD or planned:
        return _is_over(r, piece)
    return kind == _WENT or _visited(r, verb, piece)


def _verb(r: Reader, piece: Piece) -> int | None:
    """Where the verb stands that the phrase hangs on, when it is one of the past."""
    for place in range(piece.start - 1, max(piece.start - 1 - _REACH, -1), -1):
        if r.has(place, Tag.WAS):
            return place
        text = r.text(place)
        if text in _STOPS or text in _PARTING or text in _PLANNED or text.endswith(_GOING_ON):
            return None
        if r.has(place, Tag.AND, Tag.MOVE, Tag.OR, Tag.NOT) or (r.has(place, Tag.WISH) and not r.has(place, Tag.VISIT)):
            return None
    return None


def _visited(r: Reader, verb: int, piece: Piece) -> bool:
    """As in "my appointment was at 9", "I was there on Monday"; not "my first choice was Monday", "it was Monday"."""
    before = range(verb - 1, max(verb - 1 - _SUBJECT, -1), -1)
    if any(r.has(place, Tag.VISIT) for place in before):
        return True
    return r.text(verb - 1) in ("i", "we") and piece.start > verb + 1


def _is_over(r: Reader, piece: Piece) -> bool:
    day = piece.day.single if piece.day else r.today
    if day is None or day > r.today:
        return False
    if day < r.today:
        return True
    part = piece.part.part if piece.part else None
    return piece.clock is not None and piece.bound is None and settle(piece.clock, part)[0] <= r.now.time()
