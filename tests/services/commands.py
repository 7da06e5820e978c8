"""Commands of `run.py`, each in a process of its own that is forked from one which has read the program before.

What the command does there it does as if started by hand; only reading the program, half of a run's time, is spared.
"""

from __future__ import annotations

import atexit
import fcntl
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from functools import cache
from multiprocessing.context import ForkServerContext
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST_S = 60
STREAMS = ("stdin", "stdout", "stderr")


def run(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    stdin: str,
    streams: Mapping[str, Path | None] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end. `streams` puts a file in the place of a standard stream, or with None closes it.

    Raises subprocess.TimeoutExpired after a minute.
    """
    with tempfile.TemporaryDirectory(prefix="command-") as home:
        own = {name: Path(home) / name for name in STREAMS}
        for name, path in own.items():
            path.write_text(stdin if name == "stdin" else "", encoding="utf-8")
        started = Started(arguments, environment, {**own, **(streams or {})})
        try:
            code = started.wait(LONGEST_S)
        finally:
            started.kill()
        said = own["stdout"].read_text(encoding="utf-8"), own["stderr"].read_text(encoding="utf-8")
        return subprocess.CompletedProcess(list(arguments), code, *said)


class Started:
    """A command that goes on by itself, to be waited for and ended as `subprocess.Popen` is.

    It has a session of its own; the first terminal among its streams is its terminal.
    """

    def __init__(
        self, arguments: Sequence[str], environment: Mapping[str, str], streams: Mapping[str, Path | None]
    ) -> None:
        told = list(arguments), dict(environment), [streams[name] for name in STREAMS]
        self._process = _forks().Process(target=_command, args=told)
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


def _command(arguments: list[str], environment: dict[str, str], streams: Sequence[Path | None]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(ROOT)
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests in the background ignores it
    for number, path in enumerate(streams):
        _put_in_place(number, path)
    if streams[0] is not None and os.isatty(0):
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that its Ctrl-C comes here
    sys.argv = ["run.py", *arguments]
    runpy.run_path("run.py", run_name="__main__")


def _put_in_place(number: int, path: Path | None) -> None:
    """Make a file the standard stream of that number; None: there is none, as Python finds it then."""
    name = STREAMS[number]
    if path is None:
        os.close(number)
        setattr(sys, name, None)
        return
    opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
    os.dup2(opened, number)
    os.close(opened)
    mode, errors = ("r" if name == "stdin" else "w"), ("backslashreplace" if name == "stderr" else None)
    buffering = 1 if name == "stderr" or os.isatty(number) else -1
    setattr(sys, name, open(number, mode, buffering, encoding="utf-8", errors=errors, closefd=False))  # noqa: SIM115
