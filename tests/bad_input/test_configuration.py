"""A configuration, file or database that cannot be used gets one clear sentence, exit status 1, and is left alone."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner

from db.engine import connect
from doors.commands import app
from hospital.office import Office
from tests.races import oracle
from tests.races.house import hospital_text, open_house

pytestmark = pytest.mark.timeout(240)
ROOT = Path(__file__).resolve().parents[2]
COMMANDS = (
    ["chat", "--jsonl"],
    ["queue", "status"],
    ["audit", "verify"],
    ["demo"],
    ["worker"],
    ["serve", "--port", "1"],
)


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    status: int
    out: str
    err: str

    def problems(self, *words: str) -> list[str]:
        """What is wrong with how it says that it failed; `words` are to be among what it says."""
        found = []
        if self.status != 1:
            found.append(f"exit status {self.status}")
        sentences = self.err.strip().splitlines()
        if len(sentences) != 1 or not sentences[0].startswith("frontdesk: ") or len(sentences[0]) > 400:
            found.append("not one sentence on stderr")
        if re.search(r"Traceback|\b[A-Za-z]+(Error|Exception)\b|<class|0x[0-9a-f]{6}|\(\d{4},", self.err):
            found.append("the words of a programmer")
        if "letmein" in self.err + self.out:
            found.append("tells a password")
        found += [f"does not say {word}" for word in words if word not in self.err]
        return [f"{problem}: {self.err}{self.out}" for problem in found]


class Program:
    """Runs commands in a directory of their own."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home = home
        self.data_dir = home / "data"
        self._environment = {"FRONTDESK__DATA_DIR": str(self.data_dir), "FRONTDESK__AUDIT__KEY": "a key"}
        monkeypatch.chdir(home)

    def run(self, *words: str, config: str | bytes | None = None, stdin: str = "", **environment: str) -> Done:
        """Run a command in this process. `environment` names settings like DATABASE__URL."""
        given = {f"FRONTDESK__{name}": value for name, value in environment.items()}
        if config is not None:
            path = self.home / "given.yaml"
            path.write_bytes(config.encode() if isinstance(config, str) else config)
            words = (*words, "--config", str(path))
        result = CliRunner().invoke(app, list(words), input=stdin, env={**self._environment, **given})
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            return Done(99, result.stdout, f"{result.stderr}\nTraceback: {result.exception!r}")
        return Done(result.exit_code, result.stdout, result.stderr)

    def run_outside(self, *words: str, **environment: str) -> Done:
        """Run a command in a process of its own."""
        given = {f"FRONTDESK__{name}": value for name, value in environment.items()}
        home = {name: value for name, value in os.environ.items() if not name.startswith("FRONTDESK")}
        done = subprocess.run(
            [sys.executable, str(ROOT / "run.py"), *words],
            cwd=self.home,
            env={**home, **self._environment, **given},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    before = structlog.get_config()
    yield Program(tmp_path, monkeypatch)
    structlog.configure(**before)


def check_all(cases: dict[str, list[str]]) -> None:
    """Nothing is wrong in any case."""
    assert "\n".join(f"{name}: {problem}" for name, problems in cases.items() for problem in problems) == ""


# --- the configuration ----------------------------------------------------------------------------


def test_a_configuration_that_cannot_be_read_is_named_with_what_is_wrong(program: Program):
    cases = {
        "not YAML": program.run("check", config="database: [\n").problems("given.yaml"),
        "tabs": program.run("check", config="database:\n\turl: x\n").problems("given.yaml"),
        "a list": program.run("check", config="- database\n").problems("given.yaml"),
        "a word": program.run("check", config="hello\n").problems("given.yaml"),
        "bytes": program.run("check", config=b"\xff\xfe\x00\x01").problems("given.yaml"),
        "NUL": program.run("check", config=b"data_dir: a\x00b\n").problems("given.yaml"),
        "an unknown section": program.run("check", config="databse: {url: x}\n").problems("databse"),
        "an unknown key": program.run("check", config="database: {uri: x}\n").problems("database.uri"),
        "a section that is a text": program.run("check", config="database: sqlite\n").problems("database"),
        "workers in words": program.run("check", config="workers: many\n").problems("workers"),
        "an unknown mode": program.run("check", config="telegram: {mode: pigeon}\n").problems("telegram.mode"),
        "a tag": program.run("check", config="data_dir: !!python/object/apply:os.getcwd []\n").problems("given.yaml"),
        "missing": program.run("check", "--config", "nowhere.yaml").problems("nowhere.yaml"),
        "a directory": program.run("check", "--config", str(program.home)).problems(),
        "environment": program.run("check", DATABASE__COLOUR="red").problems("colour"),
        "environment in words": program.run("check", DATABASE="red").problems("database"),
        "an empty name": program.run("check", config="databse:\n").problems("databse"),
        "a number as a key": program.run("check", config="5: 6\n").problems("given.yaml"),
        "a phone that YAML reads as a number": program.run(
            "check", config="twilio: {sms_from: +353860000001}\n"
        ).problems("twilio.sms_from", "quotes"),
        "an unknown section of the environment": program.run("check", DATABSE__URL="x").problems("DATABSE__URL"),
        "workers below 1": program.run("check", WORKERS="0").problems("workers"),
        "a port that no machine has": program.run("check", SMTP__PORT="99999").problems("smtp.port"),
        "an endless wait": program.run("check", LLM__TIMEOUT_S="-1").problems("llm.timeout_s"),
        "an unknown channel": program.run("check", CHANNELS__FAX__DOCUMENTS="link").problems("channels.fax"),
        "no number of workers": program.run("serve", "--workers", "0").problems("workers"),
    }
    check_all(cases)
    assert not program.data_dir.exists(), "something was made although nothing could be done"


@pytest.mark.parametrize("key", [
    "public_url", "jobs.url", "llm.base_url", "telegram.base_url", "twilio.base_url", "slack.base_url",
    "speech.base_url", "payments.base_url",
])  # fmt: skip
def test_an_address_that_is_none_is_named_by_every_command(key: str, program: Program):
    for value in ("nonsense", "ftp://me:letmein@host", "http://[::1", "https://host:99999", "https://a host"):
        for command in (["check"], ["chat", "--jsonl"], ["serve"]):
            done = program.run(*command, **{key.upper().replace(".", "__"): value})
            assert done.problems(key) == []
    assert not program.data_dir.exists()


def test_a_setting_that_is_left_empty_keeps_its_default(program: Program, house_url: str):
    empty = {"WORKERS": "", "DATABASE": "", "SMTP__PORT": "", "TELEGRAM__MODE": "", "PUBLIC_URL": ""}
    done = program.run("check", config="state:\n  # url: none yet\njobs:\n", DATABASE__URL=house_url, **empty)
    assert (done.status, done.err) == (0, "")


def test_a_data_dir_that_cannot_be_written_is_named(program: Program):
    (program.home / "taken").write_text("a file")
    cases = {}
    for name, place in {
        "a file": program.home / "taken",
        "below a file": program.home / "taken/x",
        "proc": "/proc/x",
    }.items():
        for command in (["chat", "--jsonl"], ["demo"], ["serve"]):
            done = program.run(*command, DATA_DIR=str(place))
            cases[f"{name} {command[0]}"] = done.problems("data_dir", str(place))
    check_all(cases)
    assert (program.home / "taken").read_text() == "a file"


def test_outside_loopback_missing_secrets_are_asked_for(program: Program):
    done = program.run("chat", "--jsonl", PUBLIC_URL="https://desk.example.org", AUDIT__KEY="")
    assert done.problems("audit.key") == []


# --- the database ---------------------------------------------------------------------------------


def test_a_database_url_that_cannot_be_used_is_named_with_what_to_write(program: Program):
    (program.home / "dir").mkdir()
    (program.home / "text.sqlite3").write_text(
        "This is no database, but it is long enough to look like a file of one. " * 30
    )
    urls = {
        "a word": "nonsense",
        "another server's": "postgresql://me:letmein@127.0.0.1/desk",
        "a website": "http://127.0.0.1/desk",
        "a port in words": "mysql://me:letmein@127.0.0.1:abc/desk",
        "no database": "mysql://me:letmein@127.0.0.1:1/",
        "nobody there": "mysql://me:letmein@127.0.0.1:1/desk",
        "in memory": "sqlite:///:memory:",
        "no file": "sqlite://",
        "a file in no directory": f"sqlite:///{program.home}/nowhere/desk.sqlite3",
        "a directory": f"sqlite:///{program.home}/dir",
        "a text": f"sqlite:///{program.home}/text.sqlite3",
        "options in words": "mysql://me:letmein@127.0.0.1:1/desk?connect_timeout=abc",
        "an unknown driver": "mysql+nothing://me:letmein@127.0.0.1:1/desk",
    }
    check_all(
        {name: program.run("chat", "--jsonl", DATABASE__URL=url).problems("database") for name, url in urls.items()}
    )


def test_every_command_says_in_one_sentence_that_the_database_does_not_answer(program: Program):
    url = "mysql://me:letmein@127.0.0.1:1/desk"
    (program.home / "hospital.yaml").write_text(hospital_text(1))
    commands = [*COMMANDS[:-1], ["load", "hospital.yaml"], ["serve", "--port", "0"]]
    with socket.create_server(("127.0.0.1", 0)) as probe:
        commands[-1][-1] = str(probe.getsockname()[1])
    check_all({command[0]: program.run(*command, DATABASE__URL=url).problems("database") for command in commands})


def test_wrong_words_for_a_running_server_are_told_apart(program: Program, mariadb_server_url: str):
    place = mariadb_server_url.rsplit("@", 1)[1]
    user = mariadb_server_url.split("//")[1].split("@")[0]
    cases = {
        "password": program.run("demo", DATABASE__URL=f"mysql://frontdesk:letmein@{place}/desk").problems("database"),
        "database": program.run("demo", DATABASE__URL=f"mysql://{user}@{place}/nowhere").problems("nowhere"),
    }
    check_all(cases)


def test_a_host_that_does_not_exist_is_said_so(program: Program):
    done = program.run_outside("queue", "status", DATABASE__URL="mysql://me:letmein@no-such-host.invalid/desk")
    assert done.problems("no-such-host.invalid") == []


def test_a_database_of_a_newer_version_is_left_as_it_is(program: Program, empty_database_url: str):
    desk = open_house(empty_database_url, program.data_dir, patients=2)
    with desk.database.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = oracle.counts(desk.office)
    (program.home / "hospital.yaml").write_text(hospital_text(9))
    commands = [*COMMANDS[:-1], ["load", "hospital.yaml"]]
    check_all({c[0]: program.run(*c, DATABASE__URL=empty_database_url).problems("9999", "newer") for c in commands})
    assert oracle.counts(desk.office) == before
    desk.database.dispose()


def test_a_database_with_other_tables_is_left_as_it_is(program: Program):
    path = program.home / "shop.sqlite3"
    with sqlite3.connect(path) as shop:
        shop.execute("CREATE TABLE orders (id INTEGER)")
    done = program.run("demo", DATABASE__URL=f"sqlite:///{path}")
    assert done.problems("other tables") == []
    with sqlite3.connect(path) as shop:
        assert [name for (name,) in shop.execute("SELECT name FROM sqlite_master")] == ["orders"]


def test_without_a_hospital_the_commands_say_how_to_get_one(program: Program, database_url: str):
    cases = {
        c[0]: program.run(*c, DATABASE__URL=database_url).problems("load") for c in (["chat", "--jsonl"], ["worker"])
    }
    check_all(cases)


# --- Redis ----------------------------------------------------------------------------------------


@pytest.fixture
def house_url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'house.sqlite3'}"
    open_house(url, tmp_path / "data", patients=2).database.dispose()
    return url


def test_a_state_url_that_cannot_be_used_is_named(program: Program, house_url: str):
    urls = {
        "a word": "nonsense",
        "a website": "http://127.0.0.1/0",
        "a port in words": "redis://:letmein@127.0.0.1:abc/0",
        "a port too high": "redis://:letmein@127.0.0.1:99999/0",
        "an option in words": "redis://:letmein@127.0.0.1:1/0?socket_timeout=abc",
    }
    cases = {
        f"{name} {command[0]}": program.run(*command, DATABASE__URL=house_url, STATE__URL=url).problems("state.url")
        for name, url in urls.items()
        for command in (["chat", "--jsonl"], ["worker"])
    }
    check_all(cases)


def test_a_redis_that_is_not_there_stops_nothing_and_check_says_so(program: Program, house_url: str):
    nobody = {"DATABASE__URL": house_url, "STATE__URL": "redis://:letmein@127.0.0.1:1/0"}
    served = program.run("chat", "--jsonl", stdin='{"conversation": "c", "text": "hello"}\n', **nobody)
    checked = program.run("check", **nobody)
    assert (served.status, checked.status) == (0, 1)
    assert '"replies": [{' in served.out and served.err == ""
    lines = [line for line in checked.out.splitlines() if "state" in line]
    assert lines and "letmein" not in checked.out + checked.err


# --- the hospital file ----------------------------------------------------------------------------

MISTAKES = {
    "a doctor of no speciality": ("speciality: cardiology\n    schedule", "speciality: cardiolgy\n    schedule"),
    "hours that end before they begin": ('to: "19:00", slot_minutes: 15', 'to: "07:00", slot_minutes: 15'),
    "a code twice": ("code: walsh", "code: patel"),
    "an unknown key": ("  currency: EUR", "  curency: EUR"),
    "no time zone": ("Europe/Dublin", "Europe/Atlantis"),
    "not YAML": ("specialities:", "specialities: ["),
    "a phone without country": ("+353860000000", "0860000000"),
    "born on 31 February": ("date_of_birth: 1980-01-01", "date_of_birth: 1980-02-31"),
}


def test_a_hospital_file_with_a_mistake_is_told_by_line_and_loads_nothing(program: Program, database_url: str):
    path = program.home / "hospital.yaml"
    office = Office(connect(database_url))
    before = oracle.counts(office)
    cases: dict[str, list[str]] = {}
    for name, (right, wrong) in MISTAKES.items():
        text = hospital_text(3)
        assert right in text, name
        path.write_text(text.replace(right, wrong, 1))
        done = program.run("load", str(path), DATABASE__URL=database_url)
        *told, last = done.err.strip().splitlines()
        if done.status != 1 or not told or not all(re.match(r".*hospital\.yaml:\d+: \S", line) for line in told):
            cases[name] = [f"{done.status}: {done.err}"]
        if "nothing was loaded" not in last or re.search(r"Traceback|Error\b", done.err):
            cases[name] = [f"{done.status}: {done.err}"]
        if oracle.counts(office) != before:
            cases[name] = ["something was loaded"]
    check_all(cases)
    text = hospital_text(3)
    for right, wrong in [m for name, m in MISTAKES.items() if name != "not YAML"]:
        text = text.replace(right, wrong, 1)
    path.write_text(text)
    told = program.run("load", str(path), DATABASE__URL=database_url).err.strip().splitlines()[:-1]
    assert len(told) >= len(MISTAKES) - 1, "all mistakes are told at once"
    office.engine.dispose()


def test_a_hospital_file_that_cannot_be_read_is_said_so(program: Program, database_url: str):
    files = {
        "empty": b"",
        "bytes": b"\xff\xfe\x00hello",
        "a list": b"- a\n- b\n",
        "a picture": b"\x89PNG\r\n\x1a\n" * 50,
    }
    office = Office(connect(database_url))
    before = oracle.counts(office)
    cases: dict[str, list[str]] = {}
    for name, data in files.items():
        path = program.home / "hospital.yaml"
        path.write_bytes(data)
        done = program.run("load", str(path), DATABASE__URL=database_url)
        if done.status != 1 or "hospital.yaml:1: " not in done.err or re.search(r"Traceback|Error\b", done.err):
            cases[name] = [f"{done.status}: {done.err}"]
    cases["missing"] = program.run("load", "nowhere.yaml", DATABASE__URL=database_url).problems("nowhere.yaml")
    cases["a directory"] = program.run("load", str(program.home), DATABASE__URL=database_url).problems(
        str(program.home)
    )
    check_all(cases)
    assert oracle.counts(office) == before
    office.engine.dispose()


# --- the command line -----------------------------------------------------------------------------


def test_a_port_in_use_is_said_so(program: Program, house_url: str):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = program.run_outside("serve", "--port", port, DATABASE__URL=house_url)
    assert done.problems(port, "in use") == []


def test_a_command_that_is_not_built_yet_says_so(program: Program):
    for words in ("report revenue", "report no-shows --from 2026-01-01 --format pdf"):
        done = program.run(*words.split())
        assert (done.status, done.out) == (1, "") and "not built yet" in done.err


def test_wrong_usage_has_a_status_of_its_own(program: Program):
    wrong = (
        "nonsense",
        "serve --port 99999",
        "serve --port x",
        "load",
        "worker --concurrency 0",
        "queue",
        "chat --as Mary",
    )
    done = {words: program.run(*words.split()) for words in wrong}
    assert {name: each.status for name, each in done.items()} == dict.fromkeys(done, 2)
    assert not any("Traceback" in each.err for each in done.values())
