"""Desks whose phone is on: one a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bots.voice.house import MONDAY, PhoneDesk


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[PhoneDesk]:
    """A desk reached by phone, in the way that the module names."""
    directory = tmp_path_factory.mktemp("phone")
    way = getattr(request.module, "WAY", "gather")
    desk = PhoneDesk(directory, f"sqlite:///{directory}/desk.sqlite3", way, sms="+35315550100")
    yield desk
    desk.close()


@pytest.fixture
def desk(served: PhoneDesk) -> PhoneDesk:
    """The same, at nine in the morning of its Monday."""
    served.at(MONDAY)
    return served
