"""What happens in a telephone call besides what is said: it begins, nobody speaks, it ends, it goes on in another."""

from __future__ import annotations

from datetime import timedelta

from pydantic import ValidationError

from conversation.elsewhere import claim, of_nobody, unfinished
from conversation.household import is_called
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

BIRTH, NAME = "resume_birth", "resume_name"
"""What whoever goes on with a call is asked for: what was told there."""
QUESTIONS = frozenset({BIRTH, NAME})
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
    is_theirs = _is_theirs(desk, state)
    if is_theirs is None:
        say, question = (Say.CALL_WHOSE, BIRTH) if state.date_of_birth is not None else (Say.CALL_WHOSE_NAME, NAME)
        pen.ask(question, say)
        return
    if not is_theirs:
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


def _is_theirs(desk: Desk, state: BookingState) -> bool | None:
    """Whether what is said now shows that a call was theirs; None as long as nothing is said to that."""
    said = desk.understanding.person
    if not _is_personal(state):
        return True
    if state.date_of_birth is not None:
        born = said.date_of_birth if said is not None else None
        return None if born is None else born == state.date_of_birth
    name = said.name if said is not None else None
    return None if name is None else is_called(name, state.patient_name or "")


def _cut_off(desk: Desk) -> tuple[Elsewhere, BookingState] | None:
    """The last call of the same number whose errand was left open and goes on nowhere else, and its state.

    One in which nothing was begun says nothing about those before it.
    """
    number = desk.message.sender
    if desk.message.channel != threads.CALLS or number is None:
        return None
    since = desk.unit.now - _LATELY
    for call in threads.latest_calls(desk.unit, f"{number}/", since, apart_from=desk.conversation_id):
        state = unfinished(call)
        if state is None:
            if _is_finished(call):
                return None  # since then something was brought to its end
            continue
        if _is_personal(state) and state.date_of_birth is None and state.patient_name is None:
            # who one is can only be shown by what was told: what is nobody's goes on without
            state = of_nobody(state)
        return (call, state) if state is not None else None
    return None


def _is_finished(call: Elsewhere) -> bool:
    try:
        return BookingState.model_validate_json(call.state).is_done
    except ValidationError:
        return False  # of another version


def _free_again(desk: Desk, state: BookingState, conversation_id: int) -> None:
    """Let go of the time that the call before still holds, for this one to take."""
    held = state.held
    doctor = desk.hospital.schedule_of(held.doctor) if held is not None else None
    if held is not None and doctor is not None and held.until > desk.unit.now:
        slots.release(desk.unit, desk.hospital, doctor, held.starts_at, conversation_id, held.until)
