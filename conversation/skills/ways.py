"""While a person answers: the desk is silent, and lets go on with the assistant, wait, or be called instead."""

from __future__ import annotations

from conversation.extractors.entities import Intent
from conversation.handing_over import tell_what_is_due
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.handoff import call_instead
from conversation.skills.pace import ERRANDS, remind
from conversation.staying import GOES_ON
from conversation.turn import Desk
from hospital import task_work, tasks


def listen(desk: Desk, pen: Pen) -> None:
    """Say nothing: a person answers. Who only says thanks waits for nothing."""
    said = {mention.intent for mention in desk.understanding.intents}
    if desk.message.choice is None and not (said and said <= {Intent.THANKS, Intent.GOODBYE}):
        task_work.wait_for_answer(desk.unit, desk.conversation_id)
    standing = tasks.open_of(desk.unit, desk.conversation_id, tasks.HANDOFF)
    if standing is not None:
        # whoever writes after a long wait is not left to the next round of the clock
        tell_what_is_due(desk.unit, desk.hospital, standing.reference)


def ways(desk: Desk, pen: Pen) -> None:
    """The patient says how to go on: `back` to the assistant, `wait`, or `call`."""
    task = tasks.open_of(desk.unit, desk.conversation_id, tasks.HANDOFF)
    answer = pen.heard.asked_answer
    if task is None or not desk.is_with_person:
        pen.tell(Say.HERE_AGAIN)
        _resume(desk, pen)
    elif answer == "drop" and task.owner is not None:
        # said to whoever answers, not to the desk
        listen(desk, pen)
    elif answer == "wait":
        task_work.keep_waiting(desk.unit, task.reference)
        pen.tell(Say.KEEPS_WAITING, reference=task.reference)
    elif answer == "spoke":
        task_work.spoken_to(desk.unit, task.reference, pen.note(Say.NOTE_SPOKE))
    elif answer == "call":
        call_instead(desk, pen, task)
    else:
        task_work.withdraw(desk.unit, task.reference, pen.note(Say.NOTE_WENT_ON))
        pen.tell(Say.GOES_ON if task.owner is None else Say.GOES_ON_CLAIMED, reference=task.reference)
        _resume(desk, pen)


def _resume(desk: Desk, pen: Pen) -> None:
    """Ask what was open once more. What was free then is looked up anew."""
    state = pen.state
    if GOES_ON in pen.heard.notes:
        return
    if state.question is None:
        pen.tell(Say.WHAT_NOW)
    elif state.task is not None and not state.is_done:
        pen.keep(question=None, offered=())
        ERRANDS[state.task](desk, pen)
    else:
        remind(desk, pen)
