"""A desk in a process of its own that answers lines of the protocol as they come, many at a time.

`python -m tests.races.serving` is that process; its settings come from the environment, like those of `run.py`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
THREADS = 32
START_WITHIN_S = 60.0
ANSWER_WITHIN_S = 60.0


class GoneError(ConnectionError):
    """The server ended before it answered; if the request `was_sent`, nobody knows how far it had come."""

    def __init__(self, *, was_sent: bool) -> None:
        super().__init__()
        self.was_sent = was_sent


class LineServer:
    """A desk that can be killed at any moment and started again on the same records."""

    def __init__(self, database_url: str, data_dir: Path, *, state_url: str = "", **settings: str) -> None:
        self._environment = {
            **os.environ,
            "FRONTDESK__DATABASE__URL": database_url,
            "FRONTDESK__STATE__URL": state_url,
            "FRONTDESK__DATA_DIR": str(data_dir),
            "FRONTDESK__AUDIT__KEY": "the same in every process",
            **{f"FRONTDESK__{name}": value for name, value in settings.items()},
        }
        self.is_standing = False
        self._lock = threading.Lock()
        self._life: _Life | None = None

    def start(self) -> None:
        """Start, or start again; returns once it answers."""
        life = _Life(self._environment)
        with self._lock:
            self._life = life

    def kill(self) -> None:
        """End it at once, in the middle of whatever it does."""
        with self._lock:
            life, self._life = self._life, None
        if life is not None:
            life.process.send_signal(signal.SIGKILL)
            life.process.wait()

    def stand(self) -> None:
        """Let it stand still, in the middle of whatever it does."""
        self._signal(signal.SIGSTOP)
        self.is_standing = True

    def go_on(self) -> None:
        """Let it go on where it stood still."""
        self.is_standing = False
        self._signal(signal.SIGCONT)

    def _signal(self, sign: signal.Signals) -> None:
        with self._lock:
            if self._life is not None:
                self._life.process.send_signal(sign)

    def stop(self) -> None:
        """Let it finish what it was sent, then end."""
        with self._lock:
            life, self._life = self._life, None
        if life is not None:
            assert life.process.stdin is not None
            life.process.stdin.close()
            life.process.wait(30)

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer to a request. Raises GoneError when the server ended first."""
        with self._lock:
            life = self._life
        if life is None:
            raise GoneError(was_sent=False)
        return life.ask(request)


class _Life:
    """The server from one start to its end."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.races.serving"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None,
        )
        self._writing = threading.Lock()
        self._waiting: dict[tuple[str, str], list[tuple[threading.Event, list[dict[str, Any]]]]] = {}
        self._is_gone = False
        ready = threading.Event()
        threading.Thread(target=self._listen, args=(ready,), daemon=True).start()
        if not ready.wait(START_WITHIN_S):
            self.process.kill()
            raise TimeoutError("the server did not start")

    def _listen(self, ready: threading.Event) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if not line.endswith(b"\n"):
                break  # killed in the middle of a line
            said = json.loads(line)
            if "ready" in said:
                ready.set()
                continue
            with self._writing:
                waiting = self._waiting.pop((said["conversation"], said["id"]), [])
            for bell, box in waiting:
                box.append(said)
                bell.set()
        with self._writing:
            self._is_gone = True
            left = [each for waiting in self._waiting.values() for each in waiting]
        for bell, _ in left:
            bell.set()

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None
        bell, box = threading.Event(), list[dict[str, Any]]()
        with self._writing:
            if self._is_gone:
                raise GoneError(was_sent=False)
            self._waiting.setdefault((request["conversation"], request["id"]), []).append((bell, box))
            try:
                self.process.stdin.write(json.dumps(request).encode() + b"\n")
                self.process.stdin.flush()
            except (OSError, ValueError):
                raise GoneError(was_sent=True) from None
        if not bell.wait(ANSWER_WITHIN_S):
            raise TimeoutError(f"no answer to {request}")
        if not box:
            raise GoneError(was_sent=True)
        return box[0]


def main() -> None:
    """Answer lines until there are no more."""
    from conversation.extractors.warming import warm_up
    from doors import logs
    from doors.jsonl import answer
    from doors.settings import read
    from doors.wiring import open_desk
    from tests.races.house import ZONE, everything

    logs.configure()
    switchboard = open_desk(read(), pulled=everything).switchboard
    warm_up()  # as `serve` does: else all threads load the lexicons at once
    writing = threading.Lock()

    def serve(line: bytes) -> None:
        try:
            said = json.dumps(answer(line, switchboard, ZONE)) + "\n"
        except BaseException as error:
            request = json.loads(line)
            facts = {"conversation": request["conversation"], "id": request["id"], "error": repr(error)}
            said = json.dumps(facts) + "\n"
        with writing:
            sys.stdout.write(said)
            sys.stdout.flush()

    print('{"ready": true}', flush=True)
    with ThreadPoolExecutor(THREADS) as pool:
        for line in sys.stdin.buffer:
            pool.submit(serve, line)


if __name__ == "__main__":
    main()
