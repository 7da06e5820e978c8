"""What flows between people and the desk, the same on every channel: plain data, never a live connection."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict


class Kind(StrEnum):
    """What somebody did."""

    TEXT = "text"
    CHOICE = "choice"
    DTMF = "dtmf"
    SILENCE = "silence"
    INTERRUPT = "interrupt"
    HANGUP = "hangup"
    ATTACHMENT = "attachment"
    OPTOUT = "optout"
    DELIVERY = "delivery"


class Attachment(BaseModel):
    """A file that came with a message, stored already."""

    model_config = ConfigDict(frozen=True)

    path: str
    content_type: str


class InboundMessage(BaseModel):
    """A message as a channel received it."""

    model_config = ConfigDict(frozen=True)

    channel: str
    conversation: str
    """The channel's name for the conversation: a chat id, a number, a browser's key."""
    external_id: str
    """The channel's id of the message; the same id again in the same conversation is the same message."""
    kind: Kind = Kind.TEXT
    text: str = ""
    choice: str | None = None
    """The value of the choice that was tapped."""
    sender: str | None = None
    """E.164 phone of whoever writes, where the channel tells."""
    is_vouched: bool = False
    """Whether the channel vouches for `sender`; a caller id never is."""
    attachments: tuple[Attachment, ...] = ()
    received_at: datetime
    """Aware; by the machine's clock."""
    clock: datetime | None = None
    """Aware; stands for the present in this whole turn (the line protocol of the `chat` command only)."""


@dataclass(frozen=True, slots=True)
class Option:
    """A choice as people see it, and the opaque value that a tap brings back."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the desk says: words, choices and files, not yet in any channel's form."""

    text: str
    choices: tuple[Option, ...] = ()
    attachments: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The reply as the line protocol and the outbox keep it."""
        return {
            "text": self.text,
            "choices": [{"label": option.label, "value": option.value} for option in self.choices],
            "attachments": list(self.attachments),
        }


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a message made happen, as other programs are told of it."""

    name: str
    facts: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Name and facts in one object."""
        return {"name": self.name, **self.facts}


@dataclass(frozen=True)
class Answer:
    """What came of a message: replies, the state after it, events."""

    replies: list[dict[str, Any]]
    state: dict[str, Any]
    events: list[dict[str, Any]]


class Sender(Protocol):
    """A channel that can push a message to somebody."""

    def send(self, address: str, reply: Reply) -> str | None:
        """Send a reply; the vendor's message id where there is one. Raises on failure."""
