"""Days on which nobody can come: that no calendar has ("31 February", a year of five digits), or that are over."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from conversation.extractors.births import MONTHS
from conversation.extractors.text import Message

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_NAMED = re.compile(rf"\b(\d{{1,3}})(?:st|nd|rd|th)? (?:of |de )?({_MONTH})\b(?:,? (?:de |del )?(\d{{1,9}})\b)?")
_AFTER = re.compile(
    rf"(?<!\d )(?<!\d(?:st|nd|rd|th) )(?<!\d of )(?<!\d de )\b({_MONTH}) (\d{{1,3}})(?:st|nd|rd|th)?\b(?![:.]\d)"
    r"(?:,? (\d{1,9})\b)?"
)
"""A month before its day; behind a day it stands before a year ("3 May 80")."""
_FIGURES = re.compile(r"(?<![\d/.-])(\d{1,2})/(\d{1,2})(?:/(\d{2}|\d{4}))?(?![\d/])")
_HOUR = re.compile(r"\b(?:at|by|around|about|for|a las|sobre las|hacia las) (\d{1,3}[:.h](\d{2,3}))\b(?![/.:]\d)")
_NUMBER = re.compile(r"\b(?:the (\d{2,3})(?:st|nd|rd|th)|el dia (\d{2,3}))\b(?! (?:floor|street|avenue|st|ave)\b)")
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
    for match in _NUMBER.finditer(folded):
        if int(match[1] or match[2]) > 31:
            return message.words(match.start(), match.end()).removeprefix("the ")
    return None


def find_impossible_hour(message: Message) -> str | None:
    """The words of the first time of day that no clock shows ("at 25:00"); None when all exist."""
    for match in _HOUR.finditer(message.folded):
        hour, minute = int(re.split("[:.h]", match[1])[0]), int(match[2])
        if hour > 24 or minute > 59 or (hour == 24 and minute):
            return message.words(match.start(1), match.end(1))
    return None


def _exists(day: int, month: int, year: str | None) -> bool:
    if not 1 <= month <= 12 or (year is not None and len(year) > 2 and int(year) > _LAST_YEAR):
        return False
    # any year may be meant where none is said, so 29 February exists
    number = int(year) if year is not None and len(year) == 4 and int(year) > 0 else 2024
    return 1 <= day <= calendar.monthrange(number, month)[1]


_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday lunes", "tuesday martes", "wednesday miercoles", "thursday jueves", "friday viernes",
         "saturday sabado", "sunday domingo")
    )
    for name in names.split()
}  # fmt: skip
_DAYS = "|".join(_WEEKDAYS)
_OVER = re.compile(rf"\b(?:(yesterday|ayer)|(?<!the )last ({_DAYS})|el ({_DAYS}) pasado)\b")
_SINCE = re.compile(
    r"\b(?:since|from|until|till|desde|hasta|saw|seen|was|were|had|did|came|started|hurt|fell|vi|tuve|fue|estuve)\b"
)


def find_past_day(message: Message, today: date) -> date | None:
    """The day gone by that a message asks to come on ("yesterday", "last Monday"); None where it only tells of one."""
    found = _OVER.search(message.folded)
    if found is None or _SINCE.search(message.folded):
        return None
    if found[1]:
        return today - timedelta(days=1)
    back = (today.weekday() - _WEEKDAYS[found[2] or found[3]]) % 7 or 7
    return today - timedelta(days=back)
