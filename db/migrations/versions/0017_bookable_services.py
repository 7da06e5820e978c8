"""Services are booked as doctors are, by a row of their own; a visit may carry out an order.

Every step looks first whether it is done: MySQL keeps what a killed upgrade had changed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _column("doctors", "service_id")
    _column("appointments", "order_id")
    _index("doctors", "service_id", unique=True)
    _index("appointments", "order_id")


def _column(table: str, name: str) -> None:
    if name not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)}:
        op.add_column(table, sa.Column(name, BIG, nullable=True))


def _index(table: str, column: str, *, unique: bool = False) -> None:
    name = op.f(f"ix_{table}_{column}")
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.create_index(name, table, [column], unique=unique)
