"""Push channels in one process: turns, what these say, and words that cannot be written down first."""

from __future__ import annotations

import queue
import threading
from contextlib import nullcontext
from typing import TYPE_CHECKING

import structlog

from bots.backlog import Backlog
from conversation.messages import InboundMessage, Letter, Reply
from hospital import inbox

if TYPE_CHECKING:
    from doors.telegram_door import TelegramDoor
    from doors.wiring import Desk

TURN_THREADS = 12
FILE_THREADS = 6
"""Fetching files and hearing what was spoken takes long: turns without any have threads of their own."""
URGENT_THREADS, URGENT_WAITING = 2, 100

log = structlog.get_logger("pushing")


class Pushing:
    """Serves the conversations of push channels."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.telegram: TelegramDoor | None = None
        self.backlog = Backlog(self._serve, TURN_THREADS)
        self._with_files = Backlog(self._take_turn, FILE_THREADS)
        self._urgent: queue.Queue[tuple[InboundMessage, str]] = queue.Queue(URGENT_WAITING)
        for n in range(URGENT_THREADS):
            threading.Thread(target=self._say_urgent, name=f"urgent-{n}", daemon=True).start()

    def _serve(self, conversation_id: int) -> None:
        with self._desk.office.read() as unit:
            has_files = inbox.brings_files(unit, conversation_id)
        if has_files:
            self._with_files.add(conversation_id)
        else:
            self._take_turn(conversation_id)

    def _take_turn(self, conversation_id: int) -> None:
        """Run what waits in a conversation, and send what it said."""
        with self.telegram.typing(conversation_id) if self.telegram else nullcontext():
            again_in = self._desk.engine.catch_up(conversation_id)
        if again_in is not None:
            self.backlog.add(conversation_id, after=again_in)
        self._desk.courier.carry(conversation_id)

    def say_now(self, message: InboundMessage, words: str) -> None:
        """Say words that cannot be written down first, as soon as a thread is free; nobody waits for it."""
        try:
            self._urgent.put_nowait((message, words))
        except queue.Full:
            log.error("urgent_words_not_sent", channel=message.channel, reason="too many")

    def _say_urgent(self) -> None:
        while True:
            message, words = self._urgent.get()
            sender = self._desk.channels.senders.get(message.channel)
            try:
                if sender is not None:
                    sender.send(Letter(message.conversation, Reply(words), "emergency", message))
            except Exception as error:
                # whatever it is, the next one is to be told
                log.error("urgent_words_not_sent", channel=message.channel, reason=type(error).__name__)

    def close(self, seconds: float) -> bool:
        """End the threads once they have done what they are at; whether all ended in time."""
        have_ended = self.backlog.close(seconds / 2)
        return self._with_files.close(seconds / 2) and have_ended
