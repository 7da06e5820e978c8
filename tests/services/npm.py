"""Programs for tests that come from npm: installed once beside the environment, at the versions and hashes of a lock.

Standard library alone.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.services import machine

HERE = Path(__file__).parent
AIMOCK, PRISM = HERE / "aimock", HERE / "prism"
"""Folders of a manifest and its lock: what is installed together."""
MANIFEST = ("package.json", "package-lock.json")


def program() -> Path:
    """Where the stand-in for a language model is, once it is installed."""
    return _modules(AIMOCK) / "@copilotkit/aimock/dist/cli.js"


def aimock() -> Path:
    """The stand-in for a language model, installed when it is not. Raises RuntimeError when it cannot be had."""
    _provide(AIMOCK, program())
    return program()


def emulate() -> Path:
    """The stand-in for Twilio, installed with the other. Raises RuntimeError when it cannot be had."""
    return aimock().parents[3] / "emulate/dist/index.js"


def prism_program() -> Path:
    """Where the judge of requests by a description is, once it is installed."""
    return _modules(PRISM) / "@stoplight/prism-cli/dist/index.js"


def prism() -> Path:
    """The judge of requests by a description, installed when it is not. Raises RuntimeError when it cannot be had."""
    _provide(PRISM, prism_program())
    return prism_program()


def twilio_descriptions() -> Path:
    """The folder of Twilio's descriptions of its API, which come with the judge."""
    return _modules(PRISM) / "@twilio/cli-core/src/services/twilio-api"


def _modules(packages: Path) -> Path:
    return _home(packages) / "node_modules"


def _home(packages: Path) -> Path:
    digest = hashlib.sha256(b"".join((packages / name).read_bytes() for name in MANIFEST)).hexdigest()[:12]
    return Path(sys.prefix) / "npm" / digest


def _provide(packages: Path, wanted: Path) -> None:
    if wanted.exists():
        return
    home = _home(packages)
    home.parent.mkdir(exist_ok=True)
    with (home.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not wanted.exists():
            _install(packages, home)


def _install(packages: Path, home: Path) -> None:
    """Install into a directory beside it and rename that: it is there whole or not at all."""
    npm = shutil.which("npm", path=os.pathsep.join([os.environ.get("PATH", os.defpath), *machine.MORE_PLACES]))
    if npm is None:
        raise RuntimeError("npm is not installed")
    half = Path(tempfile.mkdtemp(dir=home.parent))
    for name in MANIFEST:
        shutil.copyfile(packages / name, half / name)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    run = subprocess.run(command, cwd=half, capture_output=True, text=True, check=False)
    if run.returncode:
        shutil.rmtree(half, ignore_errors=True)
        raise RuntimeError(f"npm could not install what {packages / MANIFEST[1]} names:\n{run.stderr[-2000:]}")
    shutil.rmtree(home, ignore_errors=True)
    half.rename(home)
