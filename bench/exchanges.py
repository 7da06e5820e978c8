"""Fifty clients exchange, reassign, cancel and book at once: row B04."""

from __future__ import annotations

import random
from collections import Counter

from bench.report import Report
from bench.stage import Stage
from db import migrate
from db.engine import connect
from tests.hospital.exchanges import CLIENTS, KINDS, Exchanges, Told
from tests.hospital.house import House


def measure(stage: Stage, report: Report, rounds: int) -> None:
    """So many rounds on each database."""
    report.section(f"{CLIENTS} clients exchange, reassign, cancel and book at once")
    for kind in ("mariadb", "sqlite"):
        url = stage.database(kind)
        engine = connect(url)
        migrate.upgrade(engine)
        engine.dispose()
        house, seed = House(url), random.randrange(10**6)
        exchanges, chance = Exchanges(house), random.Random(seed)
        told: list[Told] = []
        mistakes: list[str] = []
        for _ in range(rounds):
            answers = exchanges.run(chance)
            told += answers
            mistakes += exchanges.problems(answers)
        counted = Counter(each.error or "done" for each in told)
        said = ", ".join(f"{name} {number}" for name, number in counted.most_common())
        note = f"{rounds * CLIENTS} requests: {said}; slowest {max(each.seconds for each in told):.2f} s; seed {seed}"
        report.figure(f"{kind}: doubled, left without, or told of an error of ours", len(mistakes), goal=0, note=note)
        done = Counter(each.wish.kind for each in told if not each.error)
        report.figure(f"{kind}: kinds of wishes that were granted", len(done), least=len(KINDS))
        for mistake in mistakes[:5]:
            report.fact("", mistake)
        house.engine.dispose()
