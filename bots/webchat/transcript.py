"""What was said in a browser's conversation, read back from the records."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from conversation.messages import InboundMessage
from hospital import inbox, outbox

CHANNEL = "webchat"
LIMIT = 50
SEPARATOR = "\x1f"
"""Between the conversation's name and the browser's message id in the inbox."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said. `id` and `is_answered` are there for what the person said."""

    is_person: bool
    text: str
    choices: tuple[dict[str, str], ...] = ()
    id: str | None = None
    is_answered: bool = True

    def as_json(self) -> dict[str, Any]:
        """The line as the browser gets it."""
        if self.is_person:
            return {"from": "person", "id": self.id, "text": self.text, "answered": self.is_answered}
        return {"from": "desk", "text": self.text, "choices": list(self.choices)}


def transcript(unit: Any, conversation: str, limit: int = LIMIT) -> list[Line]:
    """The last lines of a conversation, oldest first; `unit` is an open transaction of the hospital's office."""
    conversation_id = inbox.conversation_of(unit, CHANNEL, conversation)
    if conversation_id is None:
        return []
    sent = outbox.history(unit, conversation_id, limit)
    replies = [json.loads(each.payload) for each in sent]
    labels = {choice["value"]: choice["label"] for reply in replies for choice in reply["choices"]}
    heard = inbox.history(unit, conversation_id, limit)
    # what was said at the same moment: the person came first
    timed = [(each.received_at, 0, each.id, _heard(each, labels)) for each in heard]
    timed += [(each.sent_at, 1, each.id, _said(reply)) for each, reply in zip(sent, replies, strict=True)]
    timed.sort(key=lambda entry: entry[:3])
    return [line for *_, line in timed if line.text][-limit:]


def _heard(heard: inbox.Heard, labels: dict[str, str]) -> Line:
    message = InboundMessage.model_validate_json(heard.payload)
    text = message.text if message.choice is None else labels.get(message.choice, "…")
    return Line(True, text, (), heard.external_id.rpartition(SEPARATOR)[2], heard.is_answered)


def _said(reply: dict[str, Any]) -> Line:
    return Line(False, reply["text"], tuple(reply["choices"]))
