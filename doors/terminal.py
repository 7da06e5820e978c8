"""`chat`: the desk in the terminal, for people and for other programs."""

from __future__ import annotations

import logging
import sys

from doors.settings import Settings


def chat(settings: Settings, sender: str | None, *, jsonl: bool, demo: bool) -> int:
    """Talk until the input ends. The exit status."""
    wrong = _wrong_usage(sender, jsonl=jsonl)
    if wrong:
        sys.stderr.write(f"frontdesk: {wrong}\n")
        return 2
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
        protocol.run(sys.stdin.buffer, sys.stdout, desk.switchboard, hospital.zone)
        return 0
    from bots.terminal import Terminal

    return Terminal(desk.switchboard.put_through, hospital.name, sender).run()


def _wrong_usage(sender: str | None, *, jsonl: bool) -> str | None:
    if sender is None:
        return None
    if jsonl:
        return "--as goes with the terminal: with --jsonl each line names its own sender"
    from hospital import phones

    if not phones.is_e164(sender):
        return f"--as {sender}: write the phone with + and the country's code, like +353860000001"
    return None
