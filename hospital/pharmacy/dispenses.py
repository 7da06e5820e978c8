"""What is given on prescriptions as it stands (FHIR MedicationDispense), and how it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import aliased

from db.models import (
    DispenseItemRow,
    DispenseRow,
    PrescriptionItemRow,
    PrescriptionRow,
    ProductRow,
    StockPlaceRow,
)
from hospital import access, acting, audit
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.errors import NotFoundError
from hospital.office import Unit
from hospital.pharmacy.errors import StatusError

PREPARATION, IN_PROGRESS, ON_HOLD, COMPLETED = "preparation", "in-progress", "on-hold", "completed"
CANCELLED, DECLINED, ERROR = "cancelled", "declined", "entered-in-error"
OPEN = (PREPARATION, IN_PROGRESS, ON_HOLD)
"""Its pieces are off the shelf and not yet the patient's."""
TRANSITIONS: dict[str, frozenset[str]] = {
    PREPARATION: frozenset({IN_PROGRESS, ON_HOLD, COMPLETED, CANCELLED, DECLINED, ERROR}),
    IN_PROGRESS: frozenset({ON_HOLD, COMPLETED, CANCELLED, DECLINED, ERROR}),
    ON_HOLD: frozenset({IN_PROGRESS, CANCELLED, DECLINED, ERROR}),
    COMPLETED: frozenset({ERROR}),
    CANCELLED: frozenset(),
    DECLINED: frozenset(),
    ERROR: frozenset(),
}
"""FHIR's medication dispense statuses, of those used here, and where each may go. `in-progress` is ready for pickup."""


@dataclass(frozen=True)
class DispenseItem:
    """One product given for one medicine. `owed` was asked for and not there (FHIR `outofstock`); `substituted` is the
    code of what was prescribed where something equal is given; `returned` came back after it was handed over.
    """

    id: int
    position: int
    prescription_item_id: int
    medication: str
    product_id: int
    sku: str
    product: str
    quantity: int
    owed: int
    returned: int
    substituted: str | None
    substitution_reason: str | None


@dataclass(frozen=True)
class Dispense:
    """What is given together. All instants are UTC; `collect_by` is a day of the hospital's. Ids stay inside the
    hospital room.
    """

    id: int
    reference: str
    patient_id: int
    prescription_id: int
    prescription: str
    place_id: int
    place: str
    status: str
    status_reason: str | None
    prepared_at: datetime
    collect_by: date
    handed_over_at: datetime | None
    items: Sequence[DispenseItem]

    @property
    def is_partly(self) -> bool:
        """Whether something is owed on it."""
        return any(item.owed for item in self.items)


def read(unit: Unit, actor: Actor, reference: str) -> Dispense:
    """One dispense. Raises ForbiddenError, ProofNeededError, NotFoundError."""
    found = get(unit, reference)
    access.require(unit, actor, "dispense.read", found.patient_id)
    return found


def of_patient(unit: Unit, actor: Actor, patient_id: int) -> Sequence[Dispense]:
    """What a patient was given or may collect, the latest first. Raises ForbiddenError, ProofNeededError."""
    access.require(unit, actor, "dispense.read", patient_id)
    mine = _select().where(DispenseRow.patient_id == patient_id)
    rows = unit.connection.execute(mine.order_by(DispenseRow.prepared_at.desc(), DispenseRow.id.desc())).all()
    items = _items(unit, [row.id for row in rows])
    return [Dispense(**row._mapping, items=items.get(row.id, ())) for row in rows]


def lapsed(unit: Unit, hospital: Hospital, actor: Actor) -> Sequence[str]:
    """What waited for its patient for too long, by reference. Raises ForbiddenError."""
    access.require(unit, actor, "clock.sweep")
    today = hospital.local(unit.now).date()
    waiting = select(DispenseRow.reference).where(DispenseRow.status.in_(OPEN), DispenseRow.collect_by < today)
    return list(unit.connection.scalars(waiting.order_by(DispenseRow.id)))


def get(unit: Unit, reference: str) -> Dispense:
    """The dispense of a reference, for the hospital room. Raises NotFoundError."""
    row = unit.connection.execute(_select().where(DispenseRow.reference == reference)).one_or_none()
    if row is None:
        raise NotFoundError(reference)
    return Dispense(**row._mapping, items=_items(unit, [row.id]).get(row.id, ()))


def locked(unit: Unit, actor: Actor, reference: str) -> Dispense:
    """A dispense whose patient is locked, for whoever may work with it. Raises ForbiddenError, NotFoundError."""
    return acting.locked(unit, actor, "dispense.work", get, reference)


def of_key(unit: Unit, key: str) -> Dispense | None:
    """The dispense that a request made."""
    reference = unit.connection.scalar(select(DispenseRow.reference).where(DispenseRow.request_key == key))
    return None if reference is None else get(unit, reference)


def being_prepared(unit: Unit, prescription_id: int) -> dict[int, int]:
    """How many pieces of each medicine of a prescription are off the shelf and not handed over, by its item's row."""
    mine = (
        select(DispenseItemRow.prescription_item_id, func.sum(DispenseItemRow.quantity))
        .join(DispenseRow, DispenseRow.id == DispenseItemRow.dispense_id)
        .where(DispenseRow.prescription_id == prescription_id, DispenseRow.status.in_(OPEN))
        .group_by(DispenseItemRow.prescription_item_id)
    )
    return {item_id: int(amount) for item_id, amount in unit.connection.execute(mine)}


def check_arrow(before: Dispense, to_status: str) -> None:
    """Raises StatusError where a dispense cannot go to a status."""
    if to_status not in TRANSITIONS[before.status]:
        raise StatusError(before.status, to_status)


def go(unit: Unit, before: Dispense, to_status: str, reason: str = "", **facts: Any) -> Dispense:
    """Move a dispense along its arrows, for the hospital room. Raises StatusError."""
    check_arrow(before, to_status)
    changed = update(DispenseRow).where(DispenseRow.id == before.id)
    unit.connection.execute(changed.values(status=to_status, status_reason=reason.strip()[:200] or None, **facts))
    entry = audit.Entry("dispense.move", before.reference, {"from": before.status, "to": to_status})
    audit.append(unit, entry, chain_of=before.patient_id)
    return get(unit, before.reference)


def _select() -> Select[Any]:
    plain = [name for name in Dispense.__dataclass_fields__ if name not in ("items", "prescription", "place")]
    return (
        select(
            *(getattr(DispenseRow, name) for name in plain),
            PrescriptionRow.reference.label("prescription"),
            StockPlaceRow.code.label("place"),
        )
        .join(PrescriptionRow, PrescriptionRow.id == DispenseRow.prescription_id)
        .join(StockPlaceRow, StockPlaceRow.id == DispenseRow.place_id)
    )


def _items(unit: Unit, dispense_ids: Sequence[int]) -> dict[int, list[DispenseItem]]:
    if not dispense_ids:
        return {}
    item, prescribed = DispenseItemRow, aliased(ProductRow)
    rows = (
        select(
            *(item.dispense_id, item.id, item.position, item.prescription_item_id, PrescriptionItemRow.medication),
            *(item.product_id, ProductRow.sku, ProductRow.name.label("product"), item.quantity, item.owed),
            *(item.returned, prescribed.sku.label("substituted"), item.substitution_reason),
        )
        .join(PrescriptionItemRow, PrescriptionItemRow.id == item.prescription_item_id)
        .join(ProductRow, ProductRow.id == item.product_id)
        .outerjoin(prescribed, prescribed.id == item.substituted_product_id)
        .where(item.dispense_id.in_(dispense_ids))
        .order_by(item.dispense_id, item.position)
    )
    found: dict[int, list[DispenseItem]] = {}
    for dispense_id, *facts in unit.connection.execute(rows):
        found.setdefault(dispense_id, []).append(DispenseItem(*facts))
    return found
