"""Push channels in one process: what takes long in one conversation, or hangs, keeps no other waiting."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from conversation.messages import InboundMessage, Letter, Media
from doors.pushing import FILE_THREADS, Pushing
from hospital import inbox, threads
from hospital.office import Office, Unit, open_office

NOW = datetime(2026, 6, 8, 9, tzinfo=UTC)
NOTE = Media(source="x", content_type="audio/ogg", is_voice=True)


class House:
    """Turns, as far as this is about them: one with a file waits until it is let go on."""

    def __init__(self, office: Office) -> None:
        self.office, self.engine, self.courier, self.switchboard = office, self, self, self
        self.channels = SimpleNamespace(senders={"sms": self})
        self.go_on = threading.Event()
        self.begun: list[int] = []
        self.slow: set[int] = set()
        self.said: list[str] = []

    def catch_up(self, conversation_id: int) -> None:
        self.begun.append(conversation_id)
        if conversation_id in self.slow:
            self.go_on.wait(5)

    def carry(self, conversation_id: int) -> int:
        return 0

    def hurry(self, conversation_id: int) -> int:
        return 0

    def send(self, letter: Letter) -> None:
        self.go_on.wait(5)
        self.said.append(letter.reply.text)

    def receives(self, who: str, *media: Media) -> int:
        message = message_of(who, media=media)

        def work(unit: Unit) -> int:
            conversation = threads.find_or_open(unit, "sms", who)
            facts: dict[str, Any] = {"channel": "sms", "external_id": who, "received_at": NOW}
            inbox.record(unit, conversation_id=conversation, payload=message.model_dump_json(), **facts)
            return conversation

        conversation = self.office.write(work)
        if media:
            self.slow.add(conversation)
        return conversation


def message_of(who: str, **more: Any) -> InboundMessage:
    return InboundMessage(channel="sms", conversation=who, external_id=who, text="hello", received_at=NOW, **more)


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    made = House(open_office(database_url, None, b"key"))
    yield made
    made.go_on.set()
    made.office.engine.dispose()


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 3
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_voice_notes_that_take_long_keep_no_words_waiting(house: House) -> None:
    pushing = Pushing(house)  # type: ignore[arg-type]
    for n in range(2 * FILE_THREADS):
        pushing.backlog.add(house.receives(f"+1{n}", NOTE))
    words = house.receives("+2")
    pushing.backlog.add(words)
    until(lambda: words in house.begun)
    until(lambda: len(house.begun) == FILE_THREADS + 1)
    house.go_on.set()
    until(lambda: len(house.begun) == 2 * FILE_THREADS + 1)
    assert pushing.close(4)


def test_words_said_at_once_keep_nobody_waiting_for_a_channel_that_hangs(house: House) -> None:
    pushing = Pushing(house)  # type: ignore[arg-type]
    begun = time.monotonic()
    for _ in range(5):
        pushing.say_now(message_of("+1"), "Call 999 now.")
    assert time.monotonic() - begun < 0.2 and house.said == []
    house.go_on.set()
    until(lambda: house.said == ["Call 999 now."] * 5)
    assert pushing.close(2)
