"""Where messages wait while the database is away: local files, flushed to the disk before anybody is told "received".

Each process writes files of its own, one after the other, and drains them, in order, before it takes newer messages;
files that dead processes left are drained by whoever comes next. A file that is being drained takes no more messages,
so that nobody who writes one down waits for the database.
"""

from __future__ import annotations

import errno
import fcntl
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import structlog
from pydantic import ValidationError

from conversation import put_aside
from conversation.messages import InboundMessage

log = structlog.get_logger("spool")

_SUFFIX = put_aside.SPOOL_SUFFIX
DRAIN_WAIT_SECONDS = 1.0


class AwayError(ConnectionError):
    """The database cannot be reached."""


class SpoolFullError(OSError):
    """The disk takes nothing more: the message was not kept."""


class Spool:
    """Messages of one process that could not be written to the database yet."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._number = 0
        self._appending = threading.Lock()
        self._draining = threading.Lock()
        self.is_waiting = False
        """Whether this process may have messages here; cheap to ask before every message."""

    def append(self, *messages: InboundMessage) -> None:
        """Keep messages, all of them or none. Raises SpoolFullError when they could not be written whole."""
        lines = b"".join(message.model_dump_json().encode() + b"\n" for message in messages)
        with self._appending:
            try:
                self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                while not _append(self._path, lines):
                    self._number += 1
            except OSError as error:
                raise SpoolFullError(error.errno, error.strerror) from error
            self.is_waiting = True

    def drain(self, handle: Callable[[InboundMessage], object], *, wait: float = DRAIN_WAIT_SECONDS) -> int:
        """Hand this process' messages on, oldest first; how many.

        AwayError from `handle` leaves the rest where it is and comes through; it also tells that others are still at
        it after `wait` seconds. A message that fails otherwise is put aside, for a person to see to.
        """
        if not self._draining.acquire(timeout=wait):
            raise AwayError
        done = 0
        try:
            while paths := self._own():
                done += sum(_drain_file(path, handle, wait) for path in paths)
            with self._appending:
                self.is_waiting = bool(self._own())
        except BlockingIOError as error:
            raise AwayError from error
        finally:
            self._draining.release()
        return done

    def drain_left(self, handle: Callable[[InboundMessage], object]) -> int:
        """Hand on what processes that are gone left, and this one's own; how many. Raises AwayError as `drain`."""
        others = sorted(set(self._folder.glob(f"*{_SUFFIX}")) - set(self._own()))
        done = 0
        for path in others:
            with suppress(BlockingIOError):
                done += _drain_file(path, handle)
        return done + self.drain(handle)

    def is_empty(self) -> bool:
        """Whether no process, this one or one that is gone, has messages here."""
        return next(self._folder.glob(f"*{_SUFFIX}"), None) is None

    @property
    def _path(self) -> Path:
        return self._folder / f"{self._name}.{self._number:06}{_SUFFIX}"

    def _own(self) -> list[Path]:
        return sorted(self._folder.glob(f"{self._name}.*{_SUFFIX}"))


def _append(path: Path, lines: bytes) -> bool:
    """Write lines to the end of a file; False when the file is being drained or was."""
    is_new = not path.exists()
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if not _lock(handle):
            return False
        _write_whole(handle, lines)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    if is_new:
        _flush_folder(path.parent)
    return True


def _lock(handle: int, wait: float = 0.0) -> bool:
    """Have a file to oneself; False when it is no more. Raises BlockingIOError while another has it."""
    give_up_at = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= give_up_at:
                raise
            time.sleep(0.01)
        else:
            return os.fstat(handle).st_nlink > 0


def _write_whole(handle: int, lines: bytes) -> None:
    begun = os.lseek(handle, 0, os.SEEK_END)
    try:
        written = os.write(handle, lines)
        if written < len(lines):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, begun)
        raise


def _flush_folder(folder: Path) -> None:
    # a file's name is in its folder: without this a power cut may leave the words and take the name
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _drain_file(path: Path, handle: Callable[[InboundMessage], object], wait: float = 0.0) -> int:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return 0
    with file:
        if not _lock(file.fileno(), wait):
            return 0
        lines = file.read().splitlines(keepends=True)
        # AwayError leaves the file as it is: what was handed on already is in the inbox and taken once
        left = [line for line in lines if not _hand_on(line, handle)]
        if left:
            put_aside.keep(path, left)
        path.unlink()
    return len(lines)


def _hand_on(line: bytes, handle: Callable[[InboundMessage], object]) -> bool:
    """Hand a message on; False where that fails, and for a whole line that this version cannot read."""
    try:
        message = InboundMessage.model_validate_json(line)
    except ValidationError:
        # half a line: its process died while writing, before it told anybody that it had the message
        is_whole = line.endswith(b"\n")
        log.warning("spool_line_unreadable", size=len(line), is_whole=is_whole)
        return not is_whole
    try:
        handle(message)
    except AwayError:
        raise
    except Exception as error:
        log.error("spooled_message_failed", channel=message.channel, exc_info=error)
        return False
    return True
