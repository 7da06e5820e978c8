"""Waiting lists that offer, tasks that somebody owns, one-time codes, documents, messages that ask something.

Every step looks first whether it is done: MySQL keeps what a killed upgrade had changed.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
OPTIONS: dict[str, Any] = {
    f"{dialect}_{option}": value
    for dialect in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}
LEADS = {
    "desk": "outpatient_admin",
    "billing": "billing",
    "pharmacy": "pharmacist",
    "ward": "inpatient_admin",
    "oncall": "doctor",
}


def upgrade() -> None:
    create_slot_openings()
    create_one_time_codes()
    _index("one_time_codes", "conversation_id", "created_at")
    _index("one_time_codes", "patient_id", "created_at")
    _index("one_time_codes", "expires_at")
    create_documents()
    _index("documents", "conversation_id")
    _index("documents", "patient_id")
    _add("hospital", sa.Column("practice_offset_s", sa.Integer(), nullable=True))
    _add(
        "waitlist_entries",
        sa.Column("from_minute", sa.SmallInteger(), nullable=True),
        sa.Column("to_minute", sa.SmallInteger(), nullable=True),
        sa.Column("not_weekdays", sa.JSON(), nullable=True),
        sa.Column("location_id", BIG, nullable=True),
        sa.Column("language", sa.String(32), nullable=True),
    )
    _add("slots", sa.Column("freed_at", INSTANT, nullable=True))
    _index("slots", "freed_at")
    _index("waitlist_entries", "status", "latest")
    _index("waitlist_offers", "status", "expires_at")
    extend_patients()
    extend_outbox()
    extend_tasks()


def _has_table(name: str) -> bool:
    return sa.inspect(op.get_bind()).has_table(name)


def _columns(table: str) -> set[str]:
    return {column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)}


def _add(table: str, *columns: sa.Column[Any]) -> None:
    there = _columns(table)
    for column in columns:
        if column.name not in there:
            op.add_column(table, column)


def _index(table: str, *columns: str, unique: bool = False) -> None:
    """An index under its usual name; MySQL makes a table and its indexes in statements of their own."""
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.create_index(name, table, list(columns), unique=unique)


def create_slot_openings() -> None:
    if _has_table("slot_openings"):
        return
    op.create_table(
        "slot_openings",
        sa.Column("slot_id", BIG, autoincrement=False, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("slot_id", name=op.f("pk_slot_openings")),
        **OPTIONS,
    )


def create_one_time_codes() -> None:
    if _has_table("one_time_codes"):
        return
    op.create_table(
        "one_time_codes",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_one_time_codes_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_codes")),
        **OPTIONS,
    )


def create_documents() -> None:
    if _has_table("documents"):
        return
    op.create_table(
        "documents",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("patient_id", BIG, nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("content_type", sa.String(32), nullable=False),
        sa.Column("title", sa.String(200), nullable=True),
        sa.Column("size", BIG, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("path", sa.String(191), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_documents_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("reference", name=op.f("uq_documents_reference")),
        sa.UniqueConstraint("path", name=op.f("uq_documents_path")),
        **OPTIONS,
    )


def extend_patients() -> None:
    _add("patients", sa.Column("registration_key", sa.String(64), nullable=True))
    # an index and no constraint: SQLite adds those only by making the table anew, which its rows' children forbid
    _index("patients", "registration_key", unique=True)


def extend_outbox() -> None:
    _add(
        "outbox",
        sa.Column("inbox_id", BIG, nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
    )
    op.execute("UPDATE outbox SET is_open = 0 WHERE is_open IS NULL")
    with op.batch_alter_table("outbox") as batch:
        batch.alter_column("is_open", existing_type=sa.Boolean(), nullable=False)
    _index("outbox", "conversation_id", "is_open")


def extend_tasks() -> None:
    _add(
        "tasks",
        sa.Column("lead_role", sa.String(32), nullable=True),
        sa.Column("accepted_at", INSTANT, nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("alerted_at", INSTANT, nullable=True),
        sa.Column("ways_offered_at", INSTANT, nullable=True),
        sa.Column("owner_doctor_id", BIG, nullable=True),
        sa.Column("waiting_since", INSTANT, nullable=True),
        sa.Column("handed_back_at", INSTANT, nullable=True),
    )
    _index("tasks", "status", "due_at")
    _index("tasks", "handed_back_at")
    tasks = sa.table("tasks", sa.column("queue"), sa.column("lead_role"))
    for queue, role in LEADS.items():
        op.execute(tasks.update().where(tasks.c.queue == queue, tasks.c.lead_role.is_(None)).values(lead_role=role))
    # what older code may have left without what a row must have from now on
    op.execute("UPDATE tasks SET status = 'requested' WHERE status = 'accepted' AND owner_staff_id IS NULL")
    op.execute("UPDATE tasks SET closed_at = due_at WHERE status IN ('completed', 'cancelled') AND closed_at IS NULL")
    op.execute("UPDATE tasks SET closed_at = NULL WHERE status IN ('requested', 'accepted') AND closed_at IS NOT NULL")
    checks = {
        "status": "status IN ('requested', 'accepted', 'completed', 'cancelled')",
        "queue": "queue IN ('desk', 'billing', 'pharmacy', 'ward', 'oncall')",
        "owner": "status <> 'accepted' OR owner_staff_id IS NOT NULL OR owner_doctor_id IS NOT NULL",
        "closed": "(status IN ('completed', 'cancelled')) = (closed_at IS NOT NULL)",
    }
    there = {check["name"] for check in sa.inspect(op.get_bind()).get_check_constraints("tasks")}
    with op.batch_alter_table("tasks") as batch:
        batch.alter_column("lead_role", existing_type=sa.String(32), nullable=False)
        for name, condition in checks.items():
            if op.f(f"ck_tasks_{name}") not in there:
                batch.create_check_constraint(op.f(f"ck_tasks_{name}"), condition)
