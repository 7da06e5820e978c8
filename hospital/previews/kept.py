"""Pictures of files, kept for whoever looks next. They can be made again at any time: nothing here is a record."""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from hospital.previews import drawing
from hospital.previews.drawing import SMALL, Look, Reason, UnreadableError

MOST_BYTES = 256 * 1024 * 1024
"""Of all kept pictures; those that nobody looked at for longest go first."""
_REFUSED = ".refused"
_MAY_PASS = frozenset({Reason.TOO_HEAVY, Reason.NO_PAGE})
"""Reasons that are the machine's of that moment, or the asker's, rather than the file's."""


class Standing(StrEnum):
    """How a file's picture stands."""

    MISSING = "missing"
    KEPT = "kept"
    REFUSED = "refused"
    """There is none: no reader gets through the file."""


class Previews:
    """A directory of pictures of files, which only this user may read. `directory` may be emptied at any time."""

    def __init__(self, directory: Path, most_bytes: int = MOST_BYTES) -> None:
        self.directory = directory
        self._most_bytes = most_bytes

    def of(
        self,
        path: Path,
        sha256: str,
        content_type: str,
        *,
        side: int = SMALL,
        page: int = 0,
        window: tuple[float, float] | None = None,
    ) -> Look:
        """A page of a stored file, made now or kept from before; raises as `drawing.look` does."""
        kept = self._place(sha256, content_type, side, page, window)
        for place in (kept, _refused(kept)):
            with suppress(OSError):
                said = place.read_bytes()
                os.utime(place)
                return drawing.understood(said)
        said = drawing.ask(path, content_type, side, page, window)
        try:
            look = drawing.understood(said)
        except UnreadableError as error:
            if error.reason not in _MAY_PASS and path.exists():
                self._try_to_keep(_refused(kept), said)
            raise
        self._try_to_keep(kept, said)
        return look

    def standing(self, sha256: str, content_type: str) -> Standing:
        """How the small picture of a file's first page stands."""
        kept = self._place(sha256, content_type, SMALL, 0, None)
        if kept.exists():
            return Standing.KEPT
        return Standing.REFUSED if _refused(kept).exists() else Standing.MISSING

    def _place(self, sha256: str, content_type: str, side: int, page: int, window: tuple[float, float] | None) -> Path:
        asked = f"{sha256} {content_type} {side} {page} {window}"
        return self.directory / hashlib.sha256(asked.encode()).hexdigest()

    def _try_to_keep(self, place: Path, said: bytes) -> None:
        with suppress(OSError):  # a full disk keeps no pictures, and shows them all the same
            self._keep(place, said)

    def _keep(self, kept: Path, said: bytes) -> None:
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = self.directory / f".part-{secrets.token_hex(8)}"
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(said)
        part.rename(kept)
        self._prune()

    def _prune(self) -> None:
        found = []
        for path in self.directory.iterdir():
            with suppress(FileNotFoundError):  # another process may prune at the same time
                about = path.stat()
                found.append((about.st_mtime, about.st_size, path))
        total = sum(size for _, size, _ in found)
        for _, size, path in sorted(found):
            if total <= self._most_bytes:
                return
            path.unlink(missing_ok=True)
            total -= size


def _refused(kept: Path) -> Path:
    return kept.with_name(f"{kept.name}{_REFUSED}")
