"""What the clock does for conversations that a person answers, and what is told when the assistant is back.

All of it goes by rows and may be done by any number of processes: each step is noted on its task under the task's
lock, each fact told once.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import timedelta

import structlog

from conversation.asking_again import AGAIN
from conversation.messages import Option, Reply
from conversation.phrases.say import Say
from conversation.phrases.voice import Voice
from conversation.speaking import spoken
from conversation.unprompted import choice_value
from hospital import outbox, task_clock, task_work, tasks, threads
from hospital.directory import Hospital
from hospital.directory_rows import Directory
from hospital.office import Office, Unit
from hospital.steps import Steps
from hospital.tasks import TaskView

log = structlog.get_logger("handing_over")
_TOLD_WITHIN = timedelta(days=1)
"""So long after a hand-over was closed the patient is still told; later it would only puzzle."""
_WORDS_FOR = {tasks.CRITICAL: Say.ALERT_CRITICAL}
"""Of kinds whose alert says more than that somebody waits."""


def keep_promises(office: Office, directory: Directory, channels: Collection[str] | None = None) -> int:
    """Do with every open task what is due: alert leads, offer patients other ways, requeue what a shift left.

    `channels` are those that carry something, where that is known.

    How many tasks there was something to do about. One's trouble stops no other; the first error is raised in the end.
    """
    with office.read() as unit:
        hospital = directory.standing(unit)
        if hospital is None:
            return 0
        due = [task.reference for task in tasks.open_tasks(unit) if task_clock.steps(hospital, task, unit.now)]
        untold = [task.reference for task in task_clock.untold(unit, unit.now - _TOLD_WITHIN)]

    def look_at(reference: str) -> int:
        return bool(office.write(lambda unit: tell_what_is_due(unit, hospital, reference, channels)))

    with Steps(office, "keep_promises") as steps:
        steps.each("due", due, look_at)
        steps.each("back", untold, lambda each: office.write(lambda unit: tell_back(unit, hospital, each)))
    return len(due) + len(untold)


def release(unit: Unit, hospital: Hospital, reference: str, email: str, *, done: bool = False) -> TaskView:
    """`task_work.release`, and the patient hears at once that the assistant is back. Raises what that raises."""
    task = task_work.release(unit, reference, email, done=done)
    tell_back(unit, hospital, reference)
    return task


def tell_what_is_due(
    unit: Unit, hospital: Hospital, reference: str, channels: Collection[str] | None = None
) -> frozenset[str]:
    """Do what is due with a task; what it was. Raises UnknownTaskError."""
    task, due = task_clock.look_at(unit, hospital, reference)
    if "alert" in due:
        alert(unit, hospital, task, _WORDS_FOR.get(task.kind, Say.ALERT_LEAD), channels)
    if task.conversation_id is None or task.kind != tasks.HANDOFF:
        return due
    if "ways" in due:
        _offer_ways(unit, hospital, task)
    elif "alert" in due:
        _tell_of_delay(unit, hospital, task)
    return due


def tell_back(unit: Unit, hospital: Hospital, reference: str) -> None:
    """Say once, where staff closed a hand-over, that the assistant is back; what it had asked is asked again."""
    task = tasks.get(unit, reference)
    if task.handed_back_at is None or task.conversation_id is None:
        return
    if threads.hold(unit, task.conversation_id) != threads.BOT:
        return
    state, voice = spoken(unit, hospital, task.conversation_id)
    text = voice.say(Say.BACK_AFTER_PERSON)
    choices: tuple[Option, ...] = ()
    if state.question is not None and state.task is not None and not state.is_done:
        now = hospital.local(unit.now)
        free = [each for each in state.offered if each.starts_at is None or each.starts_at > now]
        text = f"{text}\n{voice.say(AGAIN.get(state.question, Say.AGAIN_ANY))}"
        choices = tuple(Option(each.label, each.value) for each in free)
    _put(unit, task.conversation_id, task_clock.back_key(reference), Reply(text, choices))


def alert(
    unit: Unit,
    hospital: Hospital,
    task: TaskView,
    say: Say = Say.ALERT_LEAD,
    channels: Collection[str] | None = None,
) -> None:
    """Tell whoever answers for a task of it, in these words. `channels` are those that carry something, if known."""
    voice = Voice.of(hospital, hospital.languages[0], hospital.local(unit.now).date())
    facts = {"reference": task.reference, "at": hospital.local(task.created_at), "queue": task.queue}
    house = {"hospital": hospital.name}
    reply = Reply(voice.say(say, facts), subject=voice.say(Say.MAIL_SUBJECT_ALERT, house))
    # one that was taken and given back is told of again, each time once
    about = f"{task.reference}-{task.alerted_at:%Y%m%d%H%M%S%f}" if task.alerted_at else task.reference
    words = reply.as_json() | {"task": task.reference, "about": about, "language": voice.language}
    payload, until = json.dumps(words, ensure_ascii=False), unit.now + outbox.ALERT_LIFE
    told = task_clock.recipients(unit, hospital, task, channels)
    if not told:
        log.error("no_lead_to_alert", task=task.reference, role=task.lead_role, queue=task.queue)
    messages = []
    for each in told:
        # a thread of its own: the patient's conversation shows none of it
        thread = threads.find_or_open(unit, each.channel, each.address)
        key = outbox.alert_key(about, each.address)
        if outbox.is_told(unit, key):
            continue
        whose = thread, each.channel, each.address
        messages.append(outbox.Outgoing(key, *whose, outbox.ALERT, payload, use_until=until))
    outbox.put(unit, messages, handed_over=False)


def _tell_of_delay(unit: Unit, hospital: Hospital, task: TaskView) -> None:
    assert task.conversation_id is not None
    _, voice = spoken(unit, hospital, task.conversation_id)
    back = _option(voice, task, Say.LABEL_GO_ON, "back")
    reply = Reply(voice.say(Say.DELAYED, {"reference": task.reference}), (back,))
    _put(unit, task.conversation_id, f"delayed-{task.reference}", reply)


def _offer_ways(unit: Unit, hospital: Hospital, task: TaskView) -> None:
    assert task.conversation_id is not None
    _, voice = spoken(unit, hospital, task.conversation_id)
    choices = (
        _option(voice, task, Say.LABEL_KEEP_WAITING, "wait"),
        _option(voice, task, Say.LABEL_GO_ON, "back"),
        _option(voice, task, Say.LABEL_CALL_ME, "call"),
    )
    asks = tasks.ways(task.reference)
    # what was asked before and never answered gives way
    outbox.settle(unit, task.conversation_id, asks)
    reply = Reply(voice.say(Say.WAYS, {"reference": task.reference}), choices)
    _put(unit, task.conversation_id, f"{asks}-{unit.now:%Y%m%d%H%M%S}", reply, asks)


def _option(voice: Voice, task: TaskView, label: Say, answer: str) -> Option:
    return Option(voice.say(label), choice_value(tasks.ways(task.reference), answer))


def _put(unit: Unit, conversation_id: int, key: str, reply: Reply, asks: str | None = None) -> None:
    payload = json.dumps(reply.as_json(), ensure_ascii=False)
    outbox.put_unasked(unit, conversation_id, key, "handover", payload, asks)
