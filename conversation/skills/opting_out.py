"""Whoever wants no messages any more gets none; that cancels no visit, and START brings them back.

A word that carriers know ends them at once. Who asks for it in a sentence is asked back first.
"""

from __future__ import annotations

from conversation.agendas import TASKS
from conversation.extractors.stopping import find_stop
from conversation.hearing import hear
from conversation.opt_outs import CHANNELS, RESUMES, Word, is_told, language_of, plain, word_of
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.relabelling import in_language
from conversation.skills.directory import introduce
from conversation.state import BookingState
from conversation.turn import Desk, Heard
from hospital import handles, outbox, tasks

QUESTION = "stop_messages"
_KIND = "callback"


def opting_out(desk: Desk, pen: Pen) -> None:
    """Take the word that carriers and people use for it. What the platform answers itself is not said twice."""
    word = word_of(desk.message)
    _speak_as_written(desk, pen)
    if word is Word.HELP:
        _tell(desk, pen, Say.OPT_OUT_HELP, number=desk.hospital.emergency_number)
    elif word is Word.START:
        _start(desk, pen)
    else:
        _stop(desk, pen, is_ambiguous=word is Word.CANCEL)


def wrote_after_stop(desk: Desk, pen: Pen) -> None:
    """Whoever wants no messages writes all the same: they get none, so a person calls; START, in any words, resumes."""
    if plain(desk.message.text) in RESUMES:
        _speak_as_written(desk, pen)
        _start(desk, pen)
    else:
        _task(desk, pen, Say.NOTE_WROTE_AFTER_STOP)


def hear_stop(state: BookingState, desk: Desk) -> tuple[Heard, tuple[str, ...]] | None:
    """What a message says about ending all messages here, and the skills to run; None where it says nothing of it."""
    if desk.message.channel not in CHANNELS:
        return None
    asked = find_stop(desk.understanding.message) if desk.message.choice is None else None
    is_going_on = desk.is_with_person or (state.task is not None and not state.is_done)
    if state.question == QUESTION:
        answer = "yes" if asked is not None else hear(state, desk).answer
        if answer in ("yes", "no"):
            rest = (TASKS[state.task],) if answer == "no" and state.task is not None and is_going_on else ()
            return Heard(asked_answer=answer), ("stop_messages", *rest)
        return None
    # a mere "please stop" in the middle of an errand is about the errand
    return (Heard(), ("stop_messages",)) if asked == "all" or (asked and not is_going_on) else None


def stop_messages(desk: Desk, pen: Pen) -> None:
    """Ask whether all messages shall end here, and take the answer."""
    if pen.heard.asked_answer == "yes":
        pen.keep(question=None)
        _stop(desk, pen, is_ambiguous=False)
    elif pen.heard.asked_answer == "no":
        pen.keep(question=None)
        pen.tell(Say.MESSAGES_GO_ON)
    else:
        yes, no = (pen.option(pen.voice.say(label), kind) for label, kind in _ANSWERS)
        pen.ask(QUESTION, Say.ASK_STOP_MESSAGES, (yes, no), hospital=desk.hospital.name)


_ANSWERS = ((Say.LABEL_YES, "yes"), (Say.LABEL_NO, "no"))


def _speak_as_written(desk: Desk, pen: Pen) -> None:
    """Answer a word of one language in it, unless another was asked for."""
    language = language_of(desk.message.text)
    if language in desk.hospital.languages and not pen.state.language_kept:
        pen.state = in_language(pen.state, desk.hospital, language, desk.now.date())


def _start(desk: Desk, pen: Pen) -> None:
    is_back = handles.opt_out(desk.unit, desk.message.channel, _address(desk), said=desk.message.text, is_out=False)
    if is_back:
        _tell(desk, pen, Say.OPTED_IN)
    elif not is_told(desk.message):
        introduce(desk, pen)


def _stop(desk: Desk, pen: Pen, *, is_ambiguous: bool) -> None:
    handles.opt_out(desk.unit, desk.message.channel, _address(desk), said=desk.message.text)
    outbox.withdraw_all(desk.unit, desk.conversation_id)
    if is_ambiguous:
        _task(desk, pen, Say.NOTE_STOPPED)
    say = Say.OPTED_OUT if desk.hospital.phone else Say.OPTED_OUT_HERE
    _tell(desk, pen, say, phone=desk.hospital.phone or "")


def _address(desk: Desk) -> str:
    return desk.message.conversation


def _tell(desk: Desk, pen: Pen, say: Say, **facts: str) -> None:
    if not is_told(desk.message):
        pen.tell(say, hospital=desk.hospital.name, **facts)


def _task(desk: Desk, pen: Pen, note: Say) -> None:
    """A call to make: one while it is open, however often they write."""
    if tasks.open_of(desk.unit, desk.conversation_id, _KIND) is not None:
        return
    phone = desk.message.sender or desk.message.conversation
    new = tasks.NewTask(
        request_key=f"{_KIND}-c{desk.conversation_id}-t{desk.turn_number}",
        queue="desk",
        kind=_KIND,
        summary=pen.note(note, channel=desk.message.channel, phone=phone, word=desk.message.text[:20]),
        conversation_id=desk.conversation_id,
        phone=phone,
    )
    tasks.create(desk.unit, desk.hospital, new)
