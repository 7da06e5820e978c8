"""What doctors prescribe, and what patients ask to have again."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import BIG, Address, Base, Code, Exact, Key, Name, Word


class PrescriptionRow(Base):
    """Medicines that a doctor prescribes together (FHIR MedicationRequests of one groupIdentifier).

    What stands in it is frozen when it is signed: `content_hash` tells whether it still does, `seal` that we sealed it.
    """

    __tablename__ = "prescriptions"
    __table_args__ = (
        Index(None, "patient_id", "status", "written_at"),
        Index(None, "prescriber_id", "status"),
        CheckConstraint(
            "status IN ('draft', 'active', 'on-hold', 'stopped', 'completed', 'cancelled', 'entered-in-error')",
            name="status",
        ),
        CheckConstraint(
            "status IN ('draft', 'cancelled', 'entered-in-error') OR (signed_at IS NOT NULL AND seal IS NOT NULL)",
            name="signed",
        ),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    request_key: Mapped[Address] = mapped_column(unique=True)
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"))
    encounter_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("encounters.id"), index=True)
    """None where it answers a request to have something again."""
    prescriber_id: Mapped[int] = mapped_column(BIG, ForeignKey("doctors.id"))
    status: Mapped[Word]
    status_reason: Mapped[Name | None]
    note: Mapped[str | None] = mapped_column(String(1000))
    """For the patient."""
    written_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    valid_until: Mapped[date | None]
    """The last day on which something is given on it."""
    allergies: Mapped[Any] = mapped_column(JSON, nullable=False)
    """Those on file that the prescriber saw when signing: a list, or JSON's null where nobody had asked the patient."""
    content_hash: Mapped[str | None] = mapped_column(String(64))
    seal: Mapped[str | None] = mapped_column(String(64))


class PrescriptionItemRow(Base):
    """One medicine of a prescription, with how it is to be taken (FHIR Dosage) and how much is to be given."""

    __tablename__ = "prescription_items"
    __table_args__ = (
        CheckConstraint("quantity > 0 AND dispensed >= 0 AND repeats >= 0", name="sign"),
        CheckConstraint("fills >= 1 AND fills <= repeats + 1", name="fills"),
        CheckConstraint("dispensed <= quantity * fills", name="dispensed"),
    )

    id: Mapped[Key]
    prescription_id: Mapped[int] = mapped_column(BIG, ForeignKey("prescriptions.id"), index=True)
    product_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("products.id"), index=True)
    """None for what stands in free text."""
    medication: Mapped[Name]
    form: Mapped[Word]
    is_controlled: Mapped[bool]
    dose: Mapped[Decimal] = mapped_column(Exact())
    dose_unit: Mapped[Word]
    route: Mapped[Word]
    times_a_day: Mapped[Decimal] = mapped_column(Exact())
    as_needed: Mapped[bool]
    days: Mapped[int] = mapped_column(SmallInteger)
    pack: Mapped[Decimal | None] = mapped_column(Exact())
    """How much one pack holds, in `dose_unit`, of what is given by the pack."""
    instructions: Mapped[str | None] = mapped_column(String(500))
    quantity: Mapped[Decimal] = mapped_column(Exact())
    """Of one fill, in `quantity_unit`."""
    quantity_unit: Mapped[Word]
    repeats: Mapped[int] = mapped_column(SmallInteger)
    """How often it may be given again without asking the doctor."""
    may_substitute: Mapped[bool]
    fills: Mapped[int] = mapped_column(SmallInteger, default=1)
    """How many have been asked for, the first included."""
    dispensed: Mapped[Decimal] = mapped_column(Exact())
    """In all fills together."""


class RefillRequestRow(Base):
    """A patient asks to have a medicine again: at once where a repeat is left, else the doctor decides."""

    __tablename__ = "refill_requests"
    __table_args__ = (
        Index(None, "patient_id", "status"),
        Index(None, "prescriber_id", "status"),
        Index(None, "decided_at"),
        CheckConstraint("status IN ('requested', 'approved', 'refused', 'cancelled')", name="status"),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    request_key: Mapped[Address] = mapped_column(unique=True)
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"))
    item_id: Mapped[int] = mapped_column(BIG, ForeignKey("prescription_items.id"), index=True)
    prescriber_id: Mapped[int] = mapped_column(BIG, ForeignKey("doctors.id"))
    conversation_id: Mapped[int | None] = mapped_column(BIG)
    status: Mapped[Word]
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[Address | None]
    reason: Mapped[Name | None]
    """Why it was refused, in words for the patient."""
    prescription_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("prescriptions.id"))
    """What it is given on: the old one where a repeat was left, else a new one."""
    task: Mapped[Code | None]
