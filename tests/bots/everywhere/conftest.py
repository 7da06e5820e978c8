"""Desks with every channel on: one for each hospital that a module's tests ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.bots.everywhere.house import FILES, WholeDesk
from tests.services import shared


@pytest.fixture(scope="module")
def opened() -> Iterator[Callable[[str, str], WholeDesk]]:
    """Opens the desk of a hospital whose calls come in one way, once a module."""
    desks: dict[tuple[str, str], WholeDesk] = {}

    def desk(file: str, voice: str = "gather") -> WholeDesk:
        if (file, voice) not in desks:
            directory = shared.new_directory()
            url = f"sqlite:///{directory}/desk.sqlite3"
            desks[file, voice] = WholeDesk(directory, url, FILES / file, voice=voice)
        return desks[file, voice]

    yield desk
    for each in desks.values():
        each.close()
