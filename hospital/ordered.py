"""Which of a patient's orders a visit is booked for: each active order for one visit to come, and no visit twice."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import exists, select

from db.models import AppointmentRow, OrderRow
from hospital.directory import Service
from hospital.errors import NotAllowedError
from hospital.office import Unit

TO_COME = ("proposed", "pending", "booked", "arrived", "checked-in")
"""Statuses of visits at which an order is still to be carried out."""


@dataclass
class OrderNeededError(NotAllowedError):
    """A service is done on a doctor's order, and this patient has none for which no visit is booked."""

    service: str


@dataclass(frozen=True)
class Due:
    """An order that a visit may be booked for. Its id stays inside the hospital room."""

    id: int
    price: Decimal
    """What it cost when it was ordered."""


def due(unit: Unit, patient_id: int, service_id: int) -> Due | None:
    """The first active order for a service for which no visit is to come; it stands under the patient's lock."""
    has_visit = exists().where(
        AppointmentRow.order_id == OrderRow.id, AppointmentRow.status.in_(TO_COME), AppointmentRow.ends_at > unit.now
    )
    mine = select(OrderRow.id, OrderRow.price).where(
        OrderRow.patient_id == patient_id,
        OrderRow.service_id == service_id,
        OrderRow.status == "active",
        ~has_visit,
    )
    row = unit.connection.execute(mine.order_by(OrderRow.ordered_at, OrderRow.id).limit(1)).first()
    return None if row is None else Due(row.id, row.price)


def for_visit(unit: Unit, patient_id: int, service: Service | None) -> Due | None:
    """The order that is carried out at a visit for a service; the patient is locked. Raises OrderNeededError."""
    order = due(unit, patient_id, service.id) if service is not None else None
    if service is not None and order is None and service.needs_order:
        raise OrderNeededError(service.code)
    return order
