"""Takes files in before the turn that records them: whatever is wrong with one becomes part of the message."""

from __future__ import annotations

from conversation.messages import Attachment
from hospital.errors import UploadProblem, UploadRefusedError
from hospital.uploads import CONTENT_TYPES, LIMIT_BYTES, Incoming, Stored, Uploads, shown_name

LIMIT = LIMIT_BYTES
"""In bytes; a file beyond it is refused."""


def refused(name: str, problem: UploadProblem) -> Attachment:
    """A file that is not kept, to be told why."""
    return Attachment(name=shown_name(name), problem=problem)


def too_large(name: str) -> Attachment:
    """A file that need not even be sent."""
    return refused(name, UploadProblem.TOO_LARGE)


def take(uploads: Uploads, path: str, claimed_type: str) -> Attachment:
    """A file of this machine, as a program hands it over."""
    try:
        return _stored(path, uploads.take(path))
    except UploadRefusedError as error:
        is_hopeless = error.problem is UploadProblem.MISSING and claimed_type.lower() not in ("", *CONTENT_TYPES)
        # to ask for it once more would only end in the next refusal
        return refused(path, UploadProblem.UNKNOWN_KIND if is_hopeless else error.problem)


class Arrival:
    """A file that comes in piece by piece. What is refused is told by `end`; until then pieces are dropped."""

    def __init__(self, uploads: Uploads, name: str) -> None:
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
        """All of it is here."""
        try:
            if self._file is not None:
                with self._file:
                    return _stored(self._name, self._file.finish())
        except UploadRefusedError as error:
            self._problem = error.problem
        return refused(self._name, self._problem or UploadProblem.MISSING)

    def drop(self) -> None:
        """Leave nothing behind."""
        if self._file is not None:
            self._file.drop()
            self._file = None


def _stored(name: str, stored: Stored) -> Attachment:
    return Attachment(
        path=stored.path,
        content_type=stored.content_type,
        name=shown_name(name),
        size=stored.size,
        sha256=stored.sha256,
    )
