"""One thread across channels: what a person began in another conversation goes on in the one they write in now.

Only for whoever is known to be the same: a number that the channel vouches for and behind which there is one person
alone, or one that a proof was given for. Who shares a number hears nothing of what another of them began. The
other conversation is only read; that its errand goes on here is a row of its own, which it finds at its next turn.
A caller's number proves nobody: of a call goes on what is nobody's in particular, unless it was proven who rang.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError

from conversation.agendas import SURE
from conversation.extractors.entities import Intent
from conversation.household import known_people
from conversation.linking import with_sender
from conversation.messages import InboundMessage
from conversation.state import ERRAND_FIELDS, BookingState
from conversation.turn import Desk
from hospital import people, slots, threads
from hospital.threads import CALLS, Elsewhere

GOES_ON = frozenset({"book", "reschedule", "cancel"})
TAKEN_UP = "taken_up:"
"""Begins the note of a message whose errand was begun elsewhere; the channel stands behind it."""
_TOLD = ("speciality", "selected_doctor", "selected_slot", "wanted", "patient_name", "visit", "diagnosis_condition")
"""An errand in which none of these is known yet has nothing to go on with."""
_NOBODYS = (
    "speciality", "selected_doctor", "selected_slot", "available_doctors", "available_slots", "task", "wanted",
    "wanted_also", "doctor_options", "not_doctors", "speciality_options", "any_doctor", "soonest", "doctor_gender",
    "location", "inferred",
)  # fmt: skip
"""What an unproven caller said that tells of nobody: whom they see, where and when."""


@dataclass(frozen=True, slots=True)
class TakenUp:
    """The state with the errand that goes on here, and the channel on which it was begun."""

    state: BookingState
    channel: str


def take_up(state: BookingState, desk: Desk) -> TakenUp | None:
    """Go on with what the same person left unfinished elsewhere; None where there is nothing of the kind."""
    if (state.task is not None and not state.is_done) or desk.is_with_person:
        return None
    phones = _own_numbers(state, desk)
    if not phones:
        return None
    own = _own_people(desk, phones)
    for other in threads.elsewhere(desk.unit, desk.conversation_id, desk.message.channel, phones):
        left = _unfinished(other)
        if left is not None and other.channel == CALLS and not _is_proven(left, desk, phones):
            left = of_nobody(left)
        if left is None or not (len(own) == 1 or _is_same(left, state, desk)) or not _is_meant(left, desk):
            continue
        if claim(desk, other, left):
            return TakenUp(_with_errand_of(left, state, desk, other), other.channel)
    return None


def unfinished(other: Elsewhere) -> BookingState | None:
    """The state of another conversation, if its errand is still open and nobody else goes on with it."""
    try:
        left = BookingState.model_validate_json(other.state)
    except ValidationError:
        return None  # of another version
    return left if left.task is not None and not left.is_done and other.taken_up != left.errand else None


def claim(desk: Desk, other: Elsewhere, left: BookingState) -> bool:
    """Have this conversation alone go on with the other's errand; False when it is gone on with there or elsewhere."""
    return threads.take_up(desk.unit, other.id, other.version, left.errand, desk.conversation_id)


def without_taken_up(state: BookingState) -> BookingState:
    """A conversation's state without its errand, which goes on elsewhere: it is not done twice."""
    if state.task is None or state.is_done:
        return state
    return state.without_errand().with_(question=None, offered=(), offered_before=(), held=None, said={})


def _is_meant(left: BookingState, desk: Desk) -> bool:
    """Whether a message may go on with an errand: it is about nothing else, and names nobody else."""
    said = desk.understanding
    if desk.message.choice is not None or any(
        mention.intent in _OTHERS and mention.intent is not _SAME.get(left.task or "") and mention.certainty >= SURE
        for mention in said.intents
    ):
        return False
    doctors = {code for mention in said.doctors if not mention.rejected for code in mention.codes}
    fields = {mention.code for mention in said.specialities if not mention.rejected}
    if doctors and left.selected_doctor is not None and left.selected_doctor not in doctors:
        return False
    if fields and left.speciality is not None and left.speciality not in fields:
        return False
    if said.complaint is not None or said.lacking:
        return False
    return said.person is None or said.person.relation in (None, left.for_relation)


_SAME = {"book": Intent.BOOK, "reschedule": Intent.RESCHEDULE, "cancel": Intent.CANCEL}
_OTHERS = frozenset(Intent) - {
    Intent.BOOK, Intent.FIND_DOCTOR, Intent.RESUME, Intent.GREETING, Intent.YES, Intent.NO, Intent.MAYBE, Intent.THANKS,
    Intent.REPEAT, Intent.STATUS, Intent.HELP, Intent.OTHER, Intent.SMALLTALK, Intent.MOMENT,
}  # fmt: skip


def number_now(desk: Desk, received: InboundMessage, state: BookingState) -> str | None:
    """The number of whoever writes here after a turn, None when it is not known: by it they are found elsewhere."""
    # the turn may have taken the link of an account back
    message = with_sender(desk.unit, received) if desk.message is not received else received
    if message.sender is not None and (message.is_vouched or message.channel == CALLS):
        return message.sender
    return next(iter(reversed(_proven_numbers(state, desk))), None)


def _own_numbers(state: BookingState, desk: Desk) -> list[str]:
    return [desk.vouched_phone] if desk.vouched_phone is not None else _proven_numbers(state, desk)


def _own_people(desk: Desk, phones: list[str]) -> set[str]:
    """The patients whose own number it is that the channel vouches for, or that was proven."""
    if desk.vouched_phone is not None:
        return {person.number for person in known_people(desk) if person.relation == "self"}
    return {person.number for phone in phones for person in people.reached_by(desk.unit, phone)}


def _is_same(left: BookingState, state: BookingState, desk: Desk) -> bool:
    """Whether one and the same patient was identified in both conversations."""
    here, there = _identified(state, desk), _identified(left, desk)
    return len(there) == 1 and here == there


def _identified(state: BookingState, desk: Desk) -> set[str]:
    proven = {proof.person for proof in state.proofs if proof.until > desk.now}
    return proven or ({state.own_id} if state.own_id is not None else set())


def _proven_numbers(state: BookingState, desk: Desk) -> list[str]:
    proven = [proof.person for proof in state.proofs if proof.until > desk.now]
    found = [people.by_number(desk.unit, number) for number in proven]
    return [person.phone for person in found if person is not None and person.phone]


def _is_proven(left: BookingState, desk: Desk, phones: list[str]) -> bool:
    """Whether somebody whose number it is has shown in a call that it was them."""
    found = [people.by_number(desk.unit, proof.person) for proof in left.proofs]
    return any(person is not None and person.phone in phones for person in found)


def of_nobody(left: BookingState) -> BookingState | None:
    """What is left of an errand without whom it is for; None where it is about somebody's visit."""
    if left.task != "book":
        return None
    kept = {name: getattr(left, name) for name in _NOBODYS}
    bare = left.without_errand().with_(**kept, phone=None)
    return bare if _has_begun(bare) else None


def _unfinished(other: Elsewhere) -> BookingState | None:
    left = unfinished(other)
    return left if left is not None and left.task in GOES_ON and _has_begun(left) else None


def _has_begun(left: BookingState) -> bool:
    return any(getattr(left, name) for name in _TOLD)


def _with_errand_of(left: BookingState, state: BookingState, desk: Desk, other: Elsewhere) -> BookingState:
    """The errand's facts put in the place of one's own, and the time held there held here."""
    facts = {name: getattr(left, name) for name in ERRAND_FIELDS}
    # what was heard or read over there is read back here before anything is done
    facts["inferred"] = tuple(dict.fromkeys((*left.inferred, "elsewhere")))
    held = left.held
    if held is not None:
        patient = people.by_number(desk.unit, left.patient_id) if left.patient_id else None
        if patient is not None:
            people.lock(desk.unit, patient.id)
        doctor = desk.hospital.schedule_of(held.doctor)
        if doctor is None or not slots.pass_on(
            desk.unit, desk.hospital, doctor, held.starts_at, other.id, desk.conversation_id
        ):
            held = None
    return state.with_(
        **facts,
        errand=state.errand + 1,
        held=held,
        phone=state.phone or left.phone,
        question=None,
        offered=(),
        offered_before=(),
        said={},
    )
