"""What people agreed to or refused. Rows are only added: the latest one of a purpose counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

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


def is_agreed_for(unit: Unit, channel: str, address: str, patient_id: int | None = None) -> bool:
    """Whether the last word of a patient on being written to was yes, on this channel at this address.

    Where it is not known who reads there, everybody whom the address is known of must have agreed.
    """
    readers = {patient_id} if patient_id is not None else _readers(unit, address)
    decisions = [latest(unit, each, REMINDERS) for each in readers]
    return bool(decisions) and all(
        each is not None and each.is_given and (each.channel, each.address) == (channel, address) for each in decisions
    )


def _readers(unit: Unit, address: str) -> set[int]:
    """Patients with this number on file, or who decided anything about being written to there."""
    decided = select(ConsentRow.patient_id).where(ConsentRow.purpose == REMINDERS, ConsentRow.address == address)
    on_file = select(PatientRow.id).where(PatientRow.phone == address)
    return {*unit.connection.scalars(decided), *unit.connection.scalars(on_file)}
