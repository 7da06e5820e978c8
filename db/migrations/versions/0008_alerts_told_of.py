"""When the desk was told of an alert that reached nobody stands in a column of its own: the alert goes on.

Every step looks first whether it is done: MySQL keeps what a killed upgrade had changed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")


def upgrade() -> None:
    if "told_at" not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns("outbox")}:
        op.add_column("outbox", sa.Column("told_at", INSTANT, nullable=True))
    outbox = sa.table("outbox", *map(sa.column, ("kind", "status", "told_at", "answered_at")))
    # it stood where others tell that they are answered; what was taken back keeps it
    mistaken = (outbox.c.kind == "alert") & (outbox.c.status != "withdrawn") & outbox.c.answered_at.is_not(None)
    op.execute(outbox.update().where(mistaken).values(told_at=outbox.c.answered_at))
    op.execute(outbox.update().where(mistaken).values(answered_at=None))
