"""Which of somebody's own medicines a message means: by name, by a likely slip of it, by what it says it is for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA

from conversation.extractors.lexicons import load
from conversation.extractors.name_words import is_given_name
from conversation.extractors.spelling import is_plain
from conversation.extractors.text import fold

_WORD = re.compile(r"[a-z]+|\d+(?:[.,]\d+)?")
_TWICE = re.compile(r"([a-z])\1")
_SHORTEST, _LONG = 5, 8
"""Letters of a name that is heard through one slip, and through two."""
_NAMELIKE = 6  # letters
_MOST = 60  # words of a message that are looked at


@dataclass(frozen=True)
class Written:
    """A medicine as its prescription has it: all that it is called, and what else is written about it."""

    names: str
    about: str = ""


@dataclass(frozen=True)
class Named:
    """Places in the list of medicines. `unknown` is what sounds like the name of one that is not there."""

    sure: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()
    """Those that it may be: by a slip, or because the same name fits several."""
    unknown: tuple[str, ...] = ()


def find_named(text: str, medicines: Sequence[Written], others: str = "") -> Named:
    """Which of these medicines are meant. `others` are words that name none here, such as the patient's own name."""
    said = _words(text)[:_MOST]
    written = [frozenset(_words(also_called(each.names))) for each in medicines]
    said = [_as_written(word, written) for word in said]
    names = [frozenset(word for word in each if _may_name(word)) for each in written]
    sure: list[int] = []
    doubtful: list[int] = []
    for found in (*_by_name(said, written, names), *_by_purpose(text, said, medicines, written)):
        (sure if len(found) == 1 else doubtful).extend(found)
    known = {word for each in names for word in each} | set(_words(others))
    unheard = [word for word in said if word not in known]
    unknown = []
    for word in unheard:
        like = [at for at, each in enumerate(names) if any(_is_slip(word, name) for name in each)]
        doubtful += like
        if not like and (is_medicine_name(word) or (len(word) >= _NAMELIKE and _may_name(word))):
            unknown.append(word)
    is_found = set(sure)
    maybe = tuple(dict.fromkeys(each for each in doubtful if each not in is_found))
    beside = _beside(said, known)
    strangers = tuple(
        word for word in dict.fromkeys(unknown) if is_medicine_name(word) or word in beside or not (sure or maybe)
    )
    return Named(tuple(dict.fromkeys(sure)), maybe, strangers)


def _beside(said: Sequence[str], known: set[str]) -> set[str]:
    """Words that are joined to the name of a medicine by an "and": "metformin and lipitor"."""
    found = set()
    for at, word in enumerate(said):
        is_led = word in _AND and any(each in known for each in said[max(0, at - _JOINED) : at])
        rest = (each for each in said[at + 1 : at + 1 + _JOINED] if is_led)
        found |= {next((each for each in rest if not (each.isdigit() or each in _generic() or is_plain(each))), "")}
    return found - {""}


_AND = frozenset("and y e plus".split())
_JOINED = 3  # words


def _as_written(word: str, written: list[frozenset[str]]) -> str:
    """A word, or what the prescriptions call the same in another language: "atorvastatina" is atorvastatin."""
    if len(word) < _SHORTEST:
        return word
    sounds = _sound(word)
    return next((name for each in written for name in sorted(each) if _sound(name) == sounds), word)


def _sound(name: str) -> str:
    for letters, letter in (("ph", "f"), ("th", "t"), ("ch", "c"), ("y", "i")):
        name = name.replace(letters, letter)
    return _TWICE.sub(r"\1", name).rstrip("aeo")


def _by_name(said: list[str], written: list[frozenset[str]], names: list[frozenset[str]]) -> list[list[int]]:
    named = dict.fromkeys(word for word in said if any(word in each for each in names))
    return [_best(said, written, [at for at, each in enumerate(names) if word in each]) for word in named]


def _by_purpose(
    text: str, said: list[str], medicines: Sequence[Written], written: list[frozenset[str]]
) -> list[list[int]]:
    wanted = _purposes(text)
    told = [(_purposes(each.names) | _purposes(each.about, _FOR)) & wanted for each in medicines]
    groups = ([at for at, each in enumerate(told) if purpose in each] for purpose in sorted(wanted))
    return [_best(said, written, group) for group in groups if group]


def _best(said: list[str], written: list[frozenset[str]], group: list[int]) -> list[int]:
    """Those of a group that share most words with what was said: "amlodipine 10" of two strengths is the one."""
    scores = {at: len(set(said) & {word for word in written[at] if word.isdigit() or _may_name(word)}) for at in group}
    return [at for at in group if scores[at] == max(scores.values())]


def _is_slip(word: str, name: str) -> bool:
    if len(name) < _SHORTEST or (is_plain(word) and word not in _medicine_names()) or word in _medicine_names():
        return False
    return OSA.distance(word, name, score_cutoff=2) <= (2 if len(name) >= _LONG else 1)


def _may_name(word: str) -> bool:
    """Whether a word may be what a medicine is called, rather than ordinary speech."""
    if len(word) < 3 or word in _generic():
        return False
    return is_medicine_name(word) or not is_plain(word)


_FOR = r"\b(?:for|against|lowers?|treats?|prevents?|para|contra) (?:\w+ ){0,2}?"
"""What leads to a purpose in a prescription: "on an empty stomach" is none."""


def names_purpose(text: str) -> bool:
    """Whether it is said what a medicine is for: "my blood pressure tablets"."""
    return bool(_purposes(text))


def _purposes(text: str, lead: str = r"\b") -> frozenset[int]:
    """What a text says that a medicine is for."""
    folded = " ".join(_words(text))
    return frozenset(at for at, words in enumerate(_purpose_words()) if re.search(f"{lead}(?:{words})\\b", folded))


@cache
def _purpose_words() -> tuple[str, ...]:
    return tuple("|".join(words) for words in load("medicines")["purposes"])


def find_controlled(text: str) -> tuple[str, ...]:
    """Controlled medicines that a text names, as it names them."""
    known = _controlled()
    return tuple(dict.fromkeys(word for word in _words(text)[:_MOST] if word in known))


def is_medicine(text: str) -> bool:
    """Whether a text names nothing but medicines."""
    words = _words(text)
    return bool(words) and all(word in _generic() or _sound(word) in _sounds() for word in words)


def names_medicine(text: str) -> bool:
    """Whether a text names a medicine, or speaks of one: "metformin", "metforminas", "my tablets"."""
    return any(is_medicine_name(word) or word in _taken() for word in _words(text)[:_MOST])


def names_medicine_itself(text: str) -> bool:
    """Whether a text names a medicine by its name: no mere "tablets"."""
    return any(is_medicine_name(word) and word not in _taken() for word in _words(text)[:_MOST])


def is_medicine_name(word: str) -> bool:
    """Whether a word names a medicine wherever it stands, in either language."""
    return word in _medicine_names() or (len(word) >= _SHORTEST and _sound(word.removesuffix("s")) in _sounds())


def also_called(text: str) -> str:
    """A medicine's name with the other names of the controlled ones in it: who asks for Xanax means alprazolam."""
    return " ".join([text, *(name for word in _words(text) for name in _controlled().get(word, ()))])


def wants_all(text: str) -> bool:
    """Whether all that there is is meant: "both", "refill everything"; not by "not both" or "everything is fine"."""
    said = set(_words(text)[:_MOST])
    return bool(said & set(load("medicines")["all"].split())) and not said & set(load("medicines")["not_all"].split())


def find_owners(text: str) -> tuple[str, ...]:
    """First names of those whose medicines a text speaks of: "Ravi's tablets", "las pastillas de Ravi"."""
    found = (match.group(1) or match.group(2) for match in _OWNERS.finditer(fold(text)))
    return tuple(dict.fromkeys(name for name in found if is_given_name(name)))


_OWNERS = re.compile(r"\b([a-z]+)(?: [a-z]+)?'s\b|\b(?:of|for|de|para) ([a-z]+)\b")


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


@cache
def _generic() -> frozenset[str]:
    return frozenset(load("medicines")["generic"].split())


@cache
def _taken() -> frozenset[str]:
    return frozenset(load("medicines")["taken"].split())


@cache
def _controlled() -> dict[str, list[str]]:
    return {word: names for names in load("medicines")["controlled"] for word in names}


@cache
def _sounds() -> frozenset[str]:
    return frozenset(map(_sound, _medicine_names()))


@cache
def _medicine_names() -> frozenset[str]:
    """Words that name medicines wherever they stand."""
    return frozenset(load("intents.en")["classes"]["medicine"]) | _controlled().keys()
