"""The names of a roster's doctors, laid out so that a message can be searched for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from conversation.extractors.entities import Doctor, Roster
from conversation.extractors.language import is_small_word
from conversation.extractors.lexicons import load
from conversation.extractors.sound import sounds_like
from conversation.extractors.spelling import is_word
from conversation.extractors.text import fold

BEFORE_SURNAMES = frozenset(
    "de del dela delos la las los van von der den ter ten zu al el bin ibn bint da dos di du le".split()
)
_PARTICLES = BEFORE_SURNAMES | frozenset("y and of the".split())
OPENS = frozenset(
    "o mc mac al el de del dela delos la le van von der den di da du st san abd abu ben bin fitz d".split()
)
"""What people write apart that others write with the rest of the name."""
_UMLAUTS = str.maketrans({"\u00e4": "ae", "\u00f6": "oe", "\u00fc": "ue", "\u00f8": "oe", "\u00e5": "aa"})
_E_FOR_UMLAUT = re.compile(r"([aou])e(?=[^aeiou])")
_FAR = 8
_SHORT = 4  # letters of a name that is told by its sound
_CLOSE = 5  # up to this many letters one may differ, in longer names two


@dataclass(frozen=True, slots=True)
class Name:
    """A doctor's name in words, without titles and degrees; `initials` are its single letters."""

    doctor: Doctor
    row: tuple[str, ...]
    """Every word and initial, in order."""
    words: tuple[str, ...]
    initials: frozenset[str]
    practice: bool
    """Whether it names a practice rather than a person, so that one word of it says little."""


@dataclass(frozen=True, slots=True)
class Index:
    """The names by their words. `joined` are words that stand for several of a name ("almasri", "vandenberg")."""

    names: tuple[Name, ...]
    by_first: dict[str, tuple[int, ...]]
    by_word: dict[str, frozenset[int]]
    by_second: dict[str, tuple[int, ...]]
    by_initials: dict[str, frozenset[int]]
    joined: dict[str, frozenset[str]]
    known: tuple[str, ...]
    """Words of people's names that a slip or a sound may stand for."""
    short: tuple[str, ...]
    """Words of people's names that are too short for a slip, so that only the sound tells them."""
    practices: tuple[str, ...]
    """Those of practices, which hold towns too, so that only a title tells a doctor there."""


def index_of(roster: Roster) -> Index:
    """The roster's names; made once and kept with it."""
    kept = roster.index.get("people")
    if not isinstance(kept, Index):
        kept = roster.index["people"] = _index(roster)
    return kept


def near(word: str, index: Index, *, strictly: bool = False, titled: bool = False) -> frozenset[int]:
    """The doctors with a word in their name that is nearest to a word in letters, failing that in sound.

    `strictly` leaves the sound out, and the second letter that a long name may differ in.
    """
    if len(word) < 3:
        return frozenset()
    allowed = 1 if len(word) <= (_FAR if strictly else _CLOSE) else 2
    known = (*index.known, *index.practices) if titled else index.known
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=allowed, limit=8)
    best = min((distance for _, distance, _ in found), default=None)
    names = {name for name, distance, _ in found if distance == best}
    if not names and not strictly:
        names = {name for name in known if sounds_like(name, word)}
    return frozenset(n for name in names for n in index.by_word[name])


def plain(word: str) -> str:
    """A word of a message or name as names are compared: without a possessive or apostrophes."""
    return (word[:-2] if word.endswith("'s") else word).replace("'", "")


def is_ordinary(word: str) -> bool:
    """Whether a word is one of the language too, so that by itself it names nobody ("young", "may")."""
    return word in listed("ordinary") or is_word(word) or is_small_word(word)


@cache
def listed(name: str) -> frozenset[str]:
    """A list of the lexicon of names: `titles`, `courtesies`, `honours`, `practices`, `ordinary`."""
    return frozenset(load("names")[name].split())


def _index(roster: Roster) -> Index:
    names = tuple(_name(doctor) for doctor in roster.doctors)
    by_word: dict[str, set[int]] = {}
    joined: dict[str, set[str]] = {}
    by_initials: dict[str, set[int]] = {}
    for number, name in enumerate(names):
        for word in name.words:
            by_word.setdefault(word, set()).add(number)
        for alias, parts in _aliases(name):
            by_word.setdefault(alias, set()).add(number)
            joined.setdefault(alias, set()).update(parts)
        for letters in _initials(name):
            by_initials.setdefault(letters, set()).add(number)
    told = [word for word in by_word if len(word) >= 3 and word.isalpha() and not is_ordinary(word)]
    people = {word for word in told if any(not names[number].practice for number in by_word[word])}
    return Index(
        names,
        _at(names, 0),
        _frozen(by_word),
        _at(names, 1),
        _frozen(by_initials),
        {alias: frozenset(parts) for alias, parts in joined.items()},
        tuple(word for word in told if word in people),
        tuple(word for word in by_word if 2 <= len(word) <= _SHORT and word.isalpha() and not is_small_word(word)),
        tuple(word for word in told if word not in people),
    )


def _at(names: tuple[Name, ...], place: int) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        if len(name.row) > place:
            found.setdefault(name.row[place], []).append(number)
    return {word: tuple(numbers) for word, numbers in found.items()}


def _frozen(sets: dict[str, set[int]]) -> dict[str, frozenset[int]]:
    return {word: frozenset(numbers) for word, numbers in sets.items()}


def _name(doctor: Doctor) -> Name:
    split = "".join(c if c.isalnum() or c == "'" else " " for c in fold(doctor.name)).split()
    told = [plain(word) for word in split]
    row = tuple(word for word in told if word not in listed("titles") and word not in listed("honours"))
    words = tuple(word for word in row if len(word) > 1 and word not in _PARTICLES) or row
    practice = len(words) > 4 or bool(listed("practices") & set(row))
    return Name(doctor, row, words, frozenset(word for word in row if len(word) == 1), practice)


def _aliases(name: Name) -> Iterator[tuple[str, tuple[str, ...]]]:
    """A name's words as others write them: several in one, an umlaut with an e, or without it."""
    for parts in _groups(name):
        if len(parts) > 1:
            yield "".join(parts), parts
    for word in name.doctor.name.casefold().split():
        if (written := word.translate(_UMLAUTS)) != word:
            yield plain(fold(written)), (plain(fold(word)),)
    for word in name.words:
        if len(word) > _CLOSE and (written := _E_FOR_UMLAUT.sub(r"\1", word)) != word:
            yield written, (word,)


def _groups(name: Name) -> Iterator[tuple[str, ...]]:
    """Words of a name that may be written together: a particle with what follows, and those with a hyphen."""
    if name.practice:
        return
    for group in fold(name.doctor.name).replace("'", "").split():
        parts = tuple(part for part in re.split(r"[^a-z]+", group) if part)
        if len(parts) > 1:
            yield parts
    for start, word in enumerate(name.row):
        if word in OPENS and (start == 0 or name.row[start - 1] not in OPENS):
            end = start + 1
            while end < len(name.row) - 1 and name.row[end] in OPENS:
                end += 1
            yield name.row[start : end + 1]


def _initials(name: Name) -> Iterator[str]:
    """The letters that a doctor goes by: of all names, and of the first and the last."""
    letters = [word[0] for word in name.row if word not in _PARTICLES]
    if len(letters) > 1 and not name.practice:
        yield "".join(letters)
        yield letters[0] + letters[-1]
