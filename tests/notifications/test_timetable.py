"""What the desk does by the clock."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from conversation import notices, refill_news, results
from conversation.handing_over import keep_promises
from conversation.offers import Offers
from conversation.online_payments import OnlineDesk
from db.models import PaymentLinkRow, PaymentRow, RefundRow, SlotRow, TaskRow
from hospital import hospital_file, inbox, loading, slots, threads
from hospital.billing.fake_gateway import FakeGateway, PageClosedError
from hospital.billing.online import OnlinePayments
from hospital.directory_rows import Directory
from hospital.insurance import answers
from hospital.office import Office, open_office
from notifications.timetable import (
    CatchUp,
    Job,
    Stop,
    Timetable,
    ask_after_claims,
    back_off,
    follow_results,
    make_slots,
    release_holds,
    standard_jobs,
)
from tests.hospital import counter
from tests.hospital.acts.of_insurance import nothing_paid, sent
from tests.hospital.acts.of_reports import dangerous
from tests.hospital.clinic import AUDIT_KEY, HUGO, IRIS, NOW
from tests.hospital.house import BILLING, House

HOSPITAL = Path(__file__).resolve().parents[1] / "hospitals/webchat.yaml"


class Clock:
    """Stands where it is put."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 5, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(database_url: str, clock: Clock) -> Iterator[Office]:
    opened = open_office(database_url, clock, b"key")
    file = hospital_file.parse(HOSPITAL.read_bytes())
    opened.write(lambda unit: loading.load(unit, file))
    yield opened
    opened.engine.dispose()


def count_slots(office: Office, *where: Any) -> int:
    with office.read() as unit:
        return unit.connection.execute(select(func.count()).select_from(SlotRow).where(*where)).scalar_one()


# --- the jobs -------------------------------------------------------------------------------------


def test_times_are_made_for_the_whole_horizon_of_every_doctor_once(office, clock):
    directory = Directory()
    make_slots(office, directory, Stop())
    made = count_slots(office)
    assert made == 2 * 22 * 71, "two doctors, today and 21 days, 71 times a day"
    make_slots(office, Directory(), Stop())
    assert count_slots(office) == made
    clock.moment += timedelta(days=1)
    make_slots(office, directory, Stop())
    assert count_slots(office) == made + 2 * 71


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_results_of_which_nobody_took_notice_go_to_the_next(database_url, clock):
    house = House(database_url)
    house.seen(IRIS)
    dangerous(house)
    office = Office(house.engine, clock, AUDIT_KEY)
    for minutes, told in ((29, 0), (30, 1), (30, 0), (60, 1)):
        clock.moment = (NOW + timedelta(minutes=minutes)).astimezone(UTC)
        assert follow_results(office, Directory(), Stop()) == told
    assert len(house.rows(TaskRow, TaskRow.kind == "critical")) == 3
    house.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_claim_that_its_insurer_does_not_answer_is_one_task_of_billing(database_url, clock):
    house = House(database_url)
    house.load(("billing: {pay: at_desk,", "billing: {pay: at_desk, claim_answer_days: 10,"))
    claim = sent(house)
    office = Office(house.engine, clock, AUDIT_KEY)
    made = []
    for days in (9, 10, 11, 40):
        clock.moment = (NOW + timedelta(days=days)).astimezone(UTC)
        made.append(ask_after_claims(office, Directory(), Stop()))
    assert made == [0, 1, 0, 0]
    (task,) = house.rows(TaskRow, TaskRow.kind == "claim_unanswered")
    assert (task.queue, task.status, task.summary.partition(":")[0]) == ("billing", "requested", claim.reference)
    answer = nothing_paid(claim)
    house.as_(BILLING, lambda unit, actor: answers.answer(unit, house.hospital, actor, claim.reference, answer))
    assert [(row.kind, row.status) for row in house.rows(TaskRow, TaskRow.status != "cancelled")][1:] == [
        ("claim_unanswered", "completed"),
        ("claim_rejected", "requested"),
    ]
    house.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_links_that_nobody_should_pay_by_are_closed_at_the_provider_and_refunds_are_asked_after(database_url, clock):
    house = House(database_url)
    gateway = FakeGateway()
    online = OnlinePayments(house.office, lambda _: house.hospital, gateway)
    jobs = {job.name: job for job in standard_jobs(house.office, Directory(), int, bool, bool, online)}
    first, second = counter.issued(house), counter.issued(house, number=HUGO)
    links = [
        online.link_for(house.himself(number), bill.reference, NOW) for number, bill in ((IRIS, first), (HUGO, second))
    ]
    counter.pay(house, first, "75.00")
    gateway.pay(links[1].external_id or "", NOW)
    for event in gateway.deliver():
        counter.receive(house, event)
    jobs["end_links"].run(Stop())
    with pytest.raises(PageClosedError):
        gateway.pay(links[0].external_id or "", NOW)
    assert [row.status for row in house.rows(PaymentLinkRow)] == ["expired", "paid"]
    counter.cancel(house, second)
    asked = counter.refund(house, house.rows(PaymentRow)[-1], "75.00")
    house.write(lambda unit: set_back(unit, timedelta(hours=2)))
    jobs["follow_refunds"].run(Stop())
    assert (house.rows(RefundRow)[0].reference, house.rows(RefundRow)[0].status) == (asked.reference, "completed")
    house.close()


def set_back(unit, by: timedelta) -> None:
    """What was agreed to was agreed to earlier: the house's clock stands."""
    unit.connection.execute(update(RefundRow).values(approved_at=unit.now - by))


def test_a_hold_that_ran_out_is_freed_and_one_that_runs_is_not(office, clock):
    directory = Directory()
    make_slots(office, directory, Stop())
    with office.read() as unit:
        hospital = directory.current(unit)
    lind, at = hospital.doctor("lind"), clock.moment + timedelta(days=1)
    for minutes in (5, 60):
        starts_at, until = at + timedelta(minutes=minutes // 5 * 20), clock.moment + timedelta(minutes=minutes)
        office.write(lambda unit, s=starts_at, u=until: slots.hold(unit, hospital, lind, s, 1, u))
    assert count_slots(office, SlotRow.status == slots.HELD) == 2
    assert release_holds(office, directory, Stop()) == 0
    clock.moment += timedelta(minutes=6)
    assert release_holds(office, directory, Stop()) == 1
    assert count_slots(office, SlotRow.status == slots.HELD) == 1
    assert release_holds(office, directory, Stop()) == 0


def leave_behind(office: Office, conversation: str) -> int:
    def work(unit) -> int:
        row = threads.find_or_open(unit, "webchat", conversation)
        inbox.record(
            unit, channel="webchat", external_id=conversation, conversation_id=row, payload="{}",
            received_at=unit.now - timedelta(minutes=1),
        )  # fmt: skip
        return row

    return office.write(work)


def test_conversations_left_behind_are_caught_up_whatever_becomes_of_one_of_them(office):
    rows = [leave_behind(office, name) for name in ("a", "b", "c")]
    now, tried = [0.0], []

    def catch_up(conversation_id: int) -> None:
        tried.append(conversation_id)
        if conversation_id == rows[1]:
            raise ValueError("cannot be answered")
        office.write(lambda unit: inbox.finish(unit, [(conversation_id, "{}")]))

    job = CatchUp(office, catch_up, clock=lambda: now[0])
    assert job.run(Stop()) == 2
    assert sorted(tried) == sorted(rows)
    tried.clear()
    assert job.run(Stop()) == 0
    assert tried == [], "the one that failed is left alone for a while"
    now[0] += 6
    job.run(Stop())
    assert tried == [rows[1]]


def test_a_conversation_that_somebody_works_on_is_left_to_them(office, clock):
    row = leave_behind(office, "a")
    office.write(lambda unit: threads.lease(unit, row, "another", unit.now))
    tried: list[int] = []
    assert CatchUp(office, tried.append).run(Stop()) == 0
    clock.moment += threads.LEASE + timedelta(seconds=1)
    assert CatchUp(office, tried.append).run(Stop()) == 1
    assert tried == [row]


def test_no_job_fails_where_no_hospital_is_loaded(database_url):
    office, directory = open_office(database_url, Clock(), b"key"), Directory()
    offers, online = Offers(office, directory), OnlineDesk(office, directory, lambda hospital: None)
    for job in standard_jobs(office, directory, int, offers.run, offers.review, online):
        job.run(Stop())
    assert (refill_news.tell(office, directory), notices.tell(office, directory, results.NOTES)) == (0, 0)
    assert keep_promises(office, directory) == 0
    office.engine.dispose()


# --- the timetable --------------------------------------------------------------------------------


def test_jobs_run_at_once_and_then_when_they_are_due():
    now, ran = [100.0], []
    timetable = Timetable(
        [Job("often", 5, lambda stop: ran.append("often")), Job("seldom", 60, lambda stop: ran.append("seldom"))],
        clock=lambda: now[0],
    )
    while timetable.run_due() == 0:
        pass
    assert sorted(ran) == ["often", "seldom"]
    ran.clear()
    now[0] += 4.9
    assert timetable.run_due() == pytest.approx(0.1)
    assert ran == []
    now[0] += 0.2
    timetable.run_due()
    assert ran == ["often"]


def test_a_failing_job_is_tried_later_and_later_and_the_others_go_on():
    now, ran, told = [0.0], [], []
    is_broken = [True]

    def broken(stop: Stop) -> None:
        ran.append(now[0])
        if is_broken[0]:
            raise RuntimeError("nothing works")

    healthy: list[float] = []
    timetable = Timetable(
        [Job("broken", 5, broken), Job("healthy", 5, lambda stop: healthy.append(now[0]))],
        clock=lambda: now[0],
        on_run=lambda job, is_done: told.append((job, is_done)),
    )
    while now[0] < 120:
        timetable.run_due()
        timetable.run_due()
        now[0] += 1
    assert ran[:5] == [0, 5, 15, 35, 65]
    assert len(healthy) == 24
    assert ("broken", False) in told and ("healthy", True) in told and ("broken", True) not in told
    is_broken[0] = False
    now[0] = 135.0
    for _ in range(8):
        timetable.run_due()
        timetable.run_due()
        now[0] += 1
    assert ran[-2:] == [135, 140], "once it works it is back to its pace"


def test_waiting_after_failures_has_an_end():
    assert [back_off(n) for n in (1, 2, 3, 4, 5, 50)] == [5, 10, 20, 30, 30, 30]


def test_a_timetable_ends_when_told_and_says_what_has_run():
    seen: list[bool] = []

    def patient(stop: Stop) -> None:
        seen.append(stop.pause(30))

    timetable = Timetable([Job("patient", 1000, patient), Job("quick", 1000, lambda stop: None)])
    assert not timetable.has_run("quick")
    timetable.start(2)
    assert timetable.is_alive()
    assert timetable.stop(10)
    assert seen == [True]
    assert timetable.has_run("patient") and not timetable.is_alive()
