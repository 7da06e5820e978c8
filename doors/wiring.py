"""Builds the desk from its settings: one place where everything that is shared gets made and handed on."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine as DatabaseEngine
from sqlalchemy.exc import SQLAlchemyError

from conversation.engine import PULLED, Engine, Parts
from conversation.graph import build
from conversation.store import HotStore, NoStore, RedisStore
from db import migrate
from db.engine import UnsupportedDatabaseError, connect
from doors.settings import Settings, SettingsError, data_dir, secret
from hospital.directory import Directory
from hospital.office import Clock, Office


@dataclass(frozen=True)
class Desk:
    """A desk that is ready to work."""

    settings: Settings
    database: DatabaseEngine
    office: Office
    directory: Directory
    store: HotStore
    engine: Engine


def open_office(settings: Settings, clock: Clock | None = None) -> Office:
    """The records, at the schema of this version. Raises SettingsError with a sentence that says what to do."""
    if not settings.database.url:
        data_dir(settings)
    key = secret(settings, "audit.key", settings.audit.key)
    try:
        database = connect(settings.database_url)
    except UnsupportedDatabaseError as error:
        raise SettingsError(
            f"database.url {error.url!r} is not one that the desk can use: sqlite:///FILE or mysql://user@host/name"
        ) from None
    try:
        migrate.upgrade(database)
    except migrate.DatabaseNewerError as error:
        raise SettingsError(
            f"the database has schema {error.found}, newer than the {error.known} of this version: install a newer one"
        ) from None
    except migrate.DatabaseForeignError:
        raise SettingsError("the database holds other tables: give the front desk a database of its own") from None
    except migrate.UpgradeBusyError:
        raise SettingsError("another process is upgrading the database and does not come to an end") from None
    except SQLAlchemyError as error:
        raise SettingsError(f"the database cannot be used: {_reason(error)}") from None
    return Office(database, clock, key)


def _reason(error: SQLAlchemyError) -> str:
    original = getattr(error, "orig", None)
    return str(original or error).splitlines()[0]


def open_desk(settings: Settings, *, clock: Clock | None = None, pulled: Callable[[str], bool] | None = None) -> Desk:
    """Everything that answers people. Raises SettingsError."""
    office = open_office(settings, clock)
    directory = Directory()
    store: HotStore = RedisStore(settings.state.url) if settings.state.url else NoStore()
    owner = f"{socket.gethostname()[:12]}-{os.getpid()}-{secrets.token_hex(3)}"
    parts = Parts(office, directory, store, build(), owner, pulled or PULLED.__contains__)
    return Desk(settings, office.engine, office, directory, store, Engine(parts))
