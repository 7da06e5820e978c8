"""What is charged and billed. Amounts are exact decimals in the hospital's currency."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint
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
        Index(None, "status", "occurred_at"),
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


class InvoiceSeriesRow(Base):
    """Where a series of numbers stands. Whoever takes the next holds the row until the commit: no number is lost."""

    __tablename__ = "invoice_series"

    code: Mapped[Code] = mapped_column(primary_key=True)
    """Such as `INV-2026`."""
    last_number: Mapped[int] = mapped_column(BIG)


class InvoiceRow(Base):
    """What a patient and their insurer owe for some charges (FHIR Invoice). From its issue on only `status` moves, what
    was paid on it, and, by `InvoiceShiftRow`, who bears what the insurer turned down; `content_hash` tells whether the
    rest is as it was issued, `seal` that we issued it.
    """

    __tablename__ = "invoices"
    __table_args__ = (
        Index(None, "patient_id", "status", "issued_at"),
        Index(None, "status", "issued_at"),
        CheckConstraint("status IN ('draft', 'issued', 'balanced', 'cancelled', 'entered-in-error')", name="status"),
        CheckConstraint(
            "status IN ('draft', 'entered-in-error') OR (number IS NOT NULL AND issued_at IS NOT NULL"
            " AND content_hash IS NOT NULL AND seal IS NOT NULL)",
            name="issued",
        ),
        CheckConstraint("status NOT IN ('draft', 'entered-in-error') OR number IS NULL", name="unnumbered"),
        CheckConstraint(
            "total >= 0 AND insurer_due >= 0 AND patient_due >= 0 AND total = insurer_due + patient_due", name="due"
        ),
        CheckConstraint(
            "patient_paid >= 0 AND patient_paid <= patient_due AND insurer_paid >= 0 AND insurer_paid <= insurer_due",
            name="paid",
        ),
        CheckConstraint(
            "status <> 'balanced' OR (patient_paid = patient_due AND insurer_paid = insurer_due)", name="balanced"
        ),
        CheckConstraint("status <> 'issued' OR patient_paid + insurer_paid < total", name="owed"),
        CheckConstraint(
            "status NOT IN ('draft', 'cancelled', 'entered-in-error') OR (patient_paid = 0 AND insurer_paid = 0)",
            name="free",
        ),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    request_key: Mapped[Address] = mapped_column(unique=True)
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"))
    status: Mapped[Word]
    currency: Mapped[Word]
    total: Mapped[Decimal] = mapped_column(AMOUNT)
    """What is due in all now; what was issued is the sum of the lines."""
    insurer_due: Mapped[Decimal] = mapped_column(AMOUNT)
    patient_due: Mapped[Decimal] = mapped_column(AMOUNT)
    patient_paid: Mapped[Decimal] = mapped_column(AMOUNT)
    insurer_paid: Mapped[Decimal] = mapped_column(AMOUNT)
    parties: Mapped[dict[str, Any]]
    """Who bills whom, in the words of its day."""
    drafted_at: Mapped[datetime]
    drafted_by: Mapped[Address]
    number: Mapped[Code | None] = mapped_column(unique=True)
    """Of its series, without gaps, such as `INV-2026-000017`; None until it is issued."""
    issued_at: Mapped[datetime | None]
    issued_by: Mapped[Address | None]
    balanced_at: Mapped[datetime | None]
    status_reason: Mapped[Name | None]
    content_hash: Mapped[str | None] = mapped_column(String(64))
    seal: Mapped[str | None] = mapped_column(String(64))


class InvoiceLineRow(Base):
    """One charge on an invoice, copied, with who owes how much of it (FHIR Invoice.lineItem)."""

    __tablename__ = "invoice_lines"
    __table_args__ = (
        UniqueConstraint("invoice_id", "position"),
        CheckConstraint("quantity > 0 AND unit_price >= 0 AND insurer_share >= 0 AND patient_share >= 0", name="sign"),
        CheckConstraint("amount = insurer_share + patient_share", name="shares"),
    )

    id: Mapped[Key]
    invoice_id: Mapped[int] = mapped_column(BIG, ForeignKey("invoices.id"))
    position: Mapped[int] = mapped_column(SmallInteger)
    """Counted from 1."""
    charge_item_id: Mapped[int] = mapped_column(BIG, ForeignKey("charge_items.id"), index=True)
    kind: Mapped[Word]
    code: Mapped[Code | None]
    description: Mapped[Name]
    occurred_at: Mapped[datetime]
    quantity: Mapped[Decimal] = mapped_column(QUANTITY)
    unit_price: Mapped[Decimal] = mapped_column(AMOUNT)
    amount: Mapped[Decimal] = mapped_column(AMOUNT)
    insurer_share: Mapped[Decimal] = mapped_column(AMOUNT)
    patient_share: Mapped[Decimal] = mapped_column(AMOUNT)
    share_reason: Mapped[dict[str, Any]]
    """Why it is shared like this, as the insurer's side told it."""


class InvoiceShiftRow(Base):
    """So much of an insurer's part of an invoice became the patient's or the hospital's, or was the insurer's again
    (negative). Rows are added, never changed.
    """

    __tablename__ = "invoice_shifts"
    __table_args__ = (
        Index(None, "invoice_id"),
        Index(None, "patient_id", "made_at"),
        CheckConstraint("to_patient <> 0 OR written_off <> 0", name="sign"),
    )

    id: Mapped[Key]
    invoice_id: Mapped[int] = mapped_column(BIG, ForeignKey("invoices.id"))
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"))
    source: Mapped[Code]
    """The claim that was decided about, or the invoice that is cancelled."""
    to_patient: Mapped[Decimal] = mapped_column(AMOUNT)
    written_off: Mapped[Decimal] = mapped_column(AMOUNT)
    made_at: Mapped[datetime]
    made_by: Mapped[Address]


class CreditNoteRow(Base):
    """What cancels an invoice, whole: the same amounts the other way. An invoice has one at most."""

    __tablename__ = "credit_notes"
    __table_args__ = (
        Index(None, "patient_id", "issued_at"),
        CheckConstraint("total >= 0 AND total = insurer_due + patient_due", name="due"),
    )

    id: Mapped[Key]
    number: Mapped[Code] = mapped_column(unique=True)
    invoice_id: Mapped[int] = mapped_column(BIG, ForeignKey("invoices.id"), unique=True)
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"))
    currency: Mapped[Word]
    total: Mapped[Decimal] = mapped_column(AMOUNT)
    insurer_due: Mapped[Decimal] = mapped_column(AMOUNT)
    patient_due: Mapped[Decimal] = mapped_column(AMOUNT)
    reason: Mapped[Name]
    issued_at: Mapped[datetime]
    issued_by: Mapped[Address]
    content_hash: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))
