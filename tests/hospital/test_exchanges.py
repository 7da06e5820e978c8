"""Visits change places at once and nobody is booked twice, left without, or told of an error that is ours."""

from __future__ import annotations

import random

from tests.hospital.exchanges import KINDS, Exchanges
from tests.hospital.house import House


def test_b04_of_fifty_who_exchange_reassign_cancel_and_book_at_once_each_has_what_they_were_told(house: House) -> None:
    exchanges, chance = Exchanges(house), random.Random(4)
    done = set()
    for _ in range(3):
        told = exchanges.run(chance)
        assert exchanges.problems(told) == []
        done |= {each.wish.kind for each in told if not each.error and each.visit}
    assert done == set(KINDS)
