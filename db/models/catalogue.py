"""What can be billed, covered and dispensed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import BIG, Base, Code, Key, Name, Word


class ServiceRow(Base):
    """Something billed besides a doctor's fee; `details` has minutes, preparation, schedule where it is bookable."""

    __tablename__ = "services"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    kind: Mapped[Word]
    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    details: Mapped[dict[str, Any]]


class InsurerRow(Base):
    """An insurer whose members the hospital treats."""

    __tablename__ = "insurers"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]


class InsurancePlanRow(Base):
    """A plan of an insurer (FHIR InsurancePlan); `details` has limits, copay, deductible, authorisations, sites."""

    __tablename__ = "insurance_plans"
    __table_args__ = (UniqueConstraint("insurer_id", "code"),)

    id: Mapped[Key]
    insurer_id: Mapped[int] = mapped_column(BIG, ForeignKey("insurers.id"))
    code: Mapped[Code]
    name: Mapped[Name]
    covers_percent: Mapped[int]
    details: Mapped[dict[str, Any]]


class ProductRow(Base):
    """A product of the pharmacy or the stores (FHIR Medication). How many there are says the ledger alone."""

    __tablename__ = "products"

    id: Mapped[Key]
    sku: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    form: Mapped[Word | None]
    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    reorder_at: Mapped[int]
    is_prescription_only: Mapped[bool]
    is_controlled: Mapped[bool]
    names: Mapped[dict[str, Any] | None]
    """What it is called in other languages, by language."""
    ingredient: Mapped[Name | None]
    """What acts in it: products of the same one, form and strength may stand in for each other."""
    strength: Mapped[Word | None]
    unit: Mapped[Word | None]
    """What one piece is; None for what its form says."""
    retired_at: Mapped[datetime | None]
    """Since when it is neither prescribed, ordered nor given any more."""
