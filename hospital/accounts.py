"""Accounts of channels that tell no number: whose number one was proven to be reached by."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from db.models import AccountRow
from hospital.office import Unit


def phone_of(unit: Unit, channel: str, account: str) -> str | None:
    """The number that an account is linked with."""
    return unit.connection.scalar(select(AccountRow.phone).filter_by(channel=channel, account=account))


def link(unit: Unit, channel: str, account: str, phone: str) -> None:
    """Link an account with a number, in place of the one before."""
    unlink(unit, channel, account)
    row = {"channel": channel, "account": account, "phone": phone, "linked_at": unit.now}
    unit.connection.execute(insert(AccountRow), row)


def unlink(unit: Unit, channel: str, account: str) -> bool:
    """Take a link back; whether there was one."""
    gone = unit.connection.execute(
        delete(AccountRow).where(AccountRow.channel == channel, AccountRow.account == account)
    )
    return gone.rowcount > 0
