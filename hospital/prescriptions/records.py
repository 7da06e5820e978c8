"""Prescriptions as they stand, and how they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Select, select

from db.models import DoctorRow, PatientRow, PrescriptionItemRow, PrescriptionRow, ProductRow
from hospital import access
from hospital.access import Actor, Role
from hospital.errors import NotFoundError
from hospital.office import Unit

DRAFT, ACTIVE, ON_HOLD, STOPPED, COMPLETED = "draft", "active", "on-hold", "stopped", "completed"
CANCELLED, ERROR = "cancelled", "entered-in-error"
TRANSITIONS: dict[str, frozenset[str]] = {
    DRAFT: frozenset({ACTIVE, CANCELLED, ERROR}),
    ACTIVE: frozenset({ON_HOLD, STOPPED, COMPLETED, ERROR}),
    ON_HOLD: frozenset({ACTIVE, STOPPED, ERROR}),
    STOPPED: frozenset({ERROR}),
    COMPLETED: frozenset({ACTIVE, ERROR}),
    CANCELLED: frozenset({ERROR}),
    ERROR: frozenset(),
}
"""FHIR's medication request statuses and where each may go; what comes back to the pharmacy makes one active again."""
_HIDDEN = (DRAFT, CANCELLED, ERROR)
"""What patients and pharmacists never see."""


@dataclass(frozen=True)
class Item:
    """One medicine. `sku` is the pharmacy's product, None for free text; `dispensed` counts all fills together."""

    id: int
    sku: str | None
    product_id: int | None
    medication: str
    form: str
    is_controlled: bool
    dose: Decimal
    dose_unit: str
    route: str
    times_a_day: Decimal
    as_needed: bool
    days: int
    pack: Decimal | None
    instructions: str | None
    quantity: Decimal
    quantity_unit: str
    repeats: int
    may_substitute: bool
    fills: int
    dispensed: Decimal

    @property
    def left(self) -> Decimal:
        """What may be given now."""
        return self.quantity * self.fills - self.dispensed

    @property
    def repeats_left(self) -> int:
        """How often it may still be given again without asking the doctor."""
        return self.repeats + 1 - self.fills


@dataclass(frozen=True)
class Prescription:
    """A prescription as it stands. Ids stay inside the hospital room."""

    id: int
    reference: str
    patient_id: int
    patient: str
    patient_number: str
    date_of_birth: date | None
    prescriber_id: int
    prescriber: str
    status: str
    status_reason: str | None
    note: str | None
    written_at: datetime
    signed_at: datetime | None
    valid_until: date | None
    allergies: Sequence[str] | None
    """Those that the prescriber saw; None where nobody had asked."""
    content_hash: str | None
    seal: str | None
    items: Sequence[Item]


def of_patient(unit: Unit, actor: Actor, patient_id: int, *, ongoing: bool = False) -> Sequence[Prescription]:
    """A patient's prescriptions, the latest first; `ongoing` for those that are active or on hold.

    Drafts are seen by doctors alone. Raises ForbiddenError, ProofNeededError.
    """
    access.require(unit, actor, "prescription.read", patient_id)
    mine = _select().where(PrescriptionRow.patient_id == patient_id)
    if actor.role is not Role.DOCTOR:
        mine = mine.where(PrescriptionRow.status.not_in(_HIDDEN))
    if ongoing:
        mine = mine.where(PrescriptionRow.status.in_((ACTIVE, ON_HOLD)))
    rows = unit.connection.execute(mine.order_by(PrescriptionRow.written_at.desc(), PrescriptionRow.id.desc())).all()
    items = items_of(unit, [row.id for row in rows])
    return [_prescription(row, items.get(row.id, [])) for row in rows]


def read(unit: Unit, actor: Actor, reference: str) -> Prescription:
    """One prescription. Raises ForbiddenError, ProofNeededError, NotFoundError, also for what is not for these eyes."""
    found = get(unit, reference)
    access.require(unit, actor, "prescription.read", found.patient_id)
    if found.status in _HIDDEN and actor.role is not Role.DOCTOR:
        raise NotFoundError(reference)
    return found


def get(unit: Unit, reference: str) -> Prescription:
    """The prescription of a reference, for the hospital room. Raises NotFoundError."""
    row = unit.connection.execute(_select().where(PrescriptionRow.reference == reference)).one_or_none()
    if row is None:
        raise NotFoundError(reference)
    return _prescription(row, items_of(unit, [row.id]).get(row.id, []))


def of_item(unit: Unit, item_id: int) -> Prescription:
    """The prescription that an item is on, for the hospital room. Raises NotFoundError."""
    on = select(PrescriptionRow.reference).join(
        PrescriptionItemRow, PrescriptionItemRow.prescription_id == PrescriptionRow.id
    )
    reference = unit.connection.scalar(on.where(PrescriptionItemRow.id == item_id))
    if reference is None:
        raise NotFoundError(str(item_id))
    return get(unit, reference)


def items_of(unit: Unit, prescription_ids: Sequence[int]) -> dict[int, list[Item]]:
    """The medicines of prescriptions, in their order."""
    found: dict[int, list[Item]] = {}
    if prescription_ids:
        wanted = _items().where(PrescriptionItemRow.prescription_id.in_(prescription_ids))
        for row in unit.connection.execute(wanted.order_by(PrescriptionItemRow.id)):
            found.setdefault(row.prescription_id, []).append(_item(row))
    return found


def _select() -> Select[Any]:
    return (
        select(
            PrescriptionRow.__table__,
            PatientRow.name.label("patient"),
            PatientRow.number.label("patient_number"),
            PatientRow.date_of_birth,
            DoctorRow.name.label("prescriber"),
        )
        .join(PatientRow, PatientRow.id == PrescriptionRow.patient_id)
        .join(DoctorRow, DoctorRow.id == PrescriptionRow.prescriber_id)
    )


def _items() -> Select[Any]:
    return select(PrescriptionItemRow.__table__, ProductRow.sku).outerjoin(
        ProductRow, ProductRow.id == PrescriptionItemRow.product_id
    )


_ITEM_FIELDS = tuple(Item.__dataclass_fields__)


def _item(row: Row[Any]) -> Item:
    return Item(**{name: row._mapping[name] for name in _ITEM_FIELDS})


_FIELDS = tuple(name for name in Prescription.__dataclass_fields__ if name != "items")


def _prescription(row: Row[Any], items: Sequence[Item]) -> Prescription:
    return Prescription(**{name: row._mapping[name] for name in _FIELDS}, items=items)
