"""`chat`: the desk in the terminal, for people and for other programs."""

from __future__ import annotations

import sys

from doors.settings import Settings


def chat(settings: Settings, sender: str | None, *, jsonl: bool, demo: bool) -> int:
    """Talk until the input ends. The exit status."""
    from doors import jsonl as protocol
    from doors.loading import hospital_of, load_demo_if_empty
    from doors.wiring import open_desk

    pulled = (lambda channel: True) if jsonl else None
    desk = open_desk(settings, pulled=pulled)
    if demo:
        load_demo_if_empty(desk.office)
    hospital = hospital_of(desk.office, desk.directory)
    switchboard = desk.switchboard
    if jsonl:
        protocol.run(sys.stdin.buffer, sys.stdout, switchboard, hospital.zone)
        return 0
    from bots.terminal import Terminal

    return Terminal(switchboard, hospital.name, sender).run()
