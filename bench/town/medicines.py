"""What was prescribed, asked for again, and given."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from bench.town.house import Product
from bench.town.place import Town, Visit
from bench.town.shelves import Shelves
from db.models import DispenseItemRow, DispenseRow, PrescriptionItemRow, PrescriptionRow, RefillRequestRow
from hospital import seals

PRESCRIBED, SECOND, REFILLS, DISPENSED = 0.5, 0.4, 0.15, 0.6
VALID = timedelta(days=90)
WEEK = timedelta(days=7)
_ONE, _NONE = Decimal(1), Decimal(0)


def prescribed(town: Town, visit: Visit, shelves: Shelves) -> list[tuple[str, Product, int]]:
    """A prescription for some; what was given on it: the cause of a charge, the product, pieces."""
    if not town.shares.falls("prescription", PRESCRIBED):
        return []
    products = town.rng.sample(town.house.products, 2 if town.shares.falls("second medicine", SECOND) else 1)
    is_given = town.shares.falls("dispensed", DISPENSED)
    prescription_id, item_ids = _prescription(town, visit, products, is_given=is_given)
    if town.shares.falls("refill", REFILLS):
        _refill(town, visit, prescription_id, item_ids[0])
    if is_given:
        return _dispense(town, visit, shelves, prescription_id, list(zip(item_ids, products, strict=True)))
    return []


def _prescription(town: Town, visit: Visit, products: list[Product], *, is_given: bool) -> tuple[int, list[int]]:
    reference = town.code("RX")
    is_old = visit.age > VALID
    status = "draft" if town.shares.falls("draft", 0.01) and not is_given else "active"
    if status == "active" and (is_old or is_given):
        status = "completed"
    signed = status != "draft"
    quantity = 30
    items = [_item(product, quantity) for product in products]
    valid_until = (visit.at + VALID).date()
    content = {
        "reference": reference,
        "patient": visit.patient.id,
        "prescriber": visit.doctor.id,
        "note": None,
        "valid_until": valid_until.isoformat(),
        "signed_at": visit.ended_at.isoformat(),
        "allergies": [],
        "items": [_sealed(item) for item in items],
    }
    content_hash = seals.digest(content)
    row_id = town.rows.add(
        PrescriptionRow,
        reference=reference,
        request_key=f"town {reference}",
        patient_id=visit.patient.id,
        encounter_id=visit.encounter_id,
        prescriber_id=visit.doctor.id,
        status=status,
        written_at=visit.at,
        signed_at=visit.ended_at if signed else None,
        valid_until=valid_until if signed else None,
        allergies=[],
        content_hash=content_hash if signed else None,
        seal=seals.code(town.unit, "prescription", reference, content_hash) if signed else None,
    )
    given = Decimal(quantity) if is_given else _NONE
    return row_id, [town.rows.add(PrescriptionItemRow, prescription_id=row_id, dispensed=given, **i) for i in items]


def _item(product: Product, quantity: int) -> dict[str, Any]:
    return {
        "product_id": product.id,
        "medication": product.name,
        "form": product.form,
        "is_controlled": product.is_controlled,
        "dose": _ONE,
        "dose_unit": product.form,
        "route": "oral",
        "times_a_day": _ONE,
        "as_needed": False,
        "days": quantity,
        "pack": None,
        "instructions": None,
        "quantity": Decimal(quantity),
        "quantity_unit": product.form,
        "repeats": 0 if product.is_controlled else 2,
        "may_substitute": True,
    }


def _sealed(item: dict[str, Any]) -> dict[str, Any]:
    """An item as its signature covers it."""
    names = {"product_id": "product", "is_controlled": "controlled"}
    told = {names.get(name, name): value for name, value in item.items()}
    return {name: f"{value.normalize():f}" if isinstance(value, Decimal) else value for name, value in told.items()}


def _refill(town: Town, visit: Visit, prescription_id: int, item_id: int) -> None:
    reference = town.code("RF")
    waits = visit.age < WEEK or town.shares.falls("refill waits", 0.01)
    asked_at = visit.ended_at
    decided = {"approved": 0.85, "refused": 0.15}
    status = "requested" if waits else town.shares.one_of("refill", decided)
    about = {"doctor_id": visit.doctor.id, "patient_id": visit.patient.id}
    town.rows.add(
        RefillRequestRow,
        reference=reference,
        request_key=f"town {reference}",
        patient_id=visit.patient.id,
        item_id=item_id,
        prescriber_id=visit.doctor.id,
        conversation_id=visit.patient.conversation_id or None,
        status=status,
        asked_at=asked_at,
        decided_at=None if waits else asked_at + timedelta(hours=2),
        decided_by=None if waits else town.house.signed(visit.doctor),
        reason="Please come in first." if status == "refused" else None,
        prescription_id=prescription_id if status == "approved" else None,
        task=town.task("clinic", "refill", asked_at, is_open=waits, summary=reference, **about),
    )


def _dispense(
    town: Town, visit: Visit, shelves: Shelves, prescription_id: int, items: list[tuple[int, Product]]
) -> list[tuple[str, Product, int]]:
    reference = town.code("DS")
    is_waiting = visit.age < timedelta(days=2)
    by, at = town.house.signature("pharmacist"), visit.ended_at
    dispense_id = town.rows.add(
        DispenseRow,
        reference=reference,
        request_key=f"town {reference}",
        patient_id=visit.patient.id,
        prescription_id=prescription_id,
        place_id=town.house.pharmacy_id,
        status="in-progress" if is_waiting else "completed",
        prepared_at=at,
        prepared_by=by,
        collect_by=(at + WEEK).date(),
        handed_over_at=None if is_waiting else at + timedelta(hours=1),
        handed_over_by=None if is_waiting else by,
    )
    given = []
    for position, (item_id, product) in enumerate(items, 1):
        pieces = {"position": position, "prescription_item_id": item_id, "quantity": 30, "owed": 0, "returned": 0}
        row_id = town.rows.add(DispenseItemRow, dispense_id=dispense_id, product_id=product.id, **pieces)
        cause = f"dispense {reference} item {position}"
        shelves.give(product, 30, at, row_id, cause)
        if not is_waiting:
            given.append((cause, product, 30))
    return given
