"""Carrying an order out: whose work it is, and that it is done, which is what it costs money for."""

from __future__ import annotations

from sqlalchemy import update

from db.models import OrderRow
from hospital import acting, audit, charges
from hospital.access import Actor
from hospital.charges import NewCharge
from hospital.directory import Hospital
from hospital.office import Unit
from hospital.orders import booking, following, moving, records
from hospital.orders.errors import OrderStatusError
from hospital.orders.ordering import performer_values
from hospital.orders.records import ACTIVE, COMPLETED, ON_HOLD, Order


def assign(unit: Unit, actor: Actor, reference: str, performer: str | None) -> Order:
    """Say by their address who performs it, or that nobody does yet: from now on the patient is their business.

    Raises ForbiddenError, NotFoundError, OrderStatusError, OrderError, colleagues.UnknownStaffError.
    """
    before = _locked(unit, actor, reference)
    if before.status not in (ACTIVE, ON_HOLD):
        raise OrderStatusError(before.status, before.status)
    values = performer_values(unit, performer)
    unit.connection.execute(update(OrderRow).where(OrderRow.id == before.id).values(**values))
    audit.append(unit, audit.Entry("order.assign", reference, {"to": performer}), chain_of=before.patient_id)
    return records.shown(records.get(unit, reference), actor)


def complete(unit: Unit, hospital: Hospital, actor: Actor, reference: str) -> Order:
    """It is done, and charged at the price of its ordering, once; the visit that was booked for it is completed.

    Raises ForbiddenError, NotFoundError, OrderStatusError.
    """
    before = _locked(unit, actor, reference)
    if before.status == COMPLETED:
        return records.shown(before, actor)
    done = moving.go(unit, before, COMPLETED, "", completed_at=unit.now, completed_by=actor.signature)
    if done.price:
        new = NewCharge(
            moving.source(done),
            done.patient_id,
            "service",
            done.name,
            done.price,
            code=done.service,
            category=done.kind,
            encounter_id=done.encounter_id,
            location_id=_site(hospital, done.service),
        )
        charges.add(unit, hospital, new)
    booking.close_visits(unit, hospital, done)
    following.end_urgent(unit, done)
    following.wait_for_report(unit, hospital, done)
    return records.shown(done, actor)


def _locked(unit: Unit, actor: Actor, reference: str) -> Order:
    return acting.locked(unit, actor, "order.perform", records.get, reference)


def _site(hospital: Hospital, code: str) -> int | None:
    """The only site where a service can be had, if there is one such."""
    service = hospital.services.get(code)
    sites = {hours.location_id for hours in service.hours} if service is not None else set()
    return sites.pop() if len(sites) == 1 else None
