"""A desk that serves in a process of its own, as an operator starts it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import httpx2

from tests.services import commands
from tests.services.servers import free_port
from tests.services.shared import SESSION

ROOT = Path(__file__).resolve().parents[2]
HOSPITAL = ROOT / "tests/hospitals/webchat.yaml"
READY_WITHIN_S = 90.0
ENDS_WITHIN_S = 12.0


def run(
    *arguments: str, directory: Path, stdin: str | None = None, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run a command of `run.py` to its end, with its data in `directory`."""
    return commands.run(arguments, environment(directory, **settings), stdin or "")


def environment(directory: Path, **settings: str) -> dict[str, str]:
    """The environment of a command; `settings` are given as `SECTION__KEY`."""
    own = {f"FRONTDESK__{name}": value for name, value in settings.items()}
    # where a server of another test is reached is not where this one is
    ours = {name: value for name, value in os.environ.items() if name != "FRONTDESK__PAYMENTS__BASE_URL"}
    return {**ours, "FRONTDESK__DATA_DIR": str(directory / "data"), "PYTHONUNBUFFERED": "1", **own}


@cache
def _clinic() -> Path:
    """A data directory with the clinic, made once a process by the `load` command."""
    directory = Path(tempfile.mkdtemp(prefix="clinic-", dir=os.environ[SESSION]))
    loaded = run("load", str(HOSPITAL), directory=directory)
    assert loaded.returncode == 0, loaded.stderr
    return directory / "data"


def give_clinic(directory: Path) -> Path:
    """Put a copy of the clinic's data into `directory`; the directory again."""
    shutil.copytree(_clinic(), directory / "data")
    return directory


class ServedDesk:
    """`run.py serve` on a free port; the hospital is loaded before the first start."""

    def __init__(self, directory: Path, *arguments: str, **settings: str) -> None:
        self.directory, self.settings = directory, settings
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._arguments = arguments
        self._log = directory / "serve.log"
        self.process: commands.Started | subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        """What it said on stderr, from all its lives."""
        return self._log.read_text()

    def load(self) -> ServedDesk:
        """Give its database the round-the-clock clinic."""
        if "DATABASE__URL" not in self.settings:
            give_clinic(self.directory)
            return self
        loaded = run("load", str(HOSPITAL), directory=self.directory, **self.settings)
        assert loaded.returncode == 0, loaded.stderr
        return self

    def launch(self) -> ServedDesk:
        """Start it without waiting."""
        self.directory.mkdir(parents=True, exist_ok=True)
        streams = {"stdin": Path(os.devnull), "stdout": self._log, "stderr": self._log}
        self.process = commands.Started(self._command, environment(self.directory, **self.settings), streams)
        return self

    def launch_apart(self, *command: str) -> ServedDesk:
        """Start it, or what `command` says, from nothing, without waiting: for what a fork is not the same as."""
        self.directory.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *(command or ("run.py", *self._command))],
                cwd=ROOT,
                env=environment(self.directory, **self.settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return self

    @property
    def _command(self) -> list[str]:
        return ["serve", "--port", str(self.port), *self._arguments]

    def start(self) -> ServedDesk:
        """Start it; returns once it is ready."""
        self.launch()
        self.wait_until_ready()
        return self

    def wait_until_ready(self) -> None:
        """Wait until /readyz says so."""
        assert self.process is not None
        give_up_at = time.monotonic() + READY_WITHIN_S
        with httpx2.Client(timeout=5) as http:
            while time.monotonic() < give_up_at and self.process.poll() is None:
                with suppress(httpx2.HTTPError):
                    if http.get(f"{self.address}/readyz").status_code == 200:
                        return
                time.sleep(0.02)
        raise AssertionError(f"the desk was not ready:\n{self.log}")

    def end(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end; its exit status."""
        assert self.process is not None
        self.process.send_signal(sign)
        try:
            return self.process.wait(ENDS_WITHIN_S)
        finally:
            self.kill()

    def kill(self) -> None:
        """End it as a crash would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


class Browser:
    """Somebody's browser as the API sees it: cookies, and messages with ids of their own."""

    def __init__(self, address: str, language: str = "en") -> None:
        self.http = httpx2.Client(base_url=address, headers={"Accept-Language": language}, timeout=40)

    def post(self, body: Any, **headers: str) -> httpx2.Response:
        """POST a message as it is given."""
        return self.http.post("/chat/messages", json=body, headers=headers)

    def say(self, text: str, message_id: str | None = None) -> dict[str, Any]:
        """Write; the desk's answer."""
        return self._answer({"id": message_id or uuid.uuid4().hex, "text": text})

    def tap(self, choice: dict[str, str]) -> dict[str, Any]:
        """Take a choice; the desk's answer."""
        return self._answer({"id": uuid.uuid4().hex, "action": choice["value"]})

    def _answer(self, body: dict[str, str]) -> dict[str, Any]:
        response = self.post(body)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    def history(self) -> list[dict[str, Any]]:
        """What the desk says was said."""
        response = self.http.get("/chat/history")
        assert response.status_code == 200, response.text
        lines: list[dict[str, Any]] = response.json()["messages"]
        return lines

    def close(self) -> None:
        self.http.close()


def words(answer: dict[str, Any]) -> str:
    """Everything the desk said in an answer."""
    return "\n".join(reply["text"] for reply in answer["replies"])


def choices(answer: dict[str, Any]) -> list[dict[str, str]]:
    """The choices of an answer's last reply."""
    given: list[dict[str, str]] = answer["replies"][-1]["choices"]
    return given
