"""Open sides of what was said before: "I finish at 5, anything after that", "I fly on the 20th, so before that"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from conversation.extractors.dates.almanac import weekday_from
from conversation.extractors.dates.day import Day, Kind, one
from conversation.extractors.dates.lexemes import is_word
from conversation.extractors.dates.pieces import Piece
from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.tags import Tag

_LEADING = (
    Tag.OR, Tag.AND, Tag.GLUE, Tag.SHIFT_CUE, Tag.WISH, Tag.THAT_IS, Tag.CORRECTION, Tag.WEEKDAY, Tag.DAY, Tag.PART,
    Tag.WEEKEND, Tag.UNIT, Tag.OFFER, Tag.NOT,
)  # fmt: skip
_LEADING_WORDS = frozenset(
    "so but then anything something be me us him her cosa momento dia ser que pero entonces".split()
)
_SUBJECTS = frozenset("i we he she they yo".split())
_ABLE = frozenset("can could am are is puedo podria".split())


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase of time of this message, and whether it is a wish."""

    piece: Piece
    counts: bool


def pointing_back(r: Reader, at: int, said: Sequence[Said]) -> tuple[Piece, Sequence[Said]] | None:
    """What "after that" means at a place, with the phrases that it takes up, which are then no wishes themselves."""
    way = r.tag(at, Tag.BEHIND_THAT)
    if way is None or not said or not _is_wish(r, at):
        return None
    last = said[-1].piece
    beside = last if last.end == at and last.day and not last.timed and len(said) > 1 else None
    before = said[:-1] if beside else said
    base, taken = _base(r, before)
    piece = _open(base, at, Tag.AFTER if way > 0 else Tag.BEFORE)
    if piece is not None and beside is not None and beside.day is not None:
        piece, taken = _on_day(r, piece, beside.day, beside.start), [*taken, said[-1]]
    return (piece, taken) if piece else None


def _base(r: Reader, said: Sequence[Said]) -> tuple[Said, Sequence[Said]]:
    """The last phrase; with the hour before it, where it says only the day ("It's 8pm here on Monday")."""
    last, before = said[-1], said[-2] if len(said) > 1 else None
    if before is None or last.piece.timed or last.piece.opened or before.piece.day or not before.piece.clock:
        return last, said[-1:]
    if r.sentence(before.piece.start) is not r.sentence(last.piece.start):
        return last, said[-1:]
    return replace(last, piece=replace(before.piece, day=last.piece.day)), said[-2:]


def _is_wish(r: Reader, at: int) -> bool:
    """Whether a wish hangs on the words: "anything after that", not "a scan after that", "after that I fell"."""
    led = not is_word(r.at(at - 1)) or r.has(at - 1, *_LEADING) or r.text(at - 1) in _LEADING_WORDS
    told = r.text(at + 1) in _SUBJECTS and r.text(at + 2) not in _ABLE
    return led and not told


def _open(base: Said, at: int, bound: Tag) -> Piece | None:
    said = base.piece
    if said.clock is not None and (base.counts or said.day is None):
        hour = said.until if said.until is not None and bound is Tag.AFTER else said.clock
        return Piece(at, at + 1, day=said.day, part=said.part, clock=hour, bound=bound)
    first = said.day.end if said.day and bound is Tag.AFTER else None
    end = said.day.first if said.day and bound is Tag.BEFORE else None
    if first is None and end is None:
        return None
    return Piece(at, at + 1, day=Day(Kind.SPAN, first, end), opened=True)


def _on_day(r: Reader, piece: Piece, day: Day, start: int) -> Piece | None:
    """As in "Thursday after that": the hour on that day, or the first such day on that side."""
    if piece.clock is not None:
        return replace(piece, start=start, day=day)
    run = piece.day
    if day.kind is not Kind.WEEKDAY or run is None:
        return None
    found = weekday_from(run.first or r.today, day.weekday)
    if run.end is not None and found >= run.end:
        return None
    found_day = one(Kind.WEEKDAY, found, weekday=day.weekday, modifier=Tag.NEXT)
    return replace(piece, start=start, opened=False, day=found_day)
