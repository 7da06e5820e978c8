"""Fresh databases for single tests, cheaply: an SQLite file is copied, a MariaDB database emptied where filled."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pymysql

from tests.services.servers import database_url

Prepare = Callable[[str], None]


class SqliteTemplate:
    """One prepared file a worker, copied for each test."""

    def __init__(self, directory: Path, prepare: Prepare) -> None:
        self._file = directory / "template.sqlite3"
        prepare(f"sqlite:///{self._file}")
        if self._file.exists():
            with sqlite3.connect(self._file) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()

    def fresh(self, path: Path) -> str:
        """The URL of a new database at `path` with the schema and no rows."""
        if self._file.exists():
            shutil.copyfile(self._file, path)
        return f"sqlite:///{path}"


def connect(server_url: str, database: str | None = None) -> "pymysql.Connection[Any]":
    """A plain autocommit connection to a test server."""
    parts = urlsplit(server_url)
    return pymysql.connect(
        host=parts.hostname or "127.0.0.1",
        port=parts.port or 3306,
        user=parts.username,
        password=parts.password or "",
        database=database,
        charset="utf8mb4",
        autocommit=True,
        ssl_disabled=True,
    )


def new_database(server_url: str, name: str) -> str:
    """Make (again) an empty database on a test server; its URL."""
    connection = connect(server_url)
    with connection, connection.cursor() as cursor:
        _disconnect_others(cursor, name)
        cursor.execute(f"DROP DATABASE IF EXISTS `{name}`")
        cursor.execute(f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4")
    return database_url(server_url, name)


class MariaDBTemplate:
    """One prepared database a worker, brought back to how it was made before each test.

    A test that changes tables themselves (migrations) takes `empty_database_url` instead.
    """

    def __init__(self, server_url: str, name: str, prepare: Prepare) -> None:
        self._server_url = server_url
        self._name = name
        self._prepare = prepare
        self._rebuild()

    def fresh(self) -> str:
        """The database's URL, with the schema and only the rows that the schema itself brings."""
        connection = connect(self._server_url, self._name)
        with connection, connection.cursor() as cursor:
            _disconnect_others(cursor, self._name)
            as_made = _tables(cursor) == self._tables
            if as_made:
                self._empty(cursor)
        if not as_made:
            self._rebuild()
        return self._url

    def _rebuild(self) -> None:
        self._url = new_database(self._server_url, self._name)
        self._prepare(self._url)
        connection = connect(self._server_url, self._name)
        with connection, connection.cursor() as cursor:
            self._tables = _tables(cursor)
            self._born_with = {table: _rows(cursor, table) for table in _with_rows(cursor, self._tables)}

    def _empty(self, cursor: Any) -> None:
        filled = _with_rows(cursor, self._tables)
        if not filled:
            return
        cursor.execute("SET FOREIGN_KEY_CHECKS = 0")
        for table in filled:
            cursor.execute(f"TRUNCATE TABLE `{table}`")
        for table, rows in self._born_with.items():
            marks = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO `{table}` VALUES ({marks})", rows)


def _tables(cursor: Any) -> list[str]:
    cursor.execute("SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'")
    return sorted(row[0] for row in cursor.fetchall())


def _with_rows(cursor: Any, tables: list[str]) -> list[str]:
    if not tables:
        return []
    asked = (f"SELECT '{table}' FROM DUAL WHERE EXISTS (SELECT 1 FROM `{table}`)" for table in tables)
    cursor.execute(" UNION ALL ".join(asked))
    return [row[0] for row in cursor.fetchall()]


def _rows(cursor: Any, table: str) -> list[tuple[Any, ...]]:
    cursor.execute(f"SELECT * FROM `{table}`")
    return list(cursor.fetchall())


def _disconnect_others(cursor: Any, database: str) -> None:
    # A connection that an earlier test left open in a transaction would make TRUNCATE wait for its locks.
    cursor.execute("SELECT id FROM information_schema.processlist WHERE db = %s AND id <> CONNECTION_ID()", (database,))
    for (number,) in cursor.fetchall():
        try:
            cursor.execute(f"KILL {int(number)}")
        except pymysql.err.OperationalError as error:
            if error.args[0] != 1094:  # gone by itself meanwhile
                raise
