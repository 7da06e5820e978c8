"""Days that the hospital calls by a name: "Thanksgiving", "the day after St Patrick's Day"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from conversation.extractors.births import MONTHS
from conversation.extractors.dates.lexemes import Lexeme
from conversation.extractors.dates.tags import Tag
from conversation.extractors.spelling import is_word
from conversation.extractors.text import fold

_LAST = frozenset("day holiday holidays".split())
_NO_NAMES = MONTHS.keys() | frozenset("labor labour all new st spring summer autumn winter bank".split())
"""What is left of a name without its "day" or "holiday" and means something else: "labor", "August"."""


def name_holidays(row: Sequence[Lexeme], holidays: Sequence[tuple[str, date]], today: date) -> list[Lexeme]:
    """The row with every name of a holiday as one lexeme that stands for its next day."""
    days = _by_words(holidays, today)
    joined: list[Lexeme] = []
    at = 0
    while at < len(row):
        found = _longest(row, at, days)
        if found is None:
            joined.append(row[at])
            at += 1
            continue
        end, day = found
        text = " ".join(lexeme.text for lexeme in row[at:end])
        joined.append(Lexeme(text, row[at].start, row[end - 1].end, row[at].glued, {Tag.HOLIDAY: day.toordinal()}))
        at = end
    return joined


def _by_words(holidays: Sequence[tuple[str, date]], today: date) -> dict[tuple[str, ...], date]:
    """The next day of each name, by the words that people say for it."""
    days: dict[tuple[str, ...], date] = {}
    for name, day in sorted(holidays, key=lambda holiday: (holiday[1] < today, holiday[1])):
        words = _plain(fold(name))
        short = words[:-1] if words[-1:] and words[-1] in _LAST else words
        for form in (words, short):
            if _tells_a_day(form):
                days.setdefault(form, day)
    return days


def _tells_a_day(form: tuple[str, ...]) -> bool:
    """Whether words are a holiday's name, and nothing that people say every day."""
    if len(form) == 1:
        return len(form[0]) > 3 and form[0] not in _NO_NAMES and not is_word(form[0])
    return not set(form) <= _NO_NAMES


def _longest(row: Sequence[Lexeme], at: int, days: dict[tuple[str, ...], date]) -> tuple[int, date] | None:
    best = None
    words: tuple[str, ...] = ()
    longest = max(map(len, days), default=0)
    for end in range(at + 1, len(row) + 1):
        plain = _plain(row[end - 1].text)
        words += plain
        if len(words) > longest or (not plain and not words):
            break
        if plain and words in days:
            best = end, days[words]
    return best


def _plain(text: str) -> tuple[str, ...]:
    """The words without what people leave out: "Saint Patrick's" and "St. Patricks" are one."""
    words = ("".join(c if c.isalnum() else " " for c in text.replace("'", "").replace("\u2019", ""))).split()
    return tuple("st" if word == "saint" else word.removesuffix("s") if len(word) > 4 else word for word in words)
