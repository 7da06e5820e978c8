"""Examinations have an owner and a clock: urgent ones at once, those whose result does not come by the clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from db.models import TaskRow, TimeOffRow
from hospital import relations, tampering, task_work
from hospital.clocks import Clock
from hospital.office import Office
from hospital.orders import moving, ordering, performing
from hospital.orders.ordering import NewOrder
from hospital.orders.records import Order
from hospital.reports import missing, registering, writing
from hospital.reports.registering import NewReport
from hospital.reports.results import Result
from hospital.steps import Steps
from tests.hospital.acts.of_orders import encounter
from tests.hospital.clinic import AUDIT_KEY, IRIS, NOW, when
from tests.hospital.house import ADLER, BILLING, BRANDT, DESK, House

CALM = Result("Cholesterol", "4.1", "mmol/L", high="5.0")


class At(Clock):
    """A clock that stands."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


def clock(house: House, moment: datetime) -> int:
    office = Office(house.engine, At(moment.astimezone(UTC)), AUDIT_KEY)
    with Steps(office, "late") as steps:
        return missing.ask_after_due(office, house.hospital, steps)


def ordered(house: House, priority: str = "routine", **more: str) -> Order:
    house.seen(IRIS)
    new = NewOrder("lipid", priority, **more)
    return house.as_(
        ADLER, lambda u, actor: ordering.order(u, house.hospital, actor, encounter(house), new, key=priority)
    )


def done(house: House, priority: str = "routine", now: datetime = NOW) -> Order:
    made = ordered(house, priority)
    return house.as_(DESK, lambda u, actor: performing.complete(u, house.hospital, actor, made.reference), now=now)


def registered(house: House, order: Order) -> str:
    new = NewReport(order=order.reference)
    return house.as_(ADLER, lambda u, actor: registering.register(u, house.hospital, actor, new, key="r")).reference


def tasks(house: House, kind: str) -> list[tuple[str, str, int | None]]:
    return [(row.queue, row.status, row.for_doctor_id) for row in house.rows(TaskRow, TaskRow.kind == kind)]


def treats(house: House, who: str) -> bool:
    actor, iris = house.actor(who), house.patient(IRIS)
    staff = {"doctor_id": actor.doctor_id, "staff_id": actor.staff_id}
    return house.read(lambda unit: relations.treats(unit, iris, **staff))


def adler(house: House) -> int:
    return house.doctor("adler").id


@pytest.mark.parametrize(
    ("priority", "still_time", "late"),
    [
        ("stat", "2026-06-08 10:29", "2026-06-08 10:31"),
        ("urgent", "2026-06-09 09:29", "2026-06-09 09:31"),
        ("asap", "2026-06-09 09:29", "2026-06-09 09:31"),
        ("routine", "2026-06-11 09:29", "2026-06-11 09:31"),
    ],
)
def test_what_was_done_and_has_no_report_in_its_time_is_one_task_of_who_ordered_it(
    house: House, priority: str, still_time: str, late: str
) -> None:
    done(house, priority, when("2026-06-08 09:30"))
    assert clock(house, when(still_time)) == 0
    assert [clock(house, when(late)), clock(house, when(late)), clock(house, when("2026-07-01 09:00"))] == [1, 0, 0]
    assert tasks(house, "result_missing") == [("clinic", "requested", adler(house))]


def test_a_colleague_who_takes_the_task_treats_the_patient_until_it_is_done(house: House) -> None:
    done(house)
    clock(house, when("2026-06-20 09:00"))
    (task,) = house.rows(TaskRow, TaskRow.kind == "result_missing")
    assert not treats(house, BRANDT)
    email = f"{BRANDT}@rosehill.example"
    house.write(lambda unit: task_work.claim(unit, task.reference, email))
    assert treats(house, BRANDT)
    house.write(lambda unit: task_work.release(unit, task.reference, email, done=True))
    assert not treats(house, BRANDT)


@pytest.mark.parametrize(("queue", "who", "is_treating"), [("clinic", BRANDT, True), ("billing", BILLING, False)])
def test_who_looks_at_an_altered_record_treats_its_patient_where_it_is_the_clinics(
    house: House, queue: str, who: str, is_treating: bool
) -> None:
    house.write(lambda unit: tampering.tell(unit, house.hospital, queue, "R-1", house.patient(IRIS)))
    (task,) = house.rows(TaskRow, TaskRow.kind == "tampered")
    house.write(lambda unit: task_work.claim(unit, task.reference, f"{who}@rosehill.example"))
    assert treats(house, who) == is_treating


def test_the_task_ends_when_the_report_comes_and_comes_again_when_that_was_a_mistake(house: House) -> None:
    order = done(house)
    clock(house, when("2026-06-20 09:00"))
    made = registered(house, order)
    assert [status for _, status, _ in tasks(house, "result_missing")] == ["completed"]
    house.as_(ADLER, lambda u, actor: registering.withdraw(u, house.hospital, actor, made, reason="other tube"))
    assert clock(house, when("2026-07-20 09:00")) == 1


def test_a_report_that_is_begun_and_not_finished_is_its_doctors_task_until_it_is(house: House) -> None:
    made = registered(house, done(house))
    assert clock(house, when("2026-06-10 09:00")) == 0
    assert [clock(house, when("2026-06-20 09:00")), clock(house, when("2026-06-21 09:00"))] == [1, 0]
    assert tasks(house, "result_missing") == [("clinic", "requested", adler(house))]
    house.as_(ADLER, lambda u, actor: writing.enter(u, house.hospital, actor, made, [CALM]))
    house.as_(ADLER, lambda u, actor: writing.finalise(u, house.hospital, actor, made))
    assert [status for _, status, _ in tasks(house, "result_missing")] == ["completed"]


def test_what_is_reported_in_time_or_shows_nothing_makes_no_task(house: House) -> None:
    made = registered(house, done(house))
    house.as_(ADLER, lambda u, actor: writing.enter(u, house.hospital, actor, made, [CALM]))
    house.as_(ADLER, lambda u, actor: writing.finalise(u, house.hospital, actor, made))
    assert clock(house, when("2026-08-01 09:00")) == 0 and tasks(house, "result_missing") == []


def test_while_who_ordered_it_is_away_their_colleague_is_told(house: House) -> None:
    done(house)
    away = {"doctor_id": adler(house), "starts_at": when("2026-06-09 00:00"), "ends_at": when("2026-07-09 00:00")}
    house.write(lambda unit: unit.connection.execute(insert(TimeOffRow), {**away, "is_from_file": False}))
    house.hospital = house.picture()
    clock(house, when("2026-06-20 09:00"))
    ((_, _, doctor),) = tasks(house, "result_missing")
    assert doctor not in (None, adler(house))


# --- urgent ones ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("priority", "minutes"), [("stat", 30), ("urgent", 120), ("asap", 120)])
def test_an_urgent_order_is_a_task_at_once_and_done_with_it(house: House, priority: str, minutes: int) -> None:
    made = ordered(house, priority)
    (task,) = house.rows(TaskRow, TaskRow.kind == "urgent_order")
    assert (task.queue, task.status) == ("desk", "requested") and made.reference in task.summary
    assert (task.due_at - NOW).total_seconds() == minutes * 60
    house.as_(DESK, lambda u, actor: performing.complete(u, house.hospital, actor, made.reference))
    assert [status for _, status, _ in tasks(house, "urgent_order")] == ["completed"]


def test_an_urgent_order_of_a_named_doctor_is_theirs_and_nobodys_once_it_is_revoked(house: House) -> None:
    made = ordered(house, "stat", performer="vera.adler@rosehill.example")
    assert tasks(house, "urgent_order") == [("clinic", "requested", adler(house))]
    house.as_(ADLER, lambda u, actor: moving.revoke(u, actor, made.reference, reason="not needed"))
    assert [status for _, status, _ in tasks(house, "urgent_order")] == ["cancelled"]


def test_routine_orders_and_drafts_make_no_task(house: House) -> None:
    ordered(house)
    at = encounter(house)
    draft = house.as_(
        ADLER,
        lambda u, actor: ordering.order(
            u, house.hospital, actor, at, NewOrder("lipid", "stat"), key="draft", is_draft=True
        ),
    )
    assert tasks(house, "urgent_order") == []
    house.as_(ADLER, lambda u, actor: ordering.activate(u, house.hospital, actor, draft.reference))
    assert len(tasks(house, "urgent_order")) == 1
