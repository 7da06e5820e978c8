"""Where messages wait while the database is away: a local file, flushed to the disk before anybody is told "received".

Each process has its own file and drains it, in order, before it takes newer messages; files that dead processes left
are drained by whoever comes next.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable
from pathlib import Path

import structlog
from pydantic import ValidationError

from conversation.messages import InboundMessage
from hospital.errors import BusyError

log = structlog.get_logger("spool")

_SUFFIX = ".spool"


class AwayError(ConnectionError):
    """The database cannot be reached."""


class SpoolFullError(OSError):
    """The disk takes nothing more: the message was not kept."""


class Spool:
    """Messages of one process that could not be written to the database yet."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._path = folder / f"{name}{_SUFFIX}"
        self._lock = threading.Lock()
        self.is_waiting = False
        """Whether this process may have messages here; cheap to ask before every message."""

    def append(self, message: InboundMessage) -> None:
        """Keep a message. Raises SpoolFullError when it could not be written whole."""
        line = message.model_dump_json().encode() + b"\n"
        with self._lock:
            try:
                self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
                try:
                    # whoever drains this file from another process holds the same lock
                    fcntl.flock(handle, fcntl.LOCK_EX)
                    _write_whole(handle, line)
                finally:
                    os.close(handle)
            except OSError as error:
                raise SpoolFullError(error.errno, error.strerror) from error
            self.is_waiting = True

    def drain(self, handle: Callable[[InboundMessage], object], *, everybody: bool = False) -> int:
        """Hand the kept messages on, oldest first; how many.

        AwayError from `handle` leaves the rest where it is and comes through. A message that fails otherwise is done
        with here: it is in the inbox by then. With `everybody`, files that other processes left are drained too.
        """
        done = 0
        with self._lock:
            paths = sorted(self._folder.glob(f"*{_SUFFIX}")) if everybody else [self._path]
            for path in paths:
                done += _drain_file(path, handle)
            self.is_waiting = False
        return done


def _write_whole(handle: int, line: bytes) -> None:
    begun = os.lseek(handle, 0, os.SEEK_END)
    try:
        written = os.write(handle, line)
        if written < len(line):
            raise OSError(28, "no space left")
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, begun)
        raise


def _drain_file(path: Path, handle: Callable[[InboundMessage], object]) -> int:
    try:
        file = path.open("r+b")
    except FileNotFoundError:
        return 0
    with file:
        # two processes may come upon a dead one's file: the second finds it empty
        fcntl.flock(file, fcntl.LOCK_EX)
        lines = file.read().splitlines()
        for line in lines:
            # AwayError leaves the file as it is: what was handed on already is in the inbox and taken once
            _hand_on(line, handle)
        if lines:
            os.ftruncate(file.fileno(), 0)
            os.fsync(file.fileno())
    return len(lines)


def _hand_on(line: bytes, handle: Callable[[InboundMessage], object]) -> None:
    try:
        message = InboundMessage.model_validate_json(line)
    except ValidationError:
        # half a line: its process died while writing, before it told anybody that it had the message
        log.warning("spool_line_unreadable", size=len(line))
        return
    try:
        handle(message)
    except AwayError:
        raise
    except BusyError as error:
        raise AwayError from error
    except Exception as error:
        log.error("spooled_message_failed", channel=message.channel, error=type(error).__name__)
