"""Whom a message was for that did not get there, and how a person may reach them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from db.models import ConversationRow, OutboxRow, PatientRow
from hospital import people
from hospital.office import Unit
from hospital.vouched import BY_NUMBER


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody whom a message did not reach."""

    fact: str
    """What the message tells, the same for all that one turn said and for all ways that it went."""
    conversation_id: int
    channel: str
    written_at: datetime
    names: tuple[str, ...]
    """Those on file whom the number belongs to; none where nobody is known."""
    phone: str | None
    """The number to call, as far as one is known."""
    patient_id: int | None
    """The patient, where only one comes into question."""


def whom(unit: Unit, outbox_id: int) -> Unreached:
    """Whom a message of the outbox was for."""
    row = _first(unit, outbox_id)
    phone = number_of(unit, row.conversation_id, row.channel, row.address)
    found = _patients(unit, row.patient_id, phone)
    return Unreached(
        fact=f"i{row.inbox_id}" if row.inbox_id is not None else f"o{row.id}",
        conversation_id=row.conversation_id,
        channel=row.channel,
        written_at=row.created_at,
        names=tuple(name for _, name, _ in found),
        phone=phone or next((own for _, _, own in found if own), None),
        patient_id=found[0][0] if len(found) == 1 else None,
    )


def number_of(unit: Unit, conversation_id: int, channel: str, address: str) -> str | None:
    """The number to call whoever writes in a conversation: its address, where that is one, else the one they proved."""
    if channel in BY_NUMBER:
        return address
    return unit.connection.scalar(select(ConversationRow.phone).where(ConversationRow.id == conversation_id))


def _first(unit: Unit, outbox_id: int) -> Any:
    """The message itself, or the one in whose place it went."""
    row = unit.connection.execute(select(OutboxRow.__table__).where(OutboxRow.id == outbox_id)).one()
    return row if row.instead_of is None else _first(unit, row.instead_of)


def _patients(unit: Unit, patient_id: int | None, phone: str | None) -> list[tuple[int, str, str | None]]:
    """Row, name and own number of whoever comes into question."""
    if patient_id is not None:
        columns = PatientRow.id, PatientRow.name, PatientRow.phone
        rows = unit.connection.execute(select(*columns).where(PatientRow.id == patient_id))
        return [(row.id, row.name, row.phone) for row in rows]
    return [(each.id, each.name, each.phone) for each in people.reached_by(unit, phone)] if phone else []
