"""Whoever wants no messages any more gets none; that cancels no visit, and START brings them back."""

from __future__ import annotations

from conversation.opt_outs import RESUMES, Word, is_told, plain, word_of
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.directory import introduce
from conversation.turn import Desk
from hospital import handles, outbox, tasks

_KIND = "callback"


def opting_out(desk: Desk, pen: Pen) -> None:
    """Take the word that carriers and people use for it. What the platform answers itself is not said twice."""
    word = word_of(desk.message)
    if word is Word.HELP:
        _tell(desk, pen, Say.OPT_OUT_HELP, number=desk.hospital.emergency_number)
    elif word is Word.START:
        _start(desk, pen)
    else:
        _stop(desk, pen, is_ambiguous=word is Word.CANCEL)


def wrote_after_stop(desk: Desk, pen: Pen) -> None:
    """Whoever wants no messages writes all the same: they get none, so a person calls; START, in any words, resumes."""
    if plain(desk.message.text) in RESUMES:
        _start(desk, pen)
    else:
        _task(desk, pen, Say.NOTE_WROTE_AFTER_STOP)


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
