"""However many people want one thing at one instant, one of them gets it and the others are looked after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from doors.wiring import Desk
from tests.races.crew import Crew
from tests.races.house import open_house
from tests.races.rounds import RUNNERS, EchoRace, SlotRace, TwoDoctorsRace

pytestmark = [pytest.mark.timeout(240), pytest.mark.xdist_group("races")]


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    opened = open_house(database_url, tmp_path, patients=RUNNERS)
    yield opened
    opened.database.dispose()


@pytest.fixture
def crew(desk: Desk, database_url: str, tmp_path: Path) -> Iterator[Crew]:
    with Crew(database_url, tmp_path) as ready:
        yield ready


def rounds(desk: Desk, mariadb: int, sqlite: int) -> int:
    return sqlite if desk.database.dialect.name == "sqlite" else mariadb


def test_of_64_who_want_one_time_one_gets_it_and_each_other_is_offered_free_times(desk, crew):
    race = SlotRace(desk, crew)
    for _ in range(rounds(desk, 5, 2)):
        race.run()
    assert race.report.mistakes == []


def test_a_patient_who_takes_one_hour_with_two_doctors_at_once_gets_one_visit(desk, crew):
    race = TwoDoctorsRace(desk, crew)
    for _ in range(rounds(desk, 5, 3)):
        race.run()
    assert race.report.mistakes == []


def test_a_message_that_arrives_five_times_at_once_is_one_turn_with_one_answer(desk, crew):
    race = EchoRace(desk, crew)
    for _ in range(rounds(desk, 5, 3)):
        race.run()
    assert race.report.mistakes == []
