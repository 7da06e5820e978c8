"""Accounts of channels that tell no number: whose number one was proven to be reached by.

A link holds as long as the number is still that patient's, and as long as it is used: numbers change hands.
"""

from __future__ import annotations

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
