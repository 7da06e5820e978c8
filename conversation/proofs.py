"""How sure the desk is of who writes: levels as the house has them, each for one person and for a while.

Level 1 is a number that its channel vouches for, with the people behind it. Level 2 is a proof on top: the date of
birth on WhatsApp, a one-time code to the number on file elsewhere.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from conversation.agendas import EXPLICIT
from conversation.extractors.codes import find_code, find_ending
from conversation.extractors.entities import Intent
from conversation.extractors.reference_codes import find_codes
from conversation.household import known_people
from conversation.pen import Pen
from conversation.state import BookingState, Proof
from conversation.turn import Desk
from hospital import audit, people
from hospital.people import Contact, Person

Method = Literal["date_of_birth", "code"]

LASTS = timedelta(minutes=30)
WRONG_ANSWERS = 3
"""So many lock proving for the conversation..."""
LOCKED = timedelta(hours=24)
"""...until the last of them is so long ago: on some channels a number has one conversation for ever."""
QUESTIONS = frozenset({"prove_name", "prove_birth", "prove_code"})
PROOF = "proof"
"""The note that a message answered what was asked as a proof, and so asks for nothing itself."""
SIGNED = frozenset({"whatsapp", "sms"})
"""Channels whose sender's number is signed: name and birth date stand for somebody on file under that number."""
_KEPT = 12
_ERRANDS = frozenset({Intent.BOOK, Intent.CANCEL, Intent.RESCHEDULE, Intent.STOP, Intent.HANDOFF, Intent.WHY})


def level_of(desk: Desk, state: BookingState, person: Person) -> int:
    """How far it is proven that whoever writes may speak for a person: 0, 1 or 2."""
    proven = [p.level for p in state.proofs if p.person == person.number and p.until > desk.now]
    is_behind = any(known.number == person.number for known in known_people(desk))
    return max([*proven, 1 if is_behind else 0])


def has_say_for(desk: Desk, state: BookingState, person: Person) -> bool:
    """Whether what whoever writes agrees to or refuses counts as a person's own word.

    Whoever only typed the facts of somebody on file has none; for somebody new, whom nobody vouches for yet, it is
    the one who registered them; for a child it is its guardian, who may be as new.
    """
    if level_of(desk, state, person) >= 1:
        return True
    if person.phone is not None or not _is_new(state, person):
        return _is_new(state, person)
    return any(_is_new(state, guardian) for guardian in people.guardians(desk.unit, person.id))


def _is_new(state: BookingState, person: Person) -> bool:
    """Whether this conversation made somebody known for whom nobody vouches yet."""
    return not person.is_verified and person.number in state.registered_here


def is_new_child(state: BookingState, person: Person) -> bool:
    """Whether this conversation registered a child, whose guardian may be new or on file."""
    return person.phone is None and _is_new(state, person)


def is_locked(desk: Desk, state: BookingState) -> bool:
    """Whether nothing more can be proven in this conversation for now."""
    return _failed(desk, state) >= WRONG_ANSWERS


def _failed(desk: Desk, state: BookingState) -> int:
    """The wrong answers that still count."""
    has_lapsed = state.failed_at is None or desk.now - state.failed_at >= LOCKED
    return 0 if has_lapsed else state.failed_proofs


def with_proof(desk: Desk, state: BookingState, number: str, method: Method, level: int = 2) -> BookingState:
    """The state after somebody proved to be, or to speak for, a patient."""
    proof = Proof(person=number, level=level, method=method, until=desk.now + LASTS)
    kept = [each for each in state.proofs if each.person != number and each.until > desk.now]
    return state.with_(proofs=(*kept, proof)[-_KEPT:])


def wrong_answer(desk: Desk, pen: Pen, method: Method) -> None:
    """Count a wrong answer to who one is; whom it was about, if anybody, is written nowhere."""
    failed = _failed(desk, pen.state) + 1
    pen.keep(failed_proofs=failed, failed_at=desk.now)
    facts = {"method": method, "channel": desk.message.channel, "failed": failed}
    entry = audit.Entry("identity.refused", f"conversation {desk.conversation_id}", facts)
    audit.append(desk.unit, entry, chain_of=desk.conversation_id)


def reachable(desk: Desk, person: Person) -> Contact | None:
    """The number on file that a code for a person goes to; None where no channel ever vouched for one."""
    age = desk.hospital.booking.guardian_until_age
    contacts = people.contacts(desk.unit, person.id, desk.now.date(), age)
    return next((contact for contact in contacts if contact.is_verified), None)


def answers_proof(state: BookingState, desk: Desk) -> bool:
    """Whether the message answers what was asked as a proof."""
    if state.proving is None or state.question not in QUESTIONS or desk.message.choice is not None:
        return False
    said, person = desk.understanding, desk.understanding.person
    if any(mention.intent in _ERRANDS and mention.certainty >= EXPLICIT for mention in said.intents):
        return False
    if find_codes(said.message):
        return False  # a reference proves nothing, and is no wrong answer
    if state.question == "prove_code":
        has_digits = find_code(said.message) is not None or find_ending(said.message) is not None
        return has_digits or said.says(Intent.REPEAT, Intent.MORE)
    return person is not None and (person.name is not None or person.date_of_birth is not None)
