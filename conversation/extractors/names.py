"""The patient's own name: how people introduce themselves and others."""

from __future__ import annotations

import re
from dataclasses import replace

from conversation.extractors.bare_names import find_bare_name
from conversation.extractors.calendar_names import is_calendar_first_name
from conversation.extractors.doctor_names import listed
from conversation.extractors.entities import Context, Span
from conversation.extractors.lexicons import load_words
from conversation.extractors.name_words import (
    DAYS,
    LONGEST,
    PARTICLES,
    TITLES,
    is_a_whole_name,
    is_called_after_month,
    is_doctor,
    is_field,
    is_given_name,
    is_ordinary_name,
    name_from,
    name_to,
    without_possessive,
)
from conversation.extractors.relatives import RELATIONS
from conversation.extractors.set_off_names import find_set_off
from conversation.extractors.spelling import is_word
from conversation.extractors.words import Words

_STRONG = re.compile(
    r"\b(?:my (?:full |first |own )?name(?:'s| is|:)|me llamo|mi nombre(?: completo)? es"
    r"|name of(?: the)? patient(?: is)?|patient(?:'s)? name(?: is|:)?|patient is"
    r"|under (?:the )?name(?: of)?|nombre:|(?:full )?name:|a nombre de"
    r"|el nombre(?: completo)?(?: del? (?:la )?paciente)? es"
    r"|the (?:full )?name (?:on|for|of) (?:the |my |this )?(?:appointment|booking|visit|file|record)(?:'s| is)) "
    r"|^\W*(?:full )?name(?: is)? "
)
"""After these a name follows in any case."""
_OTHERS = re.compile(
    r"\b(?:(?:his|her|their|the|(?:son|daughter|child|kid|mother|father|mum|mom|dad|wife|husband|partner)'?s) "
    r"(?:full )?name(?:'s| is)|se llama|su nombre es) "
    rf"|\b(?:{'|'.join(RELATIONS)}|patient) (?:(?:who )?is called|named) "
)
"""So too, unless a doctor is spoken of."""
_SELF = re.compile(r"\b(?:i am|i'm|im|soy) ")
"""Whoever says this speaks of themselves; only capitals make a name."""
_WEAK = re.compile(r"\b(?:this is|it's|its|for|para|call me|le (?:habla|escribe)) |^habla ")
"""After these only capitals make a name, and not a doctor's."""
_VISITS = frozenset("appointment appointments appt visit visits booking reservation checkup".split())
_VISIT_OF = re.compile(
    r"\b(?:appointments?|appt|visits?|booking|reservation|citas?|horas?|turnos?|visitas?|reservas?)"
    r"(?: [a-z]{1,4}-[a-z0-9-]+)?,? (?:of|de) "
)
"""After these somebody is named whose visit it is, or whom or what it is with."""
_DOES = re.compile(r" (?:can|could|can't|needs|wants|would|is|has|will|puede|podria|necesita|quiere|tiene)\b")
_OWNERS = frozenset("my our mi nuestro nuestra".split())
INTRODUCES = re.compile(
    r"\b(?:i am|i'm|im|soy|me llamo|mi nombre(?: completo)? es|my (?:full |first |own )?name(?:'s| is)|this is|it's|its"
    r"|it is|le habla|le escribe|habla|aqui) "
)
"""After these whoever writes says who they are."""
HERE = re.compile(r" (?:here|speaking|aqui|al habla)\b")
_APPOSED = re.compile(rf"\W*(?:{'|'.join(sorted(_OWNERS))}) (?:{'|'.join(RELATIONS)})\W*(?:$|[,.;!?])")
""" "It's Zoe, my daughter": the name is the relative's."""
_THEIRS = r"(?:his|her|their|the|su|el|la)"
_AS_RELATIVE = re.compile(
    rf"{_THEIRS} (?:\w+'s )?(?:{'|'.join(RELATIONS)}|parent|guardian|tutora?)\b(?:,| is| called|:| -)* ?"
)
""" "I'm her mum, ...": what whoever writes is to the patient, before their own name."""
_PARENTS = "|".join((*(word for word, who in RELATIONS.items() if who in ("mother", "father")), "guardian", "tutora?"))
_SIGNED = re.compile(rf"\W+(?:{_THEIRS} |(?<=\())(?:{_PARENTS})\W*$")
""" "Pete Malone, his dad": the same behind it."""


def speaks_as_relative(words: Words) -> bool:
    """Whether whoever writes says what they are to the patient, so that the name beside it is their own."""
    folded = words.message.folded
    if any(_AS_RELATIVE.match(folded, match.end()) for match in INTRODUCES.finditer(folded)):
        return True
    first = name_from(words, words.tokens[0].start, strict=True) if words.tokens else None
    return first is not None and _SIGNED.match(folded, first.end) is not None


def find_sender(words: Words) -> Span | None:
    """The name by which whoever writes introduces themselves."""
    folded = words.message.folded
    for match in INTRODUCES.finditer(folded):
        as_relative = _AS_RELATIVE.match(folded, match.end())
        name = name_from(words, as_relative.end() if as_relative else match.end(), strict=True)
        if name is not None and not _APPOSED.match(folded, name.end) and not _owns(words, name):
            return name
    first = name_from(words, words.tokens[0].start, strict=True) if words.tokens else None
    is_own = first is not None and (HERE.match(folded, first.end) or _SIGNED.match(folded, first.end))
    return first if is_own else None


def is_introduced(words: Words, first: int, last: int) -> bool:
    """Whether the words from `first` to `last`, be they without capitals, are what somebody calls themselves."""
    folded, start, end = words.message.folded, words.tokens[first].start, words.tokens[last].end
    introduced = any(match.end() == start for match in INTRODUCES.finditer(folded))
    return (introduced and not _APPOSED.match(folded, end)) or (first == 0 and HERE.match(folded, end) is not None)


def find_name(
    words: Words, context: Context, born: int | None, *, is_plain: bool = False, sender: Span | None = None
) -> Span | None:
    """The name of whoever the visit is for; `born` is where a date of birth stands (names often stand before one).

    `is_plain` means that the message asks for nothing, so that ordinary words may be a name ("Will", "April May").
    `sender` is the name of whoever writes, where the visit is for another.
    """
    owner = _owner(words, context)
    if sender is not None:
        others = (
            owner,
            _related(words),
            _introduced(words, context, sender),
            find_bare_name(words, context, born, is_plain=is_plain),
        )
        before = _before_birth(words, context, born) if born is not None else None
        return next((name for name in (*others, before) if name is not None and name.start != sender.start), None)
    name = _introduced(words, context) or owner or _related(words)
    name = name or find_bare_name(words, context, born, is_plain=is_plain)
    return name or (_before_birth(words, context, born) if born is not None else None)


def _introduced(words: Words, context: Context, sender: Span | None = None) -> Span | None:
    """A name that is introduced, other than the sender's."""
    folded = words.message.folded
    first = sender.start if sender else -1
    for match in (*_STRONG.finditer(folded), *_SELF.finditer(folded)):
        name = name_from(words, match.end(), strict=match.re is _SELF, surely=True)
        if name and name.start != first and not (match.re is _SELF and _owns(words, name)):
            return name
    others = () if context.question == "doctor" else _OTHERS.finditer(folded)
    asked = context.question == "name"
    for match in (*others, *_WEAK.finditer(folded)):
        of_month = is_called_after_month(words, match.end())
        name = name_from(words, match.end(), strict=match.re is _WEAK, surely=asked or of_month)
        is_thing = name and (is_field(name, context) if of_month else is_ordinary_name(name))
        if name and name.start != first and not is_thing and not is_doctor(name, context):
            return name
    return _called_after_month(words, context, first)


def _called_after_month(words: Words, context: Context, sender: int) -> Span | None:
    """Who begins a message and does something in it: "June Brown can come on Friday"."""
    if not words.tokens or not is_called_after_month(words, words.tokens[0].start):
        return None
    name = name_from(words, words.tokens[0].start, strict=True, surely=True)
    if name is None or name.start == sender or is_field(name, context) or is_doctor(name, context):
        return None
    return name if _DOES.match(words.message.folded, name.end) else None


def _owner(words: Words, context: Context) -> Span | None:
    """Whose visit it is: "the appointment A-7K3QX2 of Peter Holm", "Peter Holm's visit"."""
    names = [name_from(words, match.end(), strict=True) for match in _VISIT_OF.finditer(words.message.folded)]
    owners = (i for i in range(1, len(words.tokens) - 1) if words.tokens[i].text.endswith("'s"))
    names += [name_to(words, at) for at in owners if words.read[at + 1] in _VISITS]
    return next((name for name in names if name and is_a_whole_name(name, context)), None)


def _owns(words: Words, name: Span) -> bool:
    """Whether a name stands before something of its owner's: "I'm Tom's mum" does not introduce Tom."""
    return words.message.folded.startswith("'s", name.end)


def _related(words: Words) -> Span | None:
    """ "my son John", "mi hija Ana": a capitalised name right after the relation."""
    for at in range(1, len(words.read) - 1):
        if RELATIONS.get(words.read[at], "other") != "other" and words.read[at - 1] in _OWNERS:
            end = at + 1
            while end < min(len(words.tokens), at + LONGEST) and words.clause[end] == words.clause[at]:
                is_name = words.is_capital(end) or is_given_name(words.tokens[end].text)
                is_day = words.tokens[end].text in DAYS and not _is_child_of_calendar(words, at + 1, end)
                if not is_name or is_day or words.read[end] in TITLES:
                    break
                end += 1
            if end > at + 1 and (not is_word(words.tokens[at + 1].text) or _is_written_as_name(words, at + 1)):
                return without_possessive(words.span(at + 1, end))
    return None


def _is_child_of_calendar(words: Words, first: int, at: int) -> bool:
    """Whether a month is a relative's first name: "my daughter April", and not "my daughter April 5"."""
    goes_on = at + 1 < len(words.tokens) and words.tokens[at + 1].text[0].isdigit()
    return at == first and is_calendar_first_name(words.tokens[at].text) and not goes_on


def _is_written_as_name(words: Words, at: int) -> bool:
    """Whether a word that is also an ordinary one ("leo", I read) is a first name by its capital: "my son Leo"."""
    text = words.tokens[at].text
    stands_out = text not in listed("ordinary") or not words.is_capital(at - 1)
    return words.is_capital(at) and text in load_words("given_names") and stands_out


def _before_birth(words: Words, context: Context, born: int) -> Span | None:
    """A full name in capitals right before a date of birth: "Dr Day on Monday, Juan Pérez, born 3 May 1980"."""
    end = next((i for i, token in enumerate(words.tokens) if token.start >= born), len(words.tokens))
    while end and words.tokens[end - 1].text in _BIRTH_WORDS:
        end -= 1
    first = end
    while first and end - first < LONGEST and words.clause[first - 1] == words.clause[end - 1]:
        text = words.tokens[first - 1].text
        is_own = words.is_capital(first - 1) and not is_word(text.replace("'", "")) and text not in DAYS | TITLES
        if not is_own and text not in PARTICLES:
            break
        first -= 1
    while first < end and words.tokens[first].text in PARTICLES:
        first += 1
    name = words.span(first, end) if end - first > 1 else None
    if name is None or not is_a_whole_name(name, context):
        return find_set_off(words, context, born, end)
    titled = first - (first > 0 and words.tokens[first - 1].text in TITLES)
    return replace(words.span(titled, end), words=name.words)  # no doctor is sought in the patient's title


_BIRTH_WORDS = frozenset("born dob birth birthday date of the on in nacido nacida el fecha de nacimiento".split())
