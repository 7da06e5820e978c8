"""What of a bill is asked for: how much, what is on it, to pay it, whether that arrived, its paper, what is wrong."""

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
    """It was never done, is charged twice, is to be given back: somebody has to look at it."""
    STATE = "state"
    """Whether what was paid has arrived."""
    PAYMENTS = "payments"
    """What was paid before."""
    CLAIM = "claim"
    """That it was paid already: where it did not arrive, somebody has to look at it."""
    PERSON = "person"
    """Whoever asks something about a bill, or cannot pay it, is to speak to somebody."""
    METHOD = "method"
    """Which cards, instalments and the like are taken: of nobody's bill."""
    SHARES = "shares"
    """What of it the insurer pays."""
    LINK = "link"
    """The link to pay by, once more or at last."""
    PAY = "pay"
    ITEMS = "items"
    PAPER = "paper"
    EVERY = "every"
    """All bills, also those that are paid."""
    LAST = "last"
    OWED = "owed"


def find_bill_wish(message: Message) -> BillWish:
    """What a message about a bill asks for; without more it is what is owed."""
    wish = find_named_wish(message)
    return wish or (BillWish.STATE if asks_whether_it_worked(message) else BillWish.OWED)


def find_named_wish(message: Message) -> BillWish | None:
    """The same of a message of which it is not known yet that it is about a bill; None where it may not be."""
    paper, said = find_paper(message), _said(message)
    if paper is not None and paper is not PaperWish.INVOICE:
        return BillWish.PAPER  # "the receipt for what I paid yesterday" says of no payment that it is not there
    if paper is not None:
        said.add(BillWish.PAPER)
    return next((wish for wish in BillWish if wish in said), None)


def speaks_of_paying(message: Message) -> bool:
    """Whether a message is about payments of bills by its own words, whatever was spoken of before."""
    if BillWish.LINK in _said(message) and find_named_wish(message) is BillWish.LINK:
        return _OTHER_LINKS.search(message.folded) is None
    return find_named_wish(message) in _BY_THEMSELVES or _PAY_IT.search(message.folded) is not None


def pays_it(message: Message) -> bool:
    """Whether something spoken of is to be paid: "págala", "quiero pagarlo"."""
    return _PAY_IT.search(message.folded) is not None


def claims_paid(message: Message) -> bool:
    """Whether it is said that something was paid."""
    return BillWish.CLAIM in _said(message)


def wants_all(message: Message) -> bool:
    """Whether all that is open is meant: "pay all of it", "págalo todo", "both"."""
    return _ALL.search(message.folded) is not None


def asks_whether_it_worked(message: Message) -> bool:
    """Whether a message only asks if what was done worked: of payments where those were spoken of."""
    return _WORKED.search(message.folded) is not None


def _said(message: Message) -> set[BillWish]:
    said = {hit.value for hit in _wishes().find(words_of(message))}
    if _PAY_IT.search(message.folded):
        said.add(BillWish.PAY)
    return said


_BY_THEMSELVES = frozenset({BillWish.METHOD, BillWish.STATE, BillWish.CLAIM, BillWish.PAYMENTS, BillWish.EVERY})
_PAY_IT = re.compile(r"\b(?:pag|abon|liquid|sald)(?:ar|u?e|u?en|a|an)(?:l[aoe]s?|me(?:l[ao]s?)?|nos(?:l[ao]s?)?)\b")
"""As written: whoever forgives slips of the pen reads "pasarla"."""
_ALL = re.compile(
    r"\b(?:all|both|everything|every (?:one|bill)|each|the (?:lot|two)|whole (?:lot|thing|amount)|them|in full"
    r"|tod[oa]s?|amb[oa]s|l[oa]s (?:dos|tres)|cada una|(?:pag|abon|liquid|sald)\w+l[ao]s)\b"
)
_OTHER_LINKS = re.compile(
    r"\b(?:video\w*|zoom|meet\w*|teams|portal|web\w*|site|app|maps?|forms?|book\w*|results?|reports?|scans?|"
    r"(?:tele|in)\w*consult\w*|resultados?|informes?|formularios?|reserv\w+|citas?|pagina|mapa)\b"
)
"""What other pages are for."""
_WORKED = re.compile(
    r"\b(?:did|has|is|was) (?:it|that|this)\b[^.?!]{0,20}\b(?:work\w*|go(?:ne)? through|arrived?|succeed\w*|received|"
    r"come through|get through|success\w*)\b"
    r"|\b(?:have|did) (?:you|u|ye|they) (?:get|got|gotten|receive|received) (?:it|that)\b"
    r"|\b(?:ha funcionado|funciono|(?:les |le |os )?(?:ha )?lleg(?:o|ado)|se (?:hizo|ha hecho)|esta (?:hecho|listo))"
    r"\b[^a-z]*$"
)


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
