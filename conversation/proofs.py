"""How sure the desk is of who writes: levels as the house has them, each for one person and for a while.

Level 1 is a number that its channel vouches for, with the people behind it. Level 2 is a proof on top: the date of
birth on WhatsApp, a one-time code to the number on file elsewhere.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from conversation.extractors.codes import find_code, find_ending
from conversation.extractors.entities import Intent
from conversation.household import known_people
from conversation.pen import Pen
from conversation.state import BookingState, Proof
from conversation.turn import Desk
from hospital import people
from hospital.audit import Entry
from hospital.people import Contact, Person

Method = Literal["date_of_birth", "code"]

LASTS = timedelta(minutes=30)
WRONG_ANSWERS = 3
"""So many lock proving for the conversation."""
QUESTIONS = frozenset({"prove_name", "prove_birth", "prove_ending", "prove_code"})
SIGNED = frozenset({"whatsapp", "sms"})
"""Channels whose sender's number is signed: name and birth date stand for somebody on file under that number."""
_KEPT = 12
_ERRANDS = frozenset({Intent.BOOK, Intent.CANCEL, Intent.RESCHEDULE, Intent.STOP, Intent.HANDOFF, Intent.WHY})
_EXPLICIT = 0.8


def level_of(desk: Desk, state: BookingState, person: Person) -> int:
    """How far it is proven that whoever writes may speak for a person: 0, 1 or 2."""
    proven = [p.level for p in state.proofs if p.person == person.number and p.until > desk.now]
    is_behind = any(known.number == person.number for known in known_people(desk))
    return max([*proven, 1 if is_behind else 0])


def is_locked(state: BookingState) -> bool:
    """Whether nothing more can be proven in this conversation."""
    return state.failed_proofs >= WRONG_ANSWERS


def with_proof(desk: Desk, state: BookingState, number: str, method: Method) -> BookingState:
    """The state after somebody proved to be, or to speak for, a patient."""
    proof = Proof(person=number, level=2, method=method, until=desk.now + LASTS)
    kept = [each for each in state.proofs if each.person != number and each.until > desk.now]
    return state.with_(proofs=(*kept, proof)[-_KEPT:])


def wrong_answer(desk: Desk, pen: Pen, method: Method) -> None:
    """Count a wrong answer to who one is; whom it was about, if anybody, is written nowhere."""
    failed = pen.state.failed_proofs + 1
    pen.keep(failed_proofs=failed)
    facts = {"method": method, "channel": desk.message.channel, "failed": failed}
    desk.audited.append(Entry("identity.refused", f"conversation {desk.conversation_id}", facts))


def reachable(desk: Desk, person: Person) -> Contact | None:
    """The number on file that a code for a person goes to; None where no channel ever vouched for one."""
    age = desk.hospital.booking.guardian_until_age
    contacts = people.contacts(desk.unit, person.id, desk.now.date(), age)
    return next((contact for contact in contacts if contact.is_verified), None)


def method_for(desk: Desk, person: Person) -> Method | None:
    """How a person behind the handle is proven further on this channel; None where only the desk can."""
    if person.relation == "helped":
        # whoever helps sees no records, however well they know the birthday
        return None
    if desk.message.channel == "whatsapp":
        return "date_of_birth" if person.date_of_birth is not None else None
    if desk.message.channel == "sms":
        # a code by SMS proves nothing to whoever holds the phone that SMS come to
        return None
    return "code" if reachable(desk, person) is not None else None


def answers_proof(state: BookingState, desk: Desk) -> bool:
    """Whether the message answers what was asked as a proof."""
    if state.proving is None or state.question not in QUESTIONS or desk.message.choice is not None:
        return False
    said, person = desk.understanding, desk.understanding.person
    if any(mention.intent in _ERRANDS and mention.certainty >= _EXPLICIT for mention in said.intents):
        return False
    if state.question == "prove_code":
        return find_code(said.message) is not None or said.says(Intent.REPEAT, Intent.MORE)
    if state.question == "prove_ending":
        return find_ending(said.message) is not None
    return person is not None and (person.name is not None or person.date_of_birth is not None)
