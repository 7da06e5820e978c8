"""What was said in a browser's conversation, read back from the records, and what the desk wrote since."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from conversation.proofs import LASTS
from hospital import inbox, outbox

CHANNEL = "webchat"
LIMIT = 50
SEPARATOR = "\x1f"
"""Between the conversation's name and the browser's message id in the inbox."""
STILL_NEW = timedelta(minutes=2)
"""How long what was delivered is handed out again: to another tab, or after an answer that got lost on its way."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said. `id` and `is_answered` are there for what the person said."""

    is_person: bool
    text: str
    choices: tuple[dict[str, str], ...] = ()
    id: str | None = None
    is_answered: bool = True
    files: tuple[str, ...] = ()
    """Names of files that the person sent."""
    unasked: int | None = None
    """Names what the desk wrote unasked, so that a page shows it once."""
    author: str | None = None
    """The colleague who wrote it, by name."""
    asks: bool = False
    """Whether it asks something that may be answered any time, whatever is said meanwhile."""
    is_open: bool = False
    """Whether that still waits for its answer."""
    language: str | None = None
    """What a reply is written in, where that is known."""

    def as_json(self) -> dict[str, Any]:
        """The line as the browser gets it."""
        if self.is_person:
            said = {"from": "person", "id": self.id, "text": self.text, "answered": self.is_answered}
            return {**said, "files": list(self.files)} if self.files else said
        told: dict[str, Any] = {"from": "desk", "text": self.text, "choices": list(self.choices)}
        if self.language is not None:
            told["language"] = self.language
        if self.unasked is not None:
            told |= {"id": self.unasked, "author": self.author, "asks": self.asks, "open": self.is_open}
        return told


def news(
    read: Callable[[], AbstractContextManager[Any]], write: Callable[[Callable[[Any], Any]], Any], conversation: str
) -> list[Line]:
    """What the desk wrote unasked of late; it counts as delivered from now on."""
    with read() as unit:
        lately = outbox.unasked_lately(unit, CHANNEL, inbox.key(conversation), STILL_NEW)
    waiting = [each.id for each in lately if not each.is_delivered]
    fetched = write(lambda unit: outbox.deliver(unit, waiting)) if waiting else []
    return [_unasked(each) for each in lately if each.is_delivered or each.id in fetched]


def answers(
    read: Callable[[], AbstractContextManager[Any]], conversation: str, kept: Sequence[str]
) -> list[dict[str, Any]]:
    """The answers that these messages have got by now, as the browser gets them."""
    if not kept:
        return []
    with read() as unit:
        found = inbox.answers_to(unit, CHANNEL, [f"{conversation}{SEPARATOR}{each}" for each in kept])
    told = {name.rpartition(SEPARATOR)[2]: json.loads(answer) for name, answer in found.items()}
    return [
        {"id": each, "replies": told[each]["replies"], "language": told[each]["state"].get("language")}
        for each in kept
        if each in told
    ]


def over(read: Callable[[], AbstractContextManager[Any]], conversation: str, shown: Sequence[int]) -> list[int]:
    """Which of the questions that a page shows have been answered, or have lapsed."""
    if not shown:
        return []
    with read() as unit:
        still = outbox.still_open(unit, CHANNEL, inbox.key(conversation), shown)
    return [each for each in shown if each not in still]


def _unasked(each: outbox.Unprompted) -> Line:
    return _told(outbox.written_line(each), each.id, asks=each.asks, is_open=each.asks is not None)


def transcript(unit: Any, conversation: str, limit: int = LIMIT, *, hidden: str = "…") -> list[Line]:
    """The last lines of a conversation, oldest first; `unit` is an open transaction of the hospital's office.

    `hidden` stands for what told of somebody's records a while ago: others may sit at the browser by now.
    """
    conversation_id = inbox.conversation_of(unit, CHANNEL, conversation)
    if conversation_id is None:
        return []
    said = outbox.dialogue(unit, conversation_id, limit)
    languages = _languages(unit, [each.row for each in said if isinstance(each.row, inbox.Heard)])
    lines = [_line(_shown(each, unit.now, hidden), languages) for each in said]
    return [line for line in lines if line.text or line.files][-limit:]


def _shown(said: outbox.Line, now: datetime, hidden: str) -> outbox.Line:
    # what tells of records is shown again as long as the proof that opened them counts
    is_over = said.is_private and isinstance(said.row, outbox.Sent) and now - said.row.sent_at > LASTS
    return replace(said, text=hidden, choices=()) if is_over else said


def _line(said: outbox.Line, languages: dict[int, str | None]) -> Line:
    row = said.row
    if isinstance(row, inbox.Heard):
        text = said.text or ("…" if said.choice is not None else "")
        files = tuple(name or "…" for name in said.files)
        return Line(True, text, (), row.external_id.rpartition(SEPARATOR)[2], row.is_answered, files)
    if isinstance(row, outbox.Sent) and row.inbox_id is not None:
        return _told(said, None, asks=None, language=languages.get(row.inbox_id))
    return _told(said, row.id, asks=row.asks, is_open=isinstance(row, outbox.Sent) and row.is_open)


def _languages(unit: Any, heard: Sequence[inbox.Heard]) -> dict[int, str | None]:
    """What the answers to messages are written in, by the messages' rows."""
    found = inbox.answers_to(unit, CHANNEL, [each.external_id for each in heard])
    told = {name: json.loads(answer)["state"].get("language") for name, answer in found.items()}
    return {each.id: told.get(each.external_id) for each in heard}


def _told(
    said: outbox.Line,
    unasked: int | None,
    *,
    asks: str | None,
    is_open: bool = False,
    language: str | None = None,
) -> Line:
    return Line(
        False,
        said.text,
        said.choices,
        unasked=unasked,
        author=said.author,
        asks=asks is not None,
        is_open=is_open,
        language=language,
    )
