"""That a result may be had: noted with what shows it, told to its patient afterwards, once.

The note is a row of the outbox for the house itself, written in the same transaction; nothing carries it away. Whoever
puts it into words (`waiting`, `settle`) writes the patient's message and settles the note together.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from db.models import HandleRow, OutboxRow, PatientRow, ReportRow
from hospital import consent, handles, inbox, outbox, vouched
from hospital.office import Unit
from hospital.reports.records import ISSUED, Report

HOUSE, KIND = "house", "result"
LIFE = timedelta(days=3)
"""So long a note is of use; whom it did not reach by then asks, or is told by their doctor."""
AT_A_TIME = 100
NO_CONSENT, GONE, LATE = "no_consent", "gone", "expired"
"""Why nothing is told: they agreed to nothing that reaches them; it does not stand so any more; it is too late."""


@dataclass(frozen=True)
class Where:
    """Where a patient agreed to be written to, and how."""

    patient_id: int
    channel: str
    address: str
    language: str | None
    patient: str | None
    """Their name, where the address serves others too."""


def note(unit: Unit, report: Report) -> None:
    """Note that a report may be had from now on, for the hospital room; the same version is noted once."""
    key = key_of(report.reference, report.version)
    if outbox.is_told(unit, key):
        return
    told = json.dumps({"report": report.reference, "version": report.version})
    message = outbox.Outgoing(
        key, 0, HOUSE, report.reference, KIND, told, use_until=unit.now + LIFE, patient_id=report.patient_id
    )
    outbox.put(unit, [message], handed_over=False)


def key_of(reference: str, version: int) -> str:
    """What names the fact that a version may be had."""
    return inbox.key(f"result-{reference}-{version}")


def waiting(unit: Unit) -> list[int]:
    """The notes that nobody has put into words, the oldest first."""
    due = select(OutboxRow.id).where(
        OutboxRow.status == outbox.PENDING, OutboxRow.channel == HOUSE, OutboxRow.due_at <= unit.now
    )
    return list(unit.connection.scalars(due.order_by(OutboxRow.due_at, OutboxRow.id).limit(AT_A_TIME)))


def take(unit: Unit, note_id: int) -> tuple[str, Where] | None:
    """Settle a note; the key of its message and where that goes, None where nothing is told any more.

    What is not told says why on the note.
    """
    row = unit.connection.execute(
        select(OutboxRow.__table__).where(OutboxRow.id == note_id).with_for_update()
    ).one_or_none()
    if row is None or row.status != outbox.PENDING:
        return None
    about = json.loads(row.payload)
    where = _where(unit, row.patient_id)
    failure = None
    if not _stands(unit, about["report"], about["version"]):
        failure = GONE
    elif row.use_until is not None and row.use_until <= unit.now:
        failure = LATE
    elif where is None:
        failure = NO_CONSENT
    status = outbox.SENT if failure is None else outbox.WITHDRAWN
    settled = {"status": status, "failure": failure, "is_open": False, "sent_at": unit.now}
    unit.connection.execute(update(OutboxRow).where(OutboxRow.id == note_id).values(settled))
    return (f"{row.dedupe_key}-told"[:120], where) if failure is None and where is not None else None


def _stands(unit: Unit, reference: str, version: int) -> bool:
    shown = select(ReportRow.id).where(
        ReportRow.reference == reference,
        ReportRow.version == version,
        ReportRow.status.in_(ISSUED),
        ReportRow.released_at.is_not(None),
    )
    return unit.connection.scalar(shown) is not None


def _where(unit: Unit, patient_id: int) -> Where | None:
    """Where they agreed to be written to, unless they want nothing from us there, or it is not theirs any more."""
    agreed = consent.latest(unit, patient_id, consent.REMINDERS)
    if agreed is None or not agreed.is_given or not agreed.address:
        return None
    channel, address = agreed.channel, agreed.address
    patient = unit.connection.execute(_PATIENT.where(PatientRow.id == patient_id)).one()
    reached = vouched.reader(unit, patient_id, channel, address)
    if reached is None or handles.is_opted_out(unit, channel, address):
        return None
    language = patient.language or unit.connection.scalar(
        select(HandleRow.language).where(HandleRow.channel == channel, HandleRow.address == address)
    )
    reader, is_shared = reached
    return Where(patient_id, channel, reader, language, patient.name if is_shared else None)


_PATIENT = select(PatientRow.name, PatientRow.language)
