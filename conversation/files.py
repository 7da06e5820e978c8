"""Takes files in before the turn that records them: whatever is wrong with one becomes part of the message.

Each is looked into by a child process under limits before it is kept; of what no reader gets through nothing is left.
"""

from __future__ import annotations

from collections.abc import Mapping

import structlog

from conversation.messages import Attachment
from hospital.errors import BusyError, UploadProblem, UploadRefusedError
from hospital.files import examine
from hospital.previews.drawing import Reason, UnreadableError
from hospital.uploads import CONTENT_TYPES, LIMIT_BYTES, Incoming, Stored, Uploads, shown_name

LIMIT = LIMIT_BYTES
"""In bytes; a file beyond it is refused."""
_PROBLEMS: Mapping[Reason, UploadProblem] = {
    Reason.BROKEN: UploadProblem.BROKEN,
    Reason.NO_PAGE: UploadProblem.BROKEN,
    Reason.LOCKED: UploadProblem.LOCKED,
    Reason.TOO_MANY_PIXELS: UploadProblem.TOO_MANY_PIXELS,
    Reason.TOO_MANY_PAGES: UploadProblem.TOO_MANY_PAGES,
    Reason.TOO_HEAVY: UploadProblem.TOO_HEAVY,
}
log = structlog.get_logger("files")


def refused(name: str, problem: UploadProblem) -> Attachment:
    """A file that is not kept, to be told why."""
    return Attachment(name=shown_name(name), problem=problem)


def too_large(name: str) -> Attachment:
    """A file that need not even be sent."""
    return refused(name, UploadProblem.TOO_LARGE)


def take(uploads: Uploads, path: str, claimed_type: str) -> Attachment:
    """A file of this machine, as a program hands it over."""
    try:
        return _looked_into(uploads, path, uploads.take(path))
    except UploadRefusedError as error:
        is_hopeless = error.problem is UploadProblem.MISSING and claimed_type.lower() not in ("", *CONTENT_TYPES)
        # to ask for it once more would only end in the next refusal
        return refused(path, UploadProblem.UNKNOWN_KIND if is_hopeless else error.problem)


class Arrival:
    """A file that comes in piece by piece. What is refused is told by `end`; until then pieces are dropped."""

    def __init__(self, uploads: Uploads, name: str) -> None:
        self._uploads = uploads
        self._name = name
        self._file: Incoming | None = None
        self._problem: UploadProblem | None = None
        try:
            self._file = uploads.begin()
        except UploadRefusedError as error:
            self._problem = error.problem

    def write(self, chunk: bytes) -> None:
        """Add a piece."""
        if self._file is None:
            return
        try:
            self._file.write(chunk)
        except UploadRefusedError as error:
            self._problem = error.problem
            self.drop()

    def end(self) -> Attachment:
        """All of it is here, and is looked into."""
        try:
            if self._file is not None:
                with self._file:
                    stored = self._file.finish()
                return _looked_into(self._uploads, self._name, stored)
        except UploadRefusedError as error:
            self._problem = error.problem
        return refused(self._name, self._problem or UploadProblem.MISSING)

    def drop(self) -> None:
        """Leave nothing behind."""
        if self._file is not None:
            self._file.drop()
            self._file = None


def _looked_into(uploads: Uploads, name: str, stored: Stored) -> Attachment:
    """A file that can be opened, as it is kept; the others are removed, and why is told."""
    try:
        examine(uploads, stored)
    except UnreadableError as error:
        return refused(name, _PROBLEMS[error.reason])
    except BusyError:
        return refused(name, UploadProblem.NO_ROOM)
    except OSError as error:  # no process to be had for it
        log.warning("file_not_looked_into", reason=error.strerror)
        uploads.remove(stored.path)
        return refused(name, UploadProblem.NO_ROOM)
    return _stored(name, stored)


def _stored(name: str, stored: Stored) -> Attachment:
    return Attachment(
        path=stored.path,
        content_type=stored.content_type,
        name=shown_name(name),
        size=stored.size,
        sha256=stored.sha256,
    )
