"""A server that is killed in the middle of its work loses nothing and does nothing twice."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.races.crowd import Crowd
from tests.races.house import open_house
from tests.races.serving import LineServer

pytestmark = pytest.mark.timeout(240)
KILLS = 2
CHATS = 24
BOOKINGS = 10


def test_killed_at_random_moments_a_server_loses_no_message_and_doubles_no_visit(database_url, tmp_path: Path):
    seed = random.randrange(1_000_000)
    desk = open_house(database_url, tmp_path, patients=CHATS)
    server = LineServer(database_url, tmp_path)
    server.start()
    crowd = Crowd(server, CHATS, seed)
    crowd.start()
    chance = random.Random(seed)
    for kill in range(4 * KILLS):
        if kill >= KILLS and crowd.interrupted >= KILLS:
            break  # enough of them fell in the middle of something
        crowd.busy_for(chance)
        server.kill()
        server.start()
    crowd.busy_until_booked(BOOKINGS, within=60)
    crowd.finish(within=60)
    server.stop()
    assert crowd.mistakes(desk.office) == [], f"seed {seed}"
    assert crowd.interrupted >= KILLS and crowd.booked >= BOOKINGS, "too little was going on to tell"
    desk.database.dispose()
