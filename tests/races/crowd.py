"""Patients who chat at random, and send a message again with the same id when no answer came."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import select

from conversation.phrases.say import Say
from conversation.phrases.voice import Voice
from db.models import AppointmentRow, ConversationRow, InboxRow
from hospital.appointments import OPEN
from hospital.office import Office
from tests.races import oracle
from tests.races.house import line
from tests.races.serving import GoneError

SENTENCES = (
    "Dr Okafor on Tuesday",
    "I need a dermatologist on Wednesday",
    "Dr Quinn on Thursday after 10",
    "I need a cardiologist on Monday, any doctor",
    "my appointments",
    "cancel my appointment",
    "move my appointment to Thursday",
    "take it back",
    "hello",
)


LONGEST_THOUGHT_S = 0.4
"""People think between messages; so at any moment some conversations are in the middle of a turn, not all."""


class Server(Protocol):
    """Where the crowd's messages go."""

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer to a request. Raises GoneError when the server ended first."""


@dataclass
class Chat:
    """One patient's conversation: what was sent, and what was told."""

    name: str
    patient: int
    answers: list[dict[str, Any]] = field(default_factory=list)
    interrupted: int = 0
    kept: int = 0
    booked: set[str] = field(default_factory=set)
    cancelled: set[str] = field(default_factory=set)
    mistakes: list[str] = field(default_factory=list)

    def run(self, server: Server, seed: int, until: threading.Event) -> None:
        """Chat until told to end; the last message is still seen through."""
        chance = random.Random(seed)
        while not until.is_set():
            self._take(self._see_through(server, self._next(chance)))
            until.wait(chance.uniform(0, LONGEST_THOUGHT_S))

    def _next(self, chance: random.Random) -> dict[str, Any]:
        identity = f"m{len(self.answers) + 1}"
        choices = [c for reply in (self.answers[-1]["replies"] if self.answers else []) for c in reply["choices"]]
        if choices and chance.random() < 0.8:
            return line(self.name, identity, chance.choice(choices)["value"], self.patient, tap=True)
        return line(self.name, identity, chance.choice(SENTENCES), self.patient)

    def _see_through(self, server: Server, request: dict[str, Any]) -> dict[str, Any]:
        while True:
            try:
                said = server.ask(request)
            except GoneError as gone:
                self.interrupted += gone.was_sent
                time.sleep(0.02)
                continue
            if not is_kept(said):
                return said
            self.kept += 1  # for later; who cannot wait asks again
            time.sleep(0.3)

    def _take(self, said: dict[str, Any]) -> None:
        if "error" in said or not said.get("state"):
            self.mistakes.append(f"{self.name} was shown an error: {said}")
        self.answers.append({"replies": [], **said})
        for event in said.get("events", ()):
            if event["name"] == "appointment.booked":
                if event["appointment_id"] in self.booked:
                    self.mistakes.append(f"{event['appointment_id']} was booked twice")
                self.booked.add(event["appointment_id"])
            elif event["name"] == "appointment.cancelled":
                self.cancelled.add(event["appointment_id"])


def is_kept(said: dict[str, Any]) -> bool:
    """Whether a message was only received, because the records are away."""
    kept = Voice("en").say(Say.KEPT_FOR_LATER)
    return bool(said.get("replies")) and not said["state"] and said["replies"][0]["text"] == kept


class Crowd:
    """Many chats at once, each in a thread."""

    def __init__(self, server: Server, size: int, seed: int, first_patient: int = 0) -> None:
        self.chats = [Chat(f"chat-{seed}-{n}", first_patient + n) for n in range(size)]
        self._end = threading.Event()
        self._threads = [
            threading.Thread(target=chat.run, args=(server, seed * 1000 + n, self._end), daemon=True)
            for n, chat in enumerate(self.chats)
        ]

    def start(self) -> None:
        """Begin to chat."""
        for thread in self._threads:
            thread.start()

    def busy_for(self, chance: random.Random) -> None:
        """Wait until a random number of turns more has been done, and a little longer."""
        enough, give_up_at = self.turns + chance.randint(10, 80), time.monotonic() + 20
        while self.turns < enough and time.monotonic() < give_up_at:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.03))

    def busy_until_booked(self, enough: int, within: float) -> None:
        """Let them chat on until so many bookings were told, or the time is over."""
        give_up_at = time.monotonic() + within
        while self.booked < enough and time.monotonic() < give_up_at:
            time.sleep(0.01)

    def finish(self, within: float) -> None:
        """Let everybody get the answer to their last message. Raises TimeoutError."""
        self._end.set()
        give_up_at = time.monotonic() + within
        for thread in self._threads:
            thread.join(max(0.0, give_up_at - time.monotonic()))
        if any(thread.is_alive() for thread in self._threads):
            raise TimeoutError("some messages never got an answer")

    @property
    def turns(self) -> int:
        """How many messages were answered."""
        return sum(len(chat.answers) for chat in self.chats)

    @property
    def interrupted(self) -> int:
        """How often a message was on its way when the server ended."""
        return sum(chat.interrupted for chat in self.chats)

    @property
    def kept(self) -> int:
        """How often a message was kept for later."""
        return sum(chat.kept for chat in self.chats)

    @property
    def booked(self) -> int:
        """How many bookings were told."""
        return sum(len(chat.booked) for chat in self.chats)

    def mistakes(self, office: Office) -> list[str]:
        """Everything that was told and is not so, or was done and not told."""
        booked = {reference for chat in self.chats for reference in chat.booked}
        cancelled = {reference for chat in self.chats for reference in chat.cancelled}
        names = {chat.name for chat in self.chats}
        with office.read() as unit:
            mine = select(ConversationRow.id, ConversationRow.address).where(ConversationRow.address.in_(names))
            conversations = {row.id: row.address for row in unit.connection.execute(mine)}
            visits = unit.connection.execute(
                select(AppointmentRow.reference, AppointmentRow.status).where(
                    AppointmentRow.conversation_id.in_(conversations)
                )
            ).all()
            inbox = unit.connection.execute(
                select(InboxRow.conversation_id, InboxRow.id).where(InboxRow.conversation_id.in_(conversations))
            ).all()
        found = [mistake for chat in self.chats for mistake in chat.mistakes]
        found += oracle.problems(office, claimed=booked)
        unsaid = {row.reference for row in visits} - booked
        found += [f"{reference} is in the records and nobody was told" for reference in sorted(unsaid)]
        active = {row.reference for row in visits if row.status in OPEN}
        if active != booked - cancelled:
            found.append(f"active are {sorted(active)}, told were {sorted(booked - cancelled)}")
        if len(inbox) != self.turns:
            found.append(f"{self.turns} messages were sent, {len(inbox)} are in the records")
        return found
