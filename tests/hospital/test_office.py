"""A unit of work is done wholly or not at all, and again when the database asks for it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pymysql
import pytest
from sqlalchemy import Engine, insert, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from db.engine import UnsupportedDatabaseError, connect, parse_url
from db.models import LocationRow
from hospital import office
from hospital.errors import BusyError
from hospital.office import TRIES, Office, Unit

NOW = datetime(2026, 6, 8, 9, tzinfo=UTC)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A database without rows."""
    made = connect(database_url)
    yield made
    made.dispose()


@pytest.fixture
def rooms(engine: Engine) -> Office:
    """An office on it."""
    return Office(engine, audit_key=b"key")


def add(unit: Unit, code: str) -> None:
    unit.connection.execute(insert(LocationRow), {"code": code, "name": code})


def places(rooms: Office) -> list[tuple[str, str]]:
    with rooms.read() as unit:
        rows = unit.connection.execute(select(LocationRow.code, LocationRow.name).order_by(LocationRow.code))
        return [(row.code, row.name) for row in rows]


def locked(engine: Engine) -> OperationalError:
    """What each database says when a unit should be done again."""
    if engine.dialect.name == "sqlite":
        return OperationalError("x", {}, sqlite3.OperationalError("database is locked"))
    return OperationalError("x", {}, pymysql.err.OperationalError(1205, "Lock wait timeout exceeded"))


class Failing:
    """A unit that adds a place and fails so many times before it comes through."""

    def __init__(self, error: Exception, times: int) -> None:
        self.error, self.times, self.tried = error, times, 0

    def __call__(self, unit: Unit) -> str:
        self.tried += 1
        add(unit, f"try-{self.tried}")
        if self.tried <= self.times:
            raise self.error
        return "done"


# --- all or nothing -------------------------------------------------------------------------------


def test_a_unit_is_kept_whole(rooms: Office) -> None:
    def work(unit: Unit) -> str:
        add(unit, "a")
        add(unit, "b")
        return "done"

    assert rooms.write(work) == "done"
    assert places(rooms) == [("a", "a"), ("b", "b")]


def test_a_unit_that_fails_leaves_nothing(rooms: Office) -> None:
    with pytest.raises(ValueError, match="wrong"):
        rooms.write(Failing(ValueError("wrong"), 1))
    assert places(rooms) == []


def test_a_unit_that_breaks_a_rule_of_the_schema_leaves_nothing_and_is_not_tried_again(rooms: Office) -> None:
    tried: list[int] = []

    def work(unit: Unit) -> None:
        tried.append(1)
        add(unit, "a")
        add(unit, "a")

    with pytest.raises(IntegrityError):
        rooms.write(work)
    assert (places(rooms), len(tried)) == ([], 1)


def test_looking_changes_nothing(rooms: Office) -> None:
    with rooms.read() as unit:
        add(unit, "a")
    assert places(rooms) == []


def test_a_look_that_fails_gives_its_connection_back(rooms: Office, engine: Engine) -> None:
    for _ in range(40):
        with pytest.raises(ValueError, match="wrong"), rooms.read() as unit:
            unit.connection.execute(select(LocationRow.id))
            raise ValueError("wrong")
    assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_others_see_a_unit_only_when_it_is_over(rooms: Office, engine: Engine) -> None:
    seen: list[list[tuple[str, str]]] = []

    def work(unit: Unit) -> None:
        add(unit, "a")
        seen.append(places(Office(engine)))

    rooms.write(work)
    assert seen == [[]]
    assert places(rooms) == [("a", "a")]


# --- again ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("times", [1, 2])
def test_a_unit_is_done_again_from_the_start_when_the_database_asks_for_it(
    rooms: Office, engine: Engine, times: int
) -> None:
    work = Failing(locked(engine), times)
    assert rooms.write(work) == "done"
    assert [code for code, _ in places(rooms)] == [f"try-{times + 1}"]


def test_a_unit_that_never_comes_through_leaves_nothing_and_says_that_the_database_is_busy(
    rooms: Office, engine: Engine
) -> None:
    work = Failing(locked(engine), 99)
    with pytest.raises(BusyError):
        rooms.write(work)
    assert (work.tried, places(rooms)) == (TRIES, [])


@pytest.mark.parametrize("code", [1213, 1205, 1020])
def test_deadlocks_lock_waits_and_changed_records_are_tried_again(code: int) -> None:
    assert office.is_retried(OperationalError("x", {}, pymysql.err.OperationalError(code, "x")))


@pytest.mark.parametrize(
    "error",
    [
        pymysql.err.OperationalError(1290, "read only"),
        pymysql.err.OperationalError(2003, "refused"),
        sqlite3.OperationalError("no such table: x"),
        sqlite3.OperationalError("disk I/O error"),
    ],
    ids=["read only", "refused", "no table", "disk"],
)
def test_other_errors_are_told_at_once(rooms: Office, error: Exception) -> None:
    work = Failing(OperationalError("x", {}, error), 1)
    with pytest.raises(OperationalError):
        rooms.write(work)
    assert (work.tried, places(rooms)) == (1, [])


def test_two_units_that_lock_each_other_out_both_come_through(rooms: Office, engine: Engine) -> None:
    for code in ("a", "b"):
        rooms.write(lambda unit, code=code: add(unit, code))  # type: ignore[misc]
    # each has its first row before either asks for its second; on SQLite there is one writer at a time
    meet = threading.Barrier(2, timeout=5)
    tries: list[str] = []
    failed: list[BaseException] = []

    def run(own: str, other: str) -> None:
        def work(unit: Unit) -> None:
            tries.append(own)
            rename(unit, own, own)
            if engine.dialect.name != "sqlite" and tries.count(own) == 1:
                meet.wait()
            rename(unit, other, own)

        try:
            Office(engine).write(work)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=names) for names in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    # whoever came last has renamed both
    assert places(rooms) in ([("a", "a"), ("b", "a")], [("a", "b"), ("b", "b")])
    assert len(tries) == 2 if engine.dialect.name == "sqlite" else len(tries) > 2


def rename(unit: Unit, code: str, name: str) -> None:
    unit.connection.execute(update(LocationRow).where(LocationRow.code == code).values(name=name))


def test_writers_of_one_office_wait_in_line(rooms: Office) -> None:
    failed: list[BaseException] = []

    def run(number: int) -> None:
        try:
            for step in range(3):
                rooms.write(lambda unit: add(unit, f"{number}-{step}"))  # noqa: B023
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    assert len(places(rooms)) == 24


# --- the moment -----------------------------------------------------------------------------------


def test_the_units_moment_is_the_one_given_else_the_clocks(engine: Engine) -> None:
    class Stopped:
        def now(self) -> datetime:
            return NOW

    stopped = Office(engine, Stopped(), b"key")
    other = datetime(2030, 1, 1, tzinfo=UTC)
    assert stopped.write(lambda unit: (unit.now, unit.actor, unit.audit_key)) == (NOW, "system", b"key")
    assert stopped.write(lambda unit: (unit.now, unit.actor), now=other, actor="staff:1") == (other, "staff:1")
    with stopped.read() as unit, stopped.read(other) as another:
        assert (unit.now, another.now) == (NOW, other)


def test_an_office_without_a_clock_has_the_machines_in_utc(engine: Engine) -> None:
    now = Office(engine).write(lambda unit: unit.now)
    assert now.tzinfo is UTC
    assert abs((datetime.now(UTC) - now).total_seconds()) < 60


# --- connections ----------------------------------------------------------------------------------


def test_every_connection_keeps_the_rules_that_bookings_rest_on(rooms: Office, engine: Engine) -> None:
    with rooms.read() as unit:

        def ask(question: str) -> Any:
            return unit.connection.execute(text(question)).scalar()

        if engine.dialect.name == "sqlite":
            assert (ask("PRAGMA journal_mode"), ask("PRAGMA synchronous"), ask("PRAGMA foreign_keys")) == ("wal", 2, 1)
        else:
            assert "READ-COMMITTED" in (ask("SELECT @@tx_isolation"), ask("SELECT @@session.tx_isolation"))
            assert ask("SELECT @@session.time_zone") == "+00:00"
            assert "STRICT_TRANS_TABLES" in ask("SELECT @@session.sql_mode")
            assert ask("SELECT @@session.innodb_lock_wait_timeout") == 3


def test_a_mysql_url_needs_no_driver_and_an_unusable_one_is_told_without_its_password() -> None:
    assert parse_url("mysql://u:p@db.example/desk").drivername == "mysql+pymysql"
    assert parse_url("mariadb://u:p@db.example/desk").query["charset"] == "utf8mb4"
    for wrong in ("postgresql://u:secret@db.example/desk", "sqlite://", "sqlite:///:memory:", "nonsense", ""):
        with pytest.raises(UnsupportedDatabaseError) as error:
            parse_url(wrong)
        assert "secret" not in error.value.url


def test_a_connection_that_the_server_closed_is_replaced_unnoticed(rooms: Office, engine: Engine) -> None:
    assert places(rooms) == []
    if engine.dialect.name == "sqlite":
        engine.dispose()
    else:
        with rooms.read() as unit:
            own = unit.connection.execute(text("SELECT CONNECTION_ID()")).scalar()
        killer = connect(engine.url.render_as_string(hide_password=False))
        with killer.connect() as connection:
            connection.execute(text(f"KILL {own}"))
        killer.dispose()
    rooms.write(lambda unit: add(unit, "a"))
    assert places(rooms) == [("a", "a")]
