"""Whether a message asks what a result means, by what was spoken of: that is for a doctor alone."""

from __future__ import annotations

import re

from conversation.agendas import EXPLICIT, ORDERS, SURE
from conversation.extractors.entities import Intent
from conversation.extractors.examinations import speaks_of_examination
from conversation.extractors.verdicts import asks_verdict
from conversation.state import BookingState
from conversation.turn import Desk, Heard

FOLLOWS = 8
"""So many turns after results were spoken of, "is it bad?" still means those."""
_WHETHER_THERE = re.compile(
    r"\b(?:in|back|ready|arrived|come|available|listos?|listas?|lleg\w+|disponibles?|salido)\b(?!.*\b(?:cancer|tumou?r)\b)"
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
    return is_of_result and not _asks_whether_there(desk)


def _asks_whether_there(desk: Desk) -> bool:
    return desk.understanding.says(Intent.REPORTS) and _WHETHER_THERE.search(desk.understanding.message.folded) is not None
