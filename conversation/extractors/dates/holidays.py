"""Days that the hospital calls by a name: "Thanksgiving", "the day after St Patrick's Day"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from conversation.extractors.births import MONTHS
from conversation.extractors.dates.lexemes import Lexeme
from conversation.extractors.dates.tags import Tag
from conversation.extractors.spelling import is_word
from conversation.extractors.text import fold

_TELLING = 4  # letters that a name can begin with
_LAST = frozenset("day holiday holidays".split())
_NO_NAMES = MONTHS.keys() | frozenset("labor labour all new st spring summer autumn winter bank".split())
"""What is left of a name without its "day" or "holiday" and means something else: "labor", "August"."""


_KNOWN: dict[tuple[str, ...], tuple[int, int]] = {
    ("christmas",): (12, 25), ("christmas", "day"): (12, 25), ("xmas",): (12, 25), ("xmas", "eve"): (12, 24),
    ("christmas", "eve"): (12, 24), ("new", "year", "eve"): (12, 31), ("new", "years", "eve"): (12, 31),
    ("new", "year", "day"): (1, 1), ("new", "years", "day"): (1, 1), ("boxing", "day"): (12, 26),
    ("valentine", "day"): (2, 14), ("valentines", "day"): (2, 14), ("halloween",): (10, 31),
    ("nochebuena",): (12, 24), ("navidad",): (12, 25), ("nochevieja",): (12, 31), ("ano", "nuevo"): (1, 1),
    ("san", "valentin"): (2, 14), ("saint", "patrick", "day"): (3, 17), ("paddy", "day"): (3, 17),
}  # fmt: skip
"""Days that bear the same name wherever people keep them, with their month and day."""


def name_holidays(row: Sequence[Lexeme], holidays: Sequence[tuple[str, date]], today: date) -> list[Lexeme]:
    """The row with every name of a holiday as one lexeme that stands for its next day."""
    days = _kept_everywhere(today) | _by_words(holidays, today)
    begin = frozenset(words[0][:_TELLING] for words in days) | frozenset(("sain", "the"))
    joined: list[Lexeme] = []
    at = 0
    while at < len(row):
        found = (
            _longest(row, at, days)
            if row[at].text[:_TELLING] in begin and (at == 0 or row[at - 1].text != "a")
            else None
        )
        if found is None:
            joined.append(row[at])
            at += 1
            continue
        end, day = found
        text = " ".join(lexeme.text for lexeme in row[at:end])
        joined.append(Lexeme(text, row[at].start, row[end - 1].end, row[at].glued, {Tag.HOLIDAY: day.toordinal()}))
        at = end
    return joined


_FROM_EASTER: dict[tuple[str, ...], int] = {
    ("easter",): 0, ("easter", "sunday"): 0, ("easter", "monday"): 1, ("good", "friday"): -2, ("viernes", "santo"): -2,
    ("jueves", "santo"): -3, ("domingo", "de", "resurreccion"): 0, ("semana", "santa"): 0, ("pascua",): 0,
}  # fmt: skip
"""Days that move with Easter, by how many days they lie from it."""


def is_named_by_a_feast(words: str) -> bool:
    """Whether the words of a date name a feast and no day of the month: "at Christmas", not "on 25 December"."""
    said = _plain(fold(words))
    if any(character.isdigit() for character in words):
        return False
    names = (_plain(" ".join(name)) for name in (*_KNOWN, *_FROM_EASTER))
    return any(name == said[at : at + len(name)] for name in names for at in range(len(said)))


@lru_cache(maxsize=16)
def _kept_everywhere(today: date) -> dict[tuple[str, ...], date]:
    days = {_plain(" ".join(words)): _next(today, *day) for words, day in _KNOWN.items()}
    for words, away in _FROM_EASTER.items():
        coming = (_easter(year) + timedelta(days=away) for year in (today.year, today.year + 1))
        days[_plain(" ".join(words))] = next(day for day in coming if day >= today)
    return days


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, after Gauss."""
    century = year // 100
    moon = (19 * (year % 19) + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - year % 19) // 11))
    sunday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    return date(year, 3, 28) + timedelta(days=moon - sunday)


def _next(today: date, month: int, day: int) -> date:
    return date(today.year + ((month, day) < (today.month, today.day)), month, day)


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
