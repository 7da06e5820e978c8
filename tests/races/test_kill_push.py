"""A desk that is killed after it did something and before it said so says it once it is back, and does it once."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

import pytest

from tests.races.push_kills import VENDORS, PushKills

pytestmark = pytest.mark.timeout(240)


@pytest.mark.parametrize("channel", sorted(VENDORS))
def test_killed_between_doing_and_saying_it_says_it_once_it_is_back(tmp_path: Path, channel: str):
    seed = random.randrange(1_000_000)
    chance = random.Random(seed)
    with closing(PushKills(tmp_path, channel)) as round_:
        round_.start()
        round_.kill(chance, is_aimed=True, do_leases_run_out=True)
        told = round_.finish(seconds=60)
    assert told.mistakes == 0, f"seed {seed}: {told}"
    assert told.between == 1 and told.people > 1, "too little was going on to tell"
    assert told.duplicates <= told.in_flight, f"only what was on its way may arrive twice; seed {seed}: {told}"
