"""While the database is killed, frozen or gone, people get an answer; when it is back, all that they said is there."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from conversation.messages import Answer
from conversation.phrases.say import Say
from conversation.phrases.voice import Voice
from doors.wiring import Desk
from tests.races import oracle
from tests.races.crowd import Crowd
from tests.races.house import inbound, line, offered, open_house
from tests.races.serving import LineServer
from tests.services.servers import MariaDB

pytestmark = pytest.mark.timeout(240)
KEPT = Voice("en").say(Say.KEPT_FOR_LATER)
GIVES_UP_S = 8.0
"""Connecting and reading have their deadlines; the rest is a busy machine's."""


@pytest.fixture
def desk(own_mariadb: MariaDB, tmp_path: Path) -> Iterator[Desk]:
    opened = open_house(own_mariadb.url_of("frontdesk"), tmp_path / "data", patients=32)
    yield opened
    opened.database.dispose()


def say(desk: Desk, name: str, number: int, words: str, patient: int = 1) -> tuple[Answer, float]:
    """The answer that people get, and the seconds that it took."""
    begun = time.perf_counter()
    answer = desk.switchboard.put_through(inbound(line(name, f"m{number}", words, patient)))
    return answer, time.perf_counter() - begun


def answered(desk: Desk, name: str, number: int, words: str, patient: int = 1) -> Answer:
    """What the message gets once the database is back: it is sent again under its id."""
    give_up_at = time.monotonic() + 30
    while time.monotonic() < give_up_at:
        answer, _ = say(desk, name, number, words, patient)
        if answer.state:
            return answer
        time.sleep(0.2)
    raise TimeoutError


@pytest.mark.parametrize("fault", ["killed", "frozen"])
def test_what_is_said_while_the_database_is_away_is_kept_and_answered_when_it_is_back(
    fault: str, desk: Desk, own_mariadb: MariaDB
):
    assert say(desk, "a", 1, "hello")[0].state
    own_mariadb.kill() if fault == "killed" else own_mariadb.freeze()
    first, slow = say(desk, "a", 2, "Dr Okafor on Tuesday")
    others = [say(desk, f"b{n}", 1, "Dr Quinn on Tuesday", n) for n in range(2, 12)]
    assert [reply["text"] for answer in (first, *(each for each, _ in others)) for reply in answer.replies] == [
        KEPT
    ] * 11
    assert slow < GIVES_UP_S
    assert sum(seconds for _, seconds in others) < 2 * GIVES_UP_S, "each of them waited for the database"
    own_mariadb.start() if fault == "killed" else own_mariadb.thaw()
    assert offered(answered(desk, "a", 2, "Dr Okafor on Tuesday").state)
    for number in range(2, 12):
        assert offered(answered(desk, f"b{number}", 1, "Dr Quinn on Tuesday", number).state)
    assert desk.switchboard.drain() == 0, "something was left in the spool"
    assert oracle.counts(desk.office)["inbox"] == 12
    assert oracle.problems(desk.office) == []


def test_an_emergency_is_answered_at_once_while_the_database_is_away(desk: Desk, own_mariadb: MariaDB):
    assert say(desk, "a", 1, "hello")[0].state
    own_mariadb.kill()
    said, seconds = say(desk, "e", 1, "I have crushing chest pain and can't breathe")
    assert "112" in said.replies[0]["text"]
    assert seconds < GIVES_UP_S


def test_killed_under_load_the_database_loses_and_doubles_nothing(desk: Desk, own_mariadb: MariaDB, tmp_path: Path):
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    server = LineServer(own_mariadb.url_of("frontdesk"), tmp_path / "data")
    server.start()
    crowd = Crowd(server, 16, seed, first_patient=12)
    crowd.start()
    for _ in range(2):
        crowd.busy_for(chance)
        own_mariadb.kill()
        time.sleep(chance.uniform(0.2, 1.0))
        own_mariadb.start()
    crowd.busy_for(chance)
    crowd.finish(within=90)
    server.stop()
    desk.database.dispose()
    assert desk.switchboard.drain() >= 0
    assert crowd.mistakes(desk.office) == [], f"seed {seed}"
    assert crowd.kept >= 2 and crowd.booked >= 5, "too little was going on to tell"
