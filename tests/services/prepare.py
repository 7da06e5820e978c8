"""Make the machine ready for the tests: `python -m tests.services.prepare`.

As root on Debian or Ubuntu what is missing comes by apt-get; elsewhere it is named and left out. With `CI` set,
anything still missing is a failure. All talk goes to stderr. Standard library alone.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services import machine, npm, telemelya
from tests.services.lacking import lacking

POLICY = Path("/usr/sbin/policy-rc.d")
QUIET = ("-y", "-qq", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=300")


def say(line: str) -> None:
    """Tell people how far things are."""
    print(f"prepare: {line}", file=sys.stderr, flush=True)


@contextmanager
def no_autostart() -> Iterator[None]:
    """Keep a freshly installed package from starting its system-wide server: the tests start their own."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink(missing_ok=True)


def apt_get(*arguments: str) -> bool:
    """Run apt-get without questions; what it said is shown only when it fails."""
    run = subprocess.run(
        ["apt-get", *arguments],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if run.returncode:
        say("apt-get did not succeed:\n" + run.stdout[-2000:])
    return run.returncode == 0


def install(parts: list[machine.Part]) -> None:
    """Install each part's packages, one part at a time so that one which cannot be had leaves the others."""
    say("refreshing the list of packages")
    apt_get("update", "-qq")
    with no_autostart():
        for part in parts:
            say(f"installing {part.name} ({' '.join(part.packages)}), once, a minute or so")
            apt_get("install", *QUIET, *part.packages)


def attempt(install_it: Callable[[], object]) -> None:
    """Install something that no package brings; what is in the way is said."""
    try:
        install_it()
    except RuntimeError as error:
        say(str(error))


def main() -> int:
    """Install what can be installed; 1 when `CI` is set and something is still missing."""
    missing = machine.missing()
    if missing and machine.has_apt():
        install(missing)
    if machine.NODE.find() is not None:
        attempt(npm.aimock)
        attempt(npm.prism)
    attempt(telemelya.install)
    absent = lacking()
    for advice in absent.values():
        say(advice)
    return 1 if absent and machine.in_ci() else 0


if __name__ == "__main__":
    sys.exit(main())
