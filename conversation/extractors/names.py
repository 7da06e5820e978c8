"""The patient's own name: how people introduce themselves and others, and a bare name as an answer."""

from __future__ import annotations

import re
from dataclasses import replace

from conversation.extractors.choices import MONTHS
from conversation.extractors.doctor_names import listed
from conversation.extractors.entities import Context, Span
from conversation.extractors.lexicons import load, load_words
from conversation.extractors.relatives import RELATIONS
from conversation.extractors.spelling import is_plain, is_word
from conversation.extractors.text import fold
from conversation.extractors.words import Words

_LONGEST = 4  # words of an introduced name
_LONGEST_ANSWER = 8  # words of a name that was asked for: "María del Carmen López de la Fuente"
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
_SELF = re.compile(r"\b(?:i am|i'm|im|soy) ")
"""Whoever says this speaks of themselves; only capitals make a name."""
_WEAK = re.compile(r"\b(?:this is|it's|its|for|para|call me) ")
"""After these only capitals make a name, and not a doctor's."""
_VISITS = frozenset("appointment appointments appt visit visits booking reservation checkup".split())
_VISIT_OF = re.compile(
    r"\b(?:appointments?|appt|visits?|booking|reservation|citas?|visitas?|reservas?)"
    r"(?: [a-z]{1,4}-[a-z0-9-]+)?,? (?:of|de) "
)
"""After these somebody is named whose visit it is, or whom or what it is with."""
_PARTICLES = frozenset("de del van von bin da dos di den der al la las los y e bint ibn ter".split())
_OWNERS = frozenset("my our mi nuestro nuestra".split())
_TITLES = frozenset(load("names")["titles"].split())
_POLITE = frozenset("hi hello hey ok okay sure yes yeah it's its i'm im soy hola si vale and well just put".split())
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today tomorrow tonight yesterday morning afternoon "
    "evening noon lunes martes miercoles jueves viernes sabado domingo hoy ayer tarde noche".split()
)
_NEVER = frozenset(
    "and or but the a an i i'd i'll i've i'm my your his her is are am was to for from at on in with by of so "
    "here not no yes born dob ok okay y o el los las un una que en con por mi tu su es soy nacido nacida phone "
    "number email".split()
)
_DAYS = MONTHS | frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december today tomorrow lunes martes miercoles jueves viernes sabado domingo me "
    "english spanish feb apr jun jul aug sept oct nov dec mon tue tues wed thu thurs fri".split()
)


_INTRODUCES = re.compile(
    r"\b(?:i am|i'm|im|soy|me llamo|mi nombre(?: completo)? es|my (?:full |first |own )?name(?:'s| is)|this is|it's|its"
    r"|it is|le habla|le escribe|habla|aqui) "
)
"""After these whoever writes says who they are."""
_HERE = re.compile(r" (?:here|speaking|aqui|al habla)\b")
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
    if any(_AS_RELATIVE.match(folded, match.end()) for match in _INTRODUCES.finditer(folded)):
        return True
    first = _name_from(words, words.tokens[0].start, strict=True) if words.tokens else None
    return first is not None and _SIGNED.match(folded, first.end) is not None


def find_sender(words: Words) -> Span | None:
    """The name by which whoever writes introduces themselves."""
    folded = words.message.folded
    for match in _INTRODUCES.finditer(folded):
        as_relative = _AS_RELATIVE.match(folded, match.end())
        name = _name_from(words, as_relative.end() if as_relative else match.end(), strict=True)
        if name is not None and not _APPOSED.match(folded, name.end):
            return name
    first = _name_from(words, words.tokens[0].start, strict=True) if words.tokens else None
    is_own = first is not None and (_HERE.match(folded, first.end) or _SIGNED.match(folded, first.end))
    return first if is_own else None


def is_introduced(words: Words, first: int, last: int) -> bool:
    """Whether the words from `first` to `last`, be they without capitals, are what somebody calls themselves."""
    folded, start, end = words.message.folded, words.tokens[first].start, words.tokens[last].end
    introduced = any(match.end() == start for match in _INTRODUCES.finditer(folded))
    return (introduced and not _APPOSED.match(folded, end)) or (first == 0 and _HERE.match(folded, end) is not None)


def find_name(
    words: Words, context: Context, born: int | None, *, is_plain: bool = False, sender: Span | None = None
) -> Span | None:
    """The name of whoever the visit is for; `born` is where a date of birth stands (names often stand before one).

    `is_plain` means that the message asks for nothing, so that ordinary words may be a name ("Will", "April May").
    `sender` is the name of whoever writes, where the visit is for another.
    """
    owner = _owner(words, context)
    if sender is not None:
        others = (owner, _related(words), _introduced(words, context), _bare(words, context, born, is_plain=is_plain))
        before = _before_birth(words, context, born) if born is not None else None
        return next((name for name in (*others, before) if name is not None and name.start != sender.start), None)
    bare = _introduced(words, context) or owner or _related(words) or _bare(words, context, born, is_plain=is_plain)
    return bare or (_before_birth(words, context, born) if born is not None else None)


def _introduced(words: Words, context: Context) -> Span | None:
    folded = words.message.folded
    for match in _STRONG.finditer(folded):
        if name := _name_from(words, match.end(), strict=False):
            return name
    for match in _SELF.finditer(folded):
        if name := _name_from(words, match.end(), strict=True):
            return name
    others = () if context.question == "doctor" else _OTHERS.finditer(folded)
    for match in (*others, *_WEAK.finditer(folded)):
        name = _name_from(words, match.end(), strict=match.re is _WEAK)
        if name and not _is_doctor(name, context) and not _is_ordinary(name):
            return name
    return None


def _is_ordinary(name: Span) -> bool:
    """Whether words are what visits are for, be they in capitals: "for Knee Pain"."""
    told = fold(name.words).split()
    return len(told) > 1 and all(map(is_word, told))


def _owner(words: Words, context: Context) -> Span | None:
    """Whose visit it is: "the appointment A-7K3QX2 of Peter Holm", "Peter Holm's visit"."""
    names = [_name_from(words, match.end(), strict=True) for match in _VISIT_OF.finditer(words.message.folded)]
    owners = (i for i in range(1, len(words.tokens) - 1) if words.tokens[i].text.endswith("'s"))
    names += [_name_to(words, at) for at in owners if words.read[at + 1] in _VISITS]
    return next((name for name in names if name and _is_a_whole_name(name, context)), None)


def _name_to(words: Words, last: int) -> Span | None:
    """The capitalised words up to a possessive, without it."""
    first = last
    while first and words.clause[first - 1] == words.clause[last] and words.is_capital(first - 1):
        if words.begins[first - 1] and is_word(words.tokens[first - 1].text):
            break  # "Cancel Peter Holm's visit"
        first -= 1
    if words.tokens[first].text in _TITLES or not words.is_capital(last):
        return None
    span = words.span(first, last + 1)
    return Span(span.start, span.end - 2, span.words[:-2])


def _is_a_whole_name(name: Span, context: Context) -> bool:
    """Whether words are first and family name of a patient, and no doctor or speciality of the hospital."""
    told = set(fold(name.words).split())
    fields = (part for each in context.roster.specialities for part in (each.name, *each.names.values()))
    is_field = any(told <= set(fold(field).replace(",", " ").split()) for field in fields)
    return len(told) > 1 and not is_field and not _is_ordinary(name) and not _is_doctor(name, context)


def _is_doctor(name: Span, context: Context) -> bool:
    """Whether a name of two words or more is that of a doctor of the roster."""
    told = set(fold(name.words).split())
    names = (set(re.findall(r"[^\s.,]+", fold(doctor.name))) for doctor in context.roster.doctors)
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
    """Whether a name may reach word `at`: a comma ends it, a hyphen or the full stop of an initial does not."""
    if at == first or words.clause[at] == words.clause[at - 1]:
        return True
    gap = words.message.folded[words.tokens[at - 1].end : words.tokens[at].start]
    return gap == "-" or (gap.strip() == "." and len(words.tokens[at - 1].text) == 1)


def _is_name_word(words: Words, at: int, *, strict: bool, first: bool) -> bool:
    text = words.tokens[at].text
    if not text.replace("'", "").isalpha() or text in _NEVER:
        return False
    if words.is_capital(at):
        return not strict or (len(text) > 1 and text not in _DAYS and words.read[at] not in _DAYS)
    if strict:
        return is_given_name(text) or (not first and _is_surname_of(words, at))
    if text in _PARTICLES:
        return not first and at + 1 < len(words.tokens)
    return not is_word(text.replace("'", "")) and (first or not words.is_capital(at - 1))


def is_given_name(word: str) -> bool:
    """Whether a word in small letters is a first name and hardly anything else."""
    return word in load_words("given_names") and word not in listed("ordinary") and not is_word(word)


def _is_surname_of(words: Words, at: int) -> bool:
    """Whether a word in small letters goes on with a first name in small letters: "i'm ravi kumaran"."""
    before, word = words.tokens[at - 1].text, words.tokens[at].text.replace("'", "")
    return is_given_name(before) and not words.is_capital(at - 1) and not is_plain(word) and words.read[at] == word


def _related(words: Words) -> Span | None:
    """ "my son John", "mi hija Ana": a capitalised name right after the relation."""
    for at in range(1, len(words.read) - 1):
        if RELATIONS.get(words.read[at], "other") != "other" and words.read[at - 1] in _OWNERS:
            end = at + 1
            while end < min(len(words.tokens), at + _LONGEST) and words.clause[end] == words.clause[at]:
                is_name = words.is_capital(end) or is_given_name(words.tokens[end].text)
                if not is_name or words.tokens[end].text in _DAYS or words.read[end] in _TITLES:
                    break
                end += 1
            if end > at + 1 and (not is_word(words.tokens[at + 1].text) or _is_written_as_name(words, at + 1)):
                return words.span(at + 1, end)
    return None


def _is_written_as_name(words: Words, at: int) -> bool:
    """Whether a word that is also an ordinary one ("leo", I read) is a first name by its capital: "my son Leo"."""
    text = words.tokens[at].text
    return words.is_capital(at) and text in load_words("given_names") and text not in listed("ordinary")


def _bare(words: Words, context: Context, born: int | None, *, is_plain: bool) -> Span | None:
    """A name by itself: the answer to "what is your name?", right before a date of birth, or a message's only words."""
    asked = context.question == "name"
    alone = is_plain and context.question in _NAMES_ITSELF
    if not (asked or alone or born is not None):
        return None
    titled, first = _name_begins(words, context, asked=asked)
    if (asked or born is not None) and (turned := _surname_first(words, first, born)):
        return turned
    end = _name_ends(words, first, born, _LONGEST_ANSWER if asked else _LONGEST)
    if end == first or not _is_believable(words, first, end, asked=asked, is_plain=is_plain):
        return None
    if not asked and born is None and not _is_all(words, first, end, context):
        return None
    # the title belongs to the place, so that no doctor is sought there, and not to the name
    return replace(words.span(titled, end), words=words.span(first, end).words)


def _before_birth(words: Words, context: Context, born: int) -> Span | None:
    """A full name in capitals right before a date of birth: "Dr Day on Monday, Juan Pérez, born 3 May 1980"."""
    end = next((i for i, token in enumerate(words.tokens) if token.start >= born), len(words.tokens))
    while end and words.tokens[end - 1].text in _BIRTH_WORDS:
        end -= 1
    first = end
    while first and end - first < _LONGEST and words.clause[first - 1] == words.clause[end - 1]:
        text = words.tokens[first - 1].text
        is_own = words.is_capital(first - 1) and not is_word(text.replace("'", "")) and text not in _DAYS | _TITLES
        if not is_own and text not in _PARTICLES:
            break
        first -= 1
    while first < end and words.tokens[first].text in _PARTICLES:
        first += 1
    name = words.span(first, end) if end - first > 1 else None
    if name is None or not _is_a_whole_name(name, context):
        return None
    titled = first - (first > 0 and words.tokens[first - 1].text in _TITLES)
    return replace(words.span(titled, end), words=name.words)  # no doctor is sought in the patient's title


_BIRTH_WORDS = frozenset("born dob birth birthday date of the on in nacido nacida el fecha de nacimiento".split())


def _name_begins(words: Words, context: Context, *, asked: bool) -> tuple[int, int]:
    """Where a bare name begins with its title ("Mr", a patient's "Dr"), and without it."""
    first = _corrected(words) if asked else 0
    while first < len(words.tokens) and words.read[first] in _POLITE:
        first += 1
    titled = first
    while first < len(words.tokens) and words.tokens[first].text in _HONOURS:
        first += 1
    if asked and first == titled:
        first = _after_doctors_title(words, first, context) or first
    return titled, first


def _name_ends(words: Words, first: int, born: int | None, longest: int) -> int:
    end = first
    while end < min(len(words.tokens), first + longest) and _goes_on(words, first, end):
        if not _may_be_name(words, first, end, born):
            break
        end += 1
    while end > first and words.tokens[end - 1].text in _PARTICLES:
        end -= 1
    return end


_NAMES_ITSELF = frozenset({"slot", "reason", "speciality", "date_of_birth", "phone", "who", "confirm", "nothing_yet"})
"""Questions at which a message that is a full name and nothing else tells the patient's."""
_HONOURS = frozenset("mr mrs ms miss mx sr sra srta senor senora senorita don dona sir madam".split())
_CORRECTIONS = frozenset("sorry no wait mean perdon perdona digo oops actually rather".split())


def _corrected(words: Words) -> int:
    """Where an answer begins anew: "Ana Ruiz, sorry, Anna Ruiz"."""
    starts = [
        at + 1
        for at in range(1, len(words.read) - 1)
        if words.read[at] in _CORRECTIONS and words.clause[at] != words.clause[0]
    ]
    return starts[-1] if starts else 0


def _after_doctors_title(words: Words, first: int, context: Context) -> int | None:
    """The word after a title that a patient bears: "Dr. John Adams", who is none of the hospital's doctors."""
    at = first
    while at < len(words.tokens) and words.tokens[at].text in _TITLES:
        at += 1
    end = at
    while end < len(words.tokens) and words.clause[end] == words.clause[at]:
        end += 1
    return at if at > first and end - at > 1 and not _is_doctor(words.span(at, end), context) else None


_ILLNESS = re.compile(r"(?:itis|osis|asis|oma|algia|emia|pathy|plegia|syndrome|disease|disorder|sindrome|enfermedad)$")
"""How illnesses are called that no lexicon knows: "Raynaud Syndrome" is nobody."""


def _is_all(words: Words, first: int, end: int, context: Context) -> bool:
    """Whether a full name is all that a message says, and nobody else's."""
    name = words.span(first, end)
    whole = first == 0 and end == len(words.tokens) and 2 <= end <= _LONGEST
    if context.question == "reason" and any(_ILLNESS.search(token.text) for token in words.tokens):
        return False
    capitals = all(words.is_capital(i) or words.tokens[i].text in _PARTICLES for i in range(first, end))
    ordinary = any(is_word(words.tokens[i].text.replace("'", "")) for i in range(first, end))
    return whole and capitals and not ordinary and not _is_doctor(name, context) and not _is_offered(words, context)


def _is_offered(words: Words, context: Context) -> bool:
    """Whether words stand in what is on offer or name a site or speciality."""
    told = {token.text for token in words.tokens}
    roster = context.roster
    labels = [choice.label for choice in context.choices]
    labels += [part for place in roster.places for part in (place.name, place.city or "")]
    labels += [part for each in roster.specialities for part in (each.name, *each.names.values())]
    return any(told <= set(fold(label).replace(",", " ").split()) for label in labels)


def _surname_first(words: Words, first: int, born: int | None) -> Span | None:
    """ "Nolan, Mary Anne": a surname, a comma and first names, put in order; a date of birth may follow."""
    limit = next((i for i, token in enumerate(words.tokens) if born is not None and token.start >= born), None)
    end = first
    while end < (len(words.tokens) if limit is None else limit) and _may_be_name(words, first, end, born):
        end += 1
    stops_early = end < (len(words.tokens) if limit is None else limit)
    parts = sorted({words.clause[i] for i in range(first, end)})
    if stops_early or len(parts) != 2 or not 2 <= end - first <= _LONGEST + 1:
        return None
    middle = next(i for i in range(first, end) if words.clause[i] == parts[1])
    gap = words.message.folded[words.tokens[middle - 1].end : words.tokens[middle].start]
    if gap.strip() != "," or any(is_word(words.tokens[i].text) for i in range(first, end)):
        return None
    surname, given = words.span(first, middle).words, words.span(middle, end).words
    return Span(words.tokens[first].start, words.tokens[end - 1].end, f"{given} {surname}")


def _is_believable(words: Words, first: int, end: int, *, asked: bool, is_plain: bool) -> bool:
    """Whether bare words are a name: ordinary words only in capitals, unasked ones only as a full name in capitals."""
    several = end - first > 1
    names = [i for i in range(first, end) if words.tokens[i].text not in _PARTICLES]
    capitals = all(words.is_capital(i) for i in names)
    ordinary = any(is_word(words.tokens[i].text.replace("'", "")) for i in range(first, end))
    if not asked:
        return several and capitals
    if any(words.tokens[i].text in _CALENDAR for i in names) and not several:
        return False
    if not ordinary or (not several and words.tokens[first].text in load_words("given_names")):
        return True
    whole = end == len(words.tokens)
    return capitals and (several or (is_plain and whole))


def _may_be_name(words: Words, first: int, at: int, born: int | None) -> bool:
    token = words.tokens[at]
    if born is not None and token.start >= born:
        return False
    if token.text in _PARTICLES and at > first:
        return True
    return token.text.replace("'", "").isalpha() and token.text not in _NEVER and words.read[at] not in _TITLES
