"""Insurance: policies, what of them is used, authorisations and claims.

Every step looks first whether it is done: MySQL keeps what a killed upgrade had changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0015"
down_revision = "0014"
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
    _table("coverages", _coverages)
    _table("authorisations", _authorisations)
    _table("coverage_history", _coverage_history)
    _table("coverage_years", _coverage_years)
    _table("coverage_uses", _coverage_uses)
    _table("claims", _claims)
    _table("claim_lines", _claim_lines)
    _index("coverages", "patient_id", "status")
    _index("coverages", "plan_id", "member_number")
    _index("coverages", "subscriber_id")
    _index("authorisations", "patient_id", "status")
    _index("coverage_uses", "authorisation_id")
    _index("coverage_uses", "charge_id")
    _index("coverage_uses", "coverage_id", "year")
    _index("coverage_uses", "source")
    _index("claims", "coverage_id")
    _index("claims", "invoice")
    _index("claims", "patient_id", "status")
    _index("claims", "replaces_id")
    _index("claims", "status", "sent_at")
    _index("claim_lines", "charge_id")
    _policies_on_file()


def _coverages() -> None:
    op.create_table(
        "coverages",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("request_key", sa.String(191), nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("plan_id", BIG, nullable=False),
        sa.Column("member_number", sa.String(64), nullable=False),
        sa.Column("relationship", sa.String(32), nullable=False),
        sa.Column("subscriber_id", BIG, nullable=True),
        sa.Column("subscriber", sa.String(200), nullable=True),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("status_reason", sa.String(200), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("origin", sa.String(32), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.String(191), nullable=False),
        sa.CheckConstraint("origin IN ('people', 'file')", name=op.f("ck_coverages_origin")),
        sa.CheckConstraint(
            "starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on", name=op.f("ck_coverages_period")
        ),
        sa.CheckConstraint("position >= 1 AND position <= 9", name=op.f("ck_coverages_position")),
        sa.CheckConstraint(
            "relationship IN ('self', 'spouse', 'child', 'parent', 'other')", name=op.f("ck_coverages_relationship")
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'active', 'cancelled', 'entered-in-error')", name=op.f("ck_coverages_status")
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_coverages_patient_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["insurance_plans.id"], name=op.f("fk_coverages_plan_id")),
        sa.ForeignKeyConstraint(["subscriber_id"], ["patients.id"], name=op.f("fk_coverages_subscriber_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverages")),
        sa.UniqueConstraint("reference", name=op.f("uq_coverages_reference")),
        sa.UniqueConstraint("request_key", name=op.f("uq_coverages_request_key")),
        **OPTIONS,
    )


def _authorisations() -> None:
    op.create_table(
        "authorisations",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("request_key", sa.String(191), nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("coverage_id", BIG, nullable=False),
        sa.Column("category", sa.String(32), nullable=False),
        sa.Column("code", sa.String(64), nullable=True),
        sa.Column("description", sa.String(200), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("asked_by", sa.String(191), nullable=False),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by", sa.String(191), nullable=True),
        sa.Column("number", sa.String(64), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("amount", EXACT, nullable=True),
        sa.Column("used", EXACT, nullable=False),
        sa.Column("uses", sa.SmallInteger(), nullable=False),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.Column("task", sa.String(64), nullable=True),
        sa.CheckConstraint("amount IS NULL OR used <= amount", name=op.f("ck_authorisations_amount")),
        sa.CheckConstraint(
            "status <> 'granted' OR (number IS NOT NULL AND valid_until IS NOT NULL)",
            name=op.f("ck_authorisations_granted"),
        ),
        sa.CheckConstraint("amount IS NOT NULL OR uses <= 1", name=op.f("ck_authorisations_once")),
        sa.CheckConstraint("used >= 0 AND uses >= 0", name=op.f("ck_authorisations_sign")),
        sa.CheckConstraint(
            "status IN ('requested', 'granted', 'refused', 'cancelled')", name=op.f("ck_authorisations_status")
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_authorisations_patient_id")),
        sa.ForeignKeyConstraint(["coverage_id"], ["coverages.id"], name=op.f("fk_authorisations_coverage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorisations")),
        sa.UniqueConstraint("coverage_id", "number", name=op.f("uq_authorisations_coverage_id_number")),
        sa.UniqueConstraint("request_key", name=op.f("uq_authorisations_request_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_authorisations_reference")),
        **OPTIONS,
    )


def _coverage_history() -> None:
    op.create_table(
        "coverage_history",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("coverage_id", BIG, nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("changed_by", sa.String(191), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["coverage_id"], ["coverages.id"], name=op.f("fk_coverage_history_coverage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage_history")),
        sa.UniqueConstraint("coverage_id", "version", name=op.f("uq_coverage_history_coverage_id_version")),
        **OPTIONS,
    )


def _coverage_years() -> None:
    op.create_table(
        "coverage_years",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("coverage_id", BIG, nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("deductible_used", EXACT, nullable=False),
        sa.Column("paid", EXACT, nullable=False),
        sa.CheckConstraint("deductible_used >= 0 AND paid >= 0", name=op.f("ck_coverage_years_sign")),
        sa.ForeignKeyConstraint(["coverage_id"], ["coverages.id"], name=op.f("fk_coverage_years_coverage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage_years")),
        sa.UniqueConstraint("coverage_id", "year", name=op.f("uq_coverage_years_coverage_id_year")),
        **OPTIONS,
    )


def _coverage_uses() -> None:
    op.create_table(
        "coverage_uses",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("coverage_id", BIG, nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("charge_id", BIG, nullable=False),
        sa.Column("source", sa.String(191), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("deductible", EXACT, nullable=False),
        sa.Column("paid", EXACT, nullable=False),
        sa.Column("authorisation_id", BIG, nullable=True),
        sa.Column("open_key", sa.String(191), nullable=True),
        sa.Column("noted_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "(kind = 'use' AND deductible >= 0 AND paid >= 0) OR (kind = 'return' AND deductible <= 0 AND paid <= 0)",
            name=op.f("ck_coverage_uses_sign"),
        ),
        sa.ForeignKeyConstraint(["coverage_id"], ["coverages.id"], name=op.f("fk_coverage_uses_coverage_id")),
        sa.ForeignKeyConstraint(["charge_id"], ["charge_items.id"], name=op.f("fk_coverage_uses_charge_id")),
        sa.ForeignKeyConstraint(
            ["authorisation_id"], ["authorisations.id"], name=op.f("fk_coverage_uses_authorisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage_uses")),
        sa.UniqueConstraint("open_key", name=op.f("uq_coverage_uses_open_key")),
        **OPTIONS,
    )


def _claims() -> None:
    op.create_table(
        "claims",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("request_key", sa.String(191), nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("coverage_id", BIG, nullable=False),
        sa.Column("invoice", sa.String(64), nullable=False),
        sa.Column("replaces_id", BIG, nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("claimed", EXACT, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("answered_by", sa.String(191), nullable=True),
        sa.Column("insurer_reference", sa.String(64), nullable=True),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.Column("task", sa.String(64), nullable=True),
        sa.CheckConstraint("claimed > 0", name=op.f("ck_claims_sign")),
        sa.CheckConstraint(
            "status IN ('draft', 'active', 'partly-paid', 'paid', 'rejected', 'cancelled')",
            name=op.f("ck_claims_status"),
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_claims_patient_id")),
        sa.ForeignKeyConstraint(["coverage_id"], ["coverages.id"], name=op.f("fk_claims_coverage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        sa.UniqueConstraint("reference", name=op.f("uq_claims_reference")),
        sa.UniqueConstraint("request_key", name=op.f("uq_claims_request_key")),
        **OPTIONS,
    )


def _claim_lines() -> None:
    op.create_table(
        "claim_lines",
        sa.Column("id", BIG, nullable=False, autoincrement=True),
        sa.Column("claim_id", BIG, nullable=False),
        sa.Column("charge_id", BIG, nullable=False),
        sa.Column("description", sa.String(200), nullable=False),
        sa.Column("category", sa.String(32), nullable=False),
        sa.Column("claimed", EXACT, nullable=False),
        sa.Column("approved", EXACT, nullable=True),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.Column("to_patient", EXACT, nullable=False),
        sa.Column("written_off", EXACT, nullable=False),
        sa.Column("resubmitted", EXACT, nullable=False),
        sa.CheckConstraint(
            "approved IS NULL OR (approved >= 0 AND approved <= claimed)", name=op.f("ck_claim_lines_approved")
        ),
        sa.CheckConstraint("claimed > 0", name=op.f("ck_claim_lines_claimed")),
        sa.CheckConstraint(
            "to_patient + written_off + resubmitted <= CASE WHEN approved IS NULL THEN 0 ELSE claimed - approved END",
            name=op.f("ck_claim_lines_rejected"),
        ),
        sa.CheckConstraint(
            "to_patient >= 0 AND written_off >= 0 AND resubmitted >= 0", name=op.f("ck_claim_lines_sign")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_claim_lines_claim_id")),
        sa.ForeignKeyConstraint(["charge_id"], ["charge_items.id"], name=op.f("fk_claim_lines_charge_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_lines")),
        sa.UniqueConstraint("claim_id", "charge_id", name=op.f("uq_claim_lines_claim_id_charge_id")),
        **OPTIONS,
    )


def _policies_on_file() -> None:
    """What stood in the hospital file about patients' cover becomes their policies, each once."""
    bind = op.get_bind()
    plans = {
        (row.insurer, row.code): row.id
        for row in bind.execute(
            sa.text(
                "SELECT insurance_plans.id, insurance_plans.code, insurers.code AS insurer FROM insurance_plans"
                " JOIN insurers ON insurers.id = insurance_plans.insurer_id"
            )
        )
    }
    have = set(bind.execute(sa.text("SELECT patient_id FROM coverages")).scalars())
    found = bind.execute(sa.text("SELECT id, insurance FROM patients ORDER BY id")).all() if plans else ()
    new = [row for each in found if each.id not in have and (row := _policy(plans, each.id, each.insurance))]
    for start in range(0, len(new), 500):
        op.bulk_insert(_COVERAGES, new[start : start + 500])


def _policy(plans: dict[tuple[str, str], int], patient_id: int, stored: str | dict[str, Any]) -> dict[str, Any] | None:
    told = json.loads(stored) if isinstance(stored, str) else stored
    if not isinstance(told, dict):
        return None
    plan_id = plans.get((str(told.get("insurer")), str(told.get("plan"))))
    if plan_id is None or not told.get("member_id"):
        return None
    return {
        "reference": f"CV-F{patient_id}",
        "request_key": f"file {patient_id} at the upgrade",
        "patient_id": patient_id,
        "plan_id": plan_id,
        "member_number": str(told["member_id"])[:64],
        "relationship": "self",
        "position": 1,
        "status": "active",
        "terms": {},
        "origin": "file",
        "version": 1,
        "recorded_at": datetime.now(UTC).replace(tzinfo=None),
        "recorded_by": "system",
    }


_COVERAGES = sa.table(
    "coverages",
    *(sa.column(name) for name in ("reference", "request_key", "patient_id", "plan_id", "member_number")),
    *(sa.column(name) for name in ("relationship", "position", "status", "origin", "version", "recorded_by")),
    sa.column("terms", sa.JSON()),
    sa.column("recorded_at", INSTANT),
)


def _table(name: str, create: Callable[[], None]) -> None:
    if not sa.inspect(op.get_bind()).has_table(name):
        create()


def _index(table: str, *columns: str, unique: bool = False) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.create_index(name, table, list(columns), unique=unique)
