"""What the desk's own words offer, read back by the extractors that read the patient's."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum
from functools import cache

from conversation.extractors.entities import Context, When
from conversation.extractors.lexicons import load
from conversation.extractors.people import find_doctors
from conversation.extractors.spans import without
from conversation.extractors.text import Message
from conversation.extractors.towns import ASKED
from conversation.extractors.visits import phrases, says, speaks_of_visit
from conversation.extractors.when import find_whens
from conversation.extractors.words import Words, words_of

_BARE = re.compile(r"(?<![\d:])\d{3,5}(?![\d:])")
"""A row of digits: in the desk's words the number of a house, never a time."""


class Move(StrEnum):
    """What the desk's last words put to the patient."""

    MORE = "more"
    """"Anything else?": whatever it was about is over, unless the patient goes on."""
    VISIT = "visit"
    """"Shall I make an appointment?": a booking that has not begun."""
    TERMS = "terms"
    """A day, a time or a doctor of a booking, asked for, offered or read back."""
    SEARCH = "search"
    """A doctor put forward, or a question that narrows the search for one."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What one line of the desk offers and asks."""

    doctors: tuple[str, ...] = ()
    day: date | None = None
    times: tuple[time, ...] = ()
    move: Move | None = None
    """None where it only tells something."""
    reports: bool = False
    """Whether it tells that a booking was made, or could not be."""
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
    offered = Offer(
        doctors=tuple(dict.fromkeys(m.codes[0] for m in mentions if len(m.codes) == 1 and not m.similar)),
        day=next((when.dates.day for when in whens if when.dates and when.dates.day and not when.past), None),
        times=tuple(dict.fromkeys(at for when in whens if (at := _exact(when, held)))),
        question=_question(words),
    )
    offered = replace(offered, reports=says("reports", words))
    return replace(offered, move=_move(words, offered))


def _move(words: Words, offered: Offer) -> Move | None:
    """What the words put to the patient, the furthest first."""
    if says("more", words):
        return Move.MORE
    if offered.times:
        return Move.TERMS
    if not offered.reports and _begins(words):
        return Move.VISIT
    if offered.question in _OF_TERMS or (offered.day and not offered.reports):
        return Move.TERMS
    if offered.question in _OF_SEARCH or offered.doctors:
        return Move.SEARCH
    return Move.TERMS if offered.question == "doctor" else None


def _begins(words: Words) -> bool:
    """Whether the words propose to make an appointment, or to try for another time, rather than ask when."""
    about = speaks_of_visit(words) or says("another", words)
    puts = "?" in words.message.raw or says("proposes", words)
    return about and puts and _cues("opens").isdisjoint(words.read)


_OF_TERMS = ("slot", "day", "confirm")
_OF_SEARCH = (ASKED, "speciality")


@cache
def _cues(what: str) -> frozenset[str]:
    return frozenset(load("desk")[what])


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
        if _BARE.search(when.span.words) and not when.dates:
            continue
        if end and not _is_taken(words, first):
            offered.setdefault(words.sentence[first], []).extend((when, *when.also))
    return offered[max(offered)] if offered else []


def _is_taken(words: Words, at: int) -> bool:
    """Whether the sentence before word `at` says that the time is taken ("sorry, nothing at 10")."""
    said = [i for i in range(at) if words.sentence[i] == words.sentence[at]]
    taken = max((i for i in said if words.read[i] in _cues("taken")), default=-1)
    return taken > max((i for i in said if words.read[i] in _cues("offered")), default=-1)


def is_fallback(words: Words, when: When) -> bool:
    """Whether a time is named for the case that the one before it cannot be had ("if not, at eleven")."""
    first, _ = words.around(when.span.start, when.span.end)
    return any(hit.end <= first < words.sentence_end[hit.first] for hit in phrases("otherwise").find(words))


def _question(words: Words) -> str | None:
    read = set(words.read)
    asks = "?" in words.message.raw or "please" in read
    if not asks and not any(word in _cues("opens") and words.begins[at] for at, word in enumerate(words.read)):
        return None
    return next((question for question, cues in load("desk")["asks"].items() if not read.isdisjoint(cues)), None)
