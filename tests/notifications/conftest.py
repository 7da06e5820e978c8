"""A courier with one channel."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hospital.office import Office, open_office
from notifications.courier import Courier
from tests.notifications.sending import Channel, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(database_url: str, clock: Clock) -> Iterator[Office]:
    opened = open_office(database_url, clock, b"key")
    yield opened
    opened.engine.dispose()


@pytest.fixture
def channel() -> Channel:
    return Channel()


@pytest.fixture
def courier(office: Office, channel: Channel) -> Courier:
    return Courier(office, {"sms": channel}, "process-1", chance=lambda: 0.0)
