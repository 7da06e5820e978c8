"""Push channels in one process: turns, what these say, and words that cannot be written down first."""

from __future__ import annotations

import queue
import threading
from contextlib import nullcontext
from typing import TYPE_CHECKING

import structlog

from bots.backlog import Backlog
from conversation.messages import InboundMessage, Letter, Reply
from conversation.taking import is_urgent_payload
from hospital import inbox

if TYPE_CHECKING:
    from doors.telegram_door import TelegramDoor
    from doors.wiring import Desk

TURN_THREADS = 12
FILE_THREADS = 6
"""Fetching files and hearing what was spoken takes long: turns without any have threads of their own."""
SEND_THREADS = 12
"""A message that takes long to be sent keeps no turn of its conversation waiting."""
URGENT_THREADS, URGENT_WAITING = 2, 100

log = structlog.get_logger("pushing")


class Pushing:
    """Serves the conversations of push channels."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.telegram: TelegramDoor | None = None
        self.backlog = Backlog(self._serve, TURN_THREADS)
        self._with_files = Backlog(self._take_turn, FILE_THREADS)
        self._to_send = Backlog(desk.courier.carry, SEND_THREADS)
        self._urgent: queue.Queue[tuple[InboundMessage, str]] = queue.Queue(URGENT_WAITING)
        for n in range(URGENT_THREADS):
            threading.Thread(target=self._say_urgent, name=f"urgent-{n}", daemon=True).start()

    def _serve(self, conversation_id: int) -> None:
        """Give a conversation to the threads that it is for. Words of an emergency wait for no file."""
        with self._desk.office.read() as unit:
            waiting = inbox.waiting_payloads_of(unit, conversation_id)
        has_files = any(map(inbox.brings_files, waiting))
        # whoever fetches files there already sees by itself that words of an emergency wait
        if has_files and (self._with_files.is_in_hand(conversation_id) or not any(map(is_urgent_payload, waiting))):
            self._with_files.add(conversation_id)
        else:
            self._take_turn(conversation_id)

    def _take_turn(self, conversation_id: int) -> None:
        """Run what waits in a conversation, and have sent what it said."""
        with self.telegram.typing(conversation_id) if self.telegram else nullcontext():
            again_in = self._desk.engine.catch_up(conversation_id)
        # beside what may be on its way there
        self._desk.courier.hurry(conversation_id)
        self._to_send.add(conversation_id)
        if again_in is not None:
            self.backlog.add(conversation_id, after=again_in)

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
        have_ended = [each.close(seconds / 3) for each in (self.backlog, self._with_files, self._to_send)]
        return all(have_ended)
