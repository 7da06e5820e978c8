"""Taking back a status of a visit that was set wrongly, on the same day, by those who keep the desk.

A visit that is over was charged and cannot go back here; one whose patient was called in goes back only while
nothing was written down at its encounter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, exists, or_, select, update

from db.models import (
    AppointmentEventRow,
    AppointmentRow,
    ChargeItemRow,
    DiagnosisRow,
    OrderRow,
    PrescriptionRow,
)
from hospital import acting, appointments, audit, encounters
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.encounters import Encounter
from hospital.errors import InvalidError, NotAllowedError, NotFoundError, TransitionError
from hospital.office import Unit

BACK: dict[str, frozenset[str]] = {
    "arrived": frozenset({"booked"}),
    "checked-in": frozenset({"booked", "arrived"}),
    "noshow": frozenset({"booked", "arrived"}),
}
"""Where each status may go back to."""
_LONGEST = 200


@dataclass
class NoReasonError(InvalidError):
    """A status is taken back with a reason."""


@dataclass
class SeenAlreadyError(NotAllowedError):
    """Something was found, ordered, prescribed or charged at the visit's encounter."""

    encounter: str


@dataclass(frozen=True)
class _Visit:
    """What `acting.locked` needs to know of a visit."""

    patient_id: int


def reset_status(unit: Unit, hospital: Hospital, actor: Actor, reference: str, to_status: str, *, reason: str) -> None:
    """Take back what was set today of a visit of today. Nothing happens where it stands so.

    Raises ForbiddenError, NotFoundError, NoReasonError, TransitionError where it does not go back there or was not set
    today, SeenAlreadyError.
    """
    acting.locked(unit, actor, "visit.reset_status", _visit, reference)
    row = appointments.locked(unit, reference)
    if row.status == to_status:
        return
    if not reason.strip():
        raise NoReasonError
    if to_status not in BACK.get(row.status, ()) or not _is_of_today(unit, hospital, row):
        raise TransitionError(row.status, to_status)
    encounter = encounters.of_appointment(unit, row.id)
    if encounter is not None:
        _check_untouched(unit, encounter)
        encounters.call_off(unit, encounter)
    changed = update(AppointmentRow).where(AppointmentRow.id == row.id)
    unit.connection.execute(changed.values(status=to_status, updated_at=unit.now))
    doctor, why = hospital.doctors_by_id[row.doctor_id], reason.strip()[:_LONGEST]
    appointments.remember(unit, row.id, doctor, row.starts_at, row.status, to_status, why)
    entry = audit.Entry("visit.reset_status", reference, {"from": row.status, "to": to_status, "reason": why})
    audit.append(unit, entry, chain_of=row.patient_id)


def _visit(unit: Unit, reference: str) -> _Visit:
    found = unit.connection.scalar(select(AppointmentRow.patient_id).where(AppointmentRow.reference == reference))
    if found is None:
        raise NotFoundError(reference)
    return _Visit(found)


def _is_of_today(unit: Unit, hospital: Hospital, row: Row[Any]) -> bool:
    """Whether the visit is today's and came to its status today."""
    event = AppointmentEventRow
    mine = select(event.happened_at).where(event.appointment_id == row.id, event.to_status == row.status)
    set_at = unit.connection.scalar(mine.order_by(event.happened_at.desc(), event.id.desc()).limit(1))
    today = hospital.local(unit.now).date()
    days = {hospital.local(each).date() for each in (row.starts_at, set_at) if each is not None}
    return days == {today}


def _check_untouched(unit: Unit, encounter: Encounter) -> None:
    hangs_on = (DiagnosisRow, PrescriptionRow, OrderRow, ChargeItemRow)
    if unit.connection.scalar(select(or_(*(exists().where(row.encounter_id == encounter.id) for row in hangs_on)))):
        raise SeenAlreadyError(encounter.reference)
