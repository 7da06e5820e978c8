"""Where a patient agreed to be written to unasked."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from db.models import HandleRow, PatientRow
from hospital import consent, handles, vouched
from hospital.office import Unit


@dataclass(frozen=True)
class Where:
    """Where a patient agreed to be written to, and how."""

    patient_id: int
    channel: str
    address: str
    language: str | None
    patient: str | None
    """Their name, where the address serves others too."""


def where(unit: Unit, patient_id: int) -> Where | None:
    """Where they agreed to be written to, unless they want nothing from us there, or it is not theirs any more."""
    agreed = consent.latest(unit, patient_id, consent.REMINDERS)
    if agreed is None or not agreed.is_given or not agreed.address:
        return None
    channel, address = agreed.channel, agreed.address
    reached = vouched.reader(unit, patient_id, channel, address)
    if reached is None or handles.is_opted_out(unit, channel, address):
        return None
    patient = unit.connection.execute(_PATIENT.where(PatientRow.id == patient_id)).one()
    language = patient.language or unit.connection.scalar(
        select(HandleRow.language).where(HandleRow.channel == channel, HandleRow.address == address)
    )
    reader, is_shared = reached
    return Where(patient_id, channel, reader, language, patient.name if is_shared else None)


_PATIENT = select(PatientRow.name, PatientRow.language)
