"""What every part of the grammar reads from: the row of lexemes and the little that is known around it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from conversation.extractors.dates.lexemes import END, Lexeme, is_word, meaningless
from conversation.extractors.dates.tags import Tag
from conversation.extractors.entities import Context

_SIBILANT_WORDS = frozenset("works suits seems thanks pls is was as this has does yes gracias nos les los las es mas".split())


class Reader:
    """A row of lexemes with a safe way to look at any place in it."""

    def __init__(self, row: Sequence[Lexeme], context: Context, spanish: bool) -> None:
        self.row = row
        self.size = len(row)
        self.now: datetime = context.now
        self.today: date = context.now.date()
        self.context = context
        self.spanish = spanish

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
        return any(tag in found for tag in tags)

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
