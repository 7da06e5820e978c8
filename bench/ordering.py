"""What comes out of order, twice or all at once (O02, O04), and a conversation that is slow beside others (O05).

Of one person's messages only those can be out of order that were written without waiting for an answer: what answers
a question of the desk's was written after it. Twilio keeps no order at all between messages; Telegram keeps it within a
chat, though not between processes behind its webhook. So the streams are played in rounds: within a round everything is
shuffled, everybody's messages among each other and each one's own; what came before may come again at any time.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bench.crowd import KINDS, NAMED, Delivery, House, Writer, served
from bench.models import asking, slow_model
from bench.report import Report
from bench.stage import Stage

PROCESSES = "2"

PEOPLE, MESSAGES = 40, 500
WINDOW_S, AT_ONCE = 1.0, 16
TWICE, AGAIN = 0.25, 0.1
"""Which part of a round comes twice at about the same time, and which part of all before comes again in it."""

USERS, LATENCY_S = 20, 3.0
APART_S = 0.3

OTHERS, PER_SECOND, SLOW_S = 50, 4, 30.0
PHASE_S, REST_S, PHASES = 8.0, 16.0, 6
"""A phase is as long as a turn waits for a model; the rest longer than the model is then left alone."""

FIRST_NAMES = ("Ada", "Bea", "Cora", "Dan", "Eve", "Finn", "Gail", "Hugh")
FAMILY_NAMES = ("Adair", "Bolger", "Curran", "Dolan", "Egan")
DOCTORS = ("Dr Lind", "Dr Abara")
ASIDES = ("where can I park?", "thank you", "what are your opening hours?", "thanks")


def measure(stage: Stage, report: Report, seeds: int) -> None:
    """All three on SQLite with embedded state and on MariaDB with Redis."""
    for kind in KINDS:
        report.section(f"Ordering: {NAMED[kind]}")
        _shuffled(stage, report, kind, seeds)
        _quick_messages(stage, report, kind)
        _slow_conversation(stage, report, kind)


# --- O02: shuffled and doubled --------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """What somebody has to say, in rounds: those of one round are written without waiting for an answer."""

    name: str
    rounds: tuple[tuple[str, ...], ...]


def plans() -> list[Plan]:
    """Forty people at different stages: booking, agreeing, moving, cancelling, asking, leaving off."""
    made = [_plan(number) for number in range(PEOPLE)]
    lacking = MESSAGES - sum(len(each) for plan in made for each in plan.rounds)
    return [_lengthened(plan, lacking // PEOPLE + (n < lacking % PEOPLE)) for n, plan in enumerate(made)]


def _plan(number: int) -> Plan:
    name = f"{FIRST_NAMES[number % 8]} {FAMILY_NAMES[number // 8]}"
    first = _today() + timedelta(days=2 + number // 2 % 10)
    kind = number % 5
    # day and time in one message: after a list of today's times, "at 10" alone means one of those, and rightly so;
    # an hour that fits twice is read back and waits for a yes
    at = f"{10 + number // 20}:20" if kind == 1 else f"{16 + number // 20}:20"
    when = f"on {_day(first)} at {at}"
    facts = [f"I need to see {DOCTORS[number % 2]}", when, f"my name is {name}", f"I was born on {5 + kind} May 1990"]
    if number % 2 == 0:  # on Telegram nobody's number is known
        facts.append(f"my number is +35386{6_660_000 + number}")
    later = _day(_today() + timedelta(days=13 + number // 2 % 6))
    rounds: dict[int, list[tuple[str, ...]]] = {
        0: [tuple(facts), ("where can I park?", "thank you")],
        1: [tuple(facts), ("yes", "where can I park?")],
        2: [tuple(facts), ("cancel my appointment",), ("yes",), ("no thanks", "where can I park?")],
        3: [tuple(facts), (f"move my appointment to {later} at {15 + number // 12}:40",), ("thank you",)],
        4: [tuple(facts[:2]), ("where can I park?", facts[2])],
    }
    return Plan(name, tuple(rounds[kind]))


def _today() -> date:
    """By the clock of the hospital that the bench loads."""
    return datetime.now(ZoneInfo("Europe/Dublin")).date()


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"


def _lengthened(plan: Plan, messages: int) -> Plan:
    asides = [ASIDES[n % len(ASIDES)] for n in range(messages)]
    return Plan(plan.name, (*plan.rounds, *(tuple(asides[n : n + 3]) for n in range(0, messages, 3))))


def _shuffled(stage: Stage, report: Report, kind: str, seeds: int) -> None:
    clean = _played(stage, f"clean-{kind}", kind, _one_by_one)
    assert clean.is_settled, "the clean run did not come to its end"
    unlike: list[str] = []
    wrong = lost = out_of_order = refused = 0
    for seed in range(1, seeds + 1):
        again = _played(stage, f"shuffled-{kind}-{seed}", kind, _Shuffler(seed))
        found = clean.differences(again)
        wrong += bool(found)
        unlike += [f"seed {seed}: {each}" for each in found]
        lost += MESSAGES - again.answered
        out_of_order += again.out_of_order
        refused += again.refused
    told = f"{MESSAGES} messages of {PEOPLE} people, {seeds} seeds, {PROCESSES} processes"
    report.figure("O02 runs that ended otherwise", wrong, goal=0, note=told)
    report.figure("O02 messages without an answer", lost, goal=0)
    report.figure("O02 answers out of order", out_of_order, goal=0)
    report.figure("O02 webhooks not answered with 200", refused, goal=0)
    for each in unlike[:20]:
        report.fact("  differs", each)


KEPT_OF_STATE = (
    "booking_stage", "task", "is_done", "speciality", "selected_doctor", "selected_slot", "doctor_options",
    "patient_name", "date_of_birth", "phone", "question", "language",
)  # fmt: skip


@dataclass
class Ended:
    """What a run came to."""

    visits: list[str]
    patients: list[str]
    states: dict[str, dict[str, Any]]
    told: dict[str, list[int]]
    """How often each was told of a booking, a move, a cancellation."""
    answered: int
    out_of_order: int
    refused: int
    is_settled: bool

    def differences(self, other: Ended) -> list[str]:
        """What is otherwise in the other run."""
        found = [f"visit {each}" for each in sorted(set(self.visits) ^ set(other.visits))]
        found += [f"patient {each}" for each in sorted(set(self.patients) ^ set(other.patients))]
        if (len(self.visits), len(self.patients)) != (len(other.visits), len(other.patients)):
            found.append("visits or patients that are there twice")
        for name, state in self.states.items():
            mine, theirs = state, other.states.get(name, {})
            found += [
                f"{name}: {key} {mine[key]!r}, {theirs.get(key)!r}" for key in mine if mine[key] != theirs.get(key)
            ]
            if self.told[name] != other.told.get(name):
                found.append(f"{name}: told {self.told[name]}, {other.told.get(name)}")
        return found if other.is_settled else [*found, "something still waits"]


class _Sent:
    """Posts deliveries and counts what was refused."""

    def __init__(self) -> None:
        self.refused = 0

    def all_of(self, deliveries: Sequence[tuple[float, Delivery]]) -> None:
        """Make each delivery so many seconds from now."""
        begun = time.monotonic()

        def make(timed: tuple[float, Delivery]) -> int:
            time.sleep(max(0.0, begun + timed[0] - time.monotonic()))
            return timed[1]()

        with ThreadPoolExecutor(AT_ONCE) as pool:
            self.refused += sum(
                status != 200 for status in pool.map(make, sorted(deliveries, key=lambda each: each[0]))
            )


Play = Callable[[House, Sequence[tuple[Writer, Plan]], _Sent], bool]


def _played(stage: Stage, name: str, kind: str, play: Play) -> Ended:
    with served(stage, name, kind, "--workers", PROCESSES) as house:
        cast = list(zip(house.people(PEOPLE), plans(), strict=True))
        sent = _Sent()
        is_settled = play(house, cast, sent)
        states, answered = house.states(), house.answered()
        return Ended(
            house.visits(),
            house.patients(),
            {plan.name: {key: states[who.address].get(key) for key in KEPT_OF_STATE} for who, plan in cast},
            {plan.name: _told(who) for who, plan in cast},
            answered["done"],
            house.sent_out_of_order([who.address for who, _ in cast]),
            sent.refused,
            is_settled and set(answered) == {"done"},
        )


def _told(who: Writer) -> list[int]:
    words = [text for _, text in who.shown()]
    return [sum(word in text for text in words) for word in ("Booked: ", "Moved: ", "Cancelled: ")]


def _one_by_one(house: House, cast: Sequence[tuple[Writer, Plan]], sent: _Sent) -> bool:
    """As it was meant: each message once, in its order, after the answer to the one before."""
    longest = max(sum(map(len, plan.rounds)) for _, plan in cast)
    is_settled = True
    for at in range(longest):
        said = [(who, [text for each in plan.rounds for text in each]) for who, plan in cast]
        sent.all_of([(0.0, who.writes(texts[at])) for who, texts in said if at < len(texts)])
        is_settled &= house.settle()
    return is_settled


class _Shuffler:
    """Plays a stream out of order and with repeats."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def __call__(self, house: House, cast: Sequence[tuple[Writer, Plan]], sent: _Sent) -> bool:
        past: list[Delivery] = []
        is_settled = True
        for at in range(max(len(plan.rounds) for _, plan in cast)):
            new = [who.writes(text) for who, plan in cast if at < len(plan.rounds) for text in plan.rounds[at]]
            repeated = [each for each in new if self._chance.random() < TWICE]
            repeated += [each for each in past if self._chance.random() < AGAIN]
            sent.all_of([(self._chance.uniform(0, WINDOW_S), each) for each in (*new, *repeated)])
            is_settled &= house.settle()
            past += new
        return is_settled


# --- O04: many quick messages of each -------------------------------------------------------------


def _quick_messages(stage: Stage, report: Report, kind: str) -> None:
    chance = random.Random(4)
    with (
        slow_model(lambda _: chance.uniform(0, LATENCY_S)) as url,
        served(stage, f"quick-{kind}", kind, "--workers", PROCESSES, **asking(url)) as house,
    ):
        people = house.people(USERS)
        names = [f"{FIRST_NAMES[n % 8]} {FAMILY_NAMES[n // 8]}" for n in range(USERS)]
        begun = time.monotonic()
        with ThreadPoolExecutor(USERS) as pool:
            refused = sum(pool.map(lambda n: _hurry(people[n], _hurried(n, names[n]), n), range(USERS)))
        is_settled = house.settle()
        took = time.monotonic() - begun
        crossed = sum(_is_others(text, names, n) for n, who in enumerate(people) for _, text in who.shown())
        booked = {each.partition(":")[0] for each in house.visits() if each.endswith("booked")}
        counts = house.answered()
        told = f"{USERS} people, ten messages each, a model of 0 to {LATENCY_S:.0f} s, {PROCESSES} processes"
        report.figure(
            "O04 answers out of order", house.sent_out_of_order([who.address for who in people]), goal=0, note=told
        )
        report.figure("O04 messages without an answer", 10 * USERS - counts["done"], goal=0)
        report.figure("O04 answers that tell of somebody else", crossed, goal=0)
        report.figure("O04 people whose own visit is not booked", len(set(names) - booked), goal=0)
        report.figure("O04 webhooks not answered with 200", refused, goal=0)
        report.figure("O04 until all was answered", took, " s", note="" if is_settled else "something still waits")


def _hurried(number: int, name: str) -> tuple[str, ...]:
    day = _day(_today() + timedelta(days=2 + number // 2))
    return (
        "hello",
        f"I need to see {DOCTORS[number % 2]}",
        "my hovercraft is full of eels",
        f"on {day} at 11:40",
        "the parrot over there only rests",
        f"my name is {name}",
        "I was born on 5 May 1990",
        f"my number is +35386{7_770_000 + number}",
        "where can I park?",
        "what have you got so far?",
    )


def _hurry(who: Writer, texts: Sequence[str], seed: int) -> int:
    """Write all of it, a moment apart; how many messages were not taken."""
    chance, refused = random.Random(seed), 0
    for text in texts:
        refused += who.writes(text)() != 200
        time.sleep(chance.uniform(0, APART_S))
    return refused


def _is_others(text: str, names: Sequence[str], own: int) -> bool:
    return any(name in text for n, name in enumerate(names) if n != own)


# --- O05: a slow conversation beside others -------------------------------------------------------


def _slow_conversation(stage: Stage, report: Report, kind: str) -> None:
    with (
        slow_model(lambda words: SLOW_S if "hovercraft" in words else 0.05) as url,
        served(stage, f"slow-{kind}", kind, **asking(url)) as house,
    ):
        others, slow = house.people(OTHERS), house.people(PHASES)
        _phase(others)  # everybody is greeted, every cache is filled
        house.settle()
        waits: dict[bool, list[float]] = {True: [], False: []}
        waited: list[float] = []
        for number, who in enumerate(slow):
            for is_beside in (True, False) if number % 2 else (False, True):
                if not is_beside:
                    waits[False] += _phase(others)
                    house.settle()
                    continue
                begun = time.monotonic()
                who.writes("my hovercraft is full of eels")()
                waits[True] += _phase(others)
                house.settle()
                waited += [at - begun for at, _ in who.shown()][:1]
                time.sleep(REST_S)
        alone, beside = _p95(waits[False]), _p95(waits[True])
        told = f"{OTHERS} others, {PER_SECOND} messages a second, {len(waits[True])} of them in {PHASES} phases"
        report.figure("O05 others' answers, 95 of 100, alone", 1000 * alone, " ms", note=told)
        report.figure("O05 others' answers, 95 of 100, beside a slow one", 1000 * beside, " ms")
        report.figure("O05 ratio", beside / alone, goal=1.2)
        given_up = f"a model of {SLOW_S:.0f} s is given up after 8"
        report.figure("O05 the slow conversation's own answer, the quickest", min(waited), " s", least=7, note=given_up)


def _phase(others: Sequence[Writer]) -> list[float]:
    """Each of them writes in turn at the pace; the seconds until each message was answered at the person's end."""
    before = [len(who.shown()) for who in others]
    posted: list[list[float]] = [[] for _ in others]
    begun = time.monotonic()

    def post(number: int) -> None:
        time.sleep(max(0.0, begun + number / PER_SECOND - time.monotonic()))
        mine = posted[number % OTHERS]
        mine.append(time.monotonic())
        others[number % OTHERS].writes(ASIDES[number % len(ASIDES)])()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(post, range(int(PER_SECOND * PHASE_S))))
    give_up_at = time.monotonic() + 30
    missing = True
    while missing and time.monotonic() < give_up_at:
        time.sleep(0.1)
        missing = any(len(who.shown()) < old + len(mine) for who, old, mine in zip(others, before, posted, strict=True))
    waits = []
    for who, old, mine in zip(others, before, posted, strict=True):
        waits += [at - asked for asked, (at, _) in zip(mine, who.shown()[old:], strict=False)]
    return waits


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]
