"""The entries of the waiting list, as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_, select

from db.models import AppointmentRow, ConversationRow, PatientRow, WaitlistEntryRow
from hospital.appointments import OPEN
from hospital.directory import Doctor, Hospital, Speciality
from hospital.office import Unit
from hospital.slots.openings import WAITING

ACTIVE, OFFERED, FULFILLED, CANCELLED, EXPIRED = "active", "offered", "fulfilled", "cancelled", "expired"


@dataclass(frozen=True)
class Entry:
    """Somebody on the list. `id` and `patient_id` stay inside the hospital room but for naming the entry again."""

    id: int
    patient_id: int
    patient: str
    patient_number: str
    doctor: Doctor | None
    speciality: Speciality | None
    earliest: datetime
    latest: datetime
    from_minute: int | None
    to_minute: int | None
    not_weekdays: tuple[int, ...]
    location_id: int | None
    status: str
    conversation_id: int
    channel: str | None
    address: str | None
    language: str | None
    visit: str | None
    """The visit that an earlier time would replace..."""
    visit_at: datetime | None
    """...and when it is, while it is still to come."""
    is_asked: bool = False
    """Whether its patient considers a time just now, offered for this place or another; told of those `in_line`."""

    @property
    def wants_earlier(self) -> bool:
        """Whether a visit is to be moved."""
        return self.visit is not None


ENTRY = (
    select(
        WaitlistEntryRow.__table__,
        PatientRow.name.label("patient_name"),
        PatientRow.number,
        ConversationRow.channel,
        ConversationRow.address,
        AppointmentRow.reference,
        AppointmentRow.starts_at.label("visit_at"),
        AppointmentRow.status.label("visit_status"),
    )
    .join(PatientRow, PatientRow.id == WaitlistEntryRow.patient_id)
    .outerjoin(ConversationRow, ConversationRow.id == WaitlistEntryRow.conversation_id)
    .outerjoin(AppointmentRow, AppointmentRow.id == WaitlistEntryRow.appointment_id)
)
IN_LINE = (WaitlistEntryRow.created_at, WaitlistEntryRow.id)


def entry_of(hospital: Hospital, row: Row[Any]) -> Entry:
    """The entry of a row."""
    is_to_come = row.visit_status in OPEN
    return Entry(
        id=row.id,
        patient_id=row.patient_id,
        patient=row.patient_name,
        patient_number=row.number,
        doctor=hospital.doctors_by_id[row.doctor_id] if row.doctor_id is not None else None,
        speciality=next((s for s in hospital.specialities.values() if s.id == row.speciality_id), None),
        earliest=row.earliest,
        latest=row.latest,
        from_minute=row.from_minute,
        to_minute=row.to_minute,
        not_weekdays=tuple(row.not_weekdays or ()),
        location_id=row.location_id,
        status=row.status,
        conversation_id=row.conversation_id,
        channel=row.channel,
        address=row.address,
        language=row.language,
        visit=row.reference,
        visit_at=row.visit_at if is_to_come else None,
    )


def waiting(unit: Unit, hospital: Hospital, patient_ids: Sequence[int], conversation_id: int) -> list[Entry]:
    """Who of these patients waits, and who joined in this conversation, those longest on the list first."""
    whose = or_(WaitlistEntryRow.patient_id.in_(list(patient_ids)), WaitlistEntryRow.conversation_id == conversation_id)
    rows = unit.connection.execute(ENTRY.where(whose, WaitlistEntryRow.status.in_(WAITING)).order_by(*IN_LINE))
    return [entry_of(hospital, row) for row in rows]


def entry(unit: Unit, hospital: Hospital, entry_id: int) -> Entry:
    """One entry."""
    return entry_of(hospital, unit.connection.execute(ENTRY.where(WaitlistEntryRow.id == entry_id)).one())
