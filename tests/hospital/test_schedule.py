"""Weekly hours make exactly the times that a doctor works: on days that clocks make longer or shorter too."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hospital.schedule import END_OF_DAY, Absence, PlannedSlot, WorkingHours, day_bounds, instant, plan_day

DUBLIN = ZoneInfo("Europe/Dublin")
MONDAY = date(2026, 6, 8)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
"""Sundays on which Dublin's clocks go forward from 01:00 and back to 01:00."""


def hours(day: date, begin: str, end: str, minutes: int = 30, **more: object) -> WorkingHours:
    span = time.fromisoformat(begin), time.fromisoformat(end)
    return WorkingHours(day.weekday(), *span, minutes, **more)  # type: ignore[arg-type]


def starts(planned: list[PlannedSlot], zone: ZoneInfo = DUBLIN) -> list[str]:
    return [f"{slot.starts_at.astimezone(zone):%H:%M}" for slot in planned]


def away(begin: str, end: str) -> Absence:
    first, last = (datetime.combine(MONDAY, time.fromisoformat(edge), DUBLIN).astimezone(UTC) for edge in (begin, end))
    return Absence(first, last)


# --- ordinary days --------------------------------------------------------------------------------


def test_hours_are_cut_into_times_and_a_rest_too_short_for_one_is_left() -> None:
    planned = plan_day([hours(MONDAY, "09:00", "10:15", location_id=3)], MONDAY, DUBLIN)
    at = datetime(2026, 6, 8, 8, tzinfo=UTC)
    assert planned == [PlannedSlot(at, 30, 540, 3), PlannedSlot(at + timedelta(minutes=30), 30, 570, 3)]


def test_hours_until_midnight_make_times_up_to_the_end_of_the_day() -> None:
    for day in (MONDAY, SPRING, AUTUMN):
        planned = plan_day([WorkingHours(day.weekday(), time(23), END_OF_DAY, 30)], day, DUBLIN)
        assert starts(planned) == ["23:00", "23:30"]


def test_hours_make_times_on_their_own_weekday_alone() -> None:
    tuesday = MONDAY + timedelta(days=1)
    assert plan_day([hours(tuesday, "09:00", "17:00")], MONDAY, DUBLIN) == []


def test_hours_hold_from_their_first_day_to_their_last_both_included() -> None:
    limited = hours(MONDAY, "09:00", "09:30", valid_from=MONDAY, valid_to=MONDAY + timedelta(days=7))
    weeks = [MONDAY + timedelta(days=7 * week) for week in (-1, 0, 1, 2)]
    assert [bool(plan_day([limited], day, DUBLIN)) for day in weeks] == [False, True, True, False]


def test_an_absence_takes_every_time_that_it_touches_and_no_other() -> None:
    planned = plan_day([hours(MONDAY, "09:00", "12:00")], MONDAY, DUBLIN, [away("09:45", "10:35")])
    assert starts(planned) == ["09:00", "11:00", "11:30"]


def test_an_absence_that_ends_as_a_time_begins_leaves_it() -> None:
    planned = plan_day(
        [hours(MONDAY, "09:00", "11:00")], MONDAY, DUBLIN, [away("08:00", "09:30"), away("10:30", "12:00")]
    )
    assert starts(planned) == ["09:30", "10:00"]


def test_absences_that_overlap_each_other_count_together() -> None:
    absences = [away("09:00", "10:10"), away("10:00", "11:00")]
    assert starts(plan_day([hours(MONDAY, "09:00", "12:00")], MONDAY, DUBLIN, absences)) == ["11:00", "11:30"]


def test_ranges_that_overlap_make_no_two_times_at_once() -> None:
    planned = plan_day([hours(MONDAY, "09:00", "11:00", 60), hours(MONDAY, "09:30", "12:00")], MONDAY, DUBLIN)
    assert [(at, slot.minutes) for at, slot in zip(starts(planned), planned, strict=True)] == [
        ("09:00", 60),
        ("10:00", 60),
        ("11:00", 30),
        ("11:30", 30),
    ]


def test_a_closed_day_has_no_times() -> None:
    assert plan_day([hours(MONDAY, "09:00", "17:00")], MONDAY, DUBLIN, closed=True) == []


# --- days on which clocks change ------------------------------------------------------------------

GAPS = [
    ("Europe/Dublin", date(2026, 3, 29), "01:00", "02:00"),
    ("Europe/Berlin", date(2027, 3, 28), "02:00", "03:00"),
    ("America/New_York", date(2026, 3, 8), "02:00", "03:00"),
    ("Australia/Lord_Howe", date(2026, 10, 4), "02:00", "02:30"),
    ("Africa/Cairo", date(2026, 4, 24), "00:00", "01:00"),
]
REPEATS = [
    ("Europe/Dublin", date(2026, 10, 25), "01:00", "02:00"),
    ("Europe/Berlin", date(2027, 10, 31), "02:00", "03:00"),
    ("America/New_York", date(2026, 11, 1), "01:00", "02:00"),
    ("Australia/Lord_Howe", date(2026, 4, 5), "01:30", "02:00"),
]


def quarters(begin: str, end: str) -> set[str]:
    first, last = (int(edge[:2]) * 60 + int(edge[3:]) for edge in (begin, end))
    return {f"{minute // 60:02}:{minute % 60:02}" for minute in range(first, last, 15)}


@pytest.mark.parametrize(("zone", "day", "begin", "end"), GAPS, ids=[gap[0] for gap in GAPS])
def test_a_time_that_the_day_lacks_is_never_planned(zone: str, day: date, begin: str, end: str) -> None:
    planned = plan_day([hours(day, "00:00", "06:00", 15)], day, ZoneInfo(zone))
    assert starts(planned, ZoneInfo(zone)) == sorted(quarters("00:00", "06:00") - quarters(begin, end))
    assert instant(datetime.combine(day, time.fromisoformat(begin)), ZoneInfo(zone)) is None


@pytest.mark.parametrize(("zone", "day", "begin", "end"), REPEATS, ids=[repeat[0] for repeat in REPEATS])
def test_a_time_that_the_day_has_twice_is_planned_once_the_first_time(
    zone: str, day: date, begin: str, end: str
) -> None:
    planned = plan_day([hours(day, "00:00", "06:00", 15)], day, ZoneInfo(zone))
    assert starts(planned, ZoneInfo(zone)) == sorted(quarters("00:00", "06:00"))
    repeated = [slot.starts_at for slot in planned if begin <= starts([slot], ZoneInfo(zone))[0] < end]
    assert repeated
    assert all(at.astimezone(ZoneInfo(zone)).fold == 0 for at in repeated)


def test_the_same_hour_on_the_clock_is_another_instant_after_the_clocks_changed() -> None:
    before, after = date(2026, 3, 28), date(2026, 3, 30)
    at = [plan_day([hours(day, "09:00", "09:30")], day, DUBLIN)[0].starts_at.hour for day in (before, after)]
    assert at == [9, 8]


def test_days_are_23_24_or_25_hours_long_and_follow_each_other_without_a_gap() -> None:
    lengths = {}
    for day in (SPRING, AUTUMN, MONDAY):
        begin, end = day_bounds(day, DUBLIN)
        assert day_bounds(day + timedelta(days=1), DUBLIN)[0] == end
        assert begin.astimezone(DUBLIN).date() == day
        assert (end - timedelta(seconds=1)).astimezone(DUBLIN).date() == day
        lengths[day] = (end - begin) / timedelta(hours=1)
    assert lengths == {SPRING: 23, AUTUMN: 25, MONDAY: 24}


def test_a_day_that_begins_in_the_gap_begins_when_the_clocks_have_changed() -> None:
    cairo = ZoneInfo("Africa/Cairo")
    begin, end = day_bounds(date(2026, 4, 24), cairo)
    assert f"{begin.astimezone(cairo):%d %H:%M}" == "24 01:00"
    assert end - begin == timedelta(hours=23)


def test_where_the_clocks_jump_a_time_that_would_last_beyond_the_end_of_work_is_not_planned() -> None:
    early = hours(SPRING, "00:45", "02:15", 60)  # an hour from 00:45 would end at 02:45
    assert plan_day([early], SPRING, DUBLIN) == []


# --- whatever the hours ---------------------------------------------------------------------------

ZONES = ("Europe/Dublin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago", "Africa/Cairo")
CHANGES = [day for _, day, _, _ in (*GAPS, *REPEATS)]


@st.composite
def working_hours(draw: st.DrawFn, day: date) -> WorkingHours:
    first = draw(st.integers(0, 3 * 12) | st.integers(0, 23 * 12))
    last = draw(st.integers(first, min(first + 36, 24 * 12 - 1)) | st.integers(first, 24 * 12 - 1))
    begin, end = (time(step // 12, step % 12 * 5) for step in (first, last))
    weekday = draw(st.sampled_from([day.weekday(), day.weekday(), (day.weekday() + 1) % 7]))
    return WorkingHours(weekday, begin, end, draw(st.integers(1, 24)) * 5)


@st.composite
def days_of_work(draw: st.DrawFn) -> tuple[ZoneInfo, date, list[WorkingHours], list[Absence]]:
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    day = draw(st.sampled_from(CHANGES) | st.dates(date(2026, 1, 1), date(2027, 12, 31)))
    begin, _ = day_bounds(day, zone)
    edges = st.integers(-60, 30 * 60).map(lambda minute: begin + timedelta(minutes=minute))
    absence = st.tuples(edges, edges).map(lambda both: Absence(min(both), max(both)))
    return zone, day, draw(st.lists(working_hours(day), max_size=4)), draw(st.lists(absence, max_size=2))


@given(days_of_work())
def test_times_of_a_day_never_overlap_and_lie_within_working_hours_and_outside_absences(
    drawn: tuple[ZoneInfo, date, list[WorkingHours], list[Absence]],
) -> None:
    zone, day, stretches, absences = drawn
    planned = plan_day(stretches, day, zone, absences)
    spans = [(slot.starts_at, slot.starts_at + timedelta(minutes=slot.minutes)) for slot in planned]
    assert all(end <= begin for (_, end), (begin, _) in pairwise(spans))
    for slot, (begin, end) in zip(planned, spans, strict=True):
        local = begin.astimezone(zone)
        assert (local.date(), local.hour * 60 + local.minute) == (day, slot.minute_of_day)
        fitting = [h for h in stretches if h.covers(day) and h.slot_minutes == slot.minutes]
        assert any(
            h.from_time <= local.time() and end <= datetime.combine(day, h.to_time, zone).astimezone(UTC)
            for h in fitting
        )
        assert not any(absence.starts_at < end and begin < absence.ends_at for absence in absences)
