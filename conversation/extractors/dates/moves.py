"""From an old time to a new one: "move it from Monday at 3 to Tuesday", "change my 10 o'clock to 11"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from conversation.extractors.dates.almanac import day_of_month
from conversation.extractors.dates.day import VOID, Day, Kind, one
from conversation.extractors.dates.lexemes import is_word
from conversation.extractors.dates.pieces import Piece, point
from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.stretches import hour_of
from conversation.extractors.dates.tags import Tag
from conversation.extractors.dates.wholes import phrase

_REACH = 12  # lexemes between the verb and the old time
_BELONGING = 7  # lexemes between the old time and "to": "my 10 o'clock appointment with Dr Chen"
_STOPS = frozenset(".!?;,\n\u00bf\u00a1")
_SUBJECTS = frozenset("i i'm i'd i'll we he she they yo any anytime sometime some cualquier algun alguna".split())
"""Words that begin a wish of its own behind the verb: "I need to reschedule, I'm free from 10 to 12"."""
_AIMS = frozenset(("a", "al", "para el", "para las", "para la"))
_NAME = "_"  # what a name is blanked out with, letter by letter
_DAY_AIMS = frozenset(("al", "para el", "del"))
_LAST_HOUR = 12
"""A mere number above it may be an hour on the clock of a day, and is more often a day."""
_MONTH = timedelta(days=31)
_ITS = frozenset("it me my this that the mi la".split())
"""What stands for a visit, or before one, behind the verb that moves it."""
_MOVED_TO = frozenset(("change it to", "change that to"))
_HUNG = ("it to", "that to", "la", "lo", "me", " it", "reschedule", "rebook")
_OWN = frozenset(("tengo", "tenia", "tenemos"))
_AGAINST = frozenset(("for", "por el", "por la", "por"))
"""What a new time stands behind when two are exchanged: "swap Monday for Tuesday"."""


def moved(r: Reader, at: int) -> tuple[Piece, Piece] | None:
    """The old time that begins at a place and the new one behind it, where a verb of moving goes before."""
    if not r.moves or r.has(at, Tag.BETWEEN, Tag.TO):
        return None
    old = point(r, at + r.has(at, Tag.FROM, Tag.MAYBE_FROM), led=True)
    if old is None or not _behind_a_move(r, max(old.item, at)):
        return None
    place = _new_place(r, old.end)
    if place is None:
        return None
    new = _mere_day(r, place) or phrase(r, place) or _mere_number(r, place, old)
    if new is None or new.empty:
        return None
    old.start = at
    _near(r, new, old)
    if new.day is None and old.day is not None:
        new.day = kept_day(r, new, old.day)
    if old.number is not None:
        old.clock, old.number = hour_of(old), None
    return old, new


def kept_day(r: Reader, new: Piece, day: Day) -> Day | None:
    """The day of the old time for a new one that says none, unless its sentence goes on to another day."""
    if day is VOID or not (new.timed or new.part):
        return None
    for place in range(new.end, r.size):
        another = r.has(place, Tag.OR) and r.has(r.skip(place + 1, Tag.ON, Tag.THE), Tag.WEEKDAY, Tag.DAY)
        if r.text(place) in _STOPS - {","} or another:  # "to 4pm or Monday at 9": of the same day, or of another
            break
        if r.has(place, Tag.WEEKDAY, Tag.DAY, Tag.MONTH):
            return None
    # the number of "Thursday 11" is the hour that is moved
    return replace(day, hour=-1, others=()) if day.hour > 0 else day


def _near(r: Reader, new: Piece, old: Piece) -> None:
    """As in "from 9 July to the 12th": of the days with that number the one nearest to the old day."""
    known = old.day.single if old.day else None
    if known is None or new.day is None or new.day.kind is not Kind.NUMBER or new.day.number < 1:
        return
    bases = (max(r.today, known - _MONTH), known)
    days = [day for base in bases if (day := day_of_month(base, new.day.number))]
    if days:
        new.day = one(Kind.NUMBER, min(days, key=lambda day: abs(day - known)), number=new.day.number)


def new_hour(r: Reader, at: int, told: bool) -> Piece | None:
    """As in "my visit is at 9 today, can you move it to 2": a mere number behind a verb of moving and its "to".

    Where no time was `told` before, the visit must be what is moved, and the number the last that is said of it.
    """
    aimed = r.has(at - 1, Tag.TO, Tag.MAYBE_TO) or r.text(at - 1) in _AIMS
    verb = next((place for place in range(at - 2, at - 5, -1) if r.has(place, Tag.MOVE)), None)
    if r.text(at - 1) in _MOVED_TO:
        aimed, verb = True, at - 1
    if not aimed or verb is None or not (told or _is_of_the_visit(r, verb, at)):
        return None
    found = point(r, at, led=True)
    hour = hour_of(found) if found and found.number and not r.counted(found.end) else None
    return replace(found, number=None, clock=hour) if found and hour else None


def _is_of_the_visit(r: Reader, verb: int, at: int) -> bool:
    if r.context.choices or (is_word(r.at(at + 1)) and not r.has(at + 1, Tag.FOLLOWER)):
        return False  # "change it to 2" may pick the second; "change it to 2 people" is no hour
    hung = r.text(verb).endswith(_HUNG)
    moved = [r.text(place) for place in range(verb + 1, at - 1)]
    return (hung or bool(moved)) and all(
        r.has(place, Tag.VISIT) or r.text(place) in _ITS for place in range(verb + 1, at - 1)
    )


def _behind_a_move(r: Reader, at: int) -> bool:
    """Whether a verb of moving stands before, and nothing that makes the place where it is moved to of this one."""
    words = 0
    for place in range(at, -1, -1):
        text = r.text(place)
        words += text != _NAME
        if words > _REACH or (place < at and r.has(place, Tag.MOVE)):
            return words <= _REACH
        if text in _STOPS or text in _SUBJECTS or (place < at and r.has(place, Tag.AND, Tag.OR)):
            return False
        if (r.has(place, Tag.TO, Tag.FOR, Tag.BY) or text in _AIMS) and not _is_held(r, place):
            return False
    return False


def _is_held(r: Reader, at: int) -> bool:
    """As in "my appointment for Monday", "la cita que tengo para el lunes": the time that the visit has now."""
    return (r.has(at - 1, Tag.VISIT) and not r.spanish) or r.text(at - 1) in _OWN


def _new_place(r: Reader, at: int) -> int | None:
    """Where the new time begins: behind "to", or "for" where two are exchanged."""
    words = 0
    for place in range(at, r.size):
        words += r.text(place) != _NAME
        if words > _BELONGING or r.text(place) in _STOPS or r.text(place) in _SUBJECTS:
            return None
        if r.has(place, Tag.TO, Tag.MAYBE_TO):
            return place if r.has(place, Tag.AT) else place + 1
        if r.text(place) == "para el":
            return place + 1
        if r.text(place) in _AGAINST and (again := point(r, place + 1, led=True)) and (again.day or again.timed):
            return place + 1
        if place > at and r.has(place, Tag.AND, Tag.OR, Tag.WEEKDAY, Tag.DAY, Tag.UNIT):
            return None
    return None


def _mere_day(r: Reader, at: int) -> Piece | None:
    """As in "al 4", "para el 4", "por la del 4": in Spanish the article tells a day from an hour."""
    found = point(r, at, led=True) if r.spanish else None
    if found is None or r.counted(found.end) or r.text(found.item - 1) not in _DAY_AIMS:
        return None
    if found.day is not None and not found.day.sure:
        return replace(found, day=replace(found.day, sure=True))
    if found.number is None:
        return None
    day = day_of_month(r.today, found.number) if found.number else None
    return _on(found, day) if day else None


def _on(found: Piece, day: date) -> Piece:
    return replace(found, number=None, day=one(Kind.NUMBER, day, number=found.number))


def _mere_number(r: Reader, at: int, old: Piece) -> Piece | None:
    """As in "to 11": an hour, or a day where only that can be meant, or "from the 9th" goes before "to 11"."""
    found = point(r, at, led=True)
    if found is None or found.number is None or r.counted(found.end):
        return None
    if old.day is not None and old.day.kind is Kind.NUMBER and not old.timed:
        later = _goes_from(r, old) and found.number > old.day.number
        if later or not 1 <= found.number <= _LAST_HOUR:
            day = day_of_month(r.today, found.number) if found.number else None
            return _on(found, day) if day else None
    hour = hour_of(found)
    return replace(found, number=None, clock=hour) if hour else None


def _goes_from(r: Reader, old: Piece) -> bool:
    """Whether a day is led by "from"; "la del 9" is the visit of that day."""
    at = max(old.item, old.start) - 1
    at -= r.has(at, Tag.THE)
    return r.has(at, Tag.FROM) or (r.spanish and r.has(at, Tag.MAYBE_FROM) and r.has(at - 1, Tag.MOVE))
