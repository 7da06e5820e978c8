"""Phrases looked up in a message word by word: the small pattern language of the lexicons.

A pattern is a row of words. `a|b` is either word, `word?` may be missing, `word*` is a beginning, `...` is a gap of
up to three words, `.....` of up to six, `<name>` is a class of words of the same lexicon, a leading `^` means the
start of a clause, a trailing `$` the end of one. Every pattern stays inside one sentence. There is no backtracking
beyond the gaps, so reading is linear in the length of the message.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
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
    words: Collection[str]
    beginnings: tuple[str, ...] = ()
    optional: bool = False
    gap: int = 0

    def takes(self, word: str) -> bool:
        return word in self.words or (bool(self.beginnings) and word.startswith(self.beginnings))


class _Pattern:
    """A row of elements; `number` tells the order among the patterns of a lexicon."""

    __slots__ = ("at_end", "at_start", "elements", "number", "value")

    def __init__(self, number: int, elements: tuple[_Element, ...], value: Any, at_start: bool, at_end: bool) -> None:
        self.number, self.elements, self.value = number, elements, value
        self.at_start, self.at_end = at_start, at_end


_ANY = ""  # stands for whatever a message says
_in_order = attrgetter("number")


class Phrases(Generic[T]):
    """Patterns with what they stand for, by their first word.

    A pattern is read further when its first word is first met in a message: most lexicons serve for a few of their
    words only.
    """

    def __init__(self, entries: Iterable[tuple[str, T]], classes: Mapping[str, Sequence[str]] | None = None) -> None:
        self._entries = list(entries)
        self._classes = classes or {}
        self._begun: dict[str, list[int]] = {}
        self._by_need: dict[str, dict[str, list[_Pattern]]] = {}
        self._beginnings: dict[str, list[int]] = {}
        self._lengths: set[int] = set()  # of beginnings
        self._begun_so: dict[str, list[_Pattern]] = {}
        self._stems: set[str] = set()  # what any of the beginnings begins with
        self._elements: dict[str, _Element] = {}  # patterns share what they have in common
        for number, (text, _) in enumerate(self._entries):
            self._place(number, text)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words that patterns name in full."""
        parts = {part for text, _ in self._entries for part in _parts(text)}
        return frozenset[str]().union(*(_element(part, self._classes).words for part in parts))

    def find(self, words: Words) -> Iterator[Hit[T]]:
        """Every phrase in the message, in order of where it begins (longest reading of each pattern first)."""
        for at, patterns in sorted(self._promising(words), key=lambda pair: pair[0]):
            for pattern in patterns:
                end = _ends(pattern, words, at)
                if end > at:
                    yield Hit(at, end, pattern.value)

    def _promising(self, words: Words) -> Iterator[tuple[int, list[_Pattern]]]:
        """Where patterns begin of which the message has another word too: all that is worth a closer look."""
        said = words.places.keys() | {_ANY}
        for word in self._begun.keys() & words.places.keys():
            by_need = self._needed(word)
            patterns = {pattern for need in by_need.keys() & said for pattern in by_need[need]}
            if patterns:
                in_order = sorted(patterns, key=_in_order)
                yield from ((at, in_order) for at in words.places[word])
        likely = [word for word in words.places if word[:_PREFIX] in self._stems]
        for length in self._lengths if likely else ():
            for word in likely:
                if len(word) >= length and (found := self._begun_with(word[:length])):
                    yield from ((at, found) for at in words.places[word])

    def find_at(self, words: Words, places: Iterable[int]) -> Iterator[Hit[T]]:
        """Every phrase that begins at one of these words."""
        said = words.places.keys() | {_ANY}
        begun: dict[str, list[_Pattern]] = {}
        for at in places:
            word = words.read[at]
            patterns = begun.get(word)
            if patterns is None:
                patterns = begun[word] = self._begun_by(word, said)
            for pattern in patterns:
                end = _ends(pattern, words, at)
                if end > at:
                    yield Hit(at, end, pattern.value)

    def _begun_by(self, word: str, said: Set[str]) -> list[_Pattern]:
        by_need = self._needed(word)
        found = {pattern for need in by_need.keys() & said for pattern in by_need[need]}
        for length in self._lengths if word[:_PREFIX] in self._stems else ():
            found.update(self._begun_with(word[:length]))
        return sorted(found, key=_in_order)

    def _needed(self, word: str) -> Mapping[str, list[_Pattern]]:
        """The patterns that begin with a word, by a word of which each needs one."""
        if word not in self._begun:
            return _NONE
        by_need = self._by_need.get(word)
        if by_need is None:
            by_need = {}
            for pattern in map(self._pattern, self._begun[word]):
                for need in _needs(pattern.elements[1:]):
                    by_need.setdefault(need, []).append(pattern)
            self._by_need[word] = by_need
        return by_need

    def _begun_with(self, beginning: str) -> list[_Pattern]:
        """The patterns whose first word is given by these letters of it."""
        if beginning not in self._beginnings:
            return []
        kept = self._begun_so.get(beginning)
        if kept is None:
            kept = self._begun_so[beginning] = [self._pattern(place) for place in self._beginnings[beginning]]
        return kept

    def _element(self, part: str) -> _Element:
        element = self._elements.get(part)
        if element is None:
            element = self._elements[part] = _element(part, self._classes)
        return element

    def _place(self, number: int, text: str) -> None:
        """Note the words with which a pattern may begin."""
        for first, part in enumerate(_parts(text)):
            element = self._element(part)
            if element.gap:
                raise ValueError(f"a phrase cannot begin with a gap: {text!r}")
            place = number * _MOST + first
            for word in element.words:
                self._begun.setdefault(word, []).append(place)
            self._stems.update(beginning[:_PREFIX] for beginning in element.beginnings)
            for beginning in element.beginnings:
                self._lengths.add(len(beginning))
                self._beginnings.setdefault(beginning, []).append(place)
            if not element.optional:
                break

    def _pattern(self, place: int) -> _Pattern:
        number, first = divmod(place, _MOST)
        text, value = self._entries[number]
        elements = tuple(self._element(part) for part in _parts(text)[first:])
        return _Pattern(place, elements, value, text.startswith("^"), text.endswith("$"))


_MOST = 100
"""More words than a pattern has."""


def _parts(text: str) -> list[str]:
    return _joined(text.strip("^$ ").split())


_NONE: Mapping[str, Any] = {}


def _needs(elements: Sequence[_Element]) -> Collection[str]:
    """Words of which a message must have one for the rest of a pattern; `_ANY` when that cannot be told."""
    surely = (e.words for e in reversed(elements) if not (e.optional or e.gap or e.beginnings))
    return next(surely, (_ANY,))


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


def _element(part: str, classes: Mapping[str, Sequence[str]]) -> _Element:
    if part in GAPS:
        return _Element((), gap=GAPS[part])
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
    # a single word needs no set, and most elements are one
    return _Element(tuple(words) if len(words) <= 1 else frozenset(words), tuple(sorted(beginnings)), optional)


def _ends(pattern: _Pattern, words: Words, at: int) -> int:
    """Token after the pattern when it stands at `at`, else -1."""
    if pattern.at_start and not words.begins[at]:
        return -1
    return _match(pattern, 0, words, at, words.sentence_end[at])


def _match(pattern: _Pattern, step: int, words: Words, at: int, limit: int) -> int:
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
