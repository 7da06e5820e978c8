"""Encounters, and what is charged: what all records of a patient's treatment hang on. Tasks for one doctor.

Every step looks first whether it is done: MySQL keeps what a killed upgrade had changed.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
EXACT = sa.Numeric(14, 3).with_variant(sa.BigInteger(), "sqlite")
OPTIONS: dict[str, Any] = {
    f"{dialect}_{option}": value
    for dialect in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}

TASK_CHECKS = {
    "status": "status IN ('requested', 'accepted', 'completed', 'cancelled')",
    "queue": "queue IN ('desk', 'billing', 'pharmacy', 'ward', 'oncall', 'clinic')",
    "owner": "status <> 'accepted' OR owner_staff_id IS NOT NULL OR owner_doctor_id IS NOT NULL",
    "closed": "(status IN ('completed', 'cancelled')) = (closed_at IS NOT NULL)",
}


def upgrade() -> None:
    if "for_doctor_id" not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns("tasks")}:
        op.add_column("tasks", sa.Column("for_doctor_id", BIG, nullable=True))
    _open_queue()
    if not sa.inspect(op.get_bind()).has_table("encounters"):
        _encounters()
    if not sa.inspect(op.get_bind()).has_table("charge_items"):
        _charge_items()
    _index("encounters", "patient_id", "started_at")
    _index("encounters", "doctor_id", "status")
    _index("charge_items", "patient_id", "status", "occurred_at")
    _index("charge_items", "invoice_id")
    _index("charge_items", "encounter_id")


def _open_queue() -> None:
    """Tasks may wait for a doctor. SQLite makes the table anew, and forgets its checks."""
    name = op.f("ck_tasks_queue")
    checks = {
        str(check["name"]): check["sqltext"] for check in sa.inspect(op.get_bind()).get_check_constraints("tasks")
    }
    if "clinic" in checks.get(name, ""):
        return
    if op.get_bind().dialect.name != "sqlite":
        if name in checks:
            op.drop_constraint(name, "tasks", type_="check")
        op.create_check_constraint(name, "tasks", TASK_CHECKS["queue"])
        return
    with op.batch_alter_table("tasks", recreate="always") as batch:
        for each, condition in TASK_CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_tasks_{each}"), condition)


def _encounters() -> None:
    op.create_table(
        "encounters",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("doctor_id", BIG, nullable=False),
        sa.Column("appointment_id", BIG, nullable=True),
        sa.Column("encounter_class", sa.String(32), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "status IN ('planned', 'in-progress', 'on-hold', 'discharged', 'completed', 'cancelled', 'discontinued',"
            " 'entered-in-error')",
            name=op.f("ck_encounters_status"),
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_encounters_patient_id")),
        sa.ForeignKeyConstraint(["doctor_id"], ["doctors.id"], name=op.f("fk_encounters_doctor_id")),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name=op.f("fk_encounters_appointment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_encounters")),
        sa.UniqueConstraint("reference", name=op.f("uq_encounters_reference")),
        sa.UniqueConstraint("appointment_id", name=op.f("uq_encounters_appointment_id")),
        **OPTIONS,
    )


def _charge_items() -> None:
    op.create_table(
        "charge_items",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("source", sa.String(191), nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("encounter_id", BIG, nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("category", sa.String(32), nullable=True),
        sa.Column("code", sa.String(64), nullable=True),
        sa.Column("description", sa.String(200), nullable=False),
        sa.Column("quantity", EXACT, nullable=False),
        sa.Column("unit_price", EXACT, nullable=False),
        sa.Column("amount", EXACT, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("occurred_at", INSTANT, nullable=False),
        sa.Column("location_id", BIG, nullable=True),
        sa.Column("invoice_id", BIG, nullable=True),
        sa.CheckConstraint(
            "status IN ('planned', 'billable', 'not-billable', 'aborted', 'billed', 'entered-in-error')",
            name=op.f("ck_charge_items_status"),
        ),
        sa.CheckConstraint(
            "kind IN ('visit', 'service', 'product', 'bed_day', 'fee')", name=op.f("ck_charge_items_kind")
        ),
        sa.CheckConstraint("quantity > 0 AND unit_price >= 0 AND amount >= 0", name=op.f("ck_charge_items_sign")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_charge_items_patient_id")),
        sa.ForeignKeyConstraint(["encounter_id"], ["encounters.id"], name=op.f("fk_charge_items_encounter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge_items")),
        sa.UniqueConstraint("source", name=op.f("uq_charge_items_source")),
        **OPTIONS,
    )


def _index(table: str, *columns: str) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.create_index(name, table, list(columns))
