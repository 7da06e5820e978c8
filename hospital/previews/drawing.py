"""Has files looked into by a child process under limits of memory, time and output; nothing of theirs opens here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from hospital.errors import BusyError, InvalidError

CHILD = Path(__file__).with_name("child.py")
SECONDS = 20.0
"""How long one look may take."""
MOST_BYTES = 8 * 1024 * 1024
"""Of what the child says."""
AT_ONCE = threading.BoundedSemaphore(2)
"""Each of them may use much of a small machine."""
WAIT_SECONDS = 30.0
SMALL, LARGE = 256, 1600
"""The longer side of a thumbnail, and of a picture to look at."""
DICOM = "application/dicom"


class Reason(StrEnum):
    """Why a file is not looked into."""

    BROKEN = "broken"
    LOCKED = "locked"
    """It wants a password."""
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_HEAVY = "too_heavy"
    """It would take more memory or time than a file may."""
    NO_PAGE = "no_page"


@dataclass
class UnreadableError(InvalidError):
    """A file that cannot be looked into, and why."""

    reason: Reason


@dataclass(frozen=True)
class Look:
    """What a file is, and one page of it as a PNG; None where there is nothing to see, or nothing here draws it.

    `width` and `height` are pixels of a picture, points of a page. `told` is what the head of a DICOM file says, by its
    names; words of a stranger's. `window` is the centre and width that it is seen through, where it has shades.
    """

    width: int
    height: int
    pages: int
    picture: bytes | None
    told: Mapping[str, str] = field(default_factory=dict)
    window: tuple[float, float] | None = None


def look(
    path: Path, content_type: str, *, side: int = SMALL, page: int = 0, window: tuple[float, float] | None = None
) -> Look:
    """Look into a file that is a picture, a PDF or DICOM by its content; `page` counts from 0, frames too.

    Never call it within a transaction. Raises UnreadableError, and BusyError while too many are looked into.
    """
    return understood(ask(path, content_type, side, page, window))


def ask(path: Path, content_type: str, side: int, page: int, window: tuple[float, float] | None) -> bytes:
    """What the child says of a file, to be kept or understood. Raises UnreadableError for no answer, BusyError."""
    asked = [content_type, str(path), str(min(max(side, 16), LARGE)), str(page)]
    if window is not None:
        asked += [repr(float(each)) for each in window]
    if not AT_ONCE.acquire(timeout=WAIT_SECONDS):
        raise BusyError
    try:
        return _answer(asked)
    finally:
        AT_ONCE.release()


def _answer(asked: list[str]) -> bytes:
    # one thread for arithmetic: each more would claim address space, which is limited
    surroundings = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "LANG": "C.UTF-8", "PATH": os.defpath}
    with subprocess.Popen(  # noqa: S603 - our own file, by this very Python, and no shell
        [sys.executable, "-I", str(CHILD), *asked],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=surroundings,
        close_fds=True,
    ) as child:
        timer = threading.Timer(SECONDS, child.kill)
        timer.start()
        try:
            assert child.stdout is not None
            said = child.stdout.read(MOST_BYTES + 1)
            if len(said) > MOST_BYTES:
                child.kill()
            child.wait()  # while the timer still runs
        finally:
            timer.cancel()
    if child.returncode != 0 or len(said) > MOST_BYTES:
        raise UnreadableError(Reason.TOO_HEAVY)  # killed by a limit, or by its reader's fall
    return said


def understood(said: bytes) -> Look:
    """An answer of the child. Raises UnreadableError where it is a refusal."""
    head, _, picture = said.partition(b"\n")
    try:
        told: dict[str, Any] = json.loads(head)
        if "refused" in told:
            raise UnreadableError(Reason(told["refused"]))
        window = told.get("window")
        return Look(
            int(told["width"]),
            int(told["height"]),
            int(told["pages"]),
            picture or None,
            {str(name): str(text) for name, text in told.get("told", {}).items()},
            None if window is None else (float(window[0]), float(window[1])),
        )
    except (ValueError, KeyError, TypeError):
        raise UnreadableError(Reason.BROKEN) from None
