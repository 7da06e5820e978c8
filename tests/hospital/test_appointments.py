"""Visits are booked, moved and cancelled once, wholly or not at all, and each step is kept."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select, update

from db.models import AppointmentEventRow, AppointmentRow, AuditRow
from hospital import appointment_changes, appointments, audit, references
from hospital.appointments import TRANSITIONS, Appointment
from hospital.errors import (
    BeyondHorizonError,
    HospitalError,
    NotFoundError,
    OverlapError,
    SlotTakenError,
    TooManyAppointmentsError,
    TooSoonError,
    TransitionError,
)
from hospital.office import Unit
from hospital.slots import BUSY, FREE, HELD
from tests.hospital.clinic import HUGO, IRIS, MONDAY, NOW, OLGA, VITO, Clinic, clock, when

FHIR = {
    "proposed", "pending", "booked", "arrived", "fulfilled", "cancelled", "noshow", "entered-in-error", "checked-in",
    "waitlist",
}  # fmt: skip
"""The statuses of FHIR R4's Appointment."""


@pytest.fixture
def week(clinic: Clinic) -> Clinic:
    """The hospital with the times of this week made for the cardiologists."""
    clinic.ensure(MONDAY, 4, "adler", "brandt")
    return clinic


def history(clinic: Clinic) -> list[tuple[Any, ...]]:
    rows = clinic.rows(AppointmentEventRow)
    return [(row.from_status, row.to_status, clock(row.starts_at)[11:], row.note) for row in rows]


def audited(clinic: Clinic) -> list[tuple[str, str]]:
    return [(r.action, r.subject) for r in clinic.rows(AuditRow) if r.action.startswith("appointment.")]


def everything(clinic: Clinic) -> tuple[Any, ...]:
    """Whatever a refused request must leave as it was."""
    kept = (clinic.rows(AppointmentRow), clinic.rows(AppointmentEventRow), clinic.guarded(), clinic.rows(AuditRow))
    return (*kept, {code: clinic.day(code, MONDAY + timedelta(days=1)) for code in ("adler", "brandt")})


def told(clinic: Clinic, work: Any) -> HospitalError:
    """The refusal of a unit that commits all the same, as a turn does that tells the patient about it."""

    def refused(unit: Unit) -> HospitalError:
        with pytest.raises(HospitalError) as error:
            work(unit)
        return error.value

    return clinic.write(refused)


def booking(clinic: Clinic, *wanted: str, **more: Any) -> Any:
    request = clinic.request(*wanted, **more)
    return lambda unit: appointments.book(unit, clinic.hospital, request)


def moving(clinic: Clinic, visit: Appointment, doctor: str, at: str) -> Any:
    whom = clinic.doctor(doctor)
    return lambda unit: appointment_changes.reschedule(unit, clinic.hospital, visit.reference, whom, when(at))


def set_status(clinic: Clinic, visit: Appointment, status: str) -> None:
    """What happened to a visit meanwhile, as staff note it."""
    changed = update(AppointmentRow).where(AppointmentRow.reference == visit.reference).values(status=status)
    clinic.write(lambda unit: unit.connection.execute(changed))


# --- booking --------------------------------------------------------------------------------------


def test_a_booking_takes_the_time_and_is_remembered_with_what_it_costs_and_where(week: Clinic) -> None:
    visit = week.book(IRIS, "adler", "2026-06-09 09:30", reason="palpitations", conversation_id=5)
    assert (visit.status, visit.patient, visit.patient_number) == ("booked", "Iris Quinlan", IRIS)
    assert (visit.doctor.code, clock(visit.starts_at), clock(visit.ends_at)) == (
        "adler",
        "2026-06-09 09:30",
        "2026-06-09 10:00",
    )
    assert (visit.fee, visit.location and visit.location.code, visit.reason) == (Decimal(120), "main", "palpitations")
    assert visit.reference.startswith(f"{references.APPOINTMENT}-")
    assert week.read(lambda unit: appointments.get(unit, week.hospital, visit.reference)) == visit
    assert week.status("adler", "2026-06-09 09:30") == BUSY
    assert week.guarded() == week.due_guards()
    assert history(week) == [(None, "booked", "09:30", None)]
    assert audited(week) == [("appointment.book", visit.reference)]
    row = week.rows(AppointmentRow)[0]
    assert (row.channel, row.conversation_id, row.created_at, row.updated_at) == ("webchat", 5, NOW, NOW)


def test_who_did_it_stands_in_the_history_and_in_the_audit_trail(week: Clinic) -> None:
    request = week.request(IRIS, "adler", "2026-06-09 09:30")
    week.write(lambda unit: appointments.book(unit, week.hospital, request), actor="staff:7")
    assert [row.actor for row in week.rows(AppointmentEventRow)] == ["staff:7"]
    assert [row.actor for row in week.rows(AuditRow) if row.action == "appointment.book"] == ["staff:7"]


def test_the_same_request_again_finds_the_visit_that_it_made(week: Clinic) -> None:
    request = week.request(IRIS, "adler", "2026-06-09 09:30")
    first, *others = (week.write(lambda unit: appointments.book(unit, week.hospital, request)) for _ in range(3))
    assert others == [first, first]
    assert len(week.rows(AppointmentRow)) == len(history(week)) == len(audited(week)) == 1
    assert week.guarded() == week.due_guards()


def test_a_reference_that_is_in_use_is_drawn_anew(week: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["A-AAAAAA", "A-AAAAAA", "A-CCCCCC"])
    monkeypatch.setattr(references, "new", lambda kind: next(drawn))
    visits = [week.book(IRIS, "adler", "2026-06-09 10:00"), week.book(HUGO, "adler", "2026-06-09 10:30")]
    assert [visit.reference for visit in visits] == ["A-AAAAAA", "A-CCCCCC"]
    assert len(week.rows(AppointmentRow)) == 2


def test_the_same_request_for_another_time_makes_no_second_visit_and_leaves_that_time_free(week: Clinic) -> None:
    first = week.book(IRIS, "adler", "2026-06-09 09:30", request_key="once")
    again = week.book(IRIS, "adler", "2026-06-10 09:00", request_key="once")
    assert again == first
    assert len(week.rows(AppointmentRow)) == 1
    assert week.status("adler", "2026-06-10 09:00") == FREE
    assert week.guarded() == week.due_guards()


def test_of_two_requests_for_one_time_the_second_is_refused_and_changes_nothing(week: Clinic) -> None:
    week.book(IRIS, "adler", "2026-06-09 09:30")
    before = everything(week)
    assert isinstance(told(week, booking(week, HUGO, "adler", "2026-06-09 09:30")), SlotTakenError)
    assert everything(week) == before


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("brandt", "2026-06-09 10:00"), ("adler", "2026-06-09 10:00")),
        (("brandt", "2026-06-09 10:20"), ("adler", "2026-06-09 10:00")),
        (("adler", "2026-06-09 10:00"), ("brandt", "2026-06-09 10:20")),
    ],
    ids=["begins with it", "begins before it", "begins within it"],
)
def test_a_patient_has_no_two_visits_at_once_and_the_refusal_names_the_other(
    week: Clinic, first: tuple[str, str], second: tuple[str, str]
) -> None:
    visit = week.book(IRIS, *first)
    before = everything(week)
    error = told(week, booking(week, IRIS, *second))
    assert isinstance(error, OverlapError)
    assert (error.reference, error.doctor, clock(error.starts_at)) == (visit.reference, *first)
    assert everything(week) == before
    assert week.book(HUGO, *second).status == "booked"


def test_visits_that_touch_do_not_overlap(week: Clinic) -> None:
    week.book(IRIS, "adler", "2026-06-09 10:00")
    week.book(IRIS, "adler", "2026-06-09 09:30")
    assert week.book(IRIS, "brandt", "2026-06-09 10:40").status == "booked"


def test_people_behind_one_phone_are_different_patients(week: Clinic) -> None:
    week.book(HUGO, "adler", "2026-06-09 10:00")
    assert week.book(OLGA, "brandt", "2026-06-09 10:00").patient == "Olga Farrell"


def test_nobody_has_more_open_visits_than_the_hospital_allows(week: Clinic) -> None:
    visits = [week.book(IRIS, "adler", f"2026-06-09 {at}") for at in ("09:00", "09:30", "10:00")]
    before = everything(week)
    error = told(week, booking(week, IRIS, "adler", "2026-06-09 11:00"))
    assert isinstance(error, TooManyAppointmentsError)
    assert error.limit == 3
    assert everything(week) == before
    week.cancel(visits[0].reference)
    assert week.book(IRIS, "adler", "2026-06-09 11:00").status == "booked"


def test_a_patient_whom_nothing_vouches_for_has_a_lower_limit(week: Clinic) -> None:
    week.book(VITO, "adler", "2026-06-09 09:00", is_contact_verified=False)
    error = told(week, booking(week, VITO, "adler", "2026-06-09 11:00", is_contact_verified=False))
    assert isinstance(error, TooManyAppointmentsError)
    assert error.limit == 1
    assert isinstance(told(week, booking(week, VITO, "adler", "2026-06-09 09:00")), OverlapError)


def test_visits_that_are_over_count_no_more(week: Clinic) -> None:
    for at in ("09:00", "09:30", "10:00"):
        week.book(IRIS, "adler", f"2026-06-09 {at}")
    after = NOW + timedelta(days=1, hours=2)
    assert week.book(IRIS, "adler", "2026-06-10 09:00", now=after).status == "booked"


def test_times_nearer_than_the_notice_or_beyond_the_horizon_are_refused(week: Clinic) -> None:
    week.ensure(MONDAY + timedelta(days=28), 7, "adler")
    before = everything(week)
    assert isinstance(told(week, booking(week, IRIS, "adler", "2026-06-08 09:00")), TooSoonError)
    assert isinstance(told(week, booking(week, IRIS, "adler", "2026-07-09 09:00")), BeyondHorizonError)
    assert everything(week) == before
    assert week.book(IRIS, "adler", "2026-06-08 09:30").status == "booked"
    assert week.book(IRIS, "adler", "2026-07-08 11:30").status == "booked"


def test_a_patient_who_does_not_exist_books_nothing(week: Clinic) -> None:
    before = everything(week)
    assert isinstance(told(week, booking(week, IRIS, "adler", "2026-06-09 09:30", patient_id=10**6)), NotFoundError)
    assert everything(week) == before


def test_a_held_time_becomes_the_visit_of_its_conversation(week: Clinic) -> None:
    week.hold("adler", "2026-06-09 09:30", holder=5)
    week.book(IRIS, "adler", "2026-06-09 09:30", holder=5)
    assert week.day("adler", MONDAY + timedelta(days=1), HELD, BUSY) == {"09:30": BUSY}
    assert week.guarded() == week.due_guards()


def test_a_held_time_that_reaches_into_another_visit_stays_held_when_it_is_refused(week: Clinic) -> None:
    week.book(IRIS, "brandt", "2026-06-09 10:40")
    week.hold("adler", "2026-06-09 10:30", 7)
    before = everything(week)
    request = week.request(IRIS, "adler", "2026-06-09 10:30", holder=7)
    refused = told(week, lambda unit: appointments.book(unit, week.hospital, request))
    assert isinstance(refused, OverlapError)
    assert everything(week) == before
    assert week.status("adler", "2026-06-09 10:30") == HELD
    assert week.book(HUGO, "adler", "2026-06-09 10:30", holder=7).status == "booked"


def test_a_long_reason_is_cut_and_an_empty_one_is_none(week: Clinic) -> None:
    assert week.book(IRIS, "adler", "2026-06-09 09:30", reason="x" * 900).reference
    assert week.book(HUGO, "adler", "2026-06-09 10:00", reason="").reference
    assert [row.reason and len(row.reason) for row in week.rows(AppointmentRow)] == [500, None]


# --- moving ---------------------------------------------------------------------------------------


def test_a_visit_moves_to_another_doctor_and_keeps_its_identity(week: Clinic) -> None:
    visit = week.book(IRIS, "adler", "2026-06-09 09:30")
    moved = week.move(visit.reference, "brandt", "2026-06-10 10:20", now=NOW + timedelta(minutes=1))
    assert (moved.reference, moved.status, moved.doctor.code, clock(moved.starts_at), clock(moved.ends_at)) == (
        visit.reference,
        "booked",
        "brandt",
        "2026-06-10 10:20",
        "2026-06-10 10:40",
    )
    assert moved.fee == Decimal(110)
    assert week.status("adler", "2026-06-09 09:30") == FREE
    assert week.status("brandt", "2026-06-10 10:20") == BUSY
    assert week.guarded() == week.due_guards()
    assert [step[:3] for step in history(week)] == [(None, "booked", "09:30"), ("booked", "booked", "10:20")]
    assert "2026-06-09" in (history(week)[-1][3] or "")
    assert audited(week) == [("appointment.book", visit.reference), ("appointment.move", visit.reference)]
    assert len(week.rows(AppointmentRow)) == 1


def test_moving_to_where_a_visit_is_does_nothing(week: Clinic) -> None:
    visit = week.book(IRIS, "adler", "2026-06-09 09:30")
    before = everything(week)
    assert week.move(visit.reference, "adler", "2026-06-09 09:30") == visit
    assert everything(week) == before


def test_the_time_left_is_free_for_others_at_once(week: Clinic) -> None:
    visit = week.book(IRIS, "adler", "2026-06-09 09:30")
    week.move(visit.reference, "adler", "2026-06-09 10:00")
    assert week.book(HUGO, "adler", "2026-06-09 09:30").status == "booked"


@pytest.mark.parametrize(
    ("doctor", "at", "refused"),
    [
        ("adler", "2026-06-09 10:30", SlotTakenError),
        ("adler", "2026-06-09 10:35", SlotTakenError),
        ("brandt", "2026-06-10 11:00", OverlapError),
        ("brandt", "2026-06-10 10:40", OverlapError),
        ("adler", "2026-06-08 09:00", TooSoonError),
        ("adler", "2026-07-09 09:00", BeyondHorizonError),
    ],
    ids=["taken", "no such time", "within another visit", "into another visit", "too soon", "too far"],
)
def test_a_move_that_fails_leaves_the_old_visit_whole(
    week: Clinic, doctor: str, at: str, refused: type[HospitalError]
) -> None:
    visit = week.book(IRIS, "adler", "2026-06-09 09:30")
    week.book(HUGO, "adler", "2026-06-09 10:30")
    week.book(IRIS, "adler", "2026-06-10 11:00", request_key="other")
    week.write(
        lambda unit: unit.connection.execute(
            update(AppointmentRow)
            .where(AppointmentRow.request_key == "other")
            .values(starts_at=when("2026-06-10 10:50"), ends_at=when("2026-06-10 11:30"))
        )
    )
    before = everything(week), week.day("brandt", MONDAY + timedelta(days=2))
    assert isinstance(told(week, moving(week, visit, doctor, at)), refused)
    assert (everything(week), week.day("brandt", MONDAY + timedelta(days=2))) == before
    assert week.read(lambda unit: appointments.get(unit, week.hospital, visit.reference)) == visit


def test_two_visits_swap_their_times_only_through_a_third(week: Clinic) -> None:
    one, two = week.book(IRIS, "adler", "2026-06-09 09:30"), week.book(HUGO, "adler", "2026-06-09 10:00")
    assert isinstance(told(week, moving(week, one, "adler", "2026-06-09 10:00")), SlotTakenError)
    week.move(one.reference, "adler", "2026-06-09 11:00")
    week.move(two.reference, "adler", "2026-06-09 09:30")
    week.move(one.reference, "adler", "2026-06-09 10:00")
    assert week.guarded() == week.due_guards()


def test_a_visit_at_the_limit_can_still_be_moved(week: Clinic) -> None:
    visits = [week.book(IRIS, "adler", f"2026-06-09 {at}") for at in ("09:00", "09:30", "10:00")]
    assert week.move(visits[0].reference, "adler", "2026-06-09 11:00").status == "booked"


def test_a_held_time_is_moved_to_by_its_conversation_alone(week: Clinic) -> None:
    visit = week.book(IRIS, "adler", "2026-06-09 09:30")
    week.hold("adler", "2026-06-10 09:00", holder=5)
    assert isinstance(told(week, moving(week, visit, "adler", "2026-06-10 09:00")), SlotTakenError)
    assert clock(week.move(visit.reference, "adler", "2026-06-10 09:00", holder=5).starts_at) == "2026-06-10 09:00"
    assert week.guarded() == week.due_guards()


def test_a_visit_that_took_place_or_was_given_up_moves_no_more(week: Clinic) -> None:
    visit = week.book(IRIS, "adler", "2026-06-09 09:30")
    for status in sorted(FHIR - {"booked", "pending", "proposed"}):
        set_status(week, visit, status)
        before = everything(week)
        error = told(week, moving(week, visit, "adler", "2026-06-09 10:00"))
        assert isinstance(error, TransitionError)
        assert error.from_status == status
        assert everything(week) == before


# --- cancelling -----------------------------------------------------------------------------------


def test_a_cancelled_visit_gives_its_time_back_and_stays_in_the_books(week: Clinic) -> None:
    visit = week.book(IRIS, "adler", "2026-06-10 09:30")
    cancelled, late = week.cancel(visit.reference)
    assert (cancelled.reference, cancelled.status, late) == (visit.reference, "cancelled", False)
    assert week.status("adler", "2026-06-10 09:30") == FREE
    assert week.guarded() == set()
    assert [step[:2] for step in history(week)] == [(None, "booked"), ("booked", "cancelled")]
    assert audited(week) == [("appointment.book", visit.reference), ("appointment.cancel", visit.reference)]
    assert week.book(HUGO, "adler", "2026-06-10 09:30").reference != visit.reference
    assert week.read(lambda unit: appointments.upcoming(unit, week.hospital, [week.patient(IRIS)])) == []


@pytest.mark.parametrize(("at", "is_late"), [("2026-06-09 09:00", False), ("2026-06-08 11:30", True)])
def test_a_cancellation_is_late_only_within_the_notice_that_the_hospital_asks_for(
    week: Clinic, at: str, is_late: bool
) -> None:
    visit = week.book(IRIS, "adler", at)
    assert appointments.is_late(week.hospital, visit.starts_at, NOW) == is_late
    assert week.cancel(visit.reference)[1] == is_late
    assert [bool(row.is_late_cancelled) for row in week.rows(AppointmentRow)] == [is_late]


def test_a_minute_decides_whether_a_cancellation_is_late(week: Clinic) -> None:
    visit = week.book(IRIS, "adler", "2026-06-09 09:30")
    assert week.cancel(visit.reference, now=NOW + timedelta(minutes=31))[1]


def test_a_visit_is_cancelled_once_and_an_unknown_one_not_at_all(week: Clinic) -> None:
    visit = week.book(IRIS, "adler", "2026-06-09 09:30")
    week.cancel(visit.reference)
    week.book(HUGO, "adler", "2026-06-09 09:30")
    before = everything(week)
    error = told(week, lambda unit: appointment_changes.cancel(unit, week.hospital, visit.reference))
    assert isinstance(error, TransitionError)
    assert (error.from_status, error.to_status) == ("cancelled", "cancelled")
    unknown = told(week, lambda unit: appointment_changes.cancel(unit, week.hospital, "A-222222"))
    assert isinstance(unknown, NotFoundError)
    assert everything(week) == before


# --- statuses -------------------------------------------------------------------------------------


def test_statuses_are_those_of_fhir_and_no_other() -> None:
    assert set(TRANSITIONS) == FHIR
    assert {status for targets in TRANSITIONS.values() for status in targets} <= FHIR
    assert set(appointments.OPEN) <= FHIR


def test_a_status_leads_neither_to_itself_nor_back_and_an_error_is_the_end() -> None:
    assert all(status not in targets for status, targets in TRANSITIONS.items())
    assert TRANSITIONS["entered-in-error"] == frozenset()
    for over in ("fulfilled", "noshow", "cancelled"):
        assert TRANSITIONS[over] == {"entered-in-error"}
    assert all("entered-in-error" in targets for status, targets in TRANSITIONS.items() if status != "entered-in-error")


def test_a_visit_is_cancelled_from_every_status_that_may_lead_there_and_from_no_other(week: Clinic) -> None:
    times = [f"2026-06-{day} {at}" for day in ("09", "10") for at in ("09:00", "09:30", "10:00", "10:30", "11:00")]
    for status, at in zip(sorted(FHIR), times, strict=True):
        visit = week.book(IRIS, "adler", at)
        set_status(week, visit, status)
        if "cancelled" in TRANSITIONS[status]:
            assert week.cancel(visit.reference)[0].status == "cancelled"
            assert history(week)[-1][:2] == (status, "cancelled")
        else:
            before = everything(week)
            with pytest.raises(TransitionError):
                week.cancel(visit.reference)
            assert everything(week) == before


# --- looking them up ------------------------------------------------------------------------------


def test_coming_visits_are_the_open_ones_of_these_patients_soonest_first(week: Clinic) -> None:
    last = week.book(IRIS, "adler", "2026-06-10 09:30")
    first = week.book(IRIS, "brandt", "2026-06-09 10:00")
    gone = week.book(IRIS, "adler", "2026-06-09 11:00")
    week.cancel(gone.reference)
    other = week.book(HUGO, "adler", "2026-06-09 09:00")

    def coming(*numbers: str, hours: float = 0) -> list[str]:
        ids = [week.patient(number) for number in numbers]
        now = NOW + timedelta(hours=hours)
        return [v.reference for v in week.read(lambda u: appointments.upcoming(u, week.hospital, ids), now)]

    assert coming(IRIS) == [first.reference, last.reference]
    assert coming(IRIS, HUGO) == [other.reference, first.reference, last.reference]
    assert coming(IRIS, hours=25.3) == [first.reference, last.reference]
    assert coming(IRIS, hours=25.4) == [last.reference]
    assert coming(VITO) == []
    assert coming() == []


def test_past_visits_are_those_that_took_place_newest_first(week: Clinic) -> None:
    one, two = week.book(IRIS, "adler", "2026-06-09 09:30"), week.book(IRIS, "brandt", "2026-06-10 10:00")
    missed = week.book(IRIS, "brandt", "2026-06-09 12:00")
    for visit, status in ((one, "fulfilled"), (two, "arrived"), (missed, "noshow")):
        set_status(week, visit, status)
    ids = [week.patient(IRIS)]
    found = week.read(lambda unit: appointments.past(unit, week.hospital, ids), NOW + timedelta(days=3))
    assert [visit.reference for visit in found] == [two.reference, one.reference]
    assert week.read(lambda unit: appointments.past(unit, week.hospital, ids)) == []


def test_a_reference_finds_its_visit_whatever_became_of_it(week: Clinic) -> None:
    visit = week.book(IRIS, "adler", "2026-06-09 09:30")
    week.cancel(visit.reference)
    found = week.read(lambda unit: appointments.by_references(unit, week.hospital, [visit.reference, "A-222222"]))
    assert [(v.reference, v.status) for v in found] == [(visit.reference, "cancelled")]
    with pytest.raises(NotFoundError):
        week.read(lambda unit: appointments.get(unit, week.hospital, "A-222222"))


def test_all_that_was_done_is_in_a_trail_that_holds(week: Clinic) -> None:
    visit = week.book(IRIS, "adler", "2026-06-09 09:30", conversation_id=3)
    week.move(visit.reference, "brandt", "2026-06-10 10:20")
    week.cancel(visit.reference)
    steps = week.read(lambda unit: unit.connection.scalar(select(func.count()).select_from(AppointmentEventRow)))
    assert steps == len(audited(week)) == 3
    assert week.read(audit.verify) is None
