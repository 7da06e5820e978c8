"""Whatever is done in whatever order, the ledger adds up to the stock and nothing is below nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from hospital.pharmacy import places, taking_back
from hospital.prescriptions.quantities import Dosage
from tests.hospital.house import PHARMACIST, PHARMACIST_TOO, House
from tests.hospital.pharmacy.counter import STATIN, prescribed
from tests.hospital.pharmacy.shelves import PRESCRIBED, Shelves


@pytest.fixture
def shelves(house: House) -> type[Shelves]:
    house.as_(PHARMACIST, lambda unit, actor: places.add(unit, actor, "a1", "Ward A1", "ward"))
    item = replace(STATIN, dosage=Dosage("tablet", Decimal(1), Decimal(1), PRESCRIBED))
    Shelves.house, Shelves.prescription = house, prescribed(house, item)
    Shelves.pharmacists = (house.actor(PHARMACIST), house.actor(PHARMACIST_TOO))
    return Shelves


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_ledger_adds_up_to_the_stock_under_any_order_of_operations(shelves: type[Shelves]) -> None:
    run_state_machine_as_test(shelves, settings=settings(max_examples=20, stateful_step_count=16))


def test_a_month_at_the_pharmacy_goes_as_its_ledger_says(shelves: type[Shelves]) -> None:
    month = shelves()
    steps: list[Callable[[], None]] = [
        partial(month.begin, "L1"),  # 5 of L1 wait for the patient
        partial(month.receive, "L2", 14, "pharmacy", True),
        partial(month.prepare, 14, "pharmacy", True),  # 9 of L1, which expires first, and 5 of L2
        partial(month.prepare, 12, "pharmacy", False),  # more than is left to be given
        partial(month.hand_over, 0),
        partial(month.hand_over, 0),
        partial(month.take_back, 0, 2, True, True),
        partial(month.take_back, 0, 2, False, False),
        partial(month.undo, 0, taking_back.withdraw),  # some of it came back
        partial(month.later, 12),  # L1 is out of date
        partial(month.hand_over, 1),
        partial(month.receive, "L1", 3, "pharmacy", False),
        partial(month.take_back, 0, 1, True, False),
        partial(month.undo, 1, taking_back.cancel),
        partial(month.undo, 1, taking_back.decline),
        partial(month.prepare, 14, "pharmacy", False),  # 12 of L2 are there, 2 are owed
        partial(month.undo, 0, taking_back.decline),
        partial(month.move, 4, "pharmacy"),
        partial(month.move, 14, "pharmacy"),
        partial(month.waste, "L1", 2, "pharmacy"),
        partial(month.waste, "L1", 14, "pharmacy"),
        partial(month.count_shelf, "a1", -3, 0),
        partial(month.count_shelf, "a1", -3, 1),
        partial(month.receive, "L3", 14, "a1", False),
        partial(month.receive, "L3", 14, "a1", False),
        partial(month.prepare, 14, "a1", False),
        partial(month.hand_over, 0),
        partial(month.prepare, 13, "a1", False),  # 5 are left to be given
        partial(month.prepare, 5, "a1", False),
        partial(month.hand_over, 0),
        partial(month.prepare, 1, "a1", False),
        partial(month.undo, 0, taking_back.withdraw),  # and now there are 5 again
    ]
    for step in steps:
        step()
        month.it_adds_up()
    assert [each.status for each in month.packages.values()] == ["cancel", "given", "decline", "given", "withdraw"]
    assert month.given == 25
