"""`queue dead` and `queue replay`: messages that were given up, looked at and sent after all."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from doors.errors import SettingsError
from doors.settings import Settings
from doors.wiring import open_records
from hospital import sending
from hospital.sending import DeadLetter


def show(settings: Settings, *, as_json: bool) -> int:
    """What was given up, newest first, on stdout. No word of any message is shown. The exit status."""
    with open_records(settings).read() as unit:
        letters = sending.dead_letters(unit)
    for letter in letters:
        sys.stdout.write((_as_json(letter) if as_json else _as_line(letter)) + "\n")
    if not letters and not as_json:
        sys.stderr.write("frontdesk: no message was given up\n")
    return 0


def replay(settings: Settings, ids: Sequence[int], *, every: bool) -> int:
    """Let them be sent after all. The exit status. Raises SettingsError."""
    if bool(ids) == every:
        raise SettingsError("say which messages: their numbers, as `queue dead` has them, or --all")
    office = open_records(settings)
    done = office.write(
        lambda unit: sending.replay(unit, None if every else ids), actor=f"operator:{getpass.getuser()}"
    )
    missing = len(set(ids)) - done if ids else 0
    if missing:
        raise SettingsError(f"{done} will be sent; {missing} of these numbers are no given-up message")
    sys.stderr.write(f"frontdesk: {done} will be sent by `serve` or `worker`\n")
    return 0


def _as_json(letter: DeadLetter) -> str:
    return json.dumps({**asdict(letter), "created_at": f"{letter.created_at:%Y-%m-%dT%H:%M:%SZ}"})


def _as_line(letter: DeadLetter) -> str:
    tries = f"{letter.tries} tries" if letter.tries != 1 else "1 try"
    written = f"{letter.created_at:%Y-%m-%d %H:%M} UTC"
    return f"{letter.id:>8}  {written}  {letter.channel:10}{letter.kind:12}{tries:10}{letter.failure or ''}"
