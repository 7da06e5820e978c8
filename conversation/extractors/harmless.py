"""When words of alarm raise none: denied, long ago, the name of a thing, a question about it, a figure of speech.

The words stand in `lexicons/harmless.*.yaml`. A void is a phrase with the place where it has to stand, seen from the
sign; all of them are tried in the same way. Only denial is grammar of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from conversation.extractors.lexicon import Hit, Phrases
from conversation.extractors.lexicons import load
from conversation.extractors.red_flags import LANGUAGES, Sign, classes_of, rules, spelled_out
from conversation.extractors.telling import LINKED, NEARBY, Telling, apart, grammar
from conversation.extractors.words import Words

_AROUND = 20  # words on either side of a sign that can take its alarm back
_SHORT = 400  # words up to which a message is looked through at once
_BRIEF = 20  # words of a sentence that tells of little more than a reading and what is felt
_AHEAD = 6  # words that may stand between the two in one clause where nobody else is spoken of
_AFTER = "turned_after"
_DENIED = 7  # words before a sign within which its denial must stand


@dataclass(frozen=True, slots=True)
class Void:
    """A phrase that takes an alarm back; one without a place lifts such phrases."""

    kind: str
    place: str = ""
    rules: frozenset[str] = frozenset()
    lifted: frozenset[str] = frozenset()
    """What lets the alarm be raised all the same."""
    only: frozenset[str] = frozenset()
    """The words of which the sign must be made, where given."""


class Harmless:
    """What in one message takes alarms back. Asked sign by sign, in the order in which they stand."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._telling = Telling(words)
        self._voids: dict[int, list[Hit[Void]]] = {}
        self._denied = 0
        """End of the last sign that was denied."""

    def denies(self, hit: Hit[Sign]) -> bool:
        """Whether a sign is said to be absent."""
        denied = self._is_denied(hit) and not self._is_turned(hit)
        if denied:
            self._denied = max(hit.end, self._denied)
        return denied

    def voids(self, hit: Hit[Sign]) -> str | None:
        """The kind of void that takes back the alarm of a sign that is not denied, if any."""
        near = list(self._around(hit))
        watched = self._watched(near, hit)
        standing = [
            void
            for void in near
            if hit.value.rule in void.value.rules and self._speaks_of(void, hit) and void.first not in watched
        ]
        if not standing:
            return None
        lifts = self._lifts(near, hit)
        return next((void.value.kind for void in standing if not lifts.lift(void, hit)), None)

    def _watched(self, near: Sequence[Hit[Void]], hit: Hit[Sign]) -> set[int]:
        """The words of what somebody looked at, of whom a sign is then told: "he was at the screen and won't move"."""
        read = self._words.read
        if not grammar()["things"].isdisjoint(read[max(0, hit.first - 1) : hit.first + 1]):
            return set()  # "... and it won't move"
        seen = [void for void in near if void.value.kind == "watching" and void.end <= hit.first]
        return {at for void in seen if self._shares_sentence(void, hit) for at in range(void.first, void.end)}

    def _is_turned(self, hit: Hit[Sign]) -> bool:
        """Whether what was denied is said after all: "never before, but now he does", "never pain like this"."""
        after = [said for said in self._around(hit) if said.first >= hit.end]
        if any(said.value.kind == _AFTER and self._is_next(said, hit) for said in after):
            return True
        behind = [said for said in after if self._shares_sentence(said, hit)]
        if any(said.value.kind == "turned" for said in behind):
            return True
        is_unheard = any(said.value.kind == "unheard" and said.first - hit.end <= 1 for said in behind)
        return is_unheard and self._telling.is_never(hit)

    def _speaks_of(self, void: Hit[Void], hit: Hit[Sign]) -> bool:
        only = void.value.only
        return self._stands(void, hit) and (not only or only.issuperset(self._words.read[hit.first : hit.end]))

    def _lifts(self, near: Sequence[Hit[Void]], hit: Hit[Sign]) -> _Lifts:
        """What is said at a sign that lets voids take nothing back."""
        whole: set[str] = set()
        now: list[int] = []
        is_part = hit.value.row is not None  # of a row, which one word of now anywhere makes one of now
        for said in near:
            kind = said.value.kind
            if kind == _AFTER and self._is_next(said, hit):
                whole.add("worse")
            if said.value.place or not self._shares_sentence(said, hit):
                continue
            if kind == "now" or (kind == "lasting" and not self._telling.is_past(hit)):
                now.append(0 if is_part else apart(said, hit))
            elif kind != "lasting" and (kind != "kin" or self._telling.is_subject(said, hit)):
                whole.add(kind)
        if self._telling.is_present(hit):
            whole.add("present")
        if self._telling.is_counted(hit):
            whole.add("count")
        return _Lifts(frozenset(whole), min(now, default=None))

    def _around(self, hit: Hit[Sign]) -> Iterator[Hit[Void]]:
        near = range(max(0, hit.first - _AROUND), min(len(self._words.read), hit.end + _AROUND))
        all_of_it = range(len(self._words.read)) if len(self._words.read) < _SHORT else near
        if fresh := [at for at in all_of_it if at not in self._voids]:
            self._voids.update((at, []) for at in fresh)
            for void in voids().find_at(self._words, fresh):
                self._voids[void.first].append(void)
        for at in near:
            yield from self._voids[at]

    def _shares_sentence(self, void: Hit[Void], hit: Hit[Sign]) -> bool:
        return self._words.sentence[void.first] == self._words.sentence[hit.first]

    def _is_next(self, said: Hit[Void], hit: Hit[Sign]) -> bool:
        """Whether something is said in the sentence behind that of a sign."""
        return self._words.sentence[said.first] - self._words.sentence[hit.first] == 1

    def _stands(self, void: Hit[Void], hit: Hit[Sign]) -> bool:
        """Whether a void is where it must be to speak of the sign."""
        words = self._words
        if not self._shares_sentence(void, hit):
            # "I'm writing a novel. How long does a man with a gunshot wound live?"; not "... My husband can't breathe"
            is_asked = words.is_question(hit.first) and not self._telling.is_present(hit)
            return void.value.place == "message" or (void.value.place == "topic" and is_asked)
        match void.value.place:
            case "before":
                between = words.read[void.end : hit.first]
                is_near = void.end <= hit.first <= void.end + LINKED
                is_same = words.clause[void.end - 1] == words.clause[hit.first]
                return is_near and is_same and grammar()["links"].issuperset(between)
            case "ahead":
                between = words.read[void.end : hit.first]
                is_near = void.end <= hit.first <= void.end + _AHEAD
                is_same = words.clause[void.first] == words.clause[hit.first]
                return is_near and is_same and grammar()["persons"].isdisjoint(between)
            case "after":
                return void.first == hit.end and words.clause[void.first] == words.clause[hit.end - 1]
            case "sentence":
                is_near = words.clause[void.first] == words.clause[hit.first] or apart(void, hit) <= NEARBY
                return is_near and not self._telling.is_contrasted(void, hit)
            case "beside":
                return self._telling.is_beside(void, hit)
            case "tale":
                return self._telling.is_tale(void, hit)
            case "question":
                return words.is_question(hit.first)
            case "over":
                return void.first < hit.end and hit.first < void.end
        return True

    def _is_denied(self, hit: Hit[Sign]) -> bool:
        """ "no chest pain", "I don't have a fever or chest pain"; not "no, my chest hurts", "no idea why it hurts"."""
        words, said = self._words, grammar()
        alternatives, listed = False, words.read[hit.first] not in said["words"]
        for at in range(hit.first - 1, max(-1, hit.first - 1 - _DENIED), -1):
            word = words.read[at]
            if words.sentence[at] != words.sentence[hit.first] or word in said["stops"]:
                return False
            if word in said["words"]:
                return self._denies(at)
            if at < self._denied and listed:
                return True  # "no chest pain, breathlessness or fever"
            listed = listed and word in said["listing"]
            alternatives = alternatives or word in said["alternatives"]
            if word not in said["passed"] and not alternatives:
                return False
        return False

    def _denies(self, at: int) -> bool:
        """Whether a "no" is said of what follows, and is no answer: "no, I have chest pain"."""
        words, following, said = self._words, self._words.read[at + 1], grammar()
        answers = words.clause[at] != words.clause[at + 1] or (words.read[at] == "no" and following in said["answered"])
        return not answers and (words.read[at] in said["nobody"] or following not in said["lifting"])


class _Lifts(NamedTuple):
    """What lifts voids: that is whatever the distance, and how far the nearest word of now is from the sign."""

    whole: frozenset[str]
    now: int | None

    def lift(self, void: Hit[Void], hit: Hit[Sign]) -> bool:
        """Whether a void takes nothing back."""
        if not void.value.lifted.isdisjoint(self.whole):
            return True
        return "now" in void.value.lifted and self.now is not None and self.now <= apart(void, hit)


@cache
def voids() -> Phrases[Void]:
    """Everything that can take an alarm back, and the words of now that lift what is past or mild."""
    return Phrases(entry for language in LANGUAGES for entry in _entries(language))


def moderate(words: Words) -> set[int]:
    """The sentences that tell of a headache or the like with a blood pressure that is no emergency beside one.

    Only short ones: what else a long one tells is weighed.
    """
    found = voids().find_at(words, range(len(words.read)))
    told = {hit.first for hit in found if hit.value.kind == "moderate"}
    spans = [(words.sentence_start[at], words.sentence_end[at]) for at in told]
    return {
        words.sentence[start]
        for start, end in spans
        if end - start <= _BRIEF and not grammar()["slight"].isdisjoint(words.read[start:end])
    }


def _entries(language: str) -> Iterator[tuple[str, Void]]:
    data, classes = load(f"harmless.{language}"), classes_of(language)
    for kind, phrases in data["lifts"].items():
        for phrase in phrases:
            yield spelled_out(phrase, classes), Void(kind)
    for void in data["voids"]:
        lifted, only = frozenset(void.get("lifted", ())), frozenset(void.get("only", ()))
        told = Void(void["kind"], void["place"], _spoken_of(void), lifted, only)
        for phrase in void["say"]:
            yield spelled_out(phrase, classes), told


def _spoken_of(void: dict[str, Any]) -> frozenset[str]:
    """The rules that a void speaks of."""
    return frozenset(void.get("rules", rules())) - frozenset(void.get("spare", ()))
