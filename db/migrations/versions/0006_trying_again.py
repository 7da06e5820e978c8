"""Messages whose turn failed: when it is tried again, and how it failed.

Every step looks first whether it is done: MySQL keeps what a killed upgrade had changed.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
INBOX: dict[str, Any] = {"try_at": INSTANT, "failure": sa.String(32)}


def upgrade() -> None:
    there = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("inbox")}
    for name, kind in INBOX.items():
        if name not in there:
            op.add_column("inbox", sa.Column(name, kind, nullable=True))
