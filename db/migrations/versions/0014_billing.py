"""Invoices, credit notes, payments with their tills and links, and refunds.

Every step looks first whether it is done: MySQL keeps what a killed upgrade had changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
EXACT = sa.Numeric(14, 3).with_variant(sa.BigInteger(), "sqlite")
OPTIONS: dict[str, Any] = {
    f"{dialect}_{option}": value
    for dialect in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}


def upgrade() -> None:
    _table("invoice_series", _invoice_series)
    _table("invoices", _invoices)
    _table("invoice_lines", _invoice_lines)
    _table("credit_notes", _credit_notes)
    _table("tills", _tills)
    _table("payment_links", _payment_links)
    _table("payments", _payments)
    _table("payment_allocations", _payment_allocations)
    _table("refunds", _refunds)
    _index("invoices", "patient_id", "status", "issued_at")
    _index("invoice_lines", "charge_item_id")
    _index("credit_notes", "patient_id", "issued_at")
    _index("tills", "opened_at")
    _index("payment_links", "invoice_id")
    _index("payment_links", "patient_id")
    _index("payment_links", "status", "expires_at")
    _index("payments", "invoice_id")
    _index("payments", "link_id")
    _index("payments", "patient_id", "received_at")
    _index("payments", "till_id")
    _index("payment_allocations", "invoice_id")
    _index("payment_allocations", "payment_id", "invoice_id")
    _index("refunds", "patient_id", "requested_at")
    _index("refunds", "payment_id")


def _invoice_series() -> None:
    op.create_table(
        "invoice_series",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("last_number", BIG, nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_invoice_series")),
        **OPTIONS,
    )


def _invoices() -> None:
    op.create_table(
        "invoices",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("request_key", sa.String(191), nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("currency", sa.String(32), nullable=False),
        sa.Column("total", EXACT, nullable=False),
        sa.Column("insurer_due", EXACT, nullable=False),
        sa.Column("patient_due", EXACT, nullable=False),
        sa.Column("patient_paid", EXACT, nullable=False),
        sa.Column("insurer_paid", EXACT, nullable=False),
        sa.Column("parties", sa.JSON(), nullable=False),
        sa.Column("drafted_at", INSTANT, nullable=False),
        sa.Column("drafted_by", sa.String(191), nullable=False),
        sa.Column("number", sa.String(64), nullable=True),
        sa.Column("issued_at", INSTANT, nullable=True),
        sa.Column("issued_by", sa.String(191), nullable=True),
        sa.Column("balanced_at", INSTANT, nullable=True),
        sa.Column("status_reason", sa.String(200), nullable=True),
        sa.Column("content_hash", sa.String(64), nullable=True),
        sa.Column("seal", sa.String(64), nullable=True),
        sa.CheckConstraint(
            "status <> 'balanced' OR (patient_paid = patient_due AND insurer_paid = insurer_due)",
            name=op.f("ck_invoices_balanced"),
        ),
        sa.CheckConstraint(
            "total >= 0 AND insurer_due >= 0 AND patient_due >= 0 AND total = insurer_due + patient_due",
            name=op.f("ck_invoices_due"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('draft', 'cancelled', 'entered-in-error') OR (patient_paid = 0 AND insurer_paid = 0)",
            name=op.f("ck_invoices_free"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'entered-in-error') OR (number IS NOT NULL AND issued_at IS NOT NULL"
            " AND content_hash IS NOT NULL AND seal IS NOT NULL)",
            name=op.f("ck_invoices_issued"),
        ),
        sa.CheckConstraint("status <> 'issued' OR patient_paid + insurer_paid < total", name=op.f("ck_invoices_owed")),
        sa.CheckConstraint(
            "patient_paid >= 0 AND patient_paid <= patient_due AND insurer_paid >= 0 AND insurer_paid <= insurer_due",
            name=op.f("ck_invoices_paid"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'issued', 'balanced', 'cancelled', 'entered-in-error')",
            name=op.f("ck_invoices_status"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('draft', 'entered-in-error') OR number IS NULL", name=op.f("ck_invoices_unnumbered")
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_invoices_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoices")),
        sa.UniqueConstraint("number", name=op.f("uq_invoices_number")),
        sa.UniqueConstraint("reference", name=op.f("uq_invoices_reference")),
        sa.UniqueConstraint("request_key", name=op.f("uq_invoices_request_key")),
        **OPTIONS,
    )


def _invoice_lines() -> None:
    op.create_table(
        "invoice_lines",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("invoice_id", BIG, nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("charge_item_id", BIG, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("code", sa.String(64), nullable=True),
        sa.Column("description", sa.String(200), nullable=False),
        sa.Column("occurred_at", INSTANT, nullable=False),
        sa.Column("quantity", EXACT, nullable=False),
        sa.Column("unit_price", EXACT, nullable=False),
        sa.Column("amount", EXACT, nullable=False),
        sa.Column("insurer_share", EXACT, nullable=False),
        sa.Column("patient_share", EXACT, nullable=False),
        sa.Column("share_reason", sa.JSON(), nullable=False),
        sa.CheckConstraint("amount = insurer_share + patient_share", name=op.f("ck_invoice_lines_shares")),
        sa.CheckConstraint(
            "quantity > 0 AND unit_price >= 0 AND insurer_share >= 0 AND patient_share >= 0",
            name=op.f("ck_invoice_lines_sign"),
        ),
        sa.ForeignKeyConstraint(["charge_item_id"], ["charge_items.id"], name=op.f("fk_invoice_lines_charge_item_id")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_invoice_lines_invoice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_lines")),
        sa.UniqueConstraint("invoice_id", "position", name=op.f("uq_invoice_lines_invoice_id_position")),
        **OPTIONS,
    )


def _credit_notes() -> None:
    op.create_table(
        "credit_notes",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("invoice_id", BIG, nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("currency", sa.String(32), nullable=False),
        sa.Column("total", EXACT, nullable=False),
        sa.Column("insurer_due", EXACT, nullable=False),
        sa.Column("patient_due", EXACT, nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("issued_by", sa.String(191), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.CheckConstraint("total >= 0 AND total = insurer_due + patient_due", name=op.f("ck_credit_notes_due")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_credit_notes_invoice_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_credit_notes_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_notes")),
        sa.UniqueConstraint("invoice_id", name=op.f("uq_credit_notes_invoice_id")),
        sa.UniqueConstraint("number", name=op.f("uq_credit_notes_number")),
        **OPTIONS,
    )


def _tills() -> None:
    op.create_table(
        "tills",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("request_key", sa.String(191), nullable=False),
        sa.Column("desk", sa.String(64), nullable=False),
        sa.Column("open_desk", sa.String(64), nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("currency", sa.String(32), nullable=False),
        sa.Column("float_amount", EXACT, nullable=False),
        sa.Column("cash_in", EXACT, nullable=False),
        sa.Column("cash_out", EXACT, nullable=False),
        sa.Column("card_in", EXACT, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("opened_by", sa.String(191), nullable=False),
        sa.Column("counted", EXACT, nullable=True),
        sa.Column("difference", EXACT, nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("closed_by", sa.String(191), nullable=True),
        sa.Column("note", sa.String(200), nullable=True),
        sa.CheckConstraint("cash_out <= float_amount + cash_in", name=op.f("ck_tills_cash")),
        sa.CheckConstraint(
            "status = 'open' OR (counted IS NOT NULL AND closed_at IS NOT NULL)", name=op.f("ck_tills_closed")
        ),
        sa.CheckConstraint(
            "counted IS NULL OR difference = counted - (float_amount + cash_in - cash_out)",
            name=op.f("ck_tills_counted"),
        ),
        sa.CheckConstraint("(status = 'open') = (open_desk IS NOT NULL)", name=op.f("ck_tills_open")),
        sa.CheckConstraint("float_amount >= 0 AND cash_in >= 0 AND cash_out >= 0", name=op.f("ck_tills_sign")),
        sa.CheckConstraint("status IN ('open', 'closed')", name=op.f("ck_tills_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tills")),
        sa.UniqueConstraint("open_desk", name=op.f("uq_tills_open_desk")),
        sa.UniqueConstraint("reference", name=op.f("uq_tills_reference")),
        sa.UniqueConstraint("request_key", name=op.f("uq_tills_request_key")),
        **OPTIONS,
    )


def _payment_links() -> None:
    op.create_table(
        "payment_links",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("invoice_id", BIG, nullable=False),
        sa.Column("open_invoice_id", BIG, nullable=True),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("provider", sa.String(64), nullable=False),
        sa.Column("external_id", sa.String(191), nullable=True),
        sa.Column("url", sa.String(1000), nullable=True),
        sa.Column("amount", EXACT, nullable=False),
        sa.Column("currency", sa.String(32), nullable=False),
        sa.Column("requested_at", INSTANT, nullable=False),
        sa.Column("requested_by", sa.String(191), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "status IN ('requested', 'open') OR open_invoice_id IS NULL", name=op.f("ck_payment_links_open")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_links_sign")),
        sa.CheckConstraint(
            "status IN ('requested', 'open', 'paid', 'ending', 'expired')", name=op.f("ck_payment_links_status")
        ),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_payment_links_invoice_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_payment_links_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_links")),
        sa.UniqueConstraint("open_invoice_id", name=op.f("uq_payment_links_open_invoice_id")),
        sa.UniqueConstraint("provider", "external_id", name=op.f("uq_payment_links_provider_external_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_payment_links_reference")),
        **OPTIONS,
    )


def _payments() -> None:
    op.create_table(
        "payments",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("request_key", sa.String(191), nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("payer", sa.String(32), nullable=False),
        sa.Column("method", sa.String(32), nullable=False),
        sa.Column("amount", EXACT, nullable=False),
        sa.Column("currency", sa.String(32), nullable=False),
        sa.Column("applied", EXACT, nullable=False),
        sa.Column("refunded", EXACT, nullable=False),
        sa.Column("invoice_id", BIG, nullable=False),
        sa.Column("till_id", BIG, nullable=True),
        sa.Column("tendered", EXACT, nullable=True),
        sa.Column("card_reference", sa.String(191), nullable=True),
        sa.Column("link_id", BIG, nullable=True),
        sa.Column("provider", sa.String(64), nullable=True),
        sa.Column("external_id", sa.String(191), nullable=True),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("received_by", sa.String(191), nullable=False),
        sa.CheckConstraint(
            "method <> 'card' OR (till_id IS NOT NULL AND card_reference IS NOT NULL)", name=op.f("ck_payments_card")
        ),
        sa.CheckConstraint(
            "method <> 'cash' OR (till_id IS NOT NULL AND tendered >= amount)", name=op.f("ck_payments_cash")
        ),
        sa.CheckConstraint(
            "method <> 'link' OR (link_id IS NOT NULL AND external_id IS NOT NULL)", name=op.f("ck_payments_link")
        ),
        sa.CheckConstraint("method IN ('cash', 'card', 'link', 'transfer')", name=op.f("ck_payments_method")),
        sa.CheckConstraint("payer IN ('patient', 'insurer')", name=op.f("ck_payments_payer")),
        sa.CheckConstraint("amount > 0 AND applied >= 0 AND refunded >= 0", name=op.f("ck_payments_sign")),
        sa.CheckConstraint("applied + refunded <= amount", name=op.f("ck_payments_spent")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_payments_invoice_id")),
        sa.ForeignKeyConstraint(["link_id"], ["payment_links.id"], name=op.f("fk_payments_link_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_payments_patient_id")),
        sa.ForeignKeyConstraint(["till_id"], ["tills.id"], name=op.f("fk_payments_till_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("provider", "external_id", name=op.f("uq_payments_provider_external_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_payments_reference")),
        sa.UniqueConstraint("request_key", name=op.f("uq_payments_request_key")),
        **OPTIONS,
    )


def _payment_allocations() -> None:
    op.create_table(
        "payment_allocations",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("payment_id", BIG, nullable=False),
        sa.Column("invoice_id", BIG, nullable=False),
        sa.Column("amount", EXACT, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by", sa.String(191), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_payment_allocations_sign")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_payment_allocations_invoice_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_payment_allocations_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_allocations")),
        **OPTIONS,
    )


def _refunds() -> None:
    op.create_table(
        "refunds",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("request_key", sa.String(191), nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("payment_id", BIG, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("amount", EXACT, nullable=False),
        sa.Column("currency", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("needs_second", sa.Boolean(), nullable=False),
        sa.Column("requested_at", INSTANT, nullable=False),
        sa.Column("requested_by", sa.String(191), nullable=False),
        sa.Column("approved_at", INSTANT, nullable=True),
        sa.Column("approved_by", sa.String(191), nullable=True),
        sa.Column("status_reason", sa.String(200), nullable=True),
        sa.Column("till_id", BIG, nullable=True),
        sa.Column("proof", sa.String(191), nullable=True),
        sa.Column("completed_at", INSTANT, nullable=True),
        sa.Column("completed_by", sa.String(191), nullable=True),
        sa.Column("task", sa.String(64), nullable=True),
        sa.CheckConstraint(
            "status NOT IN ('approved', 'completed') OR approved_by IS NOT NULL", name=op.f("ck_refunds_approved")
        ),
        sa.CheckConstraint("status <> 'completed' OR completed_at IS NOT NULL", name=op.f("ck_refunds_completed")),
        sa.CheckConstraint(
            "approved_by IS NULL OR needs_second = 0 OR approved_by <> requested_by", name=op.f("ck_refunds_second")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_refunds_sign")),
        sa.CheckConstraint(
            "status IN ('requested', 'approved', 'completed', 'refused', 'failed')", name=op.f("ck_refunds_status")
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_refunds_patient_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_refunds_payment_id")),
        sa.ForeignKeyConstraint(["till_id"], ["tills.id"], name=op.f("fk_refunds_till_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("reference", name=op.f("uq_refunds_reference")),
        sa.UniqueConstraint("request_key", name=op.f("uq_refunds_request_key")),
        **OPTIONS,
    )


def _table(name: str, create: Callable[[], None]) -> None:
    if not sa.inspect(op.get_bind()).has_table(name):
        create()


def _index(table: str, *columns: str, unique: bool = False) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.create_index(name, table, list(columns), unique=unique)
