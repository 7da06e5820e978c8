"""What doctors order, and the reports on what examinations showed. Files may come from the staff, outside any talk.

Every step looks first whether it is done: MySQL keeps what a killed upgrade had changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0012"
down_revision = "0011"
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


def upgrade() -> None:
    _free_documents()
    _table("orders", _orders)
    _table("reports", _reports)
    _table("report_versions", _report_versions)
    _table("report_results", _report_results)
    _table("report_files", _report_files)
    _index("orders", "encounter_id")
    _index("orders", "patient_id", "status", "ordered_at")
    _index("orders", "performer_doctor_id", "status")
    _index("orders", "performer_staff_id", "status")
    _index("orders", "requester_id", "status")
    _index("orders", "service_id")
    _index("orders", "status", "ordered_at")
    _index("reports", "cover_at")
    _index("reports", "covering_id", "status", "reviewed_at")
    _index("reports", "escalate_at")
    _index("reports", "order_id")
    _index("reports", "patient_id", "status", "registered_at")
    _index("reports", "reviewer_id", "status", "reviewed_at")
    _index("report_files", "document_id")


def _free_documents() -> None:
    """A document need not have come in a conversation."""
    columns = {column["name"]: column for column in sa.inspect(op.get_bind()).get_columns("documents")}
    if not columns["conversation_id"]["nullable"]:
        with op.batch_alter_table("documents") as batch:
            batch.alter_column("conversation_id", existing_type=BIG, nullable=True)
    if "kept_by" not in columns:
        op.add_column("documents", sa.Column("kept_by", sa.String(191), nullable=True))


def _orders() -> None:
    op.create_table(
        "orders",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("request_key", sa.String(191), nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("encounter_id", BIG, nullable=False),
        sa.Column("requester_id", BIG, nullable=False),
        sa.Column("service_id", BIG, nullable=False),
        sa.Column("price", EXACT, nullable=False),
        sa.Column("priority", sa.String(32), nullable=False),
        sa.Column("note", sa.String(1000), nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("status_reason", sa.String(200), nullable=True),
        sa.Column("ordered_at", INSTANT, nullable=False),
        sa.Column("performer_doctor_id", BIG, nullable=True),
        sa.Column("performer_staff_id", BIG, nullable=True),
        sa.Column("completed_at", INSTANT, nullable=True),
        sa.Column("completed_by", sa.String(191), nullable=True),
        sa.CheckConstraint("priority IN ('routine', 'urgent', 'asap', 'stat')", name=op.f("ck_orders_priority")),
        sa.CheckConstraint("status <> 'completed' OR completed_at IS NOT NULL", name=op.f("ck_orders_completed")),
        sa.CheckConstraint(
            "status IN ('draft', 'active', 'on-hold', 'revoked', 'completed', 'entered-in-error')",
            name=op.f("ck_orders_status"),
        ),
        sa.CheckConstraint(
            "performer_doctor_id IS NULL OR performer_staff_id IS NULL", name=op.f("ck_orders_performer")
        ),
        sa.CheckConstraint("price >= 0", name=op.f("ck_orders_sign")),
        sa.ForeignKeyConstraint(["encounter_id"], ["encounters.id"], name=op.f("fk_orders_encounter_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_orders_patient_id")),
        sa.ForeignKeyConstraint(["performer_doctor_id"], ["doctors.id"], name=op.f("fk_orders_performer_doctor_id")),
        sa.ForeignKeyConstraint(["performer_staff_id"], ["staff.id"], name=op.f("fk_orders_performer_staff_id")),
        sa.ForeignKeyConstraint(["requester_id"], ["doctors.id"], name=op.f("fk_orders_requester_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_orders_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("reference", name=op.f("uq_orders_reference")),
        sa.UniqueConstraint("request_key", name=op.f("uq_orders_request_key")),
        **OPTIONS,
    )


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("request_key", sa.String(191), nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("order_id", BIG, nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("status_reason", sa.String(200), nullable=True),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("reviewer_id", BIG, nullable=False),
        sa.Column("covering_id", BIG, nullable=True),
        sa.Column("release_rule", sa.String(32), nullable=False),
        sa.Column("registered_at", INSTANT, nullable=False),
        sa.Column("registered_by", sa.String(191), nullable=False),
        sa.Column("issued_at", INSTANT, nullable=True),
        sa.Column("cover_at", INSTANT, nullable=True),
        sa.Column("covers", sa.SmallInteger(), nullable=False),
        sa.Column("reviewed_at", INSTANT, nullable=True),
        sa.Column("reviewed_by", BIG, nullable=True),
        sa.Column("message", sa.String(1000), nullable=True),
        sa.Column("discussed_at", INSTANT, nullable=True),
        sa.Column("released_at", INSTANT, nullable=True),
        sa.Column("critical_at", INSTANT, nullable=True),
        sa.Column("alerts", sa.SmallInteger(), nullable=False),
        sa.Column("escalate_at", INSTANT, nullable=True),
        sa.Column("acknowledged_at", INSTANT, nullable=True),
        sa.Column("acknowledged_by", sa.String(191), nullable=True),
        sa.CheckConstraint(
            "release_rule IN ('on_review', 'at_once', 'after_discussion')", name=op.f("ck_reports_release_rule")
        ),
        sa.CheckConstraint("released_at IS NULL OR status IN ('final', 'amended')", name=op.f("ck_reports_released")),
        sa.CheckConstraint(
            "status IN ('registered', 'preliminary', 'final', 'amended', 'cancelled', 'entered-in-error')",
            name=op.f("ck_reports_status"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('final', 'amended') OR issued_at IS NOT NULL", name=op.f("ck_reports_issued")
        ),
        sa.CheckConstraint("acknowledged_at IS NULL OR critical_at IS NOT NULL", name=op.f("ck_reports_acknowledged")),
        sa.CheckConstraint(
            "escalate_at IS NULL OR (critical_at IS NOT NULL AND acknowledged_at IS NULL)",
            name=op.f("ck_reports_escalate"),
        ),
        sa.ForeignKeyConstraint(["covering_id"], ["doctors.id"], name=op.f("fk_reports_covering_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_reports_order_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_reports_patient_id")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["doctors.id"], name=op.f("fk_reports_reviewed_by")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["doctors.id"], name=op.f("fk_reports_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("reference", name=op.f("uq_reports_reference")),
        sa.UniqueConstraint("request_key", name=op.f("uq_reports_request_key")),
        **OPTIONS,
    )


def _report_versions() -> None:
    op.create_table(
        "report_versions",
        sa.Column("report_id", BIG, autoincrement=False, nullable=False),
        sa.Column("version", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=True),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("written_by", sa.String(191), nullable=False),
        sa.Column("sealed_at", INSTANT, nullable=True),
        sa.Column("content_hash", sa.String(64), nullable=True),
        sa.Column("seal", sa.String(64), nullable=True),
        sa.CheckConstraint("(sealed_at IS NULL) = (seal IS NULL)", name=op.f("ck_report_versions_sealed")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_report_versions_version")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_versions_report_id")),
        sa.PrimaryKeyConstraint("report_id", "version", name=op.f("pk_report_versions")),
        **OPTIONS,
    )


def _report_results() -> None:
    op.create_table(
        "report_results",
        sa.Column("report_id", BIG, autoincrement=False, nullable=False),
        sa.Column("version", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("code", sa.String(64), nullable=True),
        sa.Column("value", sa.String(64), nullable=False),
        sa.Column("unit", sa.String(32), nullable=True),
        sa.Column("low", sa.String(64), nullable=True),
        sa.Column("high", sa.String(64), nullable=True),
        sa.Column("critical_low", sa.String(64), nullable=True),
        sa.Column("critical_high", sa.String(64), nullable=True),
        sa.Column("flag", sa.String(32), nullable=True),
        sa.CheckConstraint("flag IN ('N', 'L', 'H', 'LL', 'HH', 'A', 'AA')", name=op.f("ck_report_results_flag")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_results_report_id")),
        sa.PrimaryKeyConstraint("report_id", "version", "position", name=op.f("pk_report_results")),
        **OPTIONS,
    )


def _report_files() -> None:
    op.create_table(
        "report_files",
        sa.Column("report_id", BIG, autoincrement=False, nullable=False),
        sa.Column("version", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("document_id", BIG, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_report_files_document_id")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_files_report_id")),
        sa.PrimaryKeyConstraint("report_id", "version", "document_id", name=op.f("pk_report_files")),
        **OPTIONS,
    )


def _table(name: str, create: Callable[[], None]) -> None:
    if not sa.inspect(op.get_bind()).has_table(name):
        create()


def _index(table: str, *columns: str, unique: bool = False) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.create_index(name, table, list(columns), unique=unique)
