"""What of a bill is asked for: how much, what is on it, to pay it, its paper, or that something on it is not right."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from conversation.extractors.contractions import spelled_both_ways
from conversation.extractors.lexicon import Phrases
from conversation.extractors.lexicons import load
from conversation.extractors.papers import PaperWish, find_paper
from conversation.extractors.text import Message
from conversation.extractors.words import words_of


class BillWish(StrEnum):
    """What is wanted, what weighs more before what weighs less."""

    DISPUTE = "dispute"
    """It was never done, is charged twice, was paid already: somebody has to look at it."""
    PERSON = "person"
    """Whoever asks something about a bill, or cannot pay it, is to speak to somebody."""
    METHOD = "method"
    """Which cards, instalments and the like are taken: of nobody's bill."""
    PAY = "pay"
    ITEMS = "items"
    PAPER = "paper"
    LAST = "last"
    OWED = "owed"


def find_bill_wish(message: Message) -> BillWish:
    """What a message about a bill asks for; without more it is what is owed."""
    return find_named_wish(message) or BillWish.OWED


def find_named_wish(message: Message) -> BillWish | None:
    """The same of a message of which it is not known yet that it is about a bill; None where it may not be."""
    paper = find_paper(message)
    if paper is not None and paper is not PaperWish.INVOICE:
        return BillWish.PAPER  # "the receipt for what I paid yesterday" says of no payment that it is not there
    said = {hit.value for hit in _wishes().find(words_of(message))}
    if paper is not None:
        said.add(BillWish.PAPER)
    if _PAY_IT.search(message.folded):
        said.add(BillWish.PAY)
    return next((wish for wish in BillWish if wish in said), None)


_PAY_IT = re.compile(r"\bpagar(?:l[aoe]s?|me|nos)\b")
"""As written: whoever forgives slips of the pen reads "pasarla"."""


@cache
def _wishes() -> Phrases[BillWish]:
    data = load("bills")
    entries = [
        (spelling, BillWish(name))
        for name, phrases in data["wishes"].items()
        for phrase in phrases
        for spelling in spelled_both_ways(phrase)
    ]
    return Phrases(entries, data["classes"])
