"""Whoever waits is on the list once, within the bounds that they gave."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from db.models import AuditRow, WaitlistEntryRow
from hospital import waitlist
from hospital.waitlist import Wait
from tests.hospital.clinic import HUGO, IRIS, Clinic, when


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
