"""What doctors order from the laboratory and from radiology."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import BIG, Address, Base, Code, Exact, Key, Name, Word


class OrderRow(Base):
    """A service that a doctor orders for a patient (FHIR ServiceRequest), from draft to done."""

    __tablename__ = "orders"
    __table_args__ = (
        Index(None, "patient_id", "status", "ordered_at"),
        Index(None, "requester_id", "status"),
        Index(None, "performer_doctor_id", "status"),
        Index(None, "performer_staff_id", "status"),
        Index(None, "status", "ordered_at"),
        Index(None, "report_due_at"),
        CheckConstraint(
            "status IN ('draft', 'active', 'on-hold', 'revoked', 'completed', 'entered-in-error')", name="status"
        ),
        CheckConstraint("priority IN ('routine', 'urgent', 'asap', 'stat')", name="priority"),
        CheckConstraint("performer_doctor_id IS NULL OR performer_staff_id IS NULL", name="performer"),
        CheckConstraint("status <> 'completed' OR completed_at IS NOT NULL", name="completed"),
        CheckConstraint("price >= 0", name="sign"),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    request_key: Mapped[Address] = mapped_column(unique=True)
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"))
    encounter_id: Mapped[int] = mapped_column(BIG, ForeignKey("encounters.id"), index=True)
    requester_id: Mapped[int] = mapped_column(BIG, ForeignKey("doctors.id"))
    service_id: Mapped[int] = mapped_column(BIG, ForeignKey("services.id"), index=True)
    price: Mapped[Decimal] = mapped_column(Exact())
    """What it cost when it was ordered: so much is charged when it is done."""
    priority: Mapped[Word]
    """`routine`, `urgent`, `asap`, `stat`."""
    note: Mapped[str | None] = mapped_column(String(1000))
    """What is asked of whoever performs it; the patient does not see it."""
    status: Mapped[Word]
    status_reason: Mapped[Name | None]
    ordered_at: Mapped[datetime]
    performer_doctor_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("doctors.id"))
    performer_staff_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("staff.id"))
    """Who is to perform it; nobody yet where both are None."""
    completed_at: Mapped[datetime | None]
    completed_by: Mapped[Address | None]
    report_due_at: Mapped[datetime | None]
    """By when there is to be a report of what was done; None where there is one, or somebody was told that it lacks."""
