"""What the web chat itself says, apart from the desk's replies: one file a language."""

from __future__ import annotations

from enum import StrEnum


class Word(StrEnum):
    """A sentence for somebody whose message was not taken."""

    TOO_FAST = "too_fast"
    BUSY = "busy"
    TOO_LONG = "too_long"
    NOT_UNDERSTOOD = "not_understood"
    OTHER_SITE = "other_site"
    AWAY = "away"
    FILE_TOO_LARGE = "file_too_large"
    FILE_CUT_OFF = "file_cut_off"
    NO_LONGER_SHOWN = "no_longer_shown"
