"""What the rules left open in a message, and so what a model may be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from conversation.extractors.entities import Context, Intent, Understanding
from conversation.extractors.impossible import find_impossible, find_impossible_hour, find_past_day
from conversation.extractors.moods import Mood, find_moods
from conversation.extractors.permissions import find_permission
from conversation.extractors.persons import find_person
from conversation.extractors.questions import find_question
from conversation.extractors.upset import find_upset
from conversation.extractors.waiting import find_about_list
from conversation.extractors.ways import find_way

UNSURE = 0.5
"""The certainty of "something else" from which on it is known to be no matter of the desk's."""
_LEAST_LETTERS = 3
_BESIDE_COURTESY = 4  # words beside a greeting that make more than a greeting
_BESIDE_FACTS = 3  # words beside a name that may only introduce it


class Gap(StrEnum):
    """What a model may fill in."""

    INTENT = "intent"
    COMPLAINT = "complaint"
    """What troubles the patient, and where that is seen to."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What a conversation is about, as far as it decides what may be asked."""

    is_active: bool = False
    takes_complaint: bool = True
    """Whether a complaint would say where to go: not where that is settled, nor in the midst of something else."""
    is_missed: bool = False
    """Whether the last message was not understood, or only by a model: the next one is the rules' alone."""


_FREE = frozenset({None, "help", "nothing_yet", "clarify"})
"""Questions that may go unanswered."""
_ABOUT_WHOM = frozenset({"doctor", "speciality", "reason"})
_NEVER = frozenset({Intent.OTHERS_DATA, Intent.INJECTION, Intent.INSULT, Intent.MEDICAL_ADVICE})
_COURTESIES = frozenset({Intent.GREETING, Intent.THANKS, Intent.GOODBYE})


def find_gaps(read: Understanding, context: Context, errand: Errand) -> frozenset[Gap]:
    """What to ask a model for; nothing for an emergency, a clear message, an answer about a person, a yes or no."""
    if errand.is_missed or not _may_be_shown(read, context) or _is_understood(read, context):
        return frozenset()
    gaps = {Gap.COMPLAINT} if errand.takes_complaint else set()
    if context.question in _FREE and not errand.is_active:
        gaps.add(Gap.INTENT)
    return frozenset(gaps)


def _may_be_shown(read: Understanding, context: Context) -> bool:
    """Whether a message may leave the house at all: no emergency, nothing private, no order to the software."""
    if read.emergency is not None or read.empty or read.foreign is not None or read.references:
        return False
    if context.question not in _FREE | _ABOUT_WHOM:
        return False
    if read.says(*_NEVER) or find_upset(read.message) is not None:
        return False
    return _says_enough(read, context)


def _says_enough(read: Understanding, context: Context) -> bool:
    """Whether there is anything to understand beside what is said of people: names, numbers, birth dates."""
    found = find_person(read.message, context, is_plain=True) if read.person is not None else None
    taken = found.taken if found is not None else ()
    rest = [t.text for t in read.message.tokens if not any(s.start <= t.start and t.end <= s.end for s in taken)]
    is_much = len(rest) > (_BESIDE_FACTS if taken else 0)
    return is_much and any(word.isalpha() and len(word) >= _LEAST_LETTERS for word in rest)


def _is_understood(read: Understanding, context: Context) -> bool:
    """Whether the rules found anything to go on with."""
    found = (
        read.chosen, read.whens, read.doctors, read.specialities, read.lacking, read.complaint, read.place,
        read.wishes, read.cleared, read.topic,
    )  # fmt: skip
    return any(found) or _says_what_is_wanted(read) or _is_said_in_passing(read, context)


def _says_what_is_wanted(read: Understanding) -> bool:
    real = [mention for mention in read.intents if mention.intent not in _COURTESIES]
    if real:
        return any(m.intent is not Intent.OTHER or m.certainty >= UNSURE for m in real)
    spans = [mention.span for mention in read.intents]
    beside = [
        token for token in read.message.tokens if not any(s.start <= token.start and token.end <= s.end for s in spans)
    ]
    return len(beside) < _BESIDE_COURTESY


_COLOURS = frozenset({Mood.ASKS_WHETHER, Mood.WONDERS, Mood.INSTEAD, Mood.CANNOT})
"""Ways of speaking that say nothing where nothing else is understood."""


def _is_said_in_passing(read: Understanding, context: Context) -> bool:
    """Whether one of the readings that skills make themselves has something to say."""
    message, today = read.message, context.now.date()
    return bool(
        find_moods(message) - _COLOURS
        or find_permission(message)
        or find_question(message, context).asks
        or find_about_list(message)
        or find_way(message)
        or find_impossible(message)
        or find_impossible_hour(message)
        or find_past_day(message, today)
    )
