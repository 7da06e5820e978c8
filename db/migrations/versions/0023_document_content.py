"""What came from outside says what it is, once somebody has put it on a chart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if "content" not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns("documents")}:
        op.add_column("documents", sa.Column("content", sa.String(32), nullable=True))
