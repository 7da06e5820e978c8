"""Days of something else than a visit: of the weather, of a flight, of the asker's own calendar."""

from __future__ import annotations

from conversation.extractors.dates.lexemes import is_word
from conversation.extractors.dates.pieces import Piece
from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.tags import Tag

_STOPS = frozenset(".!?;\n\u00bf\u00a1")
_PARTING = frozenset("but so because then pero asi porque entonces pues".split())
_INVERTED = frozenset("is are does esta".split())
_REACH = 24  # lexemes
_ASKED = 4  # lexemes between "am I" and "free"
_SMALL = (Tag.AT, Tag.ON, Tag.THE, Tag.FOR, Tag.IN, Tag.OF, Tag.MAYBE_AT, Tag.GLUE, Tag.MAYBE_FROM, Tag.AND)


def of_an_errand(r: Reader, piece: Piece) -> bool:
    """Whether a phrase hangs on an errand ("what's the weather there on the 9th?", "when am I free on Monday?").

    The nearest word before it in its clause decides: "an appointment on Friday if the weather is good" is a wish.
    """
    if not r.errands:
        return False
    before = _before(r, piece)
    return before if before is not None else _behind(r, piece)


def _before(r: Reader, piece: Piece) -> bool | None:
    place = _first_word(r, max(piece.item, piece.start))
    return _decided(r, place, range(place, max(place - _REACH, -1), -1))


def _decided(r: Reader, begin: int, places: range) -> bool | None:
    """What the nearest word of the clause says that governs days; None where none does."""
    for at in places:
        if _parts(r, at, begin):
            return None
        found = _governs(r, at)
        if found is not None:
            return found
    return None


def _first_word(r: Reader, start: int) -> int:
    """The place before a phrase and its small words; a phrase that stands alone goes with the sentence before it."""
    place = start - 1
    while r.has(place, *_SMALL) and not r.has(place, Tag.LEISURE):
        place -= 1
    stands_alone = r.text(place) in _STOPS and r.sentence(start).words <= _ASKED
    return place - 1 if stands_alone else place


def _parts(r: Reader, at: int, begin: int) -> bool:
    """Whether a clause begins behind this place."""
    text = r.text(at)
    if text in _STOPS:
        return not (text == "." and r.at(at + 1).glued and r.at(at + 1).number >= 0)
    return text == "," or text in _PARTING or (r.has(at, Tag.AND) and at < begin)


def _governs(r: Reader, at: int) -> bool | None:
    """True for a word of an errand, False for one of a visit, None for any other."""
    if r.has(at, Tag.ERRAND):
        return True
    if r.has(at, Tag.DIARY):
        stated = r.text(at + 1) in ("is", ":", "es", "esta") or not _looked_up(r, at)
        return None if stated else True
    if r.has(at, Tag.LEISURE) and (asking := _asks_self(r, at)) is not None:
        return not r.has(asking - 1, Tag.THAT_IS)  # "that's when I'm free" tells it
    return False if r.has(at, Tag.VISIT) else None


def _asks_self(r: Reader, at: int) -> int | None:
    """Where "am I" stands before "free"."""
    return next((place for place in range(at - 1, at - 1 - _ASKED, -1) if r.has(place, Tag.ASKS_SELF)), None)


def _looked_up(r: Reader, at: int) -> bool:
    """As in "check my calendar": it is asked what stands there."""
    if r.text(at - 1) in _INVERTED:
        return True
    for place in range(at - 1, at - 1 - _REACH // 2, -1):
        if r.text(place) in _STOPS:
            return r.text(place) == "\u00bf"
        if r.has(place, Tag.LOOKUP, Tag.ASKS_SELF):
            return True
    return False


def _behind(r: Reader, piece: Piece) -> bool:
    """As in "on March 12th, how will the weather be?", "today's weather"."""
    if not _opens_sentence(r, piece):
        return r.has(piece.end, Tag.ERRAND)
    place = piece.end + (r.text(piece.end) == ",")
    return bool(_decided(r, place, range(place, place + _REACH)))


def _opens_sentence(r: Reader, piece: Piece) -> bool:
    place = piece.start - 1
    while r.has(place, *_SMALL):
        place -= 1
    return place < 0 or r.text(place) in _STOPS or not is_word(r.at(place))
