"""Writing a prescription: drafted, and signed by whoever drafted it. What is signed never changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, insert, select, update

from db.models import PrescriptionItemRow, PrescriptionRow, ProductRow
from hospital import access, allergies, audit, encounters, people, references
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.errors import KeyUsedError, NotFoundError
from hospital.office import Unit
from hospital.prescriptions import moving, records, sealing
from hospital.prescriptions.errors import (
    AllergiesUnseenError,
    NotTheirDraftError,
    PrescriptionError,
    PrescriptionStatusError,
    SecondFactorError,
)
from hospital.prescriptions.interactions import InteractionSource, confirm
from hospital.prescriptions.quantities import Dosage, quantity_of, unit_of
from hospital.prescriptions.records import ACTIVE, CANCELLED, DRAFT, Prescription

VALID = timedelta(days=180)
VALID_CONTROLLED = timedelta(days=28)
"""How long something may be given on a prescription, from the day of its signature."""
SESSION = timedelta(hours=8)
"""A second factor stands for one working session."""
MOST_ITEMS = 20
MOST_REPEATS = 11


@dataclass(frozen=True)
class NewItem:
    """A medicine to prescribe: a product of the pharmacy by its `sku`, or free text.

    `is_controlled` is asked for free text; a product knows it by itself.
    """

    dosage: Dosage
    sku: str | None = None
    medication: str = ""
    is_controlled: bool = False
    instructions: str = ""
    repeats: int = 0
    may_substitute: bool = True


def draft(
    unit: Unit, actor: Actor, encounter: str, items: Sequence[NewItem], *, key: str, note: str = ""
) -> Prescription:
    """Write a draft at an encounter; the same `key` again is the same draft.

    Raises KeyUsedError for the key of another encounter's or doctor's, ForbiddenError, NotFoundError,
    PrescriptionError, quantities.DosageError.
    """
    seen = encounters.get(unit, encounter)
    access.require(unit, actor, "prescription.draft", seen.patient_id)
    if not encounters.is_seen(seen.status):
        raise PrescriptionError("encounter")
    return insert_draft(unit, prescriber_of(actor), seen.patient_id, items, key=key, note=note, encounter_id=seen.id)


def insert_draft(
    unit: Unit,
    prescriber_id: int,
    patient_id: int,
    items: Sequence[NewItem],
    *,
    key: str,
    note: str = "",
    encounter_id: int | None = None,
) -> Prescription:
    """Write a draft down; for the hospital room, whose callers have asked for the right to it."""
    rows = [_values(unit, item) for item in _checked(items)]
    people.lock(unit, patient_id)
    row = PrescriptionRow
    same_key = select(row.reference, row.patient_id, row.prescriber_id, row.encounter_id).where(row.request_key == key)
    there = unit.connection.execute(same_key).one_or_none()
    if there is not None:
        if tuple(there)[1:] != (patient_id, prescriber_id, encounter_id):
            raise KeyUsedError
        return records.get(unit, there.reference)
    reference = references.new(references.PRESCRIPTION, 8)
    made = unit.connection.execute(
        insert(PrescriptionRow),
        {
            "reference": reference,
            "request_key": key,
            "patient_id": patient_id,
            "encounter_id": encounter_id,
            "prescriber_id": prescriber_id,
            "status": DRAFT,
            "note": note.strip()[:1000] or None,
            "written_at": unit.now,
            "allergies": [],
        },
    ).inserted_primary_key
    assert made is not None
    unit.connection.execute(insert(PrescriptionItemRow), [{**row, "prescription_id": made[0]} for row in rows])
    audit.append(unit, audit.Entry("prescription.draft", reference, {"items": len(rows)}), chain_of=patient_id)
    return records.get(unit, reference)


def redraft(unit: Unit, actor: Actor, reference: str, items: Sequence[NewItem], *, note: str = "") -> Prescription:
    """Write a draft anew. Raises ForbiddenError, NotTheirDraftError, PrescriptionStatusError once it is signed."""
    before = _mine(unit, actor, reference, "prescription.draft")
    rows = [_values(unit, item) for item in _checked(items)]
    unit.connection.execute(delete(PrescriptionItemRow).where(PrescriptionItemRow.prescription_id == before.id))
    unit.connection.execute(insert(PrescriptionItemRow), [{**row, "prescription_id": before.id} for row in rows])
    changed = update(PrescriptionRow).where(PrescriptionRow.id == before.id)
    unit.connection.execute(changed.values(note=note.strip()[:1000] or None))
    entry = audit.Entry("prescription.redraft", reference, {"items": len(rows)})
    audit.append(unit, entry, chain_of=before.patient_id)
    return records.get(unit, reference)


def sign(
    unit: Unit,
    hospital: Hospital,
    actor: Actor,
    reference: str,
    *,
    allergies_seen: Sequence[str] | None,
    interactions: InteractionSource | None = None,
    warnings_seen: Sequence[str] = (),
) -> Prescription:
    """Sign one's own draft: from now on it stands as it is and may be given. Signing again is the same signature.

    `allergies_seen` are those that the prescriber was shown (`allergies.shown`) and confirmed; None confirms that
    nobody asked the patient yet. `warnings_seen` are the codes of what `interactions` warned of, where there is such a
    source. Raises ForbiddenError, NotTheirDraftError, SecondFactorError, AllergiesUnseenError, WarningsUnseenError,
    PrescriptionStatusError, PrescriptionError where a product is controlled or retired since it was drafted: it is
    drafted anew.
    """
    before = records.get(unit, reference)
    access.require(unit, actor, "prescription.sign", before.patient_id)
    if before.status == ACTIVE and before.prescriber_id == actor.doctor_id:
        return before
    before = _mine(unit, actor, reference, "prescription.sign")
    _check_factor(unit, actor)
    _check_products(unit, before)
    on_file = allergies.on_file(unit, before.patient_id)
    if _in_order(on_file) != _in_order(allergies_seen):
        raise AllergiesUnseenError(on_file)
    warned = confirm(unit, actor, before, interactions, warnings_seen)
    return _sealed(unit, hospital, before, on_file, warned)


def _sealed(
    unit: Unit, hospital: Hospital, before: Prescription, on_file: Sequence[str] | None, warned: Sequence[str]
) -> Prescription:
    lasts = VALID_CONTROLLED if any(item.is_controlled for item in before.items) else VALID
    facts: dict[str, Any] = {
        "signed_at": unit.now,
        "valid_until": hospital.local(unit.now).date() + lasts,
        "allergies": _in_order(on_file),
        "status": ACTIVE,
        "seal": "",
    }
    mine = update(PrescriptionRow).where(PrescriptionRow.id == before.id)
    unit.connection.execute(mine.values(**facts))
    content_hash = sealing.hash_of(records.get(unit, before.reference))
    seal = sealing.seal_of(unit, before.reference, content_hash)
    unit.connection.execute(mine.values(content_hash=content_hash, seal=seal))
    told = {"warnings": list(warned)} if warned else {}
    entry = audit.Entry("prescription.sign", before.reference, {"sha256": content_hash, **told})
    audit.append(unit, entry, chain_of=before.patient_id)
    return records.get(unit, before.reference)


def discard(unit: Unit, actor: Actor, reference: str) -> Prescription:
    """Give up one's own draft. Raises ForbiddenError, NotTheirDraftError, PrescriptionStatusError."""
    before = _mine(unit, actor, reference, "prescription.draft")
    return moving.go(unit, before, CANCELLED, "")


def prescriber_of(actor: Actor) -> int:
    """The doctor that an actor is. Raises ForbiddenError."""
    if actor.doctor_id is None:
        raise access.ForbiddenError("prescription.draft")
    return actor.doctor_id


def _in_order(substances: Sequence[str] | None) -> list[str] | None:
    return None if substances is None else sorted(substances)


def _check_factor(unit: Unit, actor: Actor) -> None:
    given: datetime | None = actor.second_factor_at
    if given is None or not unit.now - SESSION < given <= unit.now:
        raise SecondFactorError


def _check_products(unit: Unit, draft: Prescription) -> None:
    for item in draft.items:
        if item.sku is not None and _product(unit, item.sku).is_controlled != item.is_controlled:
            raise PrescriptionError("medication")


def _mine(unit: Unit, actor: Actor, reference: str, permission: str) -> Prescription:
    """A draft of the actor's own, locked."""
    before = records.get(unit, reference)
    access.require(unit, actor, permission, before.patient_id)
    people.lock(unit, before.patient_id)
    before = records.get(unit, reference)
    if before.prescriber_id != actor.doctor_id:
        raise NotTheirDraftError
    if before.status != DRAFT:
        raise PrescriptionStatusError(before.status, ACTIVE)
    return before


def _checked(items: Sequence[NewItem]) -> Sequence[NewItem]:
    if not 1 <= len(items) <= MOST_ITEMS:
        raise PrescriptionError("items")
    return items


def _values(unit: Unit, item: NewItem) -> dict[str, Any]:
    product = _product(unit, item.sku) if item.sku is not None else None
    medication = product.name if product is not None else item.medication.strip()
    is_controlled = product.is_controlled if product is not None else item.is_controlled
    if not medication or len(medication) > 200:
        raise PrescriptionError("medication")
    if product is not None and product.form is not None and product.form != item.dosage.form:
        raise PrescriptionError("form")
    if not 0 <= item.repeats <= (0 if is_controlled else MOST_REPEATS):
        raise PrescriptionError("repeats")
    quantity = quantity_of(item.dosage)
    return {
        "product_id": product.id if product is not None else None,
        "medication": medication,
        "form": item.dosage.form,
        "is_controlled": is_controlled,
        "dose": item.dosage.dose,
        "dose_unit": unit_of(item.dosage.form),
        "route": item.dosage.route,
        "times_a_day": item.dosage.times_a_day,
        "as_needed": item.dosage.as_needed,
        "days": item.dosage.days,
        "pack": item.dosage.pack,
        "instructions": item.instructions.strip()[:500] or None,
        "quantity": quantity.amount,
        "quantity_unit": quantity.unit,
        "repeats": item.repeats,
        "may_substitute": item.may_substitute,
        "fills": 1,
        "dispensed": Decimal(0),
    }


def _product(unit: Unit, sku: str) -> Any:
    columns = (ProductRow.id, ProductRow.name, ProductRow.form, ProductRow.is_controlled, ProductRow.retired_at)
    found = unit.connection.execute(select(*columns).where(ProductRow.sku == sku)).one_or_none()
    if found is None:
        raise NotFoundError(sku)
    if found.retired_at is not None:
        raise PrescriptionError("medication")
    return found
