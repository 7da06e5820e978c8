"""The last pieces of a product under fifty clients: row B08's share of the pharmacy."""

from __future__ import annotations

import random

from bench.report import Report
from bench.stage import Stage
from db import migrate
from db.engine import connect
from tests.hospital.house import House
from tests.hospital.pharmacy.rush import CLIENTS, Rush


def measure(stage: Stage, report: Report, rounds: int) -> None:
    """So many rounds on MariaDB, and a fifth of them on SQLite, each over another number of pieces."""
    report.section(f"{CLIENTS} clients want the last pieces at once")
    for kind, count in (("mariadb", rounds), ("sqlite", max(1, rounds // 5))):
        url = stage.database(kind)
        engine = connect(url)
        migrate.upgrade(engine)
        engine.dispose()
        house, seed = House(url), random.randrange(10**6)
        rush, chance = Rush(house), random.Random(seed)
        mistakes: list[str] = []
        seconds: list[float] = []
        sold = 0
        for _ in range(count):
            pieces = chance.randint(3, CLIENTS - 1)
            told = rush.run(pieces)
            sold += pieces
            mistakes += rush.problems(told, pieces)
            seconds += (each.seconds for each in told)
        note = f"{count} rounds, {sold} pieces; slowest answer {max(seconds):.2f} s; seed {seed}"
        report.figure(f"{kind}: sold twice, below nothing, or told to come back", len(mistakes), goal=0, note=note)
        for mistake in mistakes[:5]:
            report.fact("", mistake)
        house.engine.dispose()
