"""What a conversation knows of people and of its errand, for whoever must not tell or must not ask it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conversation.beginning import is_active
from conversation.extractors.spelling import is_word
from conversation.extractors.text import fold
from conversation.messages import InboundMessage
from conversation.model.gaps import Errand
from conversation.state import BookingState
from hospital import people
from hospital.directory import Hospital
from hospital.office import Unit

_NAMES = ("patient_name", "guardian_name")


def names(unit: Unit, hospital: Hospital, message: InboundMessage, state: BookingState) -> frozenset[str]:
    """The names of everybody whom the conversation has to do with, as given or as on file."""
    said = {name for name in _said(state) if name}
    numbers = {state.own_id, state.guardian_id, state.patient_id, *(proof.person for proof in state.proofs)}
    numbers |= {state.last_act.patient_id if state.last_act else None, *(each.person for each in state.asked_reminders)}
    numbers |= {state.helping.patient if state.helping else None}
    for number in numbers - {None}:
        person = people.by_number(unit, number or "")
        said |= {person.name} if person is not None else set()
    if message.sender is not None and message.is_vouched:
        today, age = hospital.local(unit.now).date(), hospital.booking.guardian_until_age
        said |= {person.name for person in people.behind(unit, message.channel, message.sender, today, age).people}
    return frozenset(said)


def _said(state: BookingState) -> Iterator[str | None]:
    yield from (state.patient_name, state.guardian_name)
    yield state.proving.name if state.proving else None
    yield state.helping.name if state.helping else None
    yield from (option.label for option in (*state.offered, *state.offered_before) if option.kind == "person")
    for errand in state.suspended:
        yield from (str(errand.facts[fact]) for fact in _NAMES if fact in errand.facts)
    for fact in _NAMES:
        # an errand that was dropped leaves the words in which its facts were given
        words = state.said[fact].words if fact in state.said else ""
        yield from (word for word in re.findall(r"[^\W\d_]+", words) if word[0].isupper() or not is_word(fold(word)))


def errand(state: BookingState) -> Errand:
    """The conversation's errand, as far as it decides what a model may be asked."""
    is_settled = state.selected_doctor or state.speciality or state.doctor_options or state.diagnosis_condition
    return Errand(
        is_active=is_active(state),
        takes_complaint=not is_active(state) or (state.task == "book" and not is_settled),
        is_missed=state.misses > 0,
    )
