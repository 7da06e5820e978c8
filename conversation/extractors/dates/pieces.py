"""Days, hours and parts of day that stand side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace

from conversation.extractors.dates.day import Day, Kind, day_numbered, merged, one
from conversation.extractors.dates.days import day_at
from conversation.extractors.dates.lexemes import is_word, meaningless
from conversation.extractors.dates.numbers import cardinal, ordinal
from conversation.extractors.dates.parts import DayPart, day_part, narrowed
from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.relative_days import DAY_BEHIND, relative_day
from conversation.extractors.dates.tags import WINDOWS, Part, Tag
from conversation.extractors.dates.times import Clock, begins_clock, clock

_MOST_ITEMS = 6
MOST_GLUE = 5
_GLUE = (Tag.AT, Tag.MAYBE_AT, Tag.ON, Tag.OF, Tag.IN, Tag.THE, Tag.FOR, Tag.GLUE, Tag.ABOUT, Tag.MAYBE_FROM)
_MARKS = frozenset(',()@"')
_ARTICLES = frozenset("one a an un una uno".split())
_OPERATORS = (Tag.BEFORE, Tag.BY, Tag.AFTER, Tag.STARTING, Tag.FROM, Tag.TO, Tag.BETWEEN, Tag.AND)
_NUMBERED = frozenset("building room floor ward bus number edificio piso sala habitacion planta puerta numero".split())


@dataclass(slots=True)
class Piece:
    """What was read so far. `until` makes a stretch of `clock`; `bound` opens it to one side."""

    start: int
    end: int
    day: Day | None = None
    part: DayPart | None = None
    clock: Clock | None = None
    until: Clock | None = None
    bound: Tag | None = None
    """AFTER or BEFORE: the time is open to that side."""
    number: int | None = None
    """A number that is an hour or a day, by what stands beside it."""
    approximate: bool = False
    same_time: bool = False
    item: int = -1
    """Where the first word stands that means a time, behind any small words."""
    opened: bool = False
    """An open run of days."""

    @property
    def timed(self) -> bool:
        """Whether it says a time other than a part of day."""
        return self.clock is not None or self.number is not None

    @property
    def empty(self) -> bool:
        """Whether nothing was read."""
        return self.day is None and self.part is None and not self.timed and not self.same_time


class Glue:
    """What the small words before an item say."""

    __slots__ = ("about", "at", "comma", "of", "on")

    def __init__(self, at: bool = False) -> None:
        self.at = at
        self.about = False
        self.comma = False
        self.on = False
        self.of = False


# --- a point ---------------------------------------------------------------------------------------


def point(r: Reader, at: int, led: bool = False) -> Piece | None:
    """Days and times side by side, in any order; `led` lets a first bare number stand for an hour or a day."""
    key = (at, led)
    if key not in r.points:
        r.points[key] = _read_point(r, at, led)
    found = r.points[key]
    return replace(found) if found else None


def _read_point(r: Reader, at: int, led: bool) -> Piece | None:
    r.left -= 1
    if r.left < 0:
        return None
    piece = Piece(at, at)
    for _ in range(_MOST_ITEMS):
        if not _item_after_glue(r, piece, led):
            break
    return None if piece.empty else piece


def _item_after_glue(r: Reader, piece: Piece, led: bool) -> bool:
    glue = Glue()
    place = piece.end
    for _ in range(MOST_GLUE):
        end = _item(r, piece, place, glue, led)
        if end:
            if piece.item < 0:
                piece.item = place
            piece.end = end
            piece.approximate |= glue.about
            return True
        if not is_glue(r, place, glue):
            return False
        place += 1
    return False


def is_glue(r: Reader, at: int, glue: Glue | None = None) -> bool:
    """Whether a small word or mark may stand inside a phrase; `glue` takes down what it says."""
    glue = glue or Glue()
    if r.text(at) in _MARKS and r.at(at).text:
        glue.comma = True
        glue.at |= r.text(at) == "@"
        return True
    if not r.has(at, *_GLUE) or r.has(at, *_OPERATORS):
        return False
    glue.at |= r.has(at, Tag.AT) or r.has(at, Tag.ABOUT) or (r.has(at, Tag.MAYBE_AT) and r.text(at) == "las")
    glue.about |= r.has(at, Tag.ABOUT)
    glue.on |= r.has(at, Tag.ON)
    glue.of |= r.has(at, Tag.MAYBE_FROM)
    return True


def _item(r: Reader, piece: Piece, at: int, glue: Glue, led: bool) -> int | None:
    """Take the item at a place into the piece; the place after it, or None."""
    lexeme = r.at(at)
    if not lexeme.tags and lexeme.number < 0 and lexeme.text not in ("a", "p"):
        return None
    if r.has(at, Tag.SAME_TIME) and not piece.timed:
        piece.same_time = True
        return at + 1
    return (
        _part_of_today(r, piece, at)
        or _slice_of_day(r, piece, at)
        or _day_item(r, piece, at)
        or _time_item(r, piece, at, glue, led)
        or _part_item(r, piece, at)
    )


def _part_of_today(r: Reader, piece: Piece, at: int) -> int | None:
    """As in "tonight", "this morning", "esta tarde": a day and a part of it in one."""
    joined = r.has(at, Tag.PART) and r.has(at, Tag.DAY)
    this = not joined and r.has(at, Tag.THIS) and not r.has(at, Tag.GLUE)
    found = day_part(r, at + this) if joined or this else None
    if not found or piece.part is not None:
        return None
    named = relative_day(r, at) if joined else None
    today = named[0] if named else one(Kind.RELATIVE, r.today)
    day = merged(r, piece.day, today) if piece.day else today
    if day is None:
        return None
    piece.day, piece.part = day, found[0]
    return found[1]


_SLICES = {Tag.EARLY: Part.FIRST_THING, Tag.MID: Part.MIDDLE, Tag.LATE: Part.END_OF_DAY, Tag.LATER_IN: Part.LATER}
_LATE_COMING = frozenset("be being running am i'm im was been is are so too little bit get arrive come".split())


def _slice_of_day(r: Reader, piece: Piece, at: int) -> int | None:
    """As in "early tomorrow", "late on Friday", "later today", "tomorrow early"; not "I'll be late on Friday"."""
    tag = next((tag for tag in _SLICES if r.has(at, tag)), None)
    if tag is None or piece.part is not None or (tag is Tag.LATE and r.text(at - 1) in _LATE_COMING):
        return None
    part = DayPart(_SLICES[tag], WINDOWS[_SLICES[tag]])
    if piece.day is not None:
        alone = r.text(at) in _ALONE and piece.day.single is not None and day_part(r, at, beside=True) is None
        piece.part = part if alone else None
        return at + 1 if alone else None
    found = day_at(r, r.skip(at + 1, Tag.IN, Tag.OF, Tag.ON, Tag.THE))
    if found is None or found[0].single is None or found[0].kind not in (Kind.RELATIVE, Kind.WEEKDAY):
        return None
    if tag is Tag.LATER_IN and (found[0].single != r.today or r.at(at).text in ("mas adelante", "luego")):
        return None
    piece.day, piece.part = found[0], part
    return found[1]


_ALONE = frozenset("early late temprano pronto".split())


def _day_item(r: Reader, piece: Piece, at: int) -> int | None:
    found = day_at(r, at)
    if found is None:
        return None
    day, end = found
    if piece.day is not None:
        if is_left_out(r, piece.day, day, end):
            return None
        if is_behind(r, piece.day, day, at) or (r.text(at - 1) == "al" and piece.day.number > 0):
            return None  # "not tomorrow, | the day after", "del 13 | al lunes 15"
        joined = merged(r, piece.day, day)
        if joined is None:
            return None
        day = joined
    piece.day = day
    return end


def is_left_out(r: Reader, said: Day, day: Day, end: int) -> bool:
    """As in "next week, Tuesday is no good", "the 12th, Friday after that": another day than the one before."""
    if day.kind is Kind.WEEKDAY and r.has(end, Tag.BEHIND_THAT):
        return True
    return said.kind is Kind.SPAN and day.kind is Kind.WEEKDAY and r.has(end, Tag.UNWANTED, Tag.NO_MORE)


def is_behind(r: Reader, said: Day, day: Day, at: int) -> bool:
    """As in "the day after" and "the week after" behind a day or a week: the next one, not the same."""
    return r.text(at) in DAY_BEHIND or (day.modifier is Tag.ONE_AFTER and said.grain == "week")


def _time_item(r: Reader, piece: Piece, at: int, glue: Glue, led: bool) -> int | None:
    if piece.timed or piece.same_time or not (begins_clock(r, at) or r.has(at, Tag.ORDINAL)):
        return None
    if r.text(at - 1) in _NUMBERED:
        return None
    if piece.day is not None and (r.text(at - 1) in ("al", "del") or (glue.of and _joins(r, at + 1))):
        return None  # "del 15 | al 19", "Monday from | 9 to 5"
    bare = _hour_here(r, piece, at, glue) or (led and _dotted(r, at))
    found = clock(r, at, bare=bare)
    if found and not _really(r, piece, found[0], found[1], bare):
        found = None
    if found:
        piece.clock = found[0]
        return found[1]
    rank = ordinal(r, at) if led and piece.day is None else None
    if rank and 1 <= rank[0] <= 31 and not r.counted(rank[1]):
        piece.day = day_numbered(r, rank[0])
        return rank[1]
    number = None if r.text(at) == "one" and r.has(at - 1, Tag.THE) else cardinal(r, at)  # "move the one on the 9th"
    if (
        led
        and number
        and 0 <= number[0] <= 31
        and not ordinal(r, at)
        and not r.counted(number[1])
        and _is_free(r, at, number[1])
    ):
        piece.number = number[0]
        return number[1]
    return None


def _really(r: Reader, piece: Piece, said: Clock, end: int, bare: bool) -> bool:
    return said.strong or (bare and not r.counted(end))


def _is_free(r: Reader, at: int, end: int) -> bool:
    """Whether a number is no piece of a longer figure."""
    after = r.at(end)
    return not (
        (after.glued and after.text in ("/", ":", "%"))
        or (after.text in (".", ",") and after.glued and r.at(end + 1).glued and r.at(end + 1).number >= 0)
    )


def _joins(r: Reader, at: int) -> bool:
    return r.has(at, Tag.TO, Tag.MAYBE_TO) or r.text(at) == "-"


def _dotted(r: Reader, at: int) -> bool:
    """As in "1.30": an hour where an hour or a day is due."""
    return r.text(at + 1) == "." and r.at(at + 1).glued and r.at(at + 2).glued and r.at(at + 2).width == 2


def _hour_here(r: Reader, piece: Piece, at: int, glue: Glue) -> bool:
    """Whether a mere number at this place is an hour."""
    if r.text(at - 1) == "tipo" and meaningless(r.at(at - 2)):
        return False  # "diabetes tipo 2"
    if ordinal(r, at) or r.text(at - 1) in _NUMBERED or (not _is_free(r, at, at + 1) and r.text(at + 1) != "."):
        return False
    if glue.at:
        return True
    if piece.part is not None:
        return not (r.text(at) in _ARTICLES and r.has(at - 1, Tag.PART, Tag.LOOSE_PART))  # "the afternoon one"
    if r.has(at - 1, Tag.OFFER) and _offered(r, at):
        return True
    if piece.day is not None and not glue.on:
        article = r.text(at - 1) in ("al", "el", "del", "para el") or r.text(at) in ("one", "una", "un", "uno")
        return not article and not glue.comma
    return _part_ahead(r, at) or _day_ahead(r, at)


def _offered(r: Reader, at: int) -> bool:
    """As in "how about 4?", "make it 3": an hour where nothing follows and no choice has that number."""
    found = cardinal(r, at)
    if not found or not 1 <= found[0] <= 12 or found[0] <= len(r.context.choices):
        return False
    if r.text(at) in _ARTICLES and is_word(r.at(found[1])):
        return False  # "how about one in Cork"
    return not is_word(r.at(found[1])) or r.has(found[1], Tag.FOLLOWER)


def _part_ahead(r: Reader, at: int) -> bool:
    """As in "4 in the evening", "8 tonight", "10 de la manana"."""
    found = clock(r, at, bare=True)
    if not found or r.counted(found[1]):
        return False
    place = found[1] + (r.text(found[1]) == ",")
    one_only = r.tag(at, Tag.NUMBER) == 1 or r.at(at).number == 1
    after = r.skip(place, Tag.IN, Tag.THE, *(() if one_only else (Tag.AT,))) if not r.has(place, Tag.PART) else place
    after += r.has(after, Tag.THE)
    if r.has(after, Tag.THIS) and r.has(after + 1, Tag.PART):
        return True
    return r.has(after, Tag.PART) and (
        after > place or r.has(after, Tag.DAY) or r.spanish or (place == found[1] and not one_only)
    )


def _day_ahead(r: Reader, at: int) -> bool:
    """As in "9 tomorrow morning", "4 on Friday": an hour where no count and no day of the month is meant."""
    said = clock(r, at, bare=True)
    if not said or not 1 <= said[0].hour <= 12 or r.text(at) in _ARTICLES or r.spanish:
        return False
    end = said[1]
    place = end + (r.text(end) == "on")
    ranked = ordinal(r, r.skip(place, Tag.THE)) if place > end else None
    if ranked and not r.counted(ranked[1]):
        return not r.has(at - 1, Tag.FOR, Tag.THE, Tag.ON)
    if r.text(place)[-1:] == "s" or not r.has(place, Tag.DAY, Tag.WEEKDAY) or r.has(place, Tag.WEAK):
        return False
    return not r.has(at - 1, Tag.FOR, Tag.THE, Tag.IN, Tag.ON, Tag.MONTH, Tag.WEEKDAY, Tag.OF, Tag.BETWEEN, Tag.NEXT)


def _part_item(r: Reader, piece: Piece, at: int) -> int | None:
    if piece.part is not None:
        more = day_part(r, at, beside=True)
        narrower = narrowed(piece.part, more[0]) if more else None
        piece.part = narrower or piece.part
        return more[1] if more and narrower else None
    beside = piece.day is not None or piece.timed
    found = day_part(r, at, beside)
    if not found:
        return None
    piece.part = found[0]
    return found[1]
