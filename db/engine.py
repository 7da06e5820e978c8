"""Connections to SQLite and to MySQL or MariaDB, with the rules that keep bookings right on each."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

CONNECT_SECONDS = 2
"""For the connection and each step of its handshake."""
PING_SECONDS = 0.3
"""How long a pooled connection may take to show that it is alive; one that does not is made anew."""
PINGED_AFTER_SECONDS = 0.1
"""One that was used so lately is taken to be alive: under load there is no word to the server about it."""
READ_SECONDS = 5
LOCK_WAIT_SECONDS = 3
IDLE_SECONDS = 60
"""After so long without a word the server ends a connection: a process that stopped or vanished in the middle of a
transaction keeps its locks no longer than that."""
SQLITE_BUSY_MS = 5000
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class UnsupportedDatabaseError(ValueError):
    """The URL names no database that the desk can use. `url` has no password in it."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


def parse_url(text: str) -> URL:
    """The database's URL; `mysql://` and `mariadb://` mean PyMySQL. Raises UnsupportedDatabaseError."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise UnsupportedDatabaseError(text.split("@")[-1]) from error
    backend = url.get_backend_name()
    if backend in ("mysql", "mariadb"):
        query = {"charset": "utf8mb4", **url.query}
        if url.host in LOOPBACK and not any(name.startswith("ssl") for name in query):
            # PyMySQL makes a TLS context for every connection, which takes longer than all the rest of connecting
            query["ssl_disabled"] = "true"
        return url.set(drivername=f"{backend}+pymysql", query=query)
    if backend == "sqlite" and url.database not in (None, "", ":memory:"):
        return url
    raise UnsupportedDatabaseError(url.render_as_string(hide_password=True))


def connect(text: str, *, pool_size: int = 16) -> Engine:
    """An engine for a database URL; nothing is contacted yet. Raises UnsupportedDatabaseError."""
    url = parse_url(text)
    try:
        return _engine(url, pool_size)
    except (ArgumentError, ValueError, TypeError) as error:
        # an option of the URL that the driver does not take
        raise UnsupportedDatabaseError(url.render_as_string(hide_password=True)) from error


def _engine(url: URL, pool_size: int) -> Engine:
    shared: dict[str, Any] = {
        "pool_size": pool_size,
        "max_overflow": pool_size,
        "pool_timeout": READ_SECONDS,
        # an error's text must not quote what a patient said
        "hide_parameters": True,
    }
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": SQLITE_BUSY_MS / 1000}, **shared)
        event.listen(engine, "connect", _sqlite_rules)
        event.listen(engine, "begin", _sqlite_begin)
        return engine
    engine = create_engine(
        url,
        isolation_level="READ COMMITTED",
        # the driver's `connect_timeout` ends with the TCP connection: what follows is read under `read_timeout`
        connect_args=dict.fromkeys(("connect_timeout", "read_timeout", "write_timeout"), CONNECT_SECONDS),
        # whoever closes a Connection ends its transaction: the pool need not do it once more
        pool_reset_on_return=None,
        # the one used last is the one least in need of a ping
        pool_use_lifo=True,
        **shared,
    )
    event.listen(engine, "connect", _mysql_rules)
    event.listen(engine, "checkout", _mysql_ping)
    event.listen(engine, "checkin", _mysql_used)
    return engine


def _sqlite_rules(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # autocommit mode of the driver: BEGIN is ours to say, so that writers can say BEGIN IMMEDIATE
    raw: Any = connection
    raw.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={SQLITE_BUSY_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Any) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN DEFERRED")


def _mysql_rules(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute(
        f"SET time_zone='+00:00', innodb_lock_wait_timeout={LOCK_WAIT_SECONDS}, lock_wait_timeout={READ_SECONDS}, "
        f"wait_timeout={IDLE_SECONDS}, "
        "sql_mode='STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO'"
    )
    cursor.close()
    raw: Any = connection
    raw._read_timeout = raw._write_timeout = READ_SECONDS
    entry.info[_USED_AT] = time.monotonic()


_USED_AT, _IS_SURE = "frontdesk.used_at", "frontdesk.is_sure"


def _mysql_used(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    entry.info[_USED_AT] = time.monotonic()


def _mysql_ping(connection: DBAPIConnection, entry: ConnectionPoolEntry, _fairy: PoolProxiedConnection) -> None:
    """As `pool_pre_ping`, with a deadline of its own: a frozen server must not cost a whole read first.

    One used a moment ago is let through as it is.
    """
    entry.info[_IS_SURE] = is_sure = time.monotonic() - entry.info[_USED_AT] >= PINGED_AFTER_SECONDS
    if is_sure and not _is_alive(connection):
        raise DisconnectionError


def make_sure(connection: Connection) -> None:
    """Have a connection that is alive, where a statement that fails cannot be said again. None begun on it yet."""
    for _ in range(_MOST_DEAD):
        fairy = connection.connection
        if fairy.info.get(_IS_SURE, True) or _is_alive(fairy.dbapi_connection):
            return
        connection.invalidate()


_MOST_DEAD = 50


def _is_alive(connection: Any) -> bool:
    try:
        connection._read_timeout = PING_SECONDS
        connection.ping(reconnect=False)
        connection._read_timeout = READ_SECONDS
    except connection.Error:
        return False
    return True
