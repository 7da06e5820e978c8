"""Messages of the spool that could not be handed on: kept in files of their own, for a person to see to.

A message whose handing on fails for no reason that passes, or a line that this version cannot read, is neither lost nor
in the way of those after it: `queue dead` shows it, `queue replay` gives it back to the spool.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SPOOL_SUFFIX, SUFFIX = ".spool", ".unread"


@dataclass(frozen=True, slots=True)
class PutAside:
    """A line that was put aside. What it says of itself is missing where nobody can read it."""

    id: str
    channel: str | None
    received_at: str | None
    is_readable: bool
    conversation: str | None = None


def put_aside(folder: Path) -> list[PutAside]:
    """What was put aside by any process, oldest file first."""
    return [_about(line) for path in _files(folder) for line in _lines(path)]


def keep(path: Path, lines: Sequence[bytes]) -> None:
    """Put lines of a spool's file aside, flushed to the disk. Raises OSError."""
    kept = path.with_suffix(SUFFIX)
    write_flushed(kept, lines)


def give_back(folder: Path, ids: Collection[str] | None = None) -> int:
    """Give lines back to the spool, those with these ids or every one; how many.

    A crash between the two writes leaves a line in both: a message is taken once, however often it comes.
    """
    done = 0
    for path in _files(folder):
        lines = _lines(path)
        chosen = [line for line in lines if ids is None or _id(line) in ids]
        if not chosen:
            continue
        write_flushed(folder / f"given-back-{secrets.token_hex(6)}.000000{SPOOL_SUFFIX}", chosen)
        left = [line for line in lines if line not in chosen]
        if left:
            write_flushed(path, left)
        else:
            path.unlink()
        done += len(chosen)
    return done


def write_flushed(path: Path, lines: Sequence[bytes]) -> None:
    """Write a file whole or not at all, readable by this account alone."""
    draft = path.with_suffix(".draft")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.writelines(line if line.endswith(b"\n") else line + b"\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{SUFFIX}"))


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def _id(line: bytes) -> str:
    return "d" + hashlib.sha256(line.rstrip(b"\n")).hexdigest()[:8]


def _about(line: bytes) -> PutAside:
    told: Any = None
    with suppress(ValueError):
        told = json.loads(line)
    facts: dict[str, Any] = told if isinstance(told, dict) else {}
    channel, received_at = facts.get("channel"), facts.get("received_at")
    is_readable = isinstance(channel, str) and isinstance(received_at, str)
    if not is_readable:
        return PutAside(_id(line), None, None, False)
    return PutAside(_id(line), channel, received_at, True, facts.get("conversation"))
