"""What became of messages: until when they are of use, why they failed, how far they came. One thread over channels.

Every step looks first whether it is done: MySQL keeps what a killed upgrade had changed.
"""

from __future__ import annotations

from collections.abc import Mapping
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
OUTBOX: dict[str, Any] = {
    "use_until": INSTANT,
    "failure": sa.String(32),
    "failed_tries": sa.SmallInteger(),
    "delivery": sa.String(32),
    "patient_id": BIG,
    "instead_of": BIG,
}


def upgrade() -> None:
    _columns("outbox", OUTBOX)
    _columns("conversations", {"phone": sa.String(32)})
    _index("outbox", "channel", "external_id")
    _index("outbox", "instead_of")
    _index("conversations", "phone", "updated_at")
    there = sa.inspect(op.get_bind())
    if not there.has_table("delivery_reports"):
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
    if not there.has_table("taken_up"):
        op.create_table(
            "taken_up",
            sa.Column("conversation_id", BIG, nullable=False, autoincrement=False),
            sa.Column("errand", sa.Integer(), nullable=False, autoincrement=False),
            sa.Column("by_conversation_id", BIG, nullable=False),
            sa.Column("taken_at", INSTANT, nullable=False),
            sa.PrimaryKeyConstraint("conversation_id", "errand", name=op.f("pk_taken_up")),
            **OPTIONS,
        )
    if not there.has_table("accounts"):
        op.create_table(
            "accounts",
            sa.Column("id", BIG, nullable=False, autoincrement=True),
            sa.Column("channel", sa.String(32), nullable=False),
            sa.Column("account", sa.String(191), nullable=False),
            sa.Column("phone", sa.String(32), nullable=False),
            sa.Column("patient_id", BIG, nullable=False),
            sa.Column("linked_at", INSTANT, nullable=False),
            sa.Column("last_used_at", INSTANT, nullable=False),
            sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_accounts_patient_id")),
            sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
            sa.UniqueConstraint("channel", "account", name=op.f("uq_accounts_channel_account")),
            **OPTIONS,
        )
    _index("accounts", "patient_id")


def _columns(table: str, columns: Mapping[str, Any]) -> None:
    there = {column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)}
    for name, kind in columns.items():
        if name not in there:
            op.add_column(table, sa.Column(name, kind, nullable=True))


def _index(table: str, *columns: str) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.create_index(name, table, list(columns))
