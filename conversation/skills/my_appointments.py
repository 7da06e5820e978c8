"""Listing a person's coming visits."""

from __future__ import annotations

from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.visits import visible
from conversation.turn import Desk
from hospital import audit

SHOWN = 8


def my_appointments(desk: Desk, pen: Pen) -> None:
    """Tell the visits that this conversation may see, soonest first."""
    visits = visible(desk, pen, "list")
    if not visits:
        options = (
            pen.option(pen.voice.say(Say.LABEL_BOOK), "start_book"),
            pen.option(pen.voice.say(Say.LABEL_HUMAN), "human"),
        )
        say = Say.NO_VISITS if desk.vouched_phone is not None else Say.NO_VISITS_HERE
        pen.ask(pen.state.question or "nothing_yet", say, options)
        return
    local = desk.hospital.local
    several = len({visit.patient for visit in visits}) > 1
    lines = []
    for visit in visits[:SHOWN]:
        facts = {"at": local(visit.starts_at), "doctor": visit.doctor.name, "reference": visit.reference}
        line = pen.voice.say(Say.VISIT_LINE, facts)
        lines.append(f"{line} ({visit.patient})" if several else line)
    pen.tell(Say.YOUR_VISITS, visits="\n".join(f"• {line}" for line in lines), count=len(visits))
    audit.append(
        desk.unit,
        *[audit.Entry("records.read", visit.reference, {"kind": "appointments"}) for visit in visits[:SHOWN]],
        chain_of=desk.conversation_id,
    )
    pen.happened("records.shown", kind="appointments")
