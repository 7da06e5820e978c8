"""telemelya, somebody else's Bot API server, unmodified: in an environment of its own, at the hashes of a lock.

Standard library alone, as it is installed before the tests run. It knows the webhook without a secret, and wants a
Redis and an S3 beside it.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

LOCK = Path(__file__).parent / "requirements.txt"


def program() -> Path:
    """Where the server is, once it is installed."""
    return _home() / "bin/telemelya-server"


def install() -> Path:
    """The server, installed when it is not. Raises RuntimeError when it cannot be had."""
    if not program().exists():
        _home().parent.mkdir(exist_ok=True)
        with (_home().parent / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not program().exists():
                _install(_home())
    return program()


def _home() -> Path:
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]
    return Path(sys.prefix) / "beside" / f"telemelya-{digest}"


def _install(home: Path) -> None:
    """Install where it stays, as scripts name their Python by its path; what is half done is taken away."""
    base = getattr(sys, "_base_executable", sys.executable)
    pip = [str(home / "bin/python"), "-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary=:all:"]
    for command in ([base, "-m", "venv", str(home)], [*pip, "-r", str(LOCK)]):
        run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tempfile.gettempdir())
        if run.returncode:
            shutil.rmtree(home, ignore_errors=True)
            raise RuntimeError(f"telemelya could not be installed:\n{run.stderr[-2000:]}")
