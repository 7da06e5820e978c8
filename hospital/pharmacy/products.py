"""What the pharmacy and the stores have on their list (FHIR Medication): added, changed, retired. What anything points
to is never deleted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, insert, or_, select, update

from db.models import (
    DispenseItemRow,
    PrescriptionItemRow,
    ProductBatchRow,
    ProductRow,
    PurchaseLineRow,
    StockAlertRow,
)
from hospital import access, audit, money
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.errors import NotFoundError
from hospital.office import Unit
from hospital.pharmacy.errors import ExistsError, PharmacyError, ReferencedError
from hospital.prescriptions.quantities import COUNTED, MEASURED

PACK, PIECE = "pack", "piece"
MOST_REORDER = 100_000
_FIXED = ("form", "ingredient", "strength", "unit")
"""What a piece in stock or on a prescription stands for: filled in later, but never another once it is known."""


@dataclass(frozen=True)
class NewProduct:
    """A product as it is written down. `names` are those in other languages, by language; `unit` is what one piece is,
    None for what its form says: tablets by the piece, syrups by the pack.
    """

    sku: str
    name: str
    price: Decimal
    form: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    ingredient: str | None = None
    strength: str | None = None
    unit: str | None = None
    reorder_at: int = 0
    is_prescription_only: bool = False
    is_controlled: bool = False


@dataclass(frozen=True)
class Product:
    """A product as it stands. `id` stays inside the hospital room."""

    id: int
    sku: str
    name: str
    names: Mapping[str, str]
    form: str | None
    ingredient: str | None
    strength: str | None
    unit: str
    price: Decimal
    reorder_at: int
    is_prescription_only: bool
    is_controlled: bool
    retired_at: datetime | None

    @property
    def is_active(self) -> bool:
        """Whether it is still given and ordered."""
        return self.retired_at is None

    def named(self, language: str) -> str:
        """What it is called in a language."""
        return self.names.get(language) or self.name


def add(unit: Unit, hospital: Hospital, actor: Actor, new: NewProduct) -> Product:
    """Put a product on the list. Raises ForbiddenError, PharmacyError, money.AmountError, ExistsError."""
    access.require(unit, actor, "product.write")
    values = _values(hospital, new)
    made = unit.connection.execute(insert(ProductRow).prefix_with(unit.insert_ignore()), values)
    if not made.rowcount:
        raise ExistsError(new.sku)
    audit.append(unit, audit.Entry("product.add", new.sku, {"price": str(new.price)}))
    return get(unit, new.sku)


def change(unit: Unit, hospital: Hospital, actor: Actor, sku: str, new: NewProduct) -> Product:
    """Write a product anew. What a piece of it is stays once anything points to it: another one is another product.

    Raises ForbiddenError, NotFoundError, PharmacyError, money.AmountError, ReferencedError.
    """
    access.require(unit, actor, "product.write")
    before = locked(unit, sku)
    values = _values(hospital, new)
    if new.sku != before.sku:
        raise PharmacyError("sku")
    mine = ProductRow.id == before.id
    stored = unit.connection.execute(select(*(getattr(ProductRow, name) for name in values)).where(mine)).one()
    changed = {name: value for name, value in values.items() if getattr(stored, name) != value}
    is_another = any(name in changed and getattr(stored, name) is not None for name in _FIXED)
    is_another |= unit_of(new.form, new.unit) != before.unit
    if is_another and _is_referenced(unit, before.id):
        raise ReferencedError(sku)
    if changed:
        unit.connection.execute(update(ProductRow).where(mine).values(**changed))
        audit.append(unit, audit.Entry("product.change", sku, {name: str(value) for name, value in changed.items()}))
    return get(unit, sku)


def retire(unit: Unit, actor: Actor, sku: str) -> Product:
    """Give and order it no more; what is there of it stays, and is moved, counted and thrown away as before.

    Raises ForbiddenError, NotFoundError.
    """
    return _set_retired(unit, actor, sku, unit.now)


def take_up(unit: Unit, actor: Actor, sku: str) -> Product:
    """Have a retired product again. Raises ForbiddenError, NotFoundError."""
    return _set_retired(unit, actor, sku, None)


def _set_retired(unit: Unit, actor: Actor, sku: str, moment: datetime | None) -> Product:
    access.require(unit, actor, "product.write")
    before = locked(unit, sku)
    if before.is_active == (moment is None):
        return before
    unit.connection.execute(update(ProductRow).where(ProductRow.id == before.id).values(retired_at=moment))
    audit.append(unit, audit.Entry("product.take_up" if moment is None else "product.retire", sku, {}))
    return get(unit, sku)


def remove(unit: Unit, actor: Actor, sku: str) -> None:
    """Take a product off the list that was put there by mistake. Raises ForbiddenError, NotFoundError, ReferencedError
    for one that anything points to: that one is retired.
    """
    access.require(unit, actor, "product.write")
    before = locked(unit, sku)
    if _is_referenced(unit, before.id):
        raise ReferencedError(sku)
    unit.connection.execute(delete(ProductRow).where(ProductRow.id == before.id))
    audit.append(unit, audit.Entry("product.remove", sku, {}))


def read(unit: Unit, actor: Actor, sku: str) -> Product:
    """One product. Raises ForbiddenError, NotFoundError."""
    access.require(unit, actor, "product.read")
    return get(unit, sku)


def listing(unit: Unit, actor: Actor, *, with_retired: bool = False) -> Sequence[Product]:
    """Everything on the list, by name. Raises ForbiddenError."""
    access.require(unit, actor, "product.read")
    wanted = COLUMNS if with_retired else COLUMNS.where(ProductRow.retired_at.is_(None))
    return [product_of(row) for row in unit.connection.execute(wanted.order_by(ProductRow.name, ProductRow.id))]


def get(unit: Unit, sku: str) -> Product:
    """The product of a code, for the hospital room. Raises NotFoundError."""
    row = unit.connection.execute(COLUMNS.where(ProductRow.sku == sku)).one_or_none()
    if row is None:
        raise NotFoundError(sku)
    return product_of(row)


def by_id(unit: Unit, product_ids: Sequence[int]) -> dict[int, Product]:
    """Products by their rows, for the hospital room."""
    rows = unit.connection.execute(COLUMNS.where(ProductRow.id.in_(sorted(set(product_ids)))))
    return {row.id: product_of(row) for row in rows}


def locked(unit: Unit, sku: str) -> Product:
    """A product under its lock, for the hospital room. Raises NotFoundError."""
    unit.connection.execute(select(ProductRow.id).where(ProductRow.sku == sku).with_for_update()).all()
    return get(unit, sku)


def _is_referenced(unit: Unit, product_id: int) -> bool:
    """Whether anything points to a product. Every movement has a batch."""
    pointing: list[ColumnElement[bool]] = [
        exists().where(column == product_id)
        for column in (
            ProductBatchRow.product_id,
            PrescriptionItemRow.product_id,
            PurchaseLineRow.product_id,
            DispenseItemRow.product_id,
            StockAlertRow.product_id,
        )
    ]
    return bool(unit.connection.scalar(select(or_(*pointing))))


def _values(hospital: Hospital, new: NewProduct) -> dict[str, Any]:
    texts = {"sku": (new.sku, 64), "name": (new.name, 200)}
    optional = {"form": (new.form, 32), "strength": (new.strength, 32), "unit": (new.unit, 32)}
    optional["ingredient"] = (new.ingredient, 200)
    given = {name: told for name, told in optional.items() if told[0] is not None}
    for name, (text, most) in {**texts, **given}.items():
        if not text or text != " ".join(text.split()) or len(text) > most:
            raise PharmacyError(name)
    if any(not name.strip() or len(name) > 200 for name in new.names.values()):
        raise PharmacyError("names")
    if not 0 <= new.reorder_at <= MOST_REORDER:
        raise PharmacyError("reorder_at")
    price = money.checked(new.price, hospital.currency)
    if price != price.quantize(Decimal("0.01")):
        raise money.AmountError
    return {
        **{name: getattr(new, name) for name in (*texts, *optional)},
        "names": dict(new.names),
        "price": price,
        "reorder_at": new.reorder_at,
        "is_prescription_only": new.is_prescription_only,
        "is_controlled": new.is_controlled,
    }


def unit_of(form: str | None, unit: str | None) -> str:
    """What one piece of a product is."""
    if unit is not None:
        return unit
    if form is not None and form in COUNTED:
        return form
    return PACK if form is not None and form in MEASURED else PIECE


COLUMNS: Select[*tuple[Any, ...]] = select(ProductRow.__table__)


def product_of(row: Any) -> Product:
    """A product from its row, for the hospital room."""
    known = {name: row._mapping[name] for name in Product.__dataclass_fields__}
    return Product(**{**known, "names": row.names or {}, "unit": unit_of(row.form, row.unit)})
