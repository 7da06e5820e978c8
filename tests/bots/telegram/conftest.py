"""A Bot API server of our own, and a desk that serves with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.telegram.peer import TOKEN, BotApi
from tests.services.telegram.person import Person
from tests.web.desk import ServedDesk


def served(directory: Path, peer: BotApi, mode: str, *arguments: str, **settings: str) -> ServedDesk:
    """A desk whose bot is at the peer, started."""
    own = {"TELEGRAM__TOKEN": TOKEN, "TELEGRAM__BASE_URL": peer.url, "TELEGRAM__MODE": mode}
    desk = ServedDesk(directory, *arguments, **{**own, **settings}).load()
    if mode == "webhook":
        desk.settings["PUBLIC_URL"] = desk.address
    desk.start()
    if mode == "webhook":
        # all of it told, each part by itself
        peer.wait_until(lambda: bool(peer.webhook.get("url")) and len(peer.asked("setMyCommands")) >= 3)
    return desk


@pytest.fixture(scope="module")
def peer() -> Iterator[BotApi]:
    running = BotApi()
    yield running
    running.close()
    assert running.wrong == []


@pytest.fixture(scope="module")
def desk(peer: BotApi, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    """By webhook."""
    running = served(tmp_path_factory.mktemp("telegram"), peer, "webhook")
    yield running
    running.kill()


@pytest.fixture
def ines(desk: ServedDesk, peer: BotApi) -> Iterator[Person]:
    person = Person(peer)
    yield person
    assert not peer.open_queries, "a press was never answered"
