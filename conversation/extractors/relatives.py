"""For whom a visit is: the sender, a child, a relative, and how old they are."""

from __future__ import annotations

import re
from collections.abc import Mapping

from conversation.extractors.entities import Context, Span
from conversation.extractors.text import Message
from conversation.extractors.words import Words, span_of

RELATIONS: Mapping[str, str] = {
    word: relation
    for relation, words in {
        "child": "child kid baby toddler newborn infant children kids peque pequeno pequena bebe nino nina hijos ninos",
        "son": "son sons boy hijo stepson grandson nieto",
        "daughter": "daughter daughters girl hija stepdaughter granddaughter nieta",
        "mother": "mother mothers mum mums mom moms mam mummy mommy madre mama",
        "father": "father fathers dad dads daddy padre papa",
        "wife": "wife wifes esposa mujer",
        "husband": "husband husbands esposo marido",
        "partner": "partner partners boyfriend girlfriend fiance fiancee spouse pareja novio novia",
        "other": "friend brother sister aunt uncle grandmother grandfather grandma grandpa granny nan cousin "
        "neighbour neighbor nephew niece roommate colleague amigo amiga hermano hermana tio tia abuelo "
        "abuela primo prima sobrino sobrina vecino vecina suegra suegro",
    }.items()
    for word in words.split()
}
"""Word -> relation, as `Person.relation` names it."""
_OWNERS = frozenset("my our mi mis nuestro nuestra the a his her un una".split())
_AS_NAMES = frozenset("mum mom dad mummy mommy daddy mama papa".split())
"""What one's own are called without a "my"."""
_FOR = frozenset("for para behalf parte bring bringing book add".split())
_NEEDS = frozenset(
    "needs need has have had is wants want hurt hurts hurting feels keeps got gets would broke fell tiene necesita "
    "quiere esta le lleva are suffers complains cant wont too also".split()
)
_VISITS = frozenset(
    "appointment appointments appt visit visits booking checkup slot one cita citas visita visitas turno hora "
    "consulta reserva".split()
)
_SURELY = frozenset("needs need wants necesita quiere".split())
_ALSO = frozenset("and also plus then y tambien".split())
"""With these a relative comes as a further patient: "and my son at 9:20"."""
_STORY = 30  # words from which on a relative is taken for the patient only on the surest words
_SELF = re.compile(
    r"\bfor (?:me|myself)\b|\b(?:it's|its|is) (?:for )?me\b|\bpara mi(?=\s*(?:$|[.,!?]))|\byo mism[oa]\b"
)
_SELF_ALONE = frozenset(("me", "myself", "just me", "yo", "a mi", "mi", "i am", "me please"))
_POLITE = frozenset("please thanks thank you just only it's its is for por favor solo gracias oh well um para".split())
_SHORT = 4  # words of an answer to "for whom?"
_CHILD = 16  # years below which "my N-year-old" is a child
_NUMBERS: Mapping[str, int] = {
    word: number
    for words in (
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
        "un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince",
    )
    for number, word in enumerate(words.split(), 1)
}
_SPELT = "|".join(_NUMBERS)
_AGE = re.compile(
    rf"\b(?P<years>\d{{1,3}}|{_SPELT})[ -]?(?:years?|yrs?|yr)(?P<old>[ -]olds?)?\b"
    rf"|\b(?P<small>\d{{1,2}}|{_SPELT})[ -]?(?:months?|weeks?|days?)[ -]olds?\b"
    r"|\baged? (?P<aged>\d{1,3})\b|\b(?P<short>\d{1,3}) ?(?:yo|y/o)\b"
    rf"|\b(?P<anos>\d{{1,3}}|{_SPELT}) anos?\b|\b(?P<meses>\d{{1,2}}|{_SPELT}) mes(?:es)?\b"
)
_SHE_IS = re.compile(
    r"\b(?:she|he|who)(?:'s| is) (?:only |just |now )?(?P<age>\d{1,2})\b"
    r"(?![:./]\d| ?(?:am|pm|o'clock|st|nd|rd|th|%|kg|weeks|months|minutes))"
)
_NO_AGE_AFTER = re.compile(r"\s*(?:ago|since|later|back)\b")
_NO_AGE_BEFORE = re.compile(r"\b(?:for|last|past|hace|over|in) (?:the |about |over |more than )?$")
_IS = re.compile(r"\b(?:i am|i'm|he is|she is|he's|she's|is|age|aged)\W*$")
_TIENE = re.compile(r"\b(?:(?<!dentro )de|tiene|tengo|con|edad)\W*$")
_CHILD_OF = re.compile(r"\b(?:my|our|mi|for a|for an|un|una)\W*(?:\w+ de\W*)?$")


def find_relation(words: Words, context: Context) -> tuple[str, Span] | None:
    """For whom it is, with the words that say so."""
    folded = words.message.folded
    if match := _SELF.search(folded):
        return "self", span_of(words.message, match.start(), match.end())
    if context.question == "who" and " ".join(w for w in words.read if w not in _POLITE) in _SELF_ALONE:
        return "self", span_of(words.message, 0, len(folded))
    for at, word in enumerate(words.read):
        if word in RELATIONS and _is_for(words, at, context):
            return RELATIONS[word], words.span(at, at + 1)
        owner = word if word in RELATIONS else word.removesuffix("s")
        if owner in RELATIONS and _owns_visit(words, at):
            return RELATIONS[owner], words.span(at, at + 1)
    return None


def _owns_visit(words: Words, at: int) -> bool:
    """ "My father's appointment", "the visit of my wife", "la cita de mi hijo"."""
    before = words.read[max(0, at - 5) : at]
    if not _OWNERS & set(before[-2:]):
        return False
    following = words.read[at + 1 : min(at + (3 if words.read[at].endswith("s") else 2), words.sentence_end[at])]
    of_them = bool({"of", "de"} & set(before[-2:])) and bool(_VISITS & set(before))
    return of_them or bool(_VISITS & set(following))


def _is_for(words: Words, at: int, context: Context) -> bool:
    """Whether it is for the relative at `at`: "for my son", "my mother needs ...", not "my wife told me"."""
    if context.question == "who" and len(words.read) <= _SHORT:
        return True
    owned = bool({"old", "month", "year"} & set(words.read[max(0, at - 1) : at]))
    owned = owned or words.read[at] in _AS_NAMES or bool(_OWNERS & set(words.read[max(0, at - 2) : at]))
    before = [words.read[i] for i in range(max(0, at - 4), at) if words.sentence[i] == words.sentence[at]]
    if any(word in _FOR for word in before) and (owned or before[-1] in _FOR):
        return True
    if owned and before[-2:-1] and before[-2] in _ALSO and len(before) == 2:
        return True
    named = at + 1 < len(words.read) and words.is_capital(at + 1)
    following = words.read[at + 1 : min(at + (9 if named else 3), words.sentence_end[at])]
    return owned and any(word in (_NEEDS if len(words.read) < _STORY else _SURELY) for word in following)


def find_age(message: Message) -> tuple[int, bool, Span] | None:
    """An age in full years, whether it is that of "my N-year-old" child, and its place; never a length of time."""
    match = None
    for match in _AGE.finditer(message.folded):
        age = _age_of(match)
        if age is not None:
            owned = _CHILD_OF.search(message.folded[: match.start()]) is not None
            return age, age < _CHILD and owned, span_of(message, match.start(), match.end())
    said_is = _SHE_IS.search(message.folded) if match is None else None
    return (int(said_is["age"]), False, span_of(message, *said_is.span("age"))) if said_is else None


def _age_of(match: re.Match[str]) -> int | None:
    """The years of an age; None for a length of time, or a time that is over."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    if _NO_AGE_AFTER.match(after) or _NO_AGE_BEFORE.search(before):
        return None
    if match["years"] and not match["old"] and "-" not in match.group() and not _IS.search(before):
        return None
    if (match["anos"] or match["meses"]) and not _TIENE.search(before):
        return None
    said = match["years"] or match["aged"] or match["short"] or match["anos"]
    age = _NUMBERS.get(said) or int(said) if said else 0
    return age if age <= 120 else None
