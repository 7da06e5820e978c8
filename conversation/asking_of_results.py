"""Whether a message asks what a result means, by what was spoken of: that is for a doctor alone."""

from __future__ import annotations

import re

from conversation.agendas import ABOUT_OTHERS, EXPLICIT, ORDERS, SURE
from conversation.asides import sure_intents
from conversation.beginning import is_active
from conversation.extractors.bill_wishes import BillWish, find_named_wish
from conversation.extractors.entities import Intent
from conversation.extractors.examinations import kinds_named, speaks_of_examination
from conversation.extractors.verdicts import asks_verdict
from conversation.state import BookingState
from conversation.turn import Desk, Heard

FOLLOWS = 8
"""So many turns after results were spoken of, "is it bad?" still means those."""
_WHETHER_THERE = re.compile(
    r"\b(?:in|back|through|ready|arrived|come|available|listos?|listas?|lleg\w+|disponibles?|salido)\b(?!.*\b(?:cancer|tumou?r)\b)"
)


def wants_verdict(before: BookingState, desk: Desk, heard: Heard) -> bool:
    """Whether somebody wants to hear what their result means."""
    said = desk.understanding
    if desk.message.choice is not None or heard.picked is not None or said.doctors or desk.inquiry.asks:
        return False
    if not asks_verdict(said.message):
        return False
    if any(mention.intent in ORDERS and mention.certainty >= EXPLICIT for mention in said.intents):
        return False
    told = before.results_told
    if told is not None and 0 <= desk.turn_number - told.turn <= FOLLOWS:
        return not _asks_whether_there(desk)
    advice = {mention.intent for mention in said.intents if mention.certainty >= SURE}
    is_of_result = speaks_of_examination(said.message) and bool(advice & {Intent.MEDICAL_ADVICE, Intent.REPORTS})
    return is_of_result and not _asks_whether_there(desk) and not _OF_THE_BODY.search(said.message.folded)


_RESULT = re.compile(r"\b(?:results?|reports?|findings|resultados?|informes?|analisis)\b")
_OF_THE_BODY = re.compile(
    r"\bnormal (?:to|for|that|que|sentir\w*|tener)\b|\b(?:after|before|despues|antes) (?:a|an|the|my|de)\b"
)
"""What asks about how one feels with an examination, and not about what it showed."""
_HOW_LONG = re.compile(
    r"\W*(?:(?:and|so|but|ok|y|pero|entonces)\W+){0,6}(?:when|how (?:long|soon)|why|cuando|cuanto|por que)\b"
)
NEXT = 3
"""So many turns after them a kind of examination that is named alone is asked about as they were."""


def asks_for_another(before: BookingState, desk: Desk, heard: Heard) -> bool:
    """Whether after one examination another one is named, or it is asked how long: "and the blood test?"."""
    told, said = before.results_told, desk.understanding
    if told is None or not 0 < desk.turn_number - told.turn <= NEXT or desk.message.choice is not None:
        return False
    if heard.picked is not None or said.doctors or said.specialities or said.whens or desk.inquiry.asks:
        return False
    is_other = any(mention.intent is not Intent.REPORTS for mention in said.intents if mention.certainty >= SURE)
    is_on = bool(kinds_named(said.message)) or _HOW_LONG.match(said.message.folded) is not None
    return not is_other and len(said.message.tokens) <= _SHORT and is_on


_SHORT = 8  # words


def asks_for_their_link(before: BookingState, desk: Desk) -> bool:
    """Whether after results their link is asked for once more, and not that of a bill told since."""
    told = before.results_told
    if told is None or not 0 < desk.turn_number - told.turn <= NEXT or told.turn < before.bills_told:
        return False
    return desk.message.choice is None and find_named_wish(desk.understanding.message) is BillWish.LINK


def only_asks_for_results(before: BookingState, desk: Desk, heard: Heard) -> bool:
    """Whether the doctor or the day in a message that asks for a result only says which: "the MRI with Dr Sharma"."""
    said = desk.understanding
    sure = {mention.intent for mention in sure_intents(desk)}
    if sure == {Intent.APPOINTMENTS} and not is_active(before):
        # "did my ultrasound results come in?" asks after no visit
        folded = said.message.folded
        return bool(_RESULT.search(folded) and _WHETHER_THERE.search(folded))
    if Intent.REPORTS not in sure or sure & (ORDERS | ABOUT_OTHERS) or is_active(before):
        return False
    names = bool(said.doctors or said.whens)
    return names and not (said.specialities or said.complaint or heard.picked)


def _asks_whether_there(desk: Desk) -> bool:
    return (
        desk.understanding.says(Intent.REPORTS) and _WHETHER_THERE.search(desk.understanding.message.folded) is not None
    )
