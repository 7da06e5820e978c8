"""What is ordered comes into batches, never more than was ordered; and what runs low or out of date is a task once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from db.models import PurchaseOrderRow, StockAlertRow, TaskRow
from hospital import task_work
from hospital.access import SYSTEM
from hospital.errors import HospitalError
from hospital.money import AmountError
from hospital.pharmacy import alerts, products, purchases, receiving, stock
from hospital.pharmacy.errors import (
    ExpiredError,
    LotError,
    PharmacyError,
    PiecesError,
    RetiredError,
    StatusError,
    TooMuchError,
    WrongProductError,
)
from hospital.pharmacy.purchases import NewLine, NewOrder, PurchaseOrder
from hospital.pharmacy.stock import Arrival
from tests.hospital.clinic import NOW
from tests.hospital.house import PHARMACIST, House
from tests.hospital.pharmacy.counter import there

ENOX, TRAM = NewLine("ENOX-40", 30, Decimal("5.10")), NewLine("TRAM-50", 20, Decimal("0.22"))
ORDER = NewOrder("Medisur", "pharmacy", [ENOX, TRAM])
NEXT_YEAR = date(2027, 5, 31)
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def draft(house: House, order: NewOrder = ORDER, key: str = "po") -> PurchaseOrder:
    return house.as_(PHARMACIST, lambda unit, actor: purchases.draft(unit, house.hospital, actor, order, key=key))


def ordered(house: House) -> PurchaseOrder:
    reference = draft(house).reference
    return house.as_(PHARMACIST, lambda unit, actor: purchases.send(unit, actor, reference))


def deliver(house: House, order: PurchaseOrder, *arrivals: Arrival, key: str = "d1") -> PurchaseOrder:
    return house.as_(
        PHARMACIST,
        lambda unit, actor: receiving.receive(unit, house.hospital, actor, order.reference, arrivals, key=key),
    )


def test_an_order_is_received_in_parts_into_batches(house: House) -> None:
    order = ordered(house)
    for _ in range(2):
        assert draft(house).reference == order.reference
        part = deliver(house, order, Arrival("ENOX-40", "E1", NEXT_YEAR, 10), Arrival("TRAM-50", "T9", NEXT_YEAR, 20))
    assert (part.status, [line.received for line in part.lines]) == ("partly-received", [10, 20])
    whole = deliver(
        house, order, Arrival("ENOX-40", "E1", NEXT_YEAR, 5), Arrival("ENOX-40", "E2", NEXT_YEAR, 15), key="d2"
    )
    assert (whole.status, [line.received for line in whole.lines]) == ("received", [30, 20])
    assert there(house, "ENOX-40") == {("pharmacy", "E1"): 15, ("pharmacy", "E2"): 15}
    assert there(house, "TRAM-50") == {("pharmacy", "OPENING"): 60, ("pharmacy", "T9"): 20}
    with pytest.raises(StatusError):
        deliver(house, order, Arrival("ENOX-40", "E1", NEXT_YEAR, 1), key="d3")


@pytest.mark.parametrize(
    ("arrival", "error"),
    [
        (Arrival("ENOX-40", "E1", NEXT_YEAR, 31), TooMuchError),
        (Arrival("ENOX-40", "E1", NEXT_YEAR, 0), PiecesError),
        (Arrival("ENOX-40", "E1", NEXT_YEAR, -3), PiecesError),
        (Arrival("PARA-500", "P1", NEXT_YEAR, 3), WrongProductError),
        (Arrival("ENOX-40", "E1", date(2026, 6, 7), 3), ExpiredError),
        (Arrival("TRAM-50", "OPENING", NEXT_YEAR, 3), LotError),
        (Arrival("ENOX-40", " ", NEXT_YEAR, 3), PharmacyError),
    ],
)
def test_a_delivery_that_is_not_right_is_taken_in_by_no_part(
    house: House, arrival: Arrival, error: type[HospitalError]
) -> None:
    order = ordered(house)
    with pytest.raises(error):
        deliver(house, order, Arrival("TRAM-50", "T9", NEXT_YEAR, 5), arrival)
    assert there(house, "TRAM-50") == {("pharmacy", "OPENING"): 60}
    assert house.rows(PurchaseOrderRow)[0].status == "ordered"


@pytest.mark.parametrize(
    ("lines", "error"),
    [
        ([], PharmacyError),
        ([ENOX, ENOX], PharmacyError),
        ([replace(ENOX, quantity=0)], PiecesError),
        ([replace(ENOX, quantity=-5)], PiecesError),
        ([replace(ENOX, unit_cost=Decimal("-1"))], AmountError),
        ([replace(ENOX, unit_cost=Decimal("1.005"))], AmountError),
        ([replace(ENOX, sku="NONE")], HospitalError),
    ],
)
def test_an_order_that_makes_no_sense_is_not_written(
    house: House, lines: Sequence[NewLine], error: type[HospitalError]
) -> None:
    with pytest.raises(error):
        draft(house, replace(ORDER, lines=lines))
    assert house.rows(PurchaseOrderRow) == []


def test_nothing_retired_is_ordered(house: House) -> None:
    house.as_(PHARMACIST, lambda unit, actor: products.retire(unit, actor, "ENOX-40"))
    with pytest.raises(RetiredError):
        draft(house)


def test_a_draft_is_not_received_and_what_is_cancelled_comes_no_more(house: House) -> None:
    order = draft(house)
    with pytest.raises(StatusError):
        deliver(house, order, Arrival("ENOX-40", "E1", NEXT_YEAR, 1))
    order = ordered(house)
    deliver(house, order, Arrival("ENOX-40", "E1", NEXT_YEAR, 10))
    for _ in range(2):
        gone = house.as_(
            PHARMACIST, lambda unit, actor: purchases.cancel(unit, actor, order.reference, reason="no more made")
        )
    assert (gone.status, gone.status_reason) == ("cancelled", "no more made")
    with pytest.raises(StatusError):
        deliver(house, order, Arrival("ENOX-40", "E1", NEXT_YEAR, 1), key="d2")
    assert there(house, "ENOX-40") == {("pharmacy", "E1"): 10}


# --- what the pharmacy must see to ----------------------------------------------------------------


def look(house: House, now: datetime = NOW) -> list[str]:
    cases = house.read(lambda unit: alerts.cases(unit, house.hospital, SYSTEM), now)
    made = [see_to(house, case, now) for case in cases]
    kinds = {row.reference: f"{row.kind} {row.summary.split(':')[0]}" for row in house.rows(TaskRow)}
    return [kinds[reference] for reference in made if reference is not None]


def see_to(house: House, case: alerts.Case, now: datetime = NOW) -> str | None:
    return house.write(lambda unit: alerts.see_to(unit, house.hospital, SYSTEM, case), now)


def tasks(house: House) -> list[tuple[str, str, str]]:
    return [(row.queue, row.kind, row.status) for row in house.rows(TaskRow)]


def waste(house: House, sku: str, lot: str, quantity: int, key: str) -> None:
    house.as_(
        PHARMACIST,
        lambda unit, actor: stock.waste(unit, actor, sku, lot, quantity, place="pharmacy", reason="broken", key=key),
    )


def test_what_is_at_its_level_or_under_it_is_a_task_of_the_pharmacy_once(house: House) -> None:
    assert look(house) == ["low_stock Enoxaparin 40 mg injection (ENOX-40)"]
    assert look(house, NOW + timedelta(days=1)) == []
    waste(house, "TRAM-50", "OPENING", 39, "w1")
    assert look(house) == []
    waste(house, "TRAM-50", "OPENING", 1, "w2")
    assert look(house) == ["low_stock Tramadol 50 mg capsules (TRAM-50)"]
    assert tasks(house) == [("pharmacy", "low_stock", "requested")] * 2


def test_two_who_looked_at_once_make_one_task_of_a_case(house: House) -> None:
    (case,) = house.read(lambda unit: alerts.cases(unit, house.hospital, SYSTEM))
    assert [see_to(house, case) is None for _ in range(2)] == [False, True]
    assert len(house.rows(TaskRow)) == len(house.rows(StockAlertRow)) == 1


def test_a_case_that_is_over_ends_its_task_and_begins_anew_when_it_comes_back(house: House) -> None:
    look(house)
    deliver(house, ordered(house), Arrival("ENOX-40", "E1", NEXT_YEAR, 30))
    assert look(house) == []
    assert tasks(house) == [("pharmacy", "low_stock", "cancelled")]
    waste(house, "ENOX-40", "E1", 25, "w")
    assert look(house) == ["low_stock Enoxaparin 40 mg injection (ENOX-40)"]
    assert [row.closed_at is None for row in house.rows(StockAlertRow)] == [False, True]


def test_a_task_that_somebody_took_stays_theirs_when_its_case_is_over(house: House) -> None:
    look(house)
    reference = house.rows(TaskRow)[0].reference
    house.write(lambda unit: task_work.claim(unit, reference, f"{PHARMACIST}@rosehill.example"))
    deliver(house, ordered(house), Arrival("ENOX-40", "E1", NEXT_YEAR, 30))
    look(house)
    assert tasks(house) == [("pharmacy", "low_stock", "accepted")]


def test_a_batch_is_told_of_before_it_expires_and_when_it_has(house: House) -> None:
    look(house)
    assert look(house, NOW + timedelta(days=83)) == []
    assert look(house, NOW + timedelta(days=84)) == ["expiring Atorvastatin 20 mg tablets (ATORV-20), lot A78"]
    assert look(house, NOW + timedelta(days=114)) == []
    assert look(house, NOW + timedelta(days=115)) == ["expired Atorvastatin 20 mg tablets (ATORV-20), lot A78"]
    waste(house, "ATORV-20", "A78", 100, "w")
    assert look(house, NOW + timedelta(days=116)) == []
    assert [(kind, status) for _, kind, status in tasks(house)] == [
        ("low_stock", "requested"),
        ("expiring", "cancelled"),
        ("expired", "cancelled"),
    ]


def test_what_is_out_of_date_does_not_count_as_stock(house: House) -> None:
    look(house)
    waste(house, "ATORV-20", "A77", 210, "w")
    assert look(house, NOW + timedelta(days=115)) == [
        "expired Atorvastatin 20 mg tablets (ATORV-20), lot A78",
        "low_stock Atorvastatin 20 mg tablets (ATORV-20)",
    ]


def test_nobody_is_told_of_what_is_retired(house: House) -> None:
    house.as_(PHARMACIST, lambda unit, actor: products.retire(unit, actor, "ENOX-40"))
    assert look(house) == []
