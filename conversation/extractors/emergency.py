"""Red flags: deterministic rules of public triage guidance over the whole text, with guards against false alarms.

The rules and their sources stand in `lexicons/emergency.*.yaml`. A phrase does not count where it is denied, long ago,
the name of a thing ("heart failure clinic"), a question about it, or a figure of speech.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from conversation.extractors.entities import Emergency
from conversation.extractors.harmless import Sign, is_harmless, is_void
from conversation.extractors.lexicon import Hit, Phrases
from conversation.extractors.lexicons import load
from conversation.extractors.text import Message
from conversation.extractors.words import Words, words_of

LANGUAGES = ("en", "es")
_WITHIN = 25  # words within which signs that count together must stand


def find_emergency(message: Message) -> Emergency | None:
    """The first red flag of a message that was read whole (`Message.read(text, None)`), self-harm before others."""
    words = words_of(message)
    if not words.read:
        return None
    first: Hit[Sign] | None = None
    for hit in _flags(words):
        if first is None or (hit.value.self_harm, -hit.first) > (first.value.self_harm, -first.first):
            first = hit
    if first is None:
        return None
    return Emergency(words.span(first.first, first.end), first.value.rule, first.value.self_harm)


def sources() -> dict[str, str]:
    """Rule name -> the public guidance it follows."""
    return {name: str(rule["source"]) for name, rule in load("emergency.en")["rules"].items()}


def _flags(words: Words) -> Iterator[Hit[Sign]]:
    """The first red flag of each language, the first that speaks of self-harm, and what stands together."""
    parts: dict[tuple[str, int], list[Hit[Sign]]] = {}
    for language in LANGUAGES:
        told: set[bool] = set()
        for hit in _rules(language).find(words):
            if hit.value.row is not None:
                parts.setdefault((f"{language}.{hit.value.rule}", hit.value.row), []).append(hit)
            elif hit.value.self_harm not in told and not is_harmless(words, hit):
                told.add(hit.value.self_harm)
                yield hit
    for hits in parts.values():
        if len({hit.value.group for hit in hits}) == hits[0].value.groups:
            yield from _together([hit for hit in hits if not is_void(words, hit)])


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


@cache
def _rules(language: str) -> Phrases[Sign]:
    data = load(f"emergency.{language}")
    return Phrases(_entries(data["rules"]), data["classes"])


def _entries(rules: dict[str, Any]) -> Iterator[tuple[str, Sign]]:
    for name, rule in rules.items():
        harms = rule.get("self_harm") == "true"
        for phrase in rule.get("say", ()):
            yield phrase, Sign(name, harms)
        for row, groups in enumerate(rule.get("together", ())):
            for number, phrases in enumerate(groups):
                for phrase in phrases:
                    yield phrase, Sign(name, harms, row, number, len(groups))
