"""A process that keeps one server alive as long as a test run: `python -m tests.services.keeper KIND DIR PID`.

It starts the server, writes `DIR.json` with its address, and ends it when the test run (PID) is gone, however that
went: also after a SIGKILL of pytest nothing stays behind.
"""

import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path

from tests.services.servers import Aimock, MariaDB, Prism, Redis, Server

KINDS: dict[str, type[Server]] = {"mariadb": MariaDB, "redis": Redis, "aimock": Aimock, "prism": Prism}
LOOK_EVERY_S = 0.2


def alive(pid: int) -> bool:
    """Whether a process of that number exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def publish(path: Path, facts: dict[str, str]) -> None:
    """Write the facts so that a reader sees all of them or no file."""
    half = path.with_suffix(".half")
    half.write_text(json.dumps(facts))
    half.replace(path)


def main(kind: str, directory: Path, run: int) -> None:
    """Start the server, tell its address, wait for the end of the run or a SIGTERM, clean up."""
    told_to_end = False

    def end(_number: int, _frame: object) -> None:
        nonlocal told_to_end
        told_to_end = True

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    where = directory.with_suffix(".json")
    server = KINDS[kind](directory)
    try:
        try:
            server.start()
        except RuntimeError as error:
            publish(where, {"error": str(error)})
            return
        publish(where, {"url": server.url})
        while not told_to_end and alive(run):
            time.sleep(LOOK_EVERY_S)
    finally:
        server.close()
        if not told_to_end:
            shutil.rmtree(directory.parent, ignore_errors=True)  # the run was killed and cannot do it


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
