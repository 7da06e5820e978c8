"""The small hospital with a process that answers its messages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conversation.graph import RunTurn, build
from tests.conversation.talk import Talk
from tests.hospital.clinic import Clinic


@pytest.fixture(scope="session")
def run_turn() -> RunTurn:
    """The compiled graph."""
    return build()


@pytest.fixture
def clinic(database_url: str) -> Iterator[Clinic]:
    """The small hospital on each kind of database."""
    opened = Clinic(database_url)
    yield opened
    opened.close()


@pytest.fixture
def talk(clinic: Clinic, run_turn: RunTurn) -> Talk:
    """A process that answers, without Redis."""
    return Talk(clinic, run_turn)
