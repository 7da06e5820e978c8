"""What a turn says to its database: recorded as it happens, and said again by the bare driver."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Engine, event

from tests.services.databases import connect


@dataclass(frozen=True)
class Said:
    """One statement, or COMMIT or ROLLBACK."""

    statement: str
    values: Any = None
    is_many: bool = False


@dataclass
class Recorder:
    """Writes down what an engine says; `take` gives it and begins anew."""

    engine: Engine
    said: list[Said] = field(default_factory=list)

    def __post_init__(self) -> None:
        event.listen(self.engine, "before_cursor_execute", self._statement)
        event.listen(self.engine, "commit", lambda _connection: self.said.append(Said("COMMIT")))
        event.listen(self.engine, "rollback", lambda _connection: self.said.append(Said("ROLLBACK")))

    def _statement(
        self, _connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, is_many: bool
    ) -> None:
        self.said.append(Said(statement, values, is_many))

    def take(self) -> list[Said]:
        """Everything since the last time."""
        taken, self.said = self.said, []
        return taken


def counts(said: list[Said]) -> tuple[int, int]:
    """The statements and the commits."""
    ends = ("COMMIT", "ROLLBACK")
    return sum(each.statement not in ends for each in said), sum(each.statement == "COMMIT" for each in said)


class BareDriver:
    """A twin database that is told the same statements by PyMySQL alone, and so always holds the same rows."""

    def __init__(self, database_url: str) -> None:
        parts = urlsplit(database_url)
        self._connection = connect(database_url, parts.path.removeprefix("/"))
        self._connection.autocommit(False)
        with self._connection.cursor() as cursor:
            cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
            cursor.execute("SET sql_mode='STRICT_TRANS_TABLES', time_zone='+00:00'")
        self._ends: dict[str, Callable[[], None]] = {
            "COMMIT": self._connection.commit,
            "ROLLBACK": self._connection.rollback,
        }

    def say(self, said: list[Said]) -> None:
        """Say it all again, and read what comes back."""
        with self._connection.cursor() as cursor:
            for each in said:
                end = self._ends.get(each.statement)
                if end is not None:
                    end()
                elif each.is_many:
                    cursor.executemany(each.statement, each.values)
                else:
                    cursor.execute(each.statement, each.values or None)
                    cursor.fetchall()

    def close(self) -> None:
        """Hang up."""
        self._connection.close()
