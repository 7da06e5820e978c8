"""What a result means: never said here, not by a hint. The question goes to a doctor, once, and they call."""

from __future__ import annotations

from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.proofs import PROOF, level_of
from conversation.skills.patients import reachable_on
from conversation.skills.whose import Owner, asked_words, of_somebody
from conversation.state import ResultsTold
from conversation.turn import Desk
from hospital.reports import asking
from hospital.reports.asking import Asked, Question

SKILL = "ask_doctor"
_WORDS = 200  # characters


def _ask(desk: Desk, pen: Pen, owner: Owner) -> None:
    told = pen.state.results_told
    is_about = told is not None and told.person == owner.person.number
    phone = reachable_on(desk, pen) or owner.person.phone
    question = Question(
        f"asks-doctor-c{desk.conversation_id}-t{desk.turn_number}",
        owner.person.id,
        desk.conversation_id,
        pen.note(Say.NOTE_ASKS_RESULT, words=" ".join(asked_words(pen).split())[:_WORDS]),
        phone,
        told.report if told is not None and is_about else None,
    )
    asked = asking.ask(desk.unit, desk.hospital, owner.actor, question)
    pen.keep(results_told=ResultsTold(turn=desk.turn_number, person=owner.person.number, report=question.report))
    if PROOF not in pen.heard.notes:
        pen.tell(Say.NOT_EVEN_A_HINT)
    _promise(desk, pen, owner, asked, phone)
    if asked.is_new:
        pen.happened("handoff.requested", reason="callback", reference=asked.reference)


def _promise(desk: Desk, pen: Pen, owner: Owner, asked: Asked, phone: str | None) -> None:
    # whose patient somebody is is told where the status of a report may be
    is_told = level_of(desk, pen.state, owner.person) >= 2
    doctor = asked.doctor if is_told and asked.doctor else pen.voice.say(Say.ONE_OF_OUR_DOCTORS)
    say = Say.DOCTOR_CALLS if asked.is_new else Say.DOCTOR_CALLS_STILL
    if phone is None:
        say = Say.DOCTOR_IS_ASKED
    at = desk.hospital.local(asked.due_at)
    number = desk.hospital.emergency_number
    pen.tell(say, doctor=doctor, phone=phone or "", at=at, reference=asked.reference, number=number)


_of_somebody = of_somebody("report.ask", _ask)


def ask_doctor(desk: Desk, pen: Pen) -> None:
    """Pass the question on; whoever writes is asked for first where that is not known."""
    pen.skill = SKILL  # also where another skill leads here: what is asked in between leads back to this one
    is_begun = pen.state.looking is not None and pen.state.looking.skill == SKILL
    _of_somebody(desk, pen)
    is_asked = any(outcome.question for outcome in pen.outcomes)
    is_said = any(outcome.say is Say.NOT_EVEN_A_HINT for outcome in pen.outcomes)
    if is_asked and not is_said and not is_begun:
        # before anything else: that nothing is said about it here
        pen.tell_first(Say.NOT_EVEN_A_HINT)
