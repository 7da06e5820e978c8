"""`chat`: the desk in the terminal, for people and for other programs."""

from __future__ import annotations

import json
import logging
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

from doors.settings import Settings

if TYPE_CHECKING:
    from conversation.messages import Answer, InboundMessage
    from hospital.demo.view import Leaving
    from hospital.office import Office


def chat(settings: Settings, sender: str | None, *, jsonl: bool, demo: bool) -> int:
    """Talk until the input ends. The exit status."""
    wrong = _wrong_usage(sender, jsonl=jsonl)
    if wrong:
        sys.stderr.write(f"frontdesk: {wrong}\n")
        return 2
    from conversation.extractors.warming import warm_up
    from doors import jsonl as protocol
    from doors import logs
    from doors.loading import hospital_of, load_demo_if_empty
    from doors.wiring import open_desk

    logs.configure(level=logging.WARNING)
    pulled = (lambda channel: True) if jsonl else None
    desk = open_desk(settings, pulled=pulled)
    if demo:
        load_demo_if_empty(desk.office)
    hospital = hospital_of(desk.office, desk.directory)
    if jsonl:
        warm_up()
        protocol.run(sys.stdin.buffer, sys.stdout, desk.switchboard, hospital.zone, desk.uploads)
        return 0
    from bots.terminal import Terminal
    from conversation import files

    reading = threading.Thread(target=warm_up, daemon=True)  # while somebody reads the greeting and types
    reading.start()

    def put_through(message: InboundMessage) -> Answer:
        reading.join()
        return desk.switchboard.put_through(message)

    return Terminal(
        put_through,
        hospital.name,
        sender,
        fetch=lambda conversation: _fetch(desk.office, conversation),
        take=partial(files.take, desk.uploads),
        leaving=_Leaving(desk.office) if hospital.is_demo else tuple,
    ).run()


class _Leaving:
    """What the demo would send to phones and mailboxes: one-time codes, say, which nobody could read else."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._last = max((each.id for each in self._waiting()), default=0)

    def __call__(self) -> list[str]:
        """A line for each that came since the last call, the oldest first."""
        fresh = [each for each in reversed(self._waiting()) if each.id > self._last]
        self._last = max((each.id for each in fresh), default=self._last)
        return [f"would go to {', '.join(each.to)} by {each.channel}: {each.words}" for each in fresh]

    def _waiting(self) -> list[Leaving]:
        from hospital.demo import view

        with self._office.read() as unit:
            return view.leaving(unit)


def _fetch(office: Office, conversation: str) -> list[dict[str, Any]]:
    """What was written unasked in a conversation of the terminal and not shown yet; from now on it is."""
    from bots.terminal import CHANNEL
    from hospital import inbox, outbox
    from hospital.errors import BusyError

    with office.read() as unit:
        conversation_id = inbox.conversation_of(unit, CHANNEL, conversation)
        rows = outbox.unprompted(unit, conversation_id) if conversation_id is not None else []
    waiting = {row.id: row.payload for row in rows if not row.is_delivered}
    if not waiting:
        return []
    try:
        fresh = office.write(lambda unit: outbox.deliver(unit, list(waiting)))
    except BusyError:
        # it is still there at the next prompt
        return []
    return [json.loads(waiting[each]) for each in fresh]


def _wrong_usage(sender: str | None, *, jsonl: bool) -> str | None:
    if sender is None:
        return None
    if jsonl:
        return "--as goes with the terminal: with --jsonl each line names its own sender"
    from hospital import phones

    if not phones.is_e164(sender):
        return f"--as {sender}: write the phone with + and the country's code, like +353860000001"
    return None
