"""Red flags: deterministic rules of public triage guidance over the whole text, with guards against false alarms.

The rules and their sources stand in `lexicons/emergency.yaml`. A sign does not count where it is denied, long ago,
the name of a thing ("heart failure clinic"), a question about it, or a figure of speech (see `harmless`). Danger that
no sign tells is told by what all words weigh together (`weighing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conversation.extractors.entities import Emergency
from conversation.extractors.foreign_alarms import find_foreign_alarm
from conversation.extractors.harmless import Harmless, moderate
from conversation.extractors.hasty import hasty
from conversation.extractors.lexicon import Hit
from conversation.extractors.red_flags import Sign, rules, signs
from conversation.extractors.text import Message
from conversation.extractors.weighing import find_danger
from conversation.extractors.words import Words, words_of

_WITHIN = 25  # words within which signs that count together must stand
_SEEN = (22, 26)  # words before and after which make what stands there the same as it was elsewhere
_SELF_HARM, _DANGER = "self_harm", "danger"
_LONG = 400  # words from which on a message is looked through for repetition first


def find_emergency(message: Message) -> Emergency | None:
    """The first red flag of a message that was read whole (`Message.read(text, None)`), self-harm before others."""
    words = hasty(words_of(message))
    search = _Search(words)
    flag = search.flag()
    if flag is not None:
        return Emergency(words.span(flag.first, flag.end), flag.value.rule, flag.value.self_harm)
    return _weighed(words, search.harmless) or find_foreign_alarm(message)


def _weighed(words: Words, harmless: set[int]) -> Emergency | None:
    """Danger that all words tell, or those of the sentences in which no harmless sign was met."""
    places: Sequence[int] = range(len(words.read))
    danger = find_danger(words.read, has_harmless_sign=bool(harmless))
    if danger is not None and (mild := moderate(words)):
        # guidance decides what a reading means, not what the words beside it weigh
        harmless, danger = harmless | mild, None
    if danger is None and harmless:
        places = [at for at in places if words.sentence[at] not in harmless]
        danger = find_danger([words.read[at] for at in places], has_harmless_sign=False)
    if danger is None:
        return None
    span = words.span(places[danger.first], places[danger.end - 1] + 1)
    return Emergency(span, _SELF_HARM if danger.self_harm else _DANGER, danger.self_harm)


def has_sign(message: Message) -> bool:
    """Whether a message has a sign of danger, whatever its other words weigh."""
    return _Search(hasty(words_of(message))).flag() is not None


def sources() -> dict[str, str]:
    """Rule name -> the public guidance it follows."""
    return {name: rule.source for name, rule in rules().items()}


def _places(words: Words) -> Sequence[int]:
    """The words at which a sign may begin; of a long text that repeats itself, those where something new is said."""
    count, tokens = len(words.read), words.tokens
    if count < _LONG:
        return range(count)
    seen: set[int] = set()
    fresh: list[int] = []
    for at in range(count):
        start, stop = tokens[max(0, at - _SEEN[0])].start, tokens[min(count - 1, at + _SEEN[1])].end
        around = hash(words.message.folded[start:stop])
        if around not in seen:
            seen.add(around)
            fresh.append(at)
    return fresh


class _Search:
    """One message looked through for signs."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._places = _places(words)
        self._harmless = Harmless(words)
        self.harmless: set[int] = set()
        """The sentences with a sign that is denied, long ago, a figure of speech or the like."""

    def flag(self) -> Hit[Sign] | None:
        """The first sign of harm to oneself, else of any other danger."""
        for self_harm in (True, False):
            first = min(self._flags(self_harm=self_harm), key=lambda hit: hit.first, default=None)
            if first is not None:
                return first
        return None

    def _flags(self, *, self_harm: bool) -> Iterator[Hit[Sign]]:
        """The first sign that is a red flag by itself, and the first of each row of signs that count together."""
        parts: dict[tuple[str, str, int], list[Hit[Sign]]] = {}
        for hit in signs(self_harm=self_harm).find_at(self._words, self._places):
            if self._harmless.denies(hit):
                self._note(hit)
            elif hit.value.row is not None:
                parts.setdefault((hit.value.language, hit.value.rule, hit.value.row), []).append(hit)
            elif self._counts(hit):
                yield hit
                break
        for hits in parts.values():
            if _are_whole(hits):
                yield from _together([hit for hit in hits if self._counts(hit)])

    def _counts(self, hit: Hit[Sign]) -> bool:
        if not hit.value.is_old and self._harmless.voids(hit) is not None:
            self._note(hit)
            return False
        return True

    def _note(self, hit: Hit[Sign]) -> None:
        self.harmless.add(self._words.sentence[hit.first])


def _are_whole(hits: Sequence[Hit[Sign]]) -> bool:
    """Whether every group of a row was said."""
    return len({hit.value.group for hit in hits}) == hits[0].value.groups


def _together(hits: list[Hit[Sign]]) -> Iterator[Hit[Sign]]:
    """From the first to the last sign of a row whose groups were all said near one another."""
    last: dict[int, Hit[Sign]] = {}
    for hit in hits:
        last[hit.value.group] = hit
        near = [other for other in last.values() if hit.first - other.first <= _WITHIN]
        if len(near) == hit.value.groups:
            whole = min(near, key=lambda other: other.first)
            yield whole._replace(end=max(h.end for h in hits if 0 <= h.first - whole.first <= _WITHIN))
            return
