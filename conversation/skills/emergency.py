"""An emergency: the number to call in the first line, an alert to the people on call, no question about a booking."""

from __future__ import annotations

from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.patients import reachable_on
from conversation.turn import Desk
from hospital import audit, tasks

_FACTS = frozenset(
    {"name", "date_of_birth", "phone", "who", "reason", "speciality", "doctor", "slot", "visit", "visit_day"}
)
"""Questions that no yes and no "ok" answers: they stay open for whoever comes back to them."""


def emergency(desk: Desk, pen: Pen) -> None:
    """Advise, alert, and leave the errand and the time held for it as they are."""
    flag = desk.understanding.emergency
    assert flag is not None
    hospital = desk.hospital
    if flag.self_harm:
        say = Say.CRISIS if hospital.crisis_number else Say.CRISIS_WITHOUT_LINE
        pen.tell(say, crisis=hospital.crisis_number or "", number=hospital.emergency_number)
    else:
        pen.tell(Say.EMERGENCY, number=hospital.emergency_number, hospital=hospital.name)
    phone = reachable_on(desk, pen)
    tasks.create(
        desk.unit,
        hospital,
        tasks.NewTask(
            request_key=f"emergency-c{desk.conversation_id}-t{desk.turn_number}",
            queue="oncall",
            kind="emergency",
            summary=f"{phone or pen.note(Say.NOTE_NO_NUMBER)} · {flag.rule}: {flag.span.words}",
            conversation_id=desk.conversation_id,
            phone=phone,
        ),
    )
    audit.append(
        desk.unit,
        audit.Entry("emergency.advise", f"conversation {desk.conversation_id}", {"rule": flag.rule}),
        chain_of=desk.conversation_id,
    )
    if pen.state.question not in _FACTS:
        # a later "ok" answers the emergency, not the question before it
        pen.keep(question=None)
    pen.happened("emergency.advised", matched=flag.span.words, rule=flag.rule)
