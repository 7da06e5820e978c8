"""For whom a visit is: the sender, a child, a relative, and how old they are."""

from __future__ import annotations

import re
from collections.abc import Mapping

from conversation.extractors.cardinals import ONES_EN, ONES_ES
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
    r"\bfor (?:me|myself)\b|\b(?:it's|its|is) (?:for )?me\b"
    r"|\bpara mi(?=\s*(?:$|[.,!?]|(?:con|el|este|esta|hoy|manana|a|por|en|y|que|cuando|lo antes|cuanto)\b))"
    r"|\byo mism[oa]\b"
)
_DENIED = re.compile(r"\b(?:not|isn't|isnt|wasn't|no (?:es|era|seria|va|iba))(?: (?:just|only|solo|tanto))? $")
_SELF_ALONE = frozenset(("me", "myself", "just me", "yo", "a mi", "mi", "i am", "me please"))
_POLITE = frozenset("please thanks thank you just only it's its is for por favor solo gracias oh well um para".split())
_SHORT = 4  # words of an answer to "for whom?"
_CHILD = 16  # years below which "my N-year-old" is a child
_NUMBERS: Mapping[str, int] = {word: number for word, number in {**ONES_EN, **ONES_ES}.items() if 0 < number < _CHILD}
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
    if (match := _SELF.search(folded)) and not _DENIED.search(folded, 0, match.start()):
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


def is_another(words: Words, relative: Span) -> bool:
    """Whether a relative is one more of the kind: "my other daughter", "mi otra hija", "my second son"."""
    at, _ = words.around(relative.start, relative.end)
    return not _ANOTHER.isdisjoint(words.read[max(0, at - 2) : at])


_ANOTHER = frozenset("other another second third otro otra otros otras segundo segunda".split())


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
    if _is_to_come(words, at) or _is_to_be_seen(words, at) or (owned and _goes_on_needing(words, at)):
        return True
    if words.read[at + 1 : at + 3] == ("se", "llama") and _OWNERS & set(before[-1:]):
        return True
    named = at + 1 < len(words.read) and words.is_capital(at + 1)
    following = words.read[at + 1 : min(at + (9 if named else 3), words.sentence_end[at])]
    return owned and any(word in (_NEEDS if len(words.read) < _STORY else _SURELY) for word in following)


def _goes_on_needing(words: Words, at: int) -> bool:
    """Whether the next sentence says what the relative needs: "... my mother. She needs an ENT"."""
    first = words.sentence_end[at]
    said = words.read[first : first + 4]
    told = said[1:] if _PRONOUNS & set(said[:1]) else said
    needs = _SURELY if len(told) < len(said) else _SURELY_ES
    return bool(needs & set(told[:1])) and "me" not in told


_PRONOUNS = frozenset("she he ella el".split())
_SURELY_ES = frozenset("necesita quiere".split())


def _owner_of(words: Words, at: int) -> int | None:
    """Where "my" stands before the relative at `at`: "my son", "my little girl"."""
    near = (i for i in range(at - 1, max(-1, at - 4), -1) if words.sentence[i] == words.sentence[at])
    return next((i for i in near if words.read[i] in _MINE), None)


def _is_to_come(words: Words, at: int) -> bool:
    """Whether a relative is to see somebody or to come: "can my son see Dr Lee", "¿puede venir mi madre?"."""
    owner = _owner_of(words, at)
    if owner is None:
        return False
    after = at + 1
    while after < len(words.read) and words.is_capital(after) and words.clause[after] == words.clause[at]:
        after += 1  # "my wife Rosa"
    before = words.read[max(0, owner - 3) : owner]
    led = bool(_MAY & set(before))
    if led and before[-1] in _COMES and words.sentence[owner - 1] == words.sentence[at]:
        return not _comes_along(words, after)
    if words.read[after : after + 1] and words.read[after] in _MAY:
        led, after = True, after + 1
    after += words.read[after : after + 1] in (("also",), ("please",), ("maybe",))
    if not led or after >= len(words.read) or words.clause[after] != words.clause[at]:
        return False
    verb = words.read[after]
    if verb in _GOES and not _DOCTORS & set(words.read[after + 1 : after + 1 + _NEAR]):
        return False  # "can my son go to school"
    return verb in _COMES | _GOES and not _comes_along(words, after + 1)


def _comes_along(words: Words, after: int) -> bool:
    """Whether what goes on at `after` makes it company, or a look at what is the sender's: "with me", "my results"."""
    rest = [i for i in range(after, len(words.read)) if words.clause[i] == words.clause[after - 1]]
    own = any(words.read[i] in _OWN_THINGS and not _DOCTORS & set(words.read[i + 1 : i + 2]) for i in rest)
    return own or any(words.read[i] in _ALONG for i in rest)


def _is_to_be_seen(words: Words, at: int) -> bool:
    """Whether somebody is asked to see a relative: "could Dr Lee have a look at my baby", "my son seen"."""
    owner = _owner_of(words, at)
    if owner is None:
        return False
    following = words.read[at + 1 : min(at + 3, words.sentence_end[at])]
    if _SEEN & set(following) and not {"was", "were", "got"} & set(words.read[:owner]):
        return True
    first = owner - (words.read[owner - 1] in ("at", "a", "after")) if owner else 0
    start = first - (_NEAR if first < owner and words.read[first] == "a" else 1)
    verb = next((i for i in range(first - 1, max(-1, start - 1), -1) if words.read[i] in _SEES), None)
    if verb is None or words.sentence[verb] != words.sentence[at]:
        return False
    for word in reversed(words.read[max(0, verb - 2 * _NEAR) : first]):
        if word in _SELVES or word in _OTHERS:
            return word in _OTHERS
    return False


_MINE = frozenset("my our mi mis nuestro nuestra his her".split())
_MAY = frozenset("can could may might would will should able puede pueden podria podrian podra pueda possible".split())
_COMES = frozenset("see come attend visit ver venir acudir pasar".split())
_GOES = frozenset("go ir".split())
_DOCTORS = frozenset("dr doctor doctora dra gp doc paediatrician pediatra medico medica".split())
_ALONG = frozenset("me us conmigo nosotros along too tambien inside ward planta".split())
_OWN_THINGS = frozenset("my our mi mis".split())
_SEES = frozenset(
    "see examine check treat look assess help assist ayudar ayude ayuden ver vea vean atender atienda atiendan "
    "revisar revise revisen mirar mire examinar examine valorar".split()
)
_SEEN = frozenset("seen checked examined looked assessed".split())
_SELVES = frozenset("i we id ill im ive me us yo puedo podemos quiero queremos voy vamos necesito quisiera".split())
_OTHERS = _MAY | _DOCTORS | frozenset("you u someone somebody anyone anybody who he she they que alguien".split())
"""Whoever does the seeing, where it is not the sender: "can I see my son" asks for no visit of his."""
_NEAR = 5  # words


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
