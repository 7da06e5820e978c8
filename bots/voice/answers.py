"""What the phone reads off an answer of the desk's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bots.voice.speech import ALOUD, KEYS_FOR, OPEN, Keys
from conversation.messages import Answer, Option, Reply
from conversation.phrases.say import Say
from conversation.phrases.voice import Voice

FAILURES = 2
"""After so many messages in a row that were not understood a person takes over."""
HANDED_OVER = frozenset({"asked", "not_understood", "distress"})
"""Reasons of a hand-over for which a caller is put through."""


def replies(answer: Answer) -> list[Reply]:
    """What it says."""
    return [Reply.from_json(each) for each in answer.replies]


def options(answer: Answer) -> tuple[Option, ...]:
    """What can be chosen; ways out of a hand-over are none on the phone."""
    choices = [choice for reply in replies(answer) for choice in reply.choices]
    return tuple(choice for choice in choices if not choice.value.startswith("ways:"))


def read(options: tuple[Option, ...], first: int) -> int:
    """How many options are read at a time from `first` on."""
    left = len(options) - first
    return left if left <= ALOUD + 1 else ALOUD


def keys(answer: Answer) -> Keys:
    """What keys are pressed for now."""
    if answer.state.get("alarm") is not None:
        return Keys.ONE  # whatever was asked before, nobody is told how to key that in now
    return KEYS_FOR.get(answer.state.get("question") or "", Keys.ONE)


def gave_up(answer: Answer) -> bool:
    """Whether a person is offered because nothing was understood, twice."""
    return answer.state.get("question") == "offer_human" and answer.state.get("misses", 0) >= FAILURES


def is_person(answer: Answer, option: Option) -> bool:
    """Whether an option leads to a person."""
    offered: list[Mapping[str, Any]] = list(answer.state.get("offered", ()))
    return any(each["value"] == option.value and each["kind"] == "human" for each in offered)


def handed_over(answer: Answer) -> str | None:
    """The reference of the task of a person who was asked for just now."""
    for event in answer.events:
        if event["name"] == "handoff.requested" and event.get("reason") in HANDED_OVER:
            return str(event.get("reference") or "") or None
    return None


def is_open(answer: Answer) -> bool:
    """Whether the desk waits for nothing in particular."""
    return answer.state.get("question") in OPEN


def is_done(answer: Answer) -> bool:
    """Whether nothing is left to ask or to choose."""
    return is_open(answer) and not options(answer)


def birth(state: Mapping[str, Any]) -> str | None:
    """The date of birth that was told."""
    proving = state.get("proving") or {}
    return state.get("date_of_birth") or proving.get("date_of_birth")


def says(answer: Answer, say: Say, language: str) -> bool:
    """Whether it ends with a sentence of the desk's."""
    words = str(Voice(language).say(say))
    return any(reply["text"].endswith(words) for reply in answer.replies)
