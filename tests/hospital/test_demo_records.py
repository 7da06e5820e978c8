"""The demo's records: what a newcomer can ask about is there, adds up, and is as if its people had done it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from db.engine import connect
from db.migrate import upgrade
from db.models import (
    AppointmentRow,
    ChargeItemRow,
    ClaimRow,
    DependantRow,
    DispenseRow,
    EncounterRow,
    InvoiceRow,
    PatientRow,
    PaymentRow,
    StockMovementRow,
    StockRow,
    TillRow,
)
from hospital import access, audit
from hospital.access import Actor
from hospital.billing import records as invoices
from hospital.demo import going_on
from hospital.demo.making import load_demo
from hospital.office import Office, Unit
from hospital.prescriptions import records as prescriptions
from hospital.prescriptions import refills
from hospital.reports import reading
from tests.hospital.test_demo import MID_MORNING, office_at, rows

ALICE, CARMEN, WALTER, LARS, REBECCA = "LQ-000101", "LQ-000103", "LQ-000104", "LQ-000112", "LQ-000114"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('records') / 'demo.sqlite3'}")
    upgrade(engine)
    office = office_at(engine)
    load_demo(office)
    yield office
    engine.dispose()


def patient(unit: Unit, number: str, *, first_child: bool = False) -> Actor:
    """A patient, or the first child of one, who has proven who they are in a chat."""
    one = unit.connection.scalar(select(PatientRow.id).where(PatientRow.number == number))
    if first_child:
        one = unit.connection.scalar(select(func.min(DependantRow.patient_id)).where(DependantRow.guardian_id == one))
    assert one is not None
    return access.of_patient(one, level=2, is_proxy=first_child)


def prescribed(unit: Unit, number: str) -> prescriptions.Prescription:
    mine = patient(unit, number)
    return prescriptions.of_patient(unit, mine, mine.patient_id or 0)[0]


def stages(unit: Unit, number: str, *, first_child: bool = False) -> dict[str, str]:
    mine = patient(unit, number, first_child=first_child)
    return {stage.name: stage.stage for stage in reading.stages(unit, mine, mine.patient_id or 0)}


def test_what_a_patient_owes_is_the_visit_the_test_and_the_tablets_less_what_the_plan_bears(made: Office) -> None:
    with made.read() as unit:
        mine = patient(unit, ALICE)
        (bill,) = (invoices.get(unit, each.reference) for each in invoices.of_patient(unit, mine, mine.patient_id or 0))
    # 115 + 32.50 + 28 * 0.22 = 153.66; the plan bears 80 % of what is above 10: 114.93
    assert sorted(line.amount for line in bill.lines) == [Decimal("6.16"), Decimal("32.50"), Decimal("115.00")]
    assert (bill.total, bill.insurer_due, bill.owed) == (Decimal("153.66"), Decimal("114.93"), Decimal("38.73"))


def test_medicines_are_given_waiting_to_be_collected_or_asked_for_again(made: Office) -> None:
    with made.read() as unit:
        assert [(item.medication, item.left) for item in prescribed(unit, ALICE).items] == [
            ("Amlodipine 5 mg tablets", Decimal(0))
        ]
        asked = patient(unit, CARMEN)
        (refill,) = refills.of_patient(unit, asked, asked.patient_id or 0)
        assert (refill.status, refill.medication) == ("requested", "Levothyroxine 50 micrograms tablets")
        (waiting,) = (each for each in rows(made, DispenseRow) if each.prescription_id == prescribed(unit, LARS).id)
        assert waiting.status == "in-progress" and waiting.handed_over_at is None


def test_examinations_stand_at_every_step(made: Office) -> None:
    with made.read() as unit:
        assert stages(unit, ALICE) == {"Lipid panel": "ready", "Full blood count": "ordered"}
        assert stages(unit, CARMEN) == {"HbA1c": "with_doctor"}
        assert stages(unit, "LQ-000107") == {"MRI of the head": "done"}
        assert stages(unit, REBECCA, first_child=True) == {"Full blood count": "ready"}


def test_every_bill_adds_up_and_numbers_have_no_gaps(made: Office) -> None:
    bills, payments = rows(made, InvoiceRow), rows(made, PaymentRow)
    charged: dict[int | None, Decimal] = defaultdict(Decimal)
    for charge in rows(made, ChargeItemRow):
        charged[charge.invoice_id] += charge.amount
    not_yet = charged.pop(None, Decimal(0))
    assert len(bills) > 30 and 0 <= not_yet < 2000, "only whoever has just left is not billed yet"
    assert {bill.id: bill.total for bill in bills} == charged
    assert all(bill.total == bill.insurer_due + bill.patient_due for bill in bills)
    numbers = [int(bill.number.rpartition("-")[2]) for bill in sorted(bills, key=lambda bill: bill.id)]
    assert numbers == list(range(1, len(bills) + 1))
    paid = sum(payment.amount for payment in payments)
    in_tills = sum(till.cash_in + till.card_in for till in rows(made, TillRow))
    assert paid == in_tills > 0
    assert Counter(bill.status for bill in bills).keys() == {"issued", "balanced"}
    assert {claim.status for claim in rows(made, ClaimRow)} == {"active"}


def test_todays_till_is_open_and_the_others_were_counted_without_a_difference(made: Office) -> None:
    tills = sorted(rows(made, TillRow), key=lambda till: till.opened_at)
    assert [till.status for till in tills] == [*["closed"] * (len(tills) - 1), "open"]
    assert {till.difference for till in tills[:-1]} == {Decimal(0)}


def test_what_was_given_came_off_the_shelf(made: Office) -> None:
    moved: dict[int, int] = defaultdict(int)
    for move in rows(made, StockMovementRow):
        moved[move.product_id] += move.quantity
    there: dict[int, int] = defaultdict(int)
    for stock in rows(made, StockRow):
        there[stock.product_id] += stock.quantity
    assert {product: left for product, left in moved.items() if left} == {p: n for p, n in there.items() if n}
    assert min(there.values()) >= 0


def test_nothing_is_dated_ahead_and_the_trail_holds(made: Office) -> None:
    for row in (*rows(made, EncounterRow), *rows(made, InvoiceRow), *rows(made, PaymentRow), *rows(made, TillRow)):
        told = (value for name, value in row._mapping.items() if name.endswith("_at") and isinstance(value, datetime))
        assert all(moment <= MID_MORNING for moment in told), row
    with made.read() as unit:
        assert audit.verify(unit) is None


def test_whoever_is_seen_later_is_charged_and_nobody_twice(made: Office) -> None:
    done = "fulfilled"

    def billed() -> tuple[int, int]:
        visits = [visit for visit in rows(made, AppointmentRow) if visit.status == done and is_todays(visit)]
        sources = {charge.source for charge in rows(made, ChargeItemRow)}
        return len(visits), sum(f"visit {visit.reference}" in sources for visit in visits)

    def is_todays(visit: Any) -> bool:
        return bool(visit.starts_at.date() == MID_MORNING.date())

    before = billed()
    made.write(lambda unit: going_on.go_on(unit), now=MID_MORNING + timedelta(hours=3))
    after = billed()
    assert before[0] == before[1] > 20
    assert after[0] == after[1] > before[1]
    assert made.write(going_on.go_on, now=MID_MORNING + timedelta(hours=3)) == 0


@pytest.mark.parametrize("database_url", ["mariadb"], indirect=True)
def test_the_same_on_mariadb(database_url: str) -> None:
    engine = connect(database_url)
    office = office_at(engine)
    load_demo(office)
    with office.read() as unit:
        mine = patient(unit, ALICE)
        (bill,) = invoices.of_patient(unit, mine, mine.patient_id or 0)
        assert (bill.total, bill.owed) == (Decimal("153.66"), Decimal("38.73"))
        assert audit.verify(unit) is None
    engine.dispose()
