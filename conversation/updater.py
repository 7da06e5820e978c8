"""The first node of every turn: merge all facts of the message, then decide which skills it needs. Asks nothing."""

from __future__ import annotations

from dataclasses import replace

from conversation.extractors.moods import Mood
from conversation.merging import merge
from conversation.routing import route
from conversation.state import TEXT_KEPT, BookingState
from conversation.turn import Desk, Heard

_FACTS = frozenset({"slot", "doctor", "speciality", "person", "visit"})


def update_state_from_input(state: BookingState, desk: Desk) -> tuple[BookingState, Heard, tuple[str, ...]]:
    """The state with everything that the message says, what it answers, and the skills to run, in order."""
    understanding = desk.understanding
    state = state.with_(
        user_input=(desk.message.text or desk.message.choice or "")[:TEXT_KEPT], language=_language(state, desk)
    )
    if understanding.emergency is not None:
        return state, Heard(), ("emergency",)
    merged, heard = merge(state, desk)
    merged, agenda = route(state, merged, desk, heard)
    if merged.errand != state.errand and desk.message.choice is None and heard.picked and heard.picked.kind in _FACTS:
        # words that begin another errand choose nothing from the list of the one before
        heard = replace(heard, picked=None, turned_down=())
    if Mood.WONDERS in desk.moods and "handle_booking" in agenda:
        # whoever asks whether a time is free has not asked for it yet
        merged = merged.with_(inferred=tuple(dict.fromkeys((*merged.inferred, "asked"))))
    if not {"reprompt", "clarify", "clarified", "handoff", "offered_help"} & set(agenda):
        merged = merged.with_(misses=0)
    return merged, heard, agenda


def _language(state: BookingState, desk: Desk) -> str:
    """The patient's language: the first words set it, later three words or an explicit wish change it."""
    spoken, known = desk.understanding.language, desk.hospital.languages
    is_first = state.language is None
    if spoken in known and (is_first or desk.understanding.language_sure):
        return spoken
    return state.language or known[0]
