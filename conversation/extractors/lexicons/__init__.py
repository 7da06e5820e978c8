"""The words of the extractors, as data: one file a subject and language."""

from __future__ import annotations

from bisect import bisect
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from yaml import CBaseLoader  # the other form reads less than is written here, and takes ten times as long


@cache
def load(name: str) -> dict[str, Any]:
    """A lexicon (`intents.en`), read once. Raises ValueError when the file is not a mapping."""
    text = files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    # The base loader makes plain strings of every scalar: "no", "on" and "off" are words here.
    data = yaml.load(text, Loader=CBaseLoader)  # noqa: S506 - it makes strings, lists and mappings only
    if not isinstance(data, dict):
        raise ValueError(f"lexicon {name} is not a mapping")
    return data


@cache
def load_words(name: str) -> frozenset[str]:
    """A list of words (`given_names`), several a line."""
    return frozenset(word for line in read_lines(name) for word in line.split())


def lists(name: str, word: str) -> bool:
    """Whether a long list in alphabetical order (`plain`) has a word: its lines are kept, not its words one by one."""
    lines = load_phrases(name)
    at = bisect(lines, word + _LAST)
    return at > 0 and f" {word} " in f" {lines[at - 1]} "


_LAST = " \x7f"  # what makes a word come after the line that it begins


@cache
def load_phrases(name: str) -> tuple[str, ...]:
    """The lines of a list (`towns` has one name in each), in the order of the list."""
    return tuple(read_lines(name))


def read_lines(name: str) -> list[str]:
    """The lines of a list, not kept; those that begin with # are comments."""
    lines = files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


NAMES = (
    "emergency.en", "emergency.es", "harmless.en", "harmless.es", "specialities", "complaints.en", "complaints.es",
    "scenes.en", "scenes.es",    "intents.en", "intents.es", "questions",
)  # fmt: skip
"""Every lexicon whose words a slip of the keyboard may have hit."""
