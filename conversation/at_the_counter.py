"""What messages about medicines and payments ask for, where their words are also those of another errand."""

from __future__ import annotations

import re

from conversation.extractors.bill_wishes import BillWish, find_named_wish, pays_it, speaks_of_paying
from conversation.extractors.entities import Intent, IntentMention
from conversation.extractors.medical_questions import asks_of_medicine, asks_own_dose, is_allergic
from conversation.extractors.medicines import names_medicine_itself
from conversation.extractors.own_cover import asks_for_oneself, asks_own_cover, is_for_people
from conversation.extractors.products import (
    asks_dose,
    asks_price_or_stock,
    asks_rule,
    asks_whether_sold,
    is_of_own_order,
)
from conversation.extractors.refill_wishes import asks_if_ready, asks_what_is_left, wants_medicine
from conversation.extractors.relatives import RELATIONS
from conversation.extractors.text import Message
from conversation.extractors.visits import speaks_of_visit
from conversation.extractors.words import words_of

_OF_MEDICINES = frozenset({Intent.PHARMACY, Intent.PRESCRIPTIONS, Intent.REFILL, Intent.MEDICAL_ADVICE})


def as_meant(message: Message, intents: list[IntentMention]) -> list[IntentMention]:
    """The intents of a message: a dose is a clinician's to say, the rule for prescriptions the pharmacy's, what a
    policy pays is no price, and whether cards are taken is asked of nobody's bill.
    """
    said = {mention.intent for mention in intents}
    is_allergy = is_allergic(message) and not said & {Intent.REFILL, Intent.BOOK}
    if (asks_of_medicine(message) or is_allergy) and not said & _ASKED_APART:
        return _put_first(Intent.MEDICAL_ADVICE, intents, _OF_MEDICINES | _LIKE_ADVICE)
    if said == {Intent.PRICE} and names_medicine_itself(message.folded) and not speaks_of_visit(words_of(message)):
        return _put_first(Intent.PHARMACY, intents, frozenset({Intent.PRICE}))  # on the pharmacy's list or not
    meant = _of_medicine(message, said & _OF_MEDICINES, is_bare=said <= _COURTEOUS)
    if meant is not None:
        return _put_first(meant, intents, _OF_MEDICINES)
    return _of_money(message, intents)


def _of_money(message: Message, intents: list[IntentMention]) -> list[IntentMention]:
    """The intents where bills, payments and what a policy pays are spoken of."""
    wish = find_named_wish(message)
    intents = _without_echoes(message, intents, wish)
    said = {mention.intent for mention in intents}
    if said & _OF_COVER and wish is BillWish.SHARES and _OF_A_BILL.search(message.folded):
        # "how much of this bill does my insurer pay?" asks for no policy
        return _put_first(Intent.BILLING, intents, _OF_COVER)
    if said & {Intent.INSURANCE, Intent.BILLING} and said & {Intent.PRICE, Intent.BILLING} and asks_own_cover(message):
        # "what is my copay?", "how much of the deductible is left?" ask for no price and no bill
        return _put_first(Intent.INSURANCE, intents, _OF_COVER)
    if Intent.BILLING in said and _TO_COME.search(message.folded) and not _BILLED.search(message.folded):
        # "what will I have to pay for the visit?" asks for no bill that there is
        return _put_first(Intent.PRICE, intents, frozenset({Intent.BILLING, Intent.PRICE}))
    is_listed = wish in (BillWish.EVERY, BillWish.PAYMENTS)
    if said and said <= _SOUNDS_LIKE_PRICES and (is_listed or _CHARGED.search(message.folded)):
        # "why do you charge me 75 euros?", "how much have I paid?" change no money and ask for no price
        return [IntentMention(Intent.BILLING)]
    if said == {Intent.APPOINTMENTS} and speaks_of_paying(message) and not _VISIT.search(message.folded):
        return [IntentMention(Intent.BILLING)]
    if said == {Intent.RESCHEDULE} and pays_it(message):
        return [IntentMention(Intent.BILLING)]  # "pagarla" is not far from "pasarla"
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


def _put_first(meant: Intent, intents: list[IntentMention], instead_of: frozenset[Intent]) -> list[IntentMention]:
    """The intents with one in place of those that its words may be taken for."""
    first = next((mention for mention in intents if mention.intent in instead_of), IntentMention(meant))
    rest = [mention for mention in intents if mention.intent not in instead_of]
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
_LIKE_ADVICE = frozenset({Intent.INFORMATION, Intent.HELP, Intent.INSURANCE, Intent.OTHER, Intent.YES, Intent.NO})
"""What a question about a medicine may be taken for: "es seguro...?", "para qué sirve...?"."""
_COURTEOUS = frozenset({Intent.GREETING, Intent.THANKS, Intent.GOODBYE, Intent.YES, Intent.NO, Intent.OTHER})
_ASKED_APART = frozenset({Intent.CANCEL, Intent.RESCHEDULE, Intent.PRICE, Intent.HANDOFF, Intent.CALLBACK})
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


def _untold(message: Message) -> Intent | None:
    """What is asked about a medicine that is named, where no phrase says it: "any paracetamol?", "I need metformin"."""
    is_wanted = wants_medicine(message.raw)
    if not is_wanted and not names_medicine_itself(message.folded):
        return None
    if (asks_whether_sold(message) and not _is_of_own(message)) or is_of_own_order(message):
        return Intent.PHARMACY
    return Intent.REFILL if is_wanted else None


def _of_medicine(message: Message, said: set[Intent], *, is_bare: bool) -> Intent | None:
    """What is asked about a medicine; `said` are the intents about them, `is_bare` whether nothing else is asked."""
    is_advice = Intent.MEDICAL_ADVICE in said
    if asks_own_dose(message) and not is_advice:
        return Intent.PRESCRIPTIONS  # what the doctor signed is read out
    if said <= {Intent.PRESCRIPTIONS, Intent.REFILL} and asks_what_is_left(message.raw):
        return Intent.PRESCRIPTIONS
    if said <= {Intent.PHARMACY, Intent.PRESCRIPTIONS} and asks_if_ready(message.raw):
        return Intent.REFILL
    if not said:
        return _untold(message) if is_bare else None
    if asks_dose(message) and said == {Intent.PRESCRIPTIONS} and _is_of_own(message):
        return None  # "how often do I take my ...": likewise
    if asks_dose(message):
        return Intent.MEDICAL_ADVICE
    if asks_rule(message) and not is_advice:
        return Intent.PHARMACY
    if said == {Intent.REFILL} and asks_whether_sold(message) and not _is_of_own(message):
        return Intent.PHARMACY
    return Intent.PHARMACY if said == {Intent.MEDICAL_ADVICE} and asks_price_or_stock(message) else None
