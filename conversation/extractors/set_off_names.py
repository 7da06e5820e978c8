"""A name that stands between commas beside a date of birth: "Dr Day Tuesday 8:15, Ned Pole, 2 May 1980, 555 0100"."""

from __future__ import annotations

import re

from conversation.extractors.calendar_names import is_calendar_first_name
from conversation.extractors.entities import Context, Span
from conversation.extractors.language import is_small_word
from conversation.extractors.lexicons import load_words
from conversation.extractors.name_words import DAYS, LONGEST, PARTICLES, TITLES, is_doctor, is_field
from conversation.extractors.relatives import RELATIONS
from conversation.extractors.small_names import is_small_name
from conversation.extractors.spelling import is_word
from conversation.extractors.text import fold
from conversation.extractors.words import Words

PHONE = re.compile(r"(?:\d[ -]?){7,}")
"""A number to call, which nobody gives with a date but the one of their birth."""


def find_set_off(words: Words, context: Context, born: int, end: int) -> Span | None:
    """The name that has a clause of its own: the one that ends at word `end`, before the birth at `born`, or another.

    Right before a date of birth its words may be ordinary ones ("Will Young"); elsewhere one of them may not, and a
    phone number must be told as well.
    """
    for first, stop in sorted(_clauses(words), key=lambda clause: clause[1] != end):
        is_before = stop == end and words.tokens[first].start < born
        is_told = is_before or (_is_odd(words, first, stop) and PHONE.search(words.message.folded, born))
        if is_told and _is_named(words, first, stop):
            name = words.span(first, stop)
            if not (is_field(name, context) or is_doctor(name, context) or _is_place(name, context)):
                return name
    return None


def _clauses(words: Words) -> list[tuple[int, int]]:
    """First and end word of each run of words that commas, numbers and hours part from the rest."""
    runs: list[tuple[int, int]] = []
    for at, token in enumerate(words.tokens):
        if not token.text.replace("'", "").isalpha() or token.text in _HOURS:
            continue
        if runs and runs[-1][1] == at and words.clause[at] == words.clause[at - 1]:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return runs


_HOURS = frozenset("am pm h hrs".split())


def _is_named(words: Words, first: int, end: int) -> bool:
    """Whether all of a clause is first and family name, by its capitals or a first name that everybody knows."""
    texts = [token.text for token in words.tokens[first:end]]
    if not 2 <= len(texts) <= LONGEST or not all(text.replace("'", "").isalpha() for text in texts):
        return False
    given = load_words("given_names")
    if texts[0] in TITLES or (texts[0] in RELATIONS and texts[0] not in given):
        return False
    if any(text in DAYS and not is_calendar_first_name(text) for text in texts):
        return False
    if not any(text in given or is_small_name(words, first + i) for i, text in enumerate(texts)):
        return False
    if all(words.is_capital(first + i) or text in PARTICLES for i, text in enumerate(texts)):
        return True
    is_small = words.message.is_shouted or not any(words.is_capital(i) for i in range(first, end))
    return is_small and texts[0] in given and not any(map(is_small_word, texts))


def _is_odd(words: Words, first: int, end: int) -> bool:
    """Whether a word of a clause is no ordinary one, or the first is a first name in capitals."""
    return any(not is_word(words.tokens[i].text.replace("'", "")) for i in range(first, end))


def _is_place(name: Span, context: Context) -> bool:
    told = set(fold(name.words).split())
    places = (part for place in context.roster.places for part in (place.name, place.city or ""))
    return any(told <= set(fold(part).split()) for part in places)
