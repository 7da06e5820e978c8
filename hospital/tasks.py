"""What a person must do: every "someone will" is a task with a queue, a time by which it is due, and a reference.

A task waits in its queue until somebody takes it; only they answer and give it back or close it. A hand-over (kind
`handoff`) has its conversation: while it is open a person answers there, afterwards the bot again.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from db.models import ConversationRow, DoctorRow, StaffRow, TaskRow
from hospital import audit, outbox, references, threads
from hospital.desk_hours import after_desk_time
from hospital.directory import Hospital
from hospital.errors import BusyError, ConflictError, InvalidError, NotAllowedError, NotFoundError
from hospital.office import Unit

REQUESTED, ACCEPTED, COMPLETED, CANCELLED = "requested", "accepted", "completed", "cancelled"
OPEN = (REQUESTED, ACCEPTED)
HANDOFF = "handoff"
SUMMARY_LIMIT = 500
DUE_MINUTES = {"handoff": 10, "callback": 120, "emergency": 1, "complaint": 240, "document": 240}
"""How soon each kind is due, in minutes of desk hours; an emergency's alert runs by the clock."""


LEADS = {
    "desk": "outpatient_admin",
    "billing": "billing",
    "pharmacy": "pharmacist",
    "ward": "inpatient_admin",
    "oncall": "doctor",
}
"""Whose people answer for a queue's tasks until one of them takes each."""
MAY_TAKE: Mapping[str, frozenset[str]] = {
    "desk": frozenset({"outpatient_admin", "admin"}),
    "billing": frozenset({"billing", "admin"}),
    "pharmacy": frozenset({"pharmacist", "admin"}),
    "ward": frozenset({"nurse", "inpatient_admin", "admin"}),
    "oncall": frozenset({"doctor", "nurse", "admin"}),
}
"""The roles that may take a queue's tasks."""
_MOVES: Mapping[str, frozenset[str]] = {
    REQUESTED: frozenset({ACCEPTED, CANCELLED}),
    ACCEPTED: frozenset({REQUESTED, COMPLETED, CANCELLED}),
    COMPLETED: frozenset(),
    CANCELLED: frozenset(),
}
"""From which status to which a task may go."""


# --- errors ---------------------------------------------------------------------------------------


class UnknownTaskError(NotFoundError):
    """There is no task of this reference."""


class UnknownStaffError(NotAllowedError):
    """Nobody who works here signs with this e-mail address."""


@dataclass
class NotTheirQueueError(NotAllowedError):
    """This person's role does not take tasks of this queue."""

    queue: str
    role: str


@dataclass
class TakenError(ConflictError):
    """Somebody else has the task. `owner` is their name."""

    owner: str


@dataclass
class TaskStatusError(ConflictError):
    """The task cannot go from one status to the other: it is closed, say."""

    from_status: str
    to_status: str


class ClosedTaskError(ConflictError):
    """The task is closed: nothing more is noted on it."""


class NotTakenError(NotAllowedError):
    """Only whoever took the task may do this."""


class NoConversationError(InvalidError):
    """The task came from no conversation: there is nobody to write to."""


# --- what is to be done ---------------------------------------------------------------------------


@dataclass(frozen=True)
class TaskView:
    """A task as those see it who do it. All instants are UTC; `owner` is a name, None while nobody took it."""

    reference: str
    queue: str
    kind: str
    status: str
    summary: str
    created_at: datetime
    due_at: datetime
    owner: str | None
    lead_role: str
    conversation_id: int | None
    channel: str | None
    """Where the patient writes."""
    accepted_at: datetime | None
    answered_at: datetime | None
    """When whoever took it last wrote to the patient."""
    waiting_since: datetime | None
    """Since when the patient waits for a word; None once they had one."""
    alerted_at: datetime | None
    ways_offered_at: datetime | None
    closed_at: datetime | None
    handed_back_at: datetime | None
    """When whoever took it gave its conversation back to the bot."""
    phone: str | None
    """The number to call, where there is one."""


_OWNER = func.coalesce(StaffRow.name, DoctorRow.name).label("owner")
VIEW = (
    select(
        *(TaskRow.reference, TaskRow.queue, TaskRow.kind, TaskRow.status, TaskRow.summary, TaskRow.created_at),
        *(TaskRow.due_at, _OWNER, TaskRow.lead_role, TaskRow.conversation_id, ConversationRow.channel),
        *(TaskRow.accepted_at, TaskRow.answered_at, TaskRow.waiting_since, TaskRow.alerted_at),
        *(TaskRow.ways_offered_at, TaskRow.closed_at, TaskRow.handed_back_at, TaskRow.phone),
    )
    .outerjoin(StaffRow, StaffRow.id == TaskRow.owner_staff_id)
    .outerjoin(DoctorRow, DoctorRow.id == TaskRow.owner_doctor_id)
    .outerjoin(ConversationRow, ConversationRow.id == TaskRow.conversation_id)
)


def open_tasks(unit: Unit, queue: str | None = None) -> list[TaskView]:
    """What is still to be done, of one queue or of all, what is due first at the top."""
    query = VIEW.where(TaskRow.status.in_(OPEN)).order_by(TaskRow.due_at, TaskRow.id)
    if queue is not None:
        query = query.where(TaskRow.queue == queue)
    return [TaskView(**row._mapping) for row in unit.connection.execute(query)]


def get(unit: Unit, reference: str) -> TaskView:
    """A task, open or closed. Raises UnknownTaskError."""
    row = unit.connection.execute(VIEW.where(TaskRow.reference == reference)).first()
    if row is None:
        raise UnknownTaskError
    return TaskView(**row._mapping)


def open_of(unit: Unit, conversation_id: int, kind: str, statuses: Sequence[str] = OPEN) -> TaskView | None:
    """The open task of a kind (and of these statuses) that a conversation made, if there is one; the latest."""
    mine = VIEW.where(TaskRow.conversation_id == conversation_id, TaskRow.kind == kind, TaskRow.status.in_(statuses))
    row = unit.connection.execute(mine.order_by(TaskRow.id.desc()).limit(1)).first()
    return TaskView(**row._mapping) if row is not None else None


# --- who does it ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Colleague:
    """Somebody who works here. One of the ids is set."""

    email: str
    name: str
    role: str
    staff_id: int | None = None
    doctor_id: int | None = None


def colleague(unit: Unit, email: str) -> Colleague:
    """Who signs with an e-mail address, whatever its letters' case. Raises UnknownStaffError."""
    asked = email.strip().lower()
    of_staff = select(StaffRow.id, StaffRow.email, StaffRow.name, StaffRow.role)
    row = unit.connection.execute(of_staff.where(func.lower(StaffRow.email) == asked, StaffRow.is_active)).first()
    if row is not None:
        return Colleague(row.email, row.name, row.role, staff_id=row.id)
    of_doctors = select(DoctorRow.id, DoctorRow.email, DoctorRow.name)
    doctor = unit.connection.execute(
        of_doctors.where(func.lower(DoctorRow.email) == asked, DoctorRow.is_active)
    ).first()
    if doctor is None:
        raise UnknownStaffError
    return Colleague(doctor.email or asked, doctor.name, "doctor", doctor_id=doctor.id)


def claim(unit: Unit, reference: str, email: str) -> TaskView:
    """Take a task; taking one's own again changes nothing.

    Raises UnknownTaskError, UnknownStaffError, NotTheirQueueError, TakenError, and TaskStatusError for a closed one.
    """
    who = colleague(unit, email)
    task = locked(unit, reference)
    if who.role not in MAY_TAKE[task.queue]:
        raise NotTheirQueueError(task.queue, who.role)
    if task.status == ACCEPTED and _is_of(task, who):
        return get(unit, reference)
    if task.status == ACCEPTED:
        raise TakenError(get(unit, reference).owner or "")
    taken = {"owner_staff_id": who.staff_id, "owner_doctor_id": who.doctor_id, "accepted_at": unit.now}
    _move(unit, task, ACCEPTED, "task.claim", who, **taken)
    return get(unit, reference)


def answer(unit: Unit, reference: str, email: str, text: str) -> None:
    """Write to the patient whose task it is, in their conversation.

    Raises UnknownTaskError, UnknownStaffError, NotTakenError for anybody but whoever took it, NoConversationError.
    """
    who = colleague(unit, email)
    task = locked(unit, reference)
    if task.status != ACCEPTED or not _is_of(task, who):
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
    if task.status == COMPLETED and done and _is_of(task, who):
        return get(unit, reference)
    if task.status not in OPEN:
        raise TaskStatusError(task.status, target)
    if task.status != ACCEPTED or not _is_of(task, who):
        raise NotTakenError
    if done:
        _close(unit, task, COMPLETED, who)
    else:
        back_to_queue(unit, task, who)
    return get(unit, reference)


def put_off(unit: Unit, reference: str, due_at: datetime, note: str) -> None:
    """An open task is wished for at another time. Raises UnknownTaskError, ClosedTaskError."""
    task = _locked_open(unit, reference)
    set_facts(unit, task, due_at=due_at.astimezone(UTC), summary=_with_note(task.summary, note))
    record(unit, task, "task.put_off", None)


# --- what the patient does about it ---------------------------------------------------------------
# (in a turn, which has locked the conversation)


def ways(reference: str) -> str:
    """What asks the patient of a hand-over how to go on, as the outbox names it."""
    return f"ways:{reference}"


def withdraw(unit: Unit, reference: str, note: str) -> TaskView:
    """The patient goes on without a person: the conversation is the bot's again.

    Nobody's task is cancelled; whoever took it keeps it, with the note. Raises UnknownTaskError.
    """
    task = locked(unit, reference)
    if task.status == REQUESTED:
        _close(unit, task, CANCELLED)
    elif task.status == ACCEPTED:
        set_facts(unit, task, summary=_with_note(task.summary, note), waiting_since=None)
        record(unit, task, "task.withdraw", None)
        _give_back(unit, task)
    return get(unit, reference)


def keep_waiting(unit: Unit, reference: str) -> None:
    """The patient waits on: the time until other ways are offered begins anew. Raises UnknownTaskError."""
    task = locked(unit, reference)
    set_facts(unit, task, waiting_since=unit.now)
    outbox.settle(unit, task.conversation_id, ways(reference))
    record(unit, task, "task.wait", None)


def wait_for_answer(unit: Unit, conversation_id: int) -> None:
    """The patient wrote while a person answers: from now on they wait, unless they did before."""
    waits = (TaskRow.id == _latest_hand_over(unit, conversation_id)) & TaskRow.status.in_(OPEN)
    unit.connection.execute(
        update(TaskRow).where(waits, TaskRow.waiting_since.is_(None)).values(waiting_since=unit.now)
    )


def add_note(unit: Unit, reference: str, note: str) -> None:
    """Something more to know about an open task. Raises UnknownTaskError, ClosedTaskError."""
    task = _locked_open(unit, reference)
    set_facts(unit, task, summary=_with_note(task.summary, note))
    record(unit, task, "task.note", None)


def _with_note(summary: str, note: str) -> str:
    """The note is kept whole, within reason, and what stood before as far as there is room."""
    note = note[: SUMMARY_LIMIT // 2]
    return f"{summary[: SUMMARY_LIMIT - len(note) - 3]} · {note}"


# --- the steps that these share -------------------------------------------------------------------


def _is_of(task: Row[Any], who: Colleague) -> bool:
    return (task.owner_staff_id, task.owner_doctor_id) == (who.staff_id, who.doctor_id)


def locked(unit: Unit, reference: str) -> Row[Any]:
    """A task's row under its lock, and its conversation's first, as turns do. Raises UnknownTaskError."""
    found = unit.connection.execute(select(TaskRow.conversation_id).filter_by(reference=reference)).first()
    if found is None:
        raise UnknownTaskError
    if found.conversation_id is not None:
        threads.hold(unit, found.conversation_id)
    table = TaskRow.__table__
    return unit.connection.execute(select(table).where(table.c.reference == reference).with_for_update()).one()


def _locked_open(unit: Unit, reference: str) -> Row[Any]:
    """The same of a task that is still to be done. Raises UnknownTaskError, ClosedTaskError."""
    task = locked(unit, reference)
    if task.status not in OPEN:
        raise ClosedTaskError
    return task


def set_facts(unit: Unit, task: Row[Any], **facts: Any) -> None:
    unit.connection.execute(update(TaskRow).where(TaskRow.id == task.id).values(**facts))


def record(unit: Unit, task: Row[Any], action: str, who: Colleague | None, **facts: Any) -> None:
    by = {"role": who.role, "by": who.email} if who is not None else {}
    audit.append(unit, audit.Entry(action, task.reference, {**by, **facts}), chain_of=task.conversation_id or 0)


def _move(unit: Unit, task: Row[Any], status: str, action: str, who: Colleague | None, **facts: Any) -> None:
    if status not in _MOVES[task.status]:
        raise TaskStatusError(task.status, status)
    set_facts(unit, task, status=status, **facts)
    record(unit, task, action, who, **{"from": task.status})


def _close(unit: Unit, task: Row[Any], status: str, who: Colleague | None = None) -> None:
    """End a task; a hand-over's conversation is the bot's again, and is told so where it is staff who end it."""
    is_told = _is_with_person(unit, task) and who is not None
    _move(unit, task, status, f"task.{status}", who, closed_at=unit.now, handed_back_at=unit.now if is_told else None)
    _give_back(unit, task)


def _is_with_person(unit: Unit, task: Row[Any]) -> bool:
    """Whether a person answers in a task's conversation because of this very hand-over."""
    return (
        task.kind == HANDOFF
        and task.conversation_id is not None
        and threads.hold(unit, task.conversation_id) == threads.PERSON
        # one from which the patient went on with the bot is its taker's, and says nothing about the next
        and _latest_hand_over(unit, task.conversation_id) == task.id
    )


def _latest_hand_over(unit: Unit, conversation_id: int) -> int | None:
    mine = (TaskRow.conversation_id == conversation_id) & (TaskRow.kind == HANDOFF)
    return unit.connection.scalar(select(func.max(TaskRow.id)).where(mine))


def _give_back(unit: Unit, task: Row[Any]) -> None:
    if task.kind == HANDOFF and task.conversation_id is not None:
        outbox.settle(unit, task.conversation_id, ways(task.reference))
        if _is_with_person(unit, task):
            threads.hand_to(unit, task.conversation_id, threads.BOT)


def back_to_queue(unit: Unit, task: Row[Any], who: Colleague | None = None, **facts: Any) -> None:
    """Let go of a task: it waits again for somebody, unless its patient has gone on without: then it is cancelled."""
    nobody = {"owner_staff_id": None, "owner_doctor_id": None, "accepted_at": None, "alerted_at": None}
    if task.kind == HANDOFF and task.conversation_id is not None and not _is_with_person(unit, task):
        _move(unit, task, CANCELLED, "task.release", who, closed_at=unit.now)
        return
    _move(unit, task, REQUESTED, "task.release", who, **nobody, **facts)


# --- making one -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class NewTask:
    """A task to be made. `request_key` names the request: the same one again makes no second task."""

    request_key: str
    queue: str
    kind: str
    summary: str
    conversation_id: int | None = None
    patient_id: int | None = None
    due_at: datetime | None = None
    """By when it is to be done, where somebody wished for a time; else what its kind allows."""
    phone: str | None = None
    """The number to call."""


@dataclass(frozen=True)
class Task:
    """A task as people are told of it."""

    reference: str
    due_at: datetime
    in_hours: bool
    """Whether the desk is open now."""


def create(unit: Unit, hospital: Hospital, new: NewTask) -> Task:
    """Make a task, or find the one that this request made."""
    in_hours = hospital.is_desk_open(unit.now)
    due_at = new.due_at.astimezone(UTC) if new.due_at is not None else due_by(hospital, unit.now, new.kind)
    values: dict[str, Any] = {
        "request_key": new.request_key,
        "queue": new.queue,
        "kind": new.kind,
        "status": "requested",
        "patient_id": new.patient_id,
        "conversation_id": new.conversation_id,
        "due_at": due_at,
        "summary": new.summary[:SUMMARY_LIMIT],
        "phone": new.phone,
        "created_at": unit.now,
        "lead_role": LEADS[new.queue],
        "waiting_since": unit.now,
    }
    before = _insert(unit, values)
    if before is not None:
        return Task(before.reference, before.due_at, in_hours)
    reference = values["reference"]
    audit.append(
        unit,
        audit.Entry("task.create", reference, {"kind": new.kind, "queue": new.queue}),
        chain_of=new.conversation_id or 0,
    )
    return Task(reference, due_at, in_hours)


def _insert(unit: Unit, values: dict[str, Any]) -> Row[str, datetime] | None:
    """Write the row down; the one that this request made before, if any. A reference in use is drawn anew."""
    for _ in range(references.TRIES):
        values["reference"] = references.new(references.TASK)
        try:
            unit.connection.execute(insert(TaskRow), values)
        except IntegrityError:
            made = select(TaskRow.reference, TaskRow.due_at).where(TaskRow.request_key == values["request_key"])
            before = unit.connection.execute(made).first()
            if before is not None:
                return before
            continue
        return None
    raise BusyError


def due_by(hospital: Hospital, now: datetime, kind: str) -> datetime:
    """When a task of this kind, made now, is due: its minutes run while the desk is open."""
    left = timedelta(minutes=DUE_MINUTES.get(kind, 60))
    if kind == "emergency":
        return now + left
    return after_desk_time(hospital, now, left)
