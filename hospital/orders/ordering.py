"""Ordering an examination: drafted, or ordered at once, by a doctor at an encounter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from db.models import OrderRow
from hospital import access, acting, audit, colleagues, encounters, money, people, references
from hospital.access import Actor
from hospital.colleagues import Colleague
from hospital.directory import Hospital, Service
from hospital.errors import KeyUsedError, NotFoundError
from hospital.office import Unit
from hospital.orders import following, moving, records
from hospital.orders.errors import NotTheirOrderError, OrderError, OrderStatusError
from hospital.orders.records import ACTIVE, DRAFT, PRIORITIES, Order

PERFORMERS = frozenset({"doctor", "nurse"})
"""Whose work it is to examine."""
MOST_NOTE = 1000


@dataclass(frozen=True)
class NewOrder:
    """An examination to order: `service` is its code, `performer` the address of whoever is to do it, if known."""

    service: str
    priority: str = "routine"
    note: str = ""
    performer: str | None = None


def order(
    unit: Unit, hospital: Hospital, actor: Actor, encounter: str, new: NewOrder, *, key: str, is_draft: bool = False
) -> Order:
    """Order an examination at an encounter; the same `key` again is the same order.

    Raises KeyUsedError for the key of another encounter's or doctor's, ForbiddenError, NotFoundError, OrderError,
    colleagues.UnknownStaffError.
    """
    seen = encounters.get(unit, encounter)
    access.require(unit, actor, "order.request", seen.patient_id)
    requester_id = _requester(actor)
    if not encounters.is_seen(seen.status):
        raise OrderError("encounter")
    service = _service(hospital, new.service)
    content = _content(unit, new)
    people.lock(unit, seen.patient_id)
    there = unit.connection.scalar(select(OrderRow.reference).where(OrderRow.request_key == key))
    if there is not None:
        before = records.get(unit, there)
        if (before.encounter_id, before.requester_id) != (seen.id, requester_id):
            raise KeyUsedError
        return before
    reference = references.new(references.ORDER, 8)
    values = {
        "reference": reference,
        "request_key": key,
        "patient_id": seen.patient_id,
        "encounter_id": seen.id,
        "requester_id": requester_id,
        "service_id": service.id,
        "price": money.checked(service.price, hospital.currency),
        "status": DRAFT if is_draft else ACTIVE,
        "ordered_at": unit.now,
        **content,
    }
    unit.connection.execute(insert(OrderRow), values)
    facts = {"service": service.code, "status": values["status"], "priority": new.priority}
    audit.append(unit, audit.Entry("order.request", reference, facts), chain_of=seen.patient_id)
    made = records.get(unit, reference)
    following.tell_of_urgent(unit, hospital, made)
    return made


def redraft(unit: Unit, hospital: Hospital, actor: Actor, reference: str, new: NewOrder) -> Order:
    """Write one's own draft anew.

    Raises ForbiddenError, NotFoundError, NotTheirOrderError, OrderStatusError once it is ordered, OrderError.
    """
    before = _draft(unit, actor, reference)
    service = _service(hospital, new.service)
    facts = {"service_id": service.id, "price": money.checked(service.price, hospital.currency)}
    changed = update(OrderRow).where(OrderRow.id == before.id)
    unit.connection.execute(changed.values(**facts, **_content(unit, new), ordered_at=unit.now))
    audit.append(unit, audit.Entry("order.redraft", reference, {"service": service.code}), chain_of=before.patient_id)
    return records.get(unit, reference)


def activate(unit: Unit, hospital: Hospital, actor: Actor, reference: str) -> Order:
    """Make an order of one's own draft; again changes nothing.

    Raises ForbiddenError, NotFoundError, NotTheirOrderError, OrderStatusError.
    """
    before = records.get(unit, reference)
    access.require(unit, actor, "order.request", before.patient_id)
    if before.status == ACTIVE and before.requester_id == actor.doctor_id:
        return before
    before = _draft(unit, actor, reference)
    unit.connection.execute(update(OrderRow).where(OrderRow.id == before.id).values(ordered_at=unit.now))
    made = moving.go(unit, before, ACTIVE, "")
    following.tell_of_urgent(unit, hospital, made)
    return made


def _draft(unit: Unit, actor: Actor, reference: str) -> Order:
    """A draft of the actor's own, locked."""
    before = acting.locked(unit, actor, "order.request", records.get, reference)
    if before.requester_id != actor.doctor_id:
        raise NotTheirOrderError
    if before.status != DRAFT:
        raise OrderStatusError(before.status, ACTIVE)
    return before


def _requester(actor: Actor) -> int:
    if actor.doctor_id is None:
        raise access.ForbiddenError("order.request")
    return actor.doctor_id


def _service(hospital: Hospital, code: str) -> Service:
    service = hospital.services.get(code)
    if service is None:
        raise NotFoundError(code)
    return service


def _content(unit: Unit, new: NewOrder) -> dict[str, Any]:
    if new.priority not in PRIORITIES:
        raise OrderError("priority")
    note = new.note.strip()
    if len(note) > MOST_NOTE:
        raise OrderError("note")
    return {"priority": new.priority, "note": note or None, **performer_values(unit, new.performer)}


def performer_values(unit: Unit, email: str | None) -> dict[str, Any]:
    """Who is to perform it, as a row has it. Raises colleagues.UnknownStaffError, OrderError for other roles."""
    if email is None:
        return {"performer_doctor_id": None, "performer_staff_id": None}
    who: Colleague = colleagues.colleague(unit, email)
    if who.role not in PERFORMERS:
        raise OrderError("performer")
    return {"performer_doctor_id": who.doctor_id, "performer_staff_id": who.staff_id}
