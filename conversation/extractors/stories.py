"""What of a longer message is today's trouble: its questions and "now" against history, medicines and other people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from conversation.extractors.lexicon import Hit, Phrases
from conversation.extractors.lexicons import load
from conversation.extractors.relatives import RELATIONS
from conversation.extractors.words import Words

_STORY = 20  # words from which on a message has parts that matter more than others
_LEAD = 30  # words at the head of a message that weigh in full
_LATER = 0.8
_LAST = 0.9  # the last sentence, where people come to the point
_SHARES = {"past": 0.35, "taken": 0.4, "standing": 0.6, "guessed": 0.5, "fine": 0.35, "asks": 1.25, "now": 1.15}
_OF_OTHERS = 0.3
_WHOLE_SENTENCE = frozenset(("asks", "now"))
_TAKEN_REACH = 12  # words behind "I take" in which medicines and what they are for are told
_OPENING = 14  # words within which it is said whose trouble it is
_ILLNESS_VERBS = frozenset(
    "had has have died expired suffers suffered suffering diagnosed with got gets tuvo tiene murio fallecio padece "
    "sufre sufrio".split()
)
_CHILDREN = frozenset(("child", "son", "daughter"))


def shares(words: Words, languages: Sequence[str]) -> list[float]:
    """For each word, how much of its weight a sign that begins there counts for."""
    count = len(words.read)
    if count < _STORY:
        return [1.0] * count
    last = words.sentence[-1]
    found = [1.0 if at < _LEAD else _LAST if words.sentence[at] == last else _LATER for at in range(count)]
    for kind, places in _told(words, languages):
        for at in places:
            found[at] *= _SHARES[kind]
    if not _is_of_another(words):
        for at in _clauses_of_others(words):
            found[at] *= _OF_OTHERS
    return found


def is_of_an_adult(words: Words) -> bool:
    """Whether somebody grown is named before any child: "my wife is nursing our baby and has a fever"."""
    for word in words.read[:_OPENING]:
        relation = RELATIONS.get(word)
        if relation is not None:
            return relation not in _CHILDREN and relation != "other"
    return False


def _told(words: Words, languages: Sequence[str]) -> Iterator[tuple[str, set[int]]]:
    """Each kind of telling with the words that it governs."""
    governed: dict[str, set[int]] = {}
    for hit in (hit for language in languages for hit in _phrases(language).find(words)):
        governed.setdefault(hit.value, set()).update(_governed(words, hit))
    heads = {number: at for at, number in reversed(list(enumerate(words.sentence)))}
    questions = {number for number, at in heads.items() if words.is_question(at)}
    asked = governed.setdefault("asks", set())
    asked.update(at for at, number in enumerate(words.sentence) if number in questions)
    return iter(governed.items())


def _governed(words: Words, hit: Hit[str]) -> Iterable[int]:
    """The words that a telling phrase governs."""
    if hit.value == "standing":
        return range(hit.first, hit.end)
    if hit.value == "taken":
        return range(hit.first, min(hit.end + _TAKEN_REACH, words.sentence_end[hit.first]))
    group = words.sentence if hit.value in _WHOLE_SENTENCE else words.clause
    return (at for at, number in enumerate(group) if number == group[hit.end - 1])


def _is_of_another(words: Words) -> bool:
    return any(word in RELATIONS for word in words.read[:_OPENING])


def _clauses_of_others(words: Words) -> Iterator[int]:
    """Words of clauses about a relative's illness, in a message about one's own."""
    ill = {
        words.clause[at]
        for at, word in enumerate(words.read)
        if word in RELATIONS and not _ILLNESS_VERBS.isdisjoint(words.read[at + 1 : at + 5])
    }
    return (at for at, clause in enumerate(words.clause) if clause in ill)


@cache
def _phrases(language: str) -> Phrases[str]:
    kinds = load("stories")[language]
    return Phrases([(phrase, kind) for kind, phrases in kinds.items() for phrase in phrases])
