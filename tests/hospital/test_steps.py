"""What the clock does one by one: the trouble of one stops no other, and is tried again later and later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError
from structlog.testing import capture_logs

from db.models import TaskRow
from hospital.errors import BusyError
from hospital.office import Office
from hospital.reports import critical, records, registering, writing
from hospital.reports.records import Report
from hospital.reports.registering import NewReport
from hospital.steps import LONGEST_WAIT, Steps
from tests.hospital.acts.of_orders import XRAY, done
from tests.hospital.acts.of_reports import DANGEROUS, dangerous
from tests.hospital.clinic import IRIS, NOW
from tests.hospital.house import ADLER, House

HALF_HOUR = timedelta(minutes=30)
_TRIGGERS = {
    "sqlite": "CREATE TRIGGER broken BEFORE INSERT ON tasks WHEN NEW.summary LIKE '{}%' "
    "BEGIN SELECT RAISE(ABORT, 'broken'); END",
    "mysql": "CREATE TRIGGER broken BEFORE INSERT ON tasks FOR EACH ROW IF NEW.summary LIKE '{}%%' "
    "THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'broken'; END IF",
}


class At:
    """A clock that is put forward."""

    def __init__(self) -> None:
        self.moment = NOW + HALF_HOUR

    def now(self) -> datetime:
        return self.moment


@contextmanager
def broken(house: House, report: Report) -> Iterator[None]:
    """While it lasts no task of a report can be made."""
    with house.engine.begin() as connection:
        connection.exec_driver_sql(_TRIGGERS[house.engine.dialect.name].format(report.reference))
    yield
    with house.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER broken")


def another(house: House) -> Report:
    order = done(house, XRAY, "k2").reference
    made = house.as_(
        ADLER, lambda unit, actor: registering.register(unit, house.hospital, actor, NewReport(order=order), key="r2")
    )
    return house.as_(ADLER, lambda unit, actor: writing.enter(unit, house.hospital, actor, made.reference, [DANGEROUS]))


def escalate(house: House, office: Office) -> int | None:
    """How many dangerous values went to the next; None for a round that counts as failed."""
    try:
        with Steps(office, "follow_results") as steps:
            return critical.escalate_due(office, house.hospital, steps)
    except (BusyError, DBAPIError):
        return None


def alerts(house: House, *reports: Report) -> list[int]:
    return [house.read(lambda unit, at=each.reference: records.get(unit, at)).alerts for each in reports]  # type: ignore[misc]


def test_one_report_that_is_broken_keeps_no_other_from_being_passed_on_and_is_tried_again(house: House) -> None:
    house.seen(IRIS)
    first, second = dangerous(house), another(house)
    clock = At()
    office = Office(house.engine, clock, b"key")
    with broken(house, first), capture_logs() as logs:
        assert escalate(house, office) is None
        assert alerts(house, first, second) == [1, 2]
        assert [(line["event"], line["of"]) for line in logs] == [("step_failed", first.reference)]
        assert escalate(house, office) == 0
        assert len(logs) == 1, "it is left alone for a while"
    clock.moment += timedelta(seconds=5)
    assert escalate(house, office) == 1
    assert alerts(house, first, second) == [2, 2]
    assert len(house.rows(TaskRow, TaskRow.kind == "critical")) == 4


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_stays_broken_is_tried_later_and_later_and_once_an_hour_in_the_end(house: House) -> None:
    clock, tried = At(), []
    office = Office(house.engine, clock, b"key")

    def fail() -> int:
        tried.append(clock.moment)
        raise ZeroDivisionError

    with capture_logs() as logs:
        for _ in range(24 * 60 * 6):
            try:
                with Steps(office, "job") as steps:
                    steps.one("step", 1, fail)
            except ZeroDivisionError:
                pass
            clock.moment += timedelta(seconds=10)
    assert len(logs) == len(tried) < 40
    assert tried[-1] - tried[-2] == LONGEST_WAIT


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_database_that_is_away_ends_the_round_and_is_nobodys_fault(house: House) -> None:
    office, tried = Office(house.engine, At(), b"key"), []

    def away(number: int) -> None:
        tried.append(number)
        raise OperationalError(None, None, Exception("gone"))

    for _ in range(2):
        with capture_logs() as logs, pytest.raises(OperationalError), Steps(office, "job") as steps:
            steps.each("step", (1, 2), away)
        assert logs == []
    assert tried == [1, 1], "it is tried again as soon as the database may be there"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_clock_that_was_put_back_leaves_nothing_alone_for_days(house: House) -> None:
    clock, office = At(), Office(house.engine, At(), b"key")
    office.clock = clock
    with capture_logs(), pytest.raises(ZeroDivisionError), Steps(office, "job") as steps:
        steps.one("step", 1, lambda: 1 // 0)
    clock.moment -= timedelta(days=3)
    with Steps(office, "job") as steps:
        assert steps.one("step", 1, lambda: 1) == 1
