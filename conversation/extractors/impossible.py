"""Days that no calendar has: "31 February", "30/02", a year of five digits."""

from __future__ import annotations

import calendar
import re

from conversation.extractors.births import MONTHS
from conversation.extractors.text import Message

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_NAMED = re.compile(rf"\b(\d{{1,3}})(?:st|nd|rd|th)? (?:of |de )?({_MONTH})\b(?:,? (?:de |del )?(\d{{1,9}})\b)?")
_AFTER = re.compile(rf"\b({_MONTH}) (\d{{1,3}})(?:st|nd|rd|th)?\b(?![:.]\d)(?:,? (\d{{1,9}})\b)?")
_FIGURES = re.compile(r"(?<![\d/.-])(\d{1,2})/(\d{1,2})(?:/(\d{2}|\d{4}))?(?![\d/])")
_LAST_YEAR = 9999


def find_impossible(message: Message) -> str | None:
    """The words of the first day that does not exist; None when all do."""
    folded = message.folded
    for match in _NAMED.finditer(folded):
        if not _exists(int(match[1]), MONTHS[match[2]], match[3]):
            return message.words(match.start(), match.end())
    for match in _AFTER.finditer(folded):
        if not _exists(int(match[2]), MONTHS[match[1]], match[3]):
            return message.words(match.start(), match.end())
    for match in _FIGURES.finditer(folded):
        first, second = int(match[1]), int(match[2])
        if not (_exists(first, second, match[3]) or _exists(second, first, match[3])) and first > 12:
            return message.words(match.start(), match.end())
    return None


def _exists(day: int, month: int, year: str | None) -> bool:
    if not 1 <= month <= 12 or (year is not None and len(year) > 2 and int(year) > _LAST_YEAR):
        return False
    # any year may be meant where none is said, so 29 February exists
    number = int(year) if year is not None and len(year) == 4 and int(year) > 0 else 2024
    return 1 <= day <= calendar.monthrange(number, month)[1]
