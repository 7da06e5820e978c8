"""The private servers and the desk that measurements run on."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path

from doors.wiring import Desk
from tests.races.house import open_house
from tests.services import machine
from tests.services.databases import new_database
from tests.services.servers import MariaDB, Redis

PATIENTS = 64


class LackingError(Exception):
    """The machine has no MariaDB or no Redis; the text says how to have it."""


class Stage:
    """Servers of this run, started when first asked for. Use `stage()`."""

    def __init__(self, home: Path, closing: ExitStack) -> None:
        self.home = home
        self._closing = closing
        self._made = 0

    @cached_property
    def mariadb(self) -> MariaDB:
        """A MariaDB or MySQL server. Raises LackingError."""
        if machine.MARIADB.find() is None:
            raise LackingError(machine.MARIADB.advice)
        server = MariaDB(self.home / "mariadb")
        self._closing.callback(server.close)
        return server.start()

    @cached_property
    def redis(self) -> Redis:
        """A Redis server. Raises LackingError."""
        if machine.REDIS.find() is None:
            raise LackingError(machine.REDIS.advice)
        server = Redis(self.home / "redis")
        self._closing.callback(server.close)
        return server.start()

    def database(self, kind: str) -> str:
        """The URL of a new database with no tables: `mariadb` or `sqlite`."""
        self._made += 1
        if kind == "sqlite":
            return f"sqlite:///{self.home / f'bench-{self._made}.sqlite3'}"
        return new_database(self.mariadb.url, f"bench_{self._made}")

    def desk(self, database_url: str, *, redis: bool = True, patients: int = PATIENTS) -> Desk:
        """A desk on that database, with the hospital of the races in it."""
        self._made += 1
        state_url = self.redis.url if redis else ""
        desk = open_house(database_url, self.home / f"data-{self._made}", patients=patients, state_url=state_url)
        self._closing.callback(desk.database.dispose)
        return desk


@contextmanager
def stage() -> Iterator[Stage]:
    """Servers in a directory of their own, removed at the end."""
    home = Path(tempfile.mkdtemp(prefix="frontdesk-bench-"))
    with ExitStack() as closing:
        closing.callback(shutil.rmtree, home, ignore_errors=True)
        yield Stage(home, closing)
