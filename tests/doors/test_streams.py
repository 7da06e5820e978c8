"""What a command writes to may be closed, full or of another encoding: nobody ever reads a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.races.house import open_house
from tests.services import commands

pytestmark = pytest.mark.timeout(120)
ROOT = Path(__file__).resolve().parents[2]
HELLO = '{"conversation": "c", "id": "1", "text": "hello"}\n'


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """That of a program with a hospital."""
    home = tmp_path_factory.mktemp("streams")
    url = f"sqlite:///{home / 'house.sqlite3'}"
    open_house(url, home / "data", patients=2).database.dispose()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FRONTDESK")}
    return {
        **kept,
        "FRONTDESK__DATABASE__URL": url,
        "FRONTDESK__DATA_DIR": str(home / "data"),
        "FRONTDESK__AUDIT__KEY": "the same in every process",
    }


def run(words: str, environment: dict[str, str], given: bytes) -> tuple[int, bytes, str]:
    """Exit status, stdout and stderr of a command; `words` may redirect as the shell does."""
    done = subprocess.run(
        ["/bin/sh", "-c", f"exec '{sys.executable}' run.py {words}"],
        cwd=ROOT,
        env=environment,
        input=given,
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


@pytest.mark.parametrize("command", ["chat", "chat --jsonl", "check", "--help"])
def test_a_full_disk_is_told_in_a_sentence(command: str, environment: dict[str, str]):
    status, _, told = run(f"{command} >/dev/full", environment, HELLO.encode())
    assert (status, told) == (1, "frontdesk: No space left on device\n")


@pytest.mark.parametrize(
    ("command", "closed"),
    [
        *(("chat --jsonl", (name,)) for name in commands.STREAMS),
        *((command, commands.STREAMS) for command in ("chat", "chat --jsonl", "extract", "check")),
    ],
)
def test_a_closed_stream_hinders_nothing(command: str, closed: tuple[str, ...], environment: dict[str, str]):
    ended = commands.run(command.split(), environment, HELLO, dict.fromkeys(closed))
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_program_that_the_shell_starts_without_streams_hinders_nothing(environment: dict[str, str]):
    assert run("chat --jsonl <&- >&- 2>&-", environment, HELLO.encode())[::2] == (0, "")


@pytest.mark.parametrize("command", ["chat", "chat --jsonl", "extract"])
def test_a_reader_that_goes_away_ends_the_program_quietly(command: str, environment: dict[str, str]):
    lines = "".join(HELLO.replace('"1"', f'"{number}"') for number in range(200)).encode()
    process = subprocess.Popen(
        [sys.executable, "run.py", *command.split()],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin and process.stdout and process.stderr
    process.stdin.write(lines)
    process.stdin.close()
    assert process.stdout.readline()
    process.stdout.close()
    assert (process.wait(60), process.stderr.read()) == (0, b"")
    process.stderr.close()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_encoding_of_the_terminal_can_be_talked_in(encoding: str, environment: dict[str, str]):
    given = "hello\nnecesito un médico ☺\n".encode() + b"\xff\xfe\n"
    status, said, told = run("chat", {**environment, "PYTHONIOENCODING": encoding}, given)
    assert (status, told) == (0, "")
    assert "assistant of Racecourse" in said.decode(encoding)
