"""Which words are a name: by capitals, by what is no name, and by the names that a list knows."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from operator import attrgetter

from conversation.extractors.births import MONTHS
from conversation.extractors.calendar_names import (
    begins_name,
    closes_name,
    ends_name,
    is_calendar_first_name,
    is_of_calendar,
)
from conversation.extractors.doctor_names import listed
from conversation.extractors.entities import Context, Span
from conversation.extractors.lexicons import load, load_words
from conversation.extractors.small_names import is_last_o, is_small_name
from conversation.extractors.spelling import is_plain, is_word
from conversation.extractors.text import fold
from conversation.extractors.words import Words

LONGEST = 4  # words of an introduced name
PARTICLES = frozenset("de del van von bin da dos di den der al la las los y e bint ibn ter".split())
TITLES = frozenset(load("names")["titles"].split())
POLITE = frozenset("hi hello hey ok okay sure yes yeah it's its i'm im soy hola si vale and well just put".split())
NEVER = frozenset(
    "and or but the a an i i'd i'll i've i'm my your his her is are am was to for from at on in with by of so "
    "here not no yes born dob ok okay y o el los las un una que en con por mi tu su es soy nacido nacida phone "
    "number email it that this spelled spelt".split()
)
DAYS = MONTHS.keys() | frozenset(
    "month mes week semana monday tuesday wednesday thursday friday saturday sunday today tomorrow lunes martes "
    "miercoles jueves viernes sabado domingo me english spanish mon tue tues wed thu thurs fri".split()
)


def name_from(words: Words, start: int, *, strict: bool, surely: bool = False) -> Span | None:
    """The name that begins at `folded[start]`; `strict` wants capitals.

    `surely` means that the words before it introduce whoever writes, so that a month or day may be a name.
    """
    at = bisect_left(words.tokens, start, key=_start)
    if at == len(words.tokens) or words.tokens[at].start > start + 2 or words.read[at] in TITLES:
        return None
    surely = surely or not strict
    end = at
    while end < min(len(words.tokens), at + LONGEST) and goes_on(words, at, end) and words.read[end] not in TITLES:
        if not (
            _is_name_word(words, end, strict=strict, first=end == at)
            or _is_called_so(words, at, end, surely=surely)
            or is_small_name(words, end)
            or is_last_o(words, at, end)
        ):
            break
        end += 1
    is_doubtful = strict and end - at == 1 and is_word(words.tokens[at].text)
    if end == at or (is_doubtful and not (surely and _is_alone(words, at))):
        return None
    return without_possessive(words.span(at, end))


_start = attrgetter("start")


def _is_called_so(words: Words, first: int, at: int, *, surely: bool) -> bool:
    """Whether a word is part of a name with a month or day: "April Jones", "Theresa May", and alone "I'm April"."""
    if at == first + 1 and is_of_calendar(words.tokens[first].text):
        return begins_name(words, first, surely=surely)
    if not is_of_calendar(words.tokens[at].text):
        return False
    if at > first:
        return words.is_capital(at) and ends_name(words, at)
    return begins_name(words, at, surely=surely) or (surely and _is_alone(words, at))


def is_called_after_month(words: Words, start: int) -> bool:
    """Whether a month and a family name, both in capitals, begin at `folded[start]`: "June Brown"."""
    at = bisect_left(words.tokens, start, key=_start)
    if at + 1 >= len(words.tokens) or words.message.is_shouted or not is_calendar_first_name(words.tokens[at].text):
        return False
    return words.is_capital(at) and begins_name(words, at, surely=True)


def _is_alone(words: Words, at: int) -> bool:
    """Whether a month or day is all of a name that is given: "I'm April, can I", "soy Julio"."""
    text = words.tokens[at].text
    return words.is_capital(at) and is_calendar_first_name(text) and closes_name(words, at + 1)


def without_possessive(name: Span) -> Span:
    """A name without the 's of what is its owner's: "for Tom's visit"."""
    return replace(name, end=name.end - 2, words=name.words[:-2]) if name.words.endswith(("'s", "\u2019s")) else name


def goes_on(words: Words, first: int, at: int) -> bool:
    """Whether a name may reach word `at`: a comma ends it, a hyphen or the full stop of an initial does not."""
    if at == first or words.clause[at] == words.clause[at - 1]:
        return True
    gap = words.message.folded[words.tokens[at - 1].end : words.tokens[at].start]
    return gap == "-" or (gap.strip() == "." and len(words.tokens[at - 1].text) == 1)


def _is_name_word(words: Words, at: int, *, strict: bool, first: bool) -> bool:
    text = words.tokens[at].text
    if not text.replace("'", "").isalpha() or text in NEVER:
        return False
    if words.is_capital(at):
        owner = text.removesuffix("'s")
        return not strict or (len(text) > 1 and owner not in DAYS and words.read[at] not in DAYS)
    if strict:
        return is_given_name(text) or (not first and _is_surname_of(words, at))
    if text in PARTICLES:
        return not first and at + 1 < len(words.tokens)
    return not is_word(text.replace("'", "")) and (first or not words.is_capital(at - 1))


def is_given_name(word: str) -> bool:
    """Whether a word in small letters is a first name and hardly anything else."""
    return word in load_words("given_names") and word not in listed("ordinary") and not is_word(word)


def _is_surname_of(words: Words, at: int) -> bool:
    """Whether a word in small letters goes on with a first name in small letters: "i'm ravi kumaran"."""
    before, word = words.tokens[at - 1].text, words.tokens[at].text.replace("'", "")
    return is_given_name(before) and not words.is_capital(at - 1) and not is_plain(word) and words.read[at] == word


def is_ordinary_name(name: Span) -> bool:
    """Whether words are what visits are for, be they in capitals: "for Knee Pain"."""
    told = fold(name.words).split()
    return len(told) > 1 and all(map(is_word, told))


def name_to(words: Words, last: int) -> Span | None:
    """The capitalised words up to a possessive, without it."""
    first = last
    while first and words.clause[first - 1] == words.clause[last] and words.is_capital(first - 1):
        before = words.tokens[first - 1].text
        is_first_name = first > 1 and before in load_words("given_names")
        if before in NEVER | POLITE or (words.begins[first - 1] and is_word(before) and not is_first_name):
            break  # "Cancel Peter Holm's visit", "I'm Leo Reed's dad"
        first -= 1
    if words.tokens[first].text in TITLES or not words.is_capital(last):
        return None
    span = words.span(first, last + 1)
    return Span(span.start, span.end - 2, span.words[:-2])


def is_a_whole_name(name: Span, context: Context) -> bool:
    """Whether words are first and family name of a patient, and no doctor or speciality of the hospital."""
    is_other = is_field(name, context) or is_ordinary_name(name) or is_doctor(name, context)
    return len(fold(name.words).split()) > 1 and not is_other


def is_field(name: Span, context: Context) -> bool:
    """Whether words are those of a speciality of the hospital, be a month before them: "April Cardiology"."""
    told = {word for word in fold(name.words).split() if not is_of_calendar(word)}
    fields = (part for each in context.roster.specialities for part in (each.name, *each.names.values()))
    return any(told <= set(fold(field).replace(",", " ").split()) for field in fields)


def is_doctor(name: Span, context: Context) -> bool:
    """Whether a name of two words or more is that of a doctor of the roster."""
    told = set(fold(name.words).split())
    names = (set(re.findall(r"[^\s.,]+", fold(doctor.name))) for doctor in context.roster.doctors)
    return len(told) > 1 and any(told <= known for known in names)
