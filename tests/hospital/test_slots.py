"""Bookable times: exactly those that the hospital's hours make, and each of them one person's at most."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import delete, func, select, update

from db.models import AppointmentRow, ScheduleDayRow, SlotGuardRow, SlotRow
from hospital import slots
from hospital.errors import BeyondHorizonError, SlotTakenError, TooSoonError
from hospital.office import Unit
from hospital.schedule import plan_day
from hospital.slots import BUSY, CLOSED, FREE, HELD, NotEnsuredError
from tests.hospital.clinic import HUGO, IRIS, MONDAY, NOW, VITO, ZONE, Clinic, when
from tests.hospital.machine import Bookings

TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
ADLERS_HOURS = '{days: [mon, tue, wed, thu], from: "09:00", to: "12:00", slot_minutes: 30}'
HERE, THERE = 7, 8
"""Two conversations."""


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


# --- making ---------------------------------------------------------------------------------------


def test_the_times_made_are_exactly_those_of_the_hours(clinic: Clinic) -> None:
    clinic.ensure(MONDAY, 14)
    for doctor in clinic.hospital.doctors.values():
        planned = [
            (plan.starts_at, plan.minutes, plan.minute_of_day, plan.location_id, day)
            for day in (MONDAY + timedelta(days=n) for n in range(14))
            for plan in plan_day(doctor.hours, day, ZONE, doctor.absences)
        ]
        rows = clinic.rows(SlotRow, SlotRow.doctor_id == doctor.id)
        made = sorted((r.starts_at, r.minutes, r.minute_of_day, r.location_id, r.date) for r in rows)
        assert made == planned
        assert {(r.status, r.speciality_id) for r in rows} == {(FREE, doctor.speciality.id)}


def test_making_them_again_makes_none_in_this_process_or_another(clinic: Clinic) -> None:
    clinic.ensure(MONDAY, 3)
    before = clinic.rows(SlotRow)
    clinic.ensure(MONDAY, 3)
    clinic.hospital = clinic.picture()
    clinic.ensure(MONDAY, 3)
    assert clinic.rows(SlotRow) == before


def test_holidays_and_absences_have_no_times(clinic: Clinic) -> None:
    holiday, leave = date(2026, 6, 29), date(2026, 6, 17)
    clinic.ensure(holiday, 1)
    clinic.ensure(leave, 3, "adler")
    assert clinic.rows(SlotRow) == []


def test_only_the_days_asked_about_are_made(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1, "adler")
    assert {(row.doctor_id, row.date) for row in clinic.rows(SlotRow)} == {(clinic.doctor("adler").id, TUESDAY)}


def test_times_of_a_unit_that_failed_are_made_by_the_next_one(clinic: Clinic) -> None:
    def fails(unit: Unit) -> None:
        slots.ensure(unit, clinic.hospital, [clinic.doctor("adler")], TUESDAY, WEDNESDAY)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        clinic.write(fails)
    assert clinic.rows(SlotRow) == []
    clinic.ensure(TUESDAY, 1, "adler")
    assert list(clinic.day("adler", TUESDAY)) == ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]


# --- hours that change ----------------------------------------------------------------------------


def test_changed_hours_close_free_times_and_make_new_ones(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1, "adler")
    clinic.load((ADLERS_HOURS, ADLERS_HOURS.replace("09:00", "10:30").replace("12:00", "13:00")))
    clinic.ensure(TUESDAY, 1, "adler")
    assert clinic.day("adler", TUESDAY, FREE) == dict.fromkeys(["10:30", "11:00", "11:30", "12:00", "12:30"], FREE)
    assert clinic.day("adler", TUESDAY, CLOSED).keys() == {"09:00", "09:30", "10:00"}
    clinic.load()
    clinic.ensure(TUESDAY, 1, "adler")
    assert list(clinic.day("adler", TUESDAY, FREE)) == ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]


def test_changed_hours_leave_what_is_held_or_booked(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1, "adler")
    clinic.book(IRIS, "adler", "2026-06-09 09:00")
    clinic.hold("adler", "2026-06-09 09:30", HERE)
    clinic.load((ADLERS_HOURS, ADLERS_HOURS.replace("09:00", "10:30")))
    clinic.ensure(TUESDAY, 1, "adler")
    kept = clinic.day("adler", TUESDAY, BUSY, HELD, FREE)
    assert kept == {"09:00": BUSY, "09:30": HELD, "10:30": FREE, "11:00": FREE, "11:30": FREE}
    assert clinic.guarded() == clinic.due_guards()


def test_times_of_another_length_never_overlap_a_taken_one_and_all_others_are_there(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1, "adler")
    clinic.book(IRIS, "adler", "2026-06-09 09:30")
    clinic.load((ADLERS_HOURS, ADLERS_HOURS.replace("slot_minutes: 30", "slot_minutes: 20")))
    clinic.ensure(TUESDAY, 1, "adler")
    # 09:20 and 09:40 would overlap the visit from 09:30 to 10:00
    free = ["09:00", "10:00", "10:20", "10:40", "11:00", "11:20", "11:40"]
    assert clinic.day("adler", TUESDAY, FREE, BUSY) == {**dict.fromkeys(free, FREE), "09:30": BUSY}
    assert {row.minutes for row in clinic.rows(SlotRow, SlotRow.status == FREE)} == {20}


def test_times_of_another_site_say_so(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1, "adler")
    clinic.load((ADLERS_HOURS, ADLERS_HOURS.replace("slot_minutes: 30", "slot_minutes: 30, location: annex")))
    clinic.ensure(TUESDAY, 1, "adler")
    assert {row.location_id for row in clinic.rows(SlotRow)} == {clinic.hospital.locations["annex"].id}


def test_a_time_that_the_hours_no_longer_have_is_not_offered_when_its_visit_is_cancelled(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1, "adler")
    visit = clinic.book(IRIS, "adler", "2026-06-09 09:00")
    clinic.load(("{from: 2026-06-17, to: 2026-06-18, reason: leave}", "{from: 2026-06-09, to: 2026-06-18}"))
    clinic.ensure(TUESDAY, 1, "adler")
    clinic.cancel(visit.reference)
    assert clinic.find(clinic.search("adler", first=when("2026-06-09 00:00"), end=when("2026-06-10 00:00"))) == []
    assert clinic.guarded() == set()


def test_a_time_that_the_hours_no_longer_have_cannot_be_taken_before_its_day_is_made_anew(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1, "adler")
    clinic.load((ADLERS_HOURS, ADLERS_HOURS.replace("09:00", "10:30")))
    with pytest.raises(slots.NotEnsuredError):
        clinic.hold("adler", "2026-06-09 09:00", HERE)
    assert clinic.guarded() == set()


def test_once_a_visit_of_former_hours_is_cancelled_the_present_ones_are_whole(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1, "adler")
    visit = clinic.book(IRIS, "adler", "2026-06-09 09:30")
    clinic.load((ADLERS_HOURS, ADLERS_HOURS.replace("slot_minutes: 30", "slot_minutes: 20")))
    clinic.ensure(TUESDAY, 1, "adler")
    clinic.cancel(visit.reference)
    assert list(clinic.day("adler", TUESDAY, FREE)) == [f"{9 + n // 3:02}:{n % 3 * 20:02}" for n in range(9)]
    clinic.book(IRIS, "adler", "2026-06-09 09:40")
    assert clinic.guarded() == clinic.due_guards()


def test_a_process_that_has_not_heard_of_new_hours_does_not_bring_the_old_ones_back(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1, "adler")
    visit = clinic.book(IRIS, "adler", "2026-06-09 09:00")
    old = clinic.hospital
    new = clinic.load((ADLERS_HOURS, ADLERS_HOURS.replace("09:00", "10:30")))
    clinic.ensure(TUESDAY, 1, "adler")
    made = clinic.day("adler", TUESDAY)
    clinic.hospital = old
    old.ensured.clear()
    clinic.ensure(TUESDAY, 1, "adler")
    with pytest.raises(slots.NotEnsuredError):
        clinic.cancel(visit.reference)
    clinic.hospital = new
    assert clinic.day("adler", TUESDAY) == made
    clinic.cancel(visit.reference)
    assert list(clinic.day("adler", TUESDAY, FREE)) == ["10:30", "11:00", "11:30"]


def test_times_are_made_again_when_a_process_finds_that_they_are_no_longer_those_it_made(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1, "adler")
    assert clinic.find(clinic.search("adler"))
    clinic.write(lambda unit: unit.connection.execute(update(ScheduleDayRow).values(revision=0)))
    with pytest.raises(slots.NotEnsuredError):
        clinic.hold("adler", "2026-06-09 09:00", HERE)
    clinic.ensure(TUESDAY, 1, "adler")
    assert clinic.hold("adler", "2026-06-09 09:00", HERE)


def test_a_held_time_that_the_hours_no_longer_have_is_not_booked(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1, "adler")
    clinic.hold("adler", "2026-06-09 09:00", HERE)
    clinic.load(("{from: 2026-06-17, to: 2026-06-18, reason: leave}", "{from: 2026-06-09, to: 2026-06-18}"))
    clinic.ensure(TUESDAY, 1, "adler")
    with pytest.raises(SlotTakenError):
        clinic.book(IRIS, "adler", "2026-06-09 09:00", holder=HERE)
    assert clinic.rows(AppointmentRow) == []


def test_a_corrected_time_zone_moves_the_hours_with_their_clock(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1, "adler")
    clinic.load(("timezone: Europe/Dublin", "timezone: Europe/Berlin"))
    morning = clinic.search("adler", from_minute=9 * 60, to_minute=10 * 60, end=when("2026-06-10 00:00"))
    # nine in Berlin is eight in Dublin
    assert clinic.find(morning) == ["adler 2026-06-09 08:00", "adler 2026-06-09 08:30"]


def test_a_doctor_who_takes_no_more_appointments_is_not_offered_with_the_colleagues(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1)
    clinic.load(("name: Dr Vera Adler", "active: false\n    name: Dr Vera Adler"))
    day = {"first": when("2026-06-09 00:00"), "end": when("2026-06-10 00:00")}
    found = clinic.find(clinic.search("brandt", "dorn", **day))
    assert [at.split()[0] for at in found] == ["brandt"] * 9 + ["dorn"] * 3


def test_a_doctor_who_changed_speciality_is_not_offered_in_the_former_one(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1)
    clinic.load(("name: Dr Vera Adler\n    speciality: cardiology", "name: Dr Vera Adler\n    speciality: general"))
    day = {"first": when("2026-06-09 00:00"), "end": when("2026-06-10 00:00")}
    assert {at.split()[0] for at in clinic.find(clinic.search("brandt", "dorn", **day))} == {"brandt", "dorn"}
    assert len(clinic.find(clinic.search("adler", **day))) == 6


# --- finding --------------------------------------------------------------------------------------


def test_days_that_were_never_made_are_asked_for_instead_of_looking_full(clinic: Clinic) -> None:
    clinic.ensure(MONDAY, 1, "adler")
    search = clinic.search("adler", first=when("2026-06-08 00:00"), end=when("2026-06-11 00:00"))
    with pytest.raises(NotEnsuredError) as lacking:
        clinic.read(lambda unit: slots.find(unit, clinic.hospital, search, 20))
    assert lacking.value.first <= TUESDAY
    assert lacking.value.end >= date(2026, 6, 11)
    assert [doctor.code for doctor in lacking.value.doctors] == ["adler"]


def test_a_time_is_bookable_from_the_minimum_notice_to_the_end_of_the_last_day(clinic: Clinic) -> None:
    found = clinic.find(clinic.search("costa"), 5000)
    assert (found[0], found[-1]) == ("costa 2026-06-08 09:30", "costa 2026-07-08 18:45")
    assert clinic.find(clinic.search("costa"), 1, now=later(0.1)) == ["costa 2026-06-08 09:45"]
    for at, refused in (("2026-06-08 09:15", TooSoonError), ("2026-07-09 08:00", BeyondHorizonError)):
        with pytest.raises(refused):
            clinic.hold("costa", at, HERE)


def test_a_part_of_the_day_bounds_every_day(clinic: Clinic) -> None:
    search = clinic.search("costa", from_minute=11 * 60, to_minute=11 * 60 + 30, end=when("2026-06-10 00:00"))
    assert clinic.find(search) == [
        f"costa 2026-06-{day} 11:{minute}" for day in ("08", "09") for minute in ("00", "15")
    ]


def test_times_of_several_doctors_come_in_order_of_time(clinic: Clinic) -> None:
    search = clinic.search("adler", "brandt", first=when("2026-06-09 10:00"))
    assert clinic.find(search, 4) == [
        "adler 2026-06-09 10:00",
        "brandt 2026-06-09 10:00",
        "brandt 2026-06-09 10:20",
        "adler 2026-06-09 10:30",
    ]


def test_the_latest_times_before_a_moment_come_latest_first(clinic: Clinic) -> None:
    search = clinic.search("adler", end=when("2026-06-11 09:30"))
    assert clinic.find(search, 3, latest=True) == [
        "adler 2026-06-11 09:00",
        "adler 2026-06-10 11:30",
        "adler 2026-06-10 11:00",
    ]


def test_the_nearest_times_lie_on_both_sides_of_the_wish_within_the_bounds(clinic: Clinic) -> None:
    clinic.ensure(MONDAY, 31, "adler")
    clinic.book(IRIS, "adler", "2026-06-10 10:00")
    search = clinic.search("adler")
    assert clinic.nearest(search, "2026-06-10 10:00") == [
        "adler 2026-06-10 09:00",
        "adler 2026-06-10 09:30",
        "adler 2026-06-10 10:30",
    ] or clinic.nearest(search, "2026-06-10 10:00") == [
        "adler 2026-06-10 09:30",
        "adler 2026-06-10 10:30",
        "adler 2026-06-10 11:00",
    ]
    only_after = clinic.search("adler", first=when("2026-06-10 10:15"))
    assert clinic.nearest(only_after, "2026-06-10 10:00", 2) == ["adler 2026-06-10 10:30", "adler 2026-06-10 11:00"]
    assert clinic.nearest(search, "2026-01-01 10:00", 1) == ["adler 2026-06-08 09:30"]
    assert clinic.nearest(search, "2027-01-01 10:00", 1) == ["adler 2026-07-08 11:30"]


def test_nobody_asked_about_means_nothing_found(clinic: Clinic) -> None:
    assert clinic.find(replace(clinic.search("adler"), doctors=())) == []


# --- holding --------------------------------------------------------------------------------------


def test_a_held_time_is_hidden_from_others_and_not_from_its_own_conversation(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1, "adler")
    clinic.hold("adler", "2026-06-09 09:00", HERE)
    search = clinic.search("adler", first=when("2026-06-09 00:00"), end=when("2026-06-09 09:30"))
    assert clinic.find(search) == []
    assert clinic.find(replace(search, holder=THERE)) == []
    assert clinic.find(replace(search, holder=HERE)) == ["adler 2026-06-09 09:00"]
    with pytest.raises(SlotTakenError):
        clinic.hold("adler", "2026-06-09 09:00", THERE)
    with pytest.raises(SlotTakenError):
        clinic.book(IRIS, "adler", "2026-06-09 09:00", holder=THERE)
    assert clinic.book(IRIS, "adler", "2026-06-09 09:00", holder=HERE).status == "booked"


def test_listing_times_holds_nothing(clinic: Clinic) -> None:
    clinic.find(clinic.search("adler", end=when("2026-06-11 00:00")))
    assert {row.status for row in clinic.rows(SlotRow)} == {FREE}
    assert clinic.guarded() == set()


def test_a_hold_that_ran_out_is_free_for_everybody_without_any_clean_up(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1, "adler")
    clinic.hold("adler", "2026-06-09 09:00", HERE, minutes=5)
    search = clinic.search("adler", first=when("2026-06-09 00:00"), end=when("2026-06-09 09:30"))
    assert clinic.find(search, now=later(4.9)) == []
    assert clinic.find(search, now=later(5)) == ["adler 2026-06-09 09:00"]
    taken = clinic.hold("adler", "2026-06-09 09:00", THERE, now=later(5))
    row = clinic.rows(SlotRow, SlotRow.id == taken.id)[0]
    assert (row.status, row.hold_conversation_id) == (HELD, THERE)
    assert clinic.guarded() == clinic.due_guards()


def test_a_hold_that_ran_out_gives_way_to_a_time_of_another_length(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1, "adler")
    clinic.hold("adler", "2026-06-09 09:30", HERE, minutes=5)
    clinic.write(
        lambda unit: unit.connection.execute(
            update(SlotRow).where(SlotRow.starts_at == when("2026-06-09 09:00")).values(minutes=40)
        )
    )
    clinic.book(IRIS, "adler", "2026-06-09 09:00", now=later(6))
    assert clinic.day("adler", TUESDAY, BUSY, HELD) == {"09:00": BUSY}
    assert clinic.guarded() == clinic.due_guards()


def test_holds_that_ran_out_are_cleared_away_and_others_stand(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 2, "adler", "brandt")
    clinic.hold("adler", "2026-06-09 09:00", HERE, minutes=5)
    clinic.hold("brandt", "2026-06-10 10:20", HERE, minutes=5)
    clinic.hold("adler", "2026-06-09 09:30", THERE, minutes=20)
    assert clinic.write(lambda unit: slots.release_lapsed(unit, clinic.hospital), now=later(6)) == 2
    assert clinic.write(lambda unit: slots.release_lapsed(unit, clinic.hospital), now=later(6)) == 0
    assert clinic.day("adler", TUESDAY, HELD) == {"09:30": HELD}
    assert clinic.day("brandt", WEDNESDAY, HELD) == {}
    assert clinic.guarded() == clinic.due_guards()
    assert len(clinic.guarded()) == 6


def test_a_hold_is_prolonged_and_released_by_its_own_conversation_alone(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1, "adler")
    at, whom = when("2026-06-09 09:00"), clinic.doctor("adler")
    clinic.hold("adler", "2026-06-09 09:00", HERE, minutes=5)
    assert not clinic.write(lambda unit: slots.prolong(unit, whom, at, THERE, later(60)))
    assert clinic.write(lambda unit: slots.prolong(unit, whom, at, HERE, later(30)))
    clinic.write(lambda unit: slots.release(unit, clinic.hospital, whom, at, THERE))
    assert clinic.write(lambda unit: slots.release_lapsed(unit, clinic.hospital), now=later(6)) == 0
    assert clinic.status("adler", "2026-06-09 09:00") == HELD
    clinic.write(lambda unit: slots.release(unit, clinic.hospital, whom, at, HERE))
    assert clinic.status("adler", "2026-06-09 09:00") == FREE
    assert clinic.guarded() == set()
    assert not clinic.write(lambda unit: slots.prolong(unit, whom, at, HERE, later(60)))


# --- taking ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("taken_by", ["hold", "visit"])
def test_a_time_is_taken_once(clinic: Clinic, taken_by: str) -> None:
    clinic.ensure(TUESDAY, 1, "adler")
    if taken_by == "hold":
        clinic.hold("adler", "2026-06-09 09:00", HERE)
    else:
        clinic.book(IRIS, "adler", "2026-06-09 09:00")
    before = clinic.rows(SlotRow), clinic.guarded()
    with pytest.raises(SlotTakenError):
        clinic.book(HUGO, "adler", "2026-06-09 09:00")
    with pytest.raises(SlotTakenError):
        clinic.hold("adler", "2026-06-09 09:00", THERE)
    assert (clinic.rows(SlotRow), clinic.guarded()) == before
    assert clinic.guarded() == clinic.due_guards()


def test_a_time_that_does_not_exist_or_is_closed_is_taken_by_nobody(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1, "adler")
    clinic.write(lambda unit: unit.connection.execute(update(SlotRow).values(status=CLOSED)))
    for at in ("2026-06-09 09:00", "2026-06-09 09:10"):
        with pytest.raises(SlotTakenError):
            clinic.hold("adler", at, HERE)
    assert clinic.guarded() == set()


def test_a_guard_has_the_last_word_where_a_slot_looks_free(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1, "adler")
    visit = clinic.book(IRIS, "adler", "2026-06-09 09:30")
    clinic.write(
        lambda unit: unit.connection.execute(
            update(SlotRow).where(SlotRow.starts_at == when("2026-06-09 09:00")).values(minutes=35)
        )
    )
    with pytest.raises(SlotTakenError):
        clinic.book(HUGO, "adler", "2026-06-09 09:00")
    clinic.cancel(visit.reference)
    assert clinic.book(HUGO, "adler", "2026-06-09 09:00").reference


def test_a_refused_time_can_be_refused_and_the_unit_go_on(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1, "adler")
    clinic.book(IRIS, "adler", "2026-06-09 09:00")
    request = clinic.request(VITO, "adler", "2026-06-09 09:00")

    def work(unit: Unit) -> None:
        with pytest.raises(SlotTakenError):
            slots.take(unit, clinic.hospital, request.doctor, request.starts_at)
        slots.hold(unit, clinic.hospital, request.doctor, when("2026-06-09 09:30"), HERE, later(20))

    clinic.write(work)
    assert clinic.day("adler", TUESDAY, BUSY, HELD) == {"09:00": BUSY, "09:30": HELD}
    assert clinic.guarded() == clinic.due_guards()


def test_a_day_row_that_is_missing_is_made_when_a_time_is_taken(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1, "adler")
    clinic.write(lambda unit: unit.connection.execute(delete(ScheduleDayRow)))
    whom = clinic.doctor("adler")
    clinic.write(lambda unit: slots.lock_days_of(unit, clinic.hospital, [(whom, when("2026-06-09 09:00"))]))
    counted = select(func.count()).select_from(ScheduleDayRow)
    assert clinic.read(lambda unit: unit.connection.scalar(counted)) == 1


def test_the_database_itself_refuses_two_guards_of_one_cell(clinic: Clinic) -> None:
    clinic.ensure(TUESDAY, 1, "adler")
    clinic.book(IRIS, "adler", "2026-06-09 09:00")
    cells = [(row.doctor_id, row.cell) for row in clinic.rows(SlotGuardRow)]
    assert len(cells) == len(set(cells)) == 6


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)).map(
        lambda moment: moment.replace(minute=moment.minute // 5 * 5, second=0, microsecond=0)
    ),
    st.integers(1, 144).map(lambda steps: steps * 5),
    st.integers(1, 144).map(lambda steps: steps * 5),
    st.integers(-200, 200).map(lambda steps: steps * 5),
)
def test_two_stretches_share_a_cell_exactly_when_they_overlap(
    begin: datetime, minutes: int, others: int, apart: int
) -> None:
    other = begin + timedelta(minutes=apart)
    is_overlap = begin < other + timedelta(minutes=others) and other < begin + timedelta(minutes=minutes)
    shared = set(slots.cells(begin, minutes)) & set(slots.cells(other, others))
    assert bool(shared) == is_overlap
    assert len(slots.cells(begin, minutes)) == minutes // 5


# --- whatever people do ---------------------------------------------------------------------------


def test_whatever_people_do_in_whatever_order_nobody_is_booked_twice_and_nothing_is_taken_for_nobody(
    clinic: Clinic,
) -> None:
    clinic.ensure(TUESDAY, 1, "adler", "brandt")
    machine = type("Machine", (Bookings,), {"clinic": clinic})
    few = settings(
        max_examples=15, stateful_step_count=18, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
    )
    run_state_machine_as_test(machine, settings=few)
