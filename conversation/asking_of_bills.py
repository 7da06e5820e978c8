"""Whether a message goes on about bills that were told: what is on them, whether it worked, somebody else's."""

from __future__ import annotations

import re

from conversation.agendas import COURTESIES, SURE
from conversation.beginning import is_active
from conversation.extractors.acquaintances import answers_whose
from conversation.extractors.bill_wishes import BillWish, asks_whether_it_worked, find_named_wish
from conversation.extractors.entities import Intent
from conversation.household import named_people
from conversation.state import BookingState
from conversation.turn import Desk


def goes_on_about_bills(before: BookingState, desk: Desk) -> bool:
    """Whether a message after bills were told is about those: "what is on it?", "did it work?", "and for Leo?"."""
    said = desk.understanding
    ago = desk.turn_number - before.bills_told
    if not before.bills_told or not 0 < ago <= _LATELY or desk.message.choice is not None or said.doctors:
        return False
    others = {mention.intent for mention in said.intents if mention.certainty >= SURE}
    if asks_whether_it_worked(said.message) and not others - _WORKED_BESIDE and not is_active(before):
        return True
    if ago > 1:
        return False
    wish = find_named_wish(said.message)
    if wish is None:
        return not others - BESIDE and not is_active(before) and _is_of_another(desk)
    return not others - BESIDE - _BESIDE_WISHES.get(wish, frozenset()) and not said.whens


_LATELY = 6
"""Turns for which "did it work?" is about what was to be paid."""
BESIDE = frozenset({Intent.BILLING, Intent.PRICE, Intent.YES, Intent.INFORMATION, Intent.WHY, *COURTESIES})
"""What a message about the bills just told may be read as besides."""
_BESIDE_WISHES = {
    BillWish.PAY: frozenset({Intent.RESCHEDULE}),  # "pagarla" is not far from "pasarla"
    BillWish.LINK: frozenset({Intent.REPEAT}),
    BillWish.DISPUTE: frozenset({Intent.REPORTS, Intent.NO}),
    BillWish.STATE: frozenset({Intent.REPORTS, Intent.APPOINTMENTS, Intent.STATUS}),
    BillWish.ITEMS: frozenset({Intent.REPORTS}),
}
_WORKED_BESIDE = BESIDE | {Intent.APPOINTMENTS, Intent.REPORTS, Intent.REPEAT, Intent.STATUS}


def _is_of_another(desk: Desk) -> bool:
    """Whether a message goes on with another person: "and for Leo?", "y la de mi hijo"."""
    said = desk.understanding
    goes_on = _GOES_ON.search(said.message.folded) is not None and len(said.message.tokens) <= _SHORT
    return goes_on and (bool(named_people(desk, "who")) or answers_whose(said) is not None)


_GOES_ON = re.compile(
    r"^\W*(?:and|y|e|plus|also|tambien|what about|how about|now|ahora)\b|\b(?:too|as well|tambien)\W*$"
)
_SHORT = 6  # words
