"""What is done with open tasks: by those who take them, and by the patients who wait for them."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime

from sqlalchemy import update

from db.models import TaskRow
from hospital import outbox
from hospital.colleagues import colleague
from hospital.directory_rows import Directory
from hospital.office import Unit
from hospital.task_steps import (
    back_to_queue,
    close,
    give_back,
    is_of,
    latest_hand_over,
    locked,
    locked_open,
    move,
    record,
    set_facts,
    with_note,
)
from hospital.tasks import (
    ACCEPTED,
    AT_THE_DESK,
    CALLBACK,
    CANCELLED,
    COMPLETED,
    EMERGENCY,
    LEADS,
    MAY_TAKE,
    OPEN,
    REQUESTED,
    NoConversationError,
    NotTakenError,
    NotTheirQueueError,
    TakenError,
    TaskStatusError,
    TaskView,
    get,
    ways,
)

# --- by staff -------------------------------------------------------------------------------------


def claim(unit: Unit, reference: str, email: str) -> TaskView:
    """Take a task; taking one's own again changes nothing.

    Raises UnknownTaskError, UnknownStaffError, NotTheirQueueError, TakenError, and TaskStatusError for a closed one.
    """
    who = colleague(unit, email)
    task = locked(unit, reference)
    if who.role not in MAY_TAKE[task.queue] and not _may_for_now(unit, task.kind, who.role):
        raise NotTheirQueueError(task.queue, who.role)
    if task.status == ACCEPTED and is_of(task, who):
        return get(unit, reference)
    if task.status == ACCEPTED:
        raise TakenError(get(unit, reference).owner or "")
    taken = {"owner_staff_id": who.staff_id, "owner_doctor_id": who.doctor_id, "accepted_at": unit.now}
    move(unit, task, ACCEPTED, "task.claim", who, **taken)
    return get(unit, reference)


def _may_for_now(unit: Unit, kind: str, role: str) -> bool:
    """Whether an emergency is taken by whoever is at the desk: it rings there, and those on call may be away."""
    return kind == EMERGENCY and role in AT_THE_DESK and Directory().current(unit).is_desk_open(unit.now)


def answer(unit: Unit, reference: str, email: str, text: str) -> None:
    """Write to the patient whose task it is, in their conversation.

    Raises UnknownTaskError, UnknownStaffError, NotTakenError for anybody but whoever took it, NoConversationError.
    """
    who = colleague(unit, email)
    task = locked(unit, reference)
    if task.status != ACCEPTED or not is_of(task, who):
        raise NotTakenError
    if task.conversation_id is None:
        raise NoConversationError
    payload = {"text": text, "choices": [], "attachments": [], "author": who.name}
    outbox.put_unasked(
        unit,
        task.conversation_id,
        f"staff-{reference}-{secrets.token_hex(8)}",
        "staff",
        json.dumps(payload, ensure_ascii=False),
    )
    # whoever has an answer needs no other ways
    outbox.settle(unit, task.conversation_id, ways(reference))
    set_facts(unit, task, answered_at=unit.now, waiting_since=None)
    record(unit, task, "task.answer", who)


def release(unit: Unit, reference: str, email: str, *, done: bool = False) -> TaskView:
    """Give a task back to its queue or, with `done`, close it: the bot then answers in a hand-over's conversation.

    Closing one's own again changes nothing. Raises UnknownTaskError, UnknownStaffError, NotTakenError and, for a task
    that is closed already, TaskStatusError.
    """
    who = colleague(unit, email)
    task = locked(unit, reference)
    target = COMPLETED if done else REQUESTED
    if task.status == COMPLETED and done and is_of(task, who):
        return get(unit, reference)
    if task.status not in OPEN:
        raise TaskStatusError(task.status, target)
    if task.status != ACCEPTED or not is_of(task, who):
        raise NotTakenError
    if done:
        close(unit, task, COMPLETED, who)
    else:
        back_to_queue(unit, task, who)
    return get(unit, reference)


def put_off(unit: Unit, reference: str, due_at: datetime, note: str) -> None:
    """An open task is wished for at another time. Raises UnknownTaskError, ClosedTaskError."""
    task = locked_open(unit, reference)
    set_facts(unit, task, due_at=due_at.astimezone(UTC), summary=with_note(task.summary, note))
    record(unit, task, "task.put_off", None)


# --- what the patient does about it ---------------------------------------------------------------
# (in a turn, which has locked the conversation)


def withdraw(unit: Unit, reference: str, note: str) -> TaskView:
    """The patient goes on without a person: the conversation is the bot's again.

    Nobody's task is cancelled; whoever took it keeps it, with the note. Raises UnknownTaskError.
    """
    task = locked(unit, reference)
    if task.status == REQUESTED:
        close(unit, task, CANCELLED)
    elif task.status == ACCEPTED:
        set_facts(unit, task, summary=with_note(task.summary, note), waiting_since=None)
        record(unit, task, "task.withdraw", None)
        give_back(unit, task)
    return get(unit, reference)


def spoken_to(unit: Unit, reference: str, note: str) -> TaskView:
    """Somebody of the desk took the patient's call: the task is done, unless somebody has it.

    Raises UnknownTaskError.
    """
    task = locked(unit, reference)
    if task.status != REQUESTED:
        return withdraw(unit, reference, note)
    set_facts(unit, task, summary=with_note(task.summary, note))
    close(unit, task, COMPLETED)
    return get(unit, reference)


def call_instead(unit: Unit, reference: str, phone: str | None, due_at: datetime, note: str, *, queue: str) -> TaskView:
    """A hand-over that nobody took becomes a call to make, under its reference; the conversation is the bot's again.

    Raises UnknownTaskError, ClosedTaskError.
    """
    task = locked_open(unit, reference)
    give_back(unit, task)
    facts = {"kind": CALLBACK, "phone": phone, "due_at": due_at.astimezone(UTC), "alerted_at": None}
    line = {"queue": queue, "lead_role": LEADS[queue]}
    set_facts(unit, task, summary=with_note(task.summary, note), **facts, **line)
    record(unit, task, "task.call_instead", None)
    return get(unit, reference)


def to_be_called(unit: Unit, reference: str, phone: str) -> None:
    """The number for an open task is known now, or another one. Raises UnknownTaskError, ClosedTaskError."""
    task = locked_open(unit, reference)
    set_facts(unit, task, phone=phone, summary=with_note(task.summary, phone))
    record(unit, task, "task.note", None)


def keep_waiting(unit: Unit, reference: str) -> None:
    """The patient waits on: the time until other ways are offered begins anew. Raises UnknownTaskError."""
    task = locked(unit, reference)
    set_facts(unit, task, waiting_since=unit.now)
    outbox.settle(unit, task.conversation_id, ways(reference))
    record(unit, task, "task.wait", None)


def wait_for_answer(unit: Unit, conversation_id: int) -> None:
    """The patient wrote while a person answers: from now on they wait, unless they did before."""
    waits = (TaskRow.id == latest_hand_over(unit, conversation_id)) & TaskRow.status.in_(OPEN)
    unit.connection.execute(
        update(TaskRow).where(waits, TaskRow.waiting_since.is_(None)).values(waiting_since=unit.now)
    )


def add_note(unit: Unit, reference: str, note: str) -> None:
    """Something more to know about an open task. Raises UnknownTaskError, ClosedTaskError."""
    task = locked_open(unit, reference)
    set_facts(unit, task, summary=with_note(task.summary, note))
    record(unit, task, "task.note", None)
