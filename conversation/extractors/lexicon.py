"""Phrases looked up in a message word by word, by the words with which they begin (`patterns` says how one is written).

A lexicon has thousands of phrases and a message tens of words: what a phrase begins with, what must follow at once and
what must come later are looked up, so that only the few phrases that may well be there are laid on the message.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

from conversation.extractors.patterns import PREFIX, Element, Pattern, element, parts
from conversation.extractors.words import Words

T = TypeVar("T")
_in_order = attrgetter("number")
_MOST = 100
"""More words than a pattern has."""


class Hit(NamedTuple, Generic[T]):
    """A phrase found: tokens `first` up to, not including, `end`, and what it stands for."""

    first: int
    end: int
    value: T


class Phrases(Generic[T]):
    """Patterns with what they stand for, by their first word.

    A pattern is read further when its first word is first met in a message: most lexicons serve for a few of their
    words only. What patterns have in common, they share.
    """

    def __init__(self, entries: Iterable[tuple[str, T]], classes: Mapping[str, Sequence[str]] | None = None) -> None:
        self._entries = list(entries)
        self._classes = classes or {}
        self._elements: dict[str, Element] = {}
        self._patterns: dict[int, Pattern] = {}
        self._begun: dict[str, tuple[int, ...]] = {}
        self._beginnings: dict[str, tuple[int, ...]] = {}
        self._place_all()
        self._lengths = sorted({len(beginning) for beginning in self._beginnings})
        self._stems = frozenset(beginning[:PREFIX] for beginning in self._beginnings)
        self._starts: dict[str, _Start] = {}
        self._alike: dict[tuple[int, ...], _Start] = {}

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words that patterns name in full."""
        named = {part for text, _ in self._entries for part in parts(text)}
        return frozenset[str]().union(*(element(part, self._classes).words for part in named))

    def find(self, words: Words) -> Iterator[Hit[T]]:
        """Every phrase in the message, in order of where it begins (longest reading of each pattern first)."""
        met = self._begun.keys() & words.places.keys()
        if self._stems:
            met.update(word for word in words.places if word[:PREFIX] in self._stems)
        return self.find_at(words, sorted(at for word in met for at in words.places[word]))

    def find_at(self, words: Words, places: Iterable[int]) -> Iterator[Hit[T]]:
        """Every phrase that begins at one of these words."""
        read, last = words.read, len(words.read) - 1
        begun: dict[str, tuple[_Start, list[Pattern]]] = {}
        for at in places:
            word = read[at]
            if word not in begun:
                if not self._begins(word):
                    continue
                start = self._start(word)
                begun[word] = start, start.likely(words.places.keys())
            start, likely = begun[word]
            if at < last and (followed := start.followed_by(read[at + 1])):
                likely = sorted(likely + followed, key=_in_order) if likely else followed
            for pattern in likely:
                end = pattern.ends(words, at)
                if end > at:
                    yield Hit(at, end, pattern.value)

    def _begins(self, word: str) -> bool:
        return word in self._begun or word[:PREFIX] in self._stems

    def _start(self, word: str) -> _Start:
        """The patterns that a word begins, read when they are first wanted."""
        start = self._starts.get(word)
        if start is not None:
            return start
        places = self._begun.get(word, ())
        if word[:PREFIX] in self._stems:
            for length in self._lengths:
                if len(word) >= length:
                    places += self._beginnings.get(word[:length], ())
        start = self._alike.get(places)
        if start is None:
            start = self._alike[places] = _Start(map(self._pattern, places))
        if word in self._begun:  # whatever else people write is not kept
            self._starts[word] = start
        return start

    def _place_all(self) -> None:
        """Note the words with which the patterns may begin."""
        begun: dict[str, list[int]] = {}
        beginnings: dict[str, list[int]] = {}
        for number, (text, _) in enumerate(self._entries):
            for first, part in enumerate(parts(text)):
                begin = self._element(part)
                if begin.gap:
                    raise ValueError(f"a phrase cannot begin with a gap: {text!r}")
                place = number * _MOST + first
                for word in begin.words:
                    begun.setdefault(word, []).append(place)
                for beginning in begin.beginnings:
                    beginnings.setdefault(beginning, []).append(place)
                if not begin.optional:
                    break
        self._begun, self._beginnings = _shared(begun), _shared(beginnings)

    def _element(self, part: str) -> Element:
        if part not in self._elements:
            self._elements[part] = element(part, self._classes)
        return self._elements[part]

    def _pattern(self, place: int) -> Pattern:
        if place not in self._patterns:
            number, first = divmod(place, _MOST)
            text, value = self._entries[number]
            row = tuple(self._element(part) for part in parts(text)[first:])
            self._patterns[place] = Pattern(place, row, value, text.startswith("^"), text.endswith("$"))
        return self._patterns[place]


class _Start:
    """The patterns that begin with a word, by what else of each must be there.

    Where any of many words will do, they are looked through rather than each be a key: they would take much memory.
    """

    __slots__ = ("_later", "_later_of", "_next", "_next_of", "_whatever")

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._next: dict[str, list[Pattern]] = {}  # by the word that must follow at once
        self._later: dict[str, list[Pattern]] = {}  # by a word that must come somewhere
        self._whatever: list[Pattern] = []  # a message says
        next_of: dict[Collection[str], list[Pattern]] = {}
        later_of: dict[Collection[str], list[Pattern]] = {}
        for pattern in patterns:
            rest = pattern.elements[1:]
            if rest and rest[0].is_plain:
                _file(pattern, rest[0].words, self._next, next_of)
            elif (later := next((each for each in reversed(rest) if each.is_plain), None)) is not None:
                _file(pattern, later.words, self._later, later_of)
            else:
                self._whatever.append(pattern)
        self._next_of, self._later_of = tuple(next_of.items()), tuple(later_of.items())

    def followed_by(self, word: str) -> list[Pattern]:
        """Those that this word goes on with at once."""
        found = self._next.get(word, _NONE)
        for words, patterns in self._next_of:
            if word in words:
                found = [*found, *patterns]
        return found

    def likely(self, said: Set[str]) -> list[Pattern]:
        """Those of which the message has another word somewhere, or that need none."""
        found = self._whatever
        for word in self._later.keys() & said if self._later else ():
            found = [*found, *self._later[word]]
        for words, patterns in self._later_of:
            if not said.isdisjoint(words):
                found = [*found, *patterns]
        return found if found is self._whatever else sorted(found, key=_in_order)


def _file(
    pattern: Pattern,
    words: Collection[str],
    by_word: dict[str, list[Pattern]],
    by_words: dict[Collection[str], list[Pattern]],
) -> None:
    if len(words) == 1:
        by_word.setdefault(next(iter(words)), []).append(pattern)
    else:
        by_words.setdefault(words, []).append(pattern)


_NONE: list[Any] = []


def _shared(places: Mapping[str, list[int]]) -> dict[str, tuple[int, ...]]:
    """The places of each word; words that begin the same patterns share them."""
    seen: dict[tuple[int, ...], tuple[int, ...]] = {}
    return {word: seen.setdefault(kept, kept) for word, those in places.items() for kept in (tuple(those),)}
