"""The phrases that tell what somebody wants, by language, and how sure each is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from conversation.extractors.contractions import spelled_both_ways
from conversation.extractors.entities import Intent
from conversation.extractors.lexicon import Phrases
from conversation.extractors.lexicons import load
from conversation.extractors.spanish import with_object, without_object

LEVELS = {"sure": 0.9, "likely": 0.7, "hint": 0.4}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase asks for, and how surely."""

    intent: Intent
    certainty: float


@cache
def trades_of(part: str) -> Phrases[Meaning]:
    """What other trades are asked for, which is nothing for a hospital."""
    data = load("trades")
    named = data[part].values() if isinstance(data[part], dict) else [data[part]]
    other = Meaning(Intent.OTHER, LEVELS["sure"])
    return Phrases([(str(phrase), other) for phrases in named for phrase in phrases], data["classes"])


@cache
def lexicon_of(language: str) -> Phrases[Meaning]:
    """The phrases of a language."""
    data = load(f"intents.{language}")
    return Phrases(
        [
            (spelling, Meaning(Intent(intent), LEVELS[level]))
            for intent, levels in data["intents"].items()
            for level, phrases in levels.items()
            for phrase in phrases
            for spelling in (spelled_both_ways(phrase) if language == "en" else (phrase,))
        ],
        {**data["classes"], **_verbs(data.get("verbs", {}))},
    )


def _verbs(data: Mapping[str, str]) -> dict[str, list[str]]:
    """The forms of the verbs of a lexicon as classes: `<mover>`, and `<mover_la>` with a pronoun for what is moved."""
    classes: dict[str, list[str]] = {}
    for infinitive, irregular in data.items():
        stems = irregular.split()
        classes[infinitive] = sorted(without_object(infinitive, *stems))
        classes[f"{infinitive}_la"] = sorted(with_object(infinitive, *stems))
    return classes
