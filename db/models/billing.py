"""What is charged, billed and paid. Amounts are exact decimals in the hospital's currency."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import BIG, Address, Base, Code, Exact, Key, Name, Word

AMOUNT = Exact()
"""Room for the currencies with three decimals."""
QUANTITY = Exact()


class ChargeItemRow(Base):
    """Something that was done or given and costs money (FHIR ChargeItem), before and after it is on an invoice."""

    __tablename__ = "charge_items"
    __table_args__ = (
        Index(None, "patient_id", "status", "occurred_at"),
        Index(None, "invoice_id"),
        CheckConstraint(
            "status IN ('planned', 'billable', 'not-billable', 'aborted', 'billed', 'entered-in-error')", name="status"
        ),
        CheckConstraint("kind IN ('visit', 'service', 'product', 'bed_day', 'fee')", name="kind"),
        CheckConstraint("quantity > 0 AND unit_price >= 0 AND amount >= 0", name="sign"),
    )

    id: Mapped[Key]
    source: Mapped[Address] = mapped_column(unique=True)
    """What caused it, such as `visit A-7K3QX2`: charged once, however often it is told."""
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"))
    encounter_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("encounters.id"), index=True)
    kind: Mapped[Word]
    """`visit`, `service`, `product`, `bed_day`, `fee`."""
    category: Mapped[Word | None]
    """Of a service: `radiology`, `laboratory`..., which a plan may want authorised."""
    code: Mapped[Code | None]
    """Of the doctor, service or product, as the hospital file names it."""
    description: Mapped[Name]
    quantity: Mapped[Decimal] = mapped_column(QUANTITY)
    unit_price: Mapped[Decimal] = mapped_column(AMOUNT)
    amount: Mapped[Decimal] = mapped_column(AMOUNT)
    status: Mapped[Word]
    occurred_at: Mapped[datetime]
    location_id: Mapped[int | None] = mapped_column(BIG)
    invoice_id: Mapped[int | None] = mapped_column(BIG)
