"""Bills the demo's visits: those that its stories tell of, and this morning's, with the desk's till of each day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import ROUND_UP, Decimal
from itertools import groupby
from random import Random
from typing import Any

from sqlalchemy import Row, select

from db.models import AppointmentRow, EncounterRow
from hospital import insured_invoices
from hospital.billing import desk, tills
from hospital.billing.desk import Taking
from hospital.billing.records import Invoice
from hospital.billing.tills import Till
from hospital.demo.records import DESK, patient_of, somebody
from hospital.demo.seeing import at_visit
from hospital.demo.stories import STORIES, Story
from hospital.directory import Hospital
from hospital.insurance import claim_records, claiming
from hospital.office import Unit
from hospital.schedule import day_bounds

CLERK = "stella.marchetti@lanternquay.example"
COUNTER, FLOAT = "Out-patients", Decimal("150.00")
OPENS, CLOSES = time(7, 30), time(20, 30)
PAID_AT_ONCE, IN_CASH = 0.8, 0.25
_BILLED = timedelta(minutes=20)
"""How long after a visit its bill is made, when the pharmacy is done too."""


@dataclass(frozen=True)
class _Bill:
    """A visit whose bill is to be made, and what is paid of it at the desk (None: nothing yet, 0: all)."""

    visit: Row[Any]
    paid: Decimal | None
    method: str

    @property
    def at(self) -> datetime:
        """When it is made."""
        made: datetime = self.visit.ends_at + _BILLED
        return made

    @property
    def key(self) -> str:
        """What names the bill among requests."""
        return f"demo bill {self.visit.reference}"


def write_bills(unit: Unit, hospital: Hospital, rng: Random) -> None:
    """Bill the stories' visits and this morning's in the order of their ends, so that numbers follow one another."""
    todays = _seen_today(unit, hospital)
    wanted = [*(_of_story(unit, story) for story in STORIES), *(_of_today(visit, rng) for visit in todays)]
    due = sorted((bill for bill in wanted if bill.at <= unit.now), key=lambda bill: (bill.at, bill.key))
    for day, bills in groupby(due, key=lambda bill: hospital.local(bill.at).date()):
        _one_day(unit, hospital, day, list(bills))
    for visit in todays:
        at_visit(unit, hospital, visit)


def _of_story(unit: Unit, story: Story) -> _Bill:
    of_story = (
        select(AppointmentRow.__table__)
        .join(EncounterRow, EncounterRow.appointment_id == AppointmentRow.id)
        .where(AppointmentRow.patient_id == patient_of(unit, story))
    )
    return _Bill(unit.connection.execute(of_story).one(), story.paid, story.method)


def _seen_today(unit: Unit, hospital: Hospital) -> Sequence[Row[Any]]:
    """Today's visits with their doctor, and over."""
    begin, _ = day_bounds(hospital.local(unit.now).date(), hospital.zone)
    here = AppointmentRow.status.in_(("checked-in", "fulfilled"))
    todays = select(AppointmentRow.__table__).where(AppointmentRow.starts_at >= begin, here)
    return unit.connection.execute(todays.order_by(AppointmentRow.ends_at, AppointmentRow.id)).all()


def _of_today(visit: Row[Any], rng: Random) -> _Bill:
    is_paid, is_cash = rng.random() < PAID_AT_ONCE, rng.random() < IN_CASH
    return _Bill(visit, Decimal(0) if is_paid else None, "cash" if is_cash else "card")


def _one_day(unit: Unit, hospital: Hospital, day: date, bills: Sequence[_Bill]) -> None:
    """A day at the desk: its till is opened, and closed unless the day is today."""
    opens = replace(unit, now=datetime.combine(day, OPENS, hospital.zone))
    till = tills.open_till(opens, hospital, somebody(opens, DESK), COUNTER, FLOAT, key=f"demo till {day}")
    for number, bill in enumerate(bills, 1):
        at = replace(unit, now=bill.at)
        at_visit(at, hospital, bill.visit)
        invoice = _issued(at, hospital, bill)
        if bill.paid is not None and invoice.owed:
            _pay(at, hospital, till, invoice, bill, slip=f"{day:%d%m}{number:04}")
    closes = replace(unit, now=datetime.combine(day, CLOSES, hospital.zone))
    if closes.now < unit.now:
        counted = tills.get(closes, till.reference).cash
        tills.close(closes, hospital, somebody(closes, DESK), till.reference, counted)


def _issued(unit: Unit, hospital: Hospital, bill: _Bill) -> Invoice:
    clerk = somebody(unit, CLERK)
    draft = insured_invoices.draft(unit, hospital, clerk, bill.visit.patient_id, key=bill.key)
    issued = insured_invoices.issue(unit, hospital, clerk, draft.reference)
    for claim in claim_records.of_invoice(unit, issued.number or ""):
        claiming.send(unit, clerk, claim.reference)
    return issued


def _pay(unit: Unit, hospital: Hospital, till: Till, invoice: Invoice, bill: _Bill, slip: str) -> None:
    amount = min(bill.paid, invoice.owed) if bill.paid else invoice.owed
    taking = Taking(invoice.reference, till.reference, amount, hospital.currency, bill.method)
    if bill.method == "cash":
        taking = replace(taking, tendered=(amount / 10).to_integral_value(ROUND_UP) * 10)
    else:
        taking = replace(taking, card_reference=slip)
    desk.take(unit, hospital, somebody(unit, DESK), taking, key=f"{bill.key} paid")
