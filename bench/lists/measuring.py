"""Takes every list many times and says how long it took, and by which plans the database found what it told."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle, islice
from random import Random

from sqlalchemy import func, select

from bench.lists import of_people, of_records, of_the_clock
from bench.lists.looks import Look, take
from bench.lists.plans import Plan, Watch
from bench.lists.subjects import Place, Subject, draw, place
from bench.report import Report, median_ms
from bench.stage import Stage
from bench.town import filling
from bench.town.house import KEY, NOW
from db.engine import connect
from db.models import PatientRow, ProductRow
from hospital.directory_rows import read_hospital
from hospital.office import Office

ROUNDS, WARM = 40, 5
GOAL_S = 0.3
LOOKS: Sequence[Look] = (
    *of_people.PEOPLE,
    *of_people.TALK,
    *of_people.VISITS,
    *of_records.FINDINGS,
    *of_records.MEDICINES,
    *of_records.MONEY,
    *of_the_clock.DESK,
    *of_the_clock.CLOCK,
)


@dataclass(frozen=True)
class Measured:
    """A list: its times in seconds, the most rows that it told of, and the plans of its statements."""

    name: str
    seconds: Sequence[float]
    rows: int
    plans: Sequence[Plan]

    @property
    def p95(self) -> float:
        """What 19 of 20 were not slower than."""
        return sorted(self.seconds)[max(0, -(-len(self.seconds) * 95 // 100) - 1)]

    @property
    def scans(self) -> list[str]:
        """Tables that were walked, with how."""
        return sorted({scan for plan in self.plans for scan in plan.scans})

    @property
    def worst(self) -> str:
        """The step that reads most: one that walks a table, or else the one of most rows, as far as that is told."""
        return "; ".join(self.scans) or max((step for plan in self.plans for step in plan.steps), key=_size, default="")


def _size(step: str) -> int:
    last = step.rsplit(" ", 1)[-1]
    return int(last) if last.isdigit() else 0


class _Noon:
    """The town's clock, which stands."""

    def now(self) -> datetime:
        return NOW


def measure(stage: Stage, report: Report, kind: str, patients: int, filled: str = "") -> None:
    """Every list and search on a database of that kind, filled for it; or on one that was filled before."""
    url = filled or stage.database(kind)
    if not filled:
        begun = time.monotonic()
        rows = sum(filling.fill(url, patients).values())
        sys.stderr.write(f"{rows} rows in {time.monotonic() - begun:.0f} s\n")
    engine = connect(url)
    with engine.connect() as connection:
        there = connection.scalar(select(func.count()).select_from(PatientRow))
        name = engine.dialect.name
    engine.dispose()
    report.section(f"Lists and searches on {name}, {there} patients: p95 of {ROUNDS} over different ones")
    taken = take_all(url, ROUNDS)
    for each in taken:
        _tell(report, each)
    walked = [f"{each.name} ({scan})" for each in taken for scan in each.scans]
    report.figure("lists that walk a growing table", len(walked), goal=0, note="; ".join(walked))


def take_all(url: str, rounds: int, warm: int = WARM) -> list[Measured]:
    """Every list, so many times each after a few that warm it up."""
    engine = connect(url, pool_size=2)
    try:
        office = Office(engine, _Noon(), KEY)
        with office.read() as unit:
            products = unit.connection.execute(ProductRow.__table__.select()).all()
            where = place(office, read_hospital(unit), unit, products)
            subjects = draw(unit, Random(7), max(rounds, 10) * 2)
        return [_measured(look, where, subjects, rounds, warm) for look in LOOKS]
    finally:
        engine.dispose()


def _measured(look: Look, where: Place, subjects: Sequence[Subject], rounds: int, warm: int) -> Measured:
    fit = [each for each in subjects if not look.needs or look.needs in each.kept]
    asked = list(islice(cycle(fit), rounds + warm))
    watch = Watch(where.office.engine)
    seconds, told = [], []
    with watch.watching():
        for subject in asked:
            begun = time.perf_counter()
            told.append(take(look, where, subject))
            seconds.append(time.perf_counter() - begun)
    return Measured(look.name, seconds[warm:], max(told), watch.plans())


def _tell(report: Report, each: Measured) -> None:
    note = f"median {median_ms(each.seconds):.1f} ms, {each.rows} rows; {each.worst}"
    report.figure(each.name, each.p95 * 1000, " ms", goal=GOAL_S * 1000, note=note)
