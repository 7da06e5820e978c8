"""How a conversation stands and is spoken to, for whoever writes into it outside its turns."""

from __future__ import annotations

import structlog
from pydantic import ValidationError

from conversation.phrases.voice import Voice
from conversation.state import BookingState
from hospital import threads
from hospital.directory import Hospital
from hospital.office import Unit

log = structlog.get_logger("speaking")


def state_of(unit: Unit, conversation_id: int) -> BookingState:
    """A conversation's state as it is kept; an empty one where it has none, or one that nobody can read."""
    kept = threads.state_of(unit, conversation_id)
    try:
        return BookingState.model_validate_json(kept) if kept else BookingState()
    except ValidationError:
        # what is to be told is told, as its next turn will be: in the hospital's language
        log.error("state_unreadable", conversation=conversation_id)
        return BookingState()


def spoken(unit: Unit, hospital: Hospital, conversation_id: int) -> tuple[BookingState, Voice]:
    """A conversation's state, and the voice that it is spoken to with."""
    state = state_of(unit, conversation_id)
    language = state.language or hospital.languages[0]
    return state, Voice.of(hospital, language, hospital.local(unit.now).date())
