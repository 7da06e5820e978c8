"""What messages about medicines and payments ask for, where their words are also those of another errand."""

from __future__ import annotations

import re

from conversation.extractors.bill_wishes import BillWish, find_named_wish
from conversation.extractors.entities import Intent, IntentMention
from conversation.extractors.own_cover import asks_own_cover
from conversation.extractors.products import asks_dose, asks_price_or_stock, asks_rule
from conversation.extractors.relatives import RELATIONS
from conversation.extractors.text import Message
from conversation.extractors.words import words_of

_OF_MEDICINES = frozenset({Intent.PHARMACY, Intent.PRESCRIPTIONS, Intent.REFILL, Intent.MEDICAL_ADVICE})


def as_meant(message: Message, intents: list[IntentMention]) -> list[IntentMention]:
    """The intents of a message: a dose is a clinician's to say, the rule for prescriptions the pharmacy's, what a
    policy pays is no price, and whether cards are taken is asked of nobody's bill.
    """
    meant = _of_medicine(message, {mention.intent for mention in intents} & _OF_MEDICINES)
    if meant is not None:
        first = next(mention for mention in intents if mention.intent in _OF_MEDICINES)
        rest = [mention for mention in intents if mention.intent not in _OF_MEDICINES]
        return [IntentMention(meant, first.certainty, first.span), *rest]
    said = {mention.intent for mention in intents}
    if said & {Intent.INSURANCE, Intent.BILLING} and said & {Intent.PRICE, Intent.BILLING} and asks_own_cover(message):
        # "what is my copay?", "how much of the deductible is left?" ask for no price and no bill
        first = next(mention for mention in intents if mention.intent in (Intent.INSURANCE, Intent.BILLING))
        rest = [each for each in intents if each.intent not in (Intent.INSURANCE, Intent.BILLING, Intent.PRICE)]
        return [IntentMention(Intent.INSURANCE, first.certainty, first.span), *rest]
    if Intent.BILLING in said and _TO_COME.search(message.folded) and not _BILLED.search(message.folded):
        # "what will I have to pay for the visit?" asks for no bill that there is
        rest = [each for each in intents if each.intent not in (Intent.BILLING, Intent.PRICE)]
        first = next(mention for mention in intents if mention.intent is Intent.BILLING)
        return [IntentMention(Intent.PRICE, first.certainty, first.span), *rest]
    if not intents and (find_named_wish(message) is BillWish.METHOD or _is_only_of_bills(message)):
        return [IntentMention(Intent.BILLING)]
    return intents


_TO_COME = re.compile(
    r"\b(?:will|would|going to|gonna)\b[^.?!]*\b(?:pay|owe|be charged|be billed|charge me|bill me)\b"
    r"|\b(?:tendre|tendria|voy a tener|habra|habria) que pagar\b|\b(?:pagare|pagaria|voy a pagar|me van a cobrar|"
    r"me cobraran|me cobrarian)\b"
)
_BILLED = re.compile(
    r"\b(?:bills?|invoices?|balance|instalments?|cards?|cash|facturas?|recibos?|plazos|tarjeta|efectivo)\b"
)


def _is_only_of_bills(message: Message) -> bool:
    """Whether a message is the bare word: "bill?", "pay", "mi factura por favor"."""
    said = [word for word in words_of(message).read if word not in _SMALL]
    return len(said) == 1 and said[0] in _BILL


_BILL = frozenset("bill bills invoice invoices balance pay payment payments factura facturas pagar pago saldo".split())
_SMALL = frozenset("a an the my our please pls and y la el las los mi mis un una por favor".split())


def _is_of_own(message: Message) -> bool:
    """Whether a medicine is spoken of as one's own: "my tablets", not "for my son"."""
    words = words_of(message).read
    return any(word in _MY and words[at + 1] not in RELATIONS for at, word in enumerate(words[:-1]))


_MY = frozenset("my mi mis".split())


def _of_medicine(message: Message, said: set[Intent]) -> Intent | None:
    if not said:
        return None
    if asks_dose(message) and said == {Intent.PRESCRIPTIONS} and _is_of_own(message):
        return None  # "how often do I take my ...": what the doctor signed is read out
    if asks_dose(message):
        return Intent.MEDICAL_ADVICE
    if asks_rule(message) and Intent.MEDICAL_ADVICE not in said:
        return Intent.PHARMACY
    is_counter = said == {Intent.MEDICAL_ADVICE} and asks_price_or_stock(message)
    return Intent.PHARMACY if is_counter else None
