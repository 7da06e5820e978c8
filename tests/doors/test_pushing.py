"""Push channels in one process: what takes long in one conversation, or hangs, keeps no other waiting, and whoever
writes is acknowledged before others are answered."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from conversation.messages import InboundMessage, Letter, Media
from conversation.receiving import NotOursError
from conversation.taking import is_urgent_payload
from doors.pushing import FILE_THREADS, NOTES_IN_LINE, TURNS_AT_ONCE, WITH_ROUND_TRIPS, Pushing
from hospital import inbox, threads
from hospital.office import Office, Unit, open_office
from hospital.own_line import Lines
from hospital.threads import Thread

NOW = datetime(2026, 6, 8, 9, tzinfo=UTC)
NOTE = Media(source="x", content_type="audio/ogg", is_voice=True)


class House:
    """Turns, as far as this is about them: one with a file, or that asks a model, waits until it is let go on."""

    def __init__(self, office: Office) -> None:
        self.office, self.engine, self.courier, self.switchboard, self.model = office, self, self, self, self
        self.channels = SimpleNamespace(senders={"sms": self})
        self.go_on = threading.Event()
        self.begun: list[int] = []
        self.slow: set[int] = set()
        self.asking: set[int] = set()
        self.said: list[str] = []
        self.carried: list[int] = []
        self.sending_hangs = False
        self.lines = Lines()
        self.meanwhile: Callable[[], AbstractContextManager[None]]

    def catch_up(
        self,
        conversation_id: int,
        is_ours: Callable[[Thread], bool] = lambda thread: True,
        at_work: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        with self.lines.of(conversation_id), at_work():
            with self.office.read() as unit:
                thread = threads.read(unit, conversation_id)
            if thread is None or not is_ours(thread):
                raise NotOursError
            self.begun.append(conversation_id)
            if conversation_id in self.slow:
                self.go_on.wait(5)
            if conversation_id in self.asking:
                with self.meanwhile():
                    self.go_on.wait(5)

    def carry(self, conversation_id: int) -> int:
        self.carried.append(conversation_id)
        return 0

    def hurry(self, conversation_id: int) -> int:
        if self.sending_hangs:
            self.go_on.wait(5)
        return 0

    def send(self, letter: Letter) -> None:
        self.go_on.wait(5)
        self.said.append(letter.reply.text)

    def receives(self, who: str, *media: Media, number: int = 0) -> int:
        message = message_of(who, media=media)

        def work(unit: Unit) -> int:
            conversation = threads.find_or_open(unit, "sms", who)
            facts: dict[str, Any] = {"channel": "sms", "external_id": f"{who}-{number}", "received_at": NOW}
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
    is_urgent_payload(message_of("+0").model_dump_json())  # reads the words of emergencies, once
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


def test_turns_that_wait_for_a_model_make_room_for_others(house: House) -> None:
    pushing = Pushing(house)  # type: ignore[arg-type]
    for n in range(TURNS_AT_ONCE + 2):
        house.asking.add(conversation := house.receives(f"+1{n}"))
        pushing.backlog.add(conversation)
    until(lambda: len(house.begun) == TURNS_AT_ONCE + 2)
    words = house.receives("+2")
    pushing.backlog.add(words)
    until(lambda: words in house.begun)
    house.go_on.set()
    assert pushing.close(4)


def test_words_behind_files_that_are_on_their_way_keep_nobody_else_waiting(house: House) -> None:
    pushing = Pushing(house)  # type: ignore[arg-type]
    noted = [house.receives(f"+1{n}", NOTE) for n in range(WITH_ROUND_TRIPS + 1)]
    for conversation in noted:
        pushing.backlog.add(conversation)
    until(lambda: len(house.begun) == len(noted))
    for n, conversation in enumerate(noted):
        house.receives(f"+1{n}", number=1)
        pushing.backlog.add(conversation)
    words = house.receives("+2")
    pushing.backlog.add(words)
    until(lambda: words in house.begun)
    house.go_on.set()
    assert pushing.close(4)


def test_turns_that_wait_for_a_row_keep_others_waiting_for_a_moment_only(house: House) -> None:
    pushing = Pushing(house)  # type: ignore[arg-type]
    for n in range(WITH_ROUND_TRIPS):
        house.slow.add(conversation := house.receives(f"+1{n}"))
        pushing.backlog.add(conversation)
    words = house.receives("+2")
    pushing.backlog.add(words)
    until(lambda: words in house.begun)
    house.go_on.set()
    assert pushing.close(4)


def test_a_channel_that_hangs_keeps_no_turn_from_beginning(house: House) -> None:
    house.sending_hangs = True
    pushing = Pushing(house)  # type: ignore[arg-type]
    all_of_them = [house.receives(f"+1{n}") for n in range(6)]
    for conversation in all_of_them:
        pushing.backlog.add(conversation)
    until(lambda: sorted(house.begun) == all_of_them)
    house.go_on.set()
    assert pushing.close(4)


def test_what_was_said_leaves_although_a_file_came_meanwhile(house: House) -> None:
    pushing = Pushing(house)  # type: ignore[arg-type]
    conversation = house.receives("+1", NOTE)
    pushing.backlog.add(conversation)
    until(lambda: house.carried == [conversation])
    house.go_on.set()
    assert pushing.close(4)


def test_once_it_ends_no_turn_is_begun(house: House) -> None:
    pushing = Pushing(house)  # type: ignore[arg-type]
    for n in range(8):
        house.slow.add(conversation := house.receives(f"+1{n}"))
        pushing.backlog.add(conversation)
    until(lambda: len(house.begun) >= TURNS_AT_ONCE)
    ending = threading.Thread(target=lambda: pushing.close(4))
    ending.start()
    time.sleep(0.05)
    begun = len(house.begun)
    house.go_on.set()
    ending.join(5)
    assert len(house.begun) == begun < 8


def test_no_turn_is_begun_while_messages_wait_to_be_written_down(house: House) -> None:
    in_line = NOTES_IN_LINE + 1
    pushing = Pushing(house, lambda: in_line)  # type: ignore[arg-type]
    words = house.receives("+1")
    pushing.backlog.add(words)
    time.sleep(0.1)
    assert house.begun == []
    in_line = 0
    until(lambda: house.begun == [words])
    assert pushing.close(2)


def test_a_line_of_messages_that_never_ends_keeps_no_turn_waiting_for_ever(house: House) -> None:
    pushing = Pushing(house, lambda: NOTES_IN_LINE + 1)  # type: ignore[arg-type]
    words = house.receives("+1")
    pushing.backlog.add(words)
    until(lambda: house.begun == [words])
    assert pushing.close(2)


def test_words_said_at_once_keep_nobody_waiting_for_a_channel_that_hangs(house: House) -> None:
    pushing = Pushing(house)  # type: ignore[arg-type]
    begun = time.monotonic()
    for _ in range(5):
        pushing.say_now(message_of("+1"), "Call 999 now.")
    assert time.monotonic() - begun < 0.2 and house.said == []
    house.go_on.set()
    until(lambda: house.said == ["Call 999 now."] * 5)
    assert pushing.close(2)
