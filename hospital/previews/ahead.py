"""Small pictures of the files that came last, made ahead by the clock, so that nobody waits who opens a record.

What was made stands on the disk: whoever begins again goes on there. One process of a machine draws at a time.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from db.models import DocumentRow
from hospital.errors import BusyError
from hospital.inbox import Figures
from hospital.office import Office, Unit
from hospital.previews.drawing import UnreadableError
from hospital.previews.kept import Previews, Standing
from hospital.uploads import Uploads

NEWEST = 500
"""So many files, the last that came, are to have a picture; older ones are drawn for whoever opens them."""
AT_A_TIME = 20
"""Of one round."""
_LOCK = ".drawing"


@dataclass(frozen=True)
class _File:
    id: int
    path: str
    sha256: str
    content_type: str
    received_at: datetime


class Ahead:
    """Makes pictures in rounds. `on_outcome` is told what became of each: `drawn`, `refused`, `gone`."""

    def __init__(
        self, office: Office, uploads: Uploads, previews: Previews, on_outcome: Callable[[str], None] = lambda _: None
    ) -> None:
        self._office, self._uploads, self._previews = office, uploads, previews
        self._on_outcome = on_outcome
        self._in_vain: set[int] = set()
        """Files that this process got no picture of, and no lasting reason either."""

    def run(self, is_stopping: Callable[[], bool] = lambda: False) -> int:
        """A round: draw what has no picture yet, the oldest first; how many were looked into."""
        with self._office.read() as unit:
            files = _newest(unit)
        self._in_vain &= {file.id for file in files}
        done = 0
        with self._alone() as is_alone:
            for file in files if is_alone else ():
                if is_stopping() or done == AT_A_TIME:
                    break
                try:
                    done += self._draw(file)
                except BusyError:  # people who look come first
                    break
        return done

    def _draw(self, file: _File) -> bool:
        """Whether a file had to be looked into. Raises BusyError."""
        is_missing = self._previews.standing(file.sha256, file.content_type) is Standing.MISSING
        if not is_missing or file.id in self._in_vain:
            return False
        self._in_vain.add(file.id)
        if not self._uploads.has(file.path):
            self._on_outcome("gone")
            return False
        try:
            self._previews.of(self._uploads.place(file.path), file.sha256, file.content_type)
        except BusyError:
            self._in_vain.discard(file.id)
            raise
        except UnreadableError:
            self._on_outcome("refused")
        else:
            self._in_vain.discard(file.id)  # it may be thrown away, and is drawn again then
            self._on_outcome("drawn")
        return True

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Whether no other process of this machine draws; the lock goes with its process, however that ends."""
        directory = self._previews.directory
        try:
            directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(
                directory.parent / f"{directory.name}{_LOCK}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
            )
        except OSError:  # a full disk keeps no pictures
            yield False
            return
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
        finally:
            os.close(handle)


def figures(unit: Unit, previews: Previews) -> Figures:
    """How many of the newest files wait for their picture, how many can have none, and since when one waits."""
    pending, refused, oldest = 0, 0, None
    for file in _newest(unit):
        standing = previews.standing(file.sha256, file.content_type)
        refused += standing is Standing.REFUSED
        if standing is Standing.MISSING:
            pending += 1
            oldest = oldest or file.received_at
    age = max(0.0, (unit.now - oldest).total_seconds()) if oldest is not None else None
    return Figures(pending, refused, age)


def _newest(unit: Unit) -> Sequence[_File]:
    """The files that came last, the oldest of them first."""
    last = unit.connection.scalar(select(func.max(DocumentRow.id))) or 0
    columns = (getattr(DocumentRow, name) for name in _File.__dataclass_fields__)
    newest = select(*columns).where(DocumentRow.id > last - NEWEST).order_by(DocumentRow.id)
    return [_File(**row._mapping) for row in unit.connection.execute(newest)]
