"""Slips of the keyboard: a wrong, missing, doubled or swapped letter in a word that matters here.

The one corrector of slips: `missing_letters` is the index it looks near words up in, and `sound` likens names of
people, which no lexicon knows, by how they are said.

Only what is no word at all is set right, and only into a word that the lexicons know: "book" is never read as "look".
Which word was meant is weighed by how the slip would have come about (two letters swapped, a key beside the right
one) and by how many phrases of the lexicons have the word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice, pairwise
from math import log10
from sys import intern
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from conversation.extractors.language import SMALL_WORDS
from conversation.extractors.lexicons import NAMES, lists, load
from conversation.extractors.missing_letters import Shortened, without_one
from conversation.extractors.spanish import with_object, without_object

_SHORTEST = 3  # shorter words are never set right, nor is anything read as one
_LONGEST = 24
_LONG = 9  # from this length on two slips are forgiven
_MOST_DIFFERENT = 2_000  # words of one message that are looked at for slips
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_NAMED = re.compile(r"[a-z]{3,}")
_JOINED_AND_PARTED = str.maketrans({"'": None, ",": " "})
_FURTHER = ("choices", "wishes")
"""Lexicons whose words are too common to tell a word of the language from a name."""
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_UNLIKELY = 0.6  # what a slip costs more that is none of the four usual ones
_AT_FIRST = 0.3  # and one in the first letter
_WEIGHT = 0.1  # what each tenfold of phrases takes off
_SAID_OFTEN = 1.0  # tenfolds of phrases from which a word is meant even where the slip is an odd one


@lru_cache(maxsize=5000)
def correct(word: str) -> str:
    """The word as it is understood: without apostrophes, and set right when it is a slip of a known word."""
    word = word.replace("'", "")
    slips = _slips()
    if word in slips:
        return slips[word]
    if not word.isascii() or not word.isalpha() or is_plain(word):
        return word
    squeezed = _STRETCHED.sub(r"\1", word)
    if squeezed != word:
        return _unstretched(squeezed, _STRETCHED.sub(r"\1\1", word))
    return (_nearest(word) if _SHORTEST <= len(word) <= _LONGEST else None) or word


def correct_row(row: Sequence[str], known: Container[str] = ()) -> tuple[str, ...]:
    """A row of words as they are understood, those that are `known` as they stand.

    A plain word is only set right beside the very word that it goes with: "half pat three", "ext week".
    """
    read = mend_each(lambda word: word if word in known else correct(word), row)
    for at, (first, second) in enumerate(pairwise(read)):
        if second in _partners()[0]:
            read[at] = _partner(first, _partners()[0][second])
        if first in _partners()[1]:
            read[at + 1] = _partner(second, _partners()[1][first])
    return tuple(read)


def mend_each(mend: Callable[[str], str], row: Sequence[str]) -> list[str]:
    """A row with its words mended, each once; behind more different words than anybody writes they stay as they are."""
    different = dict.fromkeys(row)
    meant = {word: mend(word) for word in islice(different, _MOST_DIFFERENT)}
    return [meant.get(word, word) for word in row]


def _partner(word: str, partners: Sequence[str]) -> str:
    if word in partners:
        return word
    return next((each for each in partners if is_usual(slip_cost(word, each))), word)


@cache
def _partners() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The words that stand before a word, and those that stand after one, in phrases that hold together."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for phrase in load("spelling")["pairs"]:
        first, second = phrase.split()
        before.setdefault(second, []).append(first)
        after.setdefault(first, []).append(second)
    return before, after


def _unstretched(once: str, twice: str) -> str:
    """A word with one letter held too long: as two of it ("goood") or as one ("siii")."""
    if twice in _weights():
        return twice
    if is_plain(once) or len(once) < _SHORTEST:
        return once
    return twice if is_plain(twice) else correct(once)


def _nearest(word: str) -> str | None:
    weights = _weights()
    left, lengthen = without_one(word), _shortened().lengthen
    near = {form for form in left if form in weights}.union(lengthen(word), *map(lengthen, left))
    costs = (
        (cost - _WEIGHT * weights[target], target)
        for target in near
        if (cost := _cost(word, target)) and not _is_odd(word, target, cost, weights[target])
    )
    best = min(costs, default=None)
    if best:
        return best[1]
    if len(word) < _LONG - 1:
        return None
    found = process.extractOne(word, _long().get(word[0], ()), scorer=OSA.distance, score_cutoff=2)
    return found[0] if found else None


def _is_odd(said: str, meant: str, cost: float, weight: float) -> bool:
    """Whether a seldom word ends in a letter that no slip adds: "quistel" is nonsense, and no cyst."""
    return weight < _SAID_OFTEN and not is_usual(cost) and said[:-1] == meant


def _cost(said: str, meant: str) -> float:
    """As `slip_cost`; in the shortest words only what leaves them plain to see counts."""
    if len(meant) <= _SHORTEST:
        is_plain_to_see = sorted(said) == sorted(meant) or (
            said[0] == meant[0] and len(said) > len(meant) and len(set(said)) <= len(set(meant))
        )
        return slip_cost(said, meant) if is_plain_to_see else 0.0
    if len(said) <= _SHORTEST and len(meant) == len(said):
        return 0.0
    return slip_cost(said, meant)


def slip_cost(said: str, meant: str) -> float:
    """How unlikely it is that one slip made `said` of `meant`; 0 where more than one slip lies between them."""
    start = 0
    while start < min(len(said), len(meant)) and said[start] == meant[start]:
        start += 1
    left, right = said[start:], meant[start:]
    first = _AT_FIRST if start == 0 else 0.0
    if len(left) == len(right):
        if left[:2] == right[1::-1] and left[2:] == right[2:]:
            return 1.0 + first
        return 1.0 + first + _UNLIKELY * (right[0] not in _beside(left[0])) if left[1:] == right[1:] else 0.0
    if left[1:] == right:  # a letter too many: the same again, or one beside
        before = said[start - 1] if start else ""
        return 1.0 + first + _UNLIKELY * (left[0] != before and left[0] not in _beside(before or right[:1]))
    return 1.0 + first if left == right[1:] else 0.0


def is_usual(cost: float) -> bool:
    """Whether a slip is one of the usual: letters swapped, one left out, doubled, or hit on the key beside it."""
    return 0 < cost < 1 + _UNLIKELY


@lru_cache(maxsize=64)
def _beside(key: str) -> str:
    """The letters around a key, on the usual keyboard."""
    for row, keys in enumerate(_ROWS):
        at = keys.find(key) if key else -1
        if at >= 0:
            above = _ROWS[row - 1][at : at + 2] if row else ""
            below = _ROWS[row + 1][max(0, at - 1) : at + 1] if row + 1 < len(_ROWS) else ""
            return keys[max(0, at - 1) : at + 2].replace(key, "") + above + below
    return ""


@cache
def _shortened() -> Shortened:
    return Shortened(_weights())


@cache
def _weights() -> Mapping[str, float]:
    """The words worth setting right, with how much each matters: the tenfolds of phrases that have it."""
    counts = Counter[str]()
    for said in (*map(_whole_words, (*NAMES, *_FURTHER)), str(load("spelling")["times"])):
        counts.update(_NAMED.findall(_without_beginnings(said.translate(_JOINED_AND_PARTED).lower())))
    counts.update(dict.fromkeys(_worth(), 10) | dict.fromkeys(SMALL_WORDS, 100))
    worth = (w for w in counts if len(w) > _SHORTEST or (len(w) == _SHORTEST and w in SMALL_WORDS))
    return {intern(word): log10(counts[word]) for word in worth}


@cache
def _long() -> Mapping[str, Sequence[str]]:
    """The long words worth setting right, by their first letter, in which two slips leave the first letter alone."""
    letters: dict[str, list[str]] = {}
    for word in _worth():
        if len(word) >= _LONG:
            letters.setdefault(word[0], []).append(word)
    return letters


@cache
def _worth() -> tuple[str, ...]:
    return tuple(str(load("spelling")["correct"]).split())


@cache
def _known() -> frozenset[str]:
    words = {word for name in NAMES for word in _NAMED.findall(_whole_words(name).replace("'", "").lower())}
    for infinitive, irregular in load("intents.es")["verbs"].items():
        words |= without_object(infinitive, *irregular.split()) | with_object(infinitive, *irregular.split())
    return frozenset(map(intern, words))  # the lexicons' phrases have them too


def _whole_words(name: str) -> str:
    """All that a lexicon says, without the beginnings of words ("allerg*")."""
    return _without_beginnings(" ".join(_texts(load(name))))


def _without_beginnings(text: str) -> str:
    return " ".join(part for part in text.split() if not part.endswith("*"))


def _texts(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    if not data:
        return []
    return [text for each in (data.values() if isinstance(data, Mapping) else data) for text in _texts(each)]


@cache
def _ordinary() -> frozenset[str]:
    """Words that are right as they stand though a known word is one letter away."""
    return frozenset(str(load("spelling")["ordinary"]).split())


@cache
def _slips() -> dict[str, str]:
    """Slips that a distance of one letter does not reach, or that are words themselves."""
    return {str(slip): str(word) for slip, word in load("spelling")["slips"].items()}


def is_plain(word: str) -> bool:
    """Whether a word is right as it stands: common in either language, a name or not, or of a lexicon."""
    return lists("plain", word) or word in _ordinary() or word in _known() or word in _weights()


def is_word(word: str) -> bool:
    """Whether a word is ordinary speech (of a lexicon, or a small word of either language), so hardly a name."""
    return word in _known() or word in _ordinary()
