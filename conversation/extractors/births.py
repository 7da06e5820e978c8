"""Dates of birth: a full date that a living person may have been born on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from conversation.extractors.cardinals import ONES_EN, ONES_ES, ORDINALS_EN, TENS_EN, TENS_ES
from conversation.extractors.corrections import is_taken_back

OLDEST = 120  # years
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene", "february feb febrero", "march mar marzo", "april apr abril abr", "may mayo",
            "june jun junio", "july jul julio", "august aug agosto ago", "september sep sept septiembre setiembre",
            "october oct octubre", "november nov noviembre", "december dec diciembre dic",
        ), 1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(\d{4}|'?\d{2})(?![\d:]| ?(?:am|pm|a\.m|p\.m|h\b|o'?clock))"
_DAY = r"(\d{1,2})(?!\d)(?:st|nd|rd|th|o)?"
_FORMS = (
    (re.compile(rf"(?<![\d/-]){_DAY} ?(?:of |de )?[-/.]? ?({_MONTH})\b\.?,? ?[-/.]?(?:of |de |del )? ?{_YEAR}"), "dmy"),
    (re.compile(rf"\b({_MONTH})\.? (?:the )?{_DAY}(?:,? |, ?)(?:of |in |de |del )?{_YEAR}"), "mdy"),
    (re.compile(rf"(?<![\d/-]){_DAY} del (\d{{1,2}}) del? {_YEAR}"), "dmy"),
    (re.compile(rf"(?<![\d/-]){_DAY} of the (\d{{1,2}})(?:st|nd|rd|th),? (?:of )?{_YEAR}"), "dmy"),
    (re.compile(r"(?<![\d/-])(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d/-])"), "ymd"),
    (re.compile(r"(?<![\d/.-])(\d{1,2}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{4}|\d{2})(?![\d/-])"), "???"),
    (re.compile(r"(?<![\d/.-])(\d{1,2}) (\d{1,2}) (\d{4})(?![\d/-])"), "???"),
)
_KEYS = re.compile(
    r"(?<![\d/.-])(?<!\d )(?:(\d{2}) ?(\d{2}) ?(\d{4}|\d{2})|(\d{1,2})[ ,]+(\d{1,2})[ ,]+'?(\d{2}))(?! ?\d)(?![/:-])"
)
"""How a date is keyed in, or heard where the keys are said: "05051990", "5 5 90", "050590"."""

Found = tuple[date, int, int]


def find_birth(folded: str, today: date, *, day_first: bool, keyed: bool = False) -> Found | None:
    """A date of birth with its place. `keyed`, where one is asked for, also reads mere figures, typed or spoken."""
    told = _told(folded, list(_dates(folded, today, day_first)))
    if told:
        return told
    if keyed and (typed := _KEYS.search(folded)):
        born = _read(tuple(filter(None, typed.groups())), "???", today, day_first)
        if born:
            return born, typed.start(), typed.end()
    spelled = _spelled(folded, today) or _spelled_es(folded, today)
    return spelled or (_in_numbers(folded, today, day_first) if keyed else None)


def _dates(folded: str, today: date, day_first: bool) -> Iterator[Found]:
    for pattern, order in _FORMS:
        for match in pattern.finditer(folded):
            if born := _read(match.groups(), order, today, day_first):
                yield born, match.start(), match.end()


def _told(folded: str, found: list[Found]) -> Found | None:
    """Of several dates the one that is called a birth, else the first that is not taken back by the next."""
    found = sorted(found, key=lambda each: each[1])
    called = [each for each in found if _LABEL.search(folded[max(0, each[1] - _NEAR) : each[1]])]
    told = next(iter(called or found), None)
    for each in found:
        if told and each[1] >= told[2] and is_taken_back(folded[told[2] : each[1]]):
            told = each
    return told


_LABEL = re.compile(
    r"\b(?:born|birth|birthday|birthdate|dob|nacid[oa]|naci|nacio|nacimiento|cumpleanos)\b\W*(?:\w+\W+){0,3}$"
)
_NEAR = 30  # characters before a date in which it may be called a birth


def _read(parts: tuple[str, ...], order: str, today: date, day_first: bool) -> date | None:
    orders = ("dmy", "mdy") if day_first else ("mdy", "dmy")
    for each in orders if order == "???" else (order,):
        told = dict(zip(each, parts, strict=True))
        month = MONTHS.get(told["m"]) or (int(told["m"]) if told["m"].isdigit() else 0)
        born = _born(_year(told["y"], today), month, int(told["d"]), today)
        if born:
            return born
    return None


def _year(text: str, today: date) -> int:
    year = int(text.strip("'"))
    if len(text.strip("'")) == 4:
        return year
    century = today.year // 100 * 100
    return century + year if century + year <= today.year else century - 100 + year


def _born(year: int, month: int, day: int, today: date) -> date | None:
    try:
        born = date(year, month, day)
    except ValueError:
        return None
    return born if born <= today and today.year - born.year <= OLDEST else None


def _spelled(folded: str, today: date) -> Found | None:
    """ "the fourteenth of march nineteen ninety", "march 4th seventy seven"."""
    words = _words(folded)
    told = [word for word, _, _ in words]
    for at, word in enumerate(told):
        if word not in MONTHS:
            continue
        first, day = _day_before(told, at)
        behind = at + 1
        if not day:  # "march the fourteenth"
            day, used = _day(told[behind + _skipped(told, behind) :])
            first, behind = at, behind + _skipped(told, behind) + used
        year, used = _spelled_year(told[behind : behind + 6], today)
        if day and year and (born := _born(year, MONTHS[word], day, today)):
            return born, words[first][1], words[behind + used - 1][2]
    return None


def _in_numbers(folded: str, today: date, day_first: bool) -> Found | None:
    """ "four eleven seventy seven", "the fourth of the eleventh nineteen seventy seven", and no number more."""
    words = _words(folded)
    told = [word for word, _, _ in words]
    first = next((at for at in range(len(told)) if _day(told[at:])[0]), len(told))
    day, used = _day(told[first:])
    behind = first + used + _skipped(told, first + used)
    order = "dmy" if "of" in told[first + used : behind] else "???"
    month, used = _day(told[behind:])
    year, more = _spelled_year(told[behind + used : behind + used + 6], today)
    end = behind + used + more
    if not (day and month and year) or _small(told[end:])[1] or not MONTHS.keys().isdisjoint(told):
        return None
    born = _read((str(day), str(month), str(year)), order, today, day_first)
    return (born, words[first][1], words[end - 1][2]) if born else None


def _words(folded: str) -> list[tuple[str, int, int]]:
    return [(m.group(), m.start(), m.end()) for m in re.finditer(r"\d+(?:st|nd|rd|th)?\b|[a-z]+", folded[:2000])]


_SMALL_WORDS = ("the", "of", "on", "in")


def _skipped(told: list[str], at: int) -> int:
    """How many small words stand at a place."""
    end = at
    while end < len(told) and told[end] in _SMALL_WORDS:
        end += 1
    return end - at


def _day_before(told: list[str], at: int) -> tuple[int, int]:
    """The day that ends before the month at a place: where it begins, and its number (0 for none)."""
    end = at
    while end and told[end - 1] in _SMALL_WORDS:
        end -= 1
    for first in (end - 2, end - 1):
        if first >= 0:
            day, used = _day(told[first:end])
            if day and first + used == end:
                return first, day
    return at, 0


def _day(words: list[str]) -> tuple[int, int]:
    """A day or month in figures or words ("twenty first", "4th", "eleven"), and how many words it takes."""
    if not words:
        return 0, 0
    if words[0][0].isdigit():
        number = int(re.match(r"\d+", words[0])[0])  # type: ignore[index]
        return (number, 1) if number <= _LAST_DAY else (0, 0)
    if words[0] in TENS_EN:
        more = [known.get(word, 0) for word in words[1:2] for known in (ORDINALS_EN, ONES_EN)]
        unit = next((number for number in more if 0 < number < 10), 0)
        return (TENS_EN[words[0]] + unit, 2) if unit and TENS_EN[words[0]] + unit <= _LAST_DAY else (0, 0)
    number = ORDINALS_EN.get(words[0], ONES_EN.get(words[0], 0))
    return (number, 1) if number else (0, 0)


_LAST_DAY = 31


def _spelled_year(words: list[str], today: date) -> tuple[int, int]:
    """A year in words ("nineteen ninety", "two thousand and four", "seventy seven") and how many words it takes."""
    if words and words[0].isdigit():
        return (int(words[0]), 1) if len(words[0]) == 4 else (0, 0)
    begun = _skipped(words, 0)
    if begun:
        year, used = _spelled_year(words[begun:], today)
        return year, begun + used
    if words[:2] == ["two", "thousand"]:
        rest = 3 if words[2:3] == ["and"] else 2
        small, used = _small(words[rest:])
        return 2000 + small, (rest + used if used else 2)
    century, used = _small(words[:1])
    rest = 2 if words[1:2] == ["hundred"] else 1
    small, more = _small(words[rest:])
    if century in (19, 20) and more:
        return 100 * century + small, used + more + rest - 1
    small, used = _small(words)
    is_year = used and words[0] in (*TENS_EN, "oh", "o") and not _OF_THE_HOUR.intersection(words[used : used + 1])
    return (_year(f"{small:02}", today), used) if is_year else (0, 0)


_OF_THE_HOUR = frozenset("past to after minutes minute am pm oclock o clock".split())


def _small(words: list[str]) -> tuple[int, int]:
    if words and words[0] in TENS_EN:
        if len(words) > 1 and 0 < ONES_EN.get(words[1], 0) < 10:
            return TENS_EN[words[0]] + ONES_EN[words[1]], 2
        return TENS_EN[words[0]], 1
    if words and words[0] in ("oh", "o") and len(words) > 1:
        return ONES_EN.get(words[1], 0), 2
    return (ONES_EN[words[0]], 1) if words and words[0] in ONES_EN else (0, 0)


# --- Spanish words --------------------------------------------------------------------------------

_UNITS_ES = {**ONES_ES, "primero": 1}
_PAST_ES = rf"(?:{'|'.join(TENS_ES)})(?: y (?:{'|'.join(_UNITS_ES)}))?"
_SMALL_ES = rf"(?:{_PAST_ES}|(?:{'|'.join(_UNITS_ES)})|\d{{1,2}})"
_TOLD_ES = rf"(?P<century>mil novecientos|dos mil)(?: y)?(?: (?P<rest>{_SMALL_ES}))?"
_YEAR_ES = rf"(?:{_TOLD_ES}|(?P<past>{_PAST_ES})|(?P<full>\d{{4}}))\b"
_SPELLED_YEAR_ES = re.compile(rf"\b(?:del? )?(?:ano )?(?:{_YEAR_ES})")
_DAY_ES = re.compile(rf"\b(?P<day>{_SMALL_ES}) del? (?:mes de )?(?P<month>{_MONTH}|{_SMALL_ES}) ?$")


def _spelled_es(folded: str, today: date) -> Found | None:
    """ "el catorce de marzo de mil novecientos noventa", "tres de mayo del ochenta"."""
    for told in _SPELLED_YEAR_ES.finditer(folded[:2000]):
        start = max(0, told.start() - _NEAR)
        before = _DAY_ES.search(folded, start, told.start())
        if before is None:
            continue
        month = MONTHS.get(before["month"]) or _small_es(before["month"])
        year = _small_es(told["rest"] or told["past"] or "0")
        if told["full"] is not None:
            year = int(told["full"])
        elif told["century"] is None:
            year = _year(f"{year:02}", today)
        else:
            year += 2000 if told["century"] == "dos mil" else 1900
        born = _born(year, month, _small_es(before["day"]), today)
        if born:
            return born, before.start(), told.end()
    return None


def _small_es(said: str) -> int:
    """A number below a hundred, in figures or words."""
    if said.isdigit():
        return int(said)
    return sum(TENS_ES.get(word, _UNITS_ES.get(word, 0)) for word in said.split())
