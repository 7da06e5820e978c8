"""The first schema."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
LONG_TEXT = sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
OPTIONS: dict[str, Any] = {
    f"{dialect}_{option}": value
    for dialect in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}


def upgrade() -> None:
    create_audit()
    create_audit_heads()
    create_conversations()
    create_handles()
    create_holidays()
    create_hospital()
    create_inbox()
    create_information_topics()
    create_insurers()
    create_locations()
    create_outbox()
    create_patients()
    create_products()
    create_services()
    create_slot_guards()
    create_specialities()
    create_staff()
    create_consents()
    create_dependants()
    create_doctors()
    create_handle_patients()
    create_helpers()
    create_insurance_plans()
    create_tasks()
    create_wards()
    create_schedule_days()
    create_schedules()
    create_slots()
    create_time_off()
    create_appointments()
    create_appointment_history()
    create_waitlist_entries()
    create_waitlist_offers()


def create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("chain", sa.SmallInteger(), nullable=False),
        sa.Column("sequence", BIG, nullable=False),
        sa.Column("happened_at", INSTANT, nullable=False),
        sa.Column("actor", sa.String(191), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(191), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("mac", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("chain", "sequence", name=op.f("uq_audit_chain_sequence")),
        **OPTIONS,
    )


def create_audit_heads() -> None:
    op.create_table(
        "audit_heads",
        sa.Column("chain", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("sequence", BIG, nullable=False),
        sa.Column("mac", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_audit_heads")),
        **OPTIONS,
    )


def create_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("address", sa.String(191), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", LONG_TEXT, nullable=True),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("lease_owner", sa.String(32), nullable=True),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
        sa.UniqueConstraint("channel", "address", name=op.f("uq_conversations_channel_address")),
        **OPTIONS,
    )


def create_handles() -> None:
    op.create_table(
        "handles",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("address", sa.String(191), nullable=False),
        sa.Column("language", sa.String(32), nullable=True),
        sa.Column("is_opted_out", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("last_used_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handles")),
        sa.UniqueConstraint("channel", "address", name=op.f("uq_handles_channel_address")),
        **OPTIONS,
    )


def create_holidays() -> None:
    op.create_table(
        "holidays",
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("name", sa.String(200), nullable=True),
        sa.PrimaryKeyConstraint("date", name=op.f("pk_holidays")),
        **OPTIONS,
    )


def create_hospital() -> None:
    op.create_table(
        "hospital",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("cache_key", sa.String(32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("timezone", sa.String(64), nullable=False),
        sa.Column("currency", sa.String(32), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("phone", sa.String(32), nullable=True),
        sa.Column("emergency_number", sa.String(32), nullable=False),
        sa.Column("crisis_number", sa.String(32), nullable=True),
        sa.Column("handoff_phone", sa.String(32), nullable=True),
        sa.Column("privacy_url", sa.Text(), nullable=True),
        sa.Column("desk_hours", sa.JSON(), nullable=False),
        sa.Column("booking", sa.JSON(), nullable=False),
        sa.Column("reminders", sa.JSON(), nullable=False),
        sa.Column("digest", sa.JSON(), nullable=False),
        sa.Column("billing", sa.JSON(), nullable=False),
        sa.Column("slack", sa.JSON(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hospital")),
        **OPTIONS,
    )


def create_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("external_id", sa.String(191), nullable=False),
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("payload", LONG_TEXT, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("answer", LONG_TEXT, nullable=True),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("channel", "external_id", name=op.f("uq_inbox_channel_external_id")),
        **OPTIONS,
    )
    op.create_index(
        op.f("ix_inbox_conversation_id_status_id"), "inbox", ["conversation_id", "status", "id"], unique=False
    )
    op.create_index(op.f("ix_inbox_status_received_at"), "inbox", ["status", "received_at"], unique=False)


def create_information_topics() -> None:
    op.create_table(
        "information_topics",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("asks", sa.JSON(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_information_topics")),
        sa.UniqueConstraint("code", name=op.f("uq_information_topics_code")),
        **OPTIONS,
    )


def create_insurers() -> None:
    op.create_table(
        "insurers",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insurers")),
        sa.UniqueConstraint("code", name=op.f("uq_insurers_code")),
        **OPTIONS,
    )


def create_locations() -> None:
    op.create_table(
        "locations",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("city", sa.String(200), nullable=True),
        sa.Column("address", sa.String(200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locations")),
        sa.UniqueConstraint("code", name=op.f("uq_locations_code")),
        **OPTIONS,
    )


def create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("dedupe_key", sa.String(191), nullable=False),
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("address", sa.String(191), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("asks", sa.String(32), nullable=True),
        sa.Column("payload", LONG_TEXT, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("lease_owner", sa.String(32), nullable=True),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("external_id", sa.String(191), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outbox_dedupe_key")),
        **OPTIONS,
    )
    op.create_index(op.f("ix_outbox_conversation_id_id"), "outbox", ["conversation_id", "id"], unique=False)
    op.create_index(op.f("ix_outbox_status_due_at"), "outbox", ["status", "due_at"], unique=False)


def create_patients() -> None:
    op.create_table(
        "patients",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_folded", sa.String(200), nullable=False),
        sa.Column("date_of_birth", sa.Date(), nullable=True),
        sa.Column("phone", sa.String(32), nullable=True),
        sa.Column("email", sa.String(191), nullable=True),
        sa.Column("language", sa.String(32), nullable=True),
        sa.Column("allergies", sa.JSON(), nullable=False),
        sa.Column("insurance", sa.JSON(), nullable=False),
        sa.Column("is_contact_verified", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patients")),
        sa.UniqueConstraint("number", name=op.f("uq_patients_number")),
        **OPTIONS,
    )
    op.create_index(
        op.f("ix_patients_name_folded_date_of_birth"), "patients", ["name_folded", "date_of_birth"], unique=False
    )
    op.create_index(op.f("ix_patients_phone"), "patients", ["phone"], unique=False)


def create_products() -> None:
    op.create_table(
        "products",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("sku", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("form", sa.String(32), nullable=True),
        sa.Column("price", sa.Numeric(10, 2), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.Column("reorder_at", sa.Integer(), nullable=False),
        sa.Column("is_prescription_only", sa.Boolean(), nullable=False),
        sa.Column("is_controlled", sa.Boolean(), nullable=False),
        sa.Column("batches", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint("sku", name=op.f("uq_products_sku")),
        **OPTIONS,
    )


def create_services() -> None:
    op.create_table(
        "services",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("price", sa.Numeric(10, 2), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
        sa.UniqueConstraint("code", name=op.f("uq_services_code")),
        **OPTIONS,
    )


def create_slot_guards() -> None:
    op.create_table(
        "slot_guards",
        sa.Column("doctor_id", BIG, autoincrement=False, nullable=False),
        sa.Column("cell", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("slot_id", BIG, nullable=False),
        sa.PrimaryKeyConstraint("doctor_id", "cell", name=op.f("pk_slot_guards")),
        **OPTIONS,
    )
    op.create_index(op.f("ix_slot_guards_slot_id"), "slot_guards", ["slot_id"], unique=False)


def create_specialities() -> None:
    op.create_table(
        "specialities",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("practitioner", sa.String(200), nullable=True),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("practitioners", sa.JSON(), nullable=False),
        sa.Column("complaints", sa.JSON(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_specialities")),
        sa.UniqueConstraint("code", name=op.f("uq_specialities_code")),
        **OPTIONS,
    )


def create_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("email", sa.String(191), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("slack_user_id", sa.String(32), nullable=True),
        sa.Column("ward", sa.String(64), nullable=True),
        sa.Column("qualifications", sa.JSON(), nullable=False),
        sa.Column("shifts", sa.JSON(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_email")),
        **OPTIONS,
    )


def create_consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("wording", sa.String(500), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("address", sa.String(191), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_consents_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        **OPTIONS,
    )
    op.create_index(op.f("ix_consents_patient_id"), "consents", ["patient_id"], unique=False)


def create_dependants() -> None:
    op.create_table(
        "dependants",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("guardian_id", BIG, nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("relation", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["guardian_id"], ["patients.id"], name=op.f("fk_dependants_guardian_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_dependants_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dependants")),
        sa.UniqueConstraint("guardian_id", "patient_id", name=op.f("uq_dependants_guardian_id_patient_id")),
        **OPTIONS,
    )
    op.create_index(op.f("ix_dependants_patient_id"), "dependants", ["patient_id"], unique=False)


def create_doctors() -> None:
    op.create_table(
        "doctors",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("speciality_id", BIG, nullable=False),
        sa.Column("location_id", BIG, nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("gender", sa.String(32), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("fee", sa.Numeric(10, 2), nullable=True),
        sa.Column("room", sa.String(32), nullable=True),
        sa.Column("email", sa.String(191), nullable=True),
        sa.Column("slack_user_id", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_doctors_location_id")),
        sa.ForeignKeyConstraint(["speciality_id"], ["specialities.id"], name=op.f("fk_doctors_speciality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doctors")),
        sa.UniqueConstraint("code", name=op.f("uq_doctors_code")),
        **OPTIONS,
    )


def create_handle_patients() -> None:
    op.create_table(
        "handle_patients",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("handle_id", BIG, nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("relation", sa.String(32), nullable=False),
        sa.Column("proof", sa.String(32), nullable=False),
        sa.Column("linked_at", INSTANT, nullable=False),
        sa.Column("last_used_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["handle_id"], ["handles.id"], name=op.f("fk_handle_patients_handle_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_handle_patients_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handle_patients")),
        sa.UniqueConstraint("handle_id", "patient_id", name=op.f("uq_handle_patients_handle_id_patient_id")),
        **OPTIONS,
    )
    op.create_index(op.f("ix_handle_patients_patient_id"), "handle_patients", ["patient_id"], unique=False)


def create_helpers() -> None:
    op.create_table(
        "helpers",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("phone", sa.String(32), nullable=False),
        sa.Column("may", sa.JSON(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_helpers_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpers")),
        sa.UniqueConstraint("patient_id", "phone", name=op.f("uq_helpers_patient_id_phone")),
        **OPTIONS,
    )
    op.create_index(op.f("ix_helpers_phone"), "helpers", ["phone"], unique=False)


def create_insurance_plans() -> None:
    op.create_table(
        "insurance_plans",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("insurer_id", BIG, nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("covers_percent", sa.Integer(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["insurer_id"], ["insurers.id"], name=op.f("fk_insurance_plans_insurer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insurance_plans")),
        sa.UniqueConstraint("insurer_id", "code", name=op.f("uq_insurance_plans_insurer_id_code")),
        **OPTIONS,
    )


def create_tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("request_key", sa.String(191), nullable=False),
        sa.Column("queue", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("patient_id", BIG, nullable=True),
        sa.Column("conversation_id", BIG, nullable=True),
        sa.Column("owner_staff_id", BIG, nullable=True),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("summary", sa.String(500), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["owner_staff_id"], ["staff.id"], name=op.f("fk_tasks_owner_staff_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_tasks_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("reference", name=op.f("uq_tasks_reference")),
        sa.UniqueConstraint("request_key", name=op.f("uq_tasks_request_key")),
        **OPTIONS,
    )
    op.create_index(op.f("ix_tasks_conversation_id"), "tasks", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_tasks_queue_status_due_at"), "tasks", ["queue", "status", "due_at"], unique=False)


def create_wards() -> None:
    op.create_table(
        "wards",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("location_id", BIG, nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_wards_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wards")),
        sa.UniqueConstraint("code", name=op.f("uq_wards_code")),
        **OPTIONS,
    )


def create_schedule_days() -> None:
    op.create_table(
        "schedule_days",
        sa.Column("doctor_id", BIG, autoincrement=False, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["doctor_id"], ["doctors.id"], name=op.f("fk_schedule_days_doctor_id")),
        sa.PrimaryKeyConstraint("doctor_id", "date", name=op.f("pk_schedule_days")),
        **OPTIONS,
    )


def create_schedules() -> None:
    op.create_table(
        "schedules",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("doctor_id", BIG, nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("from_time", sa.Time(), nullable=False),
        sa.Column("to_time", sa.Time(), nullable=False),
        sa.Column("slot_minutes", sa.SmallInteger(), nullable=False),
        sa.Column("location_id", BIG, nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["doctor_id"], ["doctors.id"], name=op.f("fk_schedules_doctor_id")),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_schedules_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
        **OPTIONS,
    )
    op.create_index(op.f("ix_schedules_doctor_id"), "schedules", ["doctor_id"], unique=False)


def create_slots() -> None:
    op.create_table(
        "slots",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("doctor_id", BIG, nullable=False),
        sa.Column("speciality_id", BIG, nullable=False),
        sa.Column("location_id", BIG, nullable=True),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("minutes", sa.SmallInteger(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("minute_of_day", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("hold_conversation_id", BIG, nullable=True),
        sa.Column("hold_until", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["doctor_id"], ["doctors.id"], name=op.f("fk_slots_doctor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slots")),
        sa.UniqueConstraint("doctor_id", "starts_at", name=op.f("uq_slots_doctor_id_starts_at")),
        **OPTIONS,
    )
    op.create_index(
        op.f("ix_slots_doctor_id_status_starts_at"), "slots", ["doctor_id", "status", "starts_at"], unique=False
    )
    op.create_index(op.f("ix_slots_hold_until"), "slots", ["hold_until"], unique=False)
    op.create_index(
        op.f("ix_slots_speciality_id_status_starts_at_doctor_id"),
        "slots",
        ["speciality_id", "status", "starts_at", "doctor_id"],
        unique=False,
    )


def create_time_off() -> None:
    op.create_table(
        "time_off",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("doctor_id", BIG, nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.Column("is_from_file", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["doctor_id"], ["doctors.id"], name=op.f("fk_time_off_doctor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_off")),
        **OPTIONS,
    )
    op.create_index(op.f("ix_time_off_doctor_id"), "time_off", ["doctor_id"], unique=False)


def create_appointments() -> None:
    op.create_table(
        "appointments",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("reference", sa.String(32), nullable=False),
        sa.Column("request_key", sa.String(191), nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("doctor_id", BIG, nullable=False),
        sa.Column("slot_id", BIG, nullable=False),
        sa.Column("location_id", BIG, nullable=True),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(500), nullable=True),
        sa.Column("fee", sa.Numeric(10, 2), nullable=True),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("conversation_id", BIG, nullable=True),
        sa.Column("is_contact_verified", sa.Boolean(), nullable=False),
        sa.Column("is_late_cancelled", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["doctor_id"], ["doctors.id"], name=op.f("fk_appointments_doctor_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_appointments_patient_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["slots.id"], name=op.f("fk_appointments_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
        sa.UniqueConstraint("reference", name=op.f("uq_appointments_reference")),
        sa.UniqueConstraint("request_key", name=op.f("uq_appointments_request_key")),
        **OPTIONS,
    )
    op.create_index(op.f("ix_appointments_conversation_id"), "appointments", ["conversation_id"], unique=False)
    op.create_index(
        op.f("ix_appointments_doctor_id_starts_at"), "appointments", ["doctor_id", "starts_at"], unique=False
    )
    op.create_index(
        op.f("ix_appointments_patient_id_status_starts_at"),
        "appointments",
        ["patient_id", "status", "starts_at"],
        unique=False,
    )
    op.create_index(op.f("ix_appointments_slot_id"), "appointments", ["slot_id"], unique=False)


def create_appointment_history() -> None:
    op.create_table(
        "appointment_history",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("appointment_id", BIG, nullable=False),
        sa.Column("happened_at", INSTANT, nullable=False),
        sa.Column("actor", sa.String(191), nullable=False),
        sa.Column("from_status", sa.String(32), nullable=True),
        sa.Column("to_status", sa.String(32), nullable=False),
        sa.Column("doctor_id", BIG, nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("note", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointments.id"], name=op.f("fk_appointment_history_appointment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_history")),
        **OPTIONS,
    )
    op.create_index(
        op.f("ix_appointment_history_appointment_id"), "appointment_history", ["appointment_id"], unique=False
    )


def create_waitlist_entries() -> None:
    op.create_table(
        "waitlist_entries",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("patient_id", BIG, nullable=False),
        sa.Column("doctor_id", BIG, nullable=True),
        sa.Column("speciality_id", BIG, nullable=True),
        sa.Column("appointment_id", BIG, nullable=True),
        sa.Column("earliest", INSTANT, nullable=False),
        sa.Column("latest", INSTANT, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointments.id"], name=op.f("fk_waitlist_entries_appointment_id")
        ),
        sa.ForeignKeyConstraint(["doctor_id"], ["doctors.id"], name=op.f("fk_waitlist_entries_doctor_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_waitlist_entries_patient_id")),
        sa.ForeignKeyConstraint(["speciality_id"], ["specialities.id"], name=op.f("fk_waitlist_entries_speciality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waitlist_entries")),
        **OPTIONS,
    )
    op.create_index(
        op.f("ix_waitlist_entries_doctor_id_status"), "waitlist_entries", ["doctor_id", "status"], unique=False
    )
    op.create_index(op.f("ix_waitlist_entries_patient_id"), "waitlist_entries", ["patient_id"], unique=False)
    op.create_index(
        op.f("ix_waitlist_entries_speciality_id_status"), "waitlist_entries", ["speciality_id", "status"], unique=False
    )


def create_waitlist_offers() -> None:
    op.create_table(
        "waitlist_offers",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("entry_id", BIG, nullable=False),
        sa.Column("slot_id", BIG, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("offered_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["waitlist_entries.id"], name=op.f("fk_waitlist_offers_entry_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["slots.id"], name=op.f("fk_waitlist_offers_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waitlist_offers")),
        **OPTIONS,
    )
    op.create_index(op.f("ix_waitlist_offers_entry_id"), "waitlist_offers", ["entry_id"], unique=False)
    op.create_index(op.f("ix_waitlist_offers_slot_id"), "waitlist_offers", ["slot_id"], unique=False)
