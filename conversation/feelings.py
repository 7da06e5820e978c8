"""Whether a message is to be met by its feeling: no errand in it, only distress or anger."""

from __future__ import annotations

from conversation.agendas import SURE
from conversation.extractors.entities import Intent, When
from conversation.extractors.moods import Mood
from conversation.extractors.upset import Upset, find_upset, tells_of_a_death
from conversation.state import BookingState
from conversation.turn import Desk, Heard

_ERRANDS = frozenset(
    {Intent.BOOK, Intent.FIND_DOCTOR, Intent.RESCHEDULE, Intent.CANCEL, Intent.WAITLIST, Intent.UNDO, Intent.STOP}
    | {Intent.HANDOFF, Intent.CALLBACK, Intent.REFUSE, Intent.APPOINTMENTS, Intent.INJECTION, Intent.OTHERS_DATA}
)


def skill_for_feelings(before: BookingState, desk: Desk, heard: Heard) -> str | None:
    """The skill that meets the feeling of a message; None where it is calm, or asks for something all the same."""
    said = desk.understanding
    if desk.message.choice is not None or heard.picked is not None:
        return None
    upset = find_upset(said.message)
    errands = _ERRANDS
    if upset is Upset.DISTRESS and Mood.SPEAKS_OF_VISIT not in desk.moods:
        errands = errands - {Intent.CANCEL, Intent.STOP}  # "I can't any more" calls nothing off
    if any(mention.intent in errands and mention.certainty >= SURE for mention in said.intents):
        return None
    if said.doctors or said.specialities or said.wishes or said.references:
        return None
    if said.whens and not (upset is Upset.DISTRESS and all(_is_past(when, desk) for when in said.whens)):
        return None
    if upset is Upset.DISTRESS:
        # "what is the visit for?" may well be answered by it
        return "distress" if before.question != "reason" else None
    if upset is Upset.ANGER and said.complaint is None and not heard.changed and heard.answer is None:
        return "anger"
    return None


def _is_past(when: When, desk: Desk) -> bool:
    """Whether a time is that of what happened ("he died yesterday"), so that no visit is wanted then."""
    if when.dates is None or when.dates.first is None:
        return False
    is_today = when.dates.first == desk.now.date() and tells_of_a_death(desk.understanding.message)
    return is_today or when.dates.first < desk.now.date()
