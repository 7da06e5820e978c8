"""How a patient who was handed over says to go on: by a tap at any time, in words while a person answers."""

from __future__ import annotations

from conversation.extractors.entities import Intent
from conversation.extractors.ways import find_way
from conversation.turn import Desk

KIND = "ways:"
FIRST = "1"
GOES_ON = "goes_on"
"""The note of a message that says what to go on with: nothing need be asked again."""


def is_about_ways(desk: Desk) -> bool:
    """Whether a choice was tapped that says how to go on; it may be an old one."""
    return (desk.message.choice or "").startswith(KIND)


def way_of(desk: Desk) -> str | None:
    """How to go on: `back`, `wait`, `call`, `drop`; None where the message is for whoever answers."""
    if desk.message.choice is not None:
        return desk.message.choice.rpartition(".")[2] if is_about_ways(desk) else None
    way = find_way(desk.understanding.message)
    is_asked = any((each.asks or "").startswith(KIND) for each in desk.asked)
    if is_asked and desk.understanding.says(Intent.CALLBACK):
        return "call"
    is_number = not is_asked and desk.message.text.strip(" .") == FIRST
    if way is None and (is_number or desk.understanding.says(Intent.RESUME)):
        # the one choice by its number, or "let's go on": said to the desk as long as nobody else is there
        return "drop"
    return way if way != "wait" or is_asked else None
