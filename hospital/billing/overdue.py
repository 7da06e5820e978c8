"""What money waits for somebody: days whose visits are on no invoice, invoices that their patients do not pay.

Nobody is written to: a person of billing is told, once for each, and their task ends by itself when there is nothing
left of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, literal, select

from db.models import ChargeItemRow, EncounterRow, InvoiceRow, TaskRow
from hospital import access, acting, charges, encounters, money, tasks
from hospital.access import Actor
from hospital.billing import for_billing, records
from hospital.billing.for_billing import OVERDUE, UNBILLED
from hospital.billing.records import ISSUED, PAY_WITHIN_DAYS
from hospital.directory import Hospital
from hospital.office import Unit
from hospital.schedule import day_bounds
from hospital.tasks import NewTask

BILLED_WITHIN_DAYS = 1
"""Days after that of a visit until what it costs is on an invoice."""
LOOK_BACK_DAYS = 31
AT_A_TIME = 200


# --- days -----------------------------------------------------------------------------------------


def unbilled_days(unit: Unit, hospital: Hospital, actor: Actor) -> Sequence[date]:
    """The days that billing is to be told of and was not, the oldest first. Raises ForbiddenError."""
    access.require(unit, actor, "clock.sweep")
    today = hospital.local(unit.now).date()
    days = [today - timedelta(days=ago) for ago in range(LOOK_BACK_DAYS, BILLED_WITHIN_DAYS, -1)]
    keys = [_key(UNBILLED, day.isoformat()) for day in days]
    told = set(unit.connection.scalars(select(TaskRow.request_key).where(TaskRow.request_key.in_(keys))))
    return [day for day, key in zip(days, keys, strict=True) if key not in told and any(_left(unit, hospital, day))]


def tell_of_day(unit: Unit, hospital: Hospital, actor: Actor, day: date) -> bool:
    """Tell billing, once, how much of a day is on no invoice; whether anything was. Raises ForbiddenError."""
    access.require(unit, actor, "clock.sweep")
    visits, others = _left(unit, hospital, day)
    told = [_counted(visits, "visit"), _counted(others, "other charge")]
    if not any(told):
        return False
    are = "is" if visits + others == 1 else "are"
    summary = f"{' and '.join(filter(None, told))} of {day:%A %Y-%m-%d} {are} not billed"
    tasks.create(unit, hospital, NewTask(_key(UNBILLED, day.isoformat()), "billing", UNBILLED, summary))
    return True


def _left(unit: Unit, hospital: Hospital, day: date) -> tuple[int, int]:
    """How many visits that are over have something of that day on no invoice, and how many charges of no visit."""
    first, end = day_bounds(day, hospital.zone)
    item = ChargeItemRow
    open_ones = (item.status == charges.BILLABLE) & (item.occurred_at >= first) & (item.occurred_at < end)
    of_visits = (
        select(func.count(item.encounter_id.distinct()))
        .join(EncounterRow, EncounterRow.id == item.encounter_id)
        .where(open_ones, EncounterRow.status.in_(encounters.OVER))
    )
    of_none = select(func.count()).select_from(item).where(open_ones, item.encounter_id.is_(None))
    return unit.connection.scalar(of_visits) or 0, unit.connection.scalar(of_none) or 0


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}" if number else ""


# --- invoices -------------------------------------------------------------------------------------


def overdue(unit: Unit, actor: Actor) -> Sequence[str]:
    """Invoices that their patients should have paid, and that billing was not told of; by reference, the oldest first.

    Raises ForbiddenError.
    """
    access.require(unit, actor, "clock.sweep")
    told = select(TaskRow.id).where(
        TaskRow.request_key == literal(f"{OVERDUE} ") + InvoiceRow.reference + literal(" 1")
    )
    late = select(InvoiceRow.reference).where(
        InvoiceRow.status == ISSUED, InvoiceRow.issued_at <= _issued_before(unit), _IS_OWED, ~told.exists()
    )
    return list(unit.connection.scalars(late.order_by(InvoiceRow.issued_at, InvoiceRow.id).limit(AT_A_TIME)))


_IS_OWED: ColumnElement[bool] = InvoiceRow.patient_paid < InvoiceRow.patient_due


def tell_of_invoice(unit: Unit, hospital: Hospital, actor: Actor, reference: str) -> bool:
    """Tell billing, once, that an invoice is not paid in time; whether it is so.

    Raises ForbiddenError, NotFoundError.
    """
    access.require(unit, actor, "clock.sweep")
    invoice = acting.relocked(unit, records.get, reference)
    if not invoice.owed or invoice.issued_at is None or invoice.issued_at > _issued_before(unit):
        return False
    owed, issued_on = money.told(invoice.owed, hospital.currency), hospital.local(invoice.issued_at).date()
    summary = f"{invoice.number}: {owed} not paid, issued {issued_on}"
    new = NewTask(_key(OVERDUE, reference), "billing", OVERDUE, summary, patient_id=invoice.patient_id)
    tasks.create(unit, hospital, new)
    return True


def _issued_before(unit: Unit) -> datetime:
    return unit.now - timedelta(days=PAY_WITHIN_DAYS)


# --- what has come to its end ---------------------------------------------------------------------


def settle_done(unit: Unit, hospital: Hospital, actor: Actor) -> int:
    """End the tasks of days that are billed by now and of invoices that are paid; how many. Raises ForbiddenError."""
    access.require(unit, actor, "clock.sweep")
    still = select(TaskRow.kind, TaskRow.request_key).where(
        TaskRow.queue == "billing", TaskRow.kind.in_((UNBILLED, OVERDUE)), TaskRow.status.in_(tasks.OPEN)
    )
    done = 0
    for kind, key in unit.connection.execute(still.order_by(TaskRow.id)).all():
        about = key.split()[1]
        if not _is_left(unit, hospital, kind, about):
            for_billing.settle(unit, kind, about)
            done += 1
    return done


def _is_left(unit: Unit, hospital: Hospital, kind: str, about: str) -> bool:
    if kind == UNBILLED:
        return any(_left(unit, hospital, date.fromisoformat(about)))
    mine = select(InvoiceRow.id).where(InvoiceRow.reference == about, InvoiceRow.status == ISSUED, _IS_OWED)
    return unit.connection.scalar(mine) is not None


def _key(kind: str, about: str) -> str:
    return f"{kind} {about} 1"
