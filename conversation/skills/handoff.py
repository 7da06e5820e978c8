"""Bringing a person in: a task with a queue, a clock and a reference, and the truth about when somebody answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from conversation.alarms import number_again
from conversation.call_times import call_wanted, when_called
from conversation.extractors.entities import Intent
from conversation.extractors.teams import find_team, speaks_of_bills
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.holding import release
from conversation.skills.patients import reachable_on
from conversation.state import CallWanted, Offered, Unmet
from conversation.turn import Desk
from conversation.unprompted import choice_value
from hospital import desk_hours, task_work, tasks, threads

TEAMS = {"billing": Say.TEAM_BILLING, "pharmacy": Say.TEAM_PHARMACY}
_TEAM_OF = {"billing": "billing"}
_OFFER_AGAIN = timedelta(hours=12)
"""So long after a person was offered to somebody angry, none is offered again."""
_PASSING = frozenset({"offer_human", "callback", "help", "nothing_yet", "clarify"})
"""Questions that a person makes pointless; an errand's own question stays for when the assistant goes on."""


def handoff(desk: Desk, pen: Pen) -> None:
    """Ask a person to take over, or to call back."""
    if desk.understanding.says(Intent.CALLBACK) or pen.state.question == "callback":
        callback(desk, pen)
    else:
        _hand_over(desk, pen, _why(pen))


def distress(desk: Desk, pen: Pen) -> None:
    """Somebody suffers: a warm word, and a person."""
    pen.tell(Say.DISTRESS, number=desk.hospital.emergency_number)
    _hand_over(desk, pen, "distress")


def complaint(desk: Desk, pen: Pen) -> None:
    """A complaint: somebody looks into it, and the desk goes on. What follows on one belongs to it."""
    standing = tasks.open_of(desk.unit, desk.conversation_id, "complaint")
    words = _quoted(desk, 200)
    if standing is not None:
        task_work.add_note(desk.unit, standing.reference, words)
        pen.tell(Say.COMPLAINT_NOTED, reference=standing.reference)
        return
    task = _create(desk, pen, "complaint", words)
    pen.tell(Say.COMPLAINT, at=desk.hospital.local(task.due_at), reference=task.reference)
    pen.happened("handoff.requested", reason="complaint", reference=task.reference)


def anger(desk: Desk, pen: Pen) -> None:
    """Anger: no argument, a person offered once, and what was asked stays open."""
    state = pen.state
    offered = tuple(option for option in state.offered if option.kind != "human") if state.question else ()
    if state.calmed_at is None or desk.now - state.calmed_at >= _OFFER_AGAIN:
        pen.keep(calmed_at=desk.now)
        human = pen.option(pen.voice.say(Say.LABEL_HUMAN), "human")
        pen.ask(state.question or "offer_human", Say.CALM, (*offered, human))
    elif state.question is None:
        pen.tell(Say.STAYS_CALM)
    else:
        pen.ask(state.question, Say.STAYS_CALM, offered)


def callback(desk: Desk, pen: Pen) -> None:
    """Somebody calls: the number is read back, with the time by which they do."""
    phone = reachable_on(desk, pen)
    wish = call_wanted(desk) or pen.state.call_wanted
    if pen.state.alarm is not None:
        number_again(desk, pen)
        wish = None  # at once
    if phone is None:
        pen.keep(call_wanted=wish)
        pen.ask("callback", Say.CALLBACK_WITHOUT_NUMBER)
        return
    pen.keep(question=None, misses=0, call_wanted=None)
    release(desk, pen)
    standing = tasks.open_of(desk.unit, desk.conversation_id, "callback")
    if standing is not None and standing.phone is None:
        # asked for before there was a number to call
        task_work.to_be_called(desk.unit, standing.reference, phone)
    elif standing is not None and phone != standing.phone:
        standing = None
    if pen.state.alarm is not None and (standing is None or standing.queue == tasks.ON_CALL):
        reference = standing.reference if standing is not None else None
        reference = reference or _create(desk, pen, "callback", _known(desk, pen)).reference
        pen.tell(Say.CALLBACK_URGENT, phone=phone, reference=reference)
        pen.happened("handoff.requested", reason="callback", reference=reference)
        return
    if standing is not None:
        # asked again, it is the same call, at another time perhaps
        if wish is not None:
            task_work.put_off(desk.unit, standing.reference, when_called(desk, wish).end, _wished(pen, wish))
            _tell_call(desk, pen, phone, standing.reference, wish)
        else:
            pen.tell(Say.CALLBACK, phone=phone, at=desk.hospital.local(standing.due_at), reference=standing.reference)
        return
    summary = _known(desk, pen) if wish is None else f"{_known(desk, pen)} · {_wished(pen, wish)}"
    due_at = when_called(desk, wish).end if wish is not None else None
    task = _create(desk, pen, "callback", summary, due_at)
    if wish is not None:
        _tell_call(desk, pen, phone, task.reference, wish)
    else:
        pen.tell(Say.CALLBACK, phone=phone, at=desk.hospital.local(task.due_at), reference=task.reference)
    pen.happened("handoff.requested", reason="callback", reference=task.reference)


def call_instead(desk: Desk, pen: Pen, task: tasks.TaskView) -> None:
    """Whoever was handed over is called instead: by the same task, unless somebody has taken that already."""
    note = pen.note(Say.NOTE_CALL_INSTEAD)
    pen.keep(topic=task.queue)
    if task.status != tasks.REQUESTED:
        task_work.withdraw(desk.unit, task.reference, note)
        callback(desk, pen)
        return
    is_urgent, phone = pen.state.alarm is not None, reachable_on(desk, pen)
    due_at = tasks.due_by(desk.hospital, desk.unit.now, "emergency" if is_urgent else "callback")
    queue = tasks.ON_CALL if is_urgent else task.queue
    task_work.call_instead(desk.unit, task.reference, phone, due_at, note, queue=queue)
    callback(desk, pen)
    if phone is not None and not is_urgent:
        pen.happened("handoff.requested", reason="callback", reference=task.reference)


def _tell_call(desk: Desk, pen: Pen, phone: str, reference: str, wish: CallWanted) -> None:
    """Promise a call at the time wished for, or when the desk is there next."""
    call = when_called(desk, wish)
    if call.start > wish.start and not desk.hospital.is_desk_open(wish.start) and wish.start.time() != time():
        pen.tell(Say.CLOSED_AT_THAT_TIME)
    begin, end = desk.hospital.local(call.start), desk.hospital.local(call.end)
    pen.tell(
        Say.CALLBACK_BETWEEN, phone=phone, day=begin.date(), begin=_clock(begin), end=_clock(end), reference=reference
    )


def _clock(at: datetime) -> time:
    return at.time().replace(second=0, microsecond=0, tzinfo=None)


def _wished(pen: Pen, wish: CallWanted) -> str:
    return pen.note(Say.NOTE_CALL, start=f"{wish.start:%Y-%m-%d %H:%M}", end=f"{wish.end:%Y-%m-%d %H:%M}")


def _hand_over(desk: Desk, pen: Pen, reason: str) -> None:
    task = _create(desk, pen, tasks.HANDOFF, _known(desk, pen))
    threads.hand_to(desk.unit, desk.conversation_id, threads.PERSON)
    if pen.state.question in _PASSING:
        pen.keep(question=None)
    # whoever takes over has every free time to give
    release(desk, pen)
    team = pen.voice.say(TEAMS.get(_queue(desk, pen), Say.TEAM_DESK))
    back = (Offered(value=choice_value(tasks.ways(task.reference), "back"), label=_back(pen), kind="ways"),)
    pen.keep(misses=0, topic=None, unmet=None)
    if pen.state.alarm is not None:
        number_again(desk, pen)
        pen.tell_with(back, Say.HANDED_OVER_URGENT, reference=task.reference)
        pen.happened("handoff.requested", reason=reason, reference=task.reference)
        return
    if task.in_hours:
        minutes = tasks.DUE_MINUTES[tasks.HANDOFF]
        pen.tell_with(back, Say.HANDED_OVER, team=team, minutes=minutes, reference=task.reference)
    else:
        opens = desk.hospital.local(desk_hours.opens_at(desk.hospital, desk.unit.now))
        pen.tell_with(back, Say.HANDED_OVER_CLOSED, team=team, at=opens, reference=task.reference)
    if desk.hospital.phone:
        pen.tell(Say.CALL_IF_URGENT, phone=desk.hospital.phone)
    pen.happened("handoff.requested", reason=reason, reference=task.reference)


def _back(pen: Pen) -> str:
    return pen.voice.say(Say.LABEL_GO_ON)


def _create(desk: Desk, pen: Pen, kind: str, summary: str, due_at: datetime | None = None) -> tasks.Task:
    phone = reachable_on(desk, pen)
    if pen.state.alarm is not None and kind in (tasks.HANDOFF, "callback"):
        due_at = tasks.due_by(desk.hospital, desk.unit.now, "emergency")
    new = tasks.NewTask(
        request_key=f"{kind}-c{desk.conversation_id}-t{desk.turn_number}",
        queue=_complained_to(desk, pen) if kind == "complaint" else _queue(desk, pen),
        kind=kind,
        # the number first: a long summary is cut at its end
        summary=f"{phone or pen.note(Say.NOTE_NO_NUMBER)} · {summary}",
        conversation_id=desk.conversation_id,
        due_at=due_at,
        phone=phone,
    )
    return tasks.create(desk.unit, desk.hospital, new)


def _queue(desk: Desk, pen: Pen) -> str:
    """Whose the errand is: by the words of this message, else by what a person was just offered for."""
    if pen.state.alarm is not None:
        return tasks.ON_CALL
    unmet = pen.state.unmet.intent if pen.state.unmet is not None else None
    return find_team(desk.understanding.message) or pen.state.topic or _TEAM_OF.get(unmet or "", "desk")


def _complained_to(desk: Desk, pen: Pen) -> str:
    """Who looks into a complaint: the front desk, whatever was spoken of before, but for one about a bill."""
    if pen.state.alarm is not None:
        return tasks.ON_CALL
    return "billing" if speaks_of_bills(desk.understanding.message) else "desk"


def _why(pen: Pen) -> str:
    """A person offered because nothing was understood is not one asked for."""
    return "not_understood" if pen.state.question == "offer_human" and pen.state.misses else "asked"


# --- what whoever takes over should know ----------------------------------------------------------


def _known(desk: Desk, pen: Pen) -> str:
    """What was understood, each with the words it came from, and the words that asked for a person."""
    facts = " · ".join((*_why_now(desk, pen), *_facts(pen))) or pen.note(Say.NOTE_NO_ERRAND)
    words = _quoted(desk, 120)
    return f"{facts} · {pen.note(Say.NOTE_ASKED, words=words)}" if words else facts


def keep_unmet(desk: Desk, pen: Pen, intent: str | None = None) -> None:
    """Remember for a person what was asked for in vain; what was merely not understood replaces nothing that was."""
    words, before = " ".join(desk.message.text.split())[:120], pen.state.unmet
    is_known = before is not None and before.intent is not None and desk.now - before.at < _OFFER_AGAIN
    if any(character.isalpha() for character in words) and (intent is not None or not is_known):
        pen.keep(unmet=Unmet(words=words, at=desk.now, intent=intent))


_FOR = {
    "prescriptions": Say.NOTE_FOR_PRESCRIPTIONS,
    "refill": Say.NOTE_FOR_REFILL,
    "diagnoses": Say.NOTE_FOR_DIAGNOSES,
    "reports": Say.NOTE_FOR_REPORTS,
    "billing": Say.NOTE_FOR_BILLING,
    "insurance": Say.NOTE_FOR_INSURANCE,
    "pharmacy": Say.NOTE_FOR_PHARMACY,
    "consent": Say.NOTE_FOR_CONSENT,
}


def _why_now(desk: Desk, pen: Pen) -> Iterator[str]:
    """An emergency told of before, and what was asked for that the desk could not do."""
    if pen.state.alarm is not None:
        yield alarm_note(desk, pen)
    unmet = pen.state.unmet
    if unmet is not None and desk.now - unmet.at < _OFFER_AGAIN and unmet.words != desk.message.text:
        if unmet.intent is None:
            yield pen.note(Say.NOTE_UNCLEAR, words=unmet.words)
        else:
            yield pen.note(Say.NOTE_WANTS, what=pen.note(_FOR.get(unmet.intent, Say.NOTE_FOR_OTHER)), words=unmet.words)


def alarm_note(desk: Desk, pen: Pen) -> str:
    """What whoever takes a task must know first of all."""
    alarm = pen.state.alarm
    assert alarm is not None
    say = Say.NOTE_ALARM_CRISIS if alarm.is_crisis else Say.NOTE_ALARM
    return pen.note(say, at=desk.hospital.local(alarm.at).time().replace(second=0, microsecond=0), words=alarm.words)


_ERRANDS = {
    "book": Say.NOTE_BOOK,
    "reschedule": Say.NOTE_RESCHEDULE,
    "cancel": Say.NOTE_CANCEL,
    "register": Say.NOTE_REGISTER,
}


def _facts(pen: Pen) -> Iterator[str]:
    state = pen.state
    slot = state.selected_slot.isoformat(timespec="minutes") if state.selected_slot else None
    wanted = state.wanted.day.isoformat() if state.wanted and state.wanted.day else None
    known = {
        "task": pen.note(_ERRANDS[state.task]) if state.task else None,
        "patient_name": state.patient_name,
        "diagnosis_condition": None,
        "speciality": state.speciality,
        "selected_doctor": state.selected_doctor,
        "wanted": slot or wanted,
        "visit": state.visit,
    }
    for name, fact in known.items():
        words = state.said[name].words[:60] if name in state.said else ""
        if fact and words:
            yield f"{fact} (“{words}”)"
        elif fact or words:
            yield str(fact or f"“{words}”")


def _quoted(desk: Desk, limit: int) -> str:
    words = " ".join(desk.message.text.split())
    if not any(character.isalpha() for character in words):
        return ""  # a key pressed, or silence, says nothing of what is wanted
    return f"“{words if len(words) <= limit else words[: limit - 1] + '…'}”" if words else ""
