"""The steps that all who do something with a task share: locking it, moving it on, letting go, writing it down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, func, select, update

from db.models import TaskRow
from hospital import audit, outbox, threads
from hospital.colleagues import Colleague
from hospital.office import Unit
from hospital.tasks import (
    ACCEPTED,
    CANCELLED,
    COMPLETED,
    HANDOFF,
    OPEN,
    REQUESTED,
    SUMMARY_LIMIT,
    ClosedTaskError,
    TaskStatusError,
    UnknownTaskError,
    ways,
)

_MOVES: Mapping[str, frozenset[str]] = {
    REQUESTED: frozenset({ACCEPTED, COMPLETED, CANCELLED}),
    ACCEPTED: frozenset({REQUESTED, COMPLETED, CANCELLED}),
    COMPLETED: frozenset(),
    CANCELLED: frozenset(),
}
"""From which status to which a task may go."""


def is_of(task: Row[Any], who: Colleague) -> bool:
    """Whether it is they who took a task."""
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


def locked_open(unit: Unit, reference: str) -> Row[Any]:
    """The same of a task that is still to be done. Raises UnknownTaskError, ClosedTaskError."""
    task = locked(unit, reference)
    if task.status not in OPEN:
        raise ClosedTaskError
    return task


def set_facts(unit: Unit, task: Row[Any], **facts: Any) -> None:
    """Write down what is known of a task from now on."""
    unit.connection.execute(update(TaskRow).where(TaskRow.id == task.id).values(**facts))


def record(unit: Unit, task: Row[Any], action: str, who: Colleague | None, **facts: Any) -> None:
    """Have it audited what was done with a task, and by whom."""
    by = {"role": who.role, "by": who.email} if who is not None else {}
    audit.append(unit, audit.Entry(action, task.reference, {**by, **facts}), chain_of=task.conversation_id or 0)


def move(unit: Unit, task: Row[Any], status: str, action: str, who: Colleague | None, **facts: Any) -> None:
    """Bring a task to a status. Raises TaskStatusError."""
    if status not in _MOVES[task.status]:
        raise TaskStatusError(task.status, status)
    set_facts(unit, task, status=status, **facts)
    record(unit, task, action, who, **{"from": task.status})


def close(unit: Unit, task: Row[Any], status: str, who: Colleague | None = None) -> None:
    """End a task; a hand-over's conversation is the bot's again, and is told so where it is staff who end it."""
    is_told = _is_with_person(unit, task) and who is not None
    move(unit, task, status, f"task.{status}", who, closed_at=unit.now, handed_back_at=unit.now if is_told else None)
    give_back(unit, task)


def _is_with_person(unit: Unit, task: Row[Any]) -> bool:
    """Whether a person answers in a task's conversation because of this very hand-over."""
    return (
        task.kind == HANDOFF
        and task.conversation_id is not None
        and threads.hold(unit, task.conversation_id) == threads.PERSON
        # one from which the patient went on with the bot is its taker's, and says nothing about the next
        and latest_hand_over(unit, task.conversation_id) == task.id
    )


def latest_hand_over(unit: Unit, conversation_id: int) -> int | None:
    """The last hand-over that a conversation made, by its row."""
    mine = (TaskRow.conversation_id == conversation_id) & (TaskRow.kind == HANDOFF)
    return unit.connection.scalar(select(func.max(TaskRow.id)).where(mine))


def give_back(unit: Unit, task: Row[Any]) -> None:
    """The bot answers again in a hand-over's conversation, and other ways are not asked about any more."""
    if task.kind == HANDOFF and task.conversation_id is not None:
        outbox.settle(unit, task.conversation_id, ways(task.reference))
        if _is_with_person(unit, task):
            threads.hand_to(unit, task.conversation_id, threads.BOT)


def back_to_queue(unit: Unit, task: Row[Any], who: Colleague | None = None, **facts: Any) -> None:
    """Let go of a task: it waits again for somebody, unless its patient has gone on without: then it is cancelled."""
    nobody = {"owner_staff_id": None, "owner_doctor_id": None, "accepted_at": None, "alerted_at": None}
    if task.kind == HANDOFF and task.conversation_id is not None and not _is_with_person(unit, task):
        move(unit, task, CANCELLED, "task.release", who, closed_at=unit.now)
        return
    move(unit, task, REQUESTED, "task.release", who, **nobody, **facts)


def with_note(summary: str, note: str) -> str:
    """The note is kept whole, within reason, and what stood before as far as there is room."""
    note = note[: SUMMARY_LIMIT // 2]
    return f"{summary[: SUMMARY_LIMIT - len(note) - 3]} · {note}"
