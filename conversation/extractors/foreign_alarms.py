"""Red flags in a language that is not spoken here: the few words that cannot be mistaken, whatever surrounds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from conversation.extractors.entities import Emergency
from conversation.extractors.lexicons import load
from conversation.extractors.red_flags import rules, signs
from conversation.extractors.text import Message, fold
from conversation.extractors.words import span_of, words_of

_BARRED = str.maketrans("\u0142\u0111", "ld")
"""Letters with a bar, which is no accent that reading takes away."""
_NEAR = 3  # words before an alarm within which its denial stands


class _Alarm(NamedTuple):
    language: str
    rule: str
    words: tuple[str, ...]
    """In a script that is not Latin a single entry, which is looked for letter by letter."""


def find_foreign_alarm(message: Message) -> Emergency | None:
    """The first red flag of another language, self-harm before others."""
    found = min(_found(message), key=lambda each: (not _is_crisis(each[0]), each[1]), default=None)
    if found is None:
        return None
    alarm, start, end = found
    return Emergency(span_of(message, start, end), alarm.rule, _is_crisis(alarm))


def _is_crisis(alarm: _Alarm) -> bool:
    return rules()[alarm.rule].advise == "crisis line"


def _found(message: Message) -> Iterator[tuple[_Alarm, int, int]]:
    folded = message.folded
    latin, others = _alarms()
    if not folded.isascii():
        for alarm in others:
            start = folded.find(alarm.words[0])
            if start >= 0 and not any(past in folded for past in _data(alarm.language)["past"]):
                yield alarm, start, start + len(alarm.words[0])
    words = words_of(message)
    written = [token.text.translate(_BARRED) for token in words.tokens]
    for at, word in enumerate(written):
        for alarm in latin.get(word, ()):
            end = at + len(alarm.words)
            if alarm.words == tuple(written[at:end]) and not _is_void(alarm, written, words.sentence, at):
                yield alarm, words.tokens[at].start, words.tokens[end - 1].end


def _is_void(alarm: _Alarm, written: list[str], sentence: tuple[int, ...], at: int) -> bool:
    """Whether an alarm is denied ("keine Brustschmerzen") or of long ago ("vor zehn Jahren")."""
    data = _data(alarm.language)
    before = [
        word
        for i, word in enumerate(written[max(0, at - _NEAR) : at], max(0, at - _NEAR))
        if sentence[i] == sentence[at]
    ]
    after = written[at + len(alarm.words) : at + len(alarm.words) + 2 * _NEAR]
    denied = any(f" {void} " in f" {' '.join(before)} " for void in data["void"])
    return denied or any(word in data["past"] for word in (*before, *after))


@cache
def _alarms() -> tuple[Mapping[str, tuple[_Alarm, ...]], tuple[_Alarm, ...]]:
    """The alarms in Latin script by their first word, and those in other scripts; none in words that are ours too."""
    latin: dict[str, tuple[_Alarm, ...]] = {}
    others: list[_Alarm] = []
    ours = signs(self_harm=True).vocabulary | signs(self_harm=False).vocabulary
    for language, data in load("emergency.foreign").items():
        for rule, phrases in data.items():
            for phrase in phrases if rule in rules() else ():
                if phrase.isascii():
                    alarm = _Alarm(language, rule, tuple(phrase.replace("-", " ").split()))
                    if not ours.issuperset(alarm.words):
                        latin[alarm.words[0]] = (*latin.get(alarm.words[0], ()), alarm)
                else:
                    others.append(_Alarm(language, rule, (fold(phrase),)))
    return latin, tuple(others)


@cache
def _data(language: str) -> dict[str, tuple[str, ...]]:
    data = load("emergency.foreign")[language]
    return {name: tuple(map(fold, data[name])) for name in ("void", "past")}
