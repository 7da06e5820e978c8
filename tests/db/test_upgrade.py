"""A database of the version before keeps every row when it is upgraded, also when an upgrade was cut half way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import DBAPIError

from db import migrate
from db.engine import connect
from db.models import Base

AT = "'2026-06-08 08:00:00'"
ROWS = (
    "INSERT INTO patients (id, number, name, name_folded, allergies, insurance, is_contact_verified, created_at)"
    f" VALUES (1, 'P-1', 'Iris Nolan', 'iris nolan', '[]', '[]', 1, {AT})",
    "INSERT INTO staff (id, email, name, role, qualifications, shifts, is_active)"
    " VALUES (1, 'tess@rosehill.example', 'Tess Quinn', 'outpatient_admin', '[]', '[]', 1)",
    *(
        "INSERT INTO tasks (id, reference, request_key, queue, kind, status, owner_staff_id, due_at, summary,"
        f" created_at, closed_at) VALUES ({n}, 'H-{n}', 'key-{n}', '{queue}', 'handoff',"
        f" '{status}', {owner}, {AT}, 'about {n}', {AT}, {closed})"
        for n, (queue, status, owner, closed) in enumerate(
            [
                ("desk", "requested", "NULL", "NULL"),
                ("billing", "accepted", "1", "NULL"),
                ("pharmacy", "completed", "1", AT),
                ("ward", "accepted", "NULL", "NULL"),
                ("oncall", "completed", "NULL", "NULL"),
            ],
            1,
        )
    ),
    "INSERT INTO outbox (id, dedupe_key, conversation_id, channel, address, kind, payload, status, tries, due_at,"
    f" created_at) VALUES (1, 'reply-1-0', 1, 'whatsapp', '+353861110001', 'reply', '{{}}', 'pending', 0, {AT}, {AT})",
    "INSERT INTO waitlist_entries (id, patient_id, earliest, latest, status, conversation_id, created_at)"
    f" VALUES (1, 1, {AT}, {AT}, 'active', 1, {AT})",
)
OFFERED = (
    "INSERT INTO specialities (id, code, name, names, practitioners, complaints, position, is_default)"
    " VALUES (1, 'general', 'General', '{}', '{}', '{}', 0, 1)",
    "INSERT INTO doctors (id, code, name, speciality_id, languages, is_active)"
    " VALUES (1, 'adler', 'Dr. Adler', 1, '[]', 1)",
    "INSERT INTO slots (id, doctor_id, speciality_id, starts_at, minutes, date, minute_of_day, status)"
    f" VALUES (1, 1, 1, {AT}, 30, '2026-06-08', 540, 'free')",
    "INSERT INTO waitlist_offers (id, entry_id, slot_id, status, offered_at, expires_at)"
    f" VALUES (1, 1, 1, 'open', {AT}, {AT})",
)
CHANGES = re.compile(r"\s*(?:ALTER|CREATE|DROP|UPDATE|INSERT)\b", re.IGNORECASE)


class CutOffError(Exception):
    """The upgrade is killed here."""


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[Engine]:
    """A database of the version before, with rows."""
    opened = connect(empty_database_url)
    with opened.connect().execution_options(writes=True) as connection:
        _upgrade_to(connection, "0001")
        for row in ROWS:
            connection.exec_driver_sql(row)
        connection.commit()
    yield opened
    opened.dispose()


def _upgrade_to(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def kept(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the tables that grow, by what the version before knew of them."""
    columns = {
        "tasks": "id, reference, request_key, queue, kind, owner_staff_id, summary, due_at, created_at",
        "outbox": "id, dedupe_key, conversation_id, channel, address, kind, payload, status, due_at, created_at",
        "waitlist_entries": "id, patient_id, earliest, latest, status, conversation_id, created_at",
        "patients": "id, number, name",
    }
    with engine.connect() as connection:
        return {
            table: [tuple(row) for row in connection.execute(text(f"SELECT {names} FROM {table} ORDER BY id"))]
            for table, names in columns.items()
        }


def is_whole(engine: Engine) -> bool:
    """Whether the schema is the models', to the last column."""
    from alembic.autogenerate import compare_metadata

    with engine.connect() as connection:
        differences: list[Any] = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    return differences == []


def test_every_row_is_kept_and_has_what_is_new(engine: Engine) -> None:
    before = kept(engine)
    migrate.upgrade(engine)
    assert migrate.state(engine) == "current" and is_whole(engine)
    assert kept(engine) == before
    with engine.connect() as connection:
        tasks = connection.execute(text("SELECT lead_role, status, closed_at IS NULL FROM tasks ORDER BY id")).all()
        assert [tuple(row) for row in tasks] == [
            ("outpatient_admin", "requested", 1),
            ("billing", "accepted", 1),
            ("pharmacist", "completed", 0),
            ("inpatient_admin", "requested", 1),  # accepted by nobody: it waits again
            ("doctor", "completed", 0),
        ]
        assert connection.execute(text("SELECT is_open, inbox_id FROM outbox")).one() == (0, None)


def test_an_upgrade_that_is_cut_off_again_and_again_comes_to_its_end_with_every_row(engine: Engine) -> None:
    before = kept(engine)
    cuts = 0
    while _is_cut_off(engine, after=cuts):
        cuts += 1 + cuts // 8  # what a file keeps of an upgrade that is cut is nothing: few places tell as much as all
        assert cuts < 1000, "the upgrade never comes to its end"
    assert cuts > 5
    assert migrate.state(engine) == "current" and is_whole(engine)
    assert kept(engine) == before


def test_alerts_that_the_desk_was_told_of_go_on_and_what_was_taken_back_stays_so(engine: Engine) -> None:
    with engine.connect().execution_options(writes=True) as connection:
        _upgrade_to(connection, "0007")
        for n, (kind, status) in enumerate(
            [("alert", "pending"), ("alert", "dead"), ("alert", "withdrawn"), ("offer", "dead")], 2
        ):
            connection.exec_driver_sql(
                "INSERT INTO outbox (id, dedupe_key, conversation_id, channel, address, kind, payload, status, tries,"
                f" due_at, created_at, answered_at, is_open) VALUES ({n}, 'k-{n}', 1, 'mail', 'a@b.example', '{kind}',"
                f" '{{}}', '{status}', 0, {AT}, {AT}, {AT}, 0)"
            )
        connection.commit()
    migrate.upgrade(engine)
    with engine.connect() as connection:
        told = "SELECT id, told_at IS NULL, answered_at IS NULL FROM outbox WHERE id > 1 ORDER BY id"
        rows = [tuple(row) for row in connection.execute(text(told))]
    assert rows == [(2, 0, 1), (3, 0, 1), (4, 1, 0), (5, 1, 0)]


def test_offers_of_the_version_before_are_kept_and_no_unheard_of_status_gets_in(engine: Engine) -> None:
    with engine.connect().execution_options(writes=True) as connection:
        _upgrade_to(connection, "0003")
        for row in OFFERED:
            connection.exec_driver_sql(row)
        connection.commit()
    migrate.upgrade(engine)
    with engine.connect() as connection:
        offers = "SELECT id, entry_id, slot_id, status FROM waitlist_offers"
        assert [tuple(row) for row in connection.execute(text(offers))] == [(1, 1, 1, "open")]
    for change in (
        "UPDATE waitlist_offers SET status = 'perhaps'",
        "UPDATE waitlist_entries SET status = 'perhaps'",
        "UPDATE waitlist_entries SET location_id = 99",
        "UPDATE tasks SET owner_doctor_id = 99",
        "UPDATE tasks SET status = 'perhaps'",
        "UPDATE tasks SET closed_at = NULL WHERE status = 'completed'",
    ):
        with engine.connect().execution_options(writes=True) as connection, pytest.raises(DBAPIError):
            connection.execute(text(change))


def test_what_the_version_before_had_in_stock_is_where_the_ledger_begins(engine: Engine) -> None:
    columns = "id, sku, name, price, stock, reorder_at, is_prescription_only, is_controlled, batches"
    lots = (
        '[{"lot": "A1", "expires": "2027-06-30", "quantity": 30},'
        ' {"lot": "A2", "expires": "2026-09-30", "quantity": 9}]'
    )
    with engine.connect().execution_options(writes=True) as connection:
        _upgrade_to(connection, "0012")
        for n, (pieces, batches) in enumerate([(39, lots), (7, "[]"), (0, "[]")], 1):
            row = f"{n}, 'P-{n}', 'P', 1, {pieces}, 5, 0, 0, '{batches}'"
            connection.exec_driver_sql(f"INSERT INTO products ({columns}) VALUES ({row})")
        connection.commit()
    cuts = 0
    while _is_cut_off(engine, after=cuts):
        cuts += 1 + cuts // 2
    assert is_whole(engine)
    with engine.connect() as connection:
        stock = (
            "SELECT stock.product_id, lot, expires_on, stock.quantity, line.quantity, line.balance, kind FROM stock"
            " JOIN product_batches AS batch ON batch.id = stock.batch_id"
            " JOIN stock_movements AS line ON line.batch_id = batch.id AND line.place_id = stock.place_id"
            " ORDER BY batch.id"
        )
        rows = [(each[0], each[1], str(each[2]), *each[3:]) for each in connection.execute(text(stock))]
    assert rows == [
        (1, "A1", "2027-06-30", 30, 30, 30, "received"),
        (1, "A2", "2026-09-30", 9, 9, 9, "received"),
        (2, "OPENING", "None", 7, 7, 7, "received"),
    ]


def _is_cut_off(engine: Engine, after: int) -> bool:
    """Upgrade, and be killed after so many changes; whether it came to that."""
    left = after

    def count(connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
        nonlocal left
        if CHANGES.match(statement):
            left -= 1
            if left < 0:
                raise CutOffError

    event.listen(Engine, "before_cursor_execute", count)
    try:
        migrate.upgrade(engine)
    except CutOffError:
        return True
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    return False


def test_cover_of_the_version_before_becomes_policies_also_when_it_is_cut_off(engine: Engine) -> None:
    with engine.connect().execution_options(writes=True) as connection:
        _upgrade_to(connection, "0011")
        for row in (
            "INSERT INTO insurers (id, code, name) VALUES (1, 'laya', 'Laya')",
            "INSERT INTO insurance_plans (id, insurer_id, code, name, covers_percent, details)"
            " VALUES (7, 1, 'simple', 'Simple', 80, '{}')",
            *(
                "INSERT INTO patients (id, number, name, name_folded, allergies, insurance, is_contact_verified,"
                f" created_at) VALUES ({n}, 'P-{n}', 'Ida', 'ida', '[]', '{told}', 1, {AT})"
                for n, told in enumerate(
                    [
                        '{"insurer": "laya", "plan": "simple", "member_id": "LY-2"}',
                        '{"insurer": "laya", "plan": "gone", "member_id": "LY-3"}',
                        "{}",
                    ],
                    2,
                )
            ),
        ):
            connection.exec_driver_sql(row)
        connection.commit()
    cuts = 0
    while _is_cut_off(engine, after=cuts):
        cuts += 1 + cuts // 2
    with engine.connect() as connection:
        found = connection.execute(text("SELECT patient_id, plan_id, member_number, status, origin FROM coverages"))
        assert [tuple(row) for row in found] == [(2, 7, "LY-2", "active", "file")]
    assert migrate.state(engine) == "current" and is_whole(engine)


def test_allergies_of_the_version_before_become_the_record_and_an_empty_list_means_nobody_asked(engine: Engine) -> None:
    with engine.connect().execution_options(writes=True) as connection:
        _upgrade_to(connection, "0018")
        for n, told in enumerate(['["penicillin", "latex", "penicillin", "Penicillin "]', "[]"], 2):
            connection.exec_driver_sql(
                "INSERT INTO patients (id, number, name, name_folded, allergies, insurance, is_contact_verified,"
                f" created_at) VALUES ({n}, 'P-{n}', 'Ida', 'ida', '{told}', '{{}}', 1, {AT})"
            )
        connection.commit()
    cuts = 0
    while _is_cut_off(engine, after=cuts):
        cuts += 1 + cuts // 2
    with engine.connect() as connection:
        told = "SELECT patient_id, substance, clinical_status, origin, version FROM allergies ORDER BY id"
        assert [tuple(row) for row in connection.execute(text(told))] == [
            (2, "penicillin", "active", "file", 1),
            (2, "latex", "active", "file", 1),
        ]
        history = "SELECT substance, version, reason FROM allergy_history ORDER BY allergy_id"
        assert [tuple(row) for row in connection.execute(text(history))] == [
            ("penicillin", 1, None),
            ("latex", 1, None),
        ]
    assert migrate.state(engine) == "current" and is_whole(engine)
