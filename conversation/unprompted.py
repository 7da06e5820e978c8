"""Answers to what the desk wrote unasked: an offer, a reminder, ways to go on.

Each such message is a row of the outbox that says what it asks (`offer:17`) and whose choices carry `offer:17.yes` and
the like. It is answered by a tap at any time while it is open, in words only while nothing was asked since and no
person answers.
"""

from __future__ import annotations

from collections.abc import Callable

from conversation.extractors.entities import Intent
from conversation.extractors.text import fold
from conversation.messages import Asked
from conversation.offer_answers import heard_of_offer
from conversation.state import BookingState
from conversation.turn import Desk

ANSWERED_BY: dict[str, str] = {"offer": "answer_offer", "ways": "ways"}
"""The skill that takes the answers of each kind of question, by what stands before the colon in `asks`."""

HEARD_BY: dict[str, Callable[[BookingState, Desk, Asked], str | None]] = {"offer": heard_of_offer}
"""How the words, or a tap on a list, that answer one kind of question are heard, where more than a yes counts."""
TELLS_LATER = frozenset({"offer"})
"""Kinds whose skill answers a tap also when the question is closed."""
LONGEST_ID = 19  # digits
SOFT = frozenset({"help", "nothing_yet"})
"""Questions that only show what the desk can do: a yes is to what was offered beside them."""
BESIDE_A_PERSON = frozenset({"ways"})
"""Kinds that are answered in words also while a person answers; a yes to that person takes no offer."""

_ERRANDS = frozenset({Intent.BOOK, Intent.CANCEL, Intent.RESCHEDULE, Intent.FIND_DOCTOR, Intent.HANDOFF, Intent.UNDO})


def choice_value(asks: str, answer: str) -> str:
    """The value of a choice that gives this answer."""
    return f"{asks}.{answer}"


def answered(state: BookingState, desk: Desk) -> tuple[Asked, str] | None:
    """The open question of the desk's own that the message answers, and its answer (`yes`, `no`, ...)."""
    asking = [each for each in desk.asked if _kind(each.asks) in ANSWERED_BY]
    if desk.message.choice is not None:
        return _tapped(state, desk, asking)
    if desk.is_with_person:
        asking = [each for each in asking if _kind(each.asks) in BESIDE_A_PERSON]
    if not asking or not _is_latest(state, asking[-1]):
        return None
    answer = _in_words(state, asking[-1], desk)
    return (asking[-1], answer) if answer else None


def _tapped(state: BookingState, desk: Desk, asking: list[Asked]) -> tuple[Asked, str] | None:
    value = desk.message.choice or ""
    for each in asking:
        if each.offers(value):
            return each, value.rpartition(".")[2]
        heard = HEARD_BY.get(_kind(each.asks))
        answer = heard(state, desk, each) if heard is not None else None
        if answer is not None:
            return each, answer
    asks, _, answer = value.rpartition(".")
    number = asks.partition(":")[2]
    is_ours = number.isascii() and number.isdecimal() and len(number) < LONGEST_ID and answer in ("yes", "no")
    if _kind(asks) in TELLS_LATER and is_ours:
        closed = Asked(0, _kind(asks), asks, {"text": "", "choices": []}, True, desk.now)
        return closed, answer
    return None


def _kind(asks: str | None) -> str:
    return (asks or "").partition(":")[0]


def _is_latest(state: BookingState, asked: Asked) -> bool:
    """Whether nothing was asked in the conversation since."""
    return state.question is None or state.question in SOFT or state.offered_at is None or asked.at >= state.offered_at


def _in_words(state: BookingState, asked: Asked, desk: Desk) -> str | None:
    """The answer that plain words give: a number, a label, a yes or a no."""
    answers = [str(choice["value"]).rpartition(".")[2] for choice in asked.reply["choices"]]
    said = fold(desk.message.text).strip(" .!")
    if said.isascii() and said.isdigit() and 1 <= int(said[:3]) <= len(answers):
        return answers[int(said[:3]) - 1]
    for choice, answer in zip(asked.reply["choices"], answers, strict=True):
        if said == fold(choice["label"]):
            return answer
    if _kind(asked.asks) in HEARD_BY:
        return HEARD_BY[_kind(asked.asks)](state, desk, asked)
    understanding = desk.understanding
    if any(mention.intent in _ERRANDS for mention in understanding.intents):
        return None
    for intent, answer in ((Intent.NO, "no"), (Intent.YES, "yes")):
        if understanding.says(intent) and answer in answers:
            return answer
    return None
