"""One message as the extractors read it: folded for matching, with the way back to the sender's own words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

UNDERSTOOD_CHARACTERS = 4096
"""How much of a message is read for its meaning (head and tail); the emergency gate reads all of it."""

_SAME = {
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00b4": "'", "`": "'",
    "\u201c": '"', "\u201d": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ",
}  # fmt: skip
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number in folded form; `start` and `end` are offsets in `Message.folded`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Message:
    """What somebody wrote.

    `folded` is lower-case, without accents, with ASCII digits, quotes and dashes; `origin[i]` is the
    offset in `raw` of the character that `folded[i]` came from. Match on `folded`, quote with `words`.
    """

    raw: str
    folded: str
    origin: tuple[int, ...]

    @classmethod
    def read(cls, text: str, limit: int | None = UNDERSTOOD_CHARACTERS) -> Message:
        """Fold a text; over `limit` characters the middle is left out (None reads all of it)."""
        if limit is not None and len(text) > limit:
            half = limit // 2
            text = text[:half] + "\n" + text[-half + 1 :]
        folded: list[str] = []
        origin: list[int] = []
        for at, character in enumerate(text):
            for piece in _fold(character):
                folded.append(piece)
                origin.append(at)
        return cls(raw=text, folded="".join(folded), origin=(*origin, len(text)))

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words and numbers, in order."""
        return tuple(Token(m.group(), m.start(), m.end()) for m in _WORD.finditer(self.folded))

    def words(self, start: int, end: int) -> str:
        """The sender's own words behind `folded[start:end]`."""
        if start >= end:
            return ""
        return self.raw[self.origin[start] : self.origin[end - 1] + 1].strip()


def fold(text: str) -> str:
    """A text in the folded form that messages are matched in (names of doctors, lexicon entries)."""
    return "".join(_fold_all(text))


def _fold_all(text: str) -> list[str]:
    return [piece for character in text for piece in _fold(character)]


def _fold(character: str) -> str:
    if character < "\x80":
        return character.lower()
    if character in _SAME:
        return _SAME[character]
    if _INVISIBLE.match(character):
        return ""
    pieces: list[str] = []
    for piece in unicodedata.normalize("NFKD", character):
        if unicodedata.combining(piece):
            continue
        digit = unicodedata.digit(piece, None)
        pieces.append(str(digit) if digit is not None else _SAME.get(piece, piece).casefold())
    return "".join(pieces)
