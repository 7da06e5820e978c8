"""Dangerous values reach somebody at once, until one says that they know; unread reports go to a colleague."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert

from conversation import handing_over
from db.models import HolidayRow, OutboxRow, ReportRow, TaskRow, TimeOffRow
from hospital import desk_hours, task_work, visits
from hospital.access import ForbiddenError
from hospital.clocks import Clock
from hospital.directory_rows import Directory
from hospital.errors import NotFoundError
from hospital.office import Office
from hospital.reports import critical, reading, records, registering, reviewing, writing
from hospital.reports.records import Report
from hospital.reports.registering import NewReport
from hospital.reports.results import Result
from hospital.steps import Steps
from tests.hospital.acts.of_reports import CALM, DANGEROUS, dangerous, entered, final
from tests.hospital.clinic import AUDIT_KEY, HUGO, IRIS, NOW, when
from tests.hospital.house import ADLER, BRANDT, DESK, NURSE, RYAN, House

HALF_HOUR = timedelta(minutes=30)
ADLERS, BRANDTS, RYANS = (f"{name}@rosehill.example" for name in (ADLER, BRANDT, RYAN))


class At(Clock):
    """A clock that stands."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


def clock(house: House, moment: datetime) -> int:
    """What the clock does about results then."""
    office = Office(house.engine, At(moment.astimezone(UTC)), AUDIT_KEY)
    with Steps(office, "test") as steps:
        escalated = critical.escalate_due(office, house.hospital, steps)
        return escalated + reviewing.hand_on_due(office, house.hospital, steps)


def tasks(house: House, kind: str = "critical") -> list[tuple[str, str, int | None]]:
    return [(row.queue, row.status, row.for_doctor_id) for row in house.rows(TaskRow, TaskRow.kind == kind)]


def id_of(house: House, code: str) -> int:
    return house.doctor(code).id


def now_of(house: House, reference: str) -> Report:
    return house.read(lambda unit: records.get(unit, reference))


def acknowledge(house: House, reference: str, by: str = ADLER, now: datetime = NOW) -> Report:
    return house.as_(by, lambda unit, actor: critical.acknowledge(unit, actor, reference), now=now)


# --- dangerous values -----------------------------------------------------------------------------


def test_a_dangerous_value_is_a_task_for_whoever_ordered_before_the_report_is_final(house: House) -> None:
    house.seen(IRIS)
    made = dangerous(house)
    (task,) = house.rows(TaskRow, TaskRow.kind == "critical")
    assert (task.queue, task.for_doctor_id, task.due_at) == ("oncall", id_of(house, "adler"), when("2026-06-08 09:30"))
    assert made.status == "preliminary" and made.is_unacknowledged
    (listed,) = house.as_(ADLER, reviewing.waiting)
    assert (listed.waits_for, listed.is_critical) == ("acknowledgement", True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_its_doctor_is_alerted_at_any_hour_and_before_it_is_due_in_words_that_name_nobody(house: House) -> None:
    house.seen(IRIS)
    night = when("2026-06-08 23:00")
    made = entered(house).reference
    house.as_(ADLER, lambda u, actor: writing.enter(u, house.hospital, actor, made, [DANGEROUS]), now=night)
    for _ in range(2):
        handing_over.keep_promises(Office(house.engine, At(night), AUDIT_KEY), Directory())
    (told,) = house.rows(OutboxRow)
    (task,) = house.rows(TaskRow, TaskRow.kind == "critical")
    assert (told.channel, told.address) == ("mail", ADLERS)
    assert f"Dangerous result {task.reference}" in told.payload
    assert "Iris" not in told.payload and "Potassium" not in told.payload


def test_it_goes_to_a_colleague_then_to_all_on_call_until_somebody_knows(house: House) -> None:
    house.seen(IRIS)
    made = dangerous(house).reference
    adler, brandt = id_of(house, "adler"), id_of(house, "brandt")
    assert clock(house, NOW + HALF_HOUR - timedelta(seconds=1)) == 0
    assert clock(house, NOW + HALF_HOUR) == 1
    assert clock(house, NOW + HALF_HOUR) == 0
    assert clock(house, NOW + 2 * HALF_HOUR) == 1
    assert clock(house, NOW + 3 * HALF_HOUR) == 1
    assert [task[2] for task in tasks(house)] == [adler, brandt, None, None]
    # the colleague may open it, though she was never his patient
    assert house.as_(BRANDT, lambda unit, actor: reading.read(unit, actor, made)).reference == made
    after = acknowledge(house, made, BRANDT, NOW + 3 * HALF_HOUR)
    assert (after.acknowledged_by, after.escalate_at) == (f"staff:{BRANDTS}", None)
    assert {task[1] for task in tasks(house)} == {"completed"}
    assert clock(house, NOW + timedelta(days=1)) == 0


def test_whoever_takes_the_task_on_call_may_open_the_report_until_it_is_done(house: House) -> None:
    house.seen(IRIS)
    made = dangerous(house).reference
    with pytest.raises(ForbiddenError):
        acknowledge(house, made, RYAN)
    (task,) = house.rows(TaskRow, TaskRow.kind == "critical")
    house.write(lambda unit: task_work.claim(unit, task.reference, RYANS))
    assert acknowledge(house, made, RYAN).acknowledged_by == f"staff:{RYANS}"
    with pytest.raises(ForbiddenError):
        house.as_(RYAN, lambda unit, actor: reading.read(unit, actor, made))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_colleague_is_told_at_once_while_its_doctor_is_away(house: House) -> None:
    house.seen(IRIS)
    adler = id_of(house, "adler")
    away = {"doctor_id": adler, "starts_at": when("2026-06-08 08:00"), "ends_at": when("2026-06-09 08:00")}
    house.write(lambda unit: unit.connection.execute(insert(TimeOffRow), {**away, "is_from_file": False}))
    house.hospital = house.picture()
    dangerous(house)
    assert [task[2] for task in tasks(house)] == [id_of(house, "brandt")]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_told_is_told_again_only_when_something_new_is_dangerous(house: House) -> None:
    house.seen(IRIS)
    made = dangerous(house).reference

    def enter(*values: Result) -> Report:
        return house.as_(ADLER, lambda unit, actor: writing.enter(unit, house.hospital, actor, made, values))

    enter(DANGEROUS, CALM)
    assert len(tasks(house)) == 1
    acknowledge(house, made)
    enter(DANGEROUS)
    assert len(tasks(house)) == 1 and not now_of(house, made).is_unacknowledged
    enter(DANGEROUS, Result("Sodium", "109", "mmol/L", "135", "145", "115", "160"))
    assert len(tasks(house)) == 2 and now_of(house, made).is_unacknowledged


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_patient_reads_a_dangerous_value_of_which_nobody_knows(house: House) -> None:
    house.seen(IRIS)
    new = NewReport(patient_id=house.patient(IRIS), kind="letter", title="Values of today")
    made = house.as_(ADLER, lambda u, actor: registering.register(u, house.hospital, actor, new, key="l")).reference
    house.as_(NURSE, lambda unit, actor: writing.enter(unit, house.hospital, actor, made, [DANGEROUS]))
    house.as_(ADLER, lambda unit, actor: writing.finalise(unit, house.hospital, actor, made))
    assert now_of(house, made).released_at is None  # a letter goes out at once otherwise
    acknowledge(house, made, NURSE)
    assert now_of(house, made).released_at == NOW


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whoever_reviews_a_dangerous_value_knows_of_it(house: House) -> None:
    house.seen(IRIS)
    made = final(house, DANGEROUS).reference
    after = house.as_(ADLER, lambda unit, actor: reviewing.review(unit, actor, made, message="Come in today."))
    assert (after.is_unacknowledged, after.released_at) == (False, NOW)
    assert [task[1] for task in tasks(house)] == ["completed"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_there_is_nothing_to_acknowledge_where_nothing_is_dangerous(house: House) -> None:
    house.seen(IRIS)
    made = entered(house).reference
    with pytest.raises(NotFoundError):
        acknowledge(house, made)
    assert tasks(house) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_dangerous_value_of_the_wrong_patient_rings_nobody_any_more(house: House) -> None:
    house.seen(IRIS)
    made = dangerous(house).reference
    house.as_(ADLER, lambda unit, actor: registering.withdraw(unit, house.hospital, actor, made, reason="wrong tube"))
    assert clock(house, NOW + timedelta(hours=2)) == 0
    assert [task[1] for task in tasks(house)] == ["completed"]


# --- unread reports -------------------------------------------------------------------------------


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("start", "holidays", "end"),
    [
        ("2026-06-08 09:00", (), "2026-06-11 09:00"),
        ("2026-06-11 16:20", (), "2026-06-16 16:20"),
        ("2026-06-13 10:00", (), "2026-06-17 10:00"),
        ("2026-06-11 16:20", (date(2026, 6, 15),), "2026-06-17 16:20"),
        ("2026-03-26 01:30", (), "2026-03-31 01:30"),
    ],
)
def test_working_days_are_those_on_which_the_desk_opens(
    house: House, start: str, holidays: tuple[date, ...], end: str
) -> None:
    house.write(
        lambda u: [u.connection.execute(insert(HolidayRow), {"date": day, "name": "closed"}) for day in holidays]
    )
    assert desk_hours.after_working_days(house.picture(), when(start), 3) == when(end)


def test_what_nobody_reviewed_in_three_working_days_goes_to_a_colleague_too(house: House) -> None:
    reference, _ = house.seen(IRIS)
    made = final(house).reference
    house.as_(DESK, lambda unit, actor: visits.complete(unit, house.hospital, actor, reference))
    due = when("2026-06-11 09:00")
    assert house.as_(BRANDT, reviewing.waiting) == []
    assert clock(house, due - timedelta(minutes=1)) == 0
    assert clock(house, due) == 1
    assert clock(house, due) == 0
    assert tasks(house, "review") == [("clinic", "requested", id_of(house, "brandt"))]
    assert [each.reviewer for each in house.as_(BRANDT, reviewing.waiting)] == ["Dr Vera Adler"]
    house.as_(BRANDT, lambda unit, actor: reviewing.review(unit, actor, made, message="All is well."), now=due)
    assert [task[1] for task in tasks(house, "review")] == ["completed"]
    assert house.as_(ADLER, reviewing.waiting) == []
    assert clock(house, due + timedelta(days=9)) == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_where_there_is_no_colleague_all_doctors_are_asked(house: House) -> None:
    house.seen(HUGO, "ryan", "2026-06-08 09:20")
    made = house.as_(RYAN, lambda u, actor: _outside(u, house, actor)).reference
    house.as_(RYAN, lambda unit, actor: writing.conclude(unit, actor, made, "No fracture"))
    house.as_(RYAN, lambda unit, actor: writing.finalise(unit, house.hospital, actor, made))
    assert clock(house, NOW + timedelta(days=7)) == 1
    assert tasks(house, "review") == [("clinic", "requested", None)]
    (row,) = house.rows(ReportRow)
    assert row.cover_at > NOW + timedelta(days=7)  # and asked again


def _outside(unit, house, actor):
    new = NewReport(patient_id=house.patient(HUGO), title="Wrist")
    return registering.register(unit, house.hospital, actor, new, key="w")
