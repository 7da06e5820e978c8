"""Who vouches for a guardian, and how often somebody was refused who claimed to be a patient.

Every step looks first whether it is done: MySQL keeps what a killed upgrade had changed.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0003"
down_revision = "0002"
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
    extend_dependants()
    create_refused_claims()


def extend_dependants() -> None:
    inspector = sa.inspect(op.get_bind())
    if "is_vouched" not in {column["name"] for column in inspector.get_columns("dependants")}:
        op.add_column("dependants", sa.Column("is_vouched", sa.Boolean(), nullable=True))
    # until now the child's own row told it
    op.execute(
        "UPDATE dependants SET is_vouched = (SELECT patients.is_contact_verified FROM patients"
        " WHERE patients.id = dependants.patient_id) WHERE is_vouched IS NULL"
    )
    with op.batch_alter_table("dependants") as batch:
        batch.alter_column("is_vouched", existing_type=sa.Boolean(), nullable=False)


def create_refused_claims() -> None:
    inspector = sa.inspect(op.get_bind())
    if not inspector.has_table("refused_claims"):
        op.create_table(
            "refused_claims",
            sa.Column("id", BIG, autoincrement=True, nullable=False),
            sa.Column("digest", sa.String(64), nullable=False),
            sa.Column("refused_at", INSTANT, nullable=False),
            sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_claims")),
            **OPTIONS,
        )
    # MySQL makes a table and its indexes in statements of their own
    there = {index["name"] for index in sa.inspect(op.get_bind()).get_indexes("refused_claims")}
    for columns in (["digest", "refused_at"], ["refused_at"]):
        name = op.f(f"ix_refused_claims_{'_'.join(columns)}")
        if name not in there:
            op.create_index(name, "refused_claims", columns)
