"""The signs of a complaint in a message: body parts, troubles, illnesses, and words that tell who the patient is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from conversation.extractors.entities import Context, Roster
from conversation.extractors.language import readings
from conversation.extractors.lexicon import Hit, Phrases
from conversation.extractors.lexicons import load
from conversation.extractors.text import fold
from conversation.extractors.words import Words

PART, HURTS, MOVES, WHO = "part", "hurts", "moves", "who"
OWN = "="
"""Marks a hospital's own code among the standard keys."""
_OWN_WEIGHT = 8.0  # the hospital's words are worth more than ours
_MOST = 300  # signs weighed in one message: they are compared with one another
_APART = ("classes", "parts", "who", "together")


@dataclass(frozen=True, slots=True)
class Sign:
    """What a phrase says: speciality keys (or "=" and a code of the hospital's own) with their weights.

    A sign of a `row` weighs nothing by itself: the row counts when each of its groups was said.
    """

    weights: tuple[tuple[str, float], ...] = ()
    kind: str = ""
    """`part` for a body part, `hurts` for a word of trouble, `moves` for one that must stand close by, `who` for a word
    that tells who the patient is."""
    row: tuple[str, int] | None = None
    """The row's language and number."""
    group: int = 0

    @property
    def is_own(self) -> bool:
        """Whether the hospital named it itself."""
        return any(key.startswith(OWN) for key, _ in self.weights)

    @property
    def weight(self) -> float:
        """The greatest weight for any speciality."""
        return max((weight for _, weight in self.weights), default=0.0)


def find_signs(words: Words, context: Context) -> list[Hit[Sign]]:
    """Every sign in a message, in order; turns of phrase that only sound like one are left out."""
    found: dict[tuple[int, int, Sign], Hit[Sign]] = {}
    languages = readings(words.message, context)
    for book in (*(_lexicon(language) for language in languages), _own(context.roster)):
        for hit in book.find(words):
            if hit.value.kind != PART or _is_part(words, hit):
                found[hit.first, hit.end, hit.value] = hit
    signs = sorted(found.values(), key=lambda hit: (hit.first, hit.end))[:_MOST]
    if not any(hit.value.weights or hit.value.row for hit in signs):
        return signs
    said = {at for language in languages for hit in _sayings(language).find(words) for at in range(hit.first, hit.end)}
    return [hit for hit in signs if hit.value.is_own or (hit.first not in said and hit.end - 1 not in said)]


def rows_told(signs: list[Hit[Sign]]) -> Iterator[tuple[tuple[str, int], tuple[tuple[str, float], ...]]]:
    """The rows of which every group was said, with their weights."""
    groups: dict[tuple[str, int], set[int]] = {}
    for hit in signs:
        if hit.value.row:
            groups.setdefault(hit.value.row, set()).add(hit.value.group)
    for row, told in groups.items():
        wanted, weights = _rows(row[0])[row[1]]
        if len(told) == wanted:
            yield row, weights


_OWNERS = frozenset("my his her their our mi mis su sus el la los las me se".split())


def is_owned(words: Words, at: int) -> bool:
    """Whether the body part at `at` is somebody's own, and the word for it is hardly used of anything else."""
    doubtful, _, _ = _doubtful()
    before = [words.read[i] for i in range(max(0, at - 2), at) if words.clause[i] == words.clause[at]]
    return words.read[at] not in doubtful and not _OWNERS.isdisjoint(before)


def _is_part(words: Words, hit: Hit[Sign]) -> bool:
    """Whether a word that may be a body part is one: "call me back" is not about a back."""
    at = hit.first
    doubtful, owners, troubles = _doubtful()
    if words.read[at] not in doubtful:
        return True
    following = words.read[hit.end] if hit.end < len(words.read) else ""
    return (at > 0 and words.read[at - 1] in owners) or following in troubles or len(words.read) == 1


@cache
def _doubtful() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Words that are seldom body parts, the words before and behind them that make them so."""
    classes = [load(f"complaints.{language}")["classes"] for language in ("en", "es")]
    return (
        frozenset(word for each in classes for word in each["doubtful"]),
        frozenset(word for each in classes for word in each["of_ones_own"]),
        frozenset(word for each in classes for word in each["hurts"]),
    )


@cache
def _lexicon(language: str) -> Phrases[Sign]:
    data, scenes = load(f"complaints.{language}"), load(f"scenes.{language}")
    classes = data["classes"]
    entries: list[tuple[str, Sign]] = [(word, Sign(kind=kind)) for kind in (HURTS, MOVES) for word in classes[kind]]
    for part in data["parts"].values():
        weights = tuple((key, float(weight)) for key, weight in part.items() if key != "words")
        entries.extend((word, Sign(weights, PART)) for word in part["words"])
    for book in (data, scenes):
        entries.extend(_merged(book["who"], WHO))
        entries.extend(_merged({key: value for key, value in book.items() if key not in _APART}))
    for number, row in enumerate(_together(language)):
        for group, phrases in enumerate(row["of"]):
            entries.extend((phrase, Sign(row=(language, number), group=group)) for phrase in phrases)
    return Phrases(entries, {**classes, **scenes["classes"]})


def _together(language: str) -> list[Mapping[str, Any]]:
    """The rows of signs that mean something together."""
    return [*load(f"complaints.{language}")["together"], *load(f"scenes.{language}")["together"]]


@cache
def _sayings(language: str) -> Phrases[bool]:
    data = load("sayings")
    return Phrases([(phrase, True) for phrase in data[language]], data["classes"])


@cache
def _rows(language: str) -> list[tuple[int, tuple[tuple[str, float], ...]]]:
    """The rows of a lexicon: how many groups each has, and what it weighs."""
    return [
        (len(row["of"]), tuple((key, float(weight)) for key, weight in row.items() if key != "of"))
        for row in _together(language)
    ]


def _merged(data: Mapping[str, Mapping[str, list[str]]], kind: str = "") -> Iterator[tuple[str, Sign]]:
    """Each phrase once, with its weights for all specialities that name it."""
    rows = [
        (str(phrase), key, float(weight))
        for key, lists in data.items()
        for weight, phrases in lists.items()
        for phrase in phrases
    ]
    rows.sort(key=lambda row: row[0])
    for phrase, group in groupby(rows, key=lambda row: row[0]):
        yield phrase, Sign(tuple((key, weight) for _, key, weight in group), kind)


def _own(roster: Roster) -> Phrases[Sign]:
    """The complaint words that the hospital added itself."""
    kept = roster.index.get("complaints")
    if not isinstance(kept, Phrases):
        kept = Phrases(
            [
                (" ".join(fold(phrase).replace("-", " ").split()), Sign(((OWN + speciality.code, _OWN_WEIGHT),)))
                for speciality in roster.specialities
                for phrases in speciality.complaints.values()
                for phrase in phrases
                if phrase.strip()
            ]
        )
        roster.index["complaints"] = kept
    return kept
