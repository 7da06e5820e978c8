"""A small hospital, loaded, on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hospital.clinic import Clinic
from tests.hospital.house import House


@pytest.fixture
def clinic(database_url: str) -> Iterator[Clinic]:
    """The small hospital as it stands after its file was loaded."""
    opened = Clinic(database_url)
    yield opened
    opened.close()


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    """The hospital with everybody who works with records."""
    opened = House(database_url)
    yield opened
    opened.close()
