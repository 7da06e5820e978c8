"""What an order is followed by: somebody who sees to an urgent one, and a time by which there is a report of it.

Sources: the times are the house's own; results that nobody waits for are a known way of being hurt (Joint Commission,
NPSG.02.03.01, asks that somebody measures how long they take).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update

from db.models import OrderRow, ReportRow, TaskRow
from hospital import task_steps, tasks
from hospital.desk_hours import after_desk_time, after_working_days
from hospital.directory import Hospital
from hospital.names import fold_name
from hospital.office import Unit
from hospital.orders.records import ACTIVE, COMPLETED, Order
from hospital.tasks import NewTask

AT_ONCE = "stat"
URGENT = (AT_ONCE, "urgent", "asap")
REPORT_WITHIN = timedelta(hours=1)
"""From an examination that is done at once to its report, by the clock."""
REPORT_DAYS = {"urgent": 1, "asap": 1, "routine": 3}
"""The same of the others, in working days."""
SEEN_TO_WITHIN = timedelta(minutes=30)
"""Until somebody sees to an order of the highest urgency, by the clock; to other urgent ones in two desk hours."""
_SEEN_TO_LATER = timedelta(hours=2)
_UNREPORTED = ("physio", "fisio", "rehab", "vacc", "vacun", "therap", "terap", "treat", "tratam", "infusi", "nurs")
"""Beginnings of the words of a kind that is done to somebody and shows nothing: nobody reports on it."""


def report_due(hospital: Hospital, now: datetime, priority: str) -> datetime:
    """By when what is done now, or begun to be written, is to be a final report."""
    if priority == AT_ONCE:
        return now + REPORT_WITHIN
    return after_working_days(hospital, now, REPORT_DAYS[priority])


def expects_report(kind: str) -> bool:
    """Whether examinations of a kind show something that is to be written down."""
    return not any(word.startswith(_UNREPORTED) for word in fold_name(kind).replace("_", " ").split())


def wait_for_report(unit: Unit, hospital: Hospital, order: Order) -> None:
    """From now on a report of what was done is waited for, unless there is one."""
    if order.status == COMPLETED and expects_report(order.kind) and not has_report(unit, order.id):
        _set_due(unit, order.id, report_due(hospital, unit.now, order.priority))


def wait_no_more(unit: Unit, order_id: int) -> None:
    """There is a report, or none is to come."""
    _set_due(unit, order_id, None)
    reference = unit.connection.scalar(select(OrderRow.reference).where(OrderRow.id == order_id))
    _end(unit, missing_key(reference or ""), tasks.COMPLETED)


def has_report(unit: Unit, order_id: int) -> bool:
    """Whether a report of an order counts, be it one that is being written."""
    counts = ReportRow.status.not_in(("cancelled", "entered-in-error"))
    return unit.connection.scalar(select(ReportRow.id).where(ReportRow.order_id == order_id, counts)) is not None


def missing_key(reference: str) -> str:
    """What names the task of an order whose report does not come."""
    return f"result missing {reference}"


def _set_due(unit: Unit, order_id: int, due_at: datetime | None) -> None:
    unit.connection.execute(update(OrderRow).where(OrderRow.id == order_id).values(report_due_at=due_at))


# --- urgent ones ----------------------------------------------------------------------------------


def tell_of_urgent(unit: Unit, hospital: Hospital, order: Order) -> None:
    """An urgent order is a task at once: of the doctor who is to perform it, else of the desk, which sees who does."""
    if order.status != ACTIVE or order.priority not in URGENT:
        return
    is_at_once = order.priority == AT_ONCE
    due_at = unit.now + SEEN_TO_WITHIN if is_at_once else after_desk_time(hospital, unit.now, _SEEN_TO_LATER)
    performer = order.performer_doctor_id
    new = NewTask(
        _urgent_key(order),
        "desk" if performer is None else "clinic",
        tasks.URGENT_ORDER,
        f"{order.priority}: {order.reference}, {order.name}",
        patient_id=order.patient_id,
        due_at=due_at,
        for_doctor_id=performer,
    )
    tasks.create(unit, hospital, new)


def end_urgent(unit: Unit, order: Order) -> None:
    """It was carried out, or is not to be: its task is done as well, or nobody's any more."""
    _end(unit, _urgent_key(order), tasks.COMPLETED if order.status == COMPLETED else tasks.CANCELLED)


def _urgent_key(order: Order) -> str:
    return f"urgent order {order.reference}"


def _end(unit: Unit, request_key: str, status: str) -> None:
    still = select(TaskRow.reference).where(TaskRow.request_key == request_key, TaskRow.status.in_(tasks.OPEN))
    reference = unit.connection.scalar(still)
    if reference is not None:
        task_steps.close(unit, task_steps.locked(unit, reference), status)
