"""Visits whose patients chose e-mail, to be confirmed there: booked, moved and cancelled ones alike."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from db.models import AppointmentEventRow, AppointmentRow, ConsentRow, PatientRow
from hospital import appointments
from hospital.appointments import Appointment
from hospital.consent import REMINDERS
from hospital.directory import Hospital
from hospital.mailboxes import CHANNEL
from hospital.office import Unit

_NAMESPACE = uuid.UUID("8f0f8c8e-3a57-4b0c-9a1c-0d7a5b6f2e41")


@dataclass(frozen=True)
class Confirmation:
    """A visit as it stands, and where its patient is to read of it."""

    visit: Appointment
    address: str
    language: str | None
    uid: str
    """What calendars know the visit by, the same as long as there is one."""
    sequence: int
    """Grows with each step in the visit's history."""


_LATEST = (
    select(func.max(ConsentRow.id))
    .where(ConsentRow.patient_id == AppointmentRow.patient_id, ConsentRow.purpose == REMINDERS)
    .correlate(AppointmentRow)
    .scalar_subquery()
)
_STEPS = (
    select(func.count())
    .where(AppointmentEventRow.appointment_id == AppointmentRow.id)
    .correlate(AppointmentRow)
    .scalar_subquery()
    .label("steps")
)
_ANYBODY = aliased(PatientRow)
_CHOSE_MAIL = (
    select(
        *(AppointmentRow.reference, AppointmentRow.request_key, AppointmentRow.created_at),
        *(ConsentRow.address, PatientRow.language, _STEPS),
    )
    .join(PatientRow, PatientRow.id == AppointmentRow.patient_id)
    .join(ConsentRow, (ConsentRow.patient_id == PatientRow.id) & (ConsentRow.id == _LATEST))
    .where(
        ConsentRow.is_given,
        ConsentRow.channel == CHANNEL,
        # an address that left the file is nobody's to write to
        exists().where(_ANYBODY.email == ConsentRow.address),
    )
)


def of(unit: Unit, hospital: Hospital, references: Sequence[str]) -> list[Confirmation]:
    """Those of these visits whose patients last said that they want to read of them by e-mail."""
    rows = unit.connection.execute(_CHOSE_MAIL.where(AppointmentRow.reference.in_(references))).all()
    if not rows:
        return []
    visits = {each.reference: each for each in appointments.by_references(unit, hospital, [r.reference for r in rows])}
    return [
        Confirmation(
            visits[row.reference],
            row.address,
            row.language,
            str(uuid.uuid5(_NAMESPACE, f"{row.reference}/{row.request_key}/{row.created_at.isoformat()}")),
            row.steps - 1,
        )
        for row in sorted(rows, key=lambda row: row.reference)
    ]
