"""Slips of the keyboard: a wrong, missing, doubled or swapped letter in a word that matters here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from rapidfuzz.distance import OSA

from conversation.extractors.lexicons import NAMES, load

_LEAST = 4  # shorter words are never corrected
_LONG = 9  # from this length on two slips are forgiven
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_NAMED = re.compile(r"[a-z]{3,}")


@lru_cache(maxsize=20_000)
def correct(word: str) -> str:
    """The word as it is understood: without apostrophes, and set right when it is a slip of a known word."""
    word = word.replace("'", "")
    known, ordinary, slips = _known(), _ordinary(), _slips()
    if word in slips:
        return slips[word]
    if word in known or word in ordinary or not word.isascii() or not word.isalpha():
        return word
    squeezed = _STRETCHED.sub(r"\1", word)
    if squeezed != word:
        doubled = _STRETCHED.sub(r"\1\1", word)
        return doubled if doubled in known and squeezed not in known else squeezed
    if not _LEAST <= len(word) <= 24:
        return word
    return _nearest(word) or word


def _nearest(word: str) -> str | None:
    index = _deletions()
    near = {target for form in (word, *_without_one(word)) for target in index.get(form, ())}
    allowed = 1
    if not near and len(word) >= _LONG - 1:
        near, allowed = {target for target in _correct() if len(target) >= _LONG}, 2
    ranked = sorted((OSA.distance(word, target, score_cutoff=allowed), target) for target in near)
    for distance, target in ranked:
        if distance <= allowed and target[0] == word[0]:  # the first letter is seldom the wrong one
            return target
    return None


def _without_one(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


@cache
def _deletions() -> dict[str, list[str]]:
    """Every word worth setting right, by itself and by each form with a letter left out."""
    index: dict[str, list[str]] = {}
    for word in _correct():
        for form in {word, *_without_one(word)}:
            index.setdefault(form, []).append(word)
    return index


@cache
def _correct() -> tuple[str, ...]:
    return tuple(str(load("spelling")["correct"]).split())


@cache
def _known() -> frozenset[str]:
    words: set[str] = set()
    for name in NAMES:
        for text in _texts(load(name)):
            words.update(_NAMED.findall(text.replace("'", "").lower()))
    return frozenset(words)


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield from (part for part in data.split() if not part.endswith("*"))
    elif isinstance(data, dict):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)


@cache
def _ordinary() -> frozenset[str]:
    """Words that are right as they stand though a known word is one letter away."""
    return frozenset(str(load("spelling")["ordinary"]).split())


@cache
def _slips() -> dict[str, str]:
    """Slips that a distance of one letter does not reach, or that are words themselves."""
    return {str(slip): str(word) for slip, word in load("spelling")["slips"].items()}


def is_word(word: str) -> bool:
    """Whether a word is ordinary speech (of a lexicon, or a small word of either language), so hardly a name."""
    return word in _known() or word in _ordinary()
