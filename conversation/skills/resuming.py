"""Going on with what was left: laid aside in this conversation, or begun by the same person on another channel."""

from __future__ import annotations

from conversation.elsewhere import TAKEN_UP, take_up
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.resuming import taking_up
from conversation.skills.pace import ERRANDS, known_so_far
from conversation.skills.proving import is_identified, need_identity
from conversation.state import ERRAND_FIELDS
from conversation.turn import Desk


def resume(desk: Desk, pen: Pen) -> None:
    """Take up the errand laid aside last, with its facts; what was free then is looked up anew."""
    state = pen.state
    if not state.suspended:
        _resume_from_elsewhere(desk, pen)
        return
    last = state.suspended[-1]
    pen.state = taking_up(state, last)
    # what the message itself says stands over what was laid aside
    pen.keep(**{name: getattr(state, name) for name in pen.heard.changed if name in ERRAND_FIELDS})
    pen.tell(Say.RESUMED)
    ERRANDS[last.task](desk, pen)


def _resume_from_elsewhere(desk: Desk, pen: Pen) -> None:
    """Nothing was laid aside here: what the same person began on another channel, once it is known who writes."""
    if not is_identified(desk, pen) and need_identity(desk, pen):
        return
    found = take_up(pen.state, desk)
    if found is None or found.state.task is None:
        pen.tell(Say.NOTHING_TO_RESUME)
        return
    pen.state = found.state
    _tell_taken_up(desk, pen, found.channel)
    ERRANDS[found.state.task](desk, pen)


def taken_up(desk: Desk, pen: Pen) -> None:
    """Say that what was begun on another channel goes on here, and with what."""
    channel = next(note.partition(":")[2] for note in pen.heard.notes if note.startswith(TAKEN_UP))
    _tell_taken_up(desk, pen, channel)


def _tell_taken_up(desk: Desk, pen: Pen, channel: str) -> None:
    where = pen.voice.grammar.channels.get(channel, "")
    pen.tell(Say.TAKEN_UP, channel=where, facts=known_so_far(desk, pen))
