"""A channel and a clock of a test's own, and what stands in the outbox."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from conversation.messages import Letter, Reply, SendError
from db.models import OutboxRow
from hospital import outbox, sending, threads
from hospital.office import Office, Unit
from hospital.outbox import Outgoing
from hospital.sending import Due

START = datetime(2026, 6, 8, 9, tzinfo=UTC)


@dataclass
class Clock:
    """Stands where it is put."""

    moment: datetime = START

    def now(self) -> datetime:
        return self.moment

    def pass_by(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@dataclass
class Channel:
    """A channel that takes messages, or fails as it is told to."""

    taken: list[tuple[str, str]] = field(default_factory=list)
    failures: list[SendError | Exception] = field(default_factory=list)
    tried: int = 0

    def send(self, letter: Letter) -> str:
        self.tried += 1
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append((letter.address, letter.reply.text))
        return f"SM{self.tried}"


def write(office: Office, who: str, *texts: str, kind: str = "reply", channel: str = "sms") -> int:
    """Put messages to somebody into the outbox; their conversation."""

    def work(unit: Unit) -> int:
        conversation = threads.find_or_open(unit, channel, who)
        told = [
            Outgoing(f"{who}-{text}", conversation, channel, who, kind, json.dumps(Reply(text).as_json()))
            for text in texts
        ]
        outbox.put(unit, told, handed_over=False)
        return conversation

    return office.write(work)


def take(office: Office, clock: Clock, conversation: int, owner: str) -> Due:
    due = office.write(lambda unit: sending.take(unit, conversation, ["sms"], owner, clock.now()))
    assert due is not None
    return due


def statuses(office: Office) -> list[str]:
    with office.read() as unit:
        return list(unit.connection.scalars(select(OutboxRow.status).order_by(OutboxRow.id)))
