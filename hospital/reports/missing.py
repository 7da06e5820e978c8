"""Results that do not come: of what was done and not reported on, and of what was begun and is not final."""

from __future__ import annotations

from sqlalchemy import select, update

from db.models import OrderRow, ReportRow
from hospital import access, acting, tasks
from hospital.access import Actor
from hospital.covering import whom_to_ask
from hospital.directory import Hospital
from hospital.office import Office, Unit
from hospital.orders import following
from hospital.orders import records as orders
from hospital.orders.records import COMPLETED
from hospital.reports import by_the_clock, covering, records
from hospital.reports.records import UNWRITTEN, Report
from hospital.steps import Steps
from hospital.tasks import NewTask


def ask_after_due(office: Office, hospital: Hospital, steps: Steps) -> int:
    """Whoever ordered what is late is told of it, once; how many. For the clock, each in its own transaction."""
    unreported = by_the_clock.each_due(
        office, OrderRow.report_due_at, lambda unit, actor, at: ask_after(unit, hospital, actor, at), steps
    )
    return unreported + by_the_clock.each_due(
        office, ReportRow.final_due_at, lambda unit, actor, at: ask_to_finish(unit, hospital, actor, at), steps
    )


def ask_after(unit: Unit, hospital: Hospital, actor: Actor, reference: str) -> bool:
    """Tell who ordered an examination that it was done and nothing came of it, if so; whether it was so.

    Raises ForbiddenError, NotFoundError.
    """
    access.require(unit, actor, "clock.sweep")
    order = acting.relocked(unit, orders.get, reference)
    due_at = unit.connection.scalar(select(OrderRow.report_due_at).where(OrderRow.id == order.id))
    if due_at is None or due_at > unit.now:
        return False
    unit.connection.execute(update(OrderRow).where(OrderRow.id == order.id).values(report_due_at=None))
    if order.status != COMPLETED or following.has_report(unit, order.id):
        return False
    summary = f"{order.reference}: {order.name}, done {hospital.local(order.completed_at or unit.now):%Y-%m-%d %H:%M}"
    _tell(unit, hospital, following.missing_key(reference), summary, order.patient_id, order.requester_id)
    return True


def ask_to_finish(unit: Unit, hospital: Hospital, actor: Actor, reference: str) -> bool:
    """Tell a report's doctor that it was begun and is not final yet, if so; whether it was so.

    Raises ForbiddenError, NotFoundError.
    """
    access.require(unit, actor, "clock.sweep")
    report = acting.relocked(unit, records.get, reference)
    due_at = unit.connection.scalar(select(ReportRow.final_due_at).where(ReportRow.id == report.id))
    if due_at is None or due_at > unit.now:
        return False
    unit.connection.execute(update(ReportRow).where(ReportRow.id == report.id).values(final_due_at=None))
    if report.status not in UNWRITTEN:
        return False
    _tell(unit, hospital, _key(report), f"{reference}: {report.title}", report.patient_id, report.reviewer_id)
    return True


def close_task(unit: Unit, actor: Actor, report: Report) -> None:
    """It is final, or will not be: nobody is asked to finish it any more."""
    covering.close_task(unit, actor, _key(report))


def _tell(unit: Unit, hospital: Hospital, key: str, summary: str, patient_id: int, doctor_id: int) -> None:
    """A task of the doctor, or of the colleague who covers while they are away."""
    doctor_id = whom_to_ask(unit, hospital, doctor_id) or doctor_id
    new = NewTask(key, "clinic", tasks.RESULT_MISSING, summary, patient_id=patient_id, for_doctor_id=doctor_id)
    tasks.create(unit, hospital, new)


def _key(report: Report) -> str:
    return f"not final {report.reference} {report.version}"
