"""Whose question a message answers: that of the errand in progress, or one that stands by itself."""

from __future__ import annotations

from conversation.agendas import ASIDES, ERRANDS, OF_THEIR_OWN, PICKS, TASKS
from conversation.beginning import Routed, begin, is_active, says_facts
from conversation.extractors.entities import Intent
from conversation.extractors.moods import Mood
from conversation.state import BookingState
from conversation.turn import Desk, Heard
from conversation.wishing import PERSONAL


def answered(before: BookingState, state: BookingState, desk: Desk, heard: Heard, said: set[Intent]) -> Routed | None:
    """Whose question a message answers: the errand's in progress, or one that stands by itself."""
    # "ok thanks" takes note and wants no more
    is_mere = not said & ERRANDS and not (Mood.NODS in desk.moods and Intent.THANKS in said)
    is_plain = heard.answer in ("yes", "no") and not heard.changed and is_mere
    if before.question in OF_THEIR_OWN and is_plain:
        return state, (_asker(before),)
    if is_active(before) and before.task is not None:
        if _goes_on(before, heard, said, says_facts=says_facts(desk.understanding)):
            return state, (TASKS[before.task],)
    elif before.question in _OFFERS and is_plain:
        offered = _only_offer(before) if heard.answer == "yes" else None
        if offered == "start_book":
            return begin(before, state, "book", desk)
        if offered in PICKS:
            return state, (PICKS[offered],)
        return state, _AFTER_OFFER[heard.answer or "no"]
    if before.question in PERSONAL and heard.answer == "no":
        return state, ("refuse",)
    is_answer = heard.answer is not None and (before.question, heard.answer) not in _NO_ANSWERS
    is_answer = is_answer and (is_mere or before.question not in OF_THEIR_OWN)
    if before.question is not None and before.question not in PERSONAL and (is_answer or heard.picked):
        return state, (_asker(before),)
    return None


_OFFERS = frozenset({"help", "nothing_yet"})
"""Questions that only show what the desk can do."""
_AFTER_OFFER: dict[str, tuple[str, ...]] = {"yes": ("remind",), "no": ("goodbye",)}


def _only_offer(before: BookingState) -> str | None:
    """What a yes can only mean: the one thing that was offered beside a person."""
    kinds = [option.kind for option in before.offered if option.kind != "human"]
    return kinds[0] if len(kinds) == 1 else None


def _goes_on(before: BookingState, heard: Heard, said: set[Intent], *, says_facts: bool) -> bool:
    """Whether a message takes the errand in progress further. A "no" to "your name?" does not."""
    if heard.changed or heard.picked or heard.turned_down or heard.notes - {"beyond"} or says_facts:
        return True
    return (before.question, heard.answer) not in _NO_ANSWERS and bool(
        before.question and before.question not in PERSONAL and heard.answer and not said & ASIDES.keys()
    )


_NO_ANSWERS = frozenset(
    (question, answer)
    for question, answers in {
        "slot": ("yes", "maybe"), "doctor": ("yes", "maybe"), "speciality": ("yes", "maybe"),
        "who": ("yes", "no", "maybe"), "visit": ("yes", "maybe"), "reason": ("yes",),
    }.items()
    for answer in answers
)  # fmt: skip
"""What chooses nothing among several: asking the same once more would not help."""


def _asker(before: BookingState) -> str:
    """The skill whose question is open when no errand is."""
    if before.question in ("after_cancel", "taken_back"):
        return "after_cancel"
    if before.question == "clarify":
        return "clarified"
    if before.question == "cancel_scope":
        return "cancel_scope"
    if before.question in ("offer_human", "offer_waitlist"):
        return "offered_help"
    if before.question == "resume":
        return "resume"
    if before.is_done:
        return "again"
    return TASKS.get(before.task or "", "remind")
