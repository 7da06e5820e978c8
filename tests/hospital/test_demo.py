"""The demo hospital is alive whenever it is loaded, true to the rules of booking, and never harms a real one."""

from __future__ import annotations

import re
import sqlite3
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, select

from db.engine import connect
from db.migrate import upgrade
from db.models import (
    AppointmentEventRow,
    AppointmentRow,
    Base,
    ConversationRow,
    CoverageRow,
    DependantRow,
    DoctorRow,
    HospitalRow,
    LocationRow,
    PatientRow,
    SlotGuardRow,
    SlotRow,
    TaskRow,
    WaitlistEntryRow,
)
from hospital import appointments, clocks, slots, task_work, tasks, threads
from hospital.appointments import TRANSITIONS, Request
from hospital.demo import desk as demo_desk
from hospital.demo import going_on, practice
from hospital.demo import view as demo_view
from hospital.demo.making import DEMO_FILE, NotDemoError, load_demo
from hospital.directory_rows import read_hospital
from hospital.file_models import Holiday
from hospital.hospital_file import HospitalFile, parse
from hospital.loading import load
from hospital.office import Office
from tests.hospital.seaview import SEAVIEW

MID_MORNING = datetime(2026, 11, 24, 10, 20, tzinfo=UTC)
ACTIVE = ("booked", "arrived", "checked-in", "fulfilled", "noshow")


@dataclass
class FixedClock:
    """Stands at one moment."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


def office_at(engine: Engine, moment: datetime = MID_MORNING) -> Office:
    return Office(engine, FixedClock(moment), audit_key=b"key")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A demo made once, for tests that only look at it."""
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.sqlite3'}")
    upgrade(engine)
    office = office_at(engine)
    load_demo(office)
    yield office
    engine.dispose()


@pytest.fixture
def demo(engine: Engine, made: Office) -> Office:
    """A demo of the test's own, to go on from; making one takes seconds, so on SQLite it is a copy of `made`."""
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(str(made.engine.url.database))) as source:
            source.execute("VACUUM INTO ?", (f"{engine.url.database}.demo",))
        Path(f"{engine.url.database}.demo").replace(str(engine.url.database))
    else:
        load_demo(office_at(engine))
    return office_at(engine)


def rows(office: Office, model: type[Base]) -> list[Any]:
    with office.read() as unit:
        return list(unit.connection.execute(select(model.__table__)).all())


def everything(office: Office) -> dict[str, list[Any]]:
    with office.read() as unit:
        return {
            table.name: list(unit.connection.execute(select(table).order_by(*table.primary_key)).all())
            for table in Base.metadata.sorted_tables
        }


# --- the history ----------------------------------------------------------------------------------

MOMENTS = {
    "a Sunday night": datetime(2026, 11, 22, 23, 50, tzinfo=UTC),
    "just before clocks go back": datetime(2026, 10, 24, 9, tzinfo=UTC),
    "just after clocks went forward": datetime(2027, 3, 28, 12, tzinfo=UTC),
    "the last of February in a leap year": datetime(2028, 2, 29, 7, tzinfo=UTC),
}


def test_every_visit_keeps_the_rules_of_booking(engine: Engine) -> None:
    office = office_at(engine)
    load_demo(office)
    assert_rules_are_kept(office)


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_rules_are_kept_whenever_it_is_loaded(moment: str, tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'demo.sqlite3'}")
    upgrade(engine)
    office = office_at(engine, MOMENTS[moment])
    load_demo(office)
    assert_rules_are_kept(office)
    engine.dispose()


def assert_rules_are_kept(office: Office) -> None:
    visits, guards = rows(office, AppointmentRow), rows(office, SlotGuardRow)
    by_slot = {row.id: row for row in rows(office, SlotRow)}
    cells = defaultdict(set)
    for guard in guards:
        cells[guard.slot_id].add((guard.doctor_id, guard.cell))
    active = [visit for visit in visits if visit.status in ACTIVE]
    assert {visit.slot_id for visit in active} == set(cells) == {s.id for s in by_slot.values() if s.status == "busy"}
    for visit in active:
        slot = by_slot[visit.slot_id]
        minutes = (visit.ends_at - visit.starts_at).seconds // 60
        assert (slot.doctor_id, slot.starts_at, slot.minutes) == (visit.doctor_id, visit.starts_at, minutes)
        assert cells[slot.id] == {(slot.doctor_id, cell) for cell in slots.cells(slot.starts_at, slot.minutes)}
    assert {by_slot[visit.slot_id].status for visit in visits if visit.status == "cancelled"} == {"free"}
    assert_nobody_is_in_two_places(visits)


def assert_nobody_is_in_two_places(visits: list[Any]) -> None:
    of_patient = defaultdict(list)
    for visit in visits:
        if visit.status != "cancelled":
            of_patient[visit.patient_id].append((visit.starts_at, visit.ends_at))
    for stretches in of_patient.values():
        stretches.sort()
        assert all(one[1] <= other[0] for one, other in pairwise(stretches))


def test_everybody_insured_in_the_demo_has_one_policy(made: Office) -> None:
    with made.read() as unit:
        told = {row.id for row in unit.connection.execute(select(PatientRow.id, PatientRow.insurance)) if row.insurance}
        have = list(unit.connection.scalars(select(CoverageRow.patient_id).where(CoverageRow.status == "active")))
    assert len(told) > 20
    assert sorted(have) == sorted(told)


def test_the_history_of_each_visit_leads_to_where_it_stands(made: Office) -> None:
    history = defaultdict(list)
    for step in sorted(rows(made, AppointmentEventRow), key=lambda row: row.id):
        history[step.appointment_id].append(step)
    for visit in rows(made, AppointmentRow):
        steps = history[visit.id]
        assert (steps[0].from_status, steps[0].to_status, steps[0].happened_at) == (None, "booked", visit.created_at)
        assert (steps[-1].to_status, steps[-1].happened_at) == (visit.status, visit.updated_at)
        assert [s.happened_at for s in steps] == sorted(s.happened_at for s in steps)
        assert steps[-1].happened_at <= MID_MORNING
        for before, after in pairwise(steps):
            assert after.from_status == before.to_status
            assert after.to_status in TRANSITIONS[before.to_status]


def test_what_became_of_a_visit_fits_the_clock(made: Office) -> None:
    for visit in rows(made, AppointmentRow):
        if visit.status in ("fulfilled", "noshow"):
            assert visit.ends_at <= MID_MORNING
        if visit.status == "booked":
            assert visit.starts_at.date() >= MID_MORNING.date()


def test_the_day_is_lived_in_at_mid_morning(made: Office) -> None:
    report = load_demo(made)
    visits = rows(made, AppointmentRow)
    today = Counter(visit.status for visit in visits if visit.starts_at.date() == MID_MORNING.date())
    assert today["checked-in"] >= 3
    assert today["arrived"] >= 1
    assert today["fulfilled"] >= 10
    assert today["booked"] >= 30
    by_doctor = Counter(visit.doctor_id for visit in visits)
    doctors = [row for row in rows(made, DoctorRow) if row.is_active and row.service_id is None]
    assert all(by_doctor[doctor.id] >= 10 for doctor in doctors)
    assert min(report.past_visits, report.coming_visits) > 300
    assert {"noshow", "cancelled", "fulfilled"} <= {visit.status for visit in visits}
    assert (report.waiting, report.tasks) == (4, 6)


def test_children_see_paediatricians_and_grown_ups_do_not(made: Office) -> None:
    doctors = {row.id: row.speciality_id for row in rows(made, DoctorRow)}
    with made.read() as unit:
        paediatrics = read_hospital(unit).specialities["paediatrics"].id
    children = {row.patient_id for row in rows(made, DependantRow)}
    seen = {visit.patient_id for visit in rows(made, AppointmentRow) if doctors[visit.doctor_id] == paediatrics}
    assert seen <= children
    assert len(seen) > 30


def test_known_patients_have_a_visit_coming_and_the_waiting_list_has_its_reason(made: Office) -> None:
    people = {row.number: row.id for row in rows(made, PatientRow)}
    with made.read() as unit:
        hospital = read_hospital(unit)
        for number in ("LQ-000101", "LQ-000103", "LQ-000104", "LQ-000109"):
            assert appointments.upcoming(unit, hospital, [people[number]]), number
        full = slots.Search((hospital.doctor("nakamura"),), MID_MORNING, MID_MORNING + timedelta(days=13))
        assert len(slots.find(unit, hospital, full, 100)) <= 3
    assert {row.status for row in rows(made, WaitlistEntryRow)} == {"active"}


def test_tasks_have_an_owner_or_wait_for_one_with_a_time(made: Office) -> None:
    tasks = rows(made, TaskRow)
    assert [t.kind for t in tasks if t.status == "requested" and t.queue == "desk" and t.due_at > MID_MORNING] == [
        "handoff",
        "complaint",
    ]
    assert all((t.owner_staff_id is None) == (t.status == "requested") for t in tasks)
    assert all((t.closed_at is not None) == (t.status == "completed") for t in tasks)


def test_a_visitor_can_book_a_free_time_at_once(demo: Office) -> None:
    alice = next(row.id for row in rows(demo, PatientRow) if row.number == "LQ-000101")

    def book(unit: Any) -> str:
        hospital = read_hospital(unit)
        search = slots.Search((hospital.doctor("campbell"),), unit.now, unit.now + timedelta(days=7))
        slot = slots.find(unit, hospital, search, 1)[0]
        request = Request("k", alice, slot.doctor, slot.starts_at, "webchat", is_contact_verified=True)
        return appointments.book(unit, hospital, request).status

    assert demo.write(book) == "booked"


# --- alive around now -----------------------------------------------------------------------------


@pytest.mark.parametrize("day", range(7))
def test_it_begins_mid_morning_of_a_working_day_whatever_the_day_and_hour(file: HospitalFile, day: int) -> None:
    for hour in (0, 11, 23):
        machine = datetime(2026, 11, 23 + day, hour, 41, 7, tzinfo=UTC)
        moment = practice.first_moment(file, machine)
        assert (moment.hour, moment.minute, moment.second) == (10, 20, 0)
        assert moment.date() == (machine.date() if day < 5 else date(2026, 11, 30))


def test_it_begins_by_the_hospitals_own_zone_and_not_on_a_holiday(file: HospitalFile) -> None:
    in_summer = datetime(2027, 7, 7, 23, 30, tzinfo=UTC)  # past midnight already in London
    assert practice.first_moment(file, in_summer) == datetime(2027, 7, 8, 9, 20, tzinfo=UTC)
    christmas = datetime(2026, 12, 25, 12, tzinfo=UTC)
    closed = file.model_copy(
        update={"hospital": file.hospital.model_copy(update={"holidays": [Holiday(date=christmas.date())]})}
    )
    assert practice.first_moment(closed, christmas) == datetime(2026, 12, 28, 10, 20, tzinfo=UTC)


def test_somebody_is_around_something_is_missing_and_somebody_waits_for_a_person(made: Office) -> None:
    with made.read() as unit:
        seen = demo_view.scene(unit, read_hospital(unit))
    assert len(seen.around) >= 5
    assert {"arrived", "checked-in", "booked"} == {visit.status for visit in seen.around}
    soon = timedelta(hours=1)
    assert all(seen.now - soon <= visit.starts_at <= seen.now + soon for visit in seen.around)
    assert seen.out_of_stock == ["Salbutamol inhaler 100 micrograms"]
    (errand,) = [each for each in seen.errands if each.task.kind == "handoff"]
    assert errand.task.owner is None
    assert [who for who, _ in errand.lines] == ["patient", "desk"] * 3
    assert len(seen.free_doctors) == 2
    assert seen.waiting == 4


def test_the_clock_goes_forward_only_as_far_as_there_are_days_and_never_on_a_real_hospital(demo: Office) -> None:
    assert practice.put_forward(demo) == MID_MORNING + timedelta(minutes=15)
    assert practice.put_forward(demo, to_morning=True) == datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
    said = [rows(demo, HospitalRow)[0].practice_offset_s]
    with pytest.raises(practice.TooFarError):
        for _ in range(20):
            practice.put_forward(demo, to_morning=True)
            said.append(rows(demo, HospitalRow)[0].practice_offset_s)
    assert said == sorted(set(said)) and len(said) >= 10
    demo.write(lambda unit: load(unit, parse(SEAVIEW, date(2026, 3, 5))))
    with pytest.raises(practice.NotPracticeError):
        practice.put_forward(demo)


def test_the_day_goes_on_with_the_clock_and_keeps_the_rules(demo: Office) -> None:
    before = {visit.id: visit.status for visit in rows(demo, AppointmentRow)}
    moment = practice.put_forward(demo, to_morning=True)
    visits = rows(demo, AppointmentRow)
    assert_rules_are_kept(demo)
    assert sum(before[visit.id] == "booked" and visit.status == "fulfilled" for visit in visits) > 60
    unsaid = [visit for visit in visits if visit.ends_at <= moment and visit.status == "booked"]
    assert 0 < len(unsaid) < 40
    assert not [visit for visit in visits if visit.status in ("arrived", "checked-in") and visit.ends_at <= moment]
    history = defaultdict(list)
    for step in sorted(rows(demo, AppointmentEventRow), key=lambda row: row.id):
        history[step.appointment_id].append(step)
    for visit in visits:
        steps = history[visit.id]
        assert (steps[-1].to_status, steps[-1].happened_at) == (visit.status, visit.updated_at)
        assert [step.happened_at for step in steps] == sorted(step.happened_at for step in steps)
        assert all(after.to_status in TRANSITIONS[before.to_status] for before, after in pairwise(steps))
    assert demo.write(going_on.go_on, now=moment) == 0


def test_what_visitors_booked_is_left_to_them(demo: Office) -> None:
    alice = next(row.id for row in rows(demo, PatientRow) if row.number == "LQ-000101")

    def book(unit: Any) -> str:
        hospital = read_hospital(unit)
        search = slots.Search((hospital.doctor("campbell"),), unit.now, unit.now + timedelta(days=7))
        slot = slots.find(unit, hospital, search, 1)[0]
        request = Request("k", alice, slot.doctor, slot.starts_at, "webchat", is_contact_verified=True)
        return appointments.book(unit, hospital, request).reference

    reference = demo.write(book)
    demo.write(going_on.go_on, now=MID_MORNING + timedelta(days=8))
    assert [row.status for row in rows(demo, AppointmentRow) if row.reference == reference] == ["booked"]


def test_every_process_follows_the_clock_that_one_has_moved(demo: Office) -> None:
    here, there = (Office(demo.engine, clocks.PracticeClock(demo.engine, FixedClock(MID_MORNING))) for _ in range(2))
    assert there.clock.now() == here.clock.now() == MID_MORNING
    moment = practice.put_forward(here, to_morning=True)
    assert here.clock.now() == moment, "whoever moved it goes by it at once"
    give_up_at = time.monotonic() + 10
    while there.clock.now() != moment:
        assert time.monotonic() < give_up_at
    with there.read() as unit:
        assert unit.now == moment


def test_a_real_hospitals_clock_is_the_machines_and_asks_no_more(engine: Engine) -> None:
    clock = clocks.PracticeClock(engine, FixedClock(MID_MORNING))
    office = Office(engine, clock)
    office.write(lambda unit: load(unit, parse(SEAVIEW, date(2026, 3, 5))))
    clock.look_again()
    assert clock.now() == MID_MORNING
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    clock.look_again()
    assert clock.now() == MID_MORNING
    assert asked == []


def test_a_thousand_looks_at_a_hospital_where_nothing_happens_are_a_statement_each(demo: Office) -> None:
    asked: list[str] = []

    def count(*given: Any) -> None:
        if given[2].startswith("SELECT"):
            asked.append(given[2])

    event.listen(demo.engine, "before_cursor_execute", count)
    with demo.read() as unit:
        marks = {demo_view.mark(unit) for _ in range(1000)}
    assert len(marks) == 1
    assert len(asked) == 1000
    asked.clear()
    with demo.read() as unit:
        hospital = read_hospital(unit)
        asked.clear()
        demo_view.scene(unit, hospital)
    assert len(asked) <= 12


def test_a_look_sees_what_was_booked_taken_said_and_put_forward(demo: Office) -> None:
    def mark() -> str:
        with demo.read() as unit:
            return demo_view.mark(unit)

    marks = [mark()]
    with demo.read() as unit:
        reference = next(each.reference for each in tasks.open_tasks(unit) if each.kind == "handoff")
    for step in (
        lambda unit: demo_desk.take(unit, reference),
        lambda unit: demo_desk.answer(unit, reference, "Beside the entrance."),
        lambda unit: task_work.release(unit, reference, demo_desk.whose(unit, reference), done=True),
    ):
        demo.write(step)
        marks.append(mark())
    assert len(set(marks)) == len(marks)
    with demo.read() as unit:
        assert [(each.to, each.words) for each in demo_view.scene(unit, read_hospital(unit)).leaving] == [
            (["+44 ••• 007"], "Beside the entrance.")
        ]


def test_nobody_is_proposed_twice_to_try_it_as_once_they_are_known(demo: Office) -> None:
    def proposed() -> list[demo_view.Visitor]:
        with demo.read() as unit:
            return list(demo_view.scene(unit, read_hospital(unit)).visitors)

    first = proposed()
    assert len({each.phone for each in first}) == len({each.name for each in first}) == 4
    known = first[3]
    row: dict[str, Any] = {
        "number": "LQ-X",
        "name": known.name,
        "name_folded": known.name.lower(),
        "phone": known.phone,
    }
    row |= {"allergies": [], "insurance": {}, "created_at": MID_MORNING, "date_of_birth": known.born}
    demo.write(lambda unit: unit.connection.execute(insert(PatientRow), row))
    again = proposed()
    assert known not in again
    assert again[:3] == first[:3]


def test_a_reset_leaves_conversations_their_numbers_and_nothing_else(demo: Office) -> None:
    mine = demo.write(lambda unit: threads.find_or_open(unit, "webchat", "somebody"))
    demo.write(lambda unit: threads.hand_to(unit, mine, "person"))
    load_demo(demo, reset=True)
    (row,) = [each for each in rows(demo, ConversationRow) if each.address == "somebody"]
    assert (row.id, row.owner, row.state) == (mine, "bot", None)
    others = [each.id for each in rows(demo, ConversationRow)]
    assert len(others) == len(set(others))


# --- loading it -----------------------------------------------------------------------------------


def test_loading_the_demo_again_changes_nothing(engine: Engine) -> None:
    office = office_at(engine)
    assert load_demo(office).is_new
    before = everything(office)
    later = office_at(engine, MID_MORNING + timedelta(days=3))
    again = load_demo(later)
    assert not again.is_new
    assert again.doctors == 40
    assert everything(office) == before


def test_a_reset_makes_it_anew_around_the_new_moment(demo: Office) -> None:
    later = office_at(demo.engine, MID_MORNING + timedelta(days=21))
    report = load_demo(later, reset=True)
    assert report.is_new
    assert report.coming_visits > 300
    hospital = rows(later, HospitalRow)
    assert [(row.is_demo, row.revision) for row in hospital] == [(True, 2)]


def test_the_same_seed_and_moment_make_the_same_visits(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'demo.sqlite3'}")
    upgrade(engine)
    office = office_at(engine)
    query = (
        select(
            AppointmentRow.reference, DoctorRow.code, AppointmentRow.starts_at, PatientRow.name, AppointmentRow.status
        )
        .join(DoctorRow, DoctorRow.id == AppointmentRow.doctor_id)
        .join(PatientRow, PatientRow.id == AppointmentRow.patient_id)
        .order_by(AppointmentRow.reference)
    )

    def visits() -> list[Any]:
        with office.read() as unit:
            return list(unit.connection.execute(query).all())

    load_demo(office)
    first = visits()
    load_demo(office, reset=True)
    assert visits() == first
    load_demo(office, reset=True, seed=1)
    assert visits() != first
    engine.dispose()


@pytest.mark.parametrize("reset", [False, True])
def test_a_real_hospital_is_refused_and_left_alone(engine: Engine, reset: bool) -> None:
    office = office_at(engine)
    office.write(lambda unit: load(unit, parse(SEAVIEW, date(2026, 3, 5))))
    before = everything(office)
    with pytest.raises(NotDemoError):
        load_demo(office, reset=reset)
    assert everything(office) == before


def test_a_demo_that_took_in_a_real_file_is_a_demo_no_more(demo: Office) -> None:
    demo.write(lambda unit: load(unit, parse(SEAVIEW, date(2026, 3, 5))))
    with pytest.raises(NotDemoError):
        load_demo(demo, reset=True)
    assert "patel" in {row.code for row in rows(demo, DoctorRow)}


def test_the_report_tells_who_to_try_it_as(made: Office) -> None:
    told = str(load_demo(made))
    assert "Lantern Quay Hospital" in told
    assert re.search(r"patient +Alice Thornbury +\+447700900001 +born 1984-05-02", told)


def test_the_report_names_somebody_of_every_role_to_try(made: Office) -> None:
    people = load_demo(made).people
    roles = {
        "doctor",
        "nurse",
        "inpatient_admin",
        "outpatient_admin",
        "pharmacist",
        "billing",
        "auditor",
        "admin",
        "patient",
    }
    assert {person.role for person in people} == roles
    assert all(person.sign_in for person in people)


# --- the file -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def file() -> HospitalFile:
    return parse(DEMO_FILE.read_bytes())


def test_the_demo_speaks_english_and_spanish_throughout(file: HospitalFile) -> None:
    assert file.hospital.languages == ["en", "es"]
    assert all({"en", "es"} <= topic.answer.keys() & topic.asks.keys() for topic in file.information)
    assert all(item.names.get("es") and item.practitioners.get("es") for item in file.specialities)
    assert {
        "parking",
        "visiting-hours",
        "directions",
        "insurance-accepted",
        "what-to-bring",
        "pharmacy-hours",
        "wifi",
    } <= {topic.topic for topic in file.information}


def test_the_demo_is_a_hospital_worth_showing(file: HospitalFile) -> None:
    assert len(file.specialities) >= 12
    assert len(file.doctors) == 40
    assert all(doctor.schedule for doctor in file.doctors if doctor.active)
    covered = {doctor.speciality for doctor in file.doctors if doctor.active}
    assert covered == {item.code for item in file.specialities}
    surnames = defaultdict(set)
    for doctor in file.doctors:
        surnames[doctor.name.split()[-1]].add(doctor.speciality)
    assert any(len(specialities) > 1 for specialities in surnames.values())
    days = {day for doctor in file.doctors for hours in doctor.schedule for day in hours.days}
    assert days == {"mon", "tue", "wed", "thu", "fri", "sat"}
    assert len(file.locations) == 2


def test_no_phone_or_address_of_the_demo_can_be_anybodys(file: HospitalFile, made: Office) -> None:
    text = DEMO_FILE.read_text(encoding="utf-8")
    assert all(found.endswith(".example") for found in re.findall(r"@([\w.-]+)", text))
    phones = {row.phone for row in rows(made, PatientRow) if row.phone} | {
        file.hospital.phone,
        file.hospital.handoff_phone,
    }
    assert all(re.fullmatch(r"\+447700900\d{3}|\+441614960\d{3}", str(phone)) for phone in phones)
    assert len(rows(made, LocationRow)) == 2
