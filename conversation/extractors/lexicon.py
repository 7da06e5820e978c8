"""Phrases looked up in a message word by word: the small pattern language of the lexicons.

A pattern is a row of words. `a|b` is either word, `word?` may be missing, `word*` is a beginning, `...` is a gap of
up to three words, `.....` of up to six, `<name>` is a class of words of the same lexicon, a leading `^` means the
start of a clause, a trailing `$` the end of one. Every pattern stays inside one sentence. There is no backtracking
beyond the gaps, so reading is linear in the length of the message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from conversation.extractors.words import COMPOUNDS, Words

T = TypeVar("T")
GAPS = {"...": 3, ".....": 6}
_PREFIX = 3  # the least letters that a `word*` must have


class Hit(NamedTuple, Generic[T]):
    """A phrase found: tokens `first` up to, not including, `end`, and what it stands for."""

    first: int
    end: int
    value: T


@dataclass(frozen=True, slots=True)
class _Element:
    words: frozenset[str]
    beginnings: tuple[str, ...] = ()
    optional: bool = False
    gap: int = 0

    def takes(self, word: str) -> bool:
        return word in self.words or (bool(self.beginnings) and word.startswith(self.beginnings))


@dataclass(frozen=True, slots=True)
class _Pattern(Generic[T]):
    elements: tuple[_Element, ...]
    value: T
    at_start: bool
    at_end: bool


class Phrases(Generic[T]):
    """Patterns with what they stand for, indexed by their first word."""

    def __init__(self, entries: Iterable[tuple[str, T]], classes: Mapping[str, Sequence[str]] | None = None) -> None:
        self._by_word: dict[str, list[_Pattern[T]]] = {}
        self._by_beginning: dict[int, dict[str, list[_Pattern[T]]]] = {}
        self.vocabulary: set[str] = set()
        """The words that patterns name in full."""
        for text, value in entries:
            self._add(text, value, classes or {})

    def find(self, words: Words) -> Iterator[Hit[T]]:
        """Every phrase in the message, in order of where it begins (longest reading of each pattern first)."""
        read = words.read
        for at, word in enumerate(read):
            patterns = self._by_word.get(word, ())
            for pattern in patterns:
                end = _ends(pattern, words, at)
                if end > at:
                    yield Hit(at, end, pattern.value)
            for length, beginnings in self._by_beginning.items():
                for pattern in beginnings.get(word[:length], ()):
                    end = _ends(pattern, words, at)
                    if end > at:
                        yield Hit(at, end, pattern.value)

    def _add(self, text: str, value: T, classes: Mapping[str, Sequence[str]]) -> None:
        at_start, at_end = text.startswith("^"), text.endswith("$")
        elements = [_element(part, classes) for part in _joined(text.strip("^$ ").split())]
        for first, element in enumerate(elements):
            if element.gap:
                raise ValueError(f"a phrase cannot begin with a gap: {text!r}")
            self.vocabulary |= element.words
            pattern = _Pattern(tuple(elements[first:]), value, at_start, at_end)
            for word in element.words:
                self._by_word.setdefault(word, []).append(pattern)
            for beginning in element.beginnings:
                self._by_beginning.setdefault(len(beginning), {}).setdefault(beginning, []).append(pattern)
            if not element.optional:
                break
        for element in elements:
            self.vocabulary |= element.words


def _joined(parts: list[str]) -> list[str]:
    """The parts of a pattern, with compounds written as messages are read ("check up" is one word)."""
    joined: list[str] = []
    for part in parts:
        whole = COMPOUNDS.get((joined[-1], part)) if joined else None
        if whole:
            joined[-1] = whole
        else:
            joined.append(part)
    return joined


def _element(part: str, classes: Mapping[str, Sequence[str]]) -> _Element:
    if part in GAPS:
        return _Element(frozenset(), gap=GAPS[part])
    optional = part.endswith("?")
    part = part.replace("'", "").replace("-", "")
    words: set[str] = set()
    beginnings: set[str] = set()
    for word in part.rstrip("?").split("|"):
        for one in classes[word[1:-1]] if word.startswith("<") else (word,):
            if one.endswith("*"):
                if len(one) <= _PREFIX:
                    raise ValueError(f"too short a beginning: {one!r}")
                beginnings.add(one[:-1])
            else:
                words.add(str(one))
    return _Element(frozenset(words), tuple(sorted(beginnings)), optional)


def _ends(pattern: _Pattern[Any], words: Words, at: int) -> int:
    """Token after the pattern when it stands at `at`, else -1."""
    if pattern.at_start and not words.begins[at]:
        return -1
    return _match(pattern, 0, words, at, words.sentence_end[at])


def _match(pattern: _Pattern[Any], step: int, words: Words, at: int, limit: int) -> int:
    elements, read = pattern.elements, words.read
    while step < len(elements):
        element = elements[step]
        if element.gap:
            for skipped in range(element.gap + 1):
                end = _match(pattern, step + 1, words, at + skipped, limit) if at + skipped <= limit else -1
                if end >= 0:
                    return end
            return -1
        if at < limit and element.takes(read[at]):
            if element.optional:
                end = _match(pattern, step + 1, words, at + 1, limit)
                if end >= 0:
                    return end
            else:
                at += 1
        elif not element.optional:
            return -1
        step += 1
    return -1 if pattern.at_end and not words.closes(at) else at
