"""What a push channel brings is written down before it is acknowledged, and answered afterwards, each conversation in
its order and none at another's cost."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bots.backlog import Backlog
from bots.reception import NOTE_SECONDS, Reception
from bots.switchboard import Switchboard
from conversation.messages import InboundMessage
from conversation.spool import AwayError, Spool
from doors.pools import Lanes, Pool
from hospital.inbox import Received


class Engine:
    """Writes down in memory; away or slow as it is told to be."""

    def __init__(self) -> None:
        self.noted: list[str] = []
        self.held: list[str] = []
        self.seconds = 0.0
        self.seconds_of: dict[str, float] = {}
        self.is_away = False
        self.faults: list[Exception] = []

    def note(self, message: InboundMessage) -> Received:
        time.sleep(self.seconds_of.get(message.text, self.seconds))
        if self.is_away:
            raise AwayError
        if self.faults:
            raise self.faults.pop()
        self.noted.append(message.text)
        return Received(len(self.noted), int(message.conversation), is_new=True)

    def hold(self, message: InboundMessage) -> Received:
        self.held.append(message.text)
        return self.note(message)

    def urgent_words(self, message: InboundMessage, language: str) -> str | None:
        return "Call 999 now." if "chest" in message.text else None


class House:
    """A reception with all that it needs."""

    def __init__(self, folder: Path) -> None:
        self.engine, self.served, self.said = Engine(), [], []  # type: ignore[var-annotated]
        self.spool = Spool(folder / "spool", "one")
        self.notes, self.disk = Lanes("notes", 4, 200), Pool("disk", 2, 50)
        self.backlog = Backlog(self.served.append, 2)
        self.switchboard = Switchboard(self.engine, self.spool)  # type: ignore[arg-type]
        self.switchboard.on_late = self.backlog.add
        self.reception = Reception(
            self.switchboard, self.notes, self.disk, self.backlog, lambda message, words: self.said.append(words)
        )

    def take(self, *texts: str, conversation: str = "1", linger: float = 0.0, **more: Any) -> list[bool]:
        async def all_of_them() -> list[bool]:
            taken = [await self.reception.take(_message(text, conversation), **more) for text in texts]
            await asyncio.sleep(linger)
            return taken

        return asyncio.run(all_of_them())

    def take_at_once(self, *messages: InboundMessage) -> list[bool]:
        async def all_of_them() -> list[bool]:
            return await asyncio.gather(*map(self.reception.take, messages))

        return asyncio.run(all_of_them())

    def close(self) -> None:
        self.backlog.close(2)
        self.notes.close(2)
        self.disk.close(2)


def _message(text: str, conversation: str = "1") -> InboundMessage:
    return InboundMessage(
        channel="sms", conversation=conversation, external_id=text, text=text, received_at=datetime.now(UTC)
    )


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.close()


def until(is_so: Callable[[], bool], seconds: float = 5) -> None:
    give_up_at = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < give_up_at
        time.sleep(0.005)


def test_a_message_is_written_down_before_it_is_acknowledged_and_served_after(house):
    assert house.take("hello there.") == [True]
    assert house.engine.noted == ["hello there."]
    until(lambda: house.served == [1])


def test_one_that_takes_too_long_to_write_down_is_kept_on_disk_and_acknowledged_all_the_same(house):
    house.engine.seconds = 2 * NOTE_SECONDS
    assert house.take("hello there.") == [True]
    assert house.engine.noted == [], "acknowledged before it was written down"
    assert not house.spool.is_empty()


def test_what_was_written_down_late_is_served_all_the_same(house):
    house.engine.seconds = 2 * NOTE_SECONDS
    assert house.take("hello there.", linger=NOTE_SECONDS + 0.2) == [True]
    until(lambda: house.served == [1])


def test_while_the_records_are_away_nobody_waits_for_them_and_all_is_kept_in_order(house):
    house.engine.is_away = True
    assert house.take("one.", "two.", "three.") == [True] * 3
    house.engine.is_away = False
    assert house.spool.drain(house.engine.note) == 3
    assert house.engine.noted == ["one.", "two.", "three."]


def test_messages_that_come_at_once_stand_in_the_order_in_which_they_came(house):
    house.engine.seconds = 0.002
    crowd = [_message(f"{number}.", str(number % 7)) for number in range(70)]
    assert house.take_at_once(*crowd) == [True] * 70
    assert len(house.engine.noted) == 70
    for conversation in range(7):
        of_it = [int(text[:-1]) for text in house.engine.noted if int(text[:-1]) % 7 == conversation]
        assert of_it == sorted(of_it)


def test_waiting_behind_others_is_no_sign_that_the_records_are_away(house):
    house.engine.seconds = NOTE_SECONDS / 4
    assert house.take_at_once(*(_message(f"{number}.") for number in range(6))) == [True] * 6
    assert [int(text[:-1]) for text in house.engine.noted] == list(range(6)) and house.spool.is_empty()


def test_one_that_takes_long_while_others_get_through_is_no_sign_that_the_records_are_away(house):
    house.engine.seconds_of["slow."] = NOTE_SECONDS + 0.2
    lane = [hash(("sms", str(number))) % 4 for number in range(100)]  # those of another than the slow one's
    others = next(str(number) for number in range(100) if lane[number] != lane[1])
    crowd = [_message("slow.", "1"), *(_message(f"{n}.", others) for n in range(6))]
    house.engine.seconds = NOTE_SECONDS / 5
    assert house.take_at_once(*crowd) == [True] * 7
    house.engine.seconds_of.clear()
    assert house.take("and then.", conversation=others) == [True]
    assert "and then." in house.engine.noted, "others were kept away from records that are there"


def test_a_crowd_that_cannot_be_written_down_is_kept_at_once_and_in_order(house):
    house.engine.is_away = True
    crowd = [_message(f"{number}.", str(number % 7)) for number in range(150)]
    assert house.take_at_once(*crowd) == [True] * 150
    house.engine.is_away = False
    assert house.spool.drain(house.engine.note) == 150
    for conversation in range(7):
        of_it = [int(text[:-1]) for text in house.engine.noted if int(text[:-1]) % 7 == conversation]
        assert of_it == sorted(of_it)


def test_what_was_kept_on_disk_is_served_as_soon_as_it_is_written_down(house):
    house.engine.is_away = True
    assert house.take("one.", "two.", conversation="5") == [True] * 2
    house.engine.is_away = False
    until(lambda: house.switchboard.drain() > 0)
    until(lambda: 5 in house.served)


def test_once_one_is_kept_on_disk_those_behind_it_come_after_it(house):
    house.engine.seconds = NOTE_SECONDS + 0.05
    assert house.take_at_once(*(_message(f"{number}.") for number in range(4))) == [True] * 4
    house.engine.seconds = 0.0
    until(lambda: house.engine.noted != [])
    house.spool.drain(house.engine.note)
    assert list(dict.fromkeys(house.engine.noted)) == ["0.", "1.", "2.", "3."]


def test_a_fault_of_ours_loses_no_message(house):
    house.engine.faults = [LookupError("no such row")]
    assert house.take("hello there.") == [True]
    assert house.spool.drain(house.engine.note) == 1
    assert house.engine.noted == ["hello there."]


def test_an_emergency_is_told_at_once_while_the_records_are_away(house):
    house.engine.is_away = True
    assert house.take("I have chest pain") == [True]
    until(lambda: house.said == ["Call 999 now."])


def test_when_the_disk_is_full_too_the_vendor_is_told_to_come_again(house, tmp_path):
    house.engine.is_away = True
    (tmp_path / "spool").write_text("a file where the folder should be")
    assert house.take("hello there.") == [False]


def test_the_pictures_of_an_album_wait_for_each_other(house):
    assert house.take("one", "two", more_within=0.2) == [True, True]
    assert house.engine.held == ["one", "two"]
    time.sleep(0.05)
    assert house.served == []
    until(lambda: house.served != [])


def test_a_sentence_in_pieces_is_served_when_its_rest_is_there_at_the_latest(house):
    assert house.take("I want to see a") == [True]
    assert house.engine.held == ["I want to see a"]
    time.sleep(0.1)
    assert house.served == []


# --- the backlog ----------------------------------------------------------------------------------


class Work:
    """Serves conversations, as slowly as it is told; says who was served when."""

    def __init__(self, slow: int | None = None) -> None:
        self.slow, self.done, self.at_once = slow, [], 0  # type: ignore[var-annotated]
        self.go_on, self.guard, self.in_hand = threading.Event(), threading.Lock(), set()  # type: ignore[var-annotated]

    def __call__(self, conversation_id: int) -> None:
        with self.guard:
            assert conversation_id not in self.in_hand, "in two threads' hands"
            self.in_hand.add(conversation_id)
        if conversation_id == self.slow:
            self.go_on.wait(5)
        with self.guard:
            self.in_hand.discard(conversation_id)
            self.done.append(conversation_id)
        if conversation_id == 13:
            raise RuntimeError("a fault of ours")


def test_a_slow_conversation_keeps_no_other_waiting():
    work = Work(slow=1)
    backlog = Backlog(work, 2)
    for each in range(1, 40):
        backlog.add(each)
    until(lambda: len(work.done) == 38)
    work.go_on.set()
    until(lambda: len(work.done) == 39)
    assert backlog.close(2)


def test_a_conversation_in_hand_is_served_once_more_however_often_it_is_added():
    work = Work(slow=1)
    backlog = Backlog(work, 3)
    backlog.add(1)
    until(lambda: work.in_hand == {1})
    for _ in range(50):
        backlog.add(1)
    work.go_on.set()
    until(lambda: work.done == [1, 1])
    assert backlog.close(2) and work.done == [1, 1]


def test_trouble_with_one_conversation_is_not_the_others():
    work = Work()
    backlog = Backlog(work, 1)
    for each in (13, 2, 13, 3):
        backlog.add(each)
    until(lambda: {2, 3} <= set(work.done))
    assert backlog.close(2)


def test_what_stands_in_line_can_be_told_and_it_ends_when_asked():
    work = Work(slow=1)
    backlog = Backlog(work, 1)
    backlog.add(1)
    until(lambda: work.in_hand == {1})
    backlog.add(2)
    backlog.add(3, after=60)
    assert len(backlog) == 2
    work.go_on.set()
    assert backlog.close(2)
