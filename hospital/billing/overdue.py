"""What money waits for somebody: days whose visits are on no invoice, invoices that their patients do not pay.

Nobody is written to: a person of billing is told, one open task for each, which ends by itself when there is nothing
left of it. Where it came back, or was closed with something left, they are told anew after a while.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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

BILLED_WITHIN_DAYS = 1
"""Days after that of a visit until what it costs is on an invoice."""
LOOK_BACK_DAYS = 31
AGAIN_AFTER = timedelta(days=7)
"""So long after a task of it was closed billing is told of the same again."""
AT_A_TIME = 200


# --- days -----------------------------------------------------------------------------------------


def unbilled_days(unit: Unit, hospital: Hospital, actor: Actor) -> Sequence[date]:
    """The days that billing is to be told of, the oldest first. Raises ForbiddenError."""
    access.require(unit, actor, "clock.sweep")
    today = hospital.local(unit.now).date()
    days = [today - timedelta(days=ago) for ago in range(LOOK_BACK_DAYS, BILLED_WITHIN_DAYS, -1)]
    keys = select(TaskRow.request_key).where(
        TaskRow.request_key > f"{UNBILLED} {days[0]} ", TaskRow.request_key < f"{UNBILLED} {days[-1]}!", _is_told(unit)
    )
    told = {key.split()[1] for key in unit.connection.scalars(keys)}
    return [day for day in days if day.isoformat() not in told and any(_left(unit, hospital, day))]


def _is_told(unit: Unit) -> ColumnElement[bool]:
    return TaskRow.status.in_(tasks.OPEN) | (TaskRow.closed_at > unit.now - AGAIN_AFTER)


def tell_of_day(unit: Unit, hospital: Hospital, actor: Actor, day: date) -> bool:
    """Tell billing in one open task how much of a day is on no invoice; whether any is. Raises ForbiddenError."""
    access.require(unit, actor, "clock.sweep")
    visits, others = _left(unit, hospital, day)
    told = [_counted(visits, "visit"), _counted(others, "other charge")]
    if not any(told):
        return False
    are = "is" if visits + others == 1 else "are"
    summary = f"{' and '.join(filter(None, told))} of {day:%A %Y-%m-%d} {are} not billed"
    for_billing.tell(unit, hospital, UNBILLED, day.isoformat(), summary)
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
    """Invoices that their patients should have paid, and that billing is to be told of; by reference, the oldest first.

    Raises ForbiddenError.
    """
    access.require(unit, actor, "clock.sweep")
    about = literal(f"{OVERDUE} ") + InvoiceRow.reference
    told = select(TaskRow.id).where(
        # what begins with it and a space, in a form for which every database takes the index
        TaskRow.request_key > about + literal(" "),
        TaskRow.request_key < about + literal("!"),
        _is_told(unit),
    )
    late = select(InvoiceRow.reference).where(
        InvoiceRow.status == ISSUED, InvoiceRow.issued_at <= _issued_before(unit), _IS_OWED, ~told.exists()
    )
    return list(unit.connection.scalars(late.order_by(InvoiceRow.issued_at, InvoiceRow.id).limit(AT_A_TIME)))


_IS_OWED: ColumnElement[bool] = InvoiceRow.patient_paid < InvoiceRow.patient_due


def tell_of_invoice(unit: Unit, hospital: Hospital, actor: Actor, reference: str) -> bool:
    """Tell billing that an invoice is not paid in time, in one open task; whether it is so.

    Raises ForbiddenError, NotFoundError.
    """
    access.require(unit, actor, "clock.sweep")
    invoice = acting.relocked(unit, records.get, reference)
    if not invoice.owed or invoice.issued_at is None or invoice.issued_at > _issued_before(unit):
        return False
    owed, issued_on = money.told(invoice.owed, hospital.currency), hospital.local(invoice.issued_at).date()
    summary = f"{invoice.number}: {owed} not paid, issued {issued_on}"
    for_billing.tell(unit, hospital, OVERDUE, reference, summary, invoice.patient_id)
    return True


def _issued_before(unit: Unit) -> datetime:
    return unit.now - timedelta(days=PAY_WITHIN_DAYS)


# --- what has come to its end ---------------------------------------------------------------------


@dataclass(frozen=True)
class Matter:
    """What a task is about: an unbilled day as ISO writes it, or an invoice's reference."""

    kind: str
    about: str


def standing(unit: Unit, actor: Actor) -> Sequence[Matter]:
    """What billing has an open task of, the oldest first. Raises ForbiddenError."""
    access.require(unit, actor, "clock.sweep")
    still = select(TaskRow.kind, TaskRow.request_key).where(
        TaskRow.queue == "billing", TaskRow.kind.in_((UNBILLED, OVERDUE)), TaskRow.status.in_(tasks.OPEN)
    )
    return [Matter(kind, key.split()[1]) for kind, key in unit.connection.execute(still.order_by(TaskRow.id))]


def settle(unit: Unit, hospital: Hospital, actor: Actor, matter: Matter) -> bool:
    """End the task of a day that is billed by now, of an invoice that is paid; whether it is. Raises ForbiddenError."""
    access.require(unit, actor, "clock.sweep")
    if _is_left(unit, hospital, matter.kind, matter.about):
        return False
    for_billing.settle(unit, matter.kind, matter.about)
    return True


def _is_left(unit: Unit, hospital: Hospital, kind: str, about: str) -> bool:
    if kind == UNBILLED:
        return any(_left(unit, hospital, date.fromisoformat(about)))
    mine = select(InvoiceRow.id).where(InvoiceRow.reference == about, InvoiceRow.status == ISSUED, _IS_OWED)
    return unit.connection.scalar(mine) is not None
