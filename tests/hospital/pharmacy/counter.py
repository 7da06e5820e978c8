"""The pharmacy of the house, as its tests use it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from db.models import ProductBatchRow, ProductRow, StockMovementRow, StockPlaceRow, StockRow
from hospital.office import Unit
from hospital.pharmacy import dispensing, ledger, products
from hospital.pharmacy.dispenses import Dispense
from hospital.pharmacy.dispensing import Wish
from hospital.pharmacy.products import NewProduct
from hospital.prescriptions import writing
from hospital.prescriptions.quantities import Dosage
from hospital.prescriptions.records import Prescription
from hospital.prescriptions.writing import NewItem
from tests.hospital.clinic import IRIS, NOW
from tests.hospital.house import ADLER, PHARMACIST, House

STATIN = NewItem(Dosage("tablet", Decimal(1), Decimal(1), 90), sku="ATORV-20")
TRAMADOL = NewItem(Dosage("capsule", Decimal(1), Decimal(2), 5), sku="TRAM-50")
ENOXAPARIN = NewItem(Dosage("injection", Decimal(1), Decimal(1), 10), sku="ENOX-40")
ALLERGIES = {IRIS: ["penicillin"]}
ATORVASTATIN = NewProduct(
    "ATORV-20",
    "Atorvastatin 20 mg tablets",
    Decimal("0.45"),
    form="tablet",
    ingredient="Atorvastatin",
    strength="20 mg",
    reorder_at=100,
    is_prescription_only=True,
)
"""The one of the file, with what acts in it."""


def prescribed(
    house: House, *items: NewItem, number: str = IRIS, at: str = "2026-06-08 09:30", key: str = "rx"
) -> Prescription:
    """A prescription signed by Dr Adler for somebody she sees."""
    _, encounter = house.seen(number, at=at)
    wanted = list(items) or [STATIN]

    def write(unit: Unit, actor: object) -> Prescription:
        trusted = replace(house.actor(ADLER), second_factor_at=NOW)
        made = writing.draft(unit, trusted, encounter.reference, wanted, key=key)
        seen = ALLERGIES.get(number)
        return writing.sign(unit, house.hospital, trusted, made.reference, allergies_seen=seen)

    return house.as_(ADLER, write)


def prepare(
    house: House,
    prescription: Prescription,
    *wishes: Wish,
    key: str = "first",
    place: str = "pharmacy",
    now: datetime = NOW,
) -> Dispense:
    """Take it off the shelves."""
    return house.as_(
        PHARMACIST,
        lambda unit, actor: dispensing.prepare(
            unit, house.hospital, actor, prescription.reference, place=place, key=key, wishes=wishes
        ),
        now=now,
    )


def hand_over(house: House, dispense: Dispense, now: datetime = NOW) -> Dispense:
    """Give it to the patient."""
    return house.as_(
        PHARMACIST, lambda unit, actor: dispensing.hand_over(unit, house.hospital, actor, dispense.reference), now=now
    )


def change(house: House, new: NewProduct) -> None:
    """Write a product anew."""
    house.as_(PHARMACIST, lambda unit, actor: products.change(unit, house.hospital, actor, new.sku, new))


def add(house: House, new: NewProduct) -> None:
    """Put a product on the list."""
    house.as_(PHARMACIST, lambda unit, actor: products.add(unit, house.hospital, actor, new))


def there(house: House, sku: str) -> dict[tuple[str, str], int]:
    """How much there is of a product, by place and lot; and the ledger adds up to it."""
    assert house.read(ledger.mismatches) == []
    rows = (
        select(StockPlaceRow.code, ProductBatchRow.lot, StockRow.quantity)
        .join(StockPlaceRow, StockPlaceRow.id == StockRow.place_id)
        .join(ProductBatchRow, ProductBatchRow.id == StockRow.batch_id)
        .join(ProductRow, ProductRow.id == StockRow.product_id)
        .where(ProductRow.sku == sku, StockRow.quantity > 0)
    )
    return {(place, lot): amount for place, lot, amount in house.read(lambda unit: unit.connection.execute(rows).all())}


def lines(house: House, *kinds: str) -> Sequence[tuple[str, int]]:
    """The ledger's lines of some kinds, as kind and pieces, in their order."""
    rows = house.rows(StockMovementRow, StockMovementRow.kind.in_(kinds)) if kinds else house.rows(StockMovementRow)
    return [(row.kind, row.quantity) for row in rows]
