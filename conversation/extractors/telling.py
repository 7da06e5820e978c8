"""How a sign is told: as one of now or of the past, of whom, and whether a remark beside it speaks of it.

The words stand in `lexicons/harmless.*.yaml`, under `told`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache
from itertools import pairwise
from typing import Any

from conversation.extractors.lexicon import Hit
from conversation.extractors.lexicons import load
from conversation.extractors.red_flags import LANGUAGES
from conversation.extractors.words import Words

LINKED = 4  # link words that may stand between a remark and a sign
NEARBY = 8  # words between the two when a comma parts them
_COUNTED = range(4, 301)  # more of a drug than is taken at a time, and no number of a room or a year


class Telling:
    """The grammar of one message around its signs."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def is_beside(self, void: Hit[Any], hit: Hit[Any]) -> bool:
        """Whether a void speaks of this sign, not of another matter: "chest pain, had a heart attack in 2019"."""
        clause, is_parted = self._words.clause, self._is_parted(void, hit)
        at = clause[void.end - 1]  # a void that reaches over a comma speaks of what stands behind it
        if not is_parted and at in (clause[hit.first], clause[hit.end - 1]):
            return not self._is_aside(void, hit)
        if apart(void, hit) > NEARBY:
            return False
        is_of_past = self.is_past(hit) and not self._names_another(void)
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
        """Whether something else begins between the two: "last year, and now I", "a film and he"; "old X but new Y"."""
        read, said = self._words.read, grammar()
        between = range(min(void.end, hit.end), max(void.first, hit.first))
        if self.is_contrasted(void, hit):
            return True
        return any(read[at] in said["joints"] and read[at + 1] in said["beginnings"] for at in between)

    def is_contrasted(self, void: Hit[Any], hit: Hit[Any]) -> bool:
        """Whether a sign is set against the void before it: "he survived a stroke in 2021 but he has collapsed"."""
        read, contrasts = self._words.read, grammar()["contrasts"]
        return any(read[at] in contrasts and read[at - 1] != "as" for at in range(void.end, hit.first))

    def _is_listed(self, void: Hit[Any], hit: Hit[Any]) -> bool:
        """Whether a sign behind a comma is one of several of which a void speaks: "history of stroke, heart attack".

        Only illnesses are: what one feels is of now ("history of heart attack, chest pain").
        """
        words, said = self._words, grammar()
        goes_on = words.clause[void.end] == words.clause[void.end - 1]
        is_illness = not said["illnesses"].isdisjoint(words.read[hit.first : hit.end])
        return goes_on and is_illness and grammar()["persons"].isdisjoint(words.read[void.end : hit.first])

    def _is_aside(self, void: Hit[Any], hit: Hit[Any]) -> bool:
        """Whether a void stands in a remark beside the verb of a sign: "my mum who had a stroke in 2010 collapsed"."""
        read, clause, said = self._words.read, self._words.clause, grammar()
        if void.end > hit.first:
            return False
        start = bisect_left(clause, clause[void.end - 1])
        if any(read[at] in said["relatives"] and read[at + 1] in said["past"] for at in range(start, void.end - 1)):
            return True
        return self._dates_another(void, hit, start)

    def _dates_another(self, void: Hit[Any], hit: Hit[Any], start: int) -> bool:
        """Whether a void tells when another illness was: "two years after her stroke she passed out".

        Illnesses that follow one another do so in one story ("two years after her stroke a heart attack"), and so does
        what has its year ("after my operation in 2015 I collapsed").
        """
        read, said = self._words.read, grammar()
        told, between = read[start : void.end], read[void.end : hit.first]
        if said["conditions"].isdisjoint(told) or not said["illnesses"].isdisjoint(read[hit.first : hit.end]):
            return False
        is_dated = any(word.isdigit() and len(word) == len("2015") for word in told) or not said["ago"].isdisjoint(told)
        begins = not said["beginnings"].isdisjoint((*between, read[hit.first]))
        return not is_dated and (begins or self.is_past(hit) or self.is_present(hit))

    def _names_another(self, void: Hit[Any]) -> bool:
        """Whether the clause of a void tells of another illness: "she collapsed, she had a stroke in 2019"."""
        clause, said = self._words.clause, grammar()
        first, end = bisect_left(clause, clause[void.end - 1]), bisect_right(clause, clause[void.end - 1])
        told = self._words.read[first:end]
        had_another = any(a in said["had"] and b not in said["meant"] for a, b in pairwise(told))
        return had_another or not said["conditions"].isdisjoint(told)

    def is_subject(self, person: Hit[Any], hit: Hit[Any]) -> bool:
        """Whether it is of these people that a sign is told: "my wife fainted"."""
        is_near = person.first <= hit.first and hit.first - person.end <= NEARBY
        return is_near and self._words.clause[person.first] == self._words.clause[hit.first]

    def is_present(self, hit: Hit[Any]) -> bool:
        """Whether a sign is told as one of now by its own verb: "I have", "he can't"."""
        return not self.is_past(hit) and self._has_verb(hit, "present", other="unreal")

    def is_never(self, hit: Hit[Any]) -> bool:
        """Whether the sentence of a sign says "never" before it."""
        words = self._words
        return not grammar()["never"].isdisjoint(words.read[words.sentence_start[hit.first] : hit.first])

    def is_counted(self, hit: Hit[Any]) -> bool:
        """Whether a number of four or more is said beside a sign that tells no time: "took my pills, about thirty"."""
        words = self._words
        return any(self._is_count(at) for at in range(words.sentence_start[hit.first], words.sentence_end[hit.first]))

    def _is_count(self, at: int) -> bool:
        words, said = self._words, grammar()
        start, end = words.sentence_start[at], words.sentence_end[at]
        word = words.read[at]
        if word not in said["counts"] and not (word.isdecimal() and int(word) in _COUNTED):
            return False
        if at + 1 < end and (words.read[at + 1] in said["units"] or words.read[at + 1].isdecimal()):
            return False
        before = at - 1
        while before >= start and words.read[before] in said["roughly"]:
            before -= 1
        is_of_time = before >= start and (words.read[before] in said["timed"] or words.read[before].isdecimal())
        return not is_of_time

    def is_past(self, hit: Hit[Any]) -> bool:
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
    found["conditions"] |= found["illnesses"]
    return found
