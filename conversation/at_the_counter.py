"""What messages about medicines and payments ask for, where their words are also those of another errand."""

from __future__ import annotations

import re

from conversation.extractors.bill_wishes import BillWish, find_named_wish, speaks_of_paying
from conversation.extractors.entities import Intent, IntentMention
from conversation.extractors.own_cover import asks_for_oneself, asks_own_cover, is_for_people
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
    return _of_money(message, intents)


def _of_money(message: Message, intents: list[IntentMention]) -> list[IntentMention]:
    """The intents where bills, payments and what a policy pays are spoken of."""
    wish = find_named_wish(message)
    intents = _without_echoes(message, intents, wish)
    said = {mention.intent for mention in intents}
    if said & _OF_COVER and wish is BillWish.SHARES and _OF_A_BILL.search(message.folded):
        # "how much of this bill does my insurer pay?" asks for no policy
        return _instead(intents, Intent.BILLING, _OF_COVER)
    if said & {Intent.INSURANCE, Intent.BILLING} and said & {Intent.PRICE, Intent.BILLING} and asks_own_cover(message):
        # "what is my copay?", "how much of the deductible is left?" ask for no price and no bill
        return _instead(intents, Intent.INSURANCE, _OF_COVER)
    if Intent.BILLING in said and _TO_COME.search(message.folded) and not _BILLED.search(message.folded):
        # "what will I have to pay for the visit?" asks for no bill that there is
        return _instead(intents, Intent.PRICE, frozenset({Intent.BILLING, Intent.PRICE}))
    is_listed = wish in (BillWish.EVERY, BillWish.PAYMENTS)
    if said and said <= _SOUNDS_LIKE_PRICES and (is_listed or _CHARGED.search(message.folded)):
        # "why do you charge me 75 euros?", "how much have I paid?" change no money and ask for no price
        return [IntentMention(Intent.BILLING)]
    if said == {Intent.APPOINTMENTS} and speaks_of_paying(message) and not _VISIT.search(message.folded):
        return [IntentMention(Intent.BILLING)]
    if said <= _BESIDE_PAYING and (speaks_of_paying(message) or (not said and _is_only_of_bills(message))):
        return [IntentMention(Intent.BILLING)]
    return intents


def _without_echoes(message: Message, intents: list[IntentMention], wish: BillWish | None) -> list[IntentMention]:
    """Without what the words of a message about money only sound like."""
    said, echoes = {mention.intent for mention in intents}, set[Intent]()
    if not _RESULTS.search(message.folded) and (
        wish in _OF_MONEY or (wish is BillWish.DISPUTE and Intent.BILLING in said)
    ):
        # "did I pay for my scan?", "I had no such x-ray" ask for no results of one
        echoes.add(Intent.REPORTS)
    if {Intent.PRICE, Intent.INSURANCE} <= said and asks_for_oneself(message) and not is_for_people(message):
        # "what will it cost me with insurance?" is one question
        echoes.add(Intent.INSURANCE)
    if said == {Intent.BILLING, Intent.APPOINTMENTS} and not _VISIT.search(message.folded):
        # "when is my bill due?", "where is my refund?"
        echoes.add(Intent.APPOINTMENTS)
    return [mention for mention in intents if mention.intent not in echoes]


def _instead(intents: list[IntentMention], meant: Intent, of: frozenset[Intent]) -> list[IntentMention]:
    """One intent for several that the words sound like."""
    first = next(mention for mention in intents if mention.intent in of)
    rest = [mention for mention in intents if mention.intent not in of]
    return [IntentMention(meant, first.certainty, first.span), *rest]


_BESIDE_PAYING = frozenset({Intent.REPEAT, Intent.MORE, Intent.INFORMATION, Intent.GREETING, Intent.THANKS})
"""What a message about payments may be read as besides: "the link again"."""
_SOUNDS_LIKE_PRICES = frozenset({Intent.OTHER, Intent.PRICE, Intent.STATUS})
_OF_COVER = frozenset({Intent.INSURANCE, Intent.BILLING, Intent.PRICE})
_CHARGED = re.compile(r"\b(?:me|nos) (?:han |estan )?(?:cobr|factur)\w+|\b(?:charged|billed|charging|billing)\b")
_OF_MONEY = frozenset({BillWish.STATE, BillWish.CLAIM, BillWish.PAYMENTS})
_OF_A_BILL = re.compile(
    r"\b(?:this|that|my|the|last) (?:last )?(?:bill|invoice)\b|\b(?:esta|mi|la|esa) (?:ultima )?factura\b"
)
_VISIT = re.compile(r"\b(?:visits?|appointments?|appts?|bookings?|citas?|consultas?|turnos?)\b")
_RESULTS = re.compile(r"\b(?:results?|reports?|findings|resultados?|informes?)\b")


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
