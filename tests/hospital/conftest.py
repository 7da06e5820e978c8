"""A small hospital, loaded, on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hospital.clinic import Clinic


@pytest.fixture
def clinic(database_url: str) -> Iterator[Clinic]:
    """The small hospital as it stands after its file was loaded."""
    opened = Clinic(database_url)
    yield opened
    opened.close()
