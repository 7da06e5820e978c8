"""Servers that a whole test run shares: the first worker that needs one has it started, the run's end stops it."""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.services.keeper import alive

ROOT = Path(__file__).resolve().parents[2]
SESSION = "FRONTDESK_TEST_SESSION"  # where this run keeps its servers; workers inherit it
MEMORY = Path("/dev/shm")
ROOM_BYTES = 2 << 30
READY_WITHIN_S = 90
STOPPED_WITHIN_S = 15


def memory() -> Path | None:
    """A file system in memory with room for a run's databases; None where there is none.

    A commit waits for the disk, which costs a run minutes; no test cuts the power, so none could tell the difference.
    """
    try:
        free = shutil.disk_usage(MEMORY).free
    except OSError:
        return None
    return MEMORY if free >= ROOM_BYTES and os.access(MEMORY, os.W_OK | os.X_OK) else None


def open_session() -> None:
    """Make the run's directory; in the process that everything else descends from, once."""
    where = Path(tempfile.mkdtemp(prefix="frontdesk-tests-", dir=memory()))
    os.environ[SESSION] = str(where)
    (where / "run.pid").write_text(str(os.getpid()))


def close_session() -> None:
    """Stop every server of this run and remove its directory; nothing happens in a process that did not open it."""
    where = os.environ.get(SESSION)
    if where is None or (Path(where) / "run.pid").read_text() != str(os.getpid()):
        return
    del os.environ[SESSION]
    keepers = {path.with_suffix(""): int(path.read_text()) for path in Path(where).glob("*.keeper")}
    for pid in keepers.values():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    give_up_at = time.monotonic() + STOPPED_WITHIN_S
    for directory, pid in keepers.items():
        while directory.exists() and alive(pid) and time.monotonic() < give_up_at:
            time.sleep(0.02)  # removing its directory is the last that a keeper does
    shutil.rmtree(where, ignore_errors=True)


def new_directory() -> Path:
    """A directory for one test's database; who takes it removes it, at the latest the run's end does."""
    return Path(tempfile.mkdtemp(prefix="database-", dir=os.environ[SESSION]))


def server_url(kind: str, name: str) -> str:
    """The address of this run's server `name` of a kind (`KINDS` of the keeper), started when nobody has yet.

    Raises RuntimeError with the server's last words when it does not start.
    """
    session = Path(os.environ[SESSION])
    published = session / f"{name}.json"
    with (session / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not published.exists():
            _start_keeper(kind, session / name)
        facts: dict[str, str] = json.loads(published.read_text())
    if "error" in facts:
        raise RuntimeError(facts["error"])
    return facts["url"]


def _start_keeper(kind: str, directory: Path) -> None:
    run = (directory.parent / "run.pid").read_text()
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.services.keeper", kind, str(directory), run],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    directory.with_suffix(".keeper").write_text(str(keeper.pid))
    give_up_at = time.monotonic() + READY_WITHIN_S
    while not directory.with_suffix(".json").exists():
        if time.monotonic() > give_up_at:
            raise RuntimeError(f"the server {directory.name} was not there after {READY_WITHIN_S} s")
        time.sleep(0.02)
