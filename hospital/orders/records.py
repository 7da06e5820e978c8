"""Orders as they stand, and how they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, case, func, select

from db.models import DoctorRow, OrderRow, PatientRow, ServiceRow, StaffRow
from hospital import access, audit
from hospital.access import Actor, Role
from hospital.errors import NotFoundError
from hospital.office import Unit

DRAFT, ACTIVE, ON_HOLD, COMPLETED, REVOKED = "draft", "active", "on-hold", "completed", "revoked"
ERROR = "entered-in-error"
TRANSITIONS: dict[str, frozenset[str]] = {
    DRAFT: frozenset({ACTIVE, REVOKED, ERROR}),
    ACTIVE: frozenset({ON_HOLD, COMPLETED, REVOKED, ERROR}),
    ON_HOLD: frozenset({ACTIVE, REVOKED, ERROR}),
    COMPLETED: frozenset({ERROR}),
    REVOKED: frozenset({ERROR}),
    ERROR: frozenset(),
}
"""FHIR's service request statuses and where each may go."""
PRIORITIES = ("stat", "asap", "urgent", "routine")
"""FHIR's, the most urgent first."""
MOST_LISTED = 200
_HIDDEN = (DRAFT, ERROR)
"""What only doctors see."""


@dataclass(frozen=True)
class Order:
    """An order as it stands. Ids stay inside the hospital room; people are told `reference`."""

    id: int
    reference: str
    patient_id: int
    patient: str
    patient_number: str
    encounter_id: int
    requester_id: int
    requester: str
    service: str
    """Its code."""
    name: str
    kind: str
    """Such as `laboratory` or `radiology`."""
    price: Decimal
    priority: str
    note: str | None
    """For whoever performs it; None where it is not for these eyes."""
    status: str
    status_reason: str | None
    ordered_at: datetime
    performer_doctor_id: int | None
    performer_staff_id: int | None
    performer: str | None
    completed_at: datetime | None


def of_patient(unit: Unit, actor: Actor, patient_id: int) -> Sequence[Order]:
    """What was ordered for a patient, the latest first. Raises ForbiddenError, ProofNeededError."""
    access.require(unit, actor, "order.read", patient_id)
    mine = _select().where(OrderRow.patient_id == patient_id)
    if actor.role is not Role.DOCTOR:
        mine = mine.where(OrderRow.status.not_in(_HIDDEN))
    rows = unit.connection.execute(mine.order_by(OrderRow.ordered_at.desc(), OrderRow.id.desc()))
    return [shown(Order(**row._mapping), actor) for row in rows]


def read(unit: Unit, actor: Actor, reference: str) -> Order:
    """One order. Raises ForbiddenError, ProofNeededError, NotFoundError, also for what is not for these eyes."""
    found = get(unit, reference)
    access.require(unit, actor, "order.read", found.patient_id)
    if found.status in _HIDDEN and actor.role is not Role.DOCTOR:
        raise NotFoundError(reference)
    return shown(found, actor)


def to_perform(unit: Unit, actor: Actor) -> Sequence[Order]:
    """What waits to be performed, the most urgent first: by the actor; for the desks also what is nobody's yet.

    Raises ForbiddenError.
    """
    access.require(unit, actor, "order.read_waiting")
    waiting = _select().where(OrderRow.status == ACTIVE)
    nobodys = OrderRow.performer_doctor_id.is_(None) & OrderRow.performer_staff_id.is_(None)
    if actor.role in (Role.DOCTOR, Role.NURSE):
        mine = (
            OrderRow.performer_doctor_id == actor.doctor_id
            if actor.doctor_id is not None
            else OrderRow.performer_staff_id == actor.staff_id
        )
        waiting = waiting.where(mine)
    else:
        waiting = waiting.where(nobodys)
    urgency = case({name: place for place, name in enumerate(PRIORITIES)}, value=OrderRow.priority)
    rows = unit.connection.execute(waiting.order_by(urgency, OrderRow.ordered_at, OrderRow.id).limit(MOST_LISTED))
    found = [shown(Order(**row._mapping), actor) for row in rows]
    for patient_id in sorted({order.patient_id for order in found}):
        entry = audit.Entry("order.read_waiting", f"patient {patient_id}", {"by": actor.signature})
        audit.append(unit, entry, chain_of=patient_id)
    return found


def shown(order: Order, actor: Actor) -> Order:
    """The order as somebody may read it, for the hospital room: doctors' notes are for those who treat."""
    return order if actor.role in (Role.DOCTOR, Role.NURSE) else replace(order, note=None)


def get(unit: Unit, reference: str) -> Order:
    """The order of a reference, for the hospital room. Raises NotFoundError."""
    row = unit.connection.execute(_select().where(OrderRow.reference == reference)).one_or_none()
    if row is None:
        raise NotFoundError(reference)
    return Order(**row._mapping)


def get_by_id(unit: Unit, order_id: int) -> Order:
    """The order of a row, for the hospital room. Raises NotFoundError."""
    return get(unit, reference_of(unit, order_id))


def reference_of(unit: Unit, order_id: int) -> str:
    """What people are told of an order, for the hospital room. Raises NotFoundError."""
    reference = unit.connection.scalar(select(OrderRow.reference).where(OrderRow.id == order_id))
    if reference is None:
        raise NotFoundError(str(order_id))
    return reference


def _select() -> Select[*tuple[Any, ...]]:
    performer = DoctorRow.__table__.alias("performing_doctors")
    return (
        select(
            OrderRow.id,
            OrderRow.reference,
            OrderRow.patient_id,
            PatientRow.name.label("patient"),
            PatientRow.number.label("patient_number"),
            OrderRow.encounter_id,
            OrderRow.requester_id,
            DoctorRow.name.label("requester"),
            ServiceRow.code.label("service"),
            ServiceRow.name.label("name"),
            ServiceRow.kind.label("kind"),
            OrderRow.price,
            OrderRow.priority,
            OrderRow.note,
            OrderRow.status,
            OrderRow.status_reason,
            OrderRow.ordered_at,
            OrderRow.performer_doctor_id,
            OrderRow.performer_staff_id,
            func.coalesce(performer.c.name, StaffRow.name).label("performer"),
            OrderRow.completed_at,
        )
        # all of them are there; joined like this no database begins at the few services and reads all orders
        .outerjoin(PatientRow, PatientRow.id == OrderRow.patient_id)
        .outerjoin(DoctorRow, DoctorRow.id == OrderRow.requester_id)
        .outerjoin(ServiceRow, ServiceRow.id == OrderRow.service_id)
        .outerjoin(performer, performer.c.id == OrderRow.performer_doctor_id)
        .outerjoin(StaffRow, StaffRow.id == OrderRow.performer_staff_id)
    )
