"""Long words in parts that a channel carries: cut between words, never inside what is seen as one character."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

NUMBER_ROOM = 10
"""What `(12/34) ` may take of each part."""
LEAST_SHARE = 0.5
"""A part is cut at a word's end where that leaves it at least so full."""
_JOINER = "\u200d"


def utf16_units(character: str) -> int:
    """How much of a limit that counts UTF-16 units a character takes."""
    return 2 if ord(character) > 0xFFFF else 1


def split(text: str, limit: int, width: Callable[[str], int] = lambda character: 1) -> list[str]:
    """The text in parts of at most `limit`, numbered when there are several. `width` is what a character takes."""
    text = text.strip()
    if sum(map(width, text)) <= limit:
        return [text]
    parts = list(_parts(text, limit - NUMBER_ROOM, width))
    return [f"({number}/{len(parts)}) {part}" for number, part in enumerate(parts, 1)]


def _parts(text: str, limit: int, width: Callable[[str], int]) -> Iterator[str]:
    while text:
        end = _fitting(text, limit, width)
        if end < len(text):
            end = _at_word(text, end)
        part = text[:end].rstrip()
        if part:
            yield part
        text = text[end:].lstrip()


def _fitting(text: str, limit: int, width: Callable[[str], int]) -> int:
    """How many characters fit, and end where one that is seen ends."""
    used, end = 0, 0
    for start, stop in _seen(text):
        needed = sum(map(width, text[start:stop]))
        if used + needed > limit:
            return end or max(1, _as_many(text, limit, width))
        used, end = used + needed, stop
    return end


def _as_many(text: str, limit: int, width: Callable[[str], int]) -> int:
    """How many characters fit, where a single one that is seen is longer than a whole part."""
    used = 0
    for number, character in enumerate(text):
        used += width(character)
        if used > limit:
            return number
    return len(text)


def _at_word(text: str, end: int) -> int:
    """Where to cut instead, so that lines or at least words stay whole; `end` where that leaves too little."""
    if text[end].isspace():
        return end
    least = int(end * LEAST_SHARE)
    for mark in ("\n", " "):
        found = text.rfind(mark, least, end)
        if found > 0:
            return found
    return end


def _seen(text: str) -> Iterator[tuple[int, int]]:
    """Where each character as it is seen begins and ends: letters with their accents, emoji, flags."""
    start = 0
    while start < len(text):
        stop = start + 1
        flags = 1 if _is_flag_letter(text[start]) else 0
        while stop < len(text) and _belongs(text[stop - 1], text[stop], flags):
            flags = flags + 1 if _is_flag_letter(text[stop]) else 0
            stop += 1
        yield start, stop
        start = stop


def _belongs(before: str, character: str, flags: int) -> bool:
    """Whether a character is seen as one with the one before it."""
    if before == "\r":
        return character == "\n"
    if before == _JOINER:
        return not character.isspace()
    if _is_flag_letter(character):
        return flags % 2 == 1
    return (
        character == _JOINER
        or unicodedata.category(character).startswith("M")
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # tones of skin
        or "\U000e0020" <= character <= "\U000e007f"  # tags: flags of regions
        or (_is_jamo(before) and "\u1160" <= character <= "\u11ff")
    )


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_jamo(character: str) -> bool:
    return "\u1100" <= character <= "\u11ff"
