"""The races of the tests, as many rounds as asked for, and kills in the middle of work."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from bench.report import Report
from bench.stage import Stage
from doors.wiring import Desk
from tests.races.crew import Crew
from tests.races.crowd import Crowd
from tests.races.house import open_house
from tests.races.rounds import RUNNERS, EchoRace, SlotRace, TwoDoctorsRace
from tests.races.serving import LineServer
from tests.races.waiting import THURSDAYS, WaitingRace

RACES: dict[str, Callable[..., Any]] = {
    f"{RUNNERS} want one time": SlotRace,
    "one patient, two doctors": TwoDoctorsRace,
    "one message five times": EchoRace,
}


def measure(stage: Stage, report: Report, rounds: int) -> None:
    """So many rounds on MariaDB, and a fifth of them on SQLite; a mistake is anything that was not as it must be."""
    report.section("Races over two processes")
    for kind, count in (("mariadb", rounds), ("sqlite", max(1, rounds // 5))):
        url, data_dir = stage.database(kind), stage.home / f"races-{kind}"
        desk = open_house(url, data_dir, patients=RUNNERS)
        with Crew(url, data_dir) as crew:
            for name, make in RACES.items():
                race = make(desk, crew)
                for _ in range(count):
                    race.run()
                told = race.report
                seconds = sorted(told.seconds)
                middle, worst = seconds[len(seconds) // 2], seconds[-1]
                note = f"{count} rounds; slowest answer: median {middle:.2f} s, worst {worst:.2f} s"
                won = ", ".join(f"{number} {who}" for who, number in sorted(told.won_by.items()))
                note += f"; won by {won}" if won else ""
                report.figure(f"{kind}, {name}: mistakes", len(told.mistakes), goal=0, note=note)
                for mistake in told.mistakes[:5]:
                    report.fact("", mistake)
            _measure_waiting(desk, crew, report, kind)
        desk.database.dispose()


def _measure_waiting(desk: Desk, crew: Crew, report: Report, kind: str) -> None:
    """A day's visits are cancelled while as many wait: one Thursday after the other."""
    seed = random.randrange(10**6)
    race = WaitingRace(desk, crew, seed=seed)
    for _ in THURSDAYS:
        race.run()
    told = race.report
    note = f"{told.won_by['offers']} offers, {told.won_by['accepted']} of them taken; slowest {max(told.seconds):.2f} s"
    note += f"; seed {seed}"
    report.figure(f"{kind}, 30 cancel while 30 wait: mistakes", len(told.mistakes), goal=0, note=note)
    for mistake in told.mistakes[:5]:
        report.fact("", mistake)


def measure_kills(stage: Stage, report: Report, kills: int, chats: int = 48) -> None:
    """A serving process is killed at random moments while people chat; then everything told is compared."""
    report.section("kill -9 under load")
    for kind in ("mariadb", "sqlite"):
        url, data_dir, seed = stage.database(kind), stage.home / f"kills-{kind}", random.randrange(10**6)
        desk = open_house(url, data_dir, patients=chats)
        server = LineServer(url, data_dir)
        server.start()
        crowd = Crowd(server, chats, seed)
        crowd.start()
        chance = random.Random(seed)
        for _ in range(kills):
            crowd.busy_for(chance)
            server.kill()
            server.start()
        crowd.finish(within=90)
        server.stop()
        mistakes = crowd.mistakes(desk.office)
        note = f"{kills} kills, {crowd.turns} turns, {crowd.interrupted} of them cut off, {crowd.booked} bookings told"
        report.figure(f"{kind}: mistakes", len(mistakes), goal=0, note=f"{note}; seed {seed}")
        for mistake in mistakes[:5]:
            report.fact("", mistake)
        desk.database.dispose()
