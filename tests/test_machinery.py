"""The machinery under the tests can be trusted: databases come back clean, servers end, nothing is left out unseen."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.services import databases, machine, npm, prepare, servers

ROOT = Path(__file__).parents[1]


def test_a_mariadb_database_comes_back_as_it_was_made_whatever_a_test_left(mariadb_server_url):
    def prepare(url):
        with databases.connect(mariadb_server_url, url.split("/")[-1].split("?")[0]) as connection:
            cursor = connection.cursor()
            cursor.execute("CREATE TABLE version (number INT)")
            cursor.execute("INSERT INTO version VALUES (7)")
            cursor.execute("CREATE TABLE patient (id INT PRIMARY KEY AUTO_INCREMENT)")
            cursor.execute("CREATE TABLE visit (patient INT NOT NULL, FOREIGN KEY (patient) REFERENCES patient (id))")

    name = f"machinery_{os.getpid()}"

    def say(*statements):
        with databases.connect(mariadb_server_url, name) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall()

    template = databases.MariaDBTemplate(mariadb_server_url, name, prepare)
    forgotten = databases.connect(mariadb_server_url, name)
    forgotten.begin()
    forgotten.cursor().execute("INSERT INTO patient VALUES (NULL)")
    say(
        "INSERT INTO patient VALUES (NULL)",
        "INSERT INTO visit VALUES (LAST_INSERT_ID())",
        "UPDATE version SET number = 8",
    )
    template.fresh()
    counts = "SELECT (SELECT COUNT(*) FROM patient), (SELECT COUNT(*) FROM visit), number FROM version"
    assert say(counts) == ((0, 0, 7),)
    say("DROP TABLE visit")
    template.fresh()
    assert say("SHOW TABLES") == (("patient",), ("version",), ("visit",))
    say(f"DROP DATABASE {name}")


def test_a_database_for_a_test_has_the_schema_and_no_rows(database_url):
    from sqlalchemy import create_engine, inspect, text

    engine = create_engine(database_url)
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names()) - {"alembic_version"}
        filled = {table for table in tables if connection.execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first()}
    engine.dispose()
    assert {"appointments", "outbox"} <= tables
    assert filled == set()


def test_an_empty_database_has_no_table(empty_database_url):
    from sqlalchemy import create_engine, inspect

    engine = create_engine(empty_database_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_a_killed_mariadb_keeps_what_was_committed_and_comes_back_on_its_port(own_mariadb):
    with databases.connect(own_mariadb.url, "frontdesk") as connection:
        connection.cursor().execute("CREATE TABLE kept (number INT)")
        connection.cursor().execute("INSERT INTO kept VALUES (1)")
    own_mariadb.kill()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", own_mariadb.port), timeout=1)
    own_mariadb.start()
    with databases.connect(own_mariadb.url, "frontdesk") as connection, connection.cursor() as cursor:
        cursor.execute("SELECT number FROM kept")
        assert cursor.fetchall() == ((1,),)


def test_the_state_of_each_kind_is_empty_and_private(state_url):
    if state_url:
        import redis

        with redis.Redis.from_url(state_url) as client:
            assert client.dbsize() == 0
            client.set("left", "behind")
            assert client.config_get("save") == {"save": ""}
            assert client.connection_pool.connection_kwargs["port"] != 6379


def test_servers_end_even_when_the_test_run_is_killed(tmp_path, own_redis):
    own_redis.stop()  # this test needs Redis on the machine, not this one
    program = (
        "import os, signal; from tests.services import shared; shared.open_session();"
        "print(os.environ[shared.SESSION], shared.server_url('redis', 'redis'), flush=True);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    session, url = run.stdout.split()
    port = int(url.split(":")[-1].split("/")[0])
    assert run.returncode == -signal.SIGKILL
    give_up_at = time.monotonic() + 15
    while Path(session).exists() and time.monotonic() < give_up_at:
        time.sleep(0.05)
    assert not Path(session).exists()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1)


def test_a_server_that_cannot_start_says_why(tmp_path):
    server = servers.Redis(tmp_path / "redis")
    server.port = 99_999_999
    with pytest.raises(RuntimeError, match="did not start"):
        server.start()
    server.close()


def test_no_test_reaches_another_machine():
    with pytest.raises(AssertionError, match=r"wanted to reach 192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def run_pytest(directory: Path, test: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """A run of its own under the house's rules, of one file with the given text."""
    (directory / "test_it.py").write_text(test)
    (directory / "pytest.ini").write_text("[pytest]\n")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-pno:cacheprovider", "-p", "tests.services.rules", str(directory)],
        cwd=ROOT,
        env={**os.environ, "CI": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def test_ci_does_not_start_when_a_part_of_the_machine_is_missing(tmp_path):
    run = run_pytest(tmp_path, "def test(): pass", CI="true", FRONTDESK_TEST_MYSQLD="/nowhere/mariadbd")
    assert run.returncode == 4
    assert machine.MARIADB.advice in run.stderr


@pytest.mark.parametrize(("version", "will_do"), [("v18.20.4", False), ("v20.14.9", False), ("v20.15.0", True)])
def test_a_node_that_is_too_old_counts_as_none(tmp_path, version, will_do):
    node = tmp_path / "node"
    node.write_text(f"#!/bin/sh\necho {version}\n")
    node.chmod(0o755)
    assert (machine.NODE.find({machine.NODE.variable: str(node)}) is not None) == will_do
    assert "from version 20.15 on" in machine.NODE.advice


def test_ci_is_not_ready_when_npm_brought_nothing(tmp_path, monkeypatch, capsys):
    def fail() -> Path:
        raise RuntimeError("npm could not install it")

    monkeypatch.setattr(machine, "missing", list)
    monkeypatch.setattr(npm, "aimock", fail)
    monkeypatch.setattr(npm, "prism", npm.prism_program)
    monkeypatch.setattr(npm, "program", lambda: tmp_path / "nowhere.js")
    for ci, status in (("true", 1), ("", 0)):
        monkeypatch.setenv("CI", ci)
        assert prepare.main() == status
    told = capsys.readouterr().err
    assert "npm could not install it" in told and "tests with a language model's server left out" in told


def test_elsewhere_a_missing_part_is_left_out_and_named_before_the_last_line(tmp_path):
    run = run_pytest(
        tmp_path, "def test_a(chromium_path): 1/0\ndef test_b(): pass", FRONTDESK_TEST_CHROMIUM="/nowhere/chromium"
    )
    assert run.returncode == 0
    assert machine.CHROMIUM.advice in run.stdout.splitlines()[-2]
    assert "1 passed, 1 deselected" in run.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    "test", ["import pytest\ndef test(): pytest.skip('no')", "import pytest\npytest.importorskip('nowhere')"]
)
def test_a_skipped_test_fails_in_ci(tmp_path, test):
    assert run_pytest(tmp_path, test).returncode in (0, 5)
    run = run_pytest(tmp_path, test, CI="true")
    assert run.returncode in (1, 2)
    assert "which CI does not allow" in run.stdout


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A place with the installer and the locks alone."""
    shutil.copytree(ROOT / "requirements", tmp_path / "house/requirements")
    return tmp_path / "house"


def set_up_with(house: Path, python: str) -> subprocess.CompletedProcess[str]:
    """What the installer says when `python` is a shell script in place of Python."""
    stub = house / "python-stub"
    stub.write_text(f"#!/bin/sh\n{python}\n")
    stub.chmod(0o755)
    return subprocess.run(
        ["sh", "requirements/install.sh", "run"],
        cwd=house,
        env={**os.environ, "PY": str(stub)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("python", "advice"),
    [
        ("exit 127", "install it, or name it: make PY="),
        (
            'case "$2" in *print*) echo 3.9.2;; *) exit 1;; esac',
            "Python 3.9.2 is too old: Frontdesk needs 3.11 or later",
        ),
        ('case "$2" in *print*) echo 3.12.1;; *ensurepip*) exit 1;; esac', "apt-get install python3-venv"),
    ],
    ids=["none", "too old", "without venv"],
)
def test_a_machine_without_a_fitting_python_is_told_what_to_do(house, python, advice):
    run = set_up_with(house, python)
    assert run.returncode == 1
    assert advice in run.stderr
    assert run.stdout == ""
    assert not (house / ".venv").exists()


def test_a_browser_runs_scripts_and_starts_each_test_without_memory(page):
    page.set_content("<button onclick=\"this.textContent = 'booked'\">book</button>")
    page.click("button")
    assert page.inner_text("button") == "booked"
    assert page.context.cookies() == []
