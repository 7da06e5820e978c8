"""Files that people send, as bytes on the disk: streamed in under a limit, recognised by their content and looked into
elsewhere (`files.examine`). What is known of each is a row (`documents`); a file without one is swept away.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import stat
import time
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from hospital.errors import UploadProblem, UploadRefusedError

LIMIT_MB = 10
"""The largest file that is taken."""
LIMIT_BYTES = LIMIT_MB * 1024 * 1024
STAFF_LIMIT_BYTES = 64 * 1024 * 1024
"""The largest that the staff put on file: an X-ray as it leaves the machine has 20 MB."""
MOST_PIXELS = 50_000_000
FREE_BYTES = 256 * 1024 * 1024
"""The room on the disk that uploads leave alone: the records need it."""
PICTURES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # what many phones write: a JPEG with a second picture behind it
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "AVIF": "image/avif",
}
"""Pictures that are taken, by Pillow's names for them."""
PDF, DICOM = "application/pdf", "application/dicom"
CONTENT_TYPES = frozenset({PDF, DICOM, *PICTURES.values()})
CHUNK = 256 * 1024
NAME_SHOWN = 100
_PART = ".part-"


@dataclass(frozen=True, slots=True)
class Stored:
    """A file on the disk. `path` is its random name in the uploads directory; `content_type` what its content says."""

    path: str
    content_type: str
    size: int
    sha256: str


class Uploads:
    """The directory that keeps what people sent: files of random names that only this user may read."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def begin(self, limit_bytes: int = LIMIT_BYTES) -> Incoming:
        """A file to be written piece by piece. Raises UploadRefusedError when there is no room for any."""
        with _in_words():
            self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            if shutil.disk_usage(self.directory).free < FREE_BYTES:
                raise UploadRefusedError(UploadProblem.NO_ROOM)
            return Incoming(self.directory, limit_bytes)

    def take(self, path: str, limit_bytes: int = LIMIT_BYTES) -> Stored:
        """Copy a file of this machine in. Raises UploadRefusedError, also for what is no plain file."""
        with _plain_file(path) as handle, self.begin(limit_bytes) as incoming:
            while chunk := _piece(handle):
                incoming.write(chunk)
            return incoming.finish()

    def place(self, path: str) -> Path:
        """Where a stored file lies."""
        return self.directory / path

    def has(self, path: str) -> bool:
        """Whether a stored file is there."""
        return (self.directory / path).is_file()

    def remove(self, path: str) -> None:
        """Remove a stored file, if it is there."""
        (self.directory / path).unlink(missing_ok=True)

    def untouched(self, seconds: float) -> list[str]:
        """Files that nobody wrote to for so long, unfinished ones included."""
        if not self.directory.is_dir():
            return []
        before = time.time() - seconds
        found = []
        for path in self.directory.iterdir():
            # another process may sweep at the same time
            with suppress(FileNotFoundError):
                if path.is_file() and path.stat().st_mtime < before:
                    found.append(path.name)
        return found


class Incoming:
    """A file on its way in. As a context it leaves nothing behind unless `finish` was reached."""

    def __init__(self, directory: Path, limit_bytes: int = LIMIT_BYTES) -> None:
        self._directory = directory
        self._limit_bytes = limit_bytes
        self._part = directory / f"{_PART}{secrets.token_hex(16)}"
        handle = os.open(self._part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        self._file = os.fdopen(handle, "w+b")
        self._digest = hashlib.sha256()
        self.size = 0

    def __enter__(self) -> Incoming:
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()

    def write(self, chunk: bytes) -> None:
        """Add a piece. Raises UploadRefusedError once the file is too large."""
        self.size += len(chunk)
        if self.size > self._limit_bytes:
            raise UploadRefusedError(UploadProblem.TOO_LARGE)
        self._digest.update(chunk)
        with _in_words():
            self._file.write(chunk)

    def finish(self) -> Stored:
        """Have the file for good, under its own name. Raises UploadRefusedError for a kind that is not taken."""
        with _in_words():
            self._file.flush()
            content_type = recognise(self._file)
            os.fsync(self._file.fileno())
            self._file.close()
            name = secrets.token_hex(16)
            self._part.rename(self._directory / name)
            _sync(self._directory)
        return Stored(name, content_type, self.size, self._digest.hexdigest())

    def drop(self) -> None:
        """Forget what was not finished."""
        self._file.close()
        self._part.unlink(missing_ok=True)


def recognise(file: BinaryIO) -> str:
    """The content type of a picture, a PDF or DICOM, by what is in it. Raises UploadRefusedError for all else."""
    file.seek(0)
    head = file.read(1024)
    if not head:
        raise UploadRefusedError(UploadProblem.EMPTY)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(b"%PDF-"):
        return PDF
    if head[128:132] == b"DICM":
        if any(head[:128]):  # room for a program's or a page's head before the pictures': CVE-2019-11687
            raise UploadRefusedError(UploadProblem.UNKNOWN_KIND)
        return DICOM
    file.seek(0)
    return _picture(file)


def _picture(file: BinaryIO) -> str:
    from PIL import Image  # heavy, and most turns bring no file

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            # reads the head alone; the picture itself is never decoded
            with Image.open(file, formats=[name for name in PICTURES if name != "MPO"]) as picture:
                width, height, kind = picture.width, picture.height, PICTURES.get(picture.format or "")
        except Image.DecompressionBombError:
            raise UploadRefusedError(UploadProblem.TOO_MANY_PIXELS) from None
        except Exception:
            # Pillow's readers raise whatever they come across in broken data
            raise UploadRefusedError(UploadProblem.UNKNOWN_KIND) from None
    if kind is None:
        raise UploadRefusedError(UploadProblem.UNKNOWN_KIND)
    if width * height > MOST_PIXELS:
        raise UploadRefusedError(UploadProblem.TOO_MANY_PIXELS)
    return kind


def shown_name(name: str) -> str:
    """A file's name made harmless: no folders, nothing invisible, of bearable length. Empty where nothing is left."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    visible = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in last)
    plain = " ".join(visible.split()).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > NAME_SHOWN and dot and len(ending) <= 8:
        return f"{stem[: NAME_SHOWN - len(ending) - 2]}….{ending}"
    return plain[:NAME_SHOWN]


@contextmanager
def _plain_file(path: str) -> Iterator[int]:
    """A file of this machine, opened for reading; a directory, a pipe or a device is none."""
    try:
        # without O_NONBLOCK a pipe that nobody writes to would be waited for
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError):
        raise UploadRefusedError(UploadProblem.MISSING) from None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise UploadRefusedError(UploadProblem.MISSING)
        yield handle
    finally:
        os.close(handle)


def _piece(handle: int) -> bytes:
    try:
        return os.read(handle, CHUNK)
    except OSError:
        raise UploadRefusedError(UploadProblem.MISSING) from None


@contextmanager
def _in_words() -> Iterator[None]:
    """What the disk refuses, as a refusal of the file; UploadRefusedError goes through."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EMFILE, errno.EIO):
            raise UploadRefusedError(UploadProblem.NO_ROOM) from error
        raise


def _sync(directory: Path) -> None:
    """Have the names in a directory on the disk."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
