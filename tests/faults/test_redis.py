"""Whatever becomes of Redis in the middle of conversations, they go on, lose nothing and hardly slow down."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import redis

from conversation.messages import Answer
from doors.wiring import Desk
from tests.faults.proxy import Proxy
from tests.races import oracle
from tests.races.house import ask, line, offered, open_house
from tests.services.servers import Redis

pytestmark = pytest.mark.timeout(180)

MORE_A_TURN_S = 0.5
NOISE_S = 0.5
"""What a busy machine may add to any turn."""


@dataclass
class House:
    """A desk whose Redis is reached through a proxy."""

    desk: Desk
    server: Redis
    proxy: Proxy
    seconds: list[float] = field(default_factory=list)
    visitors: int = 0

    @cached_property
    def client(self) -> Any:
        """A way to Redis past the proxy."""
        return redis.Redis.from_url(self.server.url)

    @property
    def copies(self) -> dict[bytes, bytes]:
        """What Redis holds, by key."""
        return {key: self.client.get(key) for key in self.client.scan_iter()}

    def say(self, name: str, number: int, words: str, *, tap: bool = False) -> Answer:
        patient = int(name.removeprefix("visitor-"))
        begun = time.perf_counter()
        answer = ask(self.desk, line(name, f"m{number}", words, patient, tap=tap))
        self.seconds.append(time.perf_counter() - begun)
        return answer

    def visit(self, *between: Callable[[], object]) -> None:
        """A whole errand: look, book, take it back, look again; `between` is called after each of its turns."""
        name, self.visitors = f"visitor-{self.visitors}", self.visitors + 1
        steps = iter(between)
        do = lambda: next(steps, lambda: None)()  # noqa: E731
        shown = self.say(name, 1, "Dr Okafor on Tuesday")
        do()
        booked = self.say(name, 2, offered(shown.state)[0]["value"], tap=True)
        do()
        back = self.say(name, 3, "take it back")
        do()
        told = self.say(name, 4, "my appointments")
        assert [event["name"] for event in booked.events] == ["appointment.booked"], booked.replies
        assert [event["name"] for event in back.events] == ["appointment.cancelled"], back.replies
        assert told.replies and told.state["is_introduced"]

    def median_turn(self) -> float:
        """The median of the turns since last asked, in seconds."""
        median = statistics.median(self.seconds)
        self.seconds.clear()
        return median


@pytest.fixture
def house(database_url: str, own_redis: Redis, tmp_path: Path) -> Iterator[House]:
    with Proxy(own_redis.port) as proxy:
        url = f"redis://127.0.0.1:{proxy.port}/0"
        desk = open_house(database_url, tmp_path / "data", patients=24, state_url=url)
        yield House(desk, own_redis, proxy)
        desk.database.dispose()


def fill_up(house: House) -> None:
    house.client.config_set("maxmemory", 1)
    house.client.config_set("maxmemory-policy", "noeviction")


def restart_empty(house: House) -> None:
    house.server.kill()
    house.server.start()


def garble(house: House) -> None:
    """Half a state under the right version, as a cut or another program may leave it."""
    for key, kept in house.copies.items():
        house.client.set(key, kept[: len(kept) // 2])


def not_text(house: House) -> None:
    for key, kept in house.copies.items():
        house.client.set(key, kept.split(b"|")[0] + b"|\xff\xfe")


def other_state(house: House) -> None:
    """A state that another version of the program may write."""
    for key, kept in house.copies.items():
        house.client.set(key, kept.split(b"|")[0] + b'|{"task": 7, "offered": "many"}')


def other_type(house: House) -> None:
    for key in list(house.client.scan_iter()):
        house.client.delete(key)
        house.client.lpush(key, "not a text")


FAULTS: dict[str, Callable[[House], object]] = {
    "stopped": lambda house: house.server.stop(),
    "killed and back empty": restart_empty,
    "frozen": lambda house: house.server.freeze(),
    "silent": lambda house: setattr(house.proxy, "is_silent", True),
    "600 ms away": lambda house: setattr(house.proxy, "latency_s", 0.6),
    "150 ms away": lambda house: setattr(house.proxy, "latency_s", 0.15),
    "cut in the middle of answers": lambda house: setattr(house.proxy, "cut_after", 60),
    "flushed": lambda house: house.client.flushall(),
    "full": fill_up,
    "garbled": garble,
    "not text": not_text,
    "another version's": other_state,
    "of another type": other_type,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_conversations_go_on_and_hardly_slow_down_when_redis_is(fault: str, house: House):
    for _ in range(3):
        house.visit()
    usual = house.median_turn()

    def strike() -> None:
        FAULTS[fault](house)

    house.visit(strike)
    house.visit()
    slowest = max(house.seconds)
    assert slowest - usual <= MORE_A_TURN_S + NOISE_S, f"{slowest:.2f} s against {usual:.2f} s"
    house.visit(lambda: None, strike)
    house.visit(lambda: None, lambda: None, strike)
    assert oracle.problems(house.desk.office) == []


def test_a_dripping_redis_is_left_alone_after_the_first_slow_turn(house: House):
    house.visit()
    usual = house.median_turn()
    house.proxy.bytes_per_second = 1000
    house.visit()
    slow = [seconds for seconds in house.seconds if seconds - usual > MORE_A_TURN_S]
    assert len(slow) <= 1, f"turns took {house.seconds}, usual is {usual:.2f} s"
    assert oracle.problems(house.desk.office) == []


def test_an_old_copy_put_back_into_redis_decides_nothing(house: House):
    kept: dict[bytes, bytes] = {}
    put_back = []

    def keep() -> None:
        kept.update(house.copies)

    def restore() -> None:
        for key, value in kept.items():
            put_back.append(house.client.get(key) != value)
            house.client.set(key, value)

    house.visit(keep, restore)
    house.visit(lambda: None, keep, restore)
    assert sum(put_back) == 2
    assert oracle.problems(house.desk.office) == []


def test_redis_is_used_again_once_it_is_back(house: House):
    house.proxy.is_silent = True
    house.visit()
    house.proxy.heal()
    give_up_at = time.monotonic() + 15
    while not house.copies and time.monotonic() < give_up_at:
        house.visit()
        time.sleep(0.3)
    assert house.copies
    assert oracle.problems(house.desk.office) == []


def test_without_any_redis_at_the_configured_address_the_desk_serves(
    database_url: str, own_redis: Redis, tmp_path: Path
):
    own_redis.stop()
    desk = open_house(database_url, tmp_path / "data", patients=4, state_url=own_redis.url)
    with Proxy(own_redis.port) as proxy:
        house = House(desk, own_redis, proxy)
        house.visit()
        house.visit()
    assert max(house.seconds[1:]) <= MORE_A_TURN_S + NOISE_S
    assert oracle.problems(desk.office) == []
    desk.database.dispose()
