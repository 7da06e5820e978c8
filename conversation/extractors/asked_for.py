"""What a message asks for, once its names, times and troubles are known: what was only read into these falls away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from conversation.extractors.corrections import CORRECTIONS
from conversation.extractors.entities import (
    Context,
    Field,
    Intent,
    IntentMention,
    Span,
    When,
)
from conversation.extractors.intent_lexicon import LEVELS
from conversation.extractors.language import Language, find_denied
from conversation.extractors.spans import holds
from conversation.extractors.text import Message, fold
from conversation.extractors.visits import has_visit
from conversation.extractors.words import span_of, words_of

SOCIAL = frozenset({Intent.GREETING, Intent.THANKS, Intent.GOODBYE, Intent.SMALLTALK})
_ANSWERS = (Intent.YES, Intent.NO, Intent.MAYBE)
_WISH = 6
"""Words of a message that is a wish for a language and nothing else."""


def settle(
    message: Message, context: Context, intents: tuple[IntentMention, ...], whens: tuple[When, ...], names: list[Span]
) -> tuple[IntentMention, ...]:
    """The intents without those that were only read into a time, a name or the name of a site.

    A visit that another errand is about ("the receipt for my visit") is none to be booked.
    """
    intents = tuple(mention for mention in intents if not _is_of_a_time(mention, whens))
    if context.question == "confirm" or any(choice.starts_at for choice in context.choices):
        intents = _unanswered(intents, whens)
    names = [*names, *_sites(message, context)]
    intents = tuple(mention for mention in intents if not _is_a_name(mention, names))
    return tuple(mention for mention in intents if not _is_its_matter(message, mention, intents))


def _is_its_matter(message: Message, mention: IntentMention, intents: tuple[IntentMention, ...]) -> bool:
    """Whether a visit is only what a surer errand before it in its clause is about."""
    if mention.intent is not Intent.BOOK or mention.certainty > LEVELS["likely"]:
        return False
    words = words_of(message)
    first, _ = words.around(mention.span.start, mention.span.end)
    for other in intents:
        at, end = words.around(other.span.start, other.span.end)
        if other.intent not in _ABOUT_VISITS or other.certainty <= mention.certainty or not at < end <= first:
            continue
        if words.clause[end - 1] == words.clause[first] and _AND.isdisjoint(words.read[end:first]):
            return True
    return False


_ABOUT_VISITS = frozenset(
    {Intent.INFORMATION, Intent.BILLING, Intent.INSURANCE, Intent.REPORTS, Intent.PRICE, Intent.REFILL}
)
_AND = frozenset("and then y also e but pero so asi".split())


def moved(
    message: Message, intents: tuple[IntentMention, ...], whens: tuple[When, ...], cleared: frozenset[Field]
) -> tuple[IntentMention, ...]:
    """The intents, where who has a visit and cannot come asks for another time: that moves it, and cancels nothing."""
    asks_another = any(mention.intent is Intent.MORE for mention in intents) or Field.DATE in cleared
    asks_another = asks_another or Field.TIME in cleared or any(when.shift for when in whens)
    if not asks_another or any(mention.intent is Intent.RESCHEDULE for mention in intents):
        return intents
    for mention in intents:
        unable = mention.intent is Intent.CANCEL and not _CANCELS.search(mention.span.words.lower())
        if unable or (mention.intent in (Intent.BOOK, Intent.MORE) and has_visit(words_of(message))):
            rest = [each for each in intents if each.intent not in (Intent.CANCEL, Intent.MORE, Intent.BOOK)]
            return (replace(mention, intent=Intent.RESCHEDULE), *rest)
    return intents


_CANCELS = re.compile("cancel|anul|call|scrap|drop|baja|tampoco|neither")


def _unanswered(intents: tuple[IntentMention, ...], whens: tuple[When, ...]) -> tuple[IntentMention, ...]:
    """The intents without the consent in "I would like it later", said of the times on offer."""
    if not any(when.shift and when.times is None for when in whens):
        return intents
    return tuple(mention for mention in intents if mention.intent not in (Intent.YES, Intent.MAYBE))


def _is_of_a_time(mention: IntentMention, whens: tuple[When, ...]) -> bool:
    """Whether a question or an answer is only read into words of time: "in three hours", "lo antes posible"."""
    span = mention.span
    if span.end <= span.start or mention.intent not in (Intent.INFORMATION, Intent.MOMENT, *_ANSWERS):
        return False
    if mention.intent is not Intent.MOMENT and any(holds(when.span, span) for when in whens):
        return True
    return mention.intent is not Intent.INFORMATION and _parts_times(span, whens)


def _parts_times(span: Span, whens: tuple[When, ...]) -> bool:
    """Whether a "no" turns down or corrects one of several times: "soon but not today", "at 5, no wait, 6"."""
    refused = [when.span for when in whens if when.rejected]
    kept = [when.span for when in whens if not when.rejected]
    if any(each.start < span.end and span.start < each.end for each in refused):
        return bool(kept)
    corrects = CORRECTIONS.issuperset(fold(span.words).split())
    return corrects and any(r.end <= span.start and span.end <= k.start for r in refused for k in kept)


def _is_a_name(mention: IntentMention, names: Sequence[Span]) -> bool:
    """Whether what is asked for is only read into somebody's name or number: the bill of "Bill Gates"."""
    span = mention.span
    if mention.intent in _ANSWERS or span.end <= span.start:
        return False
    if any(holds(name, span) for name in names):
        return True
    beside = any(0 <= gap <= len(" la ") for name in names for gap in (span.start - name.end, name.start - span.end))
    if mention.intent is Intent.CHANGE_LANGUAGE and beside:
        return True  # "does Dr Lee speak Spanish"
    # "what Dr" in "what Dr Lee gave me"
    is_title = mention.intent is Intent.FIND_DOCTOR and len(span.words.split()) == len(("what", "Dr"))
    return is_title and any(span.start < name.start < span.end < name.end for name in names)


def _sites(message: Message, context: Context) -> list[Span]:
    """Where the names of the hospital's sites stand."""
    names = [fold(name) for place in context.roster.places for name in (place.name, place.city) if name]
    found = [(message.folded.find(name), len(name)) for name in names]
    return [span_of(message, start, start + length) for start, length in found if start >= 0]


def with_language(
    message: Message, language: Language, intents: tuple[IntentMention, ...]
) -> tuple[IntentMention, ...]:
    """A language that is asked for is a wish in any words, and "no hablo inglés" refuses nothing."""
    if not language.asked:
        return intents
    unmeant = {Intent.CHANGE_LANGUAGE, Intent.THANKS, Intent.OTHER}
    if find_denied(message) is not None or len(message.tokens) <= _WISH:
        unmeant |= {Intent.NO, Intent.GOODBYE}
    return (IntentMention(Intent.CHANGE_LANGUAGE), *(each for each in intents if each.intent not in unmeant))
