"""What was paid, given back, and counted at the desk. Amounts are exact decimals in the hospital's currency."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import BIG, Address, Base, Code, Exact, Key, Name, Word


class TillRow(Base):
    """The money of a desk, from when it is opened with a float until it is counted."""

    __tablename__ = "tills"
    __table_args__ = (
        Index(None, "opened_at"),
        CheckConstraint("status IN ('open', 'closed')", name="status"),
        CheckConstraint("(status = 'open') = (open_desk IS NOT NULL)", name="open"),
        CheckConstraint("status = 'open' OR (counted IS NOT NULL AND closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("float_amount >= 0 AND cash_in >= 0 AND cash_out >= 0", name="sign"),
        CheckConstraint("cash_out <= float_amount + cash_in", name="cash"),
        CheckConstraint(
            "counted IS NULL OR difference = counted - (float_amount + cash_in - cash_out)", name="counted"
        ),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    request_key: Mapped[Address] = mapped_column(unique=True)
    desk: Mapped[Code]
    open_desk: Mapped[Code | None] = mapped_column(unique=True)
    """The desk while it is open: there is one open till at each."""
    status: Mapped[Word]
    currency: Mapped[Word]
    float_amount: Mapped[Decimal] = mapped_column(Exact())
    cash_in: Mapped[Decimal] = mapped_column(Exact())
    cash_out: Mapped[Decimal] = mapped_column(Exact())
    card_in: Mapped[Decimal] = mapped_column(Exact())
    opened_at: Mapped[datetime]
    opened_by: Mapped[Address]
    counted: Mapped[Decimal | None] = mapped_column(Exact())
    difference: Mapped[Decimal | None] = mapped_column(Exact())
    """What was counted less what should be there; negative where money is missing."""
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[Address | None]
    note: Mapped[Name | None]


class PaymentLinkRow(Base):
    """A page of a payment provider where a patient pays what is owed on one invoice, once, until it expires."""

    __tablename__ = "payment_links"
    __table_args__ = (
        UniqueConstraint("provider", "external_id"),
        Index(None, "status", "expires_at"),
        CheckConstraint("status IN ('requested', 'open', 'paid', 'ending', 'expired')", name="status"),
        CheckConstraint("status IN ('requested', 'open') OR open_invoice_id IS NULL", name="open"),
        CheckConstraint("amount > 0", name="sign"),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    invoice_id: Mapped[int] = mapped_column(BIG, ForeignKey("invoices.id"), index=True)
    open_invoice_id: Mapped[int | None] = mapped_column(BIG, unique=True)
    """The invoice while it can be paid by this link: there is one such link at most."""
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"), index=True)
    status: Mapped[Word]
    provider: Mapped[Code]
    external_id: Mapped[Address | None]
    url: Mapped[str | None] = mapped_column(String(1000))
    amount: Mapped[Decimal] = mapped_column(Exact())
    currency: Mapped[Word]
    requested_at: Mapped[datetime]
    requested_by: Mapped[Address]
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class PaymentRow(Base):
    """Money that came in (FHIR PaymentReconciliation). What is neither on an invoice nor given back is a credit."""

    __tablename__ = "payments"
    __table_args__ = (
        UniqueConstraint("provider", "external_id"),
        Index(None, "patient_id", "received_at"),
        Index(None, "slip_hash", unique=True),
        CheckConstraint("payer IN ('patient', 'insurer')", name="payer"),
        CheckConstraint("method IN ('cash', 'card', 'link', 'transfer')", name="method"),
        CheckConstraint("amount > 0 AND applied >= 0 AND refunded >= 0", name="sign"),
        CheckConstraint("applied + refunded <= amount", name="spent"),
        CheckConstraint("method <> 'cash' OR (till_id IS NOT NULL AND tendered >= amount)", name="cash"),
        CheckConstraint("method <> 'card' OR (till_id IS NOT NULL AND card_reference IS NOT NULL)", name="card"),
        CheckConstraint("method <> 'link' OR (link_id IS NOT NULL AND external_id IS NOT NULL)", name="link"),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    request_key: Mapped[Address] = mapped_column(unique=True)
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"))
    payer: Mapped[Word]
    method: Mapped[Word]
    amount: Mapped[Decimal] = mapped_column(Exact())
    currency: Mapped[Word]
    applied: Mapped[Decimal] = mapped_column(Exact())
    """So much of it is on invoices."""
    refunded: Mapped[Decimal] = mapped_column(Exact())
    """So much of it was given back, or is about to be."""
    invoice_id: Mapped[int] = mapped_column(BIG, ForeignKey("invoices.id"), index=True)
    """What it was paid for, whatever became of it."""
    till_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("tills.id"), index=True)
    tendered: Mapped[Decimal | None] = mapped_column(Exact())
    card_reference: Mapped[Address | None]
    link_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("payment_links.id"), index=True)
    provider: Mapped[Code | None]
    external_id: Mapped[Address | None]
    """The provider's name of the payment; of a transfer, the bank's."""
    received_at: Mapped[datetime]
    received_by: Mapped[Address]
    slip_hash: Mapped[str | None] = mapped_column(String(64))
    """Of a card's slip or a bank's transfer, with its day: it is noted once."""


class PaymentAllocationRow(Base):
    """So much of a payment was put on an invoice, or taken off it again (negative). Rows are added, never changed."""

    __tablename__ = "payment_allocations"
    __table_args__ = (
        Index(None, "payment_id", "invoice_id"),
        CheckConstraint("amount <> 0", name="sign"),
    )

    id: Mapped[Key]
    payment_id: Mapped[int] = mapped_column(BIG, ForeignKey("payments.id"))
    invoice_id: Mapped[int] = mapped_column(BIG, ForeignKey("invoices.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Exact())
    made_at: Mapped[datetime]
    made_by: Mapped[Address]


class RefundRow(Base):
    """Money that goes back the way it came, of what no invoice needs."""

    __tablename__ = "refunds"
    __table_args__ = (
        Index(None, "patient_id", "requested_at"),
        CheckConstraint("status IN ('requested', 'approved', 'completed', 'refused', 'failed')", name="status"),
        CheckConstraint("amount > 0", name="sign"),
        CheckConstraint("approved_by IS NULL OR needs_second = 0 OR approved_by <> requested_by", name="second"),
        CheckConstraint("status NOT IN ('approved', 'completed') OR approved_by IS NOT NULL", name="approved"),
        CheckConstraint("status <> 'completed' OR completed_at IS NOT NULL", name="completed"),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    request_key: Mapped[Address] = mapped_column(unique=True)
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"))
    payment_id: Mapped[int] = mapped_column(BIG, ForeignKey("payments.id"), index=True)
    status: Mapped[Word]
    amount: Mapped[Decimal] = mapped_column(Exact())
    currency: Mapped[Word]
    reason: Mapped[Name]
    needs_second: Mapped[bool]
    requested_at: Mapped[datetime]
    requested_by: Mapped[Address]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[Address | None]
    status_reason: Mapped[Name | None]
    till_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("tills.id"))
    proof: Mapped[Address | None]
    """The card machine's or the provider's name of it."""
    completed_at: Mapped[datetime | None]
    completed_by: Mapped[Address | None]
    task: Mapped[Code | None]
