"""What troubles the patient: body parts, symptoms and conditions, and the specialities that see to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from conversation.extractors.entities import Complaint, Context, Roster, Span, SpecialityMention
from conversation.extractors.language import readings
from conversation.extractors.lexicon import Hit, Phrases
from conversation.extractors.lexicons import load
from conversation.extractors.negation import is_denied, is_rejected
from conversation.extractors.relatives import find_age
from conversation.extractors.specialities import DEFAULT, codes_for, default_code, has
from conversation.extractors.text import Message, fold
from conversation.extractors.words import Words, words_of

_ALONE = 0.3  # what a body part counts without a word of trouble beside it
_PART, _HURTS, _MOVES, _WHO = "part", "hurts", "moves", "who"
_REACH = {_HURTS: 7, _MOVES: 4}  # words within which a trouble belongs to a body part
_LEAD = 30  # words at the head of a message that weigh in full
_LATER = 0.8
_FADES = 0.75  # what each further sign for the same speciality counts
_CLEAR = 2.0  # the least weight that makes a complaint
_FAINT = 0.15  # certainty of the default speciality when nothing says where to go
_MOST = 5
_MOST_SIGNS = 300  # signs weighed in one message: they are compared with one another
_BESIDE = 4  # words within which a word of trouble is quoted with a sign
_CHILD = 1.0  # what a child's age adds to the children's doctor over the general one
_GROWN = 16  # years
_LITTLE = re.compile(
    r"\b(?:my|our) (?:little (?:girl|boy|one)|baby|toddler|child|kid|newborn)\b"
    r"|\bmi (?:bebe|nin[oa]|pequen[oa]|peque)\b|\bnuestr[oa] (?:bebe|nin[oa]|hij[oa] pequen[oa])\b"
)


@dataclass(frozen=True, slots=True)
class _Sign:
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


def find_complaint(message: Message, context: Context) -> Complaint | None:
    """What troubles the patient and the hospital's specialities that fit, best first; None without a complaint."""
    words = words_of(message)
    signs = [hit for hit in _signs(words, context) if not is_denied(words, hit.first)]
    troubles = [hit for hit in signs if hit.value.kind != _WHO]
    if not any(hit.value.weights or hit.value.row for hit in troubles):
        return None
    ranked = _ranked(words, signs)
    if not ranked or max(ranked.values()) < _CLEAR:
        return None
    codes = _codes(_for_child(ranked, context.roster) if _is_child(message) else ranked, context.roster)
    return Complaint(_whole(words, troubles), tuple(codes[:_MOST]))


def _for_child(ranked: Mapping[str, float], roster: Roster) -> dict[str, float]:
    """A child's complaint: the children's doctor stands in for the general one and for whom the hospital lacks."""
    theirs = has(roster)
    general = [weight for key, weight in ranked.items() if key == DEFAULT or not (key in theirs or key.startswith("="))]
    kept = {key: weight for key, weight in ranked.items() if key in theirs or key.startswith("=")}
    if DEFAULT in kept:
        kept[DEFAULT] /= 2
    kept["paediatrics"] = max(kept.get("paediatrics", 0.0), *general, 0.0) + _CHILD
    return kept


def _is_child(message: Message) -> bool:
    """Whether the patient is said to be a child, or of an age that the children's doctor sees."""
    if _LITTLE.search(message.folded):
        return True
    age = find_age(message)
    return age is not None and age[0] < _GROWN


def _whole(words: Words, signs: list[Hit[_Sign]]) -> Span:
    """The words of the complaint: its weightiest sentence, from the first sign to the last, with words of trouble."""
    weights: dict[int, float] = {}
    for hit in signs:
        sentence = words.sentence[hit.first]
        weights[sentence] = weights.get(sentence, 0.0) + max((weight for _, weight in hit.value.weights), default=0.0)
    best = max(weights, key=lambda sentence: weights[sentence])
    told = {best}
    for step in (-1, 1):
        while weights.get(best + step, 0.0) >= _CLEAR:
            told.add(best + step)
            step += 1 if step > 0 else -1
    there = [hit for hit in signs if words.sentence[hit.first] in told]
    real = [hit for hit in there if hit.value.weights]
    beside = [
        hit
        for hit in there
        if hit.value.kind == _HURTS and any(abs(hit.first - other.first) <= _BESIDE for other in real)
    ]
    quoted = real + beside or signs
    return words.span(min(hit.first for hit in quoted), max(hit.end for hit in quoted))


def find_ways(message: Message, context: Context) -> tuple[SpecialityMention, ...]:
    """Specialities asked for by a body part: "someone for my knee", "skin"; they are read back."""
    words = words_of(message)
    if len(words.read) > 12:
        return ()
    # a lone "back" or "hand" that answers "your name?" is no part of the body
    bare = context.question not in _ANSWERED and len([word for word in words.read if word not in _BARE]) == 1
    parts = [hit for hit in _signs(words, context) if hit.value.kind == _PART]
    for hit in parts:
        before = words.read[: hit.first]
        asked = bare or (any(word in _SOMEONE for word in before) and any(word in _TOWARDS for word in before[-3:]))
        asked = asked or words.read[hit.end : hit.end + 1] in _CHECKS or "check" in before[-2:]
        if asked and not is_rejected(words, hit.first, hit.end):
            best = max(hit.value.weights, key=lambda pair: pair[1])[0]
            codes = codes_for(best, context.roster)
            if codes:
                return (SpecialityMention(words.span(hit.first, hit.end), codes[0], literal=False),)
    return ()


_ANSWERED = frozenset({"name", "date_of_birth", "phone", "who", "confirm", "confirm_cancel", "callback"})
_CHECKS = [
    (word,) for word in "check checkup exam examination screening clinic consultation appointment visit review".split()
]
_SOMEONE = frozenset("someone somebody specialist doctor anyone alguien especialista medico doctora".split())
_TOWARDS = frozenset("my for about with his her the of mi para del de".split())
_BARE = frozenset(
    "one my the a for please about on doctor problem problems stuff thing check mi el la de para mis".split()
)


def _signs(words: Words, context: Context) -> list[Hit[_Sign]]:
    found: dict[tuple[int, int, _Sign], Hit[_Sign]] = {}
    books = [_lexicon(language) for language in readings(words.message, context)]
    for book in (*books, _own(context.roster)):
        for hit in book.find(words):
            if hit.value.kind != _PART or _is_part(words, hit.first):
                found[hit.first, hit.end, hit.value] = hit
    return sorted(found.values(), key=lambda hit: (hit.first, hit.end))[:_MOST_SIGNS]


def _is_part(words: Words, at: int) -> bool:
    """Whether a word that may be a body part is one: "call me back" is not about a back."""
    if words.read[at] not in _DOUBTFUL:
        return True
    following = words.read[at + 1] if at + 1 < len(words.read) else ""
    return (
        (at > 0 and words.read[at - 1] in _OWNED)
        or following in ("pain", "ache", "hurts", "problem", "problems")
        or len(words.read) == 1
    )


_DOUBTFUL = frozenset("back head hand face foot arm bottom".split())
_OWNED = frozenset("my his her the lower upper their our a left right sore bad your in and mid middle".split())


def _ranked(words: Words, signs: list[Hit[_Sign]]) -> dict[str, float]:
    """Weight of each speciality: the strongest signs first, each further one for less.

    A sign said twice counts once, and one inside a longer one does not count. What is said first weighs most.
    """
    told: dict[str, dict[str, float]] = {}
    for hit in signs:
        share = _share(words, hit, signs)
        said = " ".join(words.read[hit.first : hit.end])
        for key, weight in hit.value.weights:
            if not _inside(hit, key, signs):
                known = told.setdefault(key, {})
                known[said] = max(known.get(said, 0.0), share * weight)
    for row, weights in _rows_told(signs):
        for key, weight in weights:
            told.setdefault(key, {})[f"{row}"] = weight
    return {key: _sum(known.values()) for key, known in told.items()}


def _share(words: Words, hit: Hit[_Sign], signs: list[Hit[_Sign]]) -> float:
    """How much of its weight a sign counts for: a body part alone little, and less what comes late."""
    share = 1.0 if hit.first < _LEAD else _LATER
    if hit.value.kind == _PART and not _troubled(words, hit, signs):
        share *= _ALONE
    return share


def _sum(weights: Iterable[float]) -> float:
    return sum(weight * _FADES**number for number, weight in enumerate(sorted(weights, reverse=True)))


def _rows_told(signs: list[Hit[_Sign]]) -> Iterator[tuple[tuple[str, int], tuple[tuple[str, float], ...]]]:
    """The rows of which every group was said, with their weights."""
    groups: dict[tuple[str, int], set[int]] = {}
    for hit in signs:
        if hit.value.row:
            groups.setdefault(hit.value.row, set()).add(hit.value.group)
    for row, told in groups.items():
        wanted, weights = _rows(row[0])[row[1]]
        if len(told) == wanted:
            yield row, weights


def _troubled(words: Words, part: Hit[_Sign], signs: list[Hit[_Sign]]) -> bool:
    """Whether a word of trouble stands near a body part."""
    for other in signs:
        near = _REACH.get(other.value.kind)
        if near and words.sentence[other.first] == words.sentence[part.first] and abs(other.first - part.first) <= near:
            return True
    return False


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
    entries: list[tuple[str, _Sign]] = [(word, _Sign(kind=kind)) for kind in (_HURTS, _MOVES) for word in classes[kind]]
    for part in data["parts"].values():
        weights = tuple((key, float(weight)) for key, weight in part.items() if key != "words")
        entries.extend((word, _Sign(weights, _PART)) for word in part["words"])
    entries.extend(_merged(data["who"], _WHO))
    entries.extend(_merged({key: value for key, value in data.items() if key not in _APART}))
    for number, row in enumerate(data["together"]):
        for group, phrases in enumerate(row["of"]):
            entries.extend((phrase, _Sign(row=(language, number), group=group)) for phrase in phrases)
    return Phrases(entries, classes)


@cache
def _rows(language: str) -> list[tuple[int, tuple[tuple[str, float], ...]]]:
    """The rows of a lexicon: how many groups each has, and what it weighs."""
    return [
        (len(row["of"]), tuple((key, float(weight)) for key, weight in row.items() if key != "of"))
        for row in load(f"complaints.{language}")["together"]
    ]


_APART = ("classes", "parts", "who", "together")


def _merged(data: Mapping[str, Mapping[str, list[str]]], kind: str = "") -> Iterator[tuple[str, _Sign]]:
    """Each phrase once, with its weights for all specialities that name it."""
    rows = [
        (str(phrase), key, float(weight))
        for key, lists in data.items()
        for weight, phrases in lists.items()
        for phrase in phrases
    ]
    rows.sort(key=lambda row: row[0])
    for phrase, group in groupby(rows, key=lambda row: row[0]):
        yield phrase, _Sign(tuple((key, weight) for _, key, weight in group), kind)


def _own(roster: Roster) -> Phrases[_Sign]:
    """The complaint words that the hospital added itself."""
    kept = roster.index.get("complaints")
    if not isinstance(kept, Phrases):
        kept = Phrases(
            [
                (" ".join(fold(phrase).replace("-", " ").split()), _Sign(((f"={speciality.code}", 5.0),)))
                for speciality in roster.specialities
                for phrases in speciality.complaints.values()
                for phrase in phrases
                if phrase.strip()
            ]
        )
        roster.index["complaints"] = kept
    return kept
