"""One thread across channels: what a person began in another conversation goes on in the one they write in now.

Only for whoever is known to be the same: a number that the channel vouches for, or one that a proof was given for. The
other conversation is only read; that its errand goes on here is a row of its own, which it finds at its next turn.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError

from conversation.agendas import SURE
from conversation.extractors.entities import Intent
from conversation.state import ERRAND_FIELDS, BookingState
from conversation.turn import Desk
from hospital import people, slots, threads
from hospital.threads import Elsewhere

GOES_ON = frozenset({"book", "reschedule", "cancel"})
TAKEN_UP = "taken_up:"
"""Begins the note of a message whose errand was begun elsewhere; the channel stands behind it."""
_TOLD = ("speciality", "selected_doctor", "selected_slot", "wanted", "patient_name", "visit", "diagnosis_condition")
"""An errand in which none of these is known yet has nothing to go on with."""


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
    for other in threads.elsewhere(desk.unit, desk.conversation_id, desk.message.channel, phones):
        left = _unfinished(other)
        if left is None or not _is_meant(left, desk):
            continue
        if threads.take_up(desk.unit, other.id, left.errand, desk.conversation_id):
            return TakenUp(_with_errand_of(left, state, desk, other), other.channel)
    return None


def without_taken_up(state: BookingState, taken_up: int | None) -> BookingState:
    """The state of a conversation without its errand, where that goes on elsewhere: it is not done twice."""
    if taken_up is None or taken_up != state.errand or state.task is None or state.is_done:
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


def _own_numbers(state: BookingState, desk: Desk) -> list[str]:
    if desk.vouched_phone is not None:
        return [desk.vouched_phone]
    proven = [proof.person for proof in state.proofs if proof.until > desk.now]
    found = [people.by_number(desk.unit, number) for number in proven]
    return [person.phone for person in found if person is not None and person.phone]


def _unfinished(other: Elsewhere) -> BookingState | None:
    try:
        left = BookingState.model_validate_json(other.state)
    except ValidationError:
        return None  # of another version
    is_open = left.task in GOES_ON and not left.is_done and any(getattr(left, name) for name in _TOLD)
    return left if is_open and other.taken_up != left.errand else None


def _with_errand_of(left: BookingState, state: BookingState, desk: Desk, other: Elsewhere) -> BookingState:
    """The errand's facts put in the place of one's own, and the time held there held here."""
    facts = {name: getattr(left, name) for name in ERRAND_FIELDS}
    # what was heard or read over there is read back here before anything is done
    facts["inferred"] = tuple(dict.fromkeys((*left.inferred, "elsewhere")))
    held = left.held
    if held is not None:
        doctor = desk.hospital.doctors.get(held.doctor)
        if doctor is None or not slots.pass_on(desk.unit, doctor, held.starts_at, other.id, desk.conversation_id):
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
