"""Long words in parts that a channel carries: cut between words, never inside what is seen as one character.

Lengths are counted as the vendors count them, in UTF-16 units.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_JOINER = "\u200d"
_VARIATIONS = range(0xFE00, 0xFE10)
_SKINS = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)
_TAGS = range(0xE0020, 0xE0080)
_JAMO = range(0x1160, 0x1200)
_VIRAMA = 9
"""The combining class of signs that bind the next consonant to the one before."""
_LEAST_SHARE = 0.5
"""A part is cut at a word's end where that leaves it at least so full."""


def units(text: str) -> int:
    """The length of a text as vendors count it: characters beyond the first plane count twice."""
    return len(text) + sum(1 for c in text if ord(c) > 0xFFFF)


def split(text: str, limit: int) -> list[str]:
    """A text in parts that fit, each with its number where there are several."""
    text = text.strip()
    if units(text) <= limit:
        return [text]
    count = 2
    while True:
        parts = list(_parts(text, limit - len(f"({count}/{count}) ")))
        if len(str(len(parts))) <= len(str(count)):
            return [f"({n}/{len(parts)}) {part}" for n, part in enumerate(parts, 1)]
        count = len(parts)


def label(text: str, limit: int) -> str:
    """A text short enough for a button."""
    return text if units(text) <= limit else f"{_head(text, limit - 1).rstrip()}…"


def may_cut(text: str, at: int) -> bool:
    """Whether nothing that is seen as one character is torn apart there."""
    if not 0 < at < len(text):
        return True
    before, after = text[at - 1], text[at]
    code = ord(after)
    if before == "\r" and after == "\n":
        return False
    if unicodedata.category(after)[0] == "M" or _JOINER in (before, after):
        return False
    if code in _VARIATIONS or code in _SKINS or code in _TAGS or code in _JAMO:
        return False
    if unicodedata.combining(before) == _VIRAMA and unicodedata.category(after) == "Lo":
        return False
    return not (code in _FLAGS and _flags_before(text, at) % 2)


def _flags_before(text: str, at: int) -> int:
    count = 0
    while at > 0 and ord(text[at - 1]) in _FLAGS:
        at -= 1
        count += 1
    return count


def _parts(text: str, room: int) -> Iterator[str]:
    while text:
        part = _head(text, room)
        text = text[len(part) :].lstrip()
        if part := part.rstrip():
            yield part


def _head(text: str, limit: int) -> str:
    """As much of a text as fits, cut where a line or a word ends, else between two characters as they are seen."""
    end = _fitting(text, limit)
    if end == len(text):
        return text
    for mark in ("\n", " "):
        blank = text.rfind(mark, int(end * _LEAST_SHARE), end + 1)
        if blank > 0:
            return text[:blank]
    cut = end
    while cut > 0 and not may_cut(text, cut):
        cut -= 1
    # a single one that is longer than a part is torn all the same
    return text[: cut or max(end, 1)]


def _fitting(text: str, limit: int) -> int:
    """How many characters fit."""
    used = 0
    for place, character in enumerate(text):
        used += 2 if ord(character) > 0xFFFF else 1
        if used > limit:
            return place
    return len(text)
