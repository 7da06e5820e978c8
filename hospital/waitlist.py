"""The waiting list: who would like an earlier or a scarce time, within which bounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from db.models import PatientRow, WaitlistEntryRow
from hospital import audit
from hospital.directory import Doctor, Speciality
from hospital.office import Unit


@dataclass(frozen=True)
class Wait:
    """Whom somebody waits for, and between which instants (`latest` not included)."""

    patient_id: int
    doctor: Doctor | None
    speciality: Speciality | None
    earliest: datetime
    latest: datetime
    conversation_id: int


def join(unit: Unit, wait: Wait) -> bool:
    """Put somebody on the list; False when they already wait for this."""
    doctor_id = wait.doctor.id if wait.doctor else None
    speciality_id = wait.speciality.id if wait.speciality else None
    # two conversations may put the same person on the list at once
    unit.connection.execute(select(PatientRow.id).where(PatientRow.id == wait.patient_id).with_for_update())
    standing = unit.connection.scalar(
        select(WaitlistEntryRow.id).where(
            WaitlistEntryRow.patient_id == wait.patient_id,
            WaitlistEntryRow.status.in_(("active", "offered")),
            WaitlistEntryRow.doctor_id == doctor_id,
            WaitlistEntryRow.speciality_id == speciality_id,
        )
    )
    if standing is not None:
        return False
    values = {
        "patient_id": wait.patient_id,
        "doctor_id": doctor_id,
        "speciality_id": speciality_id,
        "earliest": wait.earliest,
        "latest": wait.latest,
        "status": "active",
        "conversation_id": wait.conversation_id,
        "created_at": unit.now,
    }
    key = unit.connection.execute(insert(WaitlistEntryRow), values).inserted_primary_key
    audit.append(unit, audit.Entry("waitlist.join", str(key[0]), {}), chain_of=wait.conversation_id)  # type: ignore[index]
    return True
