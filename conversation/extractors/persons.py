"""Facts about the patient: name, date of birth, phone, age, and for whom the visit is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from conversation.extractors.births import find_birth
from conversation.extractors.entities import Context, Person, Span
from conversation.extractors.names import find_name, find_sender, speaks_as_relative
from conversation.extractors.phones import find_phone
from conversation.extractors.relatives import find_age, find_relation, is_another
from conversation.extractors.set_off_names import PHONE
from conversation.extractors.text import Message
from conversation.extractors.wards import find_ward
from conversation.extractors.words import Words, span_of, words_of

_BORN = re.compile(
    r"\bborn\b|\bdob\b|\bd\.o\.b|date of birth|birth ?date|birthday|\bnaci(?:do|da|o)?\b|nacimiento|cumpleanos"
)
_UNASKED = frozenset(
    {"slot", "phone", "reason", "doctor", "speciality", "confirm", "offer_human", "help", "nothing_yet"}
)
_YEARS = 1
_POLITE = frozenset("fine okay yes sure alright right well then here vale bueno bien claro pues entonces".split())
"""What may stand beside a date without saying anything."""
_FEW = 6  # words beside a date that answers "what is your name?"


_CALLED = re.compile(r"\b(?:my name|me llamo|mi nombre|nombre:|name:)")


def tells_who(message: Message) -> bool:
    """Whether a message says, well or not, what somebody is called or when they were born."""
    return bool(_BORN.search(message.folded) or _CALLED.search(message.folded))


@dataclass(frozen=True, slots=True)
class Found:
    """A person's facts with the places in `Message.folded` that they explain."""

    person: Person
    taken: tuple[Span, ...]
    age: Span | None = None
    """Where the age stands, which also belongs to a complaint."""


def find_person(message: Message, context: Context, *, is_plain: bool = False) -> Found | None:
    """What the message says about whoever the visit is for; None when it says nothing.

    `is_plain` means that the message asks for nothing.
    """
    words = words_of(message)
    facts = Person(Span())
    taken: list[Span] = []
    keyed = context.question == "date_of_birth"
    born = find_birth(message.folded, context.now.date(), day_first=context.day_first, keyed=keyed)
    ward = find_ward(words) if context.question != "guardian_name" else None
    relation = (ward.relation, ward.role) if ward else find_relation(words, context)
    age = find_age(message)
    is_anothers = relation[0] != "self" if relation else age is not None and age[1]
    sender = ward.sender if ward else _sender(words, context, is_anothers=is_anothers)
    if ward:
        taken.append(ward.role)
    if sender:
        facts = replace(facts, sender=sender.words)
        taken.append(sender)
    name = ward.name if ward else None
    name = name or find_name(words, context, born[1] if born else None, is_plain=is_plain, sender=sender)
    if name:
        facts = replace(facts, name=name.words)
        taken.append(name)
    if born and _is_birth(message, context, born, named=name is not None):
        is_bare = context.question in _UNASKED and not (name or _BORN.search(message.folded))
        facts = replace(facts, date_of_birth=born[0], is_bare_date=is_bare)
        taken.append(span_of(message, born[1], born[2]))
    if phone := find_phone(message, context, taken):
        facts = replace(facts, phone=phone.number, phone_ending=phone.ending)
        taken.append(phone.span)
    if age:
        facts = replace(facts, age=age[0], relation="child" if age[1] else None)
        taken.append(age[2])
    if relation:
        facts = replace(facts, relation=relation[0], is_other=is_another(words, relation[1]))
    if facts == Person(Span()):
        return None
    said = taken or ([relation[1]] if relation else [])
    whole = span_of(message, min(span.start for span in said), max(span.end for span in said))
    return Found(replace(facts, span=whole), tuple(taken), age[2] if age else None)


def _sender(words: Words, context: Context, *, is_anothers: bool) -> Span | None:
    """Who writes, where the visit is another's."""
    may_write = (is_anothers and context.question != "name") or speaks_as_relative(words)
    return find_sender(words) if may_write else None


def _is_birth(message: Message, context: Context, found: tuple[date, int, int], *, named: bool) -> bool:
    """Whether a date that may be a birth is meant as one."""
    born, start, end = found
    if named or context.question == "date_of_birth" or _BORN.search(message.folded):
        return True
    others = re.findall(r"[a-z]{3,}", message.folded[:start] + message.folded[end:])
    is_old = context.now.year - born.year > _YEARS
    if context.question in ("name", "who", "phone"):
        return is_old or len(others) <= _FEW
    if _is_set_off(message, born, start, end, context.now.date()):
        return True
    # a whole date of years ago and nothing else is no day for a visit
    return context.question in _UNASKED and _POLITE.issuperset(others) and is_old


def _is_set_off(message: Message, born: date, start: int, end: int, today: date) -> bool:
    """Whether a date of years ago stands by itself before a phone number: "Dr Day at 9, 2 May 1980, 555 010 0199"."""
    words = words_of(message)
    first, last = words.around(start, end)
    beside = [i for i in (first - 1, last) if 0 <= i < len(words.tokens)]
    is_alone = first < last and all(words.clause[i] not in words.clause[first:last] for i in beside)
    is_old = today.year - born.year > _YEARS
    return is_alone and is_old and bool(beside) and PHONE.search(message.folded, end) is not None
