"""The only place that opens transactions.

`read` changes nothing; `write` does a whole unit of work, again from the start when the database asks for it
(deadlock, lock wait, busy file, a connection lost before the commit), so a unit must have no effect outside the
database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from tenacity import Retrying, retry_if_exception, stop_after_attempt, stop_after_delay, wait_random

from db import migrate
from db.engine import connect, make_sure
from hospital.clocks import Clock, MachineClock, PracticeClock
from hospital.errors import BusyError, UnusableDatabaseError
from hospital.one_writer import OneWriter

T = TypeVar("T")

TRIES = 3
TRYING_SECONDS = 5.0
"""No new try after so long: waiting for a lock may have taken all of it."""
WRITER_SECONDS = 10.0
"""How long a unit of work waits in line for an SQLite file before it gives up."""
RETRIED_MYSQL_ERRORS = frozenset({1213, 1205, 1020})
"""Deadlock, lock wait time-out, changed since last read (MariaDB's snapshot isolation)."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of work in an open transaction.

    `now` is the moment that governs everything done in it; `actor` is who does it, for the audit trail.
    """

    connection: Connection
    now: datetime
    actor: str = "system"
    audit_key: bytes = b""
    opened: list[int] = field(default_factory=list)
    """Times that came free in this unit and that somebody may be waiting for."""
    to_confirm: list[str] = field(default_factory=list)
    """Visits that changed in this unit and whose patients chose to read of them by e-mail, by reference."""
    at_the_end: list[tuple[int, Callable[[Unit, int, Sequence[Any]], None], Sequence[Any]]] = field(
        default_factory=list
    )
    """Steps whose locks come after all others, each with its number and what it writes: taken right before the commit,
    in the order of their numbers, those of one number together."""

    def insert_ignore(self) -> str:
        """The prefix that makes an INSERT pass over rows that exist, in this database's dialect."""
        return "OR IGNORE" if self.connection.dialect.name == "sqlite" else "IGNORE"

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """A part of the unit of which nothing is left when it raises, so that the unit can go on."""
        opened, visits, steps = len(self.opened), len(self.to_confirm), len(self.at_the_end)
        try:
            with self.connection.begin_nested():
                yield
        except BaseException:
            del self.opened[opened:], self.to_confirm[visits:], self.at_the_end[steps:]
            raise


class Office:
    """Opens transactions on one database."""

    def __init__(self, engine: Engine, clock: Clock | None = None, audit_key: bytes = b"") -> None:
        self.engine = engine
        self.clock = clock or MachineClock()
        self._audit_key = audit_key
        # SQLite has one writer: waiting in line here is fairer and quicker than its busy back-off
        self._one_writer = None if self.locks_rows else OneWriter(WRITER_SECONDS)

    @property
    def locks_rows(self) -> bool:
        """Whether units of work stand in each other's way only where they touch the same rows."""
        return self.engine.dialect.name != "sqlite"

    @contextmanager
    def read(self, now: datetime | None = None) -> Iterator[Unit]:
        """A transaction that changes nothing; on MySQL every statement in it sees what is committed by then."""
        with self.engine.connect() as connection:
            make_sure(connection)
            yield Unit(connection, now or self.clock.now(), audit_key=self._audit_key)

    def write(
        self,
        work: Callable[[Unit], T],
        *,
        now: datetime | None = None,
        actor: str = "system",
        hurries: bool = False,
    ) -> T:
        """Do a unit of work and commit it, all or nothing. Raises BusyError when it could not be done.

        `hurries`: it is short, and goes before others where there is one writer at a time.
        """
        try:
            done: T = _TRYING(self._once, work, now or self.clock.now(), actor, hurries)
            return done
        except DBAPIError as error:
            if is_retried(error):
                raise BusyError from error
            raise

    def _once(self, work: Callable[[Unit], T], now: datetime, actor: str, hurries: bool) -> T:
        with self._line(hurries), self.engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            with connection.begin():
                unit = Unit(connection, now, actor, self._audit_key)
                done = work(unit)
                for (number, step), noted in groupby(sorted(unit.at_the_end, key=itemgetter(0)), itemgetter(0, 1)):
                    step(unit, number, [each for *_, what in noted for each in what])
                return done

    def _line(self, hurries: bool) -> AbstractContextManager[None]:
        return nullcontext() if self._one_writer is None else self._one_writer.writing(hurries=hurries)


def open_office(url: str, clock: Clock | None = None, audit_key: bytes = b"") -> Office:
    """An office on a database, brought to the schema of this version first; it goes by a demo's practice clock.

    Raises UnusableDatabaseError, and what `db.engine.connect` and `db.migrate.upgrade` raise.
    """
    engine = connect(url)
    try:
        migrate.upgrade(engine)
    except SQLAlchemyError as error:
        raise UnusableDatabaseError(reason(error)) from error
    return Office(engine, clock or PracticeClock(engine), audit_key)


def reason(error: Exception) -> str:
    """What the driver says, without its codes."""
    original = getattr(error, "orig", None)
    told = original.args[-1] if original is not None and original.args else error
    return str(told).splitlines()[0]


def is_retried(error: BaseException) -> bool:
    """Whether the whole unit may succeed when done again."""
    if not isinstance(error, OperationalError):
        return False
    code = error.orig.args[0] if error.orig and error.orig.args else None
    return code in RETRIED_MYSQL_ERRORS or (isinstance(code, str) and "database is locked" in code)


def is_unreachable(error: BaseException) -> bool:
    """Whether the database could not be reached at all (as against refusing something)."""
    if isinstance(error, PoolTimeoutError):
        return True
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, OperationalError) and not is_retried(error)


def is_to_be_done_again(error: BaseException) -> bool:
    """Whether nothing of a unit is left, and the whole of it may succeed now."""
    if is_retried(error):
        return True
    # a connection that had gone while it rested; what was lost at the commit may have been done
    return isinstance(error, DBAPIError) and error.connection_invalidated and error.statement is not None


def is_refused(error: BaseException) -> bool:
    """Whether a database that could be reached did not do a statement, and will not when asked again at once."""
    if not isinstance(error, OperationalError) or is_retried(error):
        return False
    return error.statement is not None and not error.connection_invalidated


_TRYING = Retrying(
    stop=stop_after_attempt(TRIES) | stop_after_delay(TRYING_SECONDS),
    wait=wait_random(0.005, 0.06),
    retry=retry_if_exception(is_to_be_done_again),
    reraise=True,
)
