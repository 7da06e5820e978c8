"""Where a patient agreed to be written to unasked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from db.models import HandleRow, PatientRow
from hospital import accounts, consent, handles, mailboxes
from hospital.consent import Decision
from hospital.directory import Hospital
from hospital.office import Unit
from hospital.people import age_on, contacts

BY_NUMBER = frozenset({"whatsapp", "sms"})
"""Channels that write to numbers; on others an account linked with the number is written to."""


@dataclass(frozen=True)
class Where:
    """Where a patient agreed to be written to, and how."""

    patient_id: int
    channel: str
    address: str
    language: str | None
    patient: str | None
    """Their name, where the address serves others too."""


def where(unit: Unit, hospital: Hospital, patient_id: int) -> Where | None:
    """Where they agreed to be written to, unless they want nothing from us there, or it is not theirs any more."""
    agreed = consent.latest(unit, patient_id, consent.REMINDERS)
    if agreed is None or not agreed.is_given or not agreed.address:
        return None
    channel, address = agreed.channel, agreed.address
    patient = unit.connection.execute(_PATIENT.where(PatientRow.id == patient_id)).one()
    is_mail = channel == mailboxes.CHANNEL
    reached = _mailbox(unit, hospital, patient, address) if is_mail else _line(unit, hospital, patient_id, agreed)
    if reached is None or handles.is_opted_out(unit, channel, address):
        return None
    language = patient.language or unit.connection.scalar(
        select(HandleRow.language).where(HandleRow.channel == channel, HandleRow.address == address)
    )
    reader, is_shared = reached
    return Where(patient_id, channel, reader, language, patient.name if is_shared else None)


_PATIENT = select(PatientRow.id, PatientRow.name, PatientRow.language, PatientRow.email, PatientRow.date_of_birth)


def _line(unit: Unit, hospital: Hospital, patient_id: int, agreed: Decision) -> tuple[str, bool] | None:
    """Where a number or an account is written to, and whether others read there too; None unless it is vouched for as
    the patient's or a child's guardian's: numbers change hands, children grow up, and helpers may have agreed.
    """
    today = hospital.local(unit.now).date()
    for known in contacts(unit, patient_id, today, hospital.booking.guardian_until_age):
        is_number = agreed.channel in BY_NUMBER
        reader = known.phone if is_number else accounts.of_phone(unit, agreed.channel, known.phone, patient_id)
        if known.is_verified and reader is not None and agreed.address in (known.phone, reader):
            return reader, known.is_shared
    return None


def _mailbox(unit: Unit, hospital: Hospital, patient: Any, address: str) -> tuple[str, bool] | None:
    """The same of an e-mail address."""
    born, today = patient.date_of_birth, hospital.local(unit.now).date()
    is_child = born is None or age_on(born, today) < hospital.booking.guardian_until_age
    if address not in mailboxes.on_file(unit, patient.id) or not (is_child or patient.email == address):
        return None
    others = select(PatientRow.id).where(PatientRow.email == address, PatientRow.id != patient.id).limit(1)
    return address, unit.connection.scalar(others) is not None
