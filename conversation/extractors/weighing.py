"""Danger told by all words of a message together, where no single sign tells it.

Every word and pair of neighbours weighs towards danger or away from it (`lexicons/danger.txt`, learnt by
`bench/danger.py` from sentences that people wrote). What a stretch of words weighs is the sum of its weights over the
root of their number, so that a long message weighs no more than a short one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from math import sqrt
from typing import NamedTuple

from conversation.extractors.lexicons import read_lines

BIAS = "<bias>"
_YEAR, _NUMBER = "<year>", "<n>"
_STRETCHES = ((60, 1.3), (30, 3.0))
"""How many words are weighed together, and the weight from which on they are an emergency: the fewer, the more."""
_BRIEF = (15, 2.0)
"""A message of fewer words than this has to weigh this."""
_ALL_THE_SAME = 2.5
"""The least weight of an emergency where a sign was met that is harmless."""
_SELF_HARM = 1.0  # the weight from which on danger is harm to oneself
_CORE = 12  # words
_LEAST = 10  # words, below which there is too little to weigh


class Weighed(NamedTuple):
    """The words `first` up to, not including, `end` that weigh most, and whether it is harm to oneself."""

    first: int
    end: int
    self_harm: bool


class _Weights(NamedTuple):
    danger: float
    self_harm: float


def find_danger(read: Sequence[str], *, has_harmless_sign: bool) -> Weighed | None:
    """The stretch of a message that weighs as much as an emergency."""
    if len(read) < _LEAST:
        return None
    least = _ALL_THE_SAME if has_harmless_sign else _BRIEF[1] if len(read) < _BRIEF[0] else 0.0
    for size, bar in _STRETCHES:
        stretches = [(weight(read[first : first + size]), first) for first in _firsts(len(read), size)]
        heaviest, first = max(stretches, key=lambda each: each[0].danger)
        if heaviest.danger > max(bar, least):
            return Weighed(*_core(read, first, min(len(read), first + size)), heaviest.self_harm > _SELF_HARM)
        if len(read) <= _STRETCHES[-1][0]:
            break  # all of it was weighed at once
    return None


def _core(read: Sequence[str], first: int, end: int) -> tuple[int, int]:
    """The few words of a stretch that weigh most: what is shown to whoever looks into the alarm."""
    firsts = range(first, max(first + 1, end - _CORE + 1))
    begin = max(firsts, key=lambda at: weight(read[at : min(end, at + _CORE)]).danger)
    return begin, min(end, begin + _CORE)


def weight(read: Sequence[str]) -> _Weights:
    """What words weigh towards danger, and those in danger towards harm to oneself."""
    weights = _weights()
    known = [weights[feature] for feature in features(read) if feature in weights]
    # a word that nobody has written before tells nothing, and counts
    bias, root = weights[BIAS], sqrt(max(len(known), len(read), 1))
    return _Weights(
        bias.danger + sum(each.danger for each in known) / root,
        bias.self_harm + sum(each.self_harm for each in known) / root,
    )


def features(read: Sequence[str]) -> list[str]:
    """The words of a message and the pairs of neighbours among them, each once; numbers are alike."""
    words = [_alike(word) for word in read if word]
    return list(dict.fromkeys((*words, *(f"{word} {after}" for word, after in pairwise(words)))))


def _alike(word: str) -> str:
    if not word.isdigit():
        return word
    return _YEAR if len(word) == 4 and word[:2] in ("19", "20") else _NUMBER


def _firsts(count: int, size: int) -> Sequence[int]:
    """Where the stretches of a message begin: half of each belongs to the next one too."""
    return range(0, max(1, count - size // 2), size // 2)


@cache
def _weights() -> dict[str, _Weights]:
    found: dict[str, _Weights] = {}
    alike: dict[_Weights, _Weights] = {}  # many features weigh the same
    for line in read_lines("danger"):
        feature, danger, self_harm = line.split("\t")
        weights = _Weights(float(danger), float(self_harm or 0))
        found[feature] = alike.setdefault(weights, weights)
    return found
