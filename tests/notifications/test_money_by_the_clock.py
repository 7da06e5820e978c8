"""What is not billed and what is not paid is told to billing by the clock, in one task, until it is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from db.models import OutboxRow, TaskRow
from hospital import visits
from hospital.clocks import Clock
from hospital.directory_rows import Directory
from hospital.office import Office
from notifications.timetable import Stop, see_to_billing
from tests.hospital import counter
from tests.hospital.clinic import AUDIT_KEY, HUGO, IRIS, NOW
from tests.hospital.house import DESK, House


class At(Clock):
    """A clock that stands where it is put."""

    moment = NOW

    def now(self) -> datetime:
        return self.moment.astimezone(UTC)


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    made = House(database_url)
    yield made
    made.close()


def clock(house: House, days: float) -> int:
    at = At()
    at.moment = NOW + timedelta(days=days)
    return see_to_billing(Office(house.engine, at, AUDIT_KEY), Directory(), Stop())


def told(house: House, kind: str) -> list[tuple[str, str, str]]:
    return [(row.queue, row.status, row.summary) for row in house.rows(TaskRow, TaskRow.kind == kind)]


def closed(house: House, days: float) -> None:
    """Billing closes all that it was told, as it stands."""
    now = NOW + timedelta(days=days)
    change = update(TaskRow).where(TaskRow.status == "requested").values(status="completed", closed_at=now)
    house.write(lambda unit: unit.connection.execute(change))


def visited(house: House, number: str, doctor: str, at: str) -> None:
    reference, _ = house.seen(number, doctor, at)
    house.as_(DESK, lambda unit, actor: visits.complete(unit, house.hospital, actor, reference))


def test_the_visits_of_a_day_that_nobody_billed_are_one_task_until_they_are_billed(house: House) -> None:
    visited(house, IRIS, "adler", "2026-06-08 09:30")
    visited(house, HUGO, "adler", "2026-06-08 10:00")
    assert clock(house, 1) == 0
    assert [clock(house, 2), clock(house, 2), clock(house, 9)] == [1, 0, 0]
    assert told(house, "unbilled") == [("billing", "requested", "2 visits of Monday 2026-06-08 are not billed")]
    counter.drafted(house, number=IRIS)
    counter.drafted(house, number=HUGO)
    assert clock(house, 10) == 0
    assert [status for _, status, _ in told(house, "unbilled")] == ["completed"]


def test_a_visit_that_goes_on_is_nobodys_task(house: House) -> None:
    house.seen(IRIS)
    assert clock(house, 5) == 0 and told(house, "unbilled") == []


def test_an_invoice_that_is_not_paid_in_thirty_days_is_one_task_until_it_is_and_writes_to_nobody(house: House) -> None:
    bill = counter.issued(house)
    assert clock(house, 29) == 0
    assert [clock(house, 30), clock(house, 31), clock(house, 90)] == [1, 0, 0]
    ((queue, status, summary),) = told(house, "overdue")
    assert (queue, status) == ("billing", "requested") and summary.startswith(f"{bill.number}: 75.00 EUR not paid")
    counter.pay(house, bill, "75.00")
    clock(house, 91)
    assert [status for _, status, _ in told(house, "overdue")] == ["completed"]
    assert [row for row in house.rows(OutboxRow) if row.kind not in ("alert",)] == []


def test_what_was_paid_is_not_overdue(house: House) -> None:
    counter.pay(house, counter.issued(house), "75.00")
    assert clock(house, 60) == 0 and told(house, "overdue") == []


def test_what_was_closed_unpaid_is_told_again_after_a_week_and_not_before(house: House) -> None:
    counter.issued(house)
    assert clock(house, 30) == 1
    closed(house, 31)
    assert [clock(house, 31.1), clock(house, 37), clock(house, 39), clock(house, 40)] == [0, 0, 1, 0]
    assert [status for _, status, _ in told(house, "overdue")] == ["completed", "requested"]


def test_a_day_whose_task_was_closed_unbilled_is_told_again_after_a_week(house: House) -> None:
    visited(house, IRIS, "adler", "2026-06-08 09:30")
    assert clock(house, 2) == 1
    closed(house, 3)
    assert [clock(house, 4), clock(house, 11), clock(house, 12)] == [0, 1, 0]
    assert [status for _, status, _ in told(house, "unbilled")] == ["completed", "requested"]


def test_a_task_that_cannot_be_looked_at_keeps_nothing_else_from_being_told(house: House) -> None:
    visited(house, IRIS, "adler", "2026-06-08 09:30")
    assert clock(house, 2) == 1
    strange = update(TaskRow).where(TaskRow.kind == "unbilled").values(request_key="unbilled someday 1")
    house.write(lambda unit: unit.connection.execute(strange))
    with pytest.raises(ValueError, match="someday"):
        clock(house, 3)
    assert [row.request_key for row in house.rows(TaskRow, TaskRow.kind == "unbilled")] == [
        "unbilled someday 1",
        "unbilled 2026-06-08 1",
    ]
