"""Several visits in one message, each with a time and a person of its own: one after the other, none forgotten."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice

from conversation.agendas import SURE
from conversation.beginning import is_active
from conversation.extractors.entities import Intent, Person, Span, Understanding, When
from conversation.extractors.pipeline import understand
from conversation.extractors.text import UNDERSTOOD_CHARACTERS
from conversation.extractors.words import words_of
from conversation.household import known_people
from conversation.merging import merge
from conversation.state import SUSPENDED_KEPT, BookingState, Suspended
from conversation.turn import Desk
from conversation.wishing import PERSONAL
from hospital.names import fold_name
from hospital.people import Person as Known

BETWEEN = re.compile(
    r"\s*[,;.]?\s+(?:and|y|e|plus|then|&|luego|despues|después)\s+(?:then\s+|also\s+)?|\s*[;,]\s+", re.I
)
MOST = 3  # visits
MOST_JOINTS = 6  # places at which a message is parted
_ME = frozenset("i me myself mi yo".split())
_BESIDE = frozenset({Intent.BOOK, Intent.FIND_DOCTOR, Intent.GREETING, Intent.THANKS, Intent.YES})


def to_part(desk: Desk) -> str:
    """A message's words as they are parted: as many as are understood, with one blank between them, so that no run of
    blanks is looked at again and again.
    """
    return " ".join(desk.message.text[:UNDERSTOOD_CHARACTERS].split())


@dataclass(frozen=True, slots=True)
class _Part:
    """What one part of a message asks for: a visit at a time, for somebody."""

    said: Understanding
    at: When
    whom: str


def first_of(state: BookingState, desk: Desk) -> tuple[BookingState, Desk]:
    """The desk that hears the first of several visits alone, with the others laid by in the state."""
    parts = _parts(desk, to_part(desk)) if _may_ask(state, desk) else []
    if len(parts) < 2:
        return state, desk
    parts = [_completed(part, parts) for part in parts]
    aside = [lay_by(state, replace(desk, understanding=part.said)) for part in parts[1:]]
    first = replace(parts[0].said, intents=desk.understanding.intents, cleared=desk.understanding.cleared)
    return keep_aside(state, aside), replace(desk, understanding=first, lays_by=len(aside))


def keep_aside(state: BookingState, aside: list[Suspended]) -> BookingState:
    """The state with visits laid by, to be gone on with in this order, after those that were before."""
    others = [each for each in state.suspended if not each.is_next]
    before = [each for each in state.suspended if each.is_next]
    return state.with_(suspended=(*others, *reversed(aside), *before)[-SUSPENDED_KEPT:])


def _may_ask(state: BookingState, desk: Desk) -> bool:
    """Whether the message can ask for several visits: it names two hours, and nothing but a booking goes on."""
    said = desk.understanding
    if not asks_only_for_visits(state, desk) or said.chosen is not None:
        return False
    if is_active(state) and state.question in PERSONAL:
        return False
    return len({when.times.first for when in _exact(said) if when.times}) > 1


def asks_only_for_visits(state: BookingState, desk: Desk, also: frozenset[Intent] = frozenset()) -> bool:
    """Whether the words are the desk's to hear, and nothing but a booking goes on or is asked for in them.

    `also` may be said beside it.
    """
    said = desk.understanding
    if desk.message.choice is not None or desk.is_with_person or said.emergency is not None:
        return False
    if state.alarm is not None or (is_active(state) and state.task != "book"):
        return False
    return not any(m.certainty >= SURE and m.intent not in _BESIDE | also for m in said.intents)


def _exact(said: Understanding) -> list[When]:
    """The exact hours of a message, none that is turned down or put right by another."""
    whens = [each for when in said.whens if not when.rejected and not when.corrects for each in (when, *when.also)]
    return [when for when in whens if when.times is not None and when.times.exact]


def _parts(desk: Desk, text: str, most: int = MOST) -> list[_Part]:
    """The visits that the words ask for, where they fall into parts with one hour and one person each; else none."""
    whole = _part(desk, text)
    if whole is not None or most == 1:
        return [whole] if whole is not None else []
    for match in islice(BETWEEN.finditer(text), MOST_JOINTS):
        head = _part(desk, text[: match.start()])
        rest = _parts(desk, text[match.end() :], most - 1) if head is not None else []
        if head is not None and rest and rest[0].whom != head.whom:
            return [head, *rest]
    return []


def _part(desk: Desk, text: str) -> _Part | None:
    said = understand(text, desk.context)
    hours = _exact(said)
    if len({when.times.first for when in hours if when.times}) != 1 or len(_named(desk, said)) > 1:
        return None
    told = told_for(desk, said)
    return _Part(replace(said, person=told[1]), hours[0], told[0]) if told is not None else None


def speaks_of_several(desk: Desk) -> bool:
    """Whether a message names several hours and several people, be it left open whose is which."""
    said = desk.understanding
    people = len(_named(desk, said)) + (not _ME.isdisjoint(words_of(said.message).read))
    return people > 1 and len({when.times.first for when in _exact(said) if when.times}) > 1


def _named(desk: Desk, said: Understanding) -> list[Known]:
    """Those behind the number whose first name stands in the words."""
    read = {fold_name(token.text) for token in said.message.tokens}
    return [person for person in known_people(desk) if fold_name(person.name).split()[0] in read]


def told_for(desk: Desk, said: Understanding) -> tuple[str, Person] | None:
    """For whom a part is, and how to tell it: somebody behind the number by name, else as it was put."""
    named = _named(desk, said)
    person = said.person or Person(Span())
    if len(named) == 1:
        return named[0].number, replace(person, name=named[0].name, relation=None)
    if person.name is not None:
        return fold_name(person.name), person
    if person.relation not in (None, "self"):
        return person.relation or "", person
    if person.relation == "self" or not _ME.isdisjoint(words_of(said.message).read):
        owners = [each for each in known_people(desk) if each.relation == "self"]
        if len(owners) == 1:
            # as whoever was booked for first may be written to here too, "me" must not be open by then
            return owners[0].number, replace(person, name=owners[0].name, relation=None)
        return "self", replace(person, relation="self")
    # "Ann Lee at ten": read as if it said for whom
    bare = understand(f"{'para' if said.language == 'es' else 'for'} {said.message.raw.strip()}", desk.context).person
    return (fold_name(bare.name), bare) if bare is not None and bare.name is not None else None


def _completed(part: _Part, parts: list[_Part]) -> _Part:
    """A part with the doctor and the day that stand in another: "Dr Day on Monday at 9 for Leo and 9:20 for me"."""
    said = part.said
    others = [each.said for each in parts if each is not part]
    if not (said.doctors or said.specialities or said.complaint):
        other = next((each for each in others if each.doctors or each.specialities), said)
        said = replace(said, doctors=other.doctors, specialities=other.specialities)
    if all(when.dates is None for when in said.whens):
        day = next((when for each in others for when in each.whens if when.dates is not None), None)
        if day is not None:
            at = replace(part.at, dates=day.dates, inferred=day.inferred, alternatives=(), also=())
            said = replace(said, whens=(at,))
    return replace(part, said=said)


def lay_by(state: BookingState, heard: Desk) -> Suspended:
    """A visit of its own with what a desk heard, laid by until the one before is booked."""
    return laid_by(visit_alone(state, heard), heard)


def visit_alone(state: BookingState, heard: Desk) -> BookingState:
    """What a desk heard, as a visit that nothing was said of before."""
    bare = state.without_errand().with_(task="book", question=None, offered=(), offered_before=())
    return merge(bare, heard)[0]


def laid_by(visit: BookingState, desk: Desk) -> Suspended:
    """A visit laid by, to be gone on with by itself."""
    return Suspended(task="book", facts=visit.errand_facts(), at=desk.now, is_next=True)
