"""The desk of the situations: its hospital open on a fresh database of each kind."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.services import shared
from tests.situations.desk import SITUATIONS, Frontdesk

OpenDesk = Callable[[str], Frontdesk]
SQLITE = "sqlite:///"


@pytest.fixture(scope="session")
def _loaded() -> dict[str, Path]:
    """SQLite files with a hospital file loaded, by its text: a copy costs less than to load it again."""
    return {"": shared.new_directory()}


@pytest.fixture
def open_hospital(database_url: str, state_url: str, tmp_path: Path, _loaded: dict[str, Path]) -> Iterator[OpenDesk]:
    """Opens the desk of a hospital file on this test's database, without Redis and with it."""
    opened: list[Frontdesk] = []

    def open_it(file: str) -> Frontdesk:
        if database_url.startswith(SQLITE):
            shutil.copyfile(loaded(file), database_url.removeprefix(SQLITE))
            opened.append(Frontdesk(database_url, tmp_path, state_url=state_url))
        else:
            opened.append(Frontdesk(database_url, tmp_path, file, state_url))
        return opened[-1]

    def loaded(file: str) -> Path:
        if file not in _loaded:
            path = _loaded[""] / f"{len(_loaded)}.sqlite3"
            shutil.copyfile(database_url.removeprefix(SQLITE), path)
            Frontdesk(f"{SQLITE}{path}", tmp_path, file).close()
            _loaded[file] = path
        return _loaded[file]

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


@pytest.fixture
def copper(open_hospital: OpenDesk) -> Frontdesk:
    """The desk of a hospital that tells much about itself: hours, rooms, languages, services, insurers."""
    return open_hospital((SITUATIONS.parents[1] / "situations" / "copper.yaml").read_text())


@pytest.fixture
def almendro(open_hospital: OpenDesk) -> Frontdesk:
    """A hospital that speaks Spanish first."""
    return open_hospital((Path(__file__).parent / "almendro.yaml").read_text())
