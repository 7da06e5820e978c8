"""Visits change places at once and nobody is booked twice, left without, or told of an error that is ours."""

from __future__ import annotations

import random

from tests.hospital.exchanges import Exchanges
from tests.hospital.house import House


def test_b04_fifty_exchange_reassign_cancel_and_book_at_once(house: House) -> None:
    exchanges, chance = Exchanges(house), random.Random(4)
    for _ in range(2):
        told = exchanges.run(chance)
        assert exchanges.problems(told) == []
    assert any(not each.error for each in told)
