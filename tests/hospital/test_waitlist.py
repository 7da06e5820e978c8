"""Whoever waits is on the list once, within their bounds; what comes free is offered to one at a time, in line."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event
from typing import Any

import pytest
from sqlalchemy import event

from db.models import AppointmentRow, AuditRow, SlotOpeningRow, WaitlistEntryRow, WaitlistOfferRow
from hospital import appointment_changes, offers, outbox, slots, threads, waitlist
from hospital.errors import OneWaitOnlyError, TooManyAppointmentsError
from hospital.waitlist import Wait
from tests.hospital.clinic import HUGO, IRIS, MONDAY, NOW, OLGA, VITO, Clinic, clock, when


def wait(clinic: Clinic, patient: str = IRIS) -> Wait:
    bounds = when("2026-06-09 00:00"), when("2026-06-20 00:00")
    return Wait(clinic.patient(patient), clinic.doctor("adler"), None, *bounds, conversation_id=5)


def join(clinic: Clinic, entry: Wait) -> bool:
    return clinic.write(lambda unit: waitlist.join(unit, entry))


def test_somebody_who_waits_is_on_the_list_with_their_bounds(clinic: Clinic) -> None:
    assert join(clinic, wait(clinic))
    row = clinic.rows(WaitlistEntryRow)[0]
    assert (row.patient_id, row.doctor_id, row.speciality_id) == (clinic.patient(IRIS), clinic.doctor("adler").id, None)
    assert (row.earliest, row.latest, row.status, row.conversation_id) == (
        when("2026-06-09 00:00"),
        when("2026-06-20 00:00"),
        "active",
        5,
    )
    assert [row.action for row in clinic.rows(AuditRow)][-1] == "waitlist.join"


def test_nobody_waits_twice_for_the_same(clinic: Clinic) -> None:
    assert join(clinic, wait(clinic))
    assert not join(clinic, wait(clinic))
    assert len(clinic.rows(WaitlistEntryRow)) == 1


def test_nobody_waits_twice_though_two_conversations_ask_at_once(clinic: Clinic) -> None:
    entry = wait(clinic)
    with ThreadPoolExecutor(8) as crowd:
        joined = list(crowd.map(lambda number: join(clinic, replace(entry, conversation_id=number)), range(8)))
    assert (joined.count(True), len(clinic.rows(WaitlistEntryRow))) == (1, 1)


def test_waiting_for_another_doctor_a_speciality_or_as_another_patient_is_something_else(clinic: Clinic) -> None:
    cardiology = clinic.hospital.specialities["cardiology"]
    entries = [
        wait(clinic),
        replace(wait(clinic), doctor=clinic.doctor("brandt")),
        replace(wait(clinic), doctor=None, speciality=cardiology),
        wait(clinic, HUGO),
    ]
    assert [join(clinic, entry) for entry in entries] == [True] * 4
    assert [join(clinic, entry) for entry in entries] == [False] * 4
    assert len(clinic.rows(WaitlistEntryRow)) == 4


def test_whoever_was_served_or_left_the_list_may_wait_again(clinic: Clinic) -> None:
    from sqlalchemy import update

    for status in ("fulfilled", "cancelled", "expired"):
        assert join(clinic, wait(clinic))
        clinic.write(lambda unit, s=status: unit.connection.execute(update(WaitlistEntryRow).values(status=s)))  # type: ignore[misc]
    assert join(clinic, wait(clinic))
    clinic.write(lambda unit: unit.connection.execute(update(WaitlistEntryRow).values(status="offered")))
    assert not join(clinic, wait(clinic))


# --- what comes free ------------------------------------------------------------------------------

TEN = "2026-06-09 10:00"


@pytest.fixture
def busy(clinic: Clinic) -> Clinic:
    """Olga has Tuesday at ten with Dr Adler."""
    clinic.ensure()
    clinic.booked = clinic.book(OLGA, "adler", TEN)  # type: ignore[attr-defined]
    return clinic


def waits(clinic: Clinic, patient: str, minutes: int = 0, **bounds: Any) -> None:
    """Somebody joins, so many minutes after nine, in a conversation of their own."""

    def work(unit: Any) -> bool:
        conversation = threads.find_or_open(unit, "webchat", f"browser-{patient}")
        return waitlist.join(unit, replace(wait(clinic, patient), conversation_id=conversation, **bounds))

    clinic.write(work, NOW + timedelta(minutes=minutes))


def give_up(clinic: Clinic) -> None:
    clinic.cancel(clinic.booked.reference)  # type: ignore[attr-defined]


def offer(clinic: Clinic, now: datetime = NOW) -> list[tuple[str, str]]:
    """Offer all that came free: to whom, and which time."""
    made = [
        clinic.write(lambda unit, s=slot_id: offers.offer_next(unit, clinic.hospital, s), now)  # type: ignore[misc]
        for slot_id in clinic.read(offers.openings)
    ]
    return [(each.entry.patient_number, clock(each.slot.starts_at)) for each in made if each is not None]


def openings(clinic: Clinic) -> int:
    return len(clinic.rows(SlotOpeningRow))


def test_a_time_that_comes_free_is_noted_only_while_somebody_may_want_it(busy: Clinic) -> None:
    give_up(busy)
    assert openings(busy) == 0
    busy.booked = busy.book(OLGA, "adler", TEN)  # type: ignore[attr-defined]
    waits(busy, IRIS)
    give_up(busy)
    assert openings(busy) == 1


def test_whatever_frees_a_time_notes_it(busy: Clinic) -> None:
    waits(busy, IRIS)
    busy.move(busy.booked.reference, "adler", "2026-06-09 11:00")  # type: ignore[attr-defined]
    assert openings(busy) == 1
    busy.hold("adler", "2026-06-09 09:30", 77)
    busy.write(lambda u: slots.release(u, busy.hospital, busy.doctor("adler"), when("2026-06-09 09:30"), 77))
    assert openings(busy) == 2
    busy.hold("adler", "2026-06-09 10:30", 77, minutes=5)
    busy.write(lambda unit: slots.release_lapsed(unit, busy.hospital), NOW + timedelta(minutes=6))
    assert openings(busy) == 3


def test_noting_it_costs_one_statement_and_nothing_where_a_turn_frees_no_time(busy: Clinic) -> None:
    said: list[str] = []
    event.listen(busy.engine, "before_cursor_execute", lambda _c, _cursor, statement, *_: said.append(statement))
    waits(busy, IRIS)
    assert not [each for each in said if "slot_openings" in each]
    give_up(busy)
    assert len([each for each in said if "slot_openings" in each]) == 1


def test_the_first_in_line_is_asked_and_the_time_is_theirs_until_the_offer_runs_out(busy: Clinic) -> None:
    waits(busy, HUGO, 1)
    waits(busy, IRIS, 0)
    give_up(busy)
    assert offer(busy) == [(IRIS, TEN)] and openings(busy) == 0
    assert busy.status("adler", TEN) == slots.HELD and busy.guarded() == busy.due_guards()
    row = busy.rows(WaitlistOfferRow)[0]
    assert (row.status, row.expires_at - row.offered_at) == ("open", timedelta(minutes=15))
    assert [entry.status for entry in busy.rows(WaitlistEntryRow)] == ["active", "offered"]


@pytest.mark.parametrize(
    "bounds",
    [
        {"earliest": when("2026-06-09 10:01")},
        {"latest": when("2026-06-09 10:00")},
        {"from_minute": 601},
        {"to_minute": 600},
        {"not_weekdays": (1,)},
        {"site": "annex"},
    ],
    ids=lambda bounds: next(iter(bounds)),
)
def test_what_lies_outside_of_somebody_s_bounds_goes_to_the_next(busy: Clinic, bounds: dict[str, Any]) -> None:
    if "site" in bounds:
        bounds = {"location_id": busy.hospital.locations[bounds["site"]].id}
    waits(busy, IRIS, **bounds)
    waits(busy, HUGO, 1)
    give_up(busy)
    assert offer(busy) == [(HUGO, TEN)]


def test_who_waits_for_the_speciality_is_asked_too(busy: Clinic) -> None:
    waits(busy, IRIS, doctor=None, speciality=busy.doctor("adler").speciality)
    give_up(busy)
    assert offer(busy) == [(IRIS, TEN)]


def test_who_considers_another_time_is_asked_about_the_second_afterwards(busy: Clinic) -> None:
    waits(busy, IRIS)
    other = busy.book(VITO, "adler", "2026-06-09 11:00")
    give_up(busy)
    assert offer(busy) == [(IRIS, TEN)]
    busy.cancel(other.reference)
    assert offer(busy) == [] and openings(busy) == 1
    first = busy.read(lambda unit: offers.get(unit, busy.hospital, busy.rows(WaitlistOfferRow)[0].id))
    assert first is not None
    busy.write(lambda unit: offers.turned_down(unit, busy.hospital, first))
    assert offer(busy) == [(IRIS, "2026-06-09 11:00")] and openings(busy) == 0


def test_who_waits_for_two_things_considers_one_time_at_once_and_the_same_never_twice(busy: Clinic) -> None:
    waits(busy, IRIS)
    waits(busy, IRIS, doctor=None, speciality=busy.doctor("adler").speciality)
    other = busy.book(VITO, "adler", "2026-06-09 11:00")
    give_up(busy)
    busy.cancel(other.reference)
    assert offer(busy) == [(IRIS, TEN)] and openings(busy) == 1
    first = busy.read(lambda unit: offers.get(unit, busy.hospital, busy.rows(WaitlistOfferRow)[0].id))
    assert first is not None
    busy.write(lambda unit: offers.turned_down(unit, busy.hospital, first))
    assert offer(busy) == [(IRIS, "2026-06-09 11:00")] and openings(busy) == 0


def test_who_joins_again_elsewhere_is_asked_there_and_no_more_where_they_joined_first(busy: Clinic) -> None:
    waits(busy, IRIS)
    give_up(busy)
    offer(busy)
    entry, made = busy.rows(WaitlistEntryRow)[0], busy.rows(WaitlistOfferRow)[0]

    def ask(unit: Any) -> None:
        outbox.put_unasked(unit, entry.conversation_id, "o", "offer", "{}", f"offer:{made.id}")
        outbox.deliver(unit, [each.id for each in outbox.unprompted(unit, entry.conversation_id)])

    busy.write(ask)
    busy.write(lambda unit: offers.expire(unit, busy.hospital, made.id), NOW + timedelta(minutes=15))
    assert busy.read(lambda unit: outbox.unprompted(unit, entry.conversation_id)), "a late yes is still heard"
    join(busy, replace(wait(busy), conversation_id=entry.conversation_id + 1))
    assert busy.read(lambda unit: outbox.unprompted(unit, entry.conversation_id)) == []


def test_a_time_that_comes_free_as_somebody_joins_is_found_again(busy: Clinic) -> None:
    """Neither saw the other: the one who joined found it taken, the one who gave it up found nobody waiting."""
    give_up(busy)
    waits(busy, IRIS)
    assert openings(busy) == 0
    assert busy.write(offers.note_lost, NOW + timedelta(minutes=5)) == 1
    assert offer(busy, NOW + timedelta(minutes=5)) == [(IRIS, TEN)]
    assert busy.write(offers.note_lost, NOW + timedelta(minutes=10)) == 0


@pytest.mark.parametrize("database_url", ["mariadb"], indirect=True)  # SQLite writes one after the other
def test_a_join_and_a_cancellation_that_commit_at_one_instant_lose_no_time(busy: Clinic) -> None:
    is_cancelled, has_joined = Event(), Event()

    def cancel(unit: Any) -> None:
        appointment_changes.cancel(unit, busy.hospital, busy.booked.reference)  # type: ignore[attr-defined]
        is_cancelled.set()
        assert has_joined.wait(20)

    with ThreadPoolExecutor(1) as other:
        running = other.submit(busy.write, cancel)
        assert is_cancelled.wait(20)
        waits(busy, IRIS)
        has_joined.set()
        running.result(20)
    assert busy.status("adler", TEN) == slots.FREE and openings(busy) == 0
    busy.write(offers.note_lost, NOW + timedelta(minutes=5))
    assert offer(busy, NOW + timedelta(minutes=5)) == [(IRIS, TEN)]


def test_a_time_that_was_free_when_somebody_joined_or_that_they_had_an_offer_of_is_not_lost(busy: Clinic) -> None:
    give_up(busy)
    waits(busy, IRIS, 1)
    assert busy.write(offers.note_lost, NOW + timedelta(minutes=5)) == 0
    again = busy.book(OLGA, "adler", TEN, now=NOW + timedelta(minutes=6))
    busy.cancel(again.reference, now=NOW + timedelta(minutes=7))
    assert offer(busy, NOW + timedelta(minutes=7)) == [(IRIS, TEN)]
    (row,) = busy.rows(WaitlistOfferRow)
    busy.write(lambda unit: offers.expire(unit, busy.hospital, row.id), NOW + timedelta(minutes=25))
    assert offer(busy, NOW + timedelta(minutes=25)) == []
    assert busy.write(offers.note_lost, NOW + timedelta(minutes=26)) == 0


def test_an_offer_ends_once_and_its_time_is_offered_to_the_next(busy: Clinic) -> None:
    waits(busy, IRIS)
    waits(busy, HUGO, 1)
    give_up(busy)
    offer(busy)
    late = NOW + timedelta(minutes=15)
    assert busy.read(offers.lapsed, late - timedelta(seconds=1)) == []
    (lapsed,) = busy.read(offers.lapsed, late)
    ended = [busy.write(lambda unit: offers.expire(unit, busy.hospital, lapsed), late) for _ in range(2)]
    assert ended == [True, False] and offer(busy, late) == [(HUGO, TEN)]
    assert [row.status for row in busy.rows(WaitlistOfferRow)] == ["expired", "open"]


def test_two_processes_that_offer_at_once_make_one_offer(busy: Clinic) -> None:
    for minute, patient in enumerate((IRIS, HUGO)):
        waits(busy, patient, minute)
    give_up(busy)
    (slot_id,) = busy.read(offers.openings)
    with ThreadPoolExecutor(6) as crowd:
        made = list(
            crowd.map(lambda _: busy.write(lambda unit: offers.offer_next(unit, busy.hospital, slot_id)), range(6))
        )
    assert len([each for each in made if each is not None]) == 1
    assert [row.status for row in busy.rows(WaitlistEntryRow)] == ["offered", "active"]


def test_a_time_that_somebody_took_meanwhile_is_offered_to_nobody(busy: Clinic) -> None:
    waits(busy, IRIS)
    give_up(busy)
    busy.book(VITO, "adler", TEN)
    assert offer(busy) == [] and openings(busy) == 0


def test_hours_that_a_changed_file_brings_are_noted_and_those_made_for_the_first_time_are_not(busy: Clinic) -> None:
    waits(busy, IRIS, latest=when("2026-07-20 00:00"))
    busy.ensure(MONDAY + timedelta(days=7))
    assert openings(busy) == 0
    busy.load(
        (
            '{days: [mon, tue, wed, thu], from: "09:00", to: "12:00"',
            '{days: [mon, tue, wed, thu], from: "09:00", to: "13:00"',
        )
    )
    busy.ensure()
    assert openings(busy) > 0


def test_where_nobody_vouches_for_whoever_joins_a_patient_waits_for_one_thing(clinic: Clinic) -> None:
    unknown = replace(wait(clinic), is_vouched=False)
    assert join(clinic, unknown) and not join(clinic, unknown)
    with pytest.raises(OneWaitOnlyError):
        join(clinic, replace(unknown, doctor=clinic.doctor("brandt")))
    with pytest.raises(OneWaitOnlyError):
        join(clinic, replace(unknown, conversation_id=6))
    assert len(clinic.rows(WaitlistEntryRow)) == 1


@pytest.mark.parametrize(
    ("doctor", "at", "is_same_conversation", "replaced"),
    [
        ("adler", "2026-06-10 10:00", True, True),
        ("adler", "2026-06-09 09:00", True, False),
        ("adler", "2026-06-10 10:00", False, False),
        ("brandt", "2026-06-10 10:00", True, True),
        ("costa", "2026-06-10 15:00", True, False),
    ],
)
def test_where_nobody_vouches_a_later_visit_of_the_speciality_booked_meanwhile_is_what_an_offer_replaces(
    busy: Clinic, doctor: str, at: str, is_same_conversation: bool, replaced: bool
) -> None:
    waits(busy, IRIS)
    conversation = busy.rows(WaitlistEntryRow)[0].conversation_id if is_same_conversation else None
    visit = busy.book(IRIS, doctor, at, is_contact_verified=False, conversation_id=conversation)
    give_up(busy)
    assert offer(busy) == [(IRIS, TEN)]
    made = busy.read(lambda unit: offers.get(unit, busy.hospital, busy.rows(WaitlistOfferRow)[0].id))
    assert made is not None and made.entry.visit == (visit.reference if replaced else None)


def test_where_nobody_vouches_an_offered_time_is_booked_beside_the_one_visit_and_no_other_is(busy: Clinic) -> None:
    busy.book(IRIS, "brandt", "2026-06-10 10:00", is_contact_verified=False)
    with pytest.raises(TooManyAppointmentsError):
        busy.book(IRIS, "adler", "2026-06-09 11:00", is_contact_verified=False)
    busy.book(IRIS, "adler", "2026-06-09 11:00", is_contact_verified=False, is_offered=True)
    assert len([row for row in busy.rows(AppointmentRow) if row.patient_id == busy.patient(IRIS)]) == 2


def test_joining_again_changes_the_bounds_and_keeps_the_place(clinic: Clinic) -> None:
    join(clinic, wait(clinic))
    before = clinic.rows(WaitlistEntryRow)[0]
    assert not join(clinic, replace(wait(clinic), from_minute=600, not_weekdays=(0,)))
    after = clinic.rows(WaitlistEntryRow)[0]
    assert (after.id, after.created_at) == (before.id, before.created_at)
    assert (after.from_minute, after.not_weekdays) == (600, [0])
