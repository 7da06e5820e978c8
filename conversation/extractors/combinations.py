"""Errands told without any known phrase: by what they are about and a word of what is wanted of it.

"The cream is gone" and "gone is that cream of mine" ask for the same. The words may stand anywhere in a sentence, so
this is only asked where no phrase was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache

from conversation.extractors.entities import Intent
from conversation.extractors.lexicon import Hit
from conversation.extractors.lexicons import load
from conversation.extractors.words import Words

_LONGEST = 30  # words of a sentence: in longer ones the words have nothing to do with each other


def find_combination(words: Words) -> Hit[Intent] | None:
    """The first errand whose words stand together in a sentence, and where."""
    sentences: dict[tuple[str, ...], int] = {}  # the same words are looked at once, however often they are said
    for first, end in _sentences(words):
        if end - first <= _LONGEST:
            sentences.setdefault(words.read[first:end], first)
    for rule in _rules():
        for said, first in sentences.items():
            found = rule.places(said) if len(said) >= len(rule.wanted) else None
            if found:
                return Hit(first + min(found), first + max(found) + 1, rule.intent)
    return None


def _sentences(words: Words) -> Iterator[tuple[int, int]]:
    first = 0
    while first < len(words.read):
        yield first, words.sentence_end[first]
        first = words.sentence_end[first]


@dataclass(frozen=True, slots=True)
class _Class:
    """A class of words, some by their beginnings."""

    words: Set[str]
    beginnings: tuple[str, ...]

    def holds(self, word: str) -> bool:
        return word in self.words or (bool(self.beginnings) and word.startswith(self.beginnings))


@dataclass(frozen=True, slots=True)
class _Rule:
    """An errand, the classes that tell of it and those that speak against it."""

    intent: Intent
    wanted: tuple[_Class, ...]
    unwanted: tuple[_Class, ...]

    def places(self, read: Sequence[str]) -> list[int]:
        """Where a word of each class stands, a different one for each; empty where one is missing."""
        found: list[int] = []
        for each in self.wanted:
            at = next((i for i, word in enumerate(read) if i not in found and each.holds(word)), None)
            if at is None:
                return []
            found.append(at)
        return [] if any(each.holds(word) for each in self.unwanted for word in read) else found


@cache
def _rules() -> tuple[_Rule, ...]:
    data = load("combinations")
    classes = {name: _class(words) for name, words in data["classes"].items()}
    return tuple(
        _Rule(
            Intent(rule["intent"]),
            tuple(classes[name] for name in rule["all"]),
            tuple(classes[name] for name in rule.get("none", ())),
        )
        for rule in data["rules"]
    )


def _class(words: Sequence[str]) -> _Class:
    plain = frozenset(word.replace("'", "") for word in words if not word.endswith("*"))
    return _Class(plain, tuple(word[:-1] for word in words if word.endswith("*")))
