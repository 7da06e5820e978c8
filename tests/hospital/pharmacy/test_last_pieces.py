"""Whoever sells the last pieces at once sells each of them once."""

from __future__ import annotations

from tests.hospital.house import House
from tests.hospital.pharmacy.rush import Rush


def test_b08_fifty_clients_at_once_never_sell_a_piece_twice_or_one_that_is_not_there(house: House) -> None:
    rush = Rush(house)
    told = rush.run(31)
    assert rush.problems(told, 31) == []
    assert {each.refused for each in told if not each.given} <= {
        "OutOfStockError",
        "TooMuchError",
        "PrescriptionStatusError",
    }
