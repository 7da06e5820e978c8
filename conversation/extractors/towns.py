"""A town named in passing, for hospitals whose sites are unknown: "in San Jose", or the answer to "which city?"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from conversation.extractors.births import MONTHS
from conversation.extractors.entities import Context, Span
from conversation.extractors.language import is_small_word
from conversation.extractors.lexicons import load_phrases
from conversation.extractors.spelling import is_plain, is_usual, is_word, slip_cost
from conversation.extractors.text import Message, fold
from conversation.extractors.words import Words, words_of

ASKED = "location"
"""`Context.question` when the desk asked where."""
_BEFORE = frozenset("in near nearby around within en cerca try closer".split())
_ARTICLES = frozenset("los las la el san santa santo st saint el del de north south east west new port".split())
_NEVER = MONTHS.keys() | frozenset(
    "month mes week semana monday tuesday wednesday thursday friday saturday sunday english spanish "
    "dr doctor dra ok okay yes yup yep no sure maybe perhaps "
    "probably wait also thanks thank please let's lets that's what's it's cosmetic general family my the here "
    "there google tripadvisor yelp half quarter one two three four five six seven eight nine ten eleven twelve "
    "noon midday as well also too or and today tomorrow".split()
)
_TAILS = frozenset(
    "area city please thanks thank for the is are would will be great good fine perfect ok works".split()
)
_MOST = 4
_READ = 60  # words from the end on: a town is asked for at the end of what is told
_SHORTEST = 4  # letters of a town in which a slip is set right


def find_town(message: Message, context: Context, *, searching: bool) -> Span | None:
    """The words that name a town; None where none is named. `searching` also reads small letters ("in san jose")."""
    words = words_of(message)
    asked = context.question == ASKED
    found: Span | None = None
    for at in range(max(1, len(words.tokens) - _READ), len(words.tokens)):
        after_the = at > 1 and words.read[at - 1] in ("the", "to") and words.read[at - 2] in _BEFORE
        if (words.read[at - 1] in _BEFORE or after_the or words.read[max(0, at - 2) : at] == ("city", "of")) and (
            end := _end(words, at, small=asked or searching)
        ) > at:
            found = words.span(at, end)
    found = found or (_answer(words) if asked else find_beside_doctor(message))
    return replace(found, words=_settled(found.words)) if found else None


_BESIDE_DOCTOR = re.compile(
    r"\b(?:doctors?|docs?|gps?|physicians?|specialists?|dentists?|doctora|medic[oa]s?|especialistas?|dentistas?)"
    r" (?:in|near|around|close to|en|cerca de) (?=[a-z])"
)
_NO_TOWNS = frozenset(
    "charge pain training person practice residence advance attendance question common distress shock theatre surgery "
    "hospital hospitals town city general urgencias casa persona guardia linea consulta consultas practicas formacion "
    "planta turno tarde manana noche morning afternoon evening night video telefono ingles espanol particular "
    "private privado ello eso esto front back between".split()
)
"""What a doctor may be in that is no place."""
_ENDS = frozenset("please thanks thank por favor gracias for para on at with con next this tomorrow today".split())


def find_beside_doctor(message: Message) -> Span | None:
    """A town right behind the wish for a doctor, be it a word in other company: "doctor in gata", "médico en Gata"."""
    for match in _BESIDE_DOCTOR.finditer(message.folded):
        words = words_of(message)
        at, _ = words.around(match.end(), len(message.folded))
        end = at
        while end < min(len(words.tokens), at + _MOST) and words.clause[end] == words.clause[at]:
            if words.tokens[end].text in _ENDS or not words.tokens[end].text.replace("'", "").isalpha():
                break
            end += 1
        first = words.tokens[at].text
        said = {token.text for token in words.tokens[at:end]}
        is_place = end > at and _NO_TOWNS.isdisjoint(said) and first not in _NEVER
        is_place = is_place and not _is_plain_speech(words, at, end)
        is_over = end == len(words.tokens) or words.clause[end] != words.clause[at] or words.tokens[end].text in _ENDS
        if is_place and is_over:
            return words.span(at, end)
    return None


def _is_plain_speech(words: Words, at: int, end: int) -> bool:
    """Whether words behind an "in" are no name: they begin with a small word that no town begins with."""
    first = words.tokens[at].text
    return (is_small_word(first) and first not in _ARTICLES) or (first in _ARTICLES and end == at + 1)


def _settled(said: str) -> str:
    """The town as it is written, where what was said is one slip of the keyboard away from a well-known one."""
    town = _plain(said)
    return said if town in _known(0) else (_slip_of(town, 0) or said).title() if len(town) >= _SHORTEST else said


@lru_cache(maxsize=1000)
def _slip_of(said: str, spaces: int) -> str | None:
    """The town of at least so many spaces that is one slip away: the likeliest, the largest of several."""
    towns = _towns(spaces)
    near = process.extract(said, towns, scorer=OSA.distance, score_cutoff=1, limit=None)
    costs = [(cost, rank, name) for name, _, rank in near if is_usual(cost := slip_cost(said, name))]
    return min(costs)[2] if costs else None


def _whole(words: Words, at: int, *, small: bool) -> int:
    """Index after a well-known town of several words that begins at `at`, be there a slip in it; else `at`."""
    for end in range(min(len(words.tokens), at + _MOST), at + 1, -1):
        if words.clause[end - 1] != words.clause[at]:
            continue
        said = " ".join(token.text for token in words.tokens[at:end])
        is_written = small or words.is_capital(at) or words.is_capital(end - 1)
        if said in _known(1) or (is_written and len(said) > _SHORTEST and _slip_of(said, 1)):
            return end
    return at


@cache
def _towns(spaces: int) -> tuple[str, ...]:
    return tuple(name for name in load_phrases("towns") if name.count(" ") >= spaces)


@cache
def _known(spaces: int) -> frozenset[str]:
    return frozenset(_towns(spaces))


def _plain(said: str) -> str:
    return " ".join(fold(said).replace("-", " ").split())


def _answer(words: Words) -> Span | None:
    """The town in an answer without a preposition: a capitalised name, or a short answer in small letters."""
    short = len([word for word in words.read if word not in _TAILS and not is_small_word(word)]) <= 3
    for small in (False, short):
        for at in range(len(words.tokens)):
            if (end := _end(words, at, small=small)) > at:
                return words.span(at, end)
    return None


def _end(words: Words, at: int, *, small: bool) -> int:
    """Index after the name that begins at `at`; `at` where none does."""
    end = _whole(words, at, small=small)
    if end > at:
        return end
    while end < min(len(words.tokens), at + _MOST) and _may_be(words, end, first=end == at, small=small):
        if end > at and words.clause[end] != words.clause[at]:
            break
        end += 1
    named = [i for i in range(at, end) if words.tokens[i].text not in _ARTICLES]
    return end if named else at


def _is_slip(words: Words, at: int) -> bool:
    """Whether a word is an ordinary one with a slip in it."""
    return words.read[at] != words.tokens[at].text.replace("'", "") and is_word(words.read[at])


def _may_be(words: Words, at: int, *, first: bool, small: bool) -> bool:
    token = words.tokens[at].text
    if not token.replace("'", "").isalpha() or token in _NEVER or _is_slip(words, at):
        return False  # nor is a slip of an ordinary word a town
    capital = words.is_capital(at) or (first and token in _known(0) and not is_plain(token))
    if not (capital or small):
        return False
    if token in _ARTICLES:
        return first or capital
    if is_small_word(token) or (token in _TAILS and not capital):
        return False
    return not is_word(token) or (capital and not first)
