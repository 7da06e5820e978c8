"""What doctors prescribe, and what patients ask to have again.

Every step looks first whether it is done: MySQL keeps what a killed upgrade had changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0011"
down_revision = "0010"
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
    _table("prescriptions", _prescriptions)
    _table("prescription_items", _prescription_items)
    _table("refill_requests", _refill_requests)
    _index("prescriptions", "encounter_id")
    _index("prescriptions", "patient_id", "status", "written_at")
    _index("prescriptions", "prescriber_id", "status")
    _index("prescription_items", "prescription_id")
    _index("prescription_items", "product_id")
    _index("refill_requests", "item_id")
    _index("refill_requests", "patient_id", "status")
    _index("refill_requests", "prescriber_id", "status")


def _prescriptions() -> None:
    op.create_table(
        "prescriptions",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("request_key", sa.String(191), nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("encounter_id", BIG, nullable=True),
        sa.Column("prescriber_id", BIG, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("status_reason", sa.String(200), nullable=True),
        sa.Column("note", sa.String(1000), nullable=True),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("signed_at", INSTANT, nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("allergies", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=True),
        sa.Column("seal", sa.String(64), nullable=True),
        sa.CheckConstraint(
            "status IN ('draft', 'cancelled', 'entered-in-error') OR (signed_at IS NOT NULL AND seal IS NOT NULL)",
            name=op.f("ck_prescriptions_signed"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'active', 'on-hold', 'stopped', 'completed', 'cancelled', 'entered-in-error')",
            name=op.f("ck_prescriptions_status"),
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_prescriptions_patient_id")),
        sa.ForeignKeyConstraint(["encounter_id"], ["encounters.id"], name=op.f("fk_prescriptions_encounter_id")),
        sa.ForeignKeyConstraint(["prescriber_id"], ["doctors.id"], name=op.f("fk_prescriptions_prescriber_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prescriptions")),
        sa.UniqueConstraint("reference", name=op.f("uq_prescriptions_reference")),
        sa.UniqueConstraint("request_key", name=op.f("uq_prescriptions_request_key")),
        **OPTIONS,
    )


def _prescription_items() -> None:
    op.create_table(
        "prescription_items",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("prescription_id", BIG, nullable=False),
        sa.Column("product_id", BIG, nullable=True),
        sa.Column("medication", sa.String(200), nullable=False),
        sa.Column("form", sa.String(32), nullable=False),
        sa.Column("is_controlled", sa.Boolean(), nullable=False),
        sa.Column("dose", EXACT, nullable=False),
        sa.Column("dose_unit", sa.String(32), nullable=False),
        sa.Column("route", sa.String(32), nullable=False),
        sa.Column("times_a_day", EXACT, nullable=False),
        sa.Column("as_needed", sa.Boolean(), nullable=False),
        sa.Column("days", sa.SmallInteger(), nullable=False),
        sa.Column("pack", EXACT, nullable=True),
        sa.Column("instructions", sa.String(500), nullable=True),
        sa.Column("quantity", EXACT, nullable=False),
        sa.Column("quantity_unit", sa.String(32), nullable=False),
        sa.Column("repeats", sa.SmallInteger(), nullable=False),
        sa.Column("may_substitute", sa.Boolean(), nullable=False),
        sa.Column("fills", sa.SmallInteger(), nullable=False),
        sa.Column("dispensed", EXACT, nullable=False),
        sa.CheckConstraint("dispensed <= quantity * fills", name=op.f("ck_prescription_items_dispensed")),
        sa.CheckConstraint("fills >= 1 AND fills <= repeats + 1", name=op.f("ck_prescription_items_fills")),
        sa.CheckConstraint("quantity > 0 AND dispensed >= 0 AND repeats >= 0", name=op.f("ck_prescription_items_sign")),
        sa.ForeignKeyConstraint(
            ["prescription_id"], ["prescriptions.id"], name=op.f("fk_prescription_items_prescription_id")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_prescription_items_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prescription_items")),
        **OPTIONS,
    )


def _refill_requests() -> None:
    op.create_table(
        "refill_requests",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("request_key", sa.String(191), nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("item_id", BIG, nullable=False),
        sa.Column("prescriber_id", BIG, nullable=False),
        sa.Column("conversation_id", BIG, nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by", sa.String(191), nullable=True),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.Column("prescription_id", BIG, nullable=True),
        sa.Column("task", sa.String(64), nullable=True),
        sa.CheckConstraint(
            "status IN ('requested', 'approved', 'refused', 'cancelled')", name=op.f("ck_refill_requests_status")
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_refill_requests_patient_id")),
        sa.ForeignKeyConstraint(["item_id"], ["prescription_items.id"], name=op.f("fk_refill_requests_item_id")),
        sa.ForeignKeyConstraint(["prescriber_id"], ["doctors.id"], name=op.f("fk_refill_requests_prescriber_id")),
        sa.ForeignKeyConstraint(
            ["prescription_id"], ["prescriptions.id"], name=op.f("fk_refill_requests_prescription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refill_requests")),
        sa.UniqueConstraint("reference", name=op.f("uq_refill_requests_reference")),
        sa.UniqueConstraint("request_key", name=op.f("uq_refill_requests_request_key")),
        **OPTIONS,
    )


def _table(name: str, create: Callable[[], None]) -> None:
    if not sa.inspect(op.get_bind()).has_table(name):
        create()


def _index(table: str, *columns: str, unique: bool = False) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.create_index(name, table, list(columns), unique=unique)
