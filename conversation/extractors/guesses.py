"""What a message is taken for that has no known phrase: by the doctor, the day or the trouble that it names."""

from __future__ import annotations

from conversation.extractors.asked_for import SOCIAL
from conversation.extractors.entities import Intent, IntentMention, Span
from conversation.extractors.intent_lexicon import LEVELS
from conversation.extractors.intents import GUESS
from conversation.extractors.text import Message
from conversation.extractors.words import words_of

UNKNOWN = 0.3
"""Certainty of "other" where nothing at all is known."""


_GENERAL = frozenset("what whats who whos why how hows where wheres which is are do does should".split())
_PERSONAL = frozenset(
    "i im ive id ill my me mine we our us he she his her hes shes son daughter child you your mi mis yo available "
    "free possible ok okay fine open about good there any anything".split()
)


def is_general(message: Message) -> bool:
    """Whether a question is about the world at large ("is flu contagious"), not about the patient or a booking."""
    read = words_of(message).read
    return bool(read) and read[0] in _GENERAL and not any(word in _PERSONAL for word in read)


def with_guess(
    intents: tuple[IntentMention, ...], spans: list[Span], *, said: bool, only_chat: bool, asks: Intent | None = None
) -> tuple[IntentMention, ...]:
    """ "book", with lower certainty, for a message that only names a day, a doctor or a complaint; never empty.

    `spans` is where these stand, `said` whether they may be meant for a visit; small talk that names no day and no
    doctor (`only_chat`) asks for none. A question about them `asks` for something else.
    """
    if any(mention.intent not in SOCIAL for mention in intents):
        return intents
    chats = any(mention.intent is Intent.SMALLTALK for mention in intents)
    if said and not (chats and only_chat):
        span = min(spans, key=lambda each: each.start, default=Span())
        guess = (asks, LEVELS["likely"]) if asks else (Intent.BOOK, GUESS)
        return (IntentMention(*guess, span), *intents)
    return intents or (IntentMention(Intent.OTHER, UNKNOWN),)
