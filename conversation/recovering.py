"""A trouble that has gone: no errand by itself. The visit that it was for is offered to be cancelled, never just is."""

from __future__ import annotations

from conversation.agendas import ERRANDS, SOFT, SURE
from conversation.beginning import Routed, begin, is_active
from conversation.extractors.entities import Intent
from conversation.extractors.recovered import has_recovered
from conversation.state import BookingState
from conversation.turn import Desk, Heard

_TAKES_BACK = frozenset({"booked", "rescheduled"})
_NO_WISH = frozenset({Intent.REPEAT, Intent.STATUS, Intent.REFUSE})


def is_recovered(before: BookingState, desk: Desk, heard: Heard) -> bool:
    """Whether a message only says that a trouble has gone, and asks for nothing with it."""
    said = desk.understanding
    if desk.message.choice is not None or heard.picked is not None or not has_recovered(said.message):
        return False
    if any(m.intent in ERRANDS - _NO_WISH and m.certainty >= SURE for m in said.intents):
        return False
    if said.whens or said.doctors or said.specialities or said.references or said.wishes:
        return False
    # "it has gone" beside times may be said of one of these, where nobody told of a trouble
    return not is_active(before) or before.diagnosis_condition is not None or before.question not in ("slot", "confirm")


def recovered(before: BookingState, state: BookingState, desk: Desk) -> Routed:
    """A kind word; then whether the visit just made shall be cancelled, or what was open."""
    untouched = before.beside(state)
    act = before.last_act
    if before.is_done and act is not None and act.kind in _TAKES_BACK:
        asked, agenda = begin(before, untouched, "cancel", desk)
        return asked, ("glad", *agenda)
    is_open = before.question is not None and before.question not in SOFT
    return untouched, ("glad", "remind") if is_open else ("glad",)
