"""Requests by what they asked for, slips and transfers that count once, and what of an insurer's part others bear.

Every step looks first whether it is done: MySQL keeps what a killed upgrade had changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0016"
down_revision = "0015"
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
    _table("requests", _requests)
    _table("invoice_shifts", _invoice_shifts)
    _index("invoice_shifts", "invoice_id")
    _index("invoice_shifts", "patient_id", "made_at")
    # what was noted before has none: nobody knows any more on which day the bank told of it
    if "slip_hash" not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns("payments")}:
        op.add_column("payments", sa.Column("slip_hash", sa.String(64), nullable=True))
    _index("payments", "slip_hash", unique=True)


def _requests() -> None:
    op.create_table(
        "requests",
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("request_key", sa.String(191), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("act", "request_key", name=op.f("pk_requests")),
        **OPTIONS,
    )


def _invoice_shifts() -> None:
    op.create_table(
        "invoice_shifts",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("invoice_id", BIG, nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("to_patient", EXACT, nullable=False),
        sa.Column("written_off", EXACT, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by", sa.String(191), nullable=False),
        sa.CheckConstraint("to_patient <> 0 OR written_off <> 0", name=op.f("ck_invoice_shifts_sign")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_invoice_shifts_invoice_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_invoice_shifts_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_shifts")),
        **OPTIONS,
    )


def _table(name: str, create: Callable[[], None]) -> None:
    if not sa.inspect(op.get_bind()).has_table(name):
        create()


def _index(table: str, *columns: str, unique: bool = False) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.create_index(name, table, list(columns), unique=unique)
