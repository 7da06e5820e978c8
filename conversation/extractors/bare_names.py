"""A bare name as an answer: "Ana Ruiz", "Cruz, Juan", "S M I T H", and a message that is a name and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

from conversation.extractors.calendar_names import is_calendar_first_name
from conversation.extractors.corrections import CORRECTIONS
from conversation.extractors.doctor_names import listed
from conversation.extractors.entities import Context, Span
from conversation.extractors.language import is_small_word
from conversation.extractors.lexicons import load_words
from conversation.extractors.name_words import (
    LONGEST,
    NEVER,
    PARTICLES,
    POLITE,
    TITLES,
    goes_on,
    is_doctor,
    is_given_name,
)
from conversation.extractors.small_names import is_last_o, is_small_name
from conversation.extractors.spelling import is_word
from conversation.extractors.text import fold
from conversation.extractors.words import Words

_LONGEST_ANSWER = 10  # words of a name that was asked for: "Ana María de los Ángeles y de la Cruz Soto"
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today tomorrow tonight yesterday morning afternoon "
    "evening noon lunes martes miercoles jueves viernes sabado domingo hoy ayer tarde noche".split()
)
_UNCALLED = CORRECTIONS | frozenset("please thanks thank gracias favor".split())
"""Beside a comma these are no names: "Monday, Please", "Sorry, Ana Ruiz"."""


def find_bare_name(words: Words, context: Context, born: int | None, *, is_plain: bool) -> Span | None:
    """A name by itself: the answer to "what is your name?", right before a date of birth, or a message's only words."""
    asked = context.question == "name"
    alone = is_plain and context.question in _NAMES_ITSELF
    if not (asked or alone or born is not None):
        return None
    titled, first = _name_begins(words, context, asked=asked)
    if asked and (spelled := _spelled_out(words)):
        return spelled
    if (asked or born is not None) and (turned := _surname_first(words, first, born, asked=asked)):
        return turned
    end = _name_ends(words, first, born, _LONGEST_ANSWER if asked else LONGEST)
    if end == first or not _is_believable(words, first, end, asked=asked, is_plain=is_plain):
        return None
    if not asked and born is None and not _is_all(words, first, end, context):
        return None
    # the title belongs to the place, so that no doctor is sought there, and not to the name
    return replace(words.span(titled, end), words=words.span(first, end).words)


def _spelled_out(words: Words) -> Span | None:
    """A name told letter by letter: "it is spelled S M I T H"."""
    for at, end in enumerate(words.spelled):
        if end - at >= _SPELLED:
            span = words.span(at, end)
            return replace(span, words="".join(token.text for token in words.tokens[at:end]).title())
    return None


_SPELLED = 3  # letters in a row that are more than initials


def _name_begins(words: Words, context: Context, *, asked: bool) -> tuple[int, int]:
    """Where a bare name begins with its title ("Mr", a patient's "Dr"), and without it."""
    first = _corrected(words) if asked else 0
    while first < len(words.tokens) and words.read[first] in POLITE and not (asked and is_small_name(words, first)):
        first += 1
    if asked and words.read[first : first + 1] == ("sorry",):
        first += 1
    titled = first
    while first < len(words.tokens) and words.tokens[first].text in _HONOURS:
        first += 1
    if asked and first == titled:
        first = _after_doctors_title(words, first, context) or first
    return titled, first


def _name_ends(words: Words, first: int, born: int | None, longest: int) -> int:
    end = first
    while end < min(len(words.tokens), first + longest) and goes_on(words, first, end):
        if not _may_be_name(words, first, end, born):
            break
        end += 1
    while end > first and words.tokens[end - 1].text in PARTICLES:
        end -= 1
    return end


_NAMES_ITSELF = frozenset({"slot", "reason", "speciality", "date_of_birth", "phone", "who", "confirm", "nothing_yet"})
"""Questions at which a message that is a full name and nothing else tells the patient's."""
_HONOURS = frozenset("mr mrs ms miss mx sr sra srta senor senora senorita don dona sir madam".split())


def _corrected(words: Words) -> int:
    """Where an answer begins anew: "Ana Ruiz, sorry, Anna Ruiz"."""
    starts = [
        at + 1
        for at in range(1, len(words.read) - 1)
        if words.read[at] in CORRECTIONS and words.clause[at] != words.clause[0]
    ]
    return starts[-1] if starts else 0


def _after_doctors_title(words: Words, first: int, context: Context) -> int | None:
    """The word after a title that a patient bears: "Dr. John Adams", who is none of the hospital's doctors."""
    at = first
    while at < len(words.tokens) and words.tokens[at].text in TITLES:
        at += 1
    end = at
    while end < len(words.tokens) and words.clause[end] == words.clause[at]:
        end += 1
    return at if at > first and end - at > 1 and not is_doctor(words.span(at, end), context) else None


_ILLNESS = re.compile(r"(?:itis|osis|asis|oma|algia|emia|pathy|plegia|syndrome|disease|disorder|sindrome|enfermedad)$")
"""How illnesses are called that no lexicon knows: "Raynaud Syndrome" is nobody."""


def _is_all(words: Words, first: int, end: int, context: Context) -> bool:
    """Whether a full name is all that a message says, and nobody else's."""
    name = words.span(first, end)
    whole = first == 0 and end == len(words.tokens) and 2 <= end <= LONGEST
    if context.question == "reason" and any(_ILLNESS.search(token.text) for token in words.tokens):
        return False
    capitals = all(words.is_capital(i) or words.tokens[i].text in PARTICLES for i in range(first, end))
    capitals = capitals or (context.question == "date_of_birth" and is_small_whole(words, first, end))
    # behind a first name that is none but a name, a family name may be a word: "Joan Moss", "Eva Luna Sanz"
    is_led = is_given_name(words.tokens[first].text)
    # nor need a first name be nothing else where somebody is asked for: "Rosa Paz Gil"
    is_led = is_led or (context.question == "who" and words.tokens[first].text in load_words("given_names"))
    ordinary = not is_led and any(is_word(words.tokens[i].text.replace("'", "")) for i in range(first, end))
    return whole and capitals and not ordinary and not is_doctor(name, context) and not _is_offered(words, context)


def _is_offered(words: Words, context: Context) -> bool:
    """Whether words stand in what is on offer or name a site or speciality."""
    told = {token.text for token in words.tokens}
    roster = context.roster
    labels = [choice.label for choice in context.choices]
    labels += [part for place in roster.places for part in (place.name, place.city or "")]
    labels += [part for each in roster.specialities for part in (each.name, *each.names.values())]
    return any(told <= set(fold(label).replace(",", " ").split()) for label in labels)


def _is_turned(words: Words, first: int, middle: int, end: int) -> bool:
    """Whether capitals around a comma tell a name turned round, though its words are ordinary: "Cruz, Juan"."""
    texts = [token.text for token in words.tokens]
    names = [i for i in range(first, end) if texts[i] not in PARTICLES]
    capitals = words.message.is_shouted or all(words.is_capital(i) for i in names)
    given = texts[middle]
    is_first_name = not is_word(given) or given in load_words("given_names") or given in listed("ordinary")
    is_time = given in _CALENDAR or (middle - first == 1 and texts[first] in _CALENDAR - {"domingo"})
    return capitals and is_first_name and not is_time and not _UNCALLED & set(texts[first:end])


def _surname_first(words: Words, first: int, born: int | None, *, asked: bool) -> Span | None:
    """ "Nolan, Mary Anne": a surname, a comma and first names, put in order; a date of birth may follow."""
    limit = next((i for i, token in enumerate(words.tokens) if born is not None and token.start >= born), None)
    end = first
    while end < (len(words.tokens) if limit is None else limit) and _may_be_name(words, first, end, born):
        end += 1
    stops_early = end < (len(words.tokens) if limit is None else limit)
    parts = sorted({words.clause[i] for i in range(first, end)})
    if stops_early or len(parts) != 2 or not 2 <= end - first <= LONGEST + 1:
        return None
    middle = next(i for i in range(first, end) if words.clause[i] == parts[1])
    gap = words.message.folded[words.tokens[middle - 1].end : words.tokens[middle].start]
    is_ordinary = any(is_word(words.tokens[i].text) for i in range(first, end))
    if gap.strip() != "," or (is_ordinary and not (asked and _is_turned(words, first, middle, end))):
        return None
    surname, given = words.span(first, middle).words, words.span(middle, end).words
    return Span(words.tokens[first].start, words.tokens[end - 1].end, f"{given} {surname}")


def _is_believable(words: Words, first: int, end: int, *, asked: bool, is_plain: bool) -> bool:
    """Whether bare words are a name: ordinary words only in capitals, unasked ones only as a full name in capitals."""
    several = end - first > 1
    names = [i for i in range(first, end) if words.tokens[i].text not in PARTICLES]
    capitals = all(words.is_capital(i) for i in names)
    ordinary = any(is_word(words.tokens[i].text.replace("'", "")) for i in range(first, end))
    if not asked:
        return several and (capitals or is_small_whole(words, first, end))
    if not several and any(words.tokens[i].text in _CALENDAR for i in names):
        return is_plain and is_calendar_first_name(words.tokens[first].text) and end == len(words.tokens)
    if not ordinary or (not several and words.tokens[first].text in load_words("given_names")):
        return True
    whole = end == len(words.tokens)
    return (capitals and (several or (is_plain and whole))) or (whole and is_small_whole(words, first, end))


def is_small_whole(words: Words, first: int, end: int) -> bool:
    """Whether words in small letters are a first name and what follows it: "sofia contreras lagos"."""
    rest = [words.tokens[i].text for i in range(first + 1, end) if words.tokens[i].text not in PARTICLES]
    is_led = is_given_name(words.tokens[first].text)
    return is_led and bool(rest) and not any(is_small_word(word) or word in _CALENDAR for word in rest)


def _may_be_name(words: Words, first: int, at: int, born: int | None) -> bool:
    token = words.tokens[at]
    if born is not None and token.start >= born:
        return False
    if (token.text in PARTICLES and at > first) or _is_irish_o(words, first, at) or is_last_o(words, first, at):
        return True
    if is_small_name(words, at):
        return True
    return token.text.replace("'", "").isalpha() and token.text not in NEVER and words.read[at] not in TITLES


def _is_irish_o(words: Words, first: int, at: int) -> bool:
    """Whether an "o" belongs to a family name: "Sean O Brien", and not "Ana o María"."""
    if words.tokens[at].text != "o" or at == first or at + 1 >= len(words.tokens):
        return False
    after = words.tokens[at + 1].text
    return goes_on(words, first, at + 1) and not is_word(after) and after not in load_words("given_names")
