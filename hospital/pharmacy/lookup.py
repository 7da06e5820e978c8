"""What patients are told of a product: whether the pharmacy has it, and what it costs. Never how many there are, and
nothing of what it is good for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rapidfuzz.distance import OSA
from sqlalchemy import func, select

from db.models import ProductBatchRow, ProductRow, StockPlaceRow, StockRow
from hospital import access
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.names import fold_name
from hospital.office import Unit
from hospital.pharmacy import products
from hospital.pharmacy.places import PHARMACY
from hospital.pharmacy.products import Product

MOST = 5
"""So many are shown where words fit several."""
_LONGEST = 200


class Availability(StrEnum):
    """How a product stands at the pharmacy."""

    AVAILABLE = "available"
    LOW = "low"
    OUT = "out"


@dataclass(frozen=True)
class Answer:
    """A product as patients hear of it: its name in their language, the price of one `unit` in the house's currency."""

    sku: str
    name: str
    form: str | None
    strength: str | None
    unit: str
    price: Decimal
    availability: Availability
    needs_prescription: bool


def look_up(unit: Unit, hospital: Hospital, actor: Actor, said: str, language: str) -> Sequence[Answer]:
    """The products that words name, by code or by a name in any of the hospital's languages, slips of the pen
    forgiven; the best first, nothing where none is meant. Raises ForbiddenError.
    """
    access.require(unit, actor, "product.read")
    found = _found(unit, said[:_LONGEST])
    there = _usable(unit, hospital, [product.id for product in found])
    return [_answer(product, there.get(product.id, 0), language) for product in found]


def _answer(product: Product, there: int, language: str) -> Answer:
    if there <= 0:
        availability = Availability.OUT
    else:
        availability = Availability.LOW if there <= product.reorder_at else Availability.AVAILABLE
    return Answer(
        product.sku,
        product.named(language),
        product.form,
        product.strength,
        product.unit,
        product.price,
        availability,
        product.is_prescription_only,
    )


def _usable(unit: Unit, hospital: Hospital, product_ids: Sequence[int]) -> dict[int, int]:
    """What the pharmacy has of products and may give today."""
    today = hospital.local(unit.now).date()
    rows = (
        select(StockRow.product_id, func.sum(StockRow.quantity))
        .join(ProductBatchRow, ProductBatchRow.id == StockRow.batch_id)
        .join(StockPlaceRow, StockPlaceRow.id == StockRow.place_id)
        .where(
            StockRow.product_id.in_(product_ids),
            StockPlaceRow.kind == PHARMACY,
            func.coalesce(ProductBatchRow.expires_on, today) >= today,
        )
        .group_by(StockRow.product_id)
    )
    return {product_id: int(amount) for product_id, amount in unit.connection.execute(rows)} if product_ids else {}


def _found(unit: Unit, said: str) -> list[Product]:
    active = ProductRow.retired_at.is_(None)
    rows = unit.connection.execute(products.COLUMNS.where(active).order_by(ProductRow.name, ProductRow.id))
    every = [products.product_of(row) for row in rows]
    code = said.strip().casefold()
    if exact := [product for product in every if product.sku.casefold() == code]:
        return exact
    words = fold_name(said).split()
    scored = [(_likeness(product, words), product) for product in every] if words else []
    best = max((likeness for likeness, _ in scored), default=0.0)
    return [product for likeness, product in scored if likeness == best > 0][:MOST]


def _likeness(product: Product, words: Sequence[str]) -> float:
    """How well words name a product: the share of the letters said that are in one of its names. One of them must be
    the word that tells it apart: its ingredient, or what its name begins with.
    """
    names = [fold_name(name).split() for name in (product.name, *product.names.values())]
    heads = {name[0] for name in names if name} | set(fold_name(product.ingredient or "").split())
    if not any(_is_like(word, head) for word in words for head in heads):
        return 0.0
    known = {word for name in names for word in name} | heads
    told = [word for word in words if any(_is_like(word, other) for other in known)]
    return sum(map(len, told)) / sum(map(len, words))


def _is_like(said: str, known: str) -> bool:
    """Whether a word is another one, with one slip in five letters and two in nine. Numbers are never alike."""
    if said == known:
        return True
    if not (said.isalpha() and known.isalpha()) or len(known) < 5:
        return False
    slips = 2 if len(known) >= 9 else 1
    return abs(len(said) - len(known)) <= slips and OSA.distance(said, known, score_cutoff=slips) <= slips
