"""What the desk's own words offer, read back by the extractors that read the patient's."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time

from conversation.extractors.entities import Context, Intent, When
from conversation.extractors.intents import find_intents
from conversation.extractors.people import find_doctors
from conversation.extractors.pipeline import without
from conversation.extractors.text import Message
from conversation.extractors.towns import ASKED
from conversation.extractors.when import find_whens
from conversation.extractors.words import Words, words_of

_QUESTIONS = (
    (ASKED, "city town area where ciudad donde"),
    ("name", "name nombre"),
    ("date_of_birth", "birth born nacimiento"),
    ("phone", "phone telefono"),
    ("confirm", "confirm correct right confirmar correcto"),
    ("slot", "time hour hora"),
    ("day", "date day when dia fecha cuando"),
    ("speciality", "kind type specialist speciality specialty especialidad"),
    ("doctor", "doctor dentist medico doctora"),
)
_BARE = re.compile(r"(?<![\d:])\d{3,5}(?![\d:])")
"""A row of digits: in the desk's words the number of a house, never a time."""
_TAKEN = frozenset(
    "sorry unable unavailable no not isnt arent couldnt cannot cant wasnt booked fully lo siento".split()
)
_OFFERS = frozenset("how would instead but available can about what".split())
_MORE = frozenset("else more anything further mas algo".split())


@dataclass(frozen=True, slots=True)
class Offer:
    """What one line of the desk offers and asks."""

    doctors: tuple[str, ...] = ()
    day: date | None = None
    times: tuple[time, ...] = ()
    asks: frozenset[Intent] = frozenset()
    asks_more: bool = False
    """Whether it is "anything else?"."""
    question: str | None = None
    """What it asks for, in the terms of `Context.question`."""


def read_offer(text: str, context: Context, patients: Collection[str] = (), held: time | None = None) -> Offer:
    """The offer in the desk's words; `patients` are names (folded) of no doctor, `held` is the time taken so far."""
    if not text.strip():
        return Offer()
    message = Message.read(text)
    words = words_of(message)
    mentions = [m for m in find_doctors(message, context) if m.span.words.lower() not in patients]
    whens = _offered(words, without(message, [mention.span for mention in mentions]), context)
    return Offer(
        doctors=tuple(dict.fromkeys(m.codes[0] for m in mentions if len(m.codes) == 1 and not m.similar)),
        day=next((when.dates.day for when in whens if when.dates and when.dates.day and not when.past), None),
        times=tuple(dict.fromkeys(at for when in whens if (at := _exact(when, held)))),
        asks=frozenset(mention.intent for mention in find_intents(message, context)),
        asks_more=bool(_MORE & set(words.read)),
        question=_question(words),
    )


def _exact(when: When, held: time | None) -> time | None:
    """The exact time of an offer; of two readings ("at 7") the one that the patient already holds."""
    if _BARE.search(when.span.words):
        return None
    readings = [each.times for each in (when, *when.alternatives) if each.times and each.times.exact]
    if not when.times or not when.times.exact:
        return None
    return held if held and any(times.first == held for times in readings) else when.times.first


def _offered(words: Words, rest: Message, context: Context) -> list[When]:
    """The times offered: not those said to be taken, and of several sentences the last."""
    offered: dict[int, list[When]] = {}
    for when in find_whens(rest, context):
        first, end = words.around(when.span.start, when.span.end)
        if end and not _is_taken(words, first):
            offered.setdefault(words.sentence[first], []).extend((when, *when.also))
    return offered[max(offered)] if offered else []


def _is_taken(words: Words, at: int) -> bool:
    """Whether the sentence before word `at` says that the time is taken ("sorry, nothing at 10")."""
    said = [i for i in range(at) if words.sentence[i] == words.sentence[at]]
    taken = max((i for i in said if words.read[i] in _TAKEN), default=-1)
    return taken > max((i for i in said if words.read[i] in _OFFERS), default=-1)


def _question(words: Words) -> str | None:
    if "?" not in words.message.raw and "please" not in words.read:
        return None
    read = set(words.read)
    return next((question for question, cues in _QUESTIONS if read & set(cues.split())), None)
