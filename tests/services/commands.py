"""Commands of `run.py`, each in a process of its own that is forked from one which has read the program before.

What the command does there it does as if started by hand; only reading the program, half of a run's time, is spared.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import cache
from multiprocessing.context import ForkServerContext
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST_S = 60
STREAMS = ("stdin", "stdout", "stderr")


def run(arguments: Sequence[str], environment: Mapping[str, str], stdin: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end. Raises subprocess.TimeoutExpired after a minute."""
    with tempfile.TemporaryDirectory(prefix="command-") as home:
        streams = [Path(home) / name for name in STREAMS]
        streams[0].write_text(stdin, encoding="utf-8")
        process = _forks().Process(target=_command, args=(list(arguments), dict(environment), streams))
        process.start()
        process.join(LONGEST_S)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(list(arguments), LONGEST_S)
        return subprocess.CompletedProcess(
            list(arguments), process.exitcode, *(path.read_text(encoding="utf-8") for path in streams[1:])
        )


class Started:
    """A command that goes on by itself, to be waited for and ended as `subprocess.Popen` is."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        streams = (Path(os.devnull), log, log)
        self._process = _forks().Process(target=_command, args=(list(arguments), dict(environment), streams))
        self._process.start()
        atexit.register(self.kill)  # before multiprocessing would wait for it
        assert self._process.pid is not None
        self.pid = self._process.pid

    def poll(self) -> int | None:
        """The exit status, None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """The exit status, once it has ended. Raises subprocess.TimeoutExpired."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("run.py", timeout or 0)
        return self._process.exitcode

    def send_signal(self, sign: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, sign)

    def kill(self) -> None:
        """End it as a crash would."""
        self.send_signal(signal.SIGKILL)


@cache
def _forks() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.services.program"])
    return context


def _command(arguments: list[str], environment: dict[str, str], streams: Sequence[Path]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(ROOT)
    for number, path in enumerate(streams):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND), number)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - it stays open as long as the process
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
    sys.argv = ["run.py", *arguments]
    runpy.run_path("run.py", run_name="__main__")
