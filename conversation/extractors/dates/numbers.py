"""Numbers in digits and words."""

from __future__ import annotations

from conversation.extractors.dates.almanac import YEARS
from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.tags import Tag

Found = tuple[int, int]
"""A value and the place after it."""


def cardinal(r: Reader, at: int) -> Found | None:
    """A whole number of at most four digits, or in words up to 59 ("twenty two", "treinta y uno")."""
    lexeme = r.at(at)
    if lexeme.number >= 0:
        return (lexeme.number, at + 1) if lexeme.width <= 4 else None
    value = lexeme.tags.get(Tag.NUMBER)
    if value is None:
        return None
    if value < 20 or value % 10:
        return value, at + 1
    place = at + 1
    if r.text(place) in ("-", "y"):
        place += 1
    unit = r.tag(place, Tag.NUMBER)
    if unit is not None and 1 <= unit <= 9 and (place > at + 1 or not r.spanish):
        return value + unit, place + 1
    return value, at + 1


def ordinal(r: Reader, at: int) -> Found | None:
    """A rank: "5th", "twenty-first", "1er", "21ro", "4.o", "vigesimo segundo"."""
    lexeme = r.at(at)
    if 0 <= lexeme.number <= 99:
        place = at + 1 + (r.spanish and r.text(at + 1) == "." and r.at(at + 1).glued)
        suffix = r.at(place)
        if (suffix.glued and Tag.SUFFIX in suffix.tags) or (suffix.glued and suffix.text in ("st", "nd", "rd", "th")):
            return lexeme.number, place + 1
        return None
    value = lexeme.tags.get(Tag.ORDINAL)
    if value is not None:
        unit = r.tag(at + 1, Tag.ORDINAL)
        if value in (20, 30) and unit is not None and 1 <= unit <= 9:
            return value + unit, at + 2
        return value, at + 1
    tens = lexeme.tags.get(Tag.NUMBER)
    if tens in (20, 30):
        place = at + 1 + (r.text(at + 1) == "-")
        unit = r.tag(place, Tag.ORDINAL)
        if unit is not None and 1 <= unit <= 9:
            return tens + unit, place + 1
    return None


def year(r: Reader, at: int) -> Found | None:
    """A year in four digits or in words: "2026", "two thousand and twenty six", "dos mil veintiseis"."""
    lexeme = r.at(at)
    if lexeme.width == 4:
        return (lexeme.number, at + 1) if lexeme.number in YEARS and not r.counted(at + 1) else None
    if r.tag(at, Tag.NUMBER) == 2 and r.has(at + 1, Tag.THOUSAND):
        place = at + 2 + r.has(at + 2, Tag.AND)
        rest = cardinal(r, place)
        return (2000 + rest[0], rest[1]) if rest and rest[0] < 100 else (2000, at + 2)
    if r.tag(at, Tag.NUMBER) == 20 and not r.spanish:
        rest = cardinal(r, at + 1)
        if rest and r.tag(at + 1, Tag.NUMBER) is not None and 20 <= rest[0] < 60:
            return 2000 + rest[0], rest[1]
    return None
