"""Fills a database with a town: people first, then day by day whatever comes of their visits."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from random import Random
from typing import Any

from sqlalchemy import Engine, event, text

from bench.town import findings, medicines, people, talk, visits
from bench.town.bills import Bills
from bench.town.house import KEY, NOW, NotEmptyError, build
from bench.town.place import Town, Visit
from bench.town.rows import Rows
from bench.town.shelves import Shelves
from bench.town.trail import Trail
from db.engine import connect
from hospital.office import Unit
from hospital.schedule import day_bounds

PATIENTS, SEED = 100_000, 1
FULL_AHEAD, FADES = 0.7, 0.93
"""How much of tomorrow is booked, and what of that is of each day after it."""

FILLED = (
    "accounts appointment_history appointments audit authorisations care_plan_goals care_plan_steps care_plans "
    "charge_items claim_lines claims consents conversations coverage_history coverage_uses coverage_years coverages "
    "credit_notes delivery_reports dependants diagnoses diagnosis_history dispense_items dispenses documents "
    "encounters handle_patients handles helpers inbox invoice_lines invoice_series invoices one_time_codes orders "
    "outbox outbox_parts patients payment_allocations payment_links payments prescription_items prescriptions "
    "product_batches products purchase_lines purchase_orders refill_requests refunds refused_claims report_files "
    "report_results report_versions reports rests schedule_days slot_guards slot_openings slots stock stock_alerts "
    "stock_count_lines stock_counts stock_movements taken_up tasks tills waitlist_entries waitlist_offers"
).split()
"""The tables that are filled; others come with the house."""

__all__ = ["NotEmptyError", "fill"]


def fill(url: str, patients: int = PATIENTS, seed: int = SEED) -> Mapping[str, int]:
    """Fill an empty database, or one without tables; the rows of each table. Progress goes to stderr.

    Raises NotEmptyError.
    """
    engine = connect(url, pool_size=2)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _hurry)
    try:
        rows, rng = Rows(engine), Random(seed)
        house = build(engine, rows, rng)
        with engine.connect() as connection:
            unit = Unit(connection, NOW, audit_key=KEY)
        # nothing is asked through the unit: it lends its key, and a connection that idles so long would be cut off
        _fill(Town(rows, house, rng, unit, Trail(engine, rows, KEY)), patients)
        _look_over(engine)
    finally:
        engine.dispose()
    return dict(rows.counts)


def _hurry(connection: Any, _entry: object) -> None:
    """A town that a power cut takes away is filled anew: nothing waits for the disk, and much is kept in memory."""
    for pragma in ("synchronous=OFF", "cache_size=-400000", "wal_autocheckpoint=100000"):
        connection.execute(f"PRAGMA {pragma}")


def _fill(town: Town, patients: int) -> None:
    begun = time.monotonic()
    people.settle(town, patients)
    town.rows.write()
    sys.stderr.write(f"{patients} patients, {time.monotonic() - begun:.0f} s\n")
    town.office_id = town.conversation("mail", "desk@lanternquay.example", None, NOW)
    shelves, bills = Shelves(town), Bills(town)
    behind = visits.days_behind(town)
    shelves.open(day_bounds(behind[0], town.house.hospital.zone)[0])
    wanted = patients * visits.A_PATIENT
    share = min(1.0, wanted * (1 - visits.TO_COME) / (len(behind) * len(town.house.doctors) * visits.A_DAY))
    for number, day in enumerate(behind, 1):
        for visit in visits.on(town, day, share):
            _see(town, visit, shelves, bills)
        bills.end_day(day)
        town.rows.rest()
        if number % 20 == 0 or number == len(behind):
            told = f"{number} of {len(behind)} days, {sum(town.rows.counts.values())} rows"
            sys.stderr.write(f"{told}, {time.monotonic() - begun:.0f} s\n")
    _come(town, wanted * visits.TO_COME)
    shelves.close()
    bills.close()
    talk.left_over(town)
    town.rows.write()
    town.trail.close()


def _see(town: Town, visit: Visit, shelves: Shelves, bills: Bills) -> None:
    """Whatever comes of a visit."""
    findings.found(town, visit)
    done = findings.ordered(town, visit)
    given = medicines.prescribed(town, visit, shelves)
    order, service = done if done is not None else ("", None)
    bills.bill(visit, service, order, given)
    talk.written(town, visit)
    about = {"role": "doctor", "by": town.house.signed(visit.doctor)}
    subject = f"patient {visit.patient.id}"
    town.trail.note("prescription.read", subject, visit.at, town.house.signed(visit.doctor), visit.patient.id, about)


def _come(town: Town, wanted: float) -> None:
    """Visits to come: many tomorrow, ever fewer after that."""
    a_day = len(town.house.doctors) * visits.A_DAY
    share = min(FULL_AHEAD, wanted * (1 - FADES) / a_day * 1.4)
    for day in visits.days_ahead(town):
        for _ in visits.on(town, day, share):
            raise AssertionError("nobody was seen tomorrow")
        share *= FADES
        town.rows.rest()


def _look_over(engine: Engine) -> None:
    """Have MariaDB count what came: it does so by itself now and then. SQLite never does, so it plans without."""
    if engine.dialect.name == "sqlite":
        return
    with engine.connect() as connection:
        for table in connection.execute(text("SHOW TABLES")).scalars().all():
            connection.execute(text(f"ANALYZE TABLE `{table}`")).all()
