"""What a message asks for: the intents of `entities`, several a message, in the order said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from conversation.extractors.combinations import find_combination
from conversation.extractors.entities import Context, Intent, IntentMention, Span
from conversation.extractors.hidden_intents import HIDES, NOUNS, is_hidden
from conversation.extractors.intent_lexicon import LEVELS, Meaning, lexicon_of, trades_of
from conversation.extractors.language import readings
from conversation.extractors.lexicon import Hit
from conversation.extractors.negation import is_forbidden
from conversation.extractors.plain_answers import ANSWERS, is_answer
from conversation.extractors.private import asks_for_private, is_code
from conversation.extractors.text import Message
from conversation.extractors.words import Words, words_of

_MOST_HITS = 200  # phrases looked at in one message: they are compared with one another
GUESS = 0.5
"""Certainty of "book" for a message that only names a day, a doctor or a complaint."""
_THUMBS = re.compile(
    "^[\\s\U0001f3fb-\U0001f3ff\ufe0f]*(?:[\U0001f44d\U0001f44c\u2705\u2714\U0001f197\U0001f64f][\\s\U0001f3fb-\U0001f3ff\ufe0f]*)+$"
)
_THUMBS_DOWN = re.compile(
    "^[\\s\U0001f3fb-\U0001f3ff\ufe0f]*(?:[\U0001f44e\u274c\u2716][\\s\U0001f3fb-\U0001f3ff\ufe0f]*)+$"
)
_SOCIAL = frozenset({Intent.GREETING, Intent.THANKS, Intent.GOODBYE, Intent.SMALLTALK})
_KEEPS = frozenset("keep keeping mantengo mantener mantenla mantenerla conservar conservarla dejala dejarla".split())
"""What says no to "shall I cancel it?", whatever else is said."""


def find_intents(message: Message, context: Context) -> tuple[IntentMention, ...]:
    """What the message asks for, in order; empty where no phrase is known (the pipeline then guesses)."""
    if _THUMBS.match(message.raw):
        return (IntentMention(Intent.YES, 0.9, Span(0, len(message.folded), message.raw.strip(), 0.9)),)
    if _THUMBS_DOWN.match(message.raw):
        return (IntentMention(Intent.NO, 0.9, Span(0, len(message.folded), message.raw.strip(), 0.9)),)
    words = words_of(message)
    if is_code(message):
        span = words.span(0, len(words.read)) if words.read else Span()
        return (IntentMention(Intent.INJECTION, LEVELS["sure"], span),)
    if context.question == "confirm_cancel" and _KEEPS & set(words.read):
        return (IntentMention(Intent.NO, LEVELS["sure"], words.span(0, len(words.read), LEVELS["sure"])),)
    mentions = _with_combination(words, tuple(_mentions(words, _chosen(words, _hits(words, context)))))
    if context.choices or context.question == "slot":
        mentions = tuple(mention for mention in mentions if not _is_of_offered(mention))
    if asks_for_private(words, context):
        social = tuple(mention for mention in mentions if mention.intent in _SOCIAL)
        return (IntentMention(Intent.OTHERS_DATA, LEVELS["sure"], words.span(0, len(words.read))), *social)
    if len(words.read) == 1 and mentions and mentions[0].intent in NOUNS:
        return tuple(replace(mention, certainty=LEVELS["hint"]) for mention in mentions)
    return mentions


def _with_combination(words: Words, mentions: tuple[IntentMention, ...]) -> tuple[IntentMention, ...]:
    """The mentions, with an errand told by its things alone where nothing surer is asked for."""
    asked = [mention for mention in mentions if mention.intent not in _SOCIAL | ANSWERS]
    if any(m.certainty > (LEVELS["likely"] if m.intent is Intent.BOOK else GUESS) for m in asked):
        return mentions
    if len(words.read) < _FEWEST:
        return mentions
    found = find_combination(words)
    refused = any(mention.intent is Intent.NO for mention in mentions)
    if found is None or (refused and found.value in _ERRANDS):
        return mentions
    span = words.span(found.first, found.end, LEVELS["likely"])
    return (
        IntentMention(found.value, LEVELS["likely"], span),
        *(mention for mention in mentions if mention not in asked),
    )


def _is_of_offered(mention: IntentMention) -> bool:
    """Whether "nothing earlier?" asks for more of the times on offer, rather than to wait for one."""
    return mention.intent is Intent.WAITLIST and mention.certainty < LEVELS["sure"]


_FEWEST = 3  # words that an errand takes when no phrase for it is known


def _hits(words: Words, context: Context) -> list[Hit[Meaning]]:
    hits: list[Hit[Meaning]] = []
    for language in readings(words.message, context):
        hits.extend(islice(lexicon_of(language).find(words), _MOST_HITS))
    hits.extend(islice(_of_other_trades(words), _MOST_HITS))
    return [hit for hit in hits if not _asks_later(words, hit, context)] if context.choices else hits


def _asks_later(words: Words, hit: Hit[Meaning], context: Context) -> bool:
    """Whether a bare "later" is no parting, since something is on offer, and no refusal either where times are."""
    if words.read[hit.first : hit.end] not in _LATER:
        return False
    times = any(choice.starts_at for choice in context.choices)
    return hit.value.intent is Intent.GOODBYE or (hit.value.intent is Intent.NO and times)


_LATER = (("later",), ("mas", "tarde"))


def _of_other_trades(words: Words) -> Iterator[Hit[Meaning]]:
    """Things of other trades ("a flight", "my tank"), where the message speaks of nothing of ours beside them."""
    yield from trades_of("always").find(words)
    things = [hit for hit in trades_of("things").find(words) if not _only_says_when_free(words, hit)]
    if things and next(trades_of("ours").find(words), None) is None:
        yield from things


def _only_says_when_free(words: Words, hit: Hit[Meaning]) -> bool:
    """Whether a thing of one's own tells when a visit is possible: "my flight is on the 20th, so before that"."""
    read, first = words.read, hit.first
    if read[max(0, first - 1) : first] not in _MINE or words.is_question(first):
        return False
    if not _BESIDE.isdisjoint(read[max(0, first - 3) : first - 1]):
        return True
    return not _TAKES_PLACE.isdisjoint(read[hit.end : hit.end + 1]) and not _BESIDE.isdisjoint(read[hit.end :])


_MINE = (("my",), ("our",), ("mi",), ("nuestro",), ("nuestra",))
_BESIDE = frozenset("before after antes despues".split())
_TAKES_PLACE = frozenset("is are leaves departs starts goes lands es sale empieza sera".split())


def _chosen(words: Words, hits: list[Hit[Meaning]]) -> list[Hit[Meaning]]:
    """The hits that stand: none hidden by what it belongs to, the surest and longest first, none over another."""
    real = [hit for hit in hits if is_answer(words, hit)]
    hiding = [hit for hit in real if hit.value.intent in HIDES or hit.value.intent is Intent.BOOK]
    others = {
        intent: [other for other in hiding if other.value.intent is not intent]
        for intent in {hit.value.intent for hit in real}
    }
    real = [hit for hit in real if not any(is_hidden(words, hit, other) for other in others[hit.value.intent])]
    taken: list[Hit[Meaning]] = []
    for hit in sorted(real, key=lambda h: (-h.value.certainty, h.first - h.end, h.first)):
        if not any(_conflict(hit, other) for other in taken):
            taken.append(hit)
    return sorted((_unwanted(words, hit) for hit in taken), key=lambda hit: (hit.first, hit.end))


def _unwanted(words: Words, hit: Hit[Meaning]) -> Hit[Meaning]:
    """An errand that is turned down is a no: "don't cancel my visit", "I hope you won't move it", "no canceles"."""
    if hit.value.intent not in _ERRANDS:
        return hit
    return hit._replace(value=Meaning(Intent.NO, LEVELS["likely"])) if is_forbidden(words, hit.first) else hit


_ERRANDS = frozenset({Intent.CANCEL, Intent.RESCHEDULE, Intent.BOOK, Intent.UNDO, Intent.HANDOFF, Intent.CALLBACK})


def _conflict(hit: Hit[Meaning], other: Hit[Meaning]) -> bool:
    if hit.end <= other.first or hit.first >= other.end:
        return False
    return hit.value.intent == other.value.intent or not _both(hit, other)


def _both(hit: Hit[Meaning], other: Hit[Meaning]) -> bool:
    """Whether two phrases may both stand: only where the end of one is the beginning of the other."""
    first, second = sorted((hit, other), key=lambda each: each.first)
    return first.first < second.first == first.end - 1 and first.end < second.end


def _mentions(words: Words, hits: list[Hit[Meaning]]) -> Iterable[IntentMention]:
    """One mention an intent, the surest, in the order first said; greetings and thanks give way to what is asked."""
    best: dict[Intent, IntentMention] = {}
    for hit in hits:
        mention = IntentMention(
            hit.value.intent, hit.value.certainty, words.span(hit.first, hit.end, hit.value.certainty)
        )
        known = best.get(mention.intent)
        if known is None or mention.certainty > known.certainty:
            best[mention.intent] = mention
    asked = [mention for mention in best.values() if mention.intent not in _SOCIAL]
    if any(mention.certainty >= LEVELS["likely"] for mention in asked if mention.intent not in ANSWERS):
        asked = [mention for mention in asked if mention.certainty >= LEVELS["likely"]]
    told = [mention for mention in asked if not _is_thrown_in(mention)]
    if any(mention.intent not in ANSWERS for mention in told):
        asked = told
    if any(mention.intent not in ANSWERS | {Intent.OTHER} for mention in asked):
        asked = [mention for mention in asked if mention.intent != Intent.OTHER]
    social = [mention for mention in best.values() if mention.intent in _SOCIAL]
    return (*_without_echo(asked), *social)


def _without_echo(asked: list[IntentMention]) -> list[IntentMention]:
    """One answer a message: where it says both yes and no it is a no ("yes... no wait"), which does no harm."""
    answers = [mention for mention in asked if mention.intent in ANSWERS]
    if len(answers) < 2:
        return asked
    kept = next((mention for mention in answers if mention.intent == Intent.NO), answers[0])
    return [mention for mention in asked if mention.intent not in ANSWERS or mention is kept]


def _is_thrown_in(mention: IntentMention) -> bool:
    """Whether a word or two ("perdón", "why?") ask for something only where nothing else does."""
    return (
        mention.intent in (Intent.REPEAT, Intent.WHY, Intent.RESUME) and len(mention.span.words.split()) <= _THROWN_IN
    )


_THROWN_IN = 2  # words
