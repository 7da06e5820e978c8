"""Whether words are about an appointment, and what else the lexicon of the desk's own talk finds in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

from conversation.extractors.entities import When
from conversation.extractors.lexicon import Phrases
from conversation.extractors.lexicons import load
from conversation.extractors.text import Message, fold
from conversation.extractors.words import Words


def speaks_of_visit(words: Words) -> bool:
    """Whether the words are about an appointment, rather than about doctors."""
    return says("visit", words)


def has_visit(words: Words) -> bool:
    """Whether they tell of an appointment that is made already: "I have an appointment", "mi cita"."""
    return says("own", words)


def days_of_visits(message: Message, whens: Iterable[When]) -> frozenset[date]:
    """The days by which a message names visits: "the one on the 9th", "my Thursday visit", "la del 9".

    Not those that a visit is to go to: "move my visit to Thursday".
    """
    return frozenset(when.dates.day for when in whens if when.dates and when.dates.day and _names_one(message, when))


_VISIT = r"(?:one|appointment|appt|visit|booking|slot|check ?up)"
_CITA = r"(?:cita|visita|consulta|turno|hora|revision|reserva)"
_BEFORE = re.compile(
    rf"(?:\b(?:the|my|our|that|his|her) (?:other )?{_VISIT}(?: with [^.,;!?]{{2,30}}?)?(?: i have| i've got)?"
    rf"|\b(?:(?:la|el|mi|su|esa|ese) {_CITA}|la)(?: con [^.,;!?]{{2,30}}?)?(?: que (?:tengo|tiene|tenemos))?)"
    r"(?: (?:on|of|from|de|del|en|el))*(?: (?:dia|the))? ?$"
)
"""What stands before a day that names a visit."""
_ITSELF = re.compile(rf"(?:la|(?:mi |el |la )?{_CITA}) del?\b")
_HELD = re.compile(r"(?:on|of|from|the|de|del|el)\b")
"""How such a day begins, and never with "to" or "for"."""
_BEHIND = re.compile(rf"(?:the|my|our|his|her) (?:\w+ ){{1,3}}{_VISIT}\b")


def _names_one(message: Message, when: When) -> bool:
    start = when.span.start
    before, said = message.folded[max(0, start - _REACH) : start], fold(when.span.words)
    if _ITSELF.match(said) or (_BEFORE.search(before) and (_HELD.match(said) or before.endswith("dia "))):
        return True
    return any(
        each.start() <= start <= each.end() and not message.folded.endswith(("to ", "for "), 0, each.start())
        for each in _BEHIND.finditer(message.folded)
    )


_REACH = 60  # characters


def says(what: str, words: Words) -> bool:
    """Whether one of the phrases of a section stands in the words."""
    return next(phrases(what).find(words), None) is not None


@cache
def phrases(what: str) -> Phrases[bool]:
    """The phrases of a section."""
    data = load("desk")
    return Phrases([(str(phrase), True) for phrase in data[what]], data["classes"])
