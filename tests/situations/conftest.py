"""The desk of the situations: its hospital open on a fresh database of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.situations.desk import SITUATIONS, Frontdesk

OpenDesk = Callable[[str], Frontdesk]


@pytest.fixture
def open_hospital(database_url: str, tmp_path: Path) -> Iterator[OpenDesk]:
    """Opens the desk of a hospital file on this test's database."""
    opened: list[Frontdesk] = []

    def open_it(file: str) -> Frontdesk:
        opened.append(Frontdesk(database_url, tmp_path, file))
        return opened[-1]

    yield open_it
    for desk in opened:
        print(desk.transcript())  # shown where a test fails
        desk.close()


@pytest.fixture
def desk(open_hospital: OpenDesk) -> Frontdesk:
    """The desk: an exact doctor and an exact time book at once."""
    return open_hospital(SITUATIONS.read_text())


@pytest.fixture
def careful_desk(open_hospital: OpenDesk) -> Frontdesk:
    """The same desk in a hospital that has every booking confirmed."""
    return open_hospital(SITUATIONS.read_text().replace("confirm: when_inferred", "confirm: always"))
