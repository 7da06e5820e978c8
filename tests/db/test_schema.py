"""Databases come to this version by themselves, once, and the three forms of the schema say the same."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from db import migrate, schema
from db.engine import connect
from db.models import Base
from tests.services import databases

ROOT = Path(__file__).parents[2]


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[Engine]:
    engine = connect(empty_database_url)
    yield engine
    engine.dispose()


def run(engine: Engine, *statements: str) -> None:
    with engine.connect().execution_options(writes=True) as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.commit()


def tables(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.dialect.get_table_names(connection))


# --- upgrading ------------------------------------------------------------------------------------


def test_an_empty_database_gets_every_table_and_is_current(engine: Engine) -> None:
    assert migrate.state(engine) == "empty"
    migrate.upgrade(engine)
    assert migrate.state(engine) == "current"
    assert tables(engine) == {*Base.metadata.tables, "alembic_version"}


def test_upgrading_again_touches_nothing(engine: Engine) -> None:
    migrate.upgrade(engine)
    run(engine, "INSERT INTO locations (code, name) VALUES ('main', 'Main')")
    migrate.upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT code FROM locations")).scalars().all() == ["main"]


def test_processes_that_start_together_make_the_schema_once(engine: Engine, empty_database_url: str) -> None:
    program = "import sys; from db import migrate; from db.engine import connect; migrate.upgrade(connect(sys.argv[1]))"
    started = [
        subprocess.Popen([sys.executable, "-c", program, empty_database_url], cwd=ROOT, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    told = [process.communicate(timeout=100)[1].decode() for process in started]
    assert [process.returncode for process in started] == [0] * 4, told
    assert migrate.state(engine) == "current"


def test_a_database_of_a_newer_version_is_refused_and_left_alone(engine: Engine) -> None:
    migrate.upgrade(engine)
    run(engine, "UPDATE alembic_version SET version_num = '9999'", "DROP TABLE information_topics")
    assert migrate.state(engine) == "newer"
    with pytest.raises(migrate.DatabaseNewerError) as caught:
        migrate.upgrade(engine)
    assert (caught.value.found, caught.value.known) == ("9999", migrate.revisions()[-1])
    assert "information_topics" not in tables(engine)


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE TABLE blog_posts (id INTEGER)"],
        ["CREATE TABLE patients (id INTEGER)"],
        [
            "CREATE TABLE alembic_version (version_num VARCHAR(32))",
            "INSERT INTO alembic_version VALUES ('5f3a9c1d2b4e')",
        ],
        ["CREATE TABLE alembic_version (version_num VARCHAR(32))", "CREATE TABLE blog_posts (id INTEGER)"],
    ],
    ids=["tables", "tables named like ours", "migrations of its own", "migrations of its own undone"],
)
def test_a_database_of_something_else_is_refused_and_left_alone(engine: Engine, statements: list[str]) -> None:
    run(engine, *statements)
    before = tables(engine)
    assert migrate.state(engine) == "foreign"
    with pytest.raises(migrate.DatabaseForeignError):
        migrate.upgrade(engine)
    assert tables(engine) == before


def test_a_first_creation_that_was_cut_short_is_finished(engine: Engine) -> None:
    migrate.upgrade(engine)
    run(engine, "DELETE FROM alembic_version", "DROP TABLE appointment_history", "DROP TABLE tasks")
    assert migrate.state(engine) == "behind"
    migrate.upgrade(engine)
    assert migrate.state(engine) == "current"
    assert tables(engine) == {*Base.metadata.tables, "alembic_version"}


def test_tables_with_rows_are_never_taken_for_a_creation_cut_short(engine: Engine) -> None:
    migrate.upgrade(engine)
    run(engine, "DELETE FROM alembic_version", "INSERT INTO locations (code, name) VALUES ('main', 'Main')")
    with pytest.raises(migrate.DatabaseForeignError):
        migrate.upgrade(engine)
    assert tables(engine) == {*Base.metadata.tables, "alembic_version"}


def test_a_start_with_a_current_database_needs_no_alembic(engine: Engine, empty_database_url: str) -> None:
    migrate.upgrade(engine)
    program = (
        "import sys; from db import migrate; from db.engine import connect\n"
        "migrate.upgrade(connect(sys.argv[1])); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program, empty_database_url], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout.strip(), done.returncode) == ("False", 0), done.stderr


def test_migrations_follow_each_other_by_number() -> None:
    scripts = list(ScriptDirectory(str(migrate.MIGRATIONS)).walk_revisions())
    assert [script.revision for script in reversed(scripts)] == migrate.revisions()
    assert [script.down_revision for script in reversed(scripts)] == [None, *migrate.revisions()[:-1]]


# --- one schema -----------------------------------------------------------------------------------


def test_migrations_make_exactly_the_models(engine: Engine) -> None:
    migrate.upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_schema_sql_is_the_models_as_mysql_ddl() -> None:
    assert (ROOT / "schema.sql").read_text(encoding="utf-8") == schema.mysql_ddl(), "run `make schema`"


def test_schema_sql_makes_the_same_tables_as_the_migrations(mariadb_server_url: str, tmp_path: Path) -> None:
    migrated, loaded = "frontdesk_migrated", "frontdesk_loaded"
    engine = connect(databases.new_database(mariadb_server_url, migrated))
    migrate.upgrade(engine)
    engine.dispose()
    engine = connect(databases.new_database(mariadb_server_url, loaded))
    run(engine, *statements_of((ROOT / "schema.sql").read_text(encoding="utf-8")))
    try:
        assert described(engine, loaded) == described(engine, migrated)
        assert migrate.state(engine) == "current"
    finally:
        engine.dispose()


def statements_of(script: str) -> list[str]:
    plain = "\n".join(line for line in script.splitlines() if not line.startswith("--"))
    return [statement for part in plain.split(";\n") if (statement := part.strip())]


DESCRIPTIONS = {
    "tables": ("table_name, engine, table_collation", "tables"),
    "columns": (
        "table_name, column_name, ordinal_position, column_default, is_nullable, column_type, collation_name, extra",
        "columns",
    ),
    "indexes": ("table_name, index_name, seq_in_index, column_name, non_unique", "statistics"),
    "keys": (
        "table_name, constraint_name, column_name, ordinal_position, referenced_table_name, referenced_column_name",
        "key_column_usage",
    ),
}


def described(engine: Engine, database: str) -> dict[str, list[tuple[Any, ...]]]:
    with engine.connect() as connection:
        return {
            what: sorted(
                (
                    tuple(row)
                    for row in connection.exec_driver_sql(
                        f"SELECT {columns} FROM information_schema.{source} WHERE table_schema = %s", (database,)
                    )
                ),
                key=repr,
            )
            for what, (columns, source) in DESCRIPTIONS.items()
        }


# --- what the schema must mean --------------------------------------------------------------------


def test_texts_that_differ_by_case_or_accent_are_two(engine: Engine) -> None:
    migrate.upgrade(engine)
    run(
        engine, *(f"INSERT INTO locations (code, name) VALUES ('{code}', 'x')" for code in ("m1", "M1", "josé", "jose"))
    )
    with engine.connect() as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM locations WHERE code = 'M1'")).scalar() == 1


def test_every_text_of_the_world_is_kept_whatever_the_servers_own_characters(mariadb_server_url: str) -> None:
    name = "frontdesk_latin"
    databases.new_database(mariadb_server_url, name)
    with databases.connect(mariadb_server_url) as connection, connection.cursor() as cursor:
        cursor.execute(f"ALTER DATABASE `{name}` CHARACTER SET latin1")
    engine = connect(f"{mariadb_server_url}/{name}")
    try:
        migrate.upgrade(engine)
        run(engine, "INSERT INTO locations (code, name) VALUES ('a', 'नीता 李 🏥')")
        with engine.connect() as again:
            assert again.execute(text("SELECT name FROM locations")).scalar() == "नीता 李 🏥"
    finally:
        engine.dispose()
