"""The small pattern language of the lexicons: how a pattern is read, and how it is laid on a message.

A pattern is a row of words. `a|b` is either word, `word?` may be missing, `word*` is a beginning, `...` is a gap of
up to three words, `.....` of up to six, `<name>` is a class of words of the same lexicon, a leading `^` means the
start of a clause, a trailing `$` the end of one. Every pattern stays inside one sentence. There is no backtracking
beyond the gaps, so reading is linear in the length of the message.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from sys import intern
from typing import Any

from conversation.extractors.words import COMPOUNDS, Words

GAPS = {"...": 3, ".....": 6}
_FEW = 5  # words
PREFIX = 3  # the least letters that a `word*` must have


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a pattern: the words that it takes, in full or by their beginnings, or how many words it skips."""

    words: Collection[str]
    beginnings: tuple[str, ...] = ()
    optional: bool = False
    gap: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether one of its words must stand there."""
        return not (self.optional or self.gap or self.beginnings)

    def takes(self, word: str) -> bool:
        """Whether a word of a message fits."""
        return word in self.words or (bool(self.beginnings) and word.startswith(self.beginnings))


class Pattern:
    """A row of elements and what it stands for; `number` tells the order among the patterns of a lexicon."""

    __slots__ = ("at_end", "at_start", "elements", "number", "value")

    def __init__(self, number: int, elements: tuple[Element, ...], value: Any, at_start: bool, at_end: bool) -> None:
        self.number, self.elements, self.value = number, elements, value
        self.at_start, self.at_end = at_start, at_end

    def ends(self, words: Words, at: int) -> int:
        """The token after the pattern when it stands at `at`, else -1."""
        if self.at_start and not words.begins[at]:
            return -1
        return self._match(0, words, at, words.sentence_end[at])

    def _match(self, step: int, words: Words, at: int, limit: int) -> int:
        elements, read = self.elements, words.read
        while step < len(elements):
            element = elements[step]
            if element.gap:
                return self._match_behind(step + 1, words, range(at, min(at + element.gap, limit) + 1), limit)
            if at < limit and element.takes(read[at]):
                if element.optional:
                    end = self._match(step + 1, words, at + 1, limit)
                    if end >= 0:
                        return end
                else:
                    at += 1
            elif not element.optional:
                return -1
            step += 1
        return -1 if self.at_end and not words.closes(at) else at

    def _match_behind(self, step: int, words: Words, places: range, limit: int) -> int:
        """The end of the rest where it first fits; a gap is in the middle, so a plain word tells most places apart."""
        after = self.elements[step] if step < len(self.elements) else None
        wanted = after.words if after and after.is_plain else None
        for at in places:
            if wanted is None or (at < limit and words.read[at] in wanted):
                end = self._match(step, words, at, limit)
                if end >= 0:
                    return end
        return -1


def parts(text: str) -> list[str]:
    """The elements of a pattern as they are written."""
    return _joined(text.strip("^$ ").split())


def _joined(parts: list[str]) -> list[str]:
    """The parts of a pattern, with compounds written as messages are read ("check up" is one word)."""
    if COMPOUNDS.keys().isdisjoint(pairwise(parts)):
        return parts
    joined: list[str] = []
    for part in parts:
        whole = COMPOUNDS.get((joined[-1], part)) if joined else None
        if whole:
            joined[-1] = whole
        else:
            joined.append(part)
    return joined


def element(part: str, classes: Mapping[str, Sequence[str]]) -> Element:
    """An element from how it is written. Raises ValueError for too short a beginning, KeyError for no class."""
    if part in GAPS:
        return Element((), gap=GAPS[part])
    optional = part.endswith("?")
    part = part.replace("'", "").replace("-", "")
    words: set[str] = set()
    beginnings: set[str] = set()
    for word in part.rstrip("?").split("|"):
        for one in classes[word[1:-1]] if word.startswith("<") else (word,):
            if one.endswith("*"):
                if len(one) <= PREFIX:
                    raise ValueError(f"too short a beginning: {one!r}")
                beginnings.add(one[:-1])
            else:
                words.add(intern(one))  # the lexicons have many words in common
    # a few words are found as quickly without a set, and take a third of the memory
    return Element(tuple(words) if len(words) <= _FEW else frozenset(words), tuple(sorted(beginnings)), optional)
