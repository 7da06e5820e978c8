"""A visit on its day, as the desk and the doctor move it along: arrived, called in, completed, or missed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from db.models import AppointmentRow
from hospital import access, appointments, charges, encounters, people, visit_steps
from hospital.access import Actor
from hospital.charges import NewCharge
from hospital.directory import Hospital
from hospital.encounters import Encounter
from hospital.errors import NotFoundError, TransitionError
from hospital.office import Unit
from hospital.orders import performing, records


def arrive(unit: Unit, hospital: Hospital, actor: Actor, reference: str) -> None:
    """The patient is here, on the day of the visit. Raises ForbiddenError, NotFoundError, TransitionError."""
    visit_steps.move(unit, hospital, _locked(unit, actor, reference), "arrived")


def call_in(unit: Unit, hospital: Hospital, actor: Actor, reference: str) -> Encounter:
    """The patient is with the doctor: what is found and ordered from now on hangs on the encounter.

    Calling in again is the same encounter. Raises ForbiddenError, NotFoundError, TransitionError.
    """
    row = _locked(unit, actor, reference)
    if row.status != "checked-in":
        visit_steps.move(unit, hospital, row, "checked-in")
    return encounters.begin(unit, row.patient_id, row.doctor_id, appointment_id=row.id)


def complete(unit: Unit, hospital: Hospital, actor: Actor, reference: str) -> Encounter:
    """The visit is over: its encounter is completed, and its fee charged, once.

    One for a doctor's order carries that out: the order is charged, and the visit is not. Raises ForbiddenError,
    NotFoundError, TransitionError, orders' OrderStatusError where its order is held or withdrawn.
    """
    people.lock(unit, _patient_of(unit, reference))
    row = _locked(unit, actor, reference)
    encounter = encounters.begin(unit, row.patient_id, row.doctor_id, appointment_id=row.id)
    if row.status == "fulfilled":
        return encounter
    visit_steps.check(unit, hospital, row, "fulfilled")
    if row.order_id is not None:
        performing.complete(unit, hospital, actor, records.reference_of(unit, row.order_id))
        row = appointments.locked(unit, reference)
    visit_steps.move(unit, hospital, row, "fulfilled")
    if row.order_id is None:
        charge(unit, hospital, row, encounter)
    return encounters.change(unit, encounter.reference, "completed")


def charge(unit: Unit, hospital: Hospital, row: Row[Any], encounter: Encounter) -> None:
    """Charge what a visit costs, once; for the hospital room, whose callers know that it is over."""
    doctor = hospital.doctors_by_id[row.doctor_id]
    fee = row.fee if row.fee is not None else doctor.fee
    if not fee:
        return
    service = doctor.service
    new = NewCharge(
        f"visit {row.reference}",
        row.patient_id,
        "visit" if service is None else "service",
        str(doctor.name),
        fee,
        code=doctor.code if service is None else service.code,
        category=None if service is None else service.kind,
        encounter_id=encounter.id,
        location_id=row.location_id,
        occurred_at=row.starts_at,
    )
    charges.add(unit, hospital, new)


def miss(unit: Unit, hospital: Hospital, actor: Actor, reference: str) -> None:
    """The patient did not come; a person says so, never the clock.

    Raises ForbiddenError, NotFoundError, TransitionError, also for a visit still to come.
    """
    row = _locked(unit, actor, reference)
    if row.starts_at > unit.now:
        raise TransitionError(row.status, "noshow")
    visit_steps.move(unit, hospital, row, "noshow")


def _locked(unit: Unit, actor: Actor, reference: str) -> Row[Any]:
    row = appointments.locked(unit, reference)
    access.require(unit, actor, "visit.progress", row.patient_id)
    return row


def _patient_of(unit: Unit, reference: str) -> int:
    found = unit.connection.scalar(select(AppointmentRow.patient_id).where(AppointmentRow.reference == reference))
    if found is None:
        raise NotFoundError(reference)
    return found


def status(unit: Unit, reference: str) -> str:
    """How far a visit is. Raises NotFoundError."""
    found = unit.connection.scalar(select(AppointmentRow.status).where(AppointmentRow.reference == reference))
    if found is None:
        raise NotFoundError(reference)
    return found
