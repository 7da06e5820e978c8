"""A loss told beside an errand: "my dad died last year and I need a checkup" asks for the checkup."""

from __future__ import annotations

import re

from conversation.extractors.entities import Context, Intent, IntentMention, Span
from conversation.extractors.intents import find_intents
from conversation.extractors.spans import without
from conversation.extractors.text import Message
from conversation.extractors.upset import WHOM, WHOM_ES
from conversation.extractors.words import span_of

_THEIRS = rf"(?:{WHOM}|{WHOM_ES}|dog|cat|pet|perr[oa]|gat[oa]|mascota)"
_OWN = r"(?:my|our|mi|mis|nuestr[oa]s?)"
_ERRAND = (
    r"(?:i|i'd|i'm|id|i'll|ill|we|we'd|can|could|please|would|is|are|do|now|book|quiero|quisiera|queria|necesito|me|busco"
    r"|puedo|podria|tengo|hay|querria|deseo|ahora|queremos|necesitamos)\b"
)
_LOSS = re.compile(
    rf"\b(?:{_OWN} (?:\w+(?:'s)? ){{0,2}}?{_THEIRS} (?:\w+ ){{0,3}}?"
    r"(?:died|passed away|passed on|murio|muerto|fallecio|fallecido|fallecieron|murieron|is dead)"
    rf"|(?:lost|buried|perdi|perdimos) (?:a )?{_OWN} (?:\w+ ){{0,2}}?{_THEIRS}"
    rf"|(?:murio|fallecio) {_OWN} {_THEIRS})\b"
    rf"(?:(?! (?:and|so|but|y|e|pero|asi que|por eso) (?:now |ahora |also )?{_ERRAND})[^,.;!?\n])*"
)
"""A death in the family, up to where the sentence turns to something else."""
_PAST = re.compile(
    r"\b(?:died|away|on|murio|fallecio|muerto|fallecido|murieron) (?:suddenly )?"
    r"(?:of|from|with|due|because|de(?! repente)|por|a causa)\b"
    r"|\b(?:years?|months|decades|long) ago\b|\blast (?:year|month|summer|winter|spring|autumn|fall|christmas)\b"
    r"|\b(?:in|en|el) (?:19|20)\d\d\b|\bwhen i was\b|\byears? back\b"
    r"|\bhace (?:\w+ )?(?:anos|meses|tiempo)\b|\b(?:ano|mes) pasado\b|\bde pequen[oa]\b"
)
_JUST = re.compile(
    r"\b(?:today|yesterday|just|this (?:morning|week)|last (?:night|week)|hoy|ayer|anoche|acaba"
    r"|esta (?:manana|semana))\b"
)


def find_loss(message: Message) -> Span | None:
    """Where a death in the family is told."""
    match = _LOSS.search(message.folded)
    return span_of(message, match.start(), match.end()) if match else None


def is_of_the_past(loss: Span, message: Message) -> bool:
    """Whether a loss is a history for the doctor, by its cause or its time, and not of these days."""
    told = message.folded[loss.start : loss.end]
    return _PAST.search(told) is not None and _JUST.search(told) is None


def beside_loss(message: Message, context: Context) -> tuple[Message, tuple[IntentMention, ...]]:
    """What is to be read and what it asks for: a loss in the family told beside a visit wanted is none of it."""
    loss = find_loss(message)
    if loss is not None:
        rest = without(message, (loss,))
        intents = find_intents(rest, context)
        said = {mention.intent for mention in intents}
        if said & {Intent.BOOK, Intent.FIND_DOCTOR} and Intent.CANCEL not in said:
            return (rest if is_of_the_past(loss, message) else message), intents
    return message, find_intents(message, context)
