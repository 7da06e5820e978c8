"""Pictures of files, kept for whoever looks next. They can be made again at any time: nothing here is a record."""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

from hospital.previews import drawing
from hospital.previews.drawing import SMALL, Look, UnreadableError

MOST_BYTES = 256 * 1024 * 1024
"""Of all kept pictures; those that nobody looked at for longest go first."""


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
        asked = f"{sha256} {content_type} {side} {page} {window}"
        kept = self.directory / hashlib.sha256(asked.encode()).hexdigest()
        with suppress(OSError, UnreadableError):  # a refusal is never kept: what says one was damaged, and is made anew
            said = kept.read_bytes()
            os.utime(kept)
            return drawing.understood(said)
        said = drawing.ask(path, content_type, side, page, window)
        look = drawing.understood(said)
        with suppress(OSError):  # a full disk keeps no pictures, and shows them all the same
            self._keep(kept, said)
        return look

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
