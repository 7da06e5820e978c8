"""What every part of the grammar reads from: the row of lexemes and the little that is known around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from conversation.extractors.dates.lexemes import END, Lexeme, is_word, meaningless
from conversation.extractors.dates.tags import Tag
from conversation.extractors.entities import Context

_NAMING = frozenset(("llamo", "name is", "named", "called"))
_SIBILANT_WORDS = frozenset(
    "works suits seems thanks pls is was as this has does yes gracias nos les los las es mas".split()
)


_MOST_POINTS = 160
_STOPS = frozenset(".!?;\n\u00bf\u00a1")
_LONG = 40
_REACH = 14
_CONNECTING = frozenset((Tag.TO, Tag.AND, Tag.MAYBE_TO, Tag.BETWEEN))


_MEASURE_REACH = 8
_MEASURES = frozenset((Tag.UNIT, Tag.WEEKEND, Tag.WEEKDAY, Tag.MONTH))


def _connected(row: Sequence[Lexeme]) -> list[bool]:
    """For each place, whether a word that can join two ends of a stretch comes soon enough."""
    last = -_REACH
    found = [False] * len(row)
    for place in range(len(row) - 1, -1, -1):
        lexeme = row[place]
        if lexeme.text == "-" or lexeme.text == "a" or not _CONNECTING.isdisjoint(lexeme.tags):
            last = place
        found[place] = 0 <= last - place <= _REACH
    return found


@dataclass(slots=True)
class Sentence:
    """What the guards ask of the sentence that a phrase stands in."""

    words: int = 0
    wishes: bool = False
    """Whether it has a word of asking or booking."""
    ailing: list[int] = field(default_factory=list)
    """The places of words for symptoms and for what happened."""


def _sentences(row: Sequence[Lexeme]) -> list[Sentence]:
    """The sentence of each place."""
    found: list[Sentence] = []
    current = Sentence()
    for place, lexeme in enumerate(row):
        found.append(current)
        current.words += is_word(lexeme)
        current.wishes |= Tag.WISH in lexeme.tags
        if Tag.SYMPTOM in lexeme.tags or Tag.PAST_EVENT in lexeme.tags:
            current.ailing.append(place)
        if lexeme.text in _STOPS and not _within(row, place):
            current = Sentence()
    return found


def _within(row: Sequence[Lexeme], place: int) -> bool:
    """Whether a full stop only ends an abbreviation or parts a figure."""
    if row[place].text != ".":
        return False
    return (place + 1 < len(row) and row[place + 1].glued) or (place > 0 and len(row[place - 1].text) < 3)


class Reader:
    """A row of lexemes with a safe way to look at any place in it."""

    def __init__(self, row: Sequence[Lexeme], context: Context, spanish: bool) -> None:
        self.row = row
        self.size = len(row)
        self.now: datetime = context.now
        self.today: date = context.now.date()
        self.context = context
        self.spanish = spanish
        self.long = sum(map(is_word, row)) > _LONG
        """Whether the message is long enough to be a story."""
        self.connected = _connected(row)
        self.left = _MOST_POINTS
        """How many more points may be read: far more than anybody writes, so that no text can hold up the desk."""
        self.days: dict[int, Any] = {}
        self.clocks: dict[tuple[int, bool], Any] = {}
        self.points: dict[tuple[int, bool], Any] = {}
        """What was read at a place already; without them a phrase would be read several times over."""

    def at(self, place: int) -> Lexeme:
        """The lexeme at a place; an empty one beyond either end."""
        return self.row[place] if 0 <= place < self.size else END

    def tag(self, place: int, tag: Tag) -> int | None:
        """The number that goes with a meaning of the lexeme there, or None when it has not that meaning."""
        return self.row[place].tags.get(tag) if 0 <= place < self.size else None

    def has(self, place: int, *tags: Tag) -> bool:
        """Whether the lexeme there has one of these meanings."""
        if not 0 <= place < self.size:
            return False
        found = self.row[place].tags
        if found:
            for tag in tags:  # a loop, not any(): this is the busiest line of the grammar
                if tag in found:
                    return True
        return False

    def text(self, place: int) -> str:
        """The folded text of the lexeme there."""
        return self.row[place].text if 0 <= place < self.size else ""

    def skip(self, place: int, *tags: Tag) -> int:
        """The place after any lexemes (two at most) that have one of these meanings."""
        for _ in range(2):
            if not self.has(place, *tags):
                break
            place += 1
        return place

    @cached_property
    def measured(self) -> list[bool]:
        """For each place, whether a word for a measure of time comes soon enough."""
        last = self.size + _MEASURE_REACH
        found = [False] * self.size
        for place in range(self.size - 1, -1, -1):
            if not _MEASURES.isdisjoint(self.row[place].tags):
                last = place
            found[place] = last - place < _MEASURE_REACH
        return found

    def titled(self, place: int) -> bool:
        """Whether the weekday or month there is somebody's name: "Dr March", "la doctora Abril", "me llamo Domingo"."""
        before = place - 1 - (self.text(place - 1) == "." and self.at(place - 1).glued)
        if self.has(before, Tag.TITLE):
            return self.spanish or self.text(before) != "doctor" or self.has(place, Tag.MONTH)
        return self.text(before - 1) in _NAMING and self.has(before, Tag.MONTH, Tag.WEEKDAY)

    def sentence(self, place: int) -> Sentence:
        """The sentence that a place lies in."""
        return self._sentences[place] if 0 <= place < self.size else Sentence()

    @cached_property
    def _sentences(self) -> list[Sentence]:
        return _sentences(self.row)

    @cached_property
    def moves(self) -> bool:
        """Whether the message speaks of moving something."""
        return any(Tag.MOVE in lexeme.tags for lexeme in self.row)

    @cached_property
    def errands(self) -> bool:
        """Whether the message speaks of something else that has its days."""
        own = (Tag.ERRAND, Tag.DIARY, Tag.ASKS_SELF)
        return any(tag in lexeme.tags for lexeme in self.row for tag in own)

    def counted(self, place: int) -> bool:
        """Whether the word at `place`, behind a number, makes it a count of things ("3 hospitals", "2nd floor")."""
        lexeme = self.at(place)
        if not is_word(lexeme):
            return lexeme.text in ("%", "$", "\u20ac", "\u00a3", "+") and lexeme.text != ""
        if self.has(place, Tag.NOUN, Tag.CURRENCY) and not self.has(place, Tag.FOLLOWER, Tag.PART):
            return True
        if self.has(place, Tag.UNIT, Tag.AGE) and not self.has(place, Tag.OCLOCK):
            return True
        return meaningless(lexeme) and lexeme.text.endswith("s") and lexeme.text not in _SIBILANT_WORDS
