"""How a sign is told: as one of now or of the past, of whom, and whether a remark beside it speaks of it.

The words stand in `lexicons/harmless.*.yaml`, under `told`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache
from typing import Any

from conversation.extractors.lexicon import Hit
from conversation.extractors.lexicons import load
from conversation.extractors.red_flags import LANGUAGES
from conversation.extractors.words import Words

LINKED = 4  # link words that may stand between a remark and a sign
NEARBY = 8  # words between the two when a comma parts them


class Telling:
    """The grammar of one message around its signs."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def is_beside(self, void: Hit[Any], hit: Hit[Any]) -> bool:
        """Whether a void speaks of this sign, not of another matter: "chest pain, had a heart attack in 2019"."""
        clause, is_parted = self._words.clause, self._is_parted(void, hit)
        if not is_parted and clause[void.first] in (clause[hit.first], clause[hit.end - 1]):
            return True
        if apart(void, hit) > NEARBY:
            return False
        is_of_past = self._is_past(hit) and not self._names_illness(void)
        if void.end > hit.first:
            return is_of_past
        return not is_parted and (is_of_past or self._is_listed(void, hit))

    def is_tale(self, void: Hit[Any], hit: Hit[Any]) -> bool:
        """Whether a sign is told of the people of a story, not of those who watch it."""
        clause = self._words.clause
        if self._is_parted(void, hit) or apart(void, hit) > NEARBY:
            return False
        if void.first < hit.end:
            return True
        between = self._words.read[hit.end : void.first]
        return clause[void.first] == clause[hit.end - 1] and grammar()["beginnings"].isdisjoint(between)

    def _is_parted(self, void: Hit[Any], hit: Hit[Any]) -> bool:
        """Whether something else begins between the two: "last year, and now I", "a film and he"."""
        read, said = self._words.read, grammar()
        between = range(min(void.end, hit.end), max(void.first, hit.first))
        return any(read[at] in said["joints"] and read[at + 1] in said["beginnings"] for at in between)

    def _is_listed(self, void: Hit[Any], hit: Hit[Any]) -> bool:
        """Whether a sign behind a comma is one of several of which a void speaks: "history of stroke, heart attack"."""
        words = self._words
        goes_on = words.clause[void.end] == words.clause[void.end - 1]
        return goes_on and grammar()["persons"].isdisjoint(words.read[void.end : hit.first])

    def _names_illness(self, void: Hit[Any]) -> bool:
        """Whether the clause of a void names an illness of its own: "she collapsed, she had a stroke in 2019"."""
        clause, at = self._words.clause, void.first
        first, end = bisect_left(clause, clause[at]), bisect_right(clause, clause[at])
        return not grammar()["illnesses"].isdisjoint(self._words.read[first:end])

    def is_subject(self, person: Hit[Any], hit: Hit[Any]) -> bool:
        """Whether it is of these people that a sign is told: "my wife fainted"."""
        is_near = person.first <= hit.first and hit.first - person.end <= NEARBY
        return is_near and self._words.clause[person.first] == self._words.clause[hit.first]

    def is_present(self, hit: Hit[Any]) -> bool:
        """Whether a sign is told as one of now by its own verb: "I have", "he can't"."""
        return not self._is_past(hit) and self._has_verb(hit, "present", other="unreal")

    def _is_past(self, hit: Hit[Any]) -> bool:
        """Whether a sign is told as one of the past by its own verb: "I had"; not "I have had"."""
        return self._has_verb(hit, "past", other="perfect")

    def _has_verb(self, hit: Hit[Any], tense: str, *, other: str) -> bool:
        """Whether a sign has a verb of a tense, or one leads up to it, with nothing but its description between."""
        words, said = self._words, grammar()

        def is_verb(at: int) -> bool:
            return words.read[at] in said[tense] and not (at and words.read[at - 1] in said[other])

        if any(map(is_verb, range(hit.first, hit.end))):
            return True
        for at in range(hit.first - 1, max(-1, hit.first - 2 - LINKED), -1):
            if words.clause[at] != words.clause[hit.first]:
                return False
            if is_verb(at):
                return True
            if words.read[at] not in said["described"]:
                return False
        return False


def apart(void: Hit[Any], hit: Hit[Any]) -> int:
    """The words between the two."""
    return max(0, hit.first - void.end, void.first - hit.end)


@cache
def grammar() -> dict[str, frozenset[str]]:
    """The words that deny, tell when, or may stand between a void and its sign, of all languages."""
    found: dict[str, frozenset[str]] = {}
    for language in LANGUAGES:
        data = load(f"harmless.{language}")
        for name, said in (*data["denied"].items(), *data["told"].items()):
            found[name] = found.get(name, frozenset()) | frozenset(said)
    return found
