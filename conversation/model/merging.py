"""What a model said into what the rules understood: only where they left something open, and marked as proposed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from conversation.extractors.entities import Complaint, Context, Intent, IntentMention, Span, Understanding
from conversation.extractors.intents import GUESS
from conversation.extractors.text import Message, fold
from conversation.model.gaps import Gap
from conversation.model.prompt import Inquiry
from conversation.model.schema import INTENTS, Proposal

MEANT = 0.7
"""The certainty of what a model says is wanted: enough to begin with, and so to ask about."""
PROPOSED = 0.6
"""The score of a speciality that a model names; all are alike, so that of several the patient is asked which."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model said: the sender's own words that it quotes, and codes of the hospital."""

    gaps: frozenset[Gap]
    intent: str | None = None
    complaint_words: str | None = None
    specialities: tuple[str, ...] = ()


def answer_of(asked: Inquiry, proposal: Proposal) -> Answer:
    """A proposal without placeholders and labels; specialities are those whose labels were shown."""
    codes = (asked.specialities[label] for label in proposal.specialities if label in asked.specialities)
    words = asked.pseudonyms.revealed(proposal.complaint_words or "") or None
    return Answer(asked.gaps, proposal.intent, words, tuple(dict.fromkeys(codes)))


def merge_proposal(read: Understanding, context: Context, gaps: frozenset[Gap], answer: Answer) -> Understanding:
    """The understanding with its gaps filled as far as what the model said holds; nothing that was there changes."""
    gaps = gaps & answer.gaps
    filled = read
    if Gap.COMPLAINT in gaps:
        filled = _with_complaint(filled, context, answer)
    if Gap.INTENT in gaps:
        filled = _with_intent(filled, answer)
    return replace(_with_guess(filled), proposed=True) if filled is not read else read


def _with_guess(read: Understanding) -> Understanding:
    """ "book", with lower certainty, for a message that only names a complaint, as the rules have it."""
    if read.complaint is None or any(mention.intent is not Intent.OTHER for mention in read.intents):
        return read
    return replace(read, intents=(IntentMention(Intent.BOOK, GUESS, read.complaint.span),))


def _with_intent(read: Understanding, answer: Answer) -> Understanding:
    intent = INTENTS.get(answer.intent or "")
    if intent is None:
        return read
    known = tuple(mention for mention in read.intents if mention.intent is not Intent.OTHER)
    if any(mention.intent is intent for mention in known):
        return read
    return replace(read, intents=(*known, IntentMention(intent, MEANT, Span(certainty=MEANT))))


def _with_complaint(read: Understanding, context: Context, answer: Answer) -> Understanding:
    span = _quoted(read.message, answer.complaint_words)
    if span is None or read.complaint is not None:
        return read
    theirs = {speciality.code for speciality in context.roster.specialities}
    fitting = tuple((code, PROPOSED) for code in answer.specialities if code in theirs)
    return replace(read, complaint=Complaint(span, fitting))


def _quoted(message: Message, words: str | None) -> Span | None:
    """Where the words stand that a model quotes; None where the message does not have them."""
    pieces = fold(words or "").split()
    if not pieces:
        return None
    wanted = r"\s+".join(map(re.escape, pieces))
    match = re.search(rf"(?<!\w){wanted}(?!\w)", message.folded)
    if match is None:
        return None
    return Span(match.start(), match.end(), message.words(match.start(), match.end()), PROPOSED)
