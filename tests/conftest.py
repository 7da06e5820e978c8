"""What every test may ask for: fresh databases on each kind of server, Redis, a browser; and the rules of a run.

`FRONTDESK_TEST_DATABASE` (sqlite, mariadb, both) and `FRONTDESK_TEST_STATE` (embedded, redis, both) narrow a run. With
neither, a test that needs both runs twice: SQLite with embedded state, and MariaDB with Redis; "both" crosses them.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
import structlog

from tests.schema import prepare_schema
from tests.services import browsers, databases, machine, models, offline, servers, shared, statements

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest_plugins = ("tests.services.rules",)

hypothesis.settings.register_profile("house", deadline=None, database=None, derandomize=machine.in_ci())
hypothesis.settings.load_profile("house")
for name in [name for name in os.environ if name.startswith("FRONTDESK__") or name == "FRONTDESK_CONFIG"]:
    del os.environ[name]  # a developer's own settings must not decide what a test sees
os.environ["LANGSMITH_TRACING"] = "false"
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)
offline.guard()
statements.keep()


@pytest.fixture(scope="session")
def _worker(request: pytest.FixtureRequest) -> str:
    given: dict[str, str] = getattr(request.config, "workerinput", {})
    return given.get("workerid", "main")


@pytest.fixture(scope="session")
def mariadb_server_url() -> str:
    """The run's MariaDB server, shared by all workers; databases are each worker's own."""
    return shared.server_url("mariadb", "mariadb")


@pytest.fixture(scope="session")
def _sqlite_template() -> databases.SqliteTemplate:
    return databases.SqliteTemplate(shared.new_directory(), prepare_schema)


@pytest.fixture(scope="session")
def _mariadb_template(mariadb_server_url: str, _worker: str) -> databases.MariaDBTemplate:
    return databases.MariaDBTemplate(mariadb_server_url, f"frontdesk_{_worker}", prepare_schema)


@pytest.fixture(params=["sqlite", "mariadb"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database with the whole schema and no rows; the test runs once on each kind of server."""
    if request.param == "mariadb":
        mariadb: databases.MariaDBTemplate = request.getfixturevalue("_mariadb_template")
        yield mariadb.fresh()
        return
    sqlite: databases.SqliteTemplate = request.getfixturevalue("_sqlite_template")
    directory = shared.new_directory()
    yield sqlite.fresh(directory / "frontdesk.sqlite3")
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(params=["sqlite", "mariadb"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path, _worker: str) -> str:
    """A database without a single table, for migrations and loaders; once on each kind of server."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    return databases.new_database(request.getfixturevalue("mariadb_server_url"), f"frontdesk_{_worker}_empty")


@pytest.fixture
def own_mariadb(tmp_path: Path) -> Iterator[servers.MariaDB]:
    """A running MariaDB server of this test's own, to stop, kill or freeze.

    `own_mariadb.url_of("frontdesk")` is a database with the schema. It takes some seconds: for tests about losing
    the server only.
    """
    server = servers.MariaDB(tmp_path / "mariadb")
    try:
        server.start()
        prepare_schema(databases.new_database(server.url, "frontdesk"))
        yield server
    finally:
        server.close()


@pytest.fixture(scope="session")
def _redis_server(_worker: str) -> str:
    return shared.server_url("redis", f"redis-{_worker}")


@pytest.fixture
def redis_url(_redis_server: str) -> str:
    """A private Redis with nothing in it."""
    import redis

    with redis.Redis.from_url(_redis_server) as client:
        client.flushall()
    return _redis_server


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[servers.Redis]:
    """A running Redis of this test's own, to stop, kill or freeze."""
    server = servers.Redis(tmp_path / "redis")
    try:
        yield server.start()
    finally:
        server.close()


@pytest.fixture(scope="session")
def _aimock_server(_worker: str) -> str:
    return shared.server_url("aimock", f"aimock-{_worker}")


@pytest.fixture
def stand_in(_aimock_server: str) -> models.StandIn:
    """A stand-in for a language model's server, with nothing to say yet and nothing heard."""
    return models.StandIn(_aimock_server)


@pytest.fixture(scope="session")
def prism() -> str:
    """The address of a server that judges requests by Twilio's own description, one a run."""
    return shared.server_url("prism", "prism")


@pytest.fixture(params=["embedded", "redis"])
def state_url(request: pytest.FixtureRequest) -> str:
    """What to set `state.url` to: empty for embedded, else an empty private Redis. Such a test runs both ways."""
    if request.param == "embedded":
        return ""
    url: str = request.getfixturevalue("redis_url")
    return url


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The machine's Chromium."""
    found = machine.CHROMIUM.find()
    assert found, machine.CHROMIUM.advice
    return found


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator["Browser"]:
    """A headless Chromium, one a worker."""
    with browsers.chromium(chromium_path) as running:
        yield running


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """An empty page with cookies and storage of its own; waits give up after ten seconds."""
    context = browser.new_context()
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
