"""Where stock is kept (FHIR Location): the pharmacy, wards, stores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select

from db.models import StockPlaceRow
from hospital import access, audit
from hospital.access import Actor
from hospital.errors import NotFoundError
from hospital.office import Unit
from hospital.pharmacy.errors import ExistsError, PharmacyError

PHARMACY, WARD, STORE = "pharmacy", "ward", "store"
KINDS = frozenset({PHARMACY, WARD, STORE})
MAIN = "pharmacy"
"""The code of the place that every hospital has."""


@dataclass(frozen=True)
class Place:
    """A place. `location_id` is the site it is at, None where there is only one."""

    id: int
    code: str
    name: str
    kind: str
    location_id: int | None


def add(unit: Unit, actor: Actor, code: str, name: str, kind: str, *, location_id: int | None = None) -> Place:
    """Have a new place. Raises ForbiddenError, PharmacyError, ExistsError."""
    access.require(unit, actor, "place.write")
    if kind not in KINDS:
        raise PharmacyError("kind")
    for field, text, most in (("code", code, 64), ("name", name, 200)):
        if not text.strip() or text != text.strip() or len(text) > most:
            raise PharmacyError(field)
    values = {"code": code, "name": name, "kind": kind, "location_id": location_id}
    made = unit.connection.execute(insert(StockPlaceRow).prefix_with(unit.insert_ignore()), values)
    if not made.rowcount:
        raise ExistsError(code)
    audit.append(unit, audit.Entry("place.add", code, {"kind": kind}))
    return get(unit, code)


def listing(unit: Unit, actor: Actor) -> Sequence[Place]:
    """Every place, by name. Raises ForbiddenError."""
    access.require(unit, actor, "stock.read")
    return [Place(*row) for row in unit.connection.execute(_COLUMNS.order_by(StockPlaceRow.name, StockPlaceRow.id))]


def get(unit: Unit, code: str) -> Place:
    """The place of a code, for the hospital room. Raises NotFoundError."""
    row = unit.connection.execute(_COLUMNS.where(StockPlaceRow.code == code)).one_or_none()
    if row is None:
        raise NotFoundError(code)
    return Place(*row)


def by_id(unit: Unit, place_id: int) -> Place:
    """A place by its row, for the hospital room."""
    return Place(*unit.connection.execute(_COLUMNS.where(StockPlaceRow.id == place_id)).one())


_COLUMNS = select(
    StockPlaceRow.id, StockPlaceRow.code, StockPlaceRow.name, StockPlaceRow.kind, StockPlaceRow.location_id
)
