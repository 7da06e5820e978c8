"""An emergency: the number to call in the first line, an alert to the people on call, no question about a booking.

For a while afterwards whatever is no clear errand gets the number again (`conversation.alarms` says what is one).
"""

from __future__ import annotations

from conversation.alarms import QUESTION as ALARM
from conversation.alarms import number_again
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.handoff import alarm_note
from conversation.skills.patients import reachable_on
from conversation.skills.ways import listen
from conversation.state import Alarm
from conversation.turn import Desk
from hospital import audit, task_work, tasks

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
    before = pen.state.alarm
    # whoever wanted to die and now tells of pain still needs the line
    is_crisis = flag.self_harm or (before is not None and before.is_crisis)
    pen.keep(alarm=Alarm(at=desk.now, words=flag.span.words[:60], is_crisis=is_crisis))
    handed_over = tasks.open_of(desk.unit, desk.conversation_id, tasks.HANDOFF)
    if handed_over is not None:
        task_work.add_note(desk.unit, handed_over.reference, alarm_note(desk, pen))
    pen.happened("emergency.advised", matched=flag.span.words, rule=flag.rule)


def alarm_stands(desk: Desk, pen: Pen) -> None:
    """The number once more, and that people were alerted: no menu, no question of an errand, no farewell."""
    alarm = pen.state.alarm
    assert alarm is not None
    _keep_number(desk, pen)
    number_again(desk, pen)
    if desk.is_with_person:
        pen.tell(Say.ALARM_WAITS)
        listen(desk, pen)
        return
    human = pen.option(pen.voice.say(Say.LABEL_HUMAN), "human")
    if alarm.is_crisis:
        pen.ask(ALARM, Say.ALARM_PERSON, (human,))
    else:
        # what was asked before stays open for whoever comes back to it
        pen.ask(pen.state.question or ALARM, Say.NOTHING, (human,))


def alarm_over(desk: Desk, pen: Pen) -> None:
    """They say that it is over: the desk goes on, and the number stays with them."""
    alarm, hospital = pen.state.alarm, desk.hospital
    is_crisis = alarm is not None and alarm.is_crisis and hospital.crisis_number
    say = Say.CRISIS_OVER if is_crisis else Say.ALARM_OVER
    pen.keep(alarm=None, question=None if pen.state.question == ALARM else pen.state.question)
    pen.tell(say, number=hospital.emergency_number, crisis=hospital.crisis_number or "")


def alarm_beside(desk: Desk, pen: Pen) -> None:
    """They ask something of the hospital: the number comes before the answer, and the alarm stands."""
    number_again(desk, pen)


def alarm_left(desk: Desk, pen: Pen) -> None:
    """They ask for something else: it is done, and the number said before it."""
    pen.keep(alarm=None, question=None if pen.state.question == ALARM else pen.state.question)
    pen.tell(Say.ALARM_LEFT, number=desk.hospital.emergency_number)


def _keep_number(desk: Desk, pen: Pen) -> None:
    """A number to call back on that comes after the alarm goes to those who were alerted."""
    given = desk.understanding.person
    phone = pen.state.phone if given is not None and given.phone else None
    standing = tasks.open_of(desk.unit, desk.conversation_id, tasks.EMERGENCY)
    if phone is not None and standing is not None and standing.phone != phone:
        task_work.to_be_called(desk.unit, standing.reference, phone)
