"""Brings a database to the schema of this version, and says how it stands.

Alembic is slow to import, so only `upgrade` loads it, and only when there is something to do: a start with a
current database costs one query.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Engine, NullPool, create_engine, inspect, text
from sqlalchemy.exc import OperationalError

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"
WAIT_SECONDS = 60.0
"""How long one process waits for another that is upgrading the same database."""
DDL_SECONDS = 3600
"""A change of a large table may take far longer than any query."""

State = Literal["empty", "current", "behind", "newer", "foreign"]


class MigrationError(Exception):
    """A database that cannot be brought to this version. `found` is what it says of itself, `known` our newest."""

    def __init__(self, found: str, known: str) -> None:
        super().__init__(found, known)
        self.found = found
        self.known = known


class DatabaseNewerError(MigrationError):
    """The database was made by a newer version of the front desk, which may have changed what tables mean."""


class DatabaseForeignError(MigrationError):
    """The database holds tables that are not the front desk's."""


class UpgradeBusyError(MigrationError):
    """Another process has been upgrading the database for too long."""


def revisions() -> list[str]:
    """Every schema version that this code knows, oldest first: the numbers that file names start with."""
    return sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))


def state(engine: Engine) -> State:
    """How the database stands to this version: `empty`, `current`, `behind`, `newer` or `foreign`.

    `behind` also means a first creation that was cut short.
    """
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            with engine.connect() as connection:
                return _state(connection)
        except OperationalError as error:
            _wait_for_file(error, deadline)


def upgrade(engine: Engine) -> None:
    """Create or upgrade the schema; nothing happens when it is current. Safe from several processes at once.

    Raises DatabaseNewerError, DatabaseForeignError or UpgradeBusyError, and leaves such a database as it is.
    """
    if state(engine) == "current":
        return
    with _alone(engine) as connection:
        found = _state(connection)
        if found in ("newer", "foreign"):
            error = DatabaseNewerError if found == "newer" else DatabaseForeignError
            raise error(_version(connection) or "", revisions()[-1])
        if found != "current":
            _drop_unfinished(connection)
            _run(connection)


def _state(connection: Connection) -> State:
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return "empty"
    if VERSION_TABLE not in tables:
        return "foreign"
    version, known = _version(connection), revisions()
    if version is None:
        return "behind" if tables <= {VERSION_TABLE, *_own_tables()} else "foreign"
    if version == known[-1]:
        return "current"
    if version in known:
        return "behind"
    return "newer" if re.fullmatch(r"\d{4}", version) and version > known[-1] else "foreign"


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608
    return found


def _own_tables() -> set[str]:
    from db.models import Base

    return set(Base.metadata.tables)


def _drop_unfinished(connection: Connection) -> None:
    """Clear away what a first creation left that was killed half way: MySQL cannot roll back CREATE TABLE."""
    if _version(connection) is not None:
        return
    from db.models import Base

    there = set(inspect(connection).get_table_names()) & _own_tables()
    for name in there:
        if connection.execute(text(f"SELECT 1 FROM {name} LIMIT 1")).first():  # noqa: S608 - our own table names
            raise DatabaseForeignError("", revisions()[-1])
    for table in reversed(Base.metadata.sorted_tables):
        if table.name in there:
            table.drop(connection)


def _run(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction that no other upgrade of this database shares."""
    if engine.dialect.name == "sqlite":
        with _alone_in_file(engine) as connection:
            yield connection
        return
    timeouts = {"connect_timeout": 10, "read_timeout": DDL_SECONDS, "write_timeout": DDL_SECONDS}
    patient = create_engine(engine.url, poolclass=NullPool, connect_args=timeouts)
    with patient.connect() as connection, _named_lock(connection, str(engine.url.database)):
        yield connection
        connection.commit()


@contextmanager
def _alone_in_file(engine: Engine) -> Iterator[Connection]:
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            with ExitStack() as closing:
                connection = closing.enter_context(engine.connect()).execution_options(writes=True)
                closing.enter_context(connection.begin())
                opened = closing.pop_all()
            break
        except OperationalError as error:
            _wait_for_file(error, deadline)
    with opened:
        yield connection


@contextmanager
def _named_lock(connection: Connection, database: str) -> Iterator[None]:
    # the name is the server's, not the database's, and has at most 64 characters
    name = "frontdesk-" + sha256(database.encode()).hexdigest()[:32]
    taken = connection.execute(text("SELECT GET_LOCK(:name, :wait)"), {"name": name, "wait": WAIT_SECONDS}).scalar()
    if taken != 1:
        raise UpgradeBusyError("", revisions()[-1])
    try:
        yield
    finally:
        connection.execute(text("SELECT RELEASE_LOCK(:name)"), {"name": name})


def _wait_for_file(error: OperationalError, deadline: float) -> None:
    """Sleep a little when an SQLite file is locked by somebody else; raise the error when that is not it."""
    if "database is locked" not in str(error.orig):
        raise error
    if time.monotonic() > deadline:
        raise UpgradeBusyError("", revisions()[-1]) from error
    time.sleep(0.05)
