"""The patient's own name: how people introduce themselves and others, and a bare name as an answer."""

from __future__ import annotations

import re

from conversation.extractors.entities import Context, Span
from conversation.extractors.lexicons import load
from conversation.extractors.relatives import RELATIONS
from conversation.extractors.spelling import is_word
from conversation.extractors.text import fold
from conversation.extractors.words import Words

_LONGEST = 4  # words of an introduced name
_STRONG = re.compile(
    r"\b(?:my (?:full |first |own )?name(?:'s| is|:)|me llamo|mi nombre(?: completo)? es"
    r"|name of(?: the)? patient(?: is)?|patient(?:'s)? name(?: is|:)?|patient is"
    r"|under (?:the )?name(?: of)?|nombre:|(?:full )?name:) "
    r"|^\W*(?:full )?name(?: is)? "
)
"""After these a name follows in any case."""
_OTHERS = re.compile(
    r"\b(?:(?:his|her|their|the|(?:son|daughter|child|kid|mother|father|mum|mom|dad|wife|husband|partner)'?s) "
    r"(?:full )?name(?:'s| is)|se llama|su nombre es) "
)
"""So too, unless a doctor is spoken of."""
_WEAK = re.compile(r"\b(?:i am|i'm|im|this is|it's|its|soy|for|para|call me) ")
"""After these only capitals make a name."""
_PARTICLES = frozenset("de del van von bin da dos di den der al".split())
_OWNERS = frozenset("my our mi nuestro nuestra".split())
_TITLES = frozenset(load("names")["titles"].split())
_POLITE = frozenset("hi hello hey ok okay sure yes yeah it's its i'm im soy hola si vale and well".split())
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today tomorrow tonight yesterday morning afternoon "
    "evening noon lunes martes miercoles jueves viernes sabado domingo hoy ayer tarde noche".split()
)
_NEVER = frozenset(
    "and or but the a an i i'd i'll i've i'm my your his her is are am was to for from at on in with by of so "
    "here not no yes born dob ok okay y o el los las un una que en con por mi tu su es soy nacido nacida phone "
    "number email".split()
)
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december today tomorrow lunes martes miercoles jueves viernes sabado domingo me "
    "english spanish".split()
)


def find_name(words: Words, context: Context, born: int | None) -> Span | None:
    """The name of whoever the visit is for; `born` is where a date of birth stands (names often stand before one)."""
    return _introduced(words, context) or _related(words) or _bare(words, context, born)


def _introduced(words: Words, context: Context) -> Span | None:
    folded = words.message.folded
    for match in _STRONG.finditer(folded):
        if name := _name_from(words, match.end(), strict=False):
            return name
    others = () if context.question == "doctor" else _OTHERS.finditer(folded)
    for match in (*others, *_WEAK.finditer(folded)):
        name = _name_from(words, match.end(), strict=match.re is _WEAK)
        if name and not _is_doctor(name, context):
            return name
    return None


def _is_doctor(name: Span, context: Context) -> bool:
    """Whether a name of two words or more is that of a doctor of the roster."""
    told = set(fold(name.words).split())
    names = (set(fold(doctor.name).replace(",", " ").split()) for doctor in context.roster.doctors)
    return len(told) > 1 and any(told <= known for known in names)


def _name_from(words: Words, start: int, *, strict: bool) -> Span | None:
    """The name that begins at `folded[start]`; `strict` wants capitals."""
    at = next((i for i, token in enumerate(words.tokens) if token.start >= start), None)
    if at is None or words.tokens[at].start > start + 2 or words.read[at] in _TITLES:
        return None
    end = at
    while end < min(len(words.tokens), at + _LONGEST) and _goes_on(words, at, end):
        if not _is_name_word(words, end, strict=strict, first=end == at):
            break
        end += 1
    if end == at or (strict and end - at == 1 and is_word(words.tokens[at].text)):
        return None
    return words.span(at, end)


def _goes_on(words: Words, first: int, at: int) -> bool:
    """Whether a name may reach word `at`: a comma ends it, a hyphen does not."""
    if at == first or words.clause[at] == words.clause[at - 1]:
        return True
    return words.message.folded[words.tokens[at - 1].end : words.tokens[at].start] == "-"


def _is_name_word(words: Words, at: int, *, strict: bool, first: bool) -> bool:
    text = words.tokens[at].text
    if not text.replace("'", "").isalpha() or text in _NEVER:
        return False
    if words.is_capital(at):
        return not strict or (len(text) > 1 and text not in _DAYS)
    if strict:
        return False
    if text in _PARTICLES:
        return not first and at + 1 < len(words.tokens)
    return not is_word(text.replace("'", "")) and (first or not words.is_capital(at - 1))


def _related(words: Words) -> Span | None:
    """ "my son John", "mi hija Ana": a capitalised name right after the relation."""
    for at in range(1, len(words.read) - 1):
        if RELATIONS.get(words.read[at], "other") != "other" and words.read[at - 1] in _OWNERS:
            end = at + 1
            while end < min(len(words.tokens), at + _LONGEST) and words.clause[end] == words.clause[at]:
                if not words.is_capital(end) or words.tokens[end].text in _DAYS or words.read[end] in _TITLES:
                    break
                end += 1
            if end > at + 1 and not is_word(words.tokens[at + 1].text):
                return words.span(at + 1, end)
    return None


def _bare(words: Words, context: Context, born: int | None) -> Span | None:
    """A name by itself: the answer to "what is your name?", or right before a date of birth."""
    asked = context.question == "name"
    if not asked and born is None:
        return None
    if asked and (turned := _surname_first(words)):
        return turned
    first = 0
    while first < len(words.tokens) and words.read[first] in _POLITE:
        first += 1
    end = first
    while end < min(len(words.tokens), first + _LONGEST + 1) and _goes_on(words, first, end):
        if not _may_be_name(words, end, born):
            break
        end += 1
    return words.span(first, end) if end > first and _is_believable(words, first, end, asked=asked) else None


def _surname_first(words: Words) -> Span | None:
    """ "Nolan, Mary Anne": the whole answer is a surname, a comma and first names; they are put in order."""
    parts = words.message.raw.split(",")
    if len(parts) != 2 or not 2 <= len(words.tokens) <= _LONGEST + 1:
        return None
    if any(not _may_be_name(words, i, None) or is_word(words.tokens[i].text) for i in range(len(words.tokens))):
        return None
    return Span(words.tokens[0].start, words.tokens[-1].end, f"{parts[1].strip(' .!')} {parts[0].strip()}")


def _is_believable(words: Words, first: int, end: int, *, asked: bool) -> bool:
    """Whether bare words are a name: ordinary words only in capitals, unasked ones only as a full name in capitals."""
    several = end - first > 1
    capitals = all(words.is_capital(i) for i in range(first, end))
    ordinary = any(is_word(words.tokens[i].text.replace("'", "")) for i in range(first, end))
    if ordinary or not asked:
        return several and capitals
    return several or words.tokens[first].text not in _CALENDAR


def _may_be_name(words: Words, at: int, born: int | None) -> bool:
    token = words.tokens[at]
    if born is not None and token.start >= born:
        return False
    return token.text.replace("'", "").isalpha() and token.text not in _NEVER and words.read[at] not in _TITLES
