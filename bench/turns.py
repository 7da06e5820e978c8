"""What a turn costs beside the same statements said by the bare driver, and whether it stays the same as it goes on."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest.mock import patch

import redis

from bench.report import Report, median_ms
from bench.stage import PATIENTS, Stage
from bench.statements import BareDriver, Recorder, Said, counts
from conversation.extractors.entities import Context, Understanding
from conversation.extractors.pipeline import understand
from conversation.messages import Answer
from conversation.state import BookingState
from doors.wiring import Desk
from tests.races.house import Line, ask, line, offered

ROUNDS = 100
WARM_UP = 15
GOALS = {"a tap": (3.0, 12), "a sentence": (3.0, 12), "a booking": (4.0, 18)}


@dataclass
class Cost:
    """What turns of one kind took: seconds whole, of that understanding, and of the same on the bare driver."""

    whole: list[float] = field(default_factory=list)
    understanding: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    statements: int = 0
    commits: int = 0


class Comparison:
    """A desk, and a twin of its database that the bare driver keeps equal by saying the same statements."""

    def __init__(self, stage: Stage) -> None:
        twin_url = stage.database("mariadb")
        stage.desk(twin_url).database.dispose()
        self._twin = BareDriver(twin_url)
        self._desk = stage.desk(stage.database("mariadb"))
        self._recorder = Recorder(self._desk.database)
        self._hot = redis.Redis.from_url(stage.redis.url)
        self._understanding = 0.0
        self.costs: dict[str, Cost] = defaultdict(Cost)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Take the time of understanding apart, as long as this lasts."""

        def watched(text: str, told: Context) -> Understanding:
            begun = time.perf_counter()
            try:
                return understand(text, told)
            finally:
                self._understanding += time.perf_counter() - begun

        with patch("conversation.running.understand", watched):
            yield

    def errand(self, number: int) -> None:
        """Say what is wanted, ask for other times, take one: each turn measured, then its floor."""
        name, patient = f"measured-{number}", number % PATIENTS
        day = "Tuesday" if number % 2 else "Wednesday"
        self._turn("a first word", line(name, "0", "hello", patient))
        shown = self._turn("a sentence", line(name, "1", f"I need Dr Walsh on {day}", patient))
        more = offered(shown.state, "more")[0]["value"]
        later = self._turn("a tap", line(name, "2", more, patient, tap=True))
        slot = offered(later.state)[-1]["value"]
        booked = self._turn("a booking", line(name, "3", slot, patient, tap=True))
        assert [event["name"] for event in booked.events] == ["appointment.booked"], booked.replies

    def _turn(self, kind: str, request: Line) -> Answer:
        cost = self.costs[kind]
        self._understanding = 0.0
        begun = time.perf_counter()
        answer = ask(self._desk, request)
        cost.whole.append(time.perf_counter() - begun)
        cost.understanding.append(self._understanding)
        said = self._recorder.take()
        cost.floor.append(self._floor(said, BookingState.model_validate(answer.state).model_dump_json()))
        cost.statements, cost.commits = counts(said)
        return answer

    def _floor(self, said: list[Said], state: str) -> float:
        begun = time.perf_counter()
        self._hot.get("floor")
        loaded = BookingState.model_validate_json(state)
        self._twin.say(said)
        self._hot.set("floor", loaded.model_dump_json(), ex=3600)
        return time.perf_counter() - begun


def measure(stage: Stage, report: Report) -> None:
    """A tap, a sentence and a booking against their floors."""
    report.section("A turn, against its statements on bare PyMySQL, Redis GET and SET, loading and dumping the state")
    comparison = Comparison(stage)
    with comparison.watching():
        for number in range(WARM_UP):
            comparison.errand(number)
        comparison.costs.clear()
        for number in range(ROUNDS):
            comparison.errand(WARM_UP + number)
    for kind in GOALS:
        _tell(report, kind, comparison.costs[kind])


def _tell(report: Report, kind: str, cost: Cost) -> None:
    goal, most = GOALS[kind]
    net = [whole - part for whole, part in zip(cost.whole, cost.understanding, strict=True)]
    note = f"{median_ms(cost.whole):.1f} ms, floor {median_ms(cost.floor):.1f} ms"
    if kind == "a sentence":
        note += f"; understanding, {median_ms(cost.understanding):.1f} ms, apart"
    report.figure(kind, statistics.median(net) / statistics.median(cost.floor), " x", goal=goal, note=note)
    report.figure(f"{kind}: statements", cost.statements, goal=most)
    report.figure(f"{kind}: commits", cost.commits, goal=2)


# --- the length of a conversation -----------------------------------------------------------------

WORDS = ("Dr Okafor on Tuesday", "hello", "Dr Quinn on Thursday after 10", "what have you got so far?")
TURNS = 1000
COMPARED = 120


def measure_length(stage: Stage, report: Report) -> None:
    """Turns late in a long conversation, in turns with ones early in a young one."""
    report.section("A long conversation")
    desk = stage.desk(stage.database("mariadb"))
    for number in range(TURNS):
        _say(desk, "long", f"old-{number}", number)
    took: dict[str, list[float]] = {"long": [], "young": []}
    for number in range(10):
        _say(desk, "young", f"old-{number}", number)
    for number in range(COMPARED):
        for name, seconds in took.items():
            seconds.append(_say(desk, name, f"new-{number}", number))
    note = f"{median_ms(took['long']):.1f} ms against {median_ms(took['young']):.1f} ms"
    ratio = statistics.median(took["long"]) / statistics.median(took["young"])
    report.figure("turn 1,000 against turn 10", ratio, " x", goal=1.1, note=note)


def _say(desk: Desk, name: str, identity: str, number: int) -> float:
    begun = time.perf_counter()
    ask(desk, line(name, identity, WORDS[number % len(WORDS)], 1 if name == "long" else 2))
    return time.perf_counter() - begun
