"""A request of the line protocols: one JSON object a line, whatever bytes come."""

from __future__ import annotations

import json
from typing import Any

LINE_BYTES = 1_000_000
"""Longer lines are refused whole, before they are parsed."""


def parse(line: bytes) -> dict[str, Any]:
    """The object of a line. Raises ValueError with words for its sender when there is none."""
    if len(line) > LINE_BYTES:
        raise ValueError(f"the line is longer than {LINE_BYTES} bytes")
    try:
        given = json.loads(line.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        raise ValueError("the line is not valid JSON") from None
    if not isinstance(given, dict):
        raise ValueError("the line is not a JSON object")
    return given
