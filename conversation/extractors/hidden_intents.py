"""Wishes that are only part of what another phrase means: "book" in "move my booking"."""

from __future__ import annotations

from conversation.extractors.entities import Intent
from conversation.extractors.intent_lexicon import LEVELS, Meaning
from conversation.extractors.lexicon import Hit
from conversation.extractors.negation import CANCELS
from conversation.extractors.words import Words

NOUNS = frozenset({Intent.BILLING, Intent.INSURANCE, Intent.REPORTS, Intent.PHARMACY, Intent.PRESCRIPTIONS})
"""What a single word only names: "insurance" may be a question, a payment or a card to show."""
HIDES: dict[Intent, frozenset[Intent]] = {
    Intent.POLICY: frozenset({Intent.CANCEL, Intent.RESCHEDULE, Intent.PRICE, Intent.BILLING, Intent.BOOK}),
    Intent.RESCHEDULE: frozenset({Intent.BOOK, Intent.APPOINTMENTS}),
    Intent.CANCEL: frozenset({Intent.BOOK}),
    Intent.APPOINTMENTS: frozenset({Intent.BOOK, Intent.CANCEL, Intent.RESCHEDULE}),
    Intent.WAITLIST: frozenset(
        {
            Intent.BOOK,
            Intent.CANCEL,
            Intent.MORE,
            Intent.RESCHEDULE,
            Intent.YES,
            Intent.NO,
            Intent.CALLBACK,
            Intent.HANDOFF,
        }
    ),
    Intent.FIND_DOCTOR: frozenset({Intent.MORE}),
    Intent.HANDOFF: frozenset(
        {Intent.BOOK, Intent.FIND_DOCTOR, Intent.BILLING, Intent.INSURANCE, Intent.PHARMACY, Intent.PRESCRIPTIONS}
        | {Intent.CHANGE_LANGUAGE}
    ),
    Intent.CALLBACK: frozenset({Intent.BOOK, Intent.HANDOFF}),
    Intent.REFILL: frozenset({Intent.PRESCRIPTIONS, Intent.BOOK, Intent.PHARMACY, Intent.MORE}),
    Intent.REPORTS: frozenset({Intent.BOOK, Intent.MEDICAL_ADVICE, Intent.MORE}),
    Intent.PRESCRIPTIONS: frozenset({Intent.MORE}),
    Intent.PRICE: frozenset({Intent.BOOK, Intent.FIND_DOCTOR}),
    Intent.BILLING: frozenset({Intent.PRICE, Intent.CANCEL, Intent.REPEAT}),
    Intent.INSURANCE: frozenset({Intent.BILLING, Intent.FIND_DOCTOR}),
    Intent.INJECTION: frozenset({Intent.OTHER, Intent.BILLING, Intent.HELP}),
    Intent.OTHERS_DATA: frozenset(
        {Intent.APPOINTMENTS, Intent.BOOK, Intent.REPORTS, Intent.INFORMATION, Intent.FIND_DOCTOR, Intent.INJECTION}
    ),
    Intent.CONSENT: frozenset(
        {Intent.STOP, Intent.REPORTS, Intent.HELP, Intent.CANCEL, Intent.NO, Intent.MORE, Intent.PRESCRIPTIONS}
    ),
    Intent.PHARMACY: frozenset({Intent.PRICE}),
    Intent.DIAGNOSES: frozenset({Intent.MEDICAL_ADVICE, Intent.OTHERS_DATA, Intent.FIND_DOCTOR, Intent.OTHER}),
    Intent.REGISTER: frozenset({Intent.INFORMATION}),
    Intent.WHY: frozenset({Intent.REFUSE}),
    Intent.REFUSE: frozenset({Intent.NO}),
    Intent.CHANGE_LANGUAGE: frozenset({Intent.RESCHEDULE}),
    Intent.COMPLAINT: frozenset({Intent.NO, Intent.INSULT}),
    Intent.INSULT: frozenset({Intent.NO, Intent.BOT_IDENTITY}),
    Intent.MEDICAL_ADVICE: frozenset({Intent.PHARMACY, Intent.PRICE, Intent.BILLING, Intent.HELP, Intent.MAYBE}),
    Intent.SMALLTALK: frozenset(
        {Intent.BOT_IDENTITY, Intent.HELP, Intent.FIND_DOCTOR, Intent.BOOK, Intent.OTHER, Intent.YES, Intent.REPORTS}
        | {Intent.REPEAT}
    ),
    Intent.BOT_IDENTITY: frozenset({Intent.MAYBE, Intent.HANDOFF, Intent.GREETING, Intent.OTHER, Intent.YES}),
    Intent.OTHER: frozenset(Intent)
    - {Intent.REPORTS, Intent.COMPLAINT, Intent.CALLBACK, Intent.INJECTION}
    - {Intent.INSULT, Intent.MEDICAL_ADVICE}
    - {
        Intent.OTHER,
        Intent.SMALLTALK,
        Intent.BOT_IDENTITY,
        Intent.THANKS,
        Intent.GOODBYE,
        Intent.YES,
        Intent.NO,
        Intent.HANDOFF,
    },
}
"""What a phrase means is not also asked for: "what does it cost to cancel?" cancels nothing."""


def is_hidden(words: Words, hit: Hit[Meaning], other: Hit[Meaning]) -> bool:
    """Whether a wish is only part of what another phrase of its clause means ("book" in "move my booking").

    Who cannot come and asks for another time cancels nothing.
    """
    if hit.value.intent == Intent.CANCEL and other.value.intent == Intent.RESCHEDULE:
        if hit.first <= other.first and other.end < hit.end:
            return False  # "I can't come and don't want another day"
        return _is_unable(words, hit)
    inside = hit.first <= other.first and other.end <= hit.end and hit.end - hit.first > other.end - other.first
    if other.value.intent == Intent.OTHER and inside and hit.end - hit.first <= _NAME:
        return False  # "car park" is no talk of cars
    if _is_unable(words, other) and _only_says_when(words, other, hit):
        return False
    if _is_unable(words, hit) and _only_says_when(words, hit, other):
        return True
    leads = hit.first < other.first == hit.end - 1 and hit.end < other.end
    if hit.value.intent in _LEADING and leads and other.value.intent in _SEEN:
        return True  # "I want to see" + "see my results"
    if (
        hit.value.intent not in HIDES.get(other.value.intent, ())
        or words.sentence[hit.first] != words.sentence[other.first]
    ):
        return False
    if other.value.intent in HIDES.get(hit.value.intent, ()) and _length(hit) >= _length(other):
        return False  # each would hide the other: the one that says more stands
    if hit.first < other.end and other.first < hit.end:
        return True
    between = words.read[min(hit.end, other.end) : max(hit.first, other.first)]
    return other.value.intent in _WHOLLY or not any(
        word in ("and", "then", "y", "also", "e", "but") for word in between
    )


def _length(hit: Hit[Meaning]) -> int:
    return hit.end - hit.first


def _is_unable(words: Words, hit: Hit[Meaning]) -> bool:
    """Whether a cancellation is only told by not coming."""
    said = words.read[hit.first : hit.end]
    return hit.value.intent == Intent.CANCEL and not any(word.startswith(CANCELS) for word in said)


def _only_says_when(words: Words, unable: Hit[Meaning], hit: Hit[Meaning]) -> bool:
    """Whether not coming is told to say when: "I can't come before five, find me a time after that"."""
    asks = hit.value.intent == Intent.BOOK and hit.value.certainty >= LEVELS["sure"] and hit.first >= unable.end
    return asks and words.clause[unable.first] != words.clause[hit.first]


_LEADING = frozenset({Intent.BOOK, Intent.INFORMATION, Intent.BOT_IDENTITY})
"""Whose phrases may only lead to what is asked for."""
_SEEN = NOUNS | {Intent.REFILL, Intent.APPOINTMENTS, Intent.INFORMATION}
"""What may be asked to be seen: seeing it is no visit."""
_NAME = 3  # words of a phrase that is the name of one thing
_WHOLLY = frozenset({Intent.POLICY, Intent.OTHER, Intent.SMALLTALK, Intent.INJECTION})
"""What a phrase of these says holds for its whole sentence."""
