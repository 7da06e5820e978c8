"""Orders and the visits at which they are carried out: whether one may be booked, and what becomes of both."""

from __future__ import annotations

from sqlalchemy import select

from db.models import AppointmentRow
from hospital import access, appointment_changes, appointments, encounters, ordered, visit_steps
from hospital.access import Actor
from hospital.appointments import Appointment
from hospital.directory import Hospital, Service
from hospital.office import Unit
from hospital.ordered import TO_COME
from hospital.orders.records import Order


def may_book(unit: Unit, actor: Actor, patient_id: int, service: Service) -> bool:
    """Whether a doctor's order for a service waits to be booked. Raises ForbiddenError, ProofNeededError."""
    access.require(unit, actor, "order.read", patient_id)
    return ordered.due(unit, patient_id, service.id) is not None


def booked(unit: Unit, hospital: Hospital, actor: Actor, patient_id: int, service: Service) -> Appointment | None:
    """The visit to come that is booked for a service, if there is one. Raises ForbiddenError, ProofNeededError."""
    access.require(unit, actor, "visit.read", patient_id)
    visits = appointments.upcoming(unit, hospital, [patient_id])
    return next((visit for visit in visits if visit.doctor.code == service.timetable), None)


def close_visits(unit: Unit, hospital: Hospital, done: Order) -> None:
    """An order was carried out: the visit for it is completed, and one on a later day is not needed any more."""
    query = (
        select(AppointmentRow.__table__)
        .where(AppointmentRow.order_id == done.id, AppointmentRow.status.in_(TO_COME))
        .order_by(AppointmentRow.starts_at.desc())
        .with_for_update()
    )
    is_completed = False
    for row in unit.connection.execute(query).all():
        if visit_steps.is_to_come(unit, hospital, row):
            note = "its order was carried out"
            appointment_changes.cancel(unit, hospital, row.reference, note=note, is_free=True, by_staff=True)
        elif not is_completed:
            # what is left of an earlier day was missed, which a person says
            is_completed = True
            visit_steps.move(unit, hospital, row, "fulfilled")
            encounter = encounters.of_appointment(unit, row.id)
            if encounter is not None and encounter.status not in encounters.OVER:
                encounters.change(unit, encounter.reference, "completed")
