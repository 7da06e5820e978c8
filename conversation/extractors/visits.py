"""Whether words are about an appointment, and what else the lexicon of the desk's own talk finds in them."""

from __future__ import annotations

from functools import cache

from conversation.extractors.lexicon import Phrases
from conversation.extractors.lexicons import load
from conversation.extractors.words import Words


def speaks_of_visit(words: Words) -> bool:
    """Whether the words are about an appointment, rather than about doctors."""
    return says("visit", words)


def has_visit(words: Words) -> bool:
    """Whether they tell of an appointment that is made already: "I have an appointment", "mi cita"."""
    return says("own", words)


def says(what: str, words: Words) -> bool:
    """Whether one of the phrases of a section stands in the words."""
    return next(phrases(what).find(words), None) is not None


@cache
def phrases(what: str) -> Phrases[bool]:
    """The phrases of a section."""
    data = load("desk")
    return Phrases([(str(phrase), True) for phrase in data[what]], data["classes"])
