"""What files that come with a message change in its turn: they are taken in first, its words are heard as ever."""

from __future__ import annotations

from conversation.agendas import SOFT
from conversation.extractors.questions import is_question
from conversation.state import BookingState
from conversation.turn import Desk

TAKE_IN = "documents"
_URGENT = frozenset({"emergency", "alarm_stands"})
QUOTE = "heard"
_MEANT_THE_FILE = frozenset({"reprompt", "clarify", "clarified", "not_here_yet"})
"""What words that only describe the file would lead to: "here is my lab report" asks for nothing."""


def with_files(state: BookingState, desk: Desk, agenda: tuple[str, ...]) -> tuple[str, ...]:
    """The skills to run when files came along; without any, the same as given."""
    if not desk.message.attachments:
        return agenda
    if desk.is_with_person or _URGENT & set(agenda):
        return (*agenda, TAKE_IN)
    is_asking = is_question(desk.understanding.message)
    words = tuple(skill for skill in agenda if skill not in _MEANT_THE_FILE and (is_asking or skill != "reports"))
    is_open = state.question is not None and state.question not in SOFT
    return (TAKE_IN, *(words or (("remind",) if is_open else ())))


def with_words_heard(desk: Desk, agenda: tuple[str, ...]) -> tuple[str, ...]:
    """The skills to run for what was heard rather than read: it is said back first, an emergency's words before it."""
    if not desk.message.is_heard or not desk.message.text or desk.is_with_person or desk.message.channel == "voice":
        return agenda
    return (*agenda, QUOTE) if _URGENT & set(agenda) else (QUOTE, *agenda)
