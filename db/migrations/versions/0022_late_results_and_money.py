"""By when results are to come, and what was charged and billed by its date, so that what is late is found.

Every step looks first whether it is done: MySQL keeps what a killed upgrade had changed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")


def upgrade() -> None:
    _column("orders", "report_due_at")
    _column("reports", "final_due_at")
    _index("orders", "report_due_at")
    _index("reports", "final_due_at")
    _index("charge_items", "status", "occurred_at")
    _index("invoices", "status", "issued_at")


def _column(table: str, name: str) -> None:
    if name not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)}:
        op.add_column(table, sa.Column(name, INSTANT, nullable=True))


def _index(table: str, *columns: str) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.create_index(name, table, list(columns))
