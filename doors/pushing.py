"""Push channels in one process: turns, what these say, and words that cannot be written down first."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

import structlog

from bots.backlog import Backlog
from conversation.messages import InboundMessage, Letter, Reply
from conversation.receiving import NotOursError
from conversation.taking import is_urgent_payload
from doors.at_once import AtOnce
from hospital import inbox
from hospital.threads import Thread

if TYPE_CHECKING:
    from doors.telegram_door import TelegramDoor
    from doors.wiring import Desk

TURN_THREADS = 12
TURNS_AT_ONCE, WITH_ROUND_TRIPS = 2, 3
"""So many of them compute at a time, the others wait for a model: more would only keep each other, and what comes in,
from the processor. One more where a database is asked over the network."""
FILE_THREADS = 6
"""Fetching files and hearing what was spoken takes long: turns without any have threads of their own."""
SEND_THREADS = 12
"""A message that takes long to be sent keeps no turn of its conversation waiting."""
URGENT_THREADS, URGENT_WAITING = 2, 100
NOTES_IN_LINE = 3
"""While more messages than these wait to be written down, no turn is begun: nobody waits for an answer but after an
acknowledgement, and what is not acknowledged is sent again."""
YIELD_SECONDS, LOOK_SECONDS = 1.0, 0.02
"""How long a turn lets them go first, and how often it looks."""

log = structlog.get_logger("pushing")


class _EndingError(Exception):
    """No turn is begun any more."""


def _needs_no_file(thread: Thread) -> bool:
    """Whether a turn has no file to wait for."""
    waiting = [each.payload for each in thread.waiting]
    return not any(map(inbox.brings_files, waiting)) or any(map(is_urgent_payload, waiting))


class Pushing:
    """Serves the conversations of push channels."""

    def __init__(self, desk: Desk, to_note: Callable[[], int] = lambda: 0) -> None:
        """`to_note`: how many messages wait to be written down."""
        self._desk, self._to_note = desk, to_note
        self._at_once = AtOnce(WITH_ROUND_TRIPS if desk.office.locks_rows else TURNS_AT_ONCE)
        self._ending = threading.Event()
        if desk.model is not None:
            desk.model.meanwhile = self._at_once.away
        self.telegram: TelegramDoor | None = None
        self.backlog = Backlog(self._serve, TURN_THREADS)
        self._with_files = Backlog(self._serve_with_files, FILE_THREADS)
        self._to_send = Backlog(desk.courier.carry, SEND_THREADS)
        self._urgent: queue.Queue[tuple[InboundMessage, str]] = queue.Queue(URGENT_WAITING)
        for n in range(URGENT_THREADS):
            threading.Thread(target=self._say_urgent, name=f"urgent-{n}", daemon=True).start()

    def _serve(self, conversation_id: int) -> None:
        """Give a conversation to the threads that it is for. Words of an emergency wait for no file."""
        # whoever fetches files there sees by itself that words of an emergency wait
        if self._with_files.is_in_hand(conversation_id):
            self._with_files.add(conversation_id)
            return
        self._let_notes_go_first()
        try:
            again_in = self._take_turn(conversation_id, _needs_no_file, self._at_work)
        except _EndingError:
            return
        except NotOursError:
            again_in = None
            self._with_files.add(conversation_id)
        self._have_sent(conversation_id, again_in)

    def _serve_with_files(self, conversation_id: int) -> None:
        self._have_sent(conversation_id, self._take_turn(conversation_id))

    def _let_notes_go_first(self) -> None:
        give_up_at = time.monotonic() + YIELD_SECONDS
        while self._to_note() > NOTES_IN_LINE and time.monotonic() < give_up_at and not self._ending.is_set():
            time.sleep(LOOK_SECONDS)

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        """Have a place among the turns. Raises _EndingError once none is begun any more."""
        with self._at_once.at_work():
            if self._ending.is_set():
                raise _EndingError
            yield

    def _take_turn(self, conversation_id: int, *how: Any) -> float | None:
        """Run what waits in a conversation; in how many seconds to come again, where something is left for later."""
        with self.telegram.typing(conversation_id) if self.telegram else nullcontext():
            again_in: float | None = self._desk.engine.catch_up(conversation_id, *how)
        return again_in

    def _have_sent(self, conversation_id: int, again_in: float | None) -> None:
        """Have sent what was said, beside what may be on its way there."""
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
        self._ending.set()
        have_ended = [each.close(seconds / 3) for each in (self.backlog, self._with_files, self._to_send)]
        return all(have_ended)
