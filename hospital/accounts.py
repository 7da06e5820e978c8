"""Accounts of channels that tell no number: whose number one was proven to be reached by.

A link holds as long as the number is still that patient's, and as long as it is used: numbers change hands.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from db.models import AccountRow, PatientRow
from hospital import people
from hospital.office import Unit


def phone_of(unit: Unit, channel: str, account: str) -> str | None:
    """The number that an account is linked with; its use is noted."""
    row = unit.connection.execute(
        select(AccountRow.id, AccountRow.phone, AccountRow.last_used_at)
        .join(PatientRow, PatientRow.id == AccountRow.patient_id)
        .where(AccountRow.channel == channel, AccountRow.account == account)
        .where(PatientRow.phone == AccountRow.phone, PatientRow.is_contact_verified)
    ).first()
    if row is None or unit.now - row.last_used_at > people.STALE:
        return None
    if abs(unit.now - row.last_used_at) >= people.TOUCHED:
        used = update(AccountRow).where(AccountRow.id == row.id).values(last_used_at=unit.now)
        unit.connection.execute(used)
    phone: str = row.phone
    return phone


def of_phone(unit: Unit, channel: str, phone: str, patient_id: int) -> str | None:
    """The account that is linked with a number now: of several the patient's own; None where it is not known which."""
    rows = unit.connection.execute(
        select(AccountRow.account, AccountRow.patient_id)
        .join(PatientRow, PatientRow.id == AccountRow.patient_id)
        .where(PatientRow.phone == phone, PatientRow.is_contact_verified)
        .where(AccountRow.channel == channel, AccountRow.phone == phone)
        .where(AccountRow.last_used_at >= unit.now - people.STALE)
    ).all()
    found = [row.account for row in rows if row.patient_id == patient_id or len(rows) == 1]
    return found[0] if len(found) == 1 else None


def is_linked_since(unit: Unit, channel: str, account: str, moment: datetime) -> bool:
    """Whether an account has been linked with the same number since a moment."""
    since = select(AccountRow.linked_at).where(AccountRow.channel == channel, AccountRow.account == account)
    linked_at: datetime | None = unit.connection.scalar(since)
    return linked_at is not None and linked_at <= moment


def link(unit: Unit, channel: str, account: str, phone: str, patient_id: int) -> None:
    """Link an account with a number that is a patient's, in place of the one before."""
    unlink(unit, channel, account)
    row = {
        "channel": channel,
        "account": account,
        "phone": phone,
        "patient_id": patient_id,
        "linked_at": unit.now,
        "last_used_at": unit.now,
    }
    unit.connection.execute(insert(AccountRow), row)


def unlink(unit: Unit, channel: str, account: str) -> bool:
    """Take a link back; whether there was one."""
    gone = unit.connection.execute(
        delete(AccountRow).where(AccountRow.channel == channel, AccountRow.account == account)
    )
    return gone.rowcount > 0
