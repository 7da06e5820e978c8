"""What flows between people and the desk, the same on every channel: plain data, never a live connection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict

from hospital.errors import UploadProblem


class Kind(StrEnum):
    """What somebody did."""

    CALL = "call"
    """Somebody rang and has said nothing yet."""
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
    """A file that came with a message: stored already, or refused."""

    model_config = ConfigDict(frozen=True)

    path: str = ""
    """Its random name in the uploads directory."""
    content_type: str = ""
    """What its content says, not what was claimed."""
    name: str = ""
    """As its sender called it, made harmless: to be shown."""
    size: int = 0
    """In bytes."""
    sha256: str = ""
    problem: UploadProblem | None = None
    """Why it is not kept; then there is no file."""


class Media(BaseModel):
    """A file that a channel keeps for us, to be fetched before the turn that takes its message."""

    model_config = ConfigDict(frozen=True)

    source: str
    """What the channel calls it: a file id, an address."""
    name: str = ""
    content_type: str = ""
    """As the channel claims."""
    size: int | None = None
    """In bytes, where the channel tells."""
    is_voice: bool = False
    """Spoken for us to listen to, rather than a file to keep."""


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
    media: tuple[Media, ...] = ()
    """Files that are still with the channel."""
    is_heard: bool = False
    """Whether its words were heard rather than written."""
    reference: str | None = None
    """The channel's id of our message whose choice was tapped."""
    own_contact: str | None = None
    """The sender's own number in E.164, where they handed it over by the channel's button and it vouches for that."""
    language: str | None = None
    """What the sender reads, where the channel tells: spoken until their own words say more."""
    received_at: datetime
    """Aware; by the machine's clock."""
    clock: datetime | None = None
    """Aware; stands for the present in this whole turn (the line protocol of the `chat` command only)."""


@dataclass(frozen=True, slots=True)
class Option:
    """A choice as people see it, and the opaque value that a tap brings back."""

    label: str
    value: str
    spoken: str = ""
    """The label for the ear, where it is not said as it is written."""


OWN_PHONE = "own_phone"
"""What a reply may want: the person's own number, which some channels hand over by a button."""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A visit as a calendar keeps it: the same `uid` again, with a higher `sequence`, changes it or takes it out."""

    uid: str
    sequence: int
    starts_at: datetime
    """Aware."""
    ends_at: datetime
    summary: str
    """Its title, which others may see in a shared calendar: nothing medical."""
    place: str = ""
    is_cancelled: bool = False

    def as_json(self) -> dict[str, Any]:
        """The entry as the outbox keeps it."""
        times = {"starts_at": self.starts_at.isoformat(), "ends_at": self.ends_at.isoformat()}
        return {**asdict(self), **times}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> CalendarEntry:
        """The entry that `as_json` made."""
        times = {name: datetime.fromisoformat(kept[name]) for name in ("starts_at", "ends_at")}
        return cls(**{**kept, **times})


@dataclass(frozen=True, slots=True)
class Reply:
    """What the desk says: words, choices and files, not yet in any channel's form."""

    text: str
    choices: tuple[Option, ...] = ()
    attachments: tuple[str, ...] = ()
    wants: Option | None = None
    """What it asks for that a channel may have a button of its own for (`OWN_PHONE`), and what may stand on that."""
    replaces: bool = False
    """It may stand in the place of the message whose choice asked for it: other times instead of those."""
    spoken: str = ""
    """The same for the ear, on a channel where people hear it."""
    is_plain: bool = False
    """It is to leave as text: with buttons it did not arrive."""
    subject: str = ""
    """What it is about in a few words, where the channel has a line for that: nothing medical, nobody's name."""
    visit: CalendarEntry | None = None
    """A visit that the reader may put into a calendar."""
    is_private: bool = False
    """It tells of records to somebody who proved who they are: who reads it over later has not."""

    def as_json(self) -> dict[str, Any]:
        """The reply as the outbox keeps it; what is rare stands there only where there is any."""
        told: dict[str, Any] = {
            "text": self.text,
            "choices": [_kept(option) for option in self.choices],
            "attachments": list(self.attachments),
        }
        if self.wants is not None:
            told["wants"] = {"label": self.wants.label, "value": self.wants.value}
        if self.replaces:
            told["replaces"] = True
        if self.spoken:
            told["spoken"] = self.spoken
        if self.is_plain:
            told["plain"] = True
        if self.subject:
            told["subject"] = self.subject
        if self.visit is not None:
            told["visit"] = self.visit.as_json()
        if self.is_private:
            told["private"] = True
        return told

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Reply:
        """The reply that `as_json` made; what else was kept with it (whose words they are) is passed over."""
        options = tuple(
            Option(choice["label"], choice["value"], choice.get("spoken", "")) for choice in kept.get("choices", ())
        )
        wants = Option(kept["wants"]["label"], kept["wants"]["value"]) if kept.get("wants") else None
        return cls(
            kept["text"],
            options,
            tuple(kept.get("attachments", ())),
            wants,
            bool(kept.get("replaces")),
            kept.get("spoken", ""),
            bool(kept.get("plain")),
            kept.get("subject", ""),
            CalendarEntry.from_json(kept["visit"]) if kept.get("visit") else None,
            bool(kept.get("private")),
        )


def _kept(option: Option) -> dict[str, str]:
    kept = {"label": option.label, "value": option.value}
    return {**kept, "spoken": option.spoken} if option.spoken else kept


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that the desk wrote unasked (an offer, a reminder, a colleague's words) and that is still open."""

    id: int
    kind: str
    asks: str | None
    """What it asks, as `offer:17`; None where it only tells."""
    reply: dict[str, Any]
    is_delivered: bool
    at: datetime

    def offers(self, value: str) -> bool:
        """Whether a tapped value is one of its choices."""
        return any(choice["value"] == value for choice in self.reply["choices"])


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
    is_kept: bool = False
    """Whether the message is only written down so far: these words say so, and its answer is still to come."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message on its way to somebody, with what a channel may need to carry it well."""

    address: str
    """The channel's name for the conversation."""
    reply: Reply
    kind: str
    """`reply`, `reminder`, `offer`, ...: what it is."""
    answers: InboundMessage | None = None
    """The message that it answers; None for what the desk writes unasked."""
    author: str | None = None
    """The colleague whose words these are; None for the assistant's."""
    id: int = 0
    """Its number in the outbox, the same at every try; 0 for words that could not be written down first."""
    language: str | None = None
    """In which it is written, where that is known."""
    heard_at: datetime | None = None
    """When the person wrote last in this conversation, by the machine's clock; None where they never did."""
    edition: int = 0
    """How often somebody had it sent after all: another edition is another message to its channel."""
    goes_on: Callable[[], bool] = field(default=lambda: True, compare=False)
    """To be asked between its parts, which may take long: whether it is still ours to send."""
    part_left: Callable[[str], None] = field(default=lambda external_id: None, compare=False)
    """To be told what the channel calls each of its parts but the last, those of an earlier try included."""


class SendError(Exception):
    """A channel did not take a message. `reason` is one word or two for its operators, never what was written."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TryLaterError(SendError):
    """It may take it later: not before `seconds` from now, for this address or, with `is_channel`, for anybody.

    `is_fault`: not for too much being sent, but for something that is wrong and may stay so.
    """

    def __init__(self, reason: str, seconds: float = 0.0, *, is_channel: bool = False, is_fault: bool = False) -> None:
        super().__init__(reason)
        self.seconds, self.is_channel, self.is_fault = seconds, is_channel, is_fault

    @property
    def is_put_off(self) -> bool:
        """Whether the message is not to blame: the channel asks for patience, or is set up wrongly for all of them."""
        return self.seconds > 0 and (self.is_channel or not self.is_fault)


class UncertainError(SendError):
    """Nobody knows whether it took it: the answer never came."""


class RefusedError(SendError):
    """It will never take this message for this address: blocked, opted out, no such number."""


class OptedOutError(RefusedError):
    """Whoever has this address told the channel that they want nothing from us; from now on it is on record."""


class OutsideWindowError(RefusedError):
    """The person wrote too long ago for words to be sent here: another way may be open to them."""


class Sender(Protocol):
    """A channel that can push a message to somebody."""

    def send(self, letter: Letter) -> str | None:
        """Send a message; the vendor's id of it where there is one. Raises SendError."""
