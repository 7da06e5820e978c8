"""What patients must not be given, each thing with its history.

Every step looks first whether it is done: MySQL keeps what a killed upgrade had changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
OPTIONS: dict[str, Any] = {
    f"{dialect}_{option}": value
    for dialect in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}
LONGEST = 200
"""Of a substance's name; what is longer stands whole in the words beside it."""


def upgrade() -> None:
    _table("allergies", _allergies)
    _table("allergy_history", _allergy_history)
    _index("allergies", "patient_id", "clinical_status")
    _allergies_on_file()
    _begin_histories()


def _allergies() -> None:
    op.create_table(
        "allergies",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("request_key", sa.String(191), nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("substance", sa.String(200), nullable=True),
        sa.Column("clinical_status", sa.String(32), nullable=False),
        sa.Column("verification_status", sa.String(32), nullable=False),
        sa.Column("criticality", sa.String(32), nullable=True),
        sa.Column("reaction", sa.String(1000), nullable=True),
        sa.Column("origin", sa.String(32), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.String(191), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint(
            "clinical_status IN ('active', 'inactive', 'resolved')", name=op.f("ck_allergies_clinical_status")
        ),
        sa.CheckConstraint("criticality IN ('low', 'high', 'unable-to-assess')", name=op.f("ck_allergies_criticality")),
        sa.CheckConstraint("origin IN ('people', 'file')", name=op.f("ck_allergies_origin")),
        sa.CheckConstraint(
            "verification_status IN ('unconfirmed', 'presumed', 'confirmed', 'refuted', 'entered-in-error')",
            name=op.f("ck_allergies_verification_status"),
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_allergies_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allergies")),
        sa.UniqueConstraint("reference", name=op.f("uq_allergies_reference")),
        sa.UniqueConstraint("request_key", name=op.f("uq_allergies_request_key")),
        **OPTIONS,
    )


def _allergy_history() -> None:
    op.create_table(
        "allergy_history",
        sa.Column("allergy_id", BIG, nullable=False, autoincrement=False),
        sa.Column("version", sa.SmallInteger(), nullable=False, autoincrement=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("changed_by", sa.String(191), nullable=False),
        sa.Column("substance", sa.String(200), nullable=True),
        sa.Column("clinical_status", sa.String(32), nullable=False),
        sa.Column("verification_status", sa.String(32), nullable=False),
        sa.Column("criticality", sa.String(32), nullable=True),
        sa.Column("reaction", sa.String(1000), nullable=True),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(["allergy_id"], ["allergies.id"], name=op.f("fk_allergy_history_allergy_id")),
        sa.PrimaryKeyConstraint("allergy_id", "version", name=op.f("pk_allergy_history")),
        **OPTIONS,
    )


def _allergies_on_file() -> None:
    """What stood in the hospital file becomes the record, each once. An empty list said nothing: nobody was asked."""
    bind = op.get_bind()
    have = set(bind.execute(sa.text("SELECT request_key FROM allergies")).scalars())
    found = bind.execute(sa.text("SELECT id, allergies FROM patients ORDER BY id")).all()
    rows = [row for each in found for row in _of_patient(each.id, each.allergies)]
    new = [row for row in rows if row["request_key"] not in have]
    for start in range(0, len(new), 500):
        op.bulk_insert(_ALLERGIES, new[start : start + 500])


def _of_patient(patient_id: int, stored: str | list[Any]) -> Iterator[dict[str, Any]]:
    told = json.loads(stored) if isinstance(stored, str) else stored
    substances = [str(each).strip() for each in told] if isinstance(told, list) else []
    once: dict[str, str] = {}
    for each in substances:
        once.setdefault(each.casefold(), each)  # as the key below has it
    for n, substance in enumerate((each for each in once.values() if each), 1):
        yield {
            "reference": f"AL-F{patient_id}-{n}",
            "request_key": f"file {patient_id} {hashlib.sha256(substance.casefold().encode()).hexdigest()}",
            "patient_id": patient_id,
            "substance": substance[:LONGEST],
            "clinical_status": "active",
            "verification_status": "unconfirmed",
            "reaction": substance[:1000] if len(substance) > LONGEST else None,
            "origin": "file",
            "recorded_at": datetime.now(UTC).replace(tzinfo=None),
            "recorded_by": "system",
            "version": 1,
        }


def _begin_histories() -> None:
    op.execute(
        "INSERT INTO allergy_history (allergy_id, version, changed_at, changed_by, substance, clinical_status,"
        " verification_status, criticality, reaction)"
        " SELECT id, version, recorded_at, recorded_by, substance, clinical_status, verification_status, criticality,"
        " reaction FROM allergies"
        " WHERE id NOT IN (SELECT allergy_id FROM allergy_history)"
    )


_ALLERGIES = sa.table(
    "allergies",
    *(sa.column(name) for name in ("reference", "request_key", "patient_id", "substance", "clinical_status")),
    *(sa.column(name) for name in ("verification_status", "reaction", "origin", "recorded_by", "version")),
    sa.column("recorded_at", INSTANT),
)


def _table(name: str, create: Callable[[], None]) -> None:
    if not sa.inspect(op.get_bind()).has_table(name):
        create()


def _index(table: str, *columns: str) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.create_index(name, table, list(columns))
