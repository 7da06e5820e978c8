"""Takes every list many times and says how long it took, and by which plans the database found what it told."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle, islice
from random import Random

from bench.lists import of_people, of_records, of_the_clock
from bench.lists.looks import Look, take
from bench.lists.plans import Plan, Watch
from bench.lists.subjects import Place, Subject, draw, place
from bench.report import Report, timed
from bench.stage import Stage
from bench.town import filling
from bench.town.house import KEY, NOW
from db.engine import connect
from db.models import ProductRow
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


class _Noon:
    """The town's clock, which stands."""

    def now(self) -> datetime:
        return NOW


def measure(stage: Stage, report: Report, kind: str, patients: int, url: str = "") -> None:
    """Every list and search on a database of that kind, filled for it; or on one at `url`, filled before."""
    if not url:
        url = stage.database(kind)
        rows = filling.fill(url, patients)
        patients = rows["patients"]
    report.section(f"Lists and searches on {kind}: p95 of {ROUNDS}, the most rows told, and full scans")
    if not url:
        report.fact("patients", str(patients))
    for each in take_all(url, ROUNDS):
        _tell(report, each)


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
    watch, most = Watch(where.office.engine), 0
    with watch.watching():
        for subject in asked[:warm]:
            most = max(most, take(look, where, subject))
    seconds = []
    for subject in asked[warm:]:
        told: list[int] = []
        seconds.append(timed(lambda subject=subject, told=told: told.append(take(look, where, subject))))  # type: ignore[misc]
        most = max(most, *told)
    return Measured(look.name, seconds, most, watch.plans())


def _tell(report: Report, each: Measured) -> None:
    note = f"median {statistics.median(each.seconds) * 1000:.1f} ms, {each.rows} rows, {len(each.plans)} statements"
    report.figure(each.name, each.p95, " s", goal=GOAL_S, note=note)
    report.figure(f"{each.name}: full scans", len(each.scans), goal=0, note="; ".join(each.scans))
