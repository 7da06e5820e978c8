"""What a person must do: every "someone will" is a task with a queue, a time by which it is due, and a reference.

A task waits in its queue until somebody takes it; only they answer and give it back or close it. A hand-over (kind
`handoff`) has its conversation: while it is open a person answers there, afterwards the bot again. What is done with
one stands in `task_work`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, insert, select
from sqlalchemy.exc import IntegrityError

from db.models import ConversationRow, DoctorRow, StaffRow, TaskRow
from hospital import audit, references
from hospital.desk_hours import after_desk_time
from hospital.directory import Hospital
from hospital.errors import BusyError, ConflictError, InvalidError, NotAllowedError, NotFoundError
from hospital.office import Unit

REQUESTED, ACCEPTED, COMPLETED, CANCELLED = "requested", "accepted", "completed", "cancelled"
OPEN = (REQUESTED, ACCEPTED)
HANDOFF, CALLBACK, EMERGENCY, ON_CALL = "handoff", "callback", "emergency", "oncall"
UNANSWERED = "unanswered"
"""A message that failed for good: its patient had an apology instead of an answer. Its lead is alerted at once."""
UNHEARD = "unheard"
"""Alerts that reached nobody: the desk sees it, and no alert is made of it."""
DOCUMENT = "document"
"""What a patient sent: the desk files it, then a doctor looks at it."""
DUPLICATE = "duplicate"
"""Somebody new who may be a patient on file."""
CRITICAL = "critical"
"""A dangerous value of a report, which nobody has acknowledged yet."""
REVIEW = "review"
"""A report that its own doctor did not review in time."""
PATIENT_ASKS = "patient_asks"
"""What a patient asks about their results, which a doctor alone answers: a call."""
REFILL = "refill"
"""A medicine that a patient asks to have again, which a doctor decides."""
URGENT_ORDER = "urgent_order"
"""An urgent order: somebody sees that it is carried out."""
RESULT_MISSING = "result_missing"
"""An examination that was done, of which there is no report, or none that is final."""
UNMATCHED_REPORT = "unmatched_report"
"""What another system reported, of which it is not known whose it is."""
TAMPERED = "tampered"
"""A record that does not say any more what was signed or issued."""
SUMMARY_LIMIT = 500
DUE_MINUTES = {
    "handoff": 10,
    UNANSWERED: 10,
    UNHEARD: 10,
    "callback": 120,
    "emergency": 1,
    "complaint": 240,
    DOCUMENT: 240,
    DUPLICATE: 480,
    "low_stock": 480,
    "expiring": 480,
    "expired": 120,
    "owed": 480,
    "owed_here": 60,
    "credit": 480,
    CRITICAL: 30,
    REVIEW: 240,
    PATIENT_ASKS: 240,
    REFILL: 240,
    URGENT_ORDER: 120,
    RESULT_MISSING: 240,
    UNMATCHED_REPORT: 120,
    TAMPERED: 240,
    "question": 480,
    "unbilled": 480,
    "overdue": 480,
}
"""How soon each kind is due, in minutes of desk hours; an emergency's alert runs by the clock."""
LEADS = {
    "desk": "outpatient_admin",
    "billing": "billing",
    "pharmacy": "pharmacist",
    "ward": "inpatient_admin",
    "oncall": "doctor",
    "clinic": "doctor",
}
"""Whose people answer for a queue's tasks until one of them takes each."""
MAY_TAKE: Mapping[str, frozenset[str]] = {
    "desk": frozenset({"outpatient_admin", "admin"}),
    "billing": frozenset({"billing", "admin"}),
    "pharmacy": frozenset({"pharmacist", "admin"}),
    "ward": frozenset({"nurse", "inpatient_admin", "admin"}),
    "oncall": frozenset({"doctor", "nurse", "admin"}),
    "clinic": frozenset({"doctor"}),
}
"""The roles that may take a queue's tasks."""
AT_THE_DESK = frozenset({"outpatient_admin", "inpatient_admin"})
"""Whose telephone an emergency's alert rings too: while the desk is open they may take it, whatever its queue."""


# --- errors ---------------------------------------------------------------------------------------


class UnknownTaskError(NotFoundError):
    """There is no task of this reference."""


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
    for_doctor_id: int | None
    """The doctor whom it waits for; stays inside the hospital room."""
    owner_doctor_id: int | None
    """The doctor who took it; stays inside the hospital room."""


_OWNER = func.coalesce(StaffRow.name, DoctorRow.name).label("owner")
VIEW = (
    select(
        *(TaskRow.reference, TaskRow.queue, TaskRow.kind, TaskRow.status, TaskRow.summary, TaskRow.created_at),
        *(TaskRow.due_at, _OWNER, TaskRow.lead_role, TaskRow.conversation_id, ConversationRow.channel),
        *(TaskRow.accepted_at, TaskRow.answered_at, TaskRow.waiting_since, TaskRow.alerted_at),
        *(TaskRow.ways_offered_at, TaskRow.closed_at, TaskRow.handed_back_at, TaskRow.phone),
        *(TaskRow.for_doctor_id, TaskRow.owner_doctor_id),
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


def open_of(unit: Unit, conversation_id: int | None, kind: str, statuses: Sequence[str] = OPEN) -> TaskView | None:
    """The open task of a kind (and of these statuses) that a conversation (None: none of them) made; the latest."""
    mine = VIEW.where(TaskRow.conversation_id == conversation_id, TaskRow.kind == kind, TaskRow.status.in_(statuses))
    row = unit.connection.execute(mine.order_by(TaskRow.id.desc()).limit(1)).first()
    return TaskView(**row._mapping) if row is not None else None


def is_made(unit: Unit, request_key: str) -> bool:
    """Whether a request made its task, open or closed."""
    return unit.connection.scalar(select(TaskRow.id).filter_by(request_key=request_key)) is not None


def ways(reference: str) -> str:
    """What asks the patient of a hand-over how to go on, as the outbox names it."""
    return f"ways:{reference}"


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
    for_doctor_id: int | None = None
    """The doctor whom it waits for, in the clinic's queue."""


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
        "for_doctor_id": new.for_doctor_id,
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
