"""Short questions that go on with the one before: "what about tomorrow?" after the hours of Saturday."""

from __future__ import annotations

from conversation.agendas import SOFT, SURE
from conversation.beginning import is_active
from conversation.extractors.entities import Intent
from conversation.extractors.questions import goes_on_asking
from conversation.state import BookingState
from conversation.turn import Desk

_BESIDE = frozenset({Intent.INFORMATION, Intent.GREETING, Intent.THANKS, Intent.YES, Intent.HELP})


def asks_hours_again(before: BookingState, desk: Desk) -> bool:
    """Whether a message, right after the hours were told, only names another day or moment to know them of."""
    asked, said = before.hours_asked, desk.understanding
    if asked is None or asked.turn != desk.turn_number - 1 or desk.message.choice is not None:
        return False
    if before.question == "slot" and is_active(before):
        return False  # a day may as well be wanted for the visit then
    if any(mention.certainty >= SURE and mention.intent not in _BESIDE for mention in said.intents):
        return False
    names_else = said.doctors or said.specialities or said.complaint or said.person or said.references or said.wishes
    names_when = said.whens or desk.inquiry.holiday or desk.inquiry.names_feast or desk.inquiry.is_now
    return bool(names_when) and not names_else and not desk.inquiry.asks and goes_on_asking(said.message)


def after_hours(before: BookingState) -> tuple[str, ...]:
    """The skills that tell the hours and go back to what was open."""
    if before.question is not None and before.question not in SOFT:
        return ("hours_again", "remind")
    return ("hours_again", "invite") if before.task is None else ("hours_again",)
