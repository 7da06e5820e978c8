"""What the pharmacy and the stores have where, what they give out, count, order and receive, in whole pieces."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import BIG, Address, Base, Code, Exact, Key, Name, Word


class StockPlaceRow(Base):
    """Where stock is kept (FHIR Location): the pharmacy, a ward, a store."""

    __tablename__ = "stock_places"
    __table_args__ = (CheckConstraint("kind IN ('pharmacy', 'ward', 'store')", name="kind"),)

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    kind: Mapped[Word]
    location_id: Mapped[int | None] = mapped_column(BIG)


class ProductBatchRow(Base):
    """A batch of a product, by the maker's lot number (FHIR Medication.batch). What it says never changes."""

    __tablename__ = "product_batches"
    __table_args__ = (UniqueConstraint("product_id", "lot"), Index(None, "expires_on"))

    id: Mapped[Key]
    product_id: Mapped[int] = mapped_column(BIG, ForeignKey("products.id"))
    lot: Mapped[Code]
    expires_on: Mapped[date | None]
    """The last day on which it is good; None where no such day is known."""
    created_at: Mapped[datetime]


class StockRow(Base):
    """How much of a batch is at a place now (FHIR InventoryItem): what its movements add up to."""

    __tablename__ = "stock"
    __table_args__ = (
        UniqueConstraint("place_id", "batch_id"),
        Index(None, "product_id", "place_id"),
        Index(None, "batch_id"),
        CheckConstraint("quantity >= 0", name="quantity"),
    )

    id: Mapped[Key]
    place_id: Mapped[int] = mapped_column(BIG, ForeignKey("stock_places.id"))
    batch_id: Mapped[int] = mapped_column(BIG, ForeignKey("product_batches.id"))
    product_id: Mapped[int] = mapped_column(BIG, ForeignKey("products.id"))
    quantity: Mapped[int]


class StockMovementRow(Base):
    """A line of the ledger: what came to a place (more than 0) or left it. Lines are added and never changed."""

    __tablename__ = "stock_movements"
    __table_args__ = (
        UniqueConstraint("cause", "sequence"),
        Index(None, "batch_id", "place_id", "id"),
        Index(None, "place_id"),
        Index(None, "product_id", "moved_at"),
        Index(None, "dispense_item_id"),
        CheckConstraint(
            "(kind IN ('received', 'returned') AND quantity > 0) OR (kind IN ('dispensed', 'wasted') AND quantity < 0)"
            " OR (kind IN ('moved', 'counted') AND quantity <> 0)",
            name="sign",
        ),
        CheckConstraint("balance >= 0", name="balance"),
    )

    id: Mapped[Key]
    cause: Mapped[Address]
    """What caused it, such as `dispense DS-7K3QX2 item 1`; told once, however often it is asked for."""
    sequence: Mapped[int]
    """Which of its cause's lines it is, from 1."""
    place_id: Mapped[int] = mapped_column(BIG, ForeignKey("stock_places.id"))
    batch_id: Mapped[int] = mapped_column(BIG, ForeignKey("product_batches.id"))
    product_id: Mapped[int] = mapped_column(BIG, ForeignKey("products.id"))
    kind: Mapped[Word]
    quantity: Mapped[int]
    balance: Mapped[int]
    """How much of the batch is at the place after it."""
    reason: Mapped[Name | None]
    dispense_item_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("dispense_items.id"))
    moved_at: Mapped[datetime]
    moved_by: Mapped[Address]


class DispenseRow(Base):
    """What is given on a prescription at one time (FHIR MedicationDispenses that are collected together)."""

    __tablename__ = "dispenses"
    __table_args__ = (
        Index(None, "patient_id", "prepared_at"),
        Index(None, "prescription_id"),
        Index(None, "place_id"),
        Index(None, "status", "collect_by"),
        CheckConstraint(
            "status IN ('preparation', 'in-progress', 'cancelled', 'on-hold', 'completed', 'entered-in-error',"
            " 'stopped', 'declined', 'unknown')",
            name="status",
        ),
        CheckConstraint("status <> 'completed' OR handed_over_at IS NOT NULL", name="handed_over"),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    request_key: Mapped[Address] = mapped_column(unique=True)
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"))
    prescription_id: Mapped[int] = mapped_column(BIG, ForeignKey("prescriptions.id"))
    place_id: Mapped[int] = mapped_column(BIG, ForeignKey("stock_places.id"))
    status: Mapped[Word]
    status_reason: Mapped[Name | None]
    prepared_at: Mapped[datetime]
    prepared_by: Mapped[Address]
    collect_by: Mapped[date]
    """The last day on which it is kept for the patient."""
    handed_over_at: Mapped[datetime | None]
    handed_over_by: Mapped[Address | None]


class DispenseItemRow(Base):
    """One product of a dispense, for one medicine of the prescription."""

    __tablename__ = "dispense_items"
    __table_args__ = (
        UniqueConstraint("dispense_id", "position"),
        Index(None, "prescription_item_id"),
        Index(None, "product_id"),
        CheckConstraint("quantity >= 0 AND owed >= 0 AND quantity + owed > 0", name="quantity"),
        CheckConstraint("returned >= 0 AND returned <= quantity", name="returned"),
        CheckConstraint("substituted_product_id IS NULL OR substitution_reason IS NOT NULL", name="substitution"),
    )

    id: Mapped[Key]
    dispense_id: Mapped[int] = mapped_column(BIG, ForeignKey("dispenses.id"))
    position: Mapped[int]
    """From 1; the number in what is charged for it."""
    prescription_item_id: Mapped[int] = mapped_column(BIG, ForeignKey("prescription_items.id"))
    product_id: Mapped[int] = mapped_column(BIG, ForeignKey("products.id"))
    quantity: Mapped[int]
    owed: Mapped[int]
    """What was asked for and not there (FHIR statusReason `outofstock`)."""
    returned: Mapped[int]
    """How much of it came back after it had been handed over."""
    substituted_product_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("products.id"), index=True)
    """What was prescribed, where something equal is given instead."""
    substitution_reason: Mapped[Name | None]


class StockCountRow(Base):
    """A place is counted: opened, entered by whoever counts, approved by somebody else (FHIR InventoryReport)."""

    __tablename__ = "stock_counts"
    __table_args__ = (
        Index(None, "place_id", "status"),
        CheckConstraint("status IN ('open', 'entered', 'approved', 'cancelled')", name="status"),
        CheckConstraint("status NOT IN ('entered', 'approved') OR entered_by IS NOT NULL", name="entered"),
        CheckConstraint(
            "status <> 'approved' OR (approved_by IS NOT NULL AND approved_by <> entered_by)", name="approved"
        ),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    request_key: Mapped[Address] = mapped_column(unique=True)
    place_id: Mapped[int] = mapped_column(BIG, ForeignKey("stock_places.id"))
    status: Mapped[Word]
    reason: Mapped[Name | None]
    """Of its differences, or why it was given up."""
    opened_at: Mapped[datetime]
    opened_by: Mapped[Address]
    entered_at: Mapped[datetime | None]
    entered_by: Mapped[Address | None]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[Address | None]


class StockCountLineRow(Base):
    """What a count found of one batch."""

    __tablename__ = "stock_count_lines"
    __table_args__ = (
        UniqueConstraint("count_id", "batch_id"),
        Index(None, "batch_id"),
        CheckConstraint("counted >= 0 AND expected >= 0", name="sign"),
    )

    id: Mapped[Key]
    count_id: Mapped[int] = mapped_column(BIG, ForeignKey("stock_counts.id"))
    batch_id: Mapped[int] = mapped_column(BIG, ForeignKey("product_batches.id"))
    expected: Mapped[int | None]
    """What the ledger said at the moment of entering."""
    counted: Mapped[int | None]


class PurchaseOrderRow(Base):
    """Products ordered from a supplier for a place (FHIR SupplyRequest)."""

    __tablename__ = "purchase_orders"
    __table_args__ = (
        Index(None, "status", "drafted_at"),
        Index(None, "place_id"),
        CheckConstraint("status IN ('draft', 'ordered', 'partly-received', 'received', 'cancelled')", name="status"),
        CheckConstraint("status IN ('draft', 'cancelled') OR ordered_at IS NOT NULL", name="ordered"),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    request_key: Mapped[Address] = mapped_column(unique=True)
    supplier: Mapped[Name]
    place_id: Mapped[int] = mapped_column(BIG, ForeignKey("stock_places.id"))
    status: Mapped[Word]
    status_reason: Mapped[Name | None]
    drafted_at: Mapped[datetime]
    drafted_by: Mapped[Address]
    ordered_at: Mapped[datetime | None]
    expected_on: Mapped[date | None]


class PurchaseLineRow(Base):
    """One product of a purchase order, with how much of it came."""

    __tablename__ = "purchase_lines"
    __table_args__ = (
        UniqueConstraint("order_id", "product_id"),
        Index(None, "product_id"),
        CheckConstraint("quantity > 0 AND received >= 0 AND received <= quantity", name="received"),
        CheckConstraint("unit_cost >= 0", name="cost"),
    )

    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(BIG, ForeignKey("purchase_orders.id"))
    product_id: Mapped[int] = mapped_column(BIG, ForeignKey("products.id"))
    quantity: Mapped[int]
    received: Mapped[int]
    unit_cost: Mapped[Decimal] = mapped_column(Exact())


class StockAlertRow(Base):
    """A case of something that the pharmacy must see to, with its task; open until it is over."""

    __tablename__ = "stock_alerts"
    __table_args__ = (
        Index(None, "closed_at", "kind"),
        Index(None, "product_id", "kind"),
        Index(None, "batch_id"),
        CheckConstraint("kind IN ('low_stock', 'expiring', 'expired')", name="kind"),
        CheckConstraint("(kind = 'low_stock') = (batch_id IS NULL)", name="batch"),
    )

    id: Mapped[Key]
    case_key: Mapped[Address] = mapped_column(unique=True)
    """Such as `low_stock 12 2`: the second time that product 12 ran low."""
    kind: Mapped[Word]
    product_id: Mapped[int] = mapped_column(BIG, ForeignKey("products.id"))
    batch_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("product_batches.id"))
    task: Mapped[Code]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
