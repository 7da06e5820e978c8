"""What troubles the patient: body parts, symptoms and conditions, and the specialities that see to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from conversation.extractors.entities import Complaint, Context, Roster, SpecialityMention
from conversation.extractors.lexicon import Hit, Phrases
from conversation.extractors.lexicons import load
from conversation.extractors.negation import is_denied, is_rejected
from conversation.extractors.specialities import codes_for, default_code
from conversation.extractors.text import Message, fold
from conversation.extractors.words import Words, words_of

_ALONE = 0.3  # what a body part counts without a word of trouble beside it
_NEAR = 7  # words within which a trouble belongs to a body part
_CLEAR = 2.0  # the least weight that makes a complaint
_FAINT = 0.15  # certainty of the default speciality when nothing says where to go
_MOST = 5


@dataclass(frozen=True, slots=True)
class _Sign:
    """What a phrase says: speciality keys (or codes of the hospital's own) with their weights."""

    weights: tuple[tuple[str, float], ...]
    part: bool = False
    trouble: bool = False
    own: bool = False


def find_complaint(message: Message, context: Context) -> Complaint | None:
    """What troubles the patient and the hospital's specialities that fit, best first; None without a complaint."""
    words = words_of(message)
    signs = [hit for hit in _signs(words, context) if not is_denied(words, hit.first)]
    ranked = _ranked(words, signs)
    real = [hit for hit in signs if not hit.value.trouble or hit.value.weights]
    if not ranked or max(ranked.values()) < _CLEAR:
        return None
    codes = _codes(ranked, context.roster)
    span = words.span(min(h.first for h in real), max(h.end for h in real))
    return Complaint(span, tuple(codes[:_MOST]))


def find_ways(message: Message, context: Context) -> tuple[SpecialityMention, ...]:
    """Specialities asked for by a body part: "someone for my knee", "skin"; they are read back."""
    words = words_of(message)
    if len(words.read) > 12:
        return ()
    bare = len([word for word in words.read if word not in _BARE]) == 1
    parts = [hit for hit in _signs(words, context) if hit.value.part]
    for hit in parts:
        asked = bare or any(word in _SOMEONE for word in words.read[: hit.first])
        if asked and not is_rejected(words, hit.first, hit.end):
            best = max(hit.value.weights, key=lambda pair: pair[1])[0]
            codes = codes_for(best, context.roster)
            if codes:
                return (SpecialityMention(words.span(hit.first, hit.end), codes[0], literal=False),)
    return ()


_SOMEONE = frozenset("someone somebody specialist doctor anyone alguien especialista medico doctora".split())
_BARE = frozenset("my the a for please about on doctor problem problems stuff thing check mi el la de para mis".split())


def _signs(words: Words, context: Context) -> list[Hit[_Sign]]:
    found: dict[tuple[int, int, _Sign], Hit[_Sign]] = {}
    for language in ("en", "es"):
        if language in context.languages or language == context.language:
            for hit in _lexicon(language).find(words):
                found[hit.first, hit.end, hit.value] = hit
    for hit in _own(context.roster).find(words):
        found[hit.first, hit.end, hit.value] = hit
    return sorted(found.values(), key=lambda hit: (hit.first, hit.end))


def _ranked(words: Words, signs: list[Hit[_Sign]]) -> dict[str, float]:
    """Weight of each speciality. A sign said several times counts once; one inside a longer one does not count."""
    troubles = [hit for hit in signs if hit.value.trouble]
    seen: dict[tuple[_Sign, str], float] = {}
    for hit in signs:
        share = 1.0
        if hit.value.part and not _troubled(words, hit, troubles):
            share = _ALONE
        for key, weight in hit.value.weights:
            if not _inside(hit, key, signs):
                mark = (hit.value, " ".join(words.read[hit.first : hit.end]))
                seen[(_Sign(((key, weight),)), mark[1])] = max(share * weight, seen.get((_Sign(((key, weight),)), mark[1]), 0))
    totals: dict[str, float] = {}
    for (sign, _), weight in seen.items():
        key = sign.weights[0][0]
        totals[key] = totals.get(key, 0.0) + weight
    return totals


def _troubled(words: Words, part: Hit[_Sign], troubles: list[Hit[_Sign]]) -> bool:
    return any(
        words.sentence[other.first] == words.sentence[part.first] and abs(other.first - part.first) <= _NEAR
        for other in troubles
    )


def _inside(hit: Hit[_Sign], key: str, signs: list[Hit[_Sign]]) -> bool:
    """Whether a longer sign for the same speciality covers this one."""
    return any(
        other.first <= hit.first and other.end >= hit.end and other.end - other.first > hit.end - hit.first
        and any(name == key for name, _ in other.value.weights)
        for other in signs
    )  # fmt: skip


def _codes(ranked: Mapping[str, float], roster: Roster) -> list[tuple[str, float]]:
    """The hospital's specialities, best first, with scores from 0 to 1."""
    scores: dict[str, float] = {}
    for key, weight in sorted(ranked.items(), key=lambda pair: -pair[1]):
        for code in (key[1:],) if key.startswith("=") else codes_for(key, roster)[:1]:
            scores[code] = max(scores.get(code, 0.0), weight)
    ordered = sorted(scores.items(), key=lambda pair: -pair[1])
    if not ordered:
        fallback = default_code(roster)
        return [(fallback, _FAINT)] if fallback else []
    return [(code, round(weight / (weight + 2.0), 3)) for code, weight in ordered]


@cache
def _lexicon(language: str) -> Phrases[_Sign]:
    data = load(f"complaints.{language}")
    classes = data["classes"]
    entries: list[tuple[str, _Sign]] = [(word, _Sign((), trouble=True)) for word in classes["hurts"]]
    for part in data["parts"].values():
        weights = tuple((key, float(weight)) for key, weight in part.items() if key != "words")
        entries.extend((word, _Sign(weights, part=True)) for word in part["words"])
    entries.extend(_merged(data))
    return Phrases(entries, classes)


def _merged(data: Mapping[str, Mapping[str, list[str]]]) -> Iterator[tuple[str, _Sign]]:
    rows = [
        (str(phrase), key, float(weight))
        for key, lists in data.items()
        if key not in ("classes", "parts")
        for weight, phrases in lists.items()
        for phrase in phrases
    ]
    rows.sort(key=lambda row: row[0])
    for phrase, group in groupby(rows, key=lambda row: row[0]):
        yield phrase, _Sign(tuple((key, weight) for _, key, weight in group))


def _own(roster: Roster) -> Phrases[_Sign]:
    """The complaint words that the hospital added itself."""
    kept = roster.index.get("complaints")
    if not isinstance(kept, Phrases):
        kept = Phrases(
            [
                (" ".join(fold(phrase).replace("-", " ").split()), _Sign(((f"={speciality.code}", 5.0),), own=True))
                for speciality in roster.specialities
                for phrases in speciality.complaints.values()
                for phrase in phrases
                if phrase.strip()
            ]
        )
        roster.index["complaints"] = kept
    return kept
