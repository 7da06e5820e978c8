"""A claim keeps the codes of diagnoses that went to the insurer with it.

Every step looks first whether it is done: MySQL keeps what a killed upgrade had changed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if "diagnosis_codes" not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns("claims")}:
        op.add_column("claims", sa.Column("diagnosis_codes", sa.JSON(), nullable=True))
