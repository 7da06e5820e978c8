"""Where news of somebody's records may go: to what is vouched for as theirs, or as their guardian's while they are a
child. Numbers change hands, children grow up, and helpers may have agreed to being written to.
"""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from db.models import HospitalRow, PatientRow
from hospital import accounts, mailboxes
from hospital.directory import BookingRules
from hospital.office import Unit
from hospital.people import age_on, contacts

BY_NUMBER = frozenset({"whatsapp", "sms"})
"""Channels that write to numbers; on others an account linked with the number is written to."""


def reader(unit: Unit, patient_id: int, channel: str, address: str) -> tuple[str, bool] | None:
    """Whom an address reaches now, and whether others read there too; None where it is not vouched for."""
    house = unit.connection.execute(select(HospitalRow.booking, HospitalRow.timezone)).one()
    grown_at = BookingRules.read(house.booking).guardian_until_age
    today = unit.now.astimezone(ZoneInfo(house.timezone)).date()
    if channel == mailboxes.CHANNEL:
        return _mailbox(unit, patient_id, address, today, grown_at)
    for known in contacts(unit, patient_id, today, grown_at):
        is_number = channel in BY_NUMBER
        found = known.phone if is_number else accounts.of_phone(unit, channel, known.phone, patient_id)
        if known.is_verified and found is not None and address in (known.phone, found):
            return found, known.is_shared
    return None


def _mailbox(unit: Unit, patient_id: int, address: str, today: date, grown_at: int) -> tuple[str, bool] | None:
    on_file = select(PatientRow.email, PatientRow.date_of_birth).where(PatientRow.id == patient_id)
    patient = unit.connection.execute(on_file).one()
    is_child = patient.date_of_birth is None or age_on(patient.date_of_birth, today) < grown_at
    if address not in mailboxes.on_file(unit, patient_id) or not (is_child or patient.email == address):
        return None
    others = select(PatientRow.id).where(PatientRow.email == address, PatientRow.id != patient_id).limit(1)
    return address, unit.connection.scalar(others) is not None
