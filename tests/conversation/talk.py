"""A process that takes the small hospital's messages through their turns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import update

from conversation.engine import Engine
from conversation.graph import RunTurn
from conversation.messages import Answer, InboundMessage, Kind
from conversation.parts import Parts
from conversation.store import HotStore, NoStore
from db.models import ConversationRow
from hospital.directory_rows import Directory
from tests.hospital.clinic import NOW, Clinic

IRIS_PHONE = "+353861230001"
_numbers = count(1)


def message(text: str = "", conversation: str = "c1", **more: Any) -> InboundMessage:
    """A message as a channel receives it, each under an id of its own; `choice` is a tap."""
    facts: dict[str, Any] = {
        "channel": "webchat",
        "conversation": conversation,
        "external_id": f"m{next(_numbers)}",
        "kind": Kind.TEXT if more.get("choice") is None else Kind.CHOICE,
        "text": text,
        "received_at": NOW,
        "clock": NOW,
        "is_vouched": more.get("sender") is not None,
        **more,
    }
    return InboundMessage(**facts)


def words(answer: Answer) -> str:
    """All that was said."""
    return "\n".join(reply["text"] for reply in answer.replies)


def values(answer: Answer) -> dict[str, str]:
    """What may be tapped: the value of each label."""
    return {choice["label"]: choice["value"] for reply in answer.replies for choice in reply["choices"]}


class Talk:
    """One process of the desk."""

    def __init__(
        self, clinic: Clinic, run_turn: RunTurn, store: HotStore | None = None, owner: str = "process-1"
    ) -> None:
        self.clinic = clinic
        parts = Parts(clinic.office, Directory(), store or NoStore(), run_turn, owner)
        self.engine = Engine(parts)

    def say(self, text: str, conversation: str = "c1", **more: Any) -> Answer:
        """Write something; the answer."""
        return self.engine.handle(message(text, conversation, **more))

    def all(self, *texts: str, conversation: str = "c1", **more: Any) -> list[Answer]:
        """Write several things one after the other; the answers."""
        return [self.say(text, conversation, **more) for text in texts]

    def tap(self, answer: Answer, label: str, conversation: str = "c1", **more: Any) -> Answer:
        """Tap the choice whose label has these words."""
        fitting = [value for shown, value in values(answer).items() if label.casefold() in shown.casefold()]
        assert fitting, f"no {label!r} among {list(values(answer))}"
        return self.engine.handle(message("", conversation, choice=fitting[0], **more))

    def leave_leases_behind(self, past: timedelta = timedelta(seconds=1)) -> None:
        """Let the rights of processes run out, as time does after a crash."""
        expired = datetime.now(NOW.tzinfo) - past
        query = update(ConversationRow).where(ConversationRow.lease_owner.is_not(None)).values(lease_until=expired)
        self.clinic.write(lambda unit: unit.connection.execute(query))

    def conversation(self, address: str = "c1") -> Any:
        """A conversation's row."""
        return self.clinic.rows(ConversationRow, ConversationRow.address == address)[0]


def booked(answers: Sequence[Answer]) -> list[str]:
    """The visits booked, by doctor and time."""
    events = [event for answer in answers for event in answer.events if event["name"] == "appointment.booked"]
    return [f"{event['doctor']} {event['starts_at'][:16]}" for event in events]
