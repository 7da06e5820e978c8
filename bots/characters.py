"""Characters that cannot be kept, or that a screen would obey instead of showing."""

from __future__ import annotations

import unicodedata
from typing import Any

_JOINERS = "\u200c\u200d"
"""Invisible, but parts of words and of pictures."""


def storable(text: str) -> str:
    """Text as it can be stored: lone surrogates and NUL become the replacement character."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")


def storable_throughout(given: Any) -> Any:
    """JSON whose texts, wherever they stand, can all be stored."""
    match given:
        case str():
            return storable(given)
        case list():
            return [storable_throughout(each) for each in given]
        case dict():
            return {storable(name): storable_throughout(each) for name, each in given.items()}
        case _:
            return given


def harmless(text: str, kept: str = "") -> str:
    """What somebody wrote, without what a terminal would take for a command or read backwards.

    `kept` are characters to leave as they are; without any, the text ends up on one line.
    """
    allowed = _JOINERS + kept
    return "".join(c if unicodedata.category(c) not in ("Cc", "Cf") or c in allowed else " " for c in text)
