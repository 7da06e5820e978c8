"""Whatever is done in whatever order, the ledger adds up to the stock and nothing is below nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from hospital.pharmacy import places
from hospital.prescriptions.quantities import Dosage
from tests.hospital.house import PHARMACIST, PHARMACIST_TOO, House
from tests.hospital.pharmacy.counter import STATIN, prescribed
from tests.hospital.pharmacy.shelves import PRESCRIBED, Shelves


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_ledger_adds_up_to_the_stock_under_any_order_of_operations(house: House) -> None:
    house.as_(PHARMACIST, lambda unit, actor: places.add(unit, actor, "a1", "Ward A1", "ward"))
    item = replace(STATIN, dosage=Dosage("tablet", Decimal(1), Decimal(1), PRESCRIBED))
    Shelves.house, Shelves.prescription = house, prescribed(house, item)
    Shelves.pharmacists = (house.actor(PHARMACIST), house.actor(PHARMACIST_TOO))
    run_state_machine_as_test(Shelves, settings=settings(max_examples=12, stateful_step_count=16))
