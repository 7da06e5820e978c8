"""What doctors find, and how they mean to treat it.

Every step looks first whether it is done: MySQL keeps what a killed upgrade had changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0010"
down_revision = "0009"
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
    _table("diagnoses", _diagnoses)
    _table("care_plans", _care_plans)
    _table("diagnosis_history", _diagnosis_history)
    _table("care_plan_goals", _care_plan_goals)
    _table("care_plan_steps", _care_plan_steps)
    _index("diagnoses", "encounter_id")
    _index("diagnoses", "patient_id", "clinical_status", "recorded_at")
    _index("care_plans", "diagnosis_id")
    _index("care_plans", "patient_id", "status")
    _index("care_plan_goals", "plan_id")
    _index("care_plan_steps", "plan_id")


def _diagnoses() -> None:
    op.create_table(
        "diagnoses",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("request_key", sa.String(191), nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("encounter_id", BIG, nullable=False),
        sa.Column("condition", sa.String(200), nullable=False),
        sa.Column("code", sa.String(64), nullable=True),
        sa.Column("clinical_status", sa.String(32), nullable=False),
        sa.Column("verification_status", sa.String(32), nullable=False),
        sa.Column("severity", sa.String(32), nullable=True),
        sa.Column("onset", sa.Date(), nullable=True),
        sa.Column("abatement", sa.Date(), nullable=True),
        sa.Column("note", sa.String(2000), nullable=True),
        sa.Column("recorded_by", BIG, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("released_at", INSTANT, nullable=True),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint(
            "clinical_status IN ('active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved')",
            name=op.f("ck_diagnoses_clinical_status"),
        ),
        sa.CheckConstraint(
            "verification_status IN ('unconfirmed', 'provisional', 'differential', 'confirmed',"
            " 'refuted', 'entered-in-error')",
            name=op.f("ck_diagnoses_verification_status"),
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_diagnoses_patient_id")),
        sa.ForeignKeyConstraint(["encounter_id"], ["encounters.id"], name=op.f("fk_diagnoses_encounter_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["doctors.id"], name=op.f("fk_diagnoses_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagnoses")),
        sa.UniqueConstraint("reference", name=op.f("uq_diagnoses_reference")),
        sa.UniqueConstraint("request_key", name=op.f("uq_diagnoses_request_key")),
        **OPTIONS,
    )


def _care_plans() -> None:
    op.create_table(
        "care_plans",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("request_key", sa.String(191), nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("diagnosis_id", BIG, nullable=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("written_by", BIG, nullable=False),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("released_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "status IN ('draft', 'active', 'on-hold', 'revoked', 'completed', 'entered-in-error')",
            name=op.f("ck_care_plans_status"),
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_care_plans_patient_id")),
        sa.ForeignKeyConstraint(["diagnosis_id"], ["diagnoses.id"], name=op.f("fk_care_plans_diagnosis_id")),
        sa.ForeignKeyConstraint(["written_by"], ["doctors.id"], name=op.f("fk_care_plans_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_plans")),
        sa.UniqueConstraint("reference", name=op.f("uq_care_plans_reference")),
        sa.UniqueConstraint("request_key", name=op.f("uq_care_plans_request_key")),
        **OPTIONS,
    )


def _diagnosis_history() -> None:
    op.create_table(
        "diagnosis_history",
        sa.Column("diagnosis_id", BIG, nullable=False, autoincrement=False),
        sa.Column("version", sa.SmallInteger(), nullable=False, autoincrement=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("changed_by", sa.String(191), nullable=False),
        sa.Column("condition", sa.String(200), nullable=False),
        sa.Column("code", sa.String(64), nullable=True),
        sa.Column("clinical_status", sa.String(32), nullable=False),
        sa.Column("verification_status", sa.String(32), nullable=False),
        sa.Column("severity", sa.String(32), nullable=True),
        sa.Column("onset", sa.Date(), nullable=True),
        sa.Column("abatement", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(["diagnosis_id"], ["diagnoses.id"], name=op.f("fk_diagnosis_history_diagnosis_id")),
        sa.PrimaryKeyConstraint("diagnosis_id", "version", name=op.f("pk_diagnosis_history")),
        **OPTIONS,
    )


def _care_plan_goals() -> None:
    op.create_table(
        "care_plan_goals",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("plan_id", BIG, nullable=False),
        sa.Column("description", sa.String(200), nullable=False),
        sa.Column("target", sa.String(200), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.CheckConstraint(
            "status IN ('active', 'on-hold', 'completed', 'cancelled')", name=op.f("ck_care_plan_goals_status")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["care_plans.id"], name=op.f("fk_care_plan_goals_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_plan_goals")),
        **OPTIONS,
    )


def _care_plan_steps() -> None:
    op.create_table(
        "care_plan_steps",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("plan_id", BIG, nullable=False),
        sa.Column("goal_id", BIG, nullable=True),
        sa.Column("description", sa.String(200), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("done_by", sa.String(191), nullable=True),
        sa.CheckConstraint(
            "status IN ('not-started', 'scheduled', 'in-progress', 'on-hold', 'completed', 'cancelled', 'stopped')",
            name=op.f("ck_care_plan_steps_status"),
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["care_plans.id"], name=op.f("fk_care_plan_steps_plan_id")),
        sa.ForeignKeyConstraint(["goal_id"], ["care_plan_goals.id"], name=op.f("fk_care_plan_steps_goal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_plan_steps")),
        **OPTIONS,
    )


def _table(name: str, create: Callable[[], None]) -> None:
    if not sa.inspect(op.get_bind()).has_table(name):
        create()


def _index(table: str, *columns: str, unique: bool = False) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.create_index(name, table, list(columns), unique=unique)
