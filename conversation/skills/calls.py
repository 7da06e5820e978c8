"""What happens in a telephone call besides what is said: it begins, nobody speaks, it ends, it goes on in another."""

from __future__ import annotations

from datetime import timedelta

from conversation.elsewhere import claim, unfinished
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.proofs import is_locked, wrong_answer
from conversation.skills.directory import greeting
from conversation.skills.holding import release
from conversation.skills.pace import ERRANDS
from conversation.state import ERRAND_FIELDS, BookingState
from conversation.texting import text
from conversation.turn import Desk
from hospital import inbox, phones, slots, task_work, tasks, threads
from hospital.threads import Elsewhere

QUESTION = "resume_birth"
_LATELY = timedelta(hours=2)
"""A call that was cut off is gone on with within so long."""
_KIND = "call_ended"


def call_began(desk: Desk, pen: Pen) -> None:
    """Somebody rings: greet them, and let whoever was cut off go on."""
    if _cut_off(desk) is not None:
        # says nothing of what was spoken of, nor by whom
        pen.tell(Say.CALL_CUT_OFF)
    options = (
        pen.option(pen.voice.say(Say.LABEL_BOOK), "start_book"),
        pen.option(pen.voice.say(Say.LABEL_MY_APPOINTMENTS), "my_appointments"),
        pen.option(pen.voice.say(Say.LABEL_HUMAN), "human"),
    )
    words, facts = greeting(desk, pen)
    pen.ask("help", words, options, **facts)


def call_silent(desk: Desk, pen: Pen) -> None:
    """Nobody speaks any more: the call ends, and goes on by text message where the number can receive one."""
    number = desk.message.sender
    if number is None or not phones.is_mobile(number):
        pen.tell(Say.CALL_LATER)
        return
    words = pen.voice.say(Say.CALL_TEXT, {"hospital": desk.hospital.name, "phone": _own(desk)})
    text(desk, number, words, kind=_KIND, dedupe_key=inbox.key(f"{_KIND}-{desk.conversation_id}"))
    pen.tell(Say.CALL_TEXTED)


def _own(desk: Desk) -> str:
    return desk.hospital.phone or ""


def hung_up(desk: Desk, pen: Pen) -> None:
    """The call is over: its time is free again, all that is known stays. Nobody is called without a number."""
    release(desk, pen)
    call = tasks.open_of(desk.unit, desk.conversation_id, tasks.CALLBACK, (tasks.REQUESTED,))
    if call is not None and call.phone is None:
        task_work.withdraw(desk.unit, call.reference, pen.note(Say.NOTE_NO_NUMBER))


def read_back(desk: Desk, pen: Pen) -> None:
    """Read once more what is about to be done: it was not heard to its end."""
    if pen.state.task is not None:
        ERRANDS[pen.state.task](desk, pen)


def has_cut_off_call(desk: Desk) -> bool:
    """Whether the caller was cut off lately in the middle of an errand."""
    return _cut_off(desk) is not None


def go_on_from_last_call(desk: Desk, pen: Pen) -> None:
    """Take up what was spoken of in the call before, for whoever tells the date of birth that was told there."""
    earlier = _cut_off(desk)
    if earlier is None or is_locked(desk, pen.state):
        pen.keep(question=None)
        pen.tell(Say.CALL_NOT_FOUND)
        return
    call, state = earlier
    said = desk.understanding.person
    born = said.date_of_birth if said is not None else None
    if _is_personal(state) and born is None:
        pen.ask(QUESTION, Say.CALL_WHOSE)
        return
    if _is_personal(state) and born != state.date_of_birth:
        wrong_answer(desk, pen, "date_of_birth")
        pen.keep(question=None)
        pen.tell(Say.CALL_NOT_FOUND)
        return
    if not claim(desk, call, state):
        pen.keep(question=None)
        pen.tell(Say.CALL_NOT_FOUND)
        return
    facts = {name: getattr(state, name) for name in ERRAND_FIELDS}
    pen.state = pen.state.without_errand().with_(question=None, offered=(), errand=pen.state.errand + 1, **facts)
    pen.keep(phone=state.phone or pen.state.phone)
    _free_again(desk, state, call.id)
    pen.tell(Say.RESUMED)
    assert state.task is not None
    ERRANDS[state.task](desk, pen)


def _is_personal(state: BookingState) -> bool:
    """Whether the call before told of somebody in particular."""
    return any((state.patient_name, state.date_of_birth, state.patient_id, state.visit, state.diagnosis_condition))


def _cut_off(desk: Desk) -> tuple[Elsewhere, BookingState] | None:
    """The last call of the same number, if its errand was left open and goes on nowhere else; and its state."""
    number = desk.message.sender
    if desk.message.channel != threads.CALLS or number is None:
        return None
    call = threads.latest_call(desk.unit, f"{number}/", desk.unit.now - _LATELY, apart_from=desk.conversation_id)
    state = unfinished(call) if call is not None else None
    if call is None or state is None:
        return None
    # who one is can only be shown by what was told: without a birth date there is nothing to show it by
    is_provable = not _is_personal(state) or state.date_of_birth is not None
    return (call, state) if is_provable else None


def _free_again(desk: Desk, state: BookingState, conversation_id: int) -> None:
    """Let go of the time that the call before still holds, for this one to take."""
    held = state.held
    doctor = desk.hospital.doctors.get(held.doctor) if held is not None else None
    if held is not None and doctor is not None and held.until > desk.unit.now:
        slots.release(desk.unit, desk.hospital, doctor, held.starts_at, conversation_id, held.until)
