"""`queue dead` and `queue replay`: messages that were given up, looked at and taken up or sent after all.

Their numbers tell where they are: `17` was to leave, `r17` was received, `d1f0c2ab3` could not even be written down.
"""

from __future__ import annotations

import getpass
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from conversation import put_aside
from doors.errors import SettingsError
from doors.settings import Settings
from doors.wiring import open_records
from hospital import given_up, sending
from hospital.clocks import machine_now
from hospital.given_up import RECEIVED
from hospital.office import Unit
from hospital.sending import DeadLetter

_NUMBER = re.compile(r"(?P<outgoing>\d{1,18})|r(?P<received>\d{1,18})|(?P<aside>d[0-9a-f]{8})")

_WHY_NOT = {
    sending.ANSWERED: "what it asks is answered or has lapsed",
    sending.EXPIRED: "it is of no use any more",
    given_up.LATER: "its writer wrote again and was answered; the desk has a task about it",
    given_up.OLD: "it came hours ago; the desk has a task about it",
}


@dataclass(frozen=True, slots=True)
class _Shown:
    """A dead letter as it is shown, whatever keeps it."""

    id: str
    created_at: str
    channel: str
    kind: str
    tries: int
    failure: str | None


def show(settings: Settings, *, as_json: bool) -> int:
    """What was given up, newest first, on stdout. No word of any message is shown. The exit status."""
    with open_records(settings).read() as unit:
        letters = [*_outgoing(sending.dead_letters(unit)), *_received(given_up.dead_letters(unit))]
    letters.sort(key=lambda each: each.created_at, reverse=True)
    letters.extend(_aside(put_aside.put_aside(settings.spool_dir)))
    for letter in letters:
        sys.stdout.write((_as_json(letter) if as_json else _as_line(letter)) + "\n")
    if not letters and not as_json:
        sys.stderr.write("frontdesk: no message was given up\n")
    return 0


def replay(settings: Settings, ids: Sequence[str], *, every: bool) -> int:
    """Let them be taken up or sent after all. The exit status. Raises SettingsError."""
    if bool(ids) == every:
        raise SettingsError("say which messages: their numbers, as `queue dead` has them, or --all")
    wanted = [_NUMBER.fullmatch(each) for each in ids]
    outgoing = {int(each["outgoing"]) for each in wanted if each and each["outgoing"]}
    received = {int(each["received"]) for each in wanted if each and each["received"]}
    aside = {each["aside"] for each in wanted if each and each["aside"]}

    office = open_records(settings)
    now = machine_now(office.clock)
    lines = [each for each in put_aside.put_aside(settings.spool_dir) if every or each.id in aside]
    refused: dict[str, str] = {}

    def work(unit: Unit) -> int:
        refused.clear()
        refused.update(_why_not_put_through(unit, now, lines))
        done = 0
        if every or outgoing:
            which = None if every else outgoing
            refused.update({f"{number}": why for number, why in sending.why_not_again(unit, which).items()})
            done += sending.replay(unit, which)
        if every or received:
            which = None if every else received
            refused.update({f"r{number}": why for number, why in given_up.why_not_again(unit, now, which).items()})
            done += given_up.take_again(unit, now, which)
        return done

    done = office.write(work, actor=f"operator:{getpass.getuser()}")
    done += put_aside.give_back(settings.spool_dir, {each.id for each in lines if each.id not in refused})
    for number, reason in refused.items():
        sys.stderr.write(f"frontdesk: {number} is not sent: {_WHY_NOT[reason]}\n")
    missing = len(set(ids)) - done - len(refused) if ids else 0
    if missing:
        raise SettingsError(f"{done} will go on; {missing} of these numbers are no given-up message")
    sys.stderr.write(f"frontdesk: {done} will be sent or answered by `serve` or `worker`\n")
    return 0 if done or not refused else 1


def _why_not_put_through(unit: Unit, now: datetime, lines: Iterable[put_aside.PutAside]) -> Iterator[tuple[str, str]]:
    for each in lines:
        if each.channel is None or each.received_at is None or each.conversation is None:
            continue
        with suppress(ValueError):
            received_at = datetime.fromisoformat(each.received_at)
            reason = given_up.why_not_put_through(unit, now, each.channel, each.conversation, received_at)
            if reason is not None:
                yield each.id, reason


def _outgoing(letters: Iterable[DeadLetter]) -> Iterator[_Shown]:
    for each in letters:
        yield _Shown(str(each.id), *_facts(each))


def _received(letters: Iterable[DeadLetter]) -> Iterator[_Shown]:
    for each in letters:
        yield _Shown(f"r{each.id}", *_facts(each))


def _facts(letter: DeadLetter) -> tuple[str, str, str, int, str | None]:
    written = f"{letter.created_at:%Y-%m-%dT%H:%M:%SZ}"
    return written, letter.channel, letter.kind, letter.tries, letter.failure


def _aside(lines: Iterable[put_aside.PutAside]) -> Iterator[_Shown]:
    for each in lines:
        failure = "not written down" if each.is_readable else "unreadable"
        yield _Shown(each.id, each.received_at or "", each.channel or "", RECEIVED, 1, failure)


def _as_json(letter: _Shown) -> str:
    return json.dumps({name: getattr(letter, name) for name in letter.__slots__})


def _as_line(letter: _Shown) -> str:
    tries = f"{letter.tries} tries" if letter.tries != 1 else "1 try"
    written = f"{letter.created_at[:16].replace('T', ' ')} UTC" if letter.created_at else "-"
    return f"{letter.id:>10}  {written:22}{letter.channel:10}{letter.kind:12}{tries:10}{letter.failure or ''}"
