"""What a message asks for: the intents of `entities`, several a message, in the order said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from conversation.extractors.entities import Context, Intent, IntentMention, Span
from conversation.extractors.language import readings
from conversation.extractors.lexicon import Hit, Phrases
from conversation.extractors.lexicons import load
from conversation.extractors.spelling import is_word
from conversation.extractors.text import Message
from conversation.extractors.words import Words, words_of

LEVELS = {"sure": 0.9, "likely": 0.7, "hint": 0.4}
_MOST_HITS = 200  # phrases looked at in one message: they are compared with one another
GUESS = 0.5
"""Certainty of "book" for a message that only names a day, a doctor or a complaint."""

_THUMBS = re.compile(
    "^[\\s\U0001f3fb-\U0001f3ff\ufe0f]*(?:[\U0001f44d\U0001f44c\u2705\u2714\U0001f197\U0001f64f][\\s\U0001f3fb-\U0001f3ff\ufe0f]*)+$"
)
_THUMBS_DOWN = re.compile(
    "^[\\s\U0001f3fb-\U0001f3ff\ufe0f]*(?:[\U0001f44e\u274c\u2716][\\s\U0001f3fb-\U0001f3ff\ufe0f]*)+$"
)

_ANSWERS = frozenset({Intent.YES, Intent.NO, Intent.MAYBE})
_SOCIAL = frozenset({Intent.GREETING, Intent.THANKS, Intent.GOODBYE, Intent.SMALLTALK})
_KEEPS = frozenset("keep keeping mantengo mantener mantenla mantenerla conservar conservarla dejala dejarla".split())
"""What says no to "shall I cancel it?", whatever else is said."""
_NOUNS = frozenset({Intent.BILLING, Intent.INSURANCE, Intent.REPORTS, Intent.PHARMACY, Intent.PRESCRIPTIONS})
"""What a single word only names: "insurance" may be a question, a payment or a card to show."""
_HIDES: dict[Intent, frozenset[Intent]] = {
    Intent.POLICY: frozenset({Intent.CANCEL, Intent.RESCHEDULE, Intent.PRICE, Intent.BILLING, Intent.BOOK}),
    Intent.RESCHEDULE: frozenset({Intent.BOOK}),
    Intent.CANCEL: frozenset({Intent.BOOK}),
    Intent.APPOINTMENTS: frozenset({Intent.BOOK, Intent.CANCEL, Intent.RESCHEDULE}),
    Intent.WAITLIST: frozenset({Intent.BOOK, Intent.CANCEL, Intent.MORE, Intent.RESCHEDULE}),
    Intent.FIND_DOCTOR: frozenset({Intent.MORE}),
    Intent.HANDOFF: frozenset({Intent.BOOK, Intent.FIND_DOCTOR}),
    Intent.CALLBACK: frozenset({Intent.BOOK, Intent.HANDOFF}),
    Intent.REFILL: frozenset({Intent.PRESCRIPTIONS, Intent.BOOK, Intent.PHARMACY}),
    Intent.REPORTS: frozenset({Intent.BOOK, Intent.MEDICAL_ADVICE}),
    Intent.PRICE: frozenset({Intent.BOOK, Intent.FIND_DOCTOR}),
    Intent.BILLING: frozenset({Intent.PRICE}),
    Intent.INSURANCE: frozenset({Intent.BILLING}),
    Intent.INJECTION: frozenset({Intent.OTHER, Intent.BILLING, Intent.HELP}),
    Intent.OTHERS_DATA: frozenset({Intent.APPOINTMENTS, Intent.BOOK, Intent.REPORTS}),
    Intent.CONSENT: frozenset({Intent.STOP}),
    Intent.REGISTER: frozenset({Intent.INFORMATION}),
    Intent.WHY: frozenset({Intent.REFUSE}),
    Intent.REFUSE: frozenset({Intent.NO}),
    Intent.CHANGE_LANGUAGE: frozenset({Intent.RESCHEDULE}),
    Intent.COMPLAINT: frozenset({Intent.NO}),
    Intent.SMALLTALK: frozenset(
        {Intent.BOT_IDENTITY, Intent.HELP, Intent.FIND_DOCTOR, Intent.BOOK, Intent.OTHER, Intent.YES, Intent.REPORTS}
    ),
    Intent.BOT_IDENTITY: frozenset({Intent.MAYBE, Intent.HANDOFF, Intent.GREETING, Intent.OTHER, Intent.YES}),
    Intent.OTHER: frozenset(Intent)
    - {Intent.REPORTS, Intent.REFILL, Intent.COMPLAINT, Intent.PRESCRIPTIONS, Intent.CALLBACK, Intent.INJECTION}
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


def find_intents(message: Message, context: Context) -> tuple[IntentMention, ...]:
    """What the message asks for, in order; empty where no phrase is known (the pipeline then guesses)."""
    if _THUMBS.match(message.raw):
        return (IntentMention(Intent.YES, 0.9, Span(0, len(message.folded), message.raw.strip(), 0.9)),)
    if _THUMBS_DOWN.match(message.raw):
        return (IntentMention(Intent.NO, 0.9, Span(0, len(message.folded), message.raw.strip(), 0.9)),)
    words = words_of(message)
    if context.question == "confirm_cancel" and _KEEPS & set(words.read):
        return (IntentMention(Intent.NO, LEVELS["sure"], words.span(0, len(words.read), LEVELS["sure"])),)
    mentions = tuple(_mentions(words, _chosen(words, _hits(words, context))))
    if len(words.read) == 1 and mentions and mentions[0].intent in _NOUNS:
        return tuple(replace(mention, certainty=LEVELS["hint"]) for mention in mentions)
    return mentions


@dataclass(frozen=True, slots=True)
class _Meaning:
    intent: Intent
    certainty: float


def _hits(words: Words, context: Context) -> list[Hit[_Meaning]]:
    hits: list[Hit[_Meaning]] = []
    for language in readings(words.message, context):
        hits.extend(islice(_lexicon(language).find(words), _MOST_HITS))
    return hits


def _chosen(words: Words, hits: list[Hit[_Meaning]]) -> list[Hit[_Meaning]]:
    """The hits that stand: none hidden by what it belongs to, the surest and longest first, none over another."""
    real = [hit for hit in hits if _answers(words, hit)]
    real = [hit for hit in real if not any(_hidden(words, hit, other) for other in real)]
    taken: list[Hit[_Meaning]] = []
    for hit in sorted(real, key=lambda h: (-h.value.certainty, h.first - h.end, h.first)):
        if not any(_conflict(hit, other) for other in taken):
            taken.append(hit)
    return sorted((_unwanted(words, hit) for hit in taken), key=lambda hit: (hit.first, hit.end))


def _unwanted(words: Words, hit: Hit[_Meaning]) -> Hit[_Meaning]:
    """An errand that is turned down is a no: "don't cancel my visit", "I hope you won't move it", "no canceles"."""
    if hit.value.intent not in _ERRANDS:
        return hit
    before = [
        words.read[i] for i in range(max(0, hit.first - 3), hit.first) if words.clause[i] == words.clause[hit.first]
    ]
    refused = any(word in _REFUSALS for word in before) or (
        before[-1:] == ["no"] and words.tokens[hit.first].text in _SPANISH_VERBS
    )
    return hit._replace(value=_Meaning(Intent.NO, LEVELS["likely"])) if refused else hit


_ERRANDS = frozenset({Intent.CANCEL, Intent.RESCHEDULE, Intent.BOOK, Intent.UNDO, Intent.HANDOFF, Intent.CALLBACK})
_REFUSALS = frozenset("dont not never wont didnt shouldnt havent".split())
_SPANISH_VERBS = frozenset(
    "cancele cancelen canceles anule anulen anules mueva muevas cambie cambies reserve reserves".split()
)


def _conflict(hit: Hit[_Meaning], other: Hit[_Meaning]) -> bool:
    if hit.end <= other.first or hit.first >= other.end:
        return False
    return hit.value.intent == other.value.intent or not _both(hit, other)


def _both(hit: Hit[_Meaning], other: Hit[_Meaning]) -> bool:
    """Whether two phrases may both stand: only where the end of one is the beginning of the other."""
    first, second = sorted((hit, other), key=lambda each: each.first)
    return first.first < second.first == first.end - 1 and first.end < second.end


def _answers(words: Words, hit: Hit[_Meaning]) -> bool:
    """Whether a yes, no or maybe is one: it opens a clause, or stands in a short sentence that asks nothing."""
    if hit.value.intent not in _ANSWERS:
        return True
    first, following = words.read[hit.first], words.read[hit.end : hit.end + 1]
    if hit.value.intent == Intent.YES and _NEGATIONS & set(words.read[hit.first + 1 : hit.end]) and first != "why":
        return "wrong" in words.read[hit.first : hit.end]
    if first in _PLAIN:
        alone = not following or words.clause[hit.end] != words.clause[hit.end - 1] or hit.end - hit.first > 1
        names = hit.value.intent == Intent.NO and not alone and not _may_follow_no(following[0])
        return words.begins[hit.first] and not names
    if words.is_question(hit.first):
        return False
    length = sum(number == words.sentence[hit.first] for number in words.sentence)
    return words.begins[hit.first] or length <= _SHORT


_NEGATIONS = frozenset("not isnt dont doesnt wont cant wasnt no never".split())


def _may_follow_no(word: str) -> bool:
    """Whether a word may go on after an answer ("no thanks", "no cancel it"), so that "no" names no thing it lacks."""
    return word not in _AFTER_NO and is_word(word)


_AFTER_NO = frozenset(
    "preference problem problems worries rush hurry idea matter doubt preferencia problema prisa changes change "
    "allergies allergy insurance pain fever symptoms questions cambios alergias dolor fiebre one reason need con "
    "el la los las en with the on at to un una".split()
)
_PLAIN = frozenset("yes yeah yep yup no nope nah ok okay sure si claro vale".split())
_SHORT = 10  # words


def _hidden(words: Words, hit: Hit[_Meaning], other: Hit[_Meaning]) -> bool:
    """Whether a wish is only part of what another phrase of its clause means ("book" in "move my booking").

    Who cannot come and asks for another time cancels nothing.
    """
    if hit.value.intent == Intent.CANCEL and other.value.intent == Intent.RESCHEDULE:
        return not any(word.startswith(("cancel", "anul")) for word in words.read[hit.first : hit.end])
    if (
        hit.value.intent not in _HIDES.get(other.value.intent, ())
        or words.sentence[hit.first] != words.sentence[other.first]
    ):
        return False
    if hit.first < other.end and other.first < hit.end:
        return True
    between = words.read[min(hit.end, other.end) : max(hit.first, other.first)]
    return other.value.intent in _WHOLLY or not any(
        word in ("and", "then", "y", "also", "e", "but") for word in between
    )


_WHOLLY = frozenset({Intent.POLICY, Intent.OTHER, Intent.SMALLTALK, Intent.INJECTION})
"""What a phrase of these says holds for its whole sentence."""


def _mentions(words: Words, hits: list[Hit[_Meaning]]) -> Iterable[IntentMention]:
    """One mention an intent, where it was said first; greetings and thanks give way to what is asked."""
    best: dict[Intent, IntentMention] = {}
    for hit in hits:
        mention = IntentMention(
            hit.value.intent, hit.value.certainty, words.span(hit.first, hit.end, hit.value.certainty)
        )
        known = best.get(mention.intent)
        if known is None:
            best[mention.intent] = mention
        elif mention.certainty > known.certainty:
            best[mention.intent] = IntentMention(known.intent, mention.certainty, known.span)
    asked = [mention for mention in best.values() if mention.intent not in _SOCIAL]
    if any(mention.intent not in _ANSWERS | {Intent.OTHER} for mention in asked):
        asked = [mention for mention in asked if mention.intent != Intent.OTHER]
    social = [mention for mention in best.values() if mention.intent in _SOCIAL]
    return (*_without_echo(asked), *social)


def _without_echo(asked: list[IntentMention]) -> list[IntentMention]:
    """One answer a message: where it says both yes and no it is a no ("yes... no wait"), which does no harm."""
    answers = [mention for mention in asked if mention.intent in _ANSWERS]
    if len(answers) < 2:
        return asked
    kept = next((mention for mention in answers if mention.intent == Intent.NO), answers[0])
    return [mention for mention in asked if mention.intent not in _ANSWERS or mention is kept]


@cache
def _lexicon(language: str) -> Phrases[_Meaning]:
    data = load(f"intents.{language}")
    return Phrases(
        [
            (str(phrase), _Meaning(Intent(intent), LEVELS[level]))
            for intent, levels in data["intents"].items()
            for level, phrases in levels.items()
            for phrase in phrases
        ],
        data["classes"],
    )
