"""What troubles the patient: body parts, symptoms and conditions, and the specialities that see to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from conversation.extractors.entities import Complaint, Context, Roster, Span, SpecialityMention
from conversation.extractors.language import readings
from conversation.extractors.lexicon import Hit
from conversation.extractors.negation import is_denied, is_rejected
from conversation.extractors.relatives import find_age
from conversation.extractors.signs import HURTS, MOVES, OWN, PART, WHO, Sign, find_signs, is_owned, rows_told
from conversation.extractors.specialities import DEFAULT, codes_for, default_code, has
from conversation.extractors.stories import is_of_an_adult, shares
from conversation.extractors.text import Message
from conversation.extractors.words import Words, words_of

_ALONE = 0.3  # what a body part counts without a word of trouble beside it
_OWNED = 0.7  # and what one does that is somebody's own: "my knee", "los rinones"
_EXPLAINED = 0.5  # what one counts inside a phrase that says what ails it: the legs of "legs swell"
_REACH = {HURTS: 7, MOVES: 4}  # words within which a trouble belongs to a body part
_FADES = 0.75  # what each further sign for the same speciality counts
_AGAIN, _AGAIN_MOST = 0.15, 0.45  # what a sign gains in each further sentence that says it
_STRONG = 5.0  # the weight of a sign that says nearly alone where to go
_CLEAR = 2.0  # the least weight that makes a complaint
_FAINT = 0.15  # certainty of the default speciality when nothing says where to go
_MOST = 5
_BESIDE = 4  # words within which a word of trouble is quoted with a sign
_CHILD = 1.0  # what a child's age adds to the children's doctor over the general one
_GROWN = 16  # years
_SHORT = 30  # words up to which "since the baby" speaks of the mother
_UNBORN = 0.3  # what words of a child count for in a pregnancy, or beside somebody grown who is ill
_LITTLE = re.compile(
    r"\b(?:my|our) (?:little (?:girl|boy|one)|baby|toddler|child|kid|newborn)\b"
    r"|\bmi (?:bebe|nin[oa]|pequen[oa]|peque)\b|\bnuestr[oa] (?:bebe|nin[oa]|hij[oa] pequen[oa])\b"
)
_BORN = re.compile(r"\b(?:born|months? old|weeks? old|nacid[oa]|meses|son|daughter|boy|girl|hij[oa])\b")
_MOTHERS = re.compile(
    r"\b(?:since|after|from|had|having|delivered|breastfeeding|nursing) (?:i had )?(?:the|my|our) (?:\w+ )?"
    r"(?:baby|child|son|daughter|twins|little one|wee one|birth)\b"
    r"|\b(?:desde|despues|tras|tuve|nacio|amamanto|amamantar)\b[^.,;]{0,14}"
    r"\b(?:parto|(?:mi|el|la) (?:bebe|hij[oa]|nin[oa]))\b"
)
"""A child that is told of to say since when its mother is unwell."""
_EXPECTING = re.compile(r"\b(?:pregnan\w+|trimester|expecting|weeks along|embaraz\w+|encinta)\b")


def find_complaint(message: Message, context: Context) -> Complaint | None:
    """What troubles the patient and the hospital's specialities that fit, best first; None without a complaint."""
    words = words_of(message)
    signs = [hit for hit in find_signs(words, context) if not is_denied(words, hit.first)]
    troubles = [hit for hit in signs if hit.value.kind != WHO]
    if not any(hit.value.weights for hit in troubles) and not any(rows_told(signs)):
        return None
    ranked = _ranked(words, signs, shares(words, readings(message, context)))
    if max(ranked.values(), default=0.0) < _CLEAR:
        ranked = _ranked(words, signs, [1.0] * len(words.read))  # all of it is told by the way
    if max(ranked.values(), default=0.0) < _CLEAR:
        return None
    codes = _codes(_for_child(ranked, context.roster) if _is_child(words) else ranked, context.roster)
    return Complaint(_whole(words, troubles), tuple(codes[:_MOST]))


def _for_child(ranked: Mapping[str, float], roster: Roster) -> dict[str, float]:
    """A child's complaint: the children's doctor stands in for the general one and for whom the hospital lacks."""
    theirs = has(roster)
    general = [weight for key, weight in ranked.items() if key == DEFAULT or not (key in theirs or key.startswith(OWN))]
    kept = {key: weight for key, weight in ranked.items() if key in theirs or key.startswith(OWN)}
    if DEFAULT in kept:
        kept[DEFAULT] /= 2
    kept["paediatrics"] = max(kept.get("paediatrics", 0.0), *general, 0.0) + _CHILD
    return kept


def _is_child(words: Words) -> bool:
    """Whether the patient is said to be a child, or of an age that the children's doctor sees."""
    if is_of_an_adult(words):
        return False
    if _LITTLE.search(words.message.folded):
        return not _is_beside(words)
    age = find_age(words.message)
    return age is not None and age[0] < _GROWN


def _is_beside(words: Words) -> bool:
    """Whether the only child spoken of is still expected, or tells since when its mother is unwell."""
    folded = words.message.folded
    if len(words.read) <= _SHORT and _MOTHERS.search(folded):
        return True
    return _EXPECTING.search(folded) is not None and _BORN.search(folded) is None


def _whole(words: Words, signs: list[Hit[Sign]]) -> Span:
    """The words of the complaint: its weightiest sentence, from the first sign to the last, with words of trouble."""
    weights: dict[int, float] = {}
    for hit in signs:
        sentence = words.sentence[hit.first]
        weights[sentence] = weights.get(sentence, 0.0) + hit.value.weight
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
        if hit.value.kind == HURTS and any(abs(hit.first - other.first) <= _BESIDE for other in real)
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
    parts = [hit for hit in find_signs(words, context) if hit.value.kind == PART]
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
_SOMEONE = frozenset(
    "someone somebody specialist doctor one anyone who whom alguien especialista medico doctora quien".split()
)
_TOWARDS = frozenset("my for about with his her the of mi para del de la el los las".split())
_BARE = frozenset(
    "one my the a for please about on doctor problem problems stuff thing check mi el la de para mis".split()
)


def _ranked(words: Words, signs: list[Hit[Sign]], counts: Sequence[float]) -> dict[str, float]:
    """Weight of each speciality: the strongest signs first, each further one for less.

    A sign inside a longer one does not count. `counts` tells how much each place of the message counts.
    """
    child = _UNBORN if is_of_an_adult(words) or _is_beside(words) else 1.0
    told: dict[str, dict[str, float]] = {}
    sentences: dict[str, set[int]] = {}
    weighty = [hit for hit in signs if hit.value.weights]
    longer = [hit for hit in weighty if hit.end - hit.first > 1]
    explaining = [hit for hit in longer if hit.value.kind == "" and hit.value.weight >= _STRONG]
    near = [hit for hit in signs if hit.value.kind in _REACH]
    for hit in weighty:
        share = counts[hit.first]
        if hit.value.kind == WHO:
            share *= child
        elif hit.value.kind == PART:
            share *= _of_part(words, hit, near, explaining)
        said = " ".join(words.read[hit.first : hit.end])
        sentences.setdefault(said, set()).add(words.sentence[hit.first])
        for key, weight in hit.value.weights:
            if not _inside(hit, key, longer):
                known = told.setdefault(key, {})
                known[said] = max(known.get(said, 0.0), share * weight)
    for key, known in told.items():
        told[key] = {said: weight * _again(sentences[said]) for said, weight in known.items()}
    for row, weights in rows_told(signs):
        for key, weight in weights:
            told.setdefault(key, {})[f"{row}"] = weight
    return {key: _sum(known.values()) for key, known in told.items()}


def _again(sentences: set[int]) -> float:
    return 1.0 + min(_AGAIN * (len(sentences) - 1), _AGAIN_MOST)


def _sum(weights: Iterable[float]) -> float:
    return sum(weight * _FADES**number for number, weight in enumerate(sorted(weights, reverse=True)))


def _of_part(words: Words, part: Hit[Sign], troubles: list[Hit[Sign]], phrases: list[Hit[Sign]]) -> float:
    """What a body part counts: by what troubles it, or else by whose it is."""
    if _is_explained(part, phrases):
        return _EXPLAINED
    if _troubled(words, part, troubles):
        return 1.0
    return _OWNED if is_owned(words, part.first) else _ALONE


def _troubled(words: Words, part: Hit[Sign], troubles: list[Hit[Sign]]) -> bool:
    """Whether a word of trouble stands near a body part."""
    for other in troubles:
        near = _REACH[other.value.kind]
        if words.sentence[other.first] == words.sentence[part.first] and abs(other.first - part.first) <= near:
            return True
    return False


def _is_explained(part: Hit[Sign], strong: list[Hit[Sign]]) -> bool:
    """Whether a strong sign of several words begins or ends with a body part."""
    return any(part.first in (other.first, other.end - 1) for other in strong)


def _inside(hit: Hit[Sign], key: str, signs: list[Hit[Sign]]) -> bool:
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
        for code in (key[1:],) if key.startswith(OWN) else codes_for(key, roster)[:1]:
            scores[code] = max(scores.get(code, 0.0), weight)
    ordered = sorted(scores.items(), key=lambda pair: -pair[1])
    if not ordered:
        fallback = default_code(roster)
        return [(fallback, _FAINT)] if fallback else []
    return [(code, round(weight / (weight + 2.0), 3)) for code, weight in ordered]
