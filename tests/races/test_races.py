"""However many people want one thing at one instant, one of them gets it and the others are looked after."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from doors.wiring import Desk
from tests.races import oracle
from tests.races.busy_day import BusyDay
from tests.races.crew import Crew
from tests.races.house import ask, line, offered, open_house
from tests.races.rounds import RUNNERS, EchoRace, SlotRace, TwoDoctorsRace
from tests.races.waiting import WaitingRace
from tests.services.databases import new_database

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module", params=["sqlite", "mariadb"])
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, _worker: str) -> str:
    """One database for all races: it is the processes that take long to start."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('races') / 'races.sqlite3'}"
    return new_database(request.getfixturevalue("mariadb_server_url"), f"races_{_worker}")


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def desk(database_url: str, data_dir: Path) -> Iterator[Desk]:
    opened = open_house(database_url, data_dir, patients=RUNNERS)
    yield opened
    opened.database.dispose()


@pytest.fixture(scope="module")
def crew(desk: Desk, database_url: str, data_dir: Path) -> Iterator[Crew]:
    with Crew(database_url, data_dir) as ready:
        yield ready


def rounds(desk: Desk) -> int:
    """The bench runs many more."""
    return 1 if desk.database.dialect.name == "sqlite" else 2


def test_of_64_who_want_one_time_one_gets_it_and_each_other_is_offered_free_times(desk, crew):
    race = SlotRace(desk, crew)
    for _ in range(rounds(desk)):
        race.run()
    assert race.report.mistakes == []


def test_a_patient_who_takes_one_hour_with_two_doctors_at_once_gets_one_visit(desk, crew):
    race = TwoDoctorsRace(desk, crew)
    for _ in range(rounds(desk)):
        race.run()
    assert race.report.mistakes == []


def test_a_message_that_arrives_five_times_at_once_is_one_turn_with_one_answer(desk, crew):
    race = EchoRace(desk, crew)
    for _ in range(rounds(desk)):
        race.run()
    assert race.report.mistakes == []


def test_30_cancel_while_30_wait_and_every_time_goes_to_one_at_a_time_in_the_order_of_the_list(desk, crew):
    race = WaitingRace(desk, crew)
    race.run()
    assert race.report.mistakes == []
    assert race.report.won_by["accepted"] > 20


def test_on_a_busy_day_no_offer_loses_its_time_no_hand_over_its_owner_and_no_question_its_end(desk, crew):
    seed = random.randrange(1_000_000)
    race = BusyDay(desk, crew, seed)
    race.run(waves=12)
    assert race.report.mistakes == [], f"seed {seed}"
    assert {"appointment.cancelled", "appointment.booked", "handoff.requested"} <= set(race.report.won_by)


def test_whoever_holds_a_time_gets_it_against_everybody_who_reaches_for_it(desk, crew):
    holding = ask(desk, line("h", "1", "Dr Okafor on Tuesday about 10", 62))
    assert holding.state["question"] == "confirm", holding.replies
    held = holding.state["selected_slot"]
    wish = f"Dr Okafor on Tuesday 10 March 2026 at {held[11:16]}"
    crowd = [line(f"t-{patient}", "1", wish, patient) for patient in range(15)]
    told = crew.at_once([line("h", "2", "yes", 62), *crowd])
    assert [each.error for each in told] == [None] * 16
    assert [len(each.events("appointment.booked")) for each in told] == [1, *[0] * 15]
    assert all(len(offered(each.state)) >= 2 for each in told[1:])
    assert oracle.problems(desk.office) == []
