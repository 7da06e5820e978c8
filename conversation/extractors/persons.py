"""Facts about the patient: name, date of birth, phone, age, and for whom the visit is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from conversation.extractors.births import find_birth
from conversation.extractors.entities import Context, Person, Span
from conversation.extractors.lexicons import load
from conversation.extractors.spelling import is_word
from conversation.extractors.text import Message, fold
from conversation.extractors.words import Words, words_of

_RELATIONS: Mapping[str, str] = {
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
        "other": "friend brother sister aunt uncle grandmother grandfather grandma grandpa granny nan cousin neighbour "
        "neighbor nephew niece roommate colleague amigo amiga hermano hermana tio tia abuelo abuela primo prima sobrino "
        "sobrina vecino vecina suegra suegro",
    }.items()
    for word in words.split()
}
_OWNERS = frozenset("my our mi nuestro nuestra the a his her un una".split())
_FOR = frozenset("for para behalf parte bring bringing book add".split())
_NEEDS = frozenset(
    "needs need has have had is wants want hurt hurts hurting feels keeps got gets would could can to was been broke fell "
    "tiene necesita quiere esta le se lleva are suffers complains cant doesnt isnt wont as too also".split()
)  # fmt: skip
_SELF = re.compile(r"\bfor (?:me|myself)\b|\b(?:it's|its|is) (?:for )?me\b|\bpara mi(?=\s*(?:$|[.,!?]))|\bes para mi\b|\byo mismo\b|\byo misma\b")
_SELF_ALONE = frozenset(("me", "myself", "for me", "just me", "it's me", "yo", "para mi", "a mi", "mi", "i am", "me please", "yo mismo", "yo misma"))
_STRONG = re.compile(
    r"\b(?:my (?:full |first |own )?name(?:'s| is|:)|me llamo|mi nombre(?: completo)? es|name of(?: the)? patient(?: is)?|patient(?:'s)? name(?: is|:)?"
    r"|patient is|under (?:the )?name(?: of)?|nombre:|(?:full )?name:) |^\W*(?:full )?name(?: is)? "
)
_OTHERS = re.compile(r"\b(?:(?:his|her|their|the|(?:son|daughter|child|kid|mother|father|mum|mom|dad|wife|husband|partner)'?s) (?:full )?name(?:'s| is)|se llama|su nombre es) ")
_WEAK = re.compile(r"\b(?:i am|i'm|im|this is|it's|its|soy|for|para|call me) ")
_ENDS = re.compile(
    r"(?:my |the )?(?:number|phone|mobile|cell|telephone)(?: number)? (?:\w+ )?(?:ends|ending|finishes)(?: (?:in|with|on))? ?(\d{3,4})(?!\d)|\blast (?:four|4|three|3)(?: digits)?(?: (?:are|is|of \w+(?: \w+)? (?:are|is)))? ?(\d{3,4})(?!\d)"
    r"|\bends (?:in|with) (\d{3,4})(?!\d)|\b(?:termina|acaba)(?:do)? en (\d{3,4})(?!\d)"
)  # fmt: skip
_PHONE = re.compile(r"(?<![\w+])(\+|00)?(\(?\d[\d ().-]{5,20}\d)(?!\w)")
_PHONE_CUES = frozenset("phone number mobile cell telephone tel whatsapp call text ring contact reach telefono numero movil celular llamar llamarme".split())
_AGE = re.compile(
    r"\b(\d{1,3})[ -]?(?:years?|yrs?|yr)(?:[ -]old)?\b|\b(\d{1,2})[ -]?(?:months?|weeks?|days?)[ -]old\b|\baged? (\d{1,3})\b"
    r"|\b(\d{1,3}) ?(?:yo|y/o)\b|\b(\d{1,3}) anos\b|\b(\d{1,2}) meses\b"
)
_DIGITS = re.compile(r"\D+")


@dataclass(frozen=True, slots=True)
class Found:
    """A person's facts with the places in `Message.folded` that they explain."""

    person: Person
    taken: tuple[Span, ...]


def find_person(message: Message, context: Context) -> Found | None:
    """What the message says about whoever the visit is for; None when it says nothing."""
    words = words_of(message)
    facts = Person(Span())
    taken: list[Span] = []
    born = find_birth(
        message.folded, context.now.date(), day_first=context.day_first, keyed=context.question == "date_of_birth"
    )
    name = _introduced(words, context) or _related_name(words) or _bare_name(words, context, born[1] if born else None)
    if born and _is_birth(message, context, born[1], born[2], named=name is not None):
        facts = replace(facts, date_of_birth=born[0])
        taken.append(_span(message, born[1], born[2]))
    if name:
        facts = replace(facts, name=name.words)
        taken.append(name)
    facts, more = _numbers(message, context, facts, taken)
    taken.extend(more)
    relation = _relation(words, context)
    if relation:
        facts = replace(facts, relation=relation[0])
    facts, aged = _age(message, facts)
    if aged:
        taken.append(aged)
    if facts == Person(Span()):
        return None
    places = taken or [relation[1]] if relation else taken
    whole = _span(message, min(span.start for span in places), max(span.end for span in places))
    return Found(replace(facts, span=whole), tuple(taken))


# --- names ----------------------------------------------------------------------------------------


def _introduced(words: Words, context: Context) -> Span | None:
    """A name after "my name is" (in any case) or "I'm", "this is", "para" (capitalised)."""
    folded = words.message.folded
    for match in _STRONG.finditer(folded):
        if name := _name_from(words, match.end(), strict=False):
            return name
    others = () if context.question == "doctor" else _OTHERS.finditer(folded)
    for match in (*others, *_WEAK.finditer(folded)):
        name = _name_from(words, match.end(), strict=match.re is _WEAK)
        if name and not _is_doctor(words, name, context):
            return name
    return None


def _is_doctor(words: Words, name: Span, context: Context) -> bool:
    """Whether a name of two words or more is that of a doctor of the roster."""
    told = set(name.words.lower().split())
    return len(told) > 1 and any(told <= set(fold(doctor.name).replace(",", " ").split()) for doctor in context.roster.doctors)


def _name_from(words: Words, start: int, *, strict: bool) -> Span | None:
    """The name that begins at `folded[start]`: up to four words; `strict` wants capitals."""
    at = next((i for i, token in enumerate(words.tokens) if token.start >= start), None)
    if at is None or words.tokens[at].start > start + 2 or words.read[at] in _titles():
        return None
    end = at
    while end < len(words.tokens) and end < at + 4 and _is_name_word(words, end, strict=strict, first=end == at):
        end += 1
        if end < len(words.tokens) and (words.clause[end] != words.clause[end - 1]) and not _hyphenated(words, end):
            break
    if end == at or (strict and end - at == 1 and is_word(words.tokens[at].text)):
        return None
    return words.span(at, end)


def _is_name_word(words: Words, at: int, *, strict: bool, first: bool) -> bool:
    token = words.tokens[at]
    if not token.text.replace("'", "").isalpha() or token.text in _NEVER:
        return False
    capital = _capital(words, at)
    if strict:
        return capital and (len(token.text) > 1) and token.text not in _DAYS
    if capital:
        return True
    if token.text in _PARTICLES:
        return not first and at + 1 < len(words.tokens)
    return not is_word(token.text.replace("'", "")) and (first or not _capital(words, at - 1))


_PARTICLES = frozenset("de del van von bin da dos di den der al".split())


def _hyphenated(words: Words, at: int) -> bool:
    return words.message.folded[words.tokens[at - 1].end : words.tokens[at].start] == "-"


def _related_name(words: Words) -> Span | None:
    """ "my son John", "mi hija Ana": a capitalised name right after the relation."""
    for at, word in enumerate(words.read[:-1]):
        if word in _RELATIONS and at and words.read[at - 1] in _OWNERS and words.clause[at] == words.clause[at + 1]:
            if _capital(words, at + 1) and not is_word(words.tokens[at + 1].text) and words.read[at + 1] not in _titles():
                end = at + 2
                while end < len(words.tokens) and end < at + 4 and _capital(words, end) and words.clause[end] == words.clause[at]:
                    end += 1
                return words.span(at + 1, end)
    return None


def _bare_name(words: Words, context: Context, born: int | None) -> Span | None:
    """A name by itself: the answer to "what is your name?", or right before a date of birth."""
    asked = context.question == "name"
    if not asked and born is None:
        return None
    end = 0
    while end < len(words.tokens) and words.read[end] in _POLITE:
        end += 1
    at = end
    while end < len(words.tokens) and end < at + 5 and _may_be_name(words, end, born):
        end += 1
        if end < len(words.tokens) and words.clause[end] != words.clause[end - 1] and not _hyphenated(words, end):
            break
    if end == at:
        return None
    capitals = all(_capital(words, i) for i in range(at, end))
    ordinary = any(is_word(words.tokens[i].text.replace("'", "")) for i in range(at, end))
    if ordinary and not (capitals and (end - at > 1 or (asked and len(words.tokens) == 1 and not is_word(words.tokens[at].text)))):
        return None
    if born is not None and not asked and not (capitals and end - at > 1):
        return None
    return words.span(at, end) if end - at > 1 or asked else None


def _may_be_name(words: Words, at: int, born: int | None) -> bool:
    token = words.tokens[at]
    return token.text.replace("'", "").isalpha() and token.text not in _NEVER and words.read[at] not in _titles() and (born is None or token.start < born)


def _capital(words: Words, at: int) -> bool:
    return words.message.raw[words.message.origin[words.tokens[at].start]].isupper()


def _titles() -> frozenset[str]:
    return _TITLES


_TITLES = frozenset(load("names")["titles"].split())
_POLITE = frozenset("hi hello hey ok okay sure yes yeah it's its i'm im soy hola si vale and well".split())
_NEVER = frozenset(
    "and or but the a an i i'd i'll i've i'm my your his her is are am was to for from at on in with by of so here not no yes "
    "born dob ok okay y o el los las un una que en con por mi tu su es soy nacido nacida phone number email".split()
)  # fmt: skip
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december today tomorrow lunes martes miercoles jueves viernes sabado domingo me english spanish".split()
)  # fmt: skip


# --- numbers --------------------------------------------------------------------------------------

_BORN = re.compile(r"\bborn\b|\bdob\b|\bd\.o\.b|date of birth|birth ?date|birthday|\bnaci(?:do|da|o)?\b|nacimiento|cumpleanos")


def _is_birth(message: Message, context: Context, start: int, end: int, *, named: bool) -> bool:
    """Whether a date that may be a birth is meant as one."""
    if context.question == "date_of_birth" or _BORN.search(message.folded):
        return True
    rest = message.folded[:start] + message.folded[end:]
    others = [word for word in re.findall(r"[a-z]{3,}", rest)]
    return named or (context.question in ("name", "who") and len(others) <= 6)


def _numbers(message: Message, context: Context, facts: Person, taken: list[Span]) -> tuple[Person, list[Span]]:
    """The phone number, or how it ends."""
    if match := _ENDS.search(message.folded):
        ending = next(group for group in match.groups() if group)
        return replace(facts, phone_ending=ending), [_span(message, match.start(), match.end())]
    if context.question == "phone" and (match := re.fullmatch(r"\D*(\d{3,4})\D*", message.folded)):
        return replace(facts, phone_ending=match[1]), [_span(message, match.start(1), match.end(1))]
    cued = context.question == "phone" or any(token.text in _PHONE_CUES for token in message.tokens)
    for match in _PHONE.finditer(message.folded):
        if any(span.start < match.end() and match.start() < span.end for span in taken):
            continue
        digits = _DIGITS.sub("", match[2])
        international = match[1] is not None
        if not (10 if match[1] == "00" else 7) - (2 if international else 0) <= len(digits) <= 15:
            continue
        if (international or cued or len(digits) >= 9) and not _looks_like_date(match.group()):
            number = f"+{digits}" if international else digits
            return replace(facts, phone=number), [_span(message, match.start(), match.end())]
    return facts, []


def _looks_like_date(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}", text.strip()))


# --- for whom -------------------------------------------------------------------------------------


def _relation(words: Words, context: Context) -> tuple[str, Span] | None:
    folded = words.message.folded
    alone = folded.strip(" .!?,")
    if match := _SELF.search(folded):
        return "self", _span(words.message, match.start(), match.end())
    if context.question == "who" and alone in _SELF_ALONE:
        return "self", _span(words.message, 0, len(folded))
    for at, word in enumerate(words.read):
        relation = _RELATIONS.get(word)
        if relation and _is_for(words, at, context):
            return relation, words.span(at, at + 1)
    return None


def _is_for(words: Words, at: int, context: Context) -> bool:
    """Whether the visit is for the relative named at `at`: "for my son", "my mother needs ...", not "my wife told me"."""
    owned = at > 0 and (words.read[at - 1] in _OWNERS or words.read[at - 1] in ("old", "month", "year"))
    if context.question == "who" and len(words.read) <= 4:
        return True
    owned = owned or (at > 1 and words.read[at - 2] in _OWNERS)
    before = words.read[max(0, at - 4) : at]
    if any(word in _FOR for word in before) and (owned or words.read[at - 1] in _FOR):
        return True
    following = words.read[at + 1 : at + 3]
    return owned and any(word in _NEEDS for word in following)


def _age(message: Message, facts: Person) -> tuple[Person, Span | None]:
    match = _AGE.search(message.folded)
    if not match:
        return facts, None
    if re.match(r"\s*(?:ago|since|later|back)\b", message.folded[match.end() :]) or re.search(r"\b(?:for|last|past|hace|over|in) (?:the |about |over |more than )?$", message.folded[: match.start()]):
        return facts, None
    years, months, aged, short, spanish, spanish_months = match.groups()
    said = years or aged or short or spanish
    if years and not re.search(r"old|^\d+ ?-", match.group()) and not re.search(r"\b(?:i am|i'm|he is|she is|he's|she's|is|age|aged)\W*$", message.folded[: match.start()]):
        return facts, None
    if spanish_months or spanish:
        if not re.search(r"\b(?:de|tiene|tengo|con|edad)\W*$", message.folded[: match.start()]):
            return facts, None
    age = int(said) if said else 0
    if age > 120:
        return facts, None
    relation = facts.relation
    if relation is None and age < 16 and re.search(r"\b(?:my|our|mi|for a|for an|un|una)\W*(?:\w+ de\W*)?$", message.folded[: match.start()]):
        relation = "child"
    return replace(facts, age=age, relation=relation), _span(message, match.start(), match.end())


def _span(message: Message, start: int, end: int) -> Span:
    return Span(start, end, message.words(start, end))
