"""What this machine has of the programs that some tests need. Standard library alone: it runs before any set-up."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Package managers put servers where an ordinary user's PATH does not look.
MORE_PLACES = ("/usr/sbin", "/usr/local/sbin", "/usr/libexec", "/opt/homebrew/bin", "/usr/local/bin")
MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


@dataclass(frozen=True)
class Part:
    """One program that some tests need, and how to come by it."""

    name: str
    programs: tuple[str, ...]
    packages: tuple[str, ...]
    variable: str
    serves: str
    least: tuple[int, ...] = ()
    """The oldest version that does; any where nothing is said."""

    def find(self, environ: Mapping[str, str] = os.environ) -> str | None:
        """The program's path, the one that `variable` names first; None when the machine has none that will do."""
        named = environ.get(self.variable)
        if named:
            return named if os.access(named, os.X_OK) and self._will_do(named) else None
        places = os.pathsep.join([environ.get("PATH", os.defpath), *MORE_PLACES])
        for program in self.programs:
            found = shutil.which(program, path=places)
            if found and self._will_do(found):
                return found
        return None

    def _will_do(self, program: str) -> bool:
        return not self.least or version_of(program) >= self.least

    @property
    def advice(self) -> str:
        """One line for people: what is left out and how to have it."""
        packages = " ".join(self.packages)
        version = f" from version {'.'.join(map(str, self.least))} on" if self.least else ""
        return (
            f"{self.name}: {self.serves} left out, no {' or '.join(self.programs)}{version} here; "
            f"install {packages} (Debian's names) or set {self.variable} to the program"
        )


@cache
def version_of(program: str) -> tuple[int, ...]:
    """The version that a program tells of itself; an empty one when it tells none."""
    try:
        run = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return ()
    found = re.search(r"\d+(?:\.\d+)+", run.stdout)
    return tuple(map(int, found[0].split("."))) if found else ()


MARIADB = Part(
    "MariaDB",
    ("mariadbd", "mysqld"),
    ("mariadb-server-core", "mariadb-client-core"),
    "FRONTDESK_TEST_MYSQLD",
    "tests on a MySQL database",
)
REDIS = Part(
    "Redis",
    ("redis-server", "valkey-server"),
    ("redis-server",),
    "FRONTDESK_TEST_REDIS_SERVER",
    "tests with the conversation state on Redis",
)
CHROMIUM = Part(
    "Chromium",
    ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", MAC_CHROME),
    ("chromium",),
    "FRONTDESK_TEST_CHROMIUM",
    "tests in a browser",
)
NODE = Part(
    "Node",
    ("node", "nodejs"),
    ("nodejs", "npm"),
    "FRONTDESK_TEST_NODE",
    "tests with a language model's server",
    (20, 15),
)
SPEECH = Part(
    "eSpeak",
    ("espeak-ng",),
    ("espeak-ng",),
    "FRONTDESK_TEST_ESPEAK",
    "a call by a synthesised voice",
)
PARTS = (MARIADB, REDIS, CHROMIUM, NODE, SPEECH)
TELEMELYA = Part(
    "telemelya",
    (),
    (),
    "",
    "tests with somebody else's Bot API server",
)
"""Comes from Python's index into an environment of its own (`tests.services.telemelya`), so no package brings it."""
PRISM = Part(
    "Prism",
    (),
    (),
    "",
    "tests of our requests by Twilio's own description",
)
"""Comes from npm, to run on Node (`tests.services.npm`)."""


def missing(parts: tuple[Part, ...] = PARTS) -> list[Part]:
    """The parts that this machine lacks."""
    return [part for part in parts if part.find() is None]


def in_ci() -> bool:
    """Whether `CI` is set: then nothing may be left out."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false", "no")


def has_apt() -> bool:
    """Whether packages can be installed here without asking: apt-get, as root, on Debian or a child of it."""
    return Path("/etc/debian_version").exists() and os.geteuid() == 0 and shutil.which("apt-get") is not None
