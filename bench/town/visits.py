"""Visits behind and ahead: times, what is booked in them, what became of it, and who waits for an earlier one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

from bench.town.place import Patient, Town, Visit
from db.models import (
    AppointmentEventRow,
    AppointmentRow,
    EncounterRow,
    ScheduleDayRow,
    SlotGuardRow,
    SlotOpeningRow,
    SlotRow,
    WaitlistEntryRow,
    WaitlistOfferRow,
)
from hospital import slots
from hospital.directory import Doctor
from hospital.schedule import day_bounds

A_PATIENT = 2.0
"""Visits of a patient, those to come included, in the mean: some have one, a few nearly a hundred."""
TO_COME = 0.07
A_DAY, MINUTES, OPENS = 24, 20, 9
"""Times of a doctor on a working day, and the hour of the first."""
BUSY = 0.85
AHEAD, SMALL_AHEAD, SMALL = 61, 22, 1_000
"""Days to come with times in them; fewer in a small town, where nobody has to book early."""
CHANNELS = {"webchat": 0.3, "whatsapp": 0.3, "telegram": 0.15, "voice": 0.15, "sms": 0.1}
WAITING = 0.04


def days_behind(town: Town) -> list[date]:
    """The working days on which there were visits, the first first."""
    wanted = len(town.people) * A_PATIENT * (1 - TO_COME)
    count = max(3, ceil(wanted / (len(town.house.doctors) * A_DAY * BUSY)))
    found: list[date] = []
    day = town.house.hospital.local(town.now).date()
    while len(found) < count:
        if day.weekday() < 5:
            found.append(day)
        day -= timedelta(days=1)
    return found[::-1]


def days_ahead(town: Town) -> list[date]:
    """Days to come, as far as patients may book."""
    today = town.house.hospital.local(town.now).date()
    ahead = SMALL_AHEAD if len(town.people) < SMALL else AHEAD
    return [today + timedelta(days=number) for number in range(1, ahead)]


def on(town: Town, day: date, share: float) -> Iterator[Visit]:
    """A day's visits, so much of it taken; those at which somebody was seen are told of."""
    revision = town.house.hospital.revision
    for doctor in town.house.doctors:
        town.rows.add(ScheduleDayRow, doctor_id=doctor.id, date=day, revision=revision)
    if day.weekday() >= 5:
        return
    begin = day_bounds(day, town.house.hospital.zone)[0] + timedelta(hours=OPENS)
    for number in range(A_DAY):
        at = begin + timedelta(minutes=MINUTES * number)
        for doctor in town.house.doctors:
            is_taken = town.shares.falls("taken", share)
            if is_taken or at > town.now:
                visit = _time(town, doctor, day, at, is_taken=is_taken)
                if visit is not None:
                    yield visit


def _time(town: Town, doctor: Doctor, day: date, at: datetime, *, is_taken: bool) -> Visit | None:
    local = town.house.hospital.local(at)
    patient = _somebody(town) if is_taken else None
    status = _status(town, at) if is_taken else ""
    is_held = is_taken and status != "cancelled"
    location_id = doctor.location.id if doctor.location is not None else None
    slot_id = town.rows.add(
        SlotRow,
        doctor_id=doctor.id,
        speciality_id=doctor.speciality.id,
        location_id=location_id,
        starts_at=at,
        minutes=MINUTES,
        date=day,
        minute_of_day=local.hour * 60 + local.minute,
        status=slots.BUSY if is_held else slots.FREE,
        freed_at=min(at, town.now) - timedelta(hours=town.rng.randint(1, 300)) if status == "cancelled" else None,
    )
    if patient is None:
        return None
    if is_held and at > town.now:
        for cell in slots.cells(at, MINUTES):
            town.rows.add(SlotGuardRow, doctor_id=doctor.id, cell=cell, slot_id=slot_id)
    return _appointment(town, patient, doctor, slot_id, location_id, at, status)


def _somebody(town: Town) -> Patient:
    """Some come often, most seldom."""
    return town.people[int(len(town.people) * town.rng.random() ** 1.5)]


def _status(town: Town, at: datetime) -> str:
    if at > town.now:
        return town.shares.one_of("to come", {"cancelled": 0.06, "booked": 0.94})
    if at > town.now - timedelta(minutes=MINUTES):
        return "checked-in"
    return town.shares.one_of("past", {"fulfilled": 0.87, "cancelled": 0.08, "noshow": 0.05})


def _appointment(
    town: Town, patient: Patient, doctor: Doctor, slot_id: int, location_id: int | None, at: datetime, status: str
) -> Visit | None:
    reference = town.code("A", 6)
    ends_at = at + timedelta(minutes=MINUTES)
    booked_at = min(at, town.now) - timedelta(days=town.rng.randint(1, 20))
    row_id = town.rows.add(
        AppointmentRow,
        reference=reference,
        request_key=f"town {reference}",
        patient_id=patient.id,
        doctor_id=doctor.id,
        slot_id=slot_id,
        location_id=location_id,
        starts_at=at,
        ends_at=ends_at,
        status=status,
        reason="Check-up" if town.shares.falls("reason", 0.7) else None,
        fee=doctor.fee,
        channel=town.shares.one_of("booked by", CHANNELS),
        conversation_id=patient.conversation_id or None,
        created_at=booked_at,
        updated_at=max(booked_at, min(at, town.now)),
    )
    _history(town, row_id, doctor, at, booked_at, status)
    facts = {"doctor": doctor.code, "starts_at": at.isoformat()}
    town.trail.note("appointment.book", reference, booked_at, "system", patient.conversation_id, facts)
    _wait(town, patient, doctor, row_id, at, status, slot_id)
    if status not in ("fulfilled", "checked-in"):
        return None
    encounter_id = town.rows.add(
        EncounterRow,
        reference=town.code("E"),
        patient_id=patient.id,
        doctor_id=doctor.id,
        appointment_id=row_id,
        encounter_class="AMB",
        status="completed" if status == "fulfilled" else "in-progress",
        started_at=at,
        ended_at=ends_at if status == "fulfilled" else None,
    )
    return Visit(patient, doctor, encounter_id, reference, at, min(ends_at, town.now), town.now - at)


def _history(town: Town, row_id: int, doctor: Doctor, at: datetime, booked_at: datetime, status: str) -> None:
    steps: list[tuple[datetime, str, str | None, str]] = [(booked_at, "patient", None, "booked")]
    if status != "booked":
        steps.append((min(at, town.now), "desk", "booked", status))
    for happened_at, actor, before, after in steps:
        step: dict[str, Any] = {"happened_at": happened_at, "actor": actor, "from_status": before, "to_status": after}
        town.rows.add(AppointmentEventRow, appointment_id=row_id, doctor_id=doctor.id, starts_at=at, **step)


def _wait(town: Town, patient: Patient, doctor: Doctor, row_id: int, at: datetime, status: str, slot_id: int) -> None:
    """Some would rather come earlier: most of them were served, or gave up, long ago."""
    if not patient.conversation_id or not town.shares.falls("waits", WAITING):
        return
    is_to_come = status == "booked"
    how = {"active": 0.7, "fulfilled": 0.3} if is_to_come else {"fulfilled": 0.5, "cancelled": 0.2, "expired": 0.3}
    became = town.shares.one_of("wait to come" if is_to_come else "wait", how)
    joined = min(at, town.now) - timedelta(days=town.rng.randint(1, 15))
    entry_id = town.rows.add(
        WaitlistEntryRow,
        patient_id=patient.id,
        doctor_id=doctor.id if town.shares.falls("waits for a doctor", 0.5) else None,
        speciality_id=doctor.speciality.id,
        appointment_id=row_id,
        earliest=joined,
        latest=at,
        status=became,
        conversation_id=patient.conversation_id,
        created_at=joined,
        language="en",
    )
    if became == "fulfilled":
        told = {"status": "accepted", "offered_at": joined, "expires_at": joined + timedelta(minutes=15)}
        town.rows.add(WaitlistOfferRow, entry_id=entry_id, slot_id=slot_id, **told)
    if became == "active" and town.shares.falls("opening", 0.02):
        town.rows.add(SlotOpeningRow, slot_id=slot_id, opened_at=town.now)
