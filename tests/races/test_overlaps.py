"""Whoever is refused because of another visit leaves nothing behind that keeps others from the time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from doors.wiring import Desk
from tests.races import oracle
from tests.races.house import ask, line, open_house


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    opened = open_house(database_url, tmp_path, patients=3)
    yield opened
    opened.database.dispose()


def test_a_patient_refused_for_an_overlap_leaves_the_time_to_others(desk):
    first = ask(desk, line("a", "1", "Dr Walsh on Tuesday 10 March 2026 at 08:05", 1))
    refused = ask(desk, line("b", "1", "Dr Okafor on Tuesday 10 March 2026 at 08:00", 1))
    other = ask(desk, line("c", "1", "Dr Okafor on Tuesday 10 March 2026 at 08:00", 2))
    names = [[event["name"] for event in answer.events] for answer in (first, refused, other)]
    assert names == [["appointment.booked"], [], ["appointment.booked"]]
    assert oracle.problems(desk.office) == []


def test_a_visit_that_cannot_move_because_of_an_overlap_leaves_the_time_to_others(desk):
    ask(desk, line("a", "1", "Dr Walsh on Tuesday 10 March 2026 at 08:05", 1))
    ask(desk, line("b", "1", "Dr Okafor on Wednesday 11 March 2026 at 08:00", 1))
    refused = ask(desk, line("b", "2", "move it to Tuesday 10 March 2026 at 08:00", 1))
    other = ask(desk, line("c", "1", "Dr Okafor on Tuesday 10 March 2026 at 08:00", 2))
    names = [[event["name"] for event in answer.events] for answer in (refused, other)]
    assert names == [[], ["appointment.booked"]]
    assert oracle.problems(desk.office) == []
