"""What channels call the parts of a message, and whom they asked to leave alone.

Every step looks first whether it is done: MySQL keeps what a killed upgrade had changed.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
OPTIONS: dict[str, Any] = {
    f"{dialect}_{option}": value
    for dialect in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}


def upgrade() -> None:
    there = sa.inspect(op.get_bind())
    if not there.has_table("outbox_parts"):
        op.create_table(
            "outbox_parts",
            sa.Column("id", BIG, nullable=False, autoincrement=True),
            sa.Column("channel", sa.String(32), nullable=False),
            sa.Column("external_id", sa.String(191), nullable=False),
            sa.Column("outbox_id", BIG, nullable=False),
            sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_parts")),
            sa.UniqueConstraint("channel", "external_id", name=op.f("uq_outbox_parts_channel_external_id")),
            **OPTIONS,
        )
    name = op.f("ix_outbox_parts_outbox_id")
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes("outbox_parts")}:
        op.create_index(name, "outbox_parts", ["outbox_id"])
    if not there.has_table("rests"):
        op.create_table(
            "rests",
            sa.Column("channel", sa.String(32), nullable=False),
            sa.Column("address", sa.String(191), nullable=False),
            sa.Column("until", INSTANT, nullable=False),
            sa.PrimaryKeyConstraint("channel", "address", name=op.f("pk_rests")),
            **OPTIONS,
        )
