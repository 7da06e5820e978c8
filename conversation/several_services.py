"""Several tests in one message, or a test and a doctor: one after the other for the same patient, none forgotten."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice

from conversation.beginning import is_active
from conversation.extractors.entities import Intent, Person
from conversation.extractors.pipeline import understand
from conversation.extractors.services import tells_of_tests
from conversation.several import MOST, MOST_JOINTS, asks_only_for_visits, keep_aside, lay_by, to_part
from conversation.state import BookingState, Suspended
from conversation.turn import Desk

_BETWEEN = re.compile(
    r"\s*[,;.]?\s+(?:and|y|e|plus|then|&|\+|luego|despues|después|as well as)\s+"
    r"(?:also\s+|tambien\s+|también\s+)?"
    r"|\s*[;,+]\s*",
    re.I,
)
_ALSO = frozenset({Intent.REPORTS, Intent.OTHER, Intent.NO})
"""What the name of a test may be taken for."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What one part of a message asks for: a test or a treatment, or a doctor."""

    heard: Desk
    about: frozenset[str]
    is_service: bool


def first_of(state: BookingState, desk: Desk) -> tuple[BookingState, Desk]:
    """The desk that hears the first of several tests alone, with the others laid by in the state."""
    parts = _parts(desk, to_part(desk)) if _may_ask(state, desk) else []
    if len(parts) < 2 or not any(part.is_service for part in parts):
        return state, desk
    parts = [_completed(part, parts) for part in parts]
    said = parts[0].heard.understanding
    aside = [_laid_by(state, _without_whom(part.heard, said.person)) for part in parts[1:]]
    intents = tuple(mention for mention in said.intents if mention.intent not in _ALSO)
    return keep_aside(state, aside), replace(desk, understanding=replace(said, intents=intents), lays_by=len(aside))


def _laid_by(state: BookingState, heard: Desk) -> Suspended:
    aside = lay_by(state, heard)
    return aside.model_copy(update={"is_for_same": heard.understanding.person is None})


def _without_whom(heard: Desk, first: Person | None) -> Desk:
    """A part that is for the patient of the first one says nothing of whom it is for: it is whoever that turns out."""
    said, other = heard.understanding, heard.understanding.person
    if first is None or other is None or (other.relation, other.name) != (first.relation, first.name):
        return heard
    return replace(heard, understanding=replace(said, person=None))


def _may_ask(state: BookingState, desk: Desk) -> bool:
    """Whether a message that begins a booking wants a test, among what it wants."""
    if is_active(state) or not asks_only_for_visits(state, desk, _ALSO) or desk.inquiry.asks:
        return False
    if tells_of_tests(desk.understanding.message):
        return False
    return any(desk.hospital.bookable(code) for code in desk.service.codes)


def _parts(desk: Desk, text: str) -> list[_Part]:
    """The tests and doctors that the words ask for, where they fall into parts with one of them each; else none."""
    parts: list[_Part] = []
    begin = 0
    ends = [(match.start(), match.end()) for match in islice(_BETWEEN.finditer(text), MOST_JOINTS)]
    for end, following in [*ends, (len(text), len(text))]:
        part = _part(desk, text[begin:end])
        if part is None:
            continue  # "of head and neck": what stands behind belongs to it
        if any(part.about & other.about for other in parts):
            return []
        parts.append(part)
        begin = following
    is_all = begin >= len(text) or not any(character.isalpha() for character in text[begin:])
    return parts if is_all and len(parts) <= MOST else []


def _part(desk: Desk, text: str) -> _Part | None:
    for words in (text, f"{'quiero' if desk.understanding.language == 'es' else 'I need'} {text.strip()}"):
        heard = replace(desk, understanding=understand(words, desk.context))
        if wanted := frozenset(each.code for each in heard.services_wanted):
            return _Part(heard, wanted, is_service=True)
    said = understand(text, desk.context)
    doctors = frozenset(code for each in said.doctors if not each.rejected for code in each.codes)
    about = doctors or frozenset(each.code for each in said.specialities if not each.rejected)
    return _Part(replace(desk, understanding=said), about, is_service=False) if about else None


def _completed(part: _Part, parts: list[_Part]) -> _Part:
    """A part with the day and the patient that the last one ends with: "a blood test and physio for Leo on Friday"."""
    said, last = part.heard.understanding, parts[-1].heard.understanding
    day = next((when for when in last.whens if when.dates is not None), None)
    if not said.whens and day is not None:
        said = replace(said, whens=(replace(day, times=None),))
    if said.person is None or said.person.relation == "self":
        said = replace(said, person=last.person or said.person)
    return part if part is parts[-1] else replace(part, heard=replace(part.heard, understanding=said))
