"""One message as the extractors read it: folded for matching, with the way back to the sender's own words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

UNDERSTOOD_CHARACTERS = 4096
"""How much of a message is read for its meaning (head and tail); the emergency gate reads all of it."""
UNDERSTOOD_WORDS = 600
"""And of how many words: a letter of 4,096 characters has about as many."""

_SAME = {
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00b4": "'", "`": "'",
    "\u201c": '"', "\u201d": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
    "\u0131": "i", "\u0142": "l", "\u0141": "l", "\u00f8": "o", "\u00d8": "o", "\u0111": "d", "\u0110": "d",
    "\u00e6": "ae", "\u00c6": "ae", "\u0153": "oe", "\u0152": "oe", "\u00f0": "d", "\u00fe": "th",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ",
}  # fmt: skip
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_BLANKS = (" ", "\n")
_ENDS_LINE = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_UNEVEN = re.compile(r"[`\t\r\v\f\x1c-\x1f]|\s\s")
"""What plain text may hold that is folded all the same."""
_EVEN = re.compile("[!-_a-~]+(?: [!-_a-~]+)*")
"""A stretch that is folded by writing it small."""
_SPACED = re.compile(r"\S+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


class Token(NamedTuple):
    """A word or number in folded form; `start` and `end` are offsets in `Message.folded`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Message:
    """What somebody wrote, letters in parts ("n" and a tilde) put together.

    `folded` is lower-case, without accents, with ASCII digits, quotes and dashes and with one space or line
    break where there are several; `origin[i]` is the offset in `raw` of the character that `folded[i]` came from.
    Match on `folded`, quote with `words`.
    """

    raw: str
    folded: str
    origin: tuple[int, ...]

    @classmethod
    def read(cls, text: str, limit: int | None = UNDERSTOOD_CHARACTERS) -> Message:
        """Fold a text; over `limit` characters the middle is left out (None reads all of it)."""
        if limit is not None:
            text = _cut(text, limit)
        if text.isascii() and not _UNEVEN.search(text):
            return cls(raw=text, folded=text.lower(), origin=tuple(range(len(text) + 1)))
        text = unicodedata.normalize("NFC", text)
        folded: list[str] = []
        origin: list[int] = []
        at = 0
        while at < len(text):
            if run := _EVEN.match(text, at):
                folded.append(run.group().lower())
                origin.extend(range(at, run.end()))
                at = run.end()
                continue
            for piece in _fold(text[at]):
                if piece.isspace():
                    if folded and folded[-1] in _BLANKS:
                        if piece in _ENDS_LINE:
                            folded[-1] = "\n"
                        continue
                    piece = "\n" if piece in _ENDS_LINE else " "
                folded.append(piece)
                origin.append(at)
            at += 1
        return cls(raw=text, folded="".join(folded), origin=(*origin, len(text)))

    def __hash__(self) -> int:
        return hash(self.folded)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words and numbers, in order."""
        return tuple(Token(m.group(), m.start(), m.end()) for m in _WORD.finditer(self.folded))

    @cached_property
    def is_shouted(self) -> bool:
        """Whether all is in capitals, so that a capital says nothing."""
        return self.raw.isupper()

    @cached_property
    def is_titled(self) -> bool:
        """Whether every word has its capital, as names have."""
        return self.raw.istitle()

    def words(self, start: int, end: int) -> str:
        """The sender's own words behind `folded[start:end]`."""
        if start >= end:
            return ""
        return self.raw[self.origin[start] : self.origin[end - 1] + 1].strip()


def _cut(text: str, limit: int) -> str:
    """Head and tail of a text that is too long: in characters, or in words where they are very short."""
    if len(text) > limit:
        half = limit // 2
        text = text[:half] + "\n" + text[-half + 1 :]
    if len(text) <= UNDERSTOOD_WORDS:  # too short to hold so many words
        return text
    places = [match.span() for match in _SPACED.finditer(text)]
    if len(places) <= UNDERSTOOD_WORDS:
        return text
    half = UNDERSTOOD_WORDS // 2
    return text[: places[half - 1][1]] + "\n" + text[places[-half][0] :]


def fold(text: str) -> str:
    """A text in the folded form that messages are matched in (names of doctors, lexicon entries)."""
    return "".join(_fold_all(text))


def _fold_all(text: str) -> list[str]:
    return [piece for character in text for piece in _fold(character)]


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    if character in _SAME:
        return _SAME[character]
    if character < "\x80":
        return character.lower()
    if _INVISIBLE.match(character):
        return ""
    pieces: list[str] = []
    for piece in unicodedata.normalize("NFKD", character):
        if unicodedata.combining(piece):
            continue
        digit = unicodedata.digit(piece, None)
        pieces.append(str(digit) if digit is not None else _SAME.get(piece, piece).casefold())
    return "".join(pieces)
