"""What people agreed to or refused. Rows are only added: the latest one of a purpose counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, insert, or_, select

from db.models import ConsentRow, PatientRow
from hospital import audit
from hospital.office import Unit

REMINDERS = "reminders"
HELPER = "helper"
"""Letting somebody else book and move; the address is the helper's number."""
_WORDING = 500


@dataclass(frozen=True, slots=True)
class Decision:
    """What a patient decided, with the words that were shown, and where it holds."""

    patient_id: int
    purpose: str
    wording: str
    is_given: bool
    channel: str
    address: str | None = None


def record(unit: Unit, conversation_id: int, decisions: Sequence[Decision]) -> None:
    """Keep decisions, each with the moment of the turn and an entry in the audit trail."""
    if not decisions:
        return
    rows = [
        {
            "patient_id": each.patient_id,
            "purpose": each.purpose,
            "wording": each.wording[:_WORDING],
            "is_given": each.is_given,
            "channel": each.channel,
            "address": each.address,
            "decided_at": unit.now,
        }
        for each in decisions
    ]
    unit.connection.execute(insert(ConsentRow), rows if len(rows) > 1 else rows[0])
    entries = [
        audit.Entry("consent.record", f"patient:{each.patient_id}", {"purpose": each.purpose, "given": each.is_given})
        for each in decisions
    ]
    audit.append(unit, *entries, chain_of=conversation_id)


def stands_since(unit: Unit, patient_id: int, purpose: str, at: datetime) -> bool:
    """Whether a patient agreed, and decided nothing else after this second."""
    row = unit.connection.execute(
        select(ConsentRow.is_given, ConsentRow.decided_at)
        .where(ConsentRow.patient_id == patient_id, ConsentRow.purpose == purpose)
        .order_by(ConsentRow.id.desc())
        .limit(1)
    ).first()
    return row is not None and row.is_given and row.decided_at.replace(microsecond=0) <= at


def wished(patient_id: Any) -> ScalarSelect[Any]:
    """The channel that a patient last decided about, beside the column that names them."""
    return (
        select(ConsentRow.channel)
        .where(ConsentRow.patient_id == patient_id, ConsentRow.purpose == REMINDERS)
        .order_by(ConsentRow.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def latest(unit: Unit, patient_id: int, purpose: str) -> Decision | None:
    """What a patient decided last; None where nothing was."""
    row = unit.connection.execute(
        select(ConsentRow.__table__)
        .where(ConsentRow.patient_id == patient_id, ConsentRow.purpose == purpose)
        .order_by(ConsentRow.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    return Decision(row.patient_id, row.purpose, row.wording, row.is_given, row.channel, row.address)


def agreed_address(unit: Unit, channel: str, address: str, patient_id: int | None = None) -> str | None:
    """Where on a channel a patient agreed to be written to; None unless they did, and refused nothing since.

    Agreeing to another channel later takes nothing back: it is where we write first. Where it is not known who reads
    at `address`, everybody whom it is known of must have agreed, to the same place.
    """
    readers = {patient_id} if patient_id is not None else _readers(unit, address)
    agreed = {_agreed(unit, each, channel) for each in readers}
    return agreed.pop() if len(agreed) == 1 else None


def _agreed(unit: Unit, patient_id: int, channel: str) -> str | None:
    """The address on a channel that a patient last agreed to, if nothing was refused after that."""
    rows = unit.connection.execute(
        select(ConsentRow.channel, ConsentRow.address, ConsentRow.is_given)
        .where(ConsentRow.patient_id == patient_id, ConsentRow.purpose == REMINDERS)
        .order_by(ConsentRow.id.desc())
    )
    for row in rows:
        if not row.is_given:
            return None
        if row.channel == channel:
            return str(row.address) if row.address else None
    return None


def _readers(unit: Unit, address: str) -> set[int]:
    """Patients with this number or address on file, or who decided anything about being written to there."""
    decided = select(ConsentRow.patient_id).where(ConsentRow.purpose == REMINDERS, ConsentRow.address == address)
    on_file = select(PatientRow.id).where(or_(PatientRow.phone == address, PatientRow.email == address))
    return {*unit.connection.scalars(decided), *unit.connection.scalars(on_file)}
