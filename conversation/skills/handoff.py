"""Bringing a person in: a task with a queue, a clock and a reference, and the truth about when somebody answers."""

from __future__ import annotations

from conversation.extractors.entities import Intent
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.holding import release
from conversation.skills.patients import reachable_on
from conversation.turn import Desk
from hospital import tasks


def handoff(desk: Desk, pen: Pen) -> None:
    """Ask the front desk to take over, or to call back."""
    said = desk.understanding
    if said.says(Intent.CALLBACK) or pen.state.question == "callback":
        reason, kind = "callback", "callback"
    elif said.says(Intent.COMPLAINT):
        reason, kind = "complaint", "complaint"
    else:
        reason, kind = _why(pen), "handoff"
    phone = reachable_on(desk, pen)
    if kind == "callback" and phone is None:
        pen.ask("callback", Say.CALLBACK_WITHOUT_NUMBER)
        return
    task = tasks.create(
        desk.unit,
        desk.hospital,
        tasks.NewTask(
            request_key=f"{kind}-c{desk.conversation_id}-t{desk.turn_number}",
            queue="desk",
            kind=kind,
            summary=f"{_summary(pen)} · {phone or 'no number'}",
            conversation_id=desk.conversation_id,
        ),
    )
    pen.keep(question=None, misses=0)
    # whoever takes over has every free time to give
    release(desk, pen)
    if kind == "callback":
        pen.tell(Say.CALLBACK, phone=phone, at=desk.hospital.local(task.due_at), reference=task.reference)
    elif task.in_hours:
        pen.tell(Say.HANDED_OVER, reference=task.reference, phone=desk.hospital.phone or "")
    else:
        opens = desk.hospital.local(tasks.opens_at(desk.hospital, desk.unit.now))
        pen.tell(Say.HANDED_OVER_CLOSED, at=opens, reference=task.reference)
    pen.happened("handoff.requested", reason=reason, reference=task.reference)


def _why(pen: Pen) -> str:
    """A person offered because nothing was understood is not one asked for."""
    return "not_understood" if pen.state.question == "offer_human" and pen.state.misses else "asked"


def _summary(pen: Pen) -> str:
    """What whoever takes over should know, in few words."""
    state = pen.state
    slot = state.selected_slot.isoformat(timespec="minutes") if state.selected_slot else None
    known = (state.task, state.speciality, state.selected_doctor, slot)
    return " · ".join(str(fact) for fact in known if fact) or "no errand yet"
