"""The signs of danger, as data: which words belong to which rule, what is advised, and whose guidance says so.

Rules stand in `lexicons/emergency.yaml`, their signs by language beside it (`emergency.en.yaml`), what takes an alarm
back in `harmless.*.yaml`. In those files a class may name other classes, and `38..42` stands for each of the numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from conversation.extractors.lexicon import Phrases
from conversation.extractors.lexicons import load

LANGUAGES = ("en", "es")
_RANGE = re.compile(r"(\d+)\.\.(\d+)")
_CLASS = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True)
class Sign:
    """A phrase of a rule; `row` and `group` are given where it counts only together with others.

    What is of old (an illness that somebody has had) counts in its row though it is told as past.
    """

    rule: str
    language: str
    self_harm: bool = False
    row: int | None = None
    group: int = 0
    groups: int = 0
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """What a red flag advises (`emergency` or `crisis line`) and the public guidance that says so."""

    advise: str
    source: str
    pages: tuple[str, ...]


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its name."""
    return {
        name: Rule(str(rule["advise"]), str(rule["source"]), tuple(map(str, rule["pages"])))
        for name, rule in load("emergency")["rules"].items()
    }


@cache
def signs(*, self_harm: bool) -> Phrases[Sign]:
    """The signs of harm to oneself, or those of all other rules, in every language that is spoken here."""
    found = (entry for language in LANGUAGES for entry in _signs(language))
    return Phrases(entry for entry in found if entry[1].self_harm == self_harm)


def sign_languages() -> Iterator[tuple[str, str]]:
    """Each rule with each language that has signs for it."""
    return ((rule, language) for language in LANGUAGES for rule in load(f"emergency.{language}")["signs"])


def spelled_out(phrase: str, classes: Mapping[str, Sequence[str]]) -> str:
    """A phrase of the data with its classes and ranges written out."""
    while _CLASS.search(phrase):
        phrase = _CLASS.sub(lambda found: "|".join(classes[found[1]]), phrase)
    return _RANGE.sub(_numbers, phrase.replace('"', ""))


def classes_of(language: str) -> dict[str, list[str]]:
    """The classes of words that the phrases of a language may name."""
    return {**load(f"emergency.{language}")["classes"], **load(f"harmless.{language}")["classes"]}


def _numbers(found: re.Match[str]) -> str:
    return "|".join(map(str, range(int(found[1]), int(found[2]) + 1)))


def _signs(language: str) -> Iterator[tuple[str, Sign]]:
    classes = classes_of(language)
    for rule, said in load(f"emergency.{language}")["signs"].items():
        for phrase, place in _places(said):
            yield spelled_out(phrase, classes), Sign(rule, language, rules()[rule].advise == "crisis line", *place)


def _places(said: Mapping[str, Any]) -> Iterator[tuple[str, tuple[int | None, int, int, bool]]]:
    for phrase in said.get("say", ()):
        yield phrase, (None, 0, 0, False)
    together, of_old = said.get("together", ()), said.get("beside_old", ())
    for row, groups in enumerate((*together, *of_old)):
        for number, phrases in enumerate(groups):
            for phrase in phrases:
                yield phrase, (row, number, len(groups), number == 0 and row >= len(together))
