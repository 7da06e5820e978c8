"""What became of messages: until when they are of use, why they failed, how far they came.

Every step looks first whether it is done: MySQL keeps what a killed upgrade had changed.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
OPTIONS: dict[str, Any] = {
    f"{dialect}_{option}": value
    for dialect in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}
OUTBOX: dict[str, Any] = {"use_until": INSTANT, "failure": sa.String(32), "delivery": sa.String(32)}


def upgrade() -> None:
    inspector = sa.inspect(op.get_bind())
    there = {column["name"] for column in inspector.get_columns("outbox")}
    for name, kind in OUTBOX.items():
        if name not in there:
            op.add_column("outbox", sa.Column(name, kind, nullable=True))
    index = op.f("ix_outbox_channel_external_id")
    if index not in {each["name"] for each in inspector.get_indexes("outbox")}:
        op.create_index(index, "outbox", ["channel", "external_id"])
    if not inspector.has_table("delivery_reports"):
        op.create_table(
            "delivery_reports",
            sa.Column("id", BIG, nullable=False, autoincrement=True),
            sa.Column("channel", sa.String(32), nullable=False),
            sa.Column("external_id", sa.String(191), nullable=False),
            sa.Column("delivery", sa.String(32), nullable=False),
            sa.Column("received_at", INSTANT, nullable=False),
            sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_reports")),
            sa.UniqueConstraint("channel", "external_id", name=op.f("uq_delivery_reports_channel_external_id")),
            **OPTIONS,
        )
