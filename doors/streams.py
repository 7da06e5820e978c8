"""The standard streams of a command: they may be closed, gone, or of an encoding that lacks what people write."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import sys


def open_closed() -> None:
    """Give a program that was started without stdin, stdout or stderr an empty one.

    Else the next file to be opened would get its number, and receive whatever is written there.
    """
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            with contextlib.suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_RDWR), number)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - as long as we run


def take_any_text() -> None:
    """Let no character that the terminal's encoding lacks end a conversation."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        has_no_locale = codecs.lookup(sys.stdin.encoding).name == "ascii"
        sys.stdin.reconfigure(encoding="utf-8" if has_no_locale else None, errors="replace")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def drop_output() -> None:
    """Drop what is still to be written, as whoever read it has gone: Python writes the rest when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
