"""A code said back, and how a number ends: digits, whatever stands between them."""

from __future__ import annotations

import re

from conversation.extractors.text import Message

_CODE = re.compile(r"(?<![\d+])\d(?:[ .,\-]{0,3}\d){3,8}(?!\d)")
_ENDING = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){1,14}(?!\d)")
_ENDING_DIGITS = 4


def find_code(message: Message) -> str | None:
    """The digits of a message that can be a code's, well or badly typed: the last row of four to nine."""
    found = _CODE.findall(message.folded)
    return re.sub(r"\D", "", found[-1]) if found else None


def find_ending(message: Message) -> str | None:
    """The last four digits of a number that a message names, whole or by its end."""
    found = _ENDING.findall(message.folded)
    digits = re.sub(r"\D", "", found[-1]) if found else ""
    return digits[-_ENDING_DIGITS:] if len(digits) >= _ENDING_DIGITS else None
