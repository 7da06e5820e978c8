"""The edge of every push channel: a message is written down, then acknowledged; its turn comes afterwards.

Writing down has 0.3 seconds from when it begins. What takes longer, or finds the database away, is kept in the spool
and acknowledged all the same; only when that is full too is the vendor told to come again. One conversation's messages
are written down one after the other, in the order in which they came.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Protocol

import structlog

from bots.backlog import Backlog
from bots.gathering import Gatherer, Pieces
from bots.sequence import Place, Sequence
from bots.switchboard import Switchboard
from conversation.messages import InboundMessage
from conversation.spool import AwayError
from hospital.inbox import Received

NOTE_SECONDS = 0.3
QUEUE_SECONDS = 2.0
"""How long a message may wait for the ones before it. A crowd is no sign that the database is away."""

log = structlog.get_logger("reception")

SayNow = Callable[[InboundMessage, str], None]
"""Has words said on the message's channel without writing them down, and returns at once: for an emergency while the
records are away."""


class Threads(Protocol):
    """Threads for blocking work; None when too much waits already."""

    def submit(self, work: Callable[[], Any]) -> Awaitable[Any] | None:
        """What the work will return."""


class Lanes(Protocol):
    """Threads of which each key has always the same one; None when too much waits already."""

    def submit(self, work: Callable[[], Any], key: object) -> Awaitable[Any] | None:
        """What the work will return, begun after all that was submitted before it with this key."""


class Reception:
    """Takes in what webhooks and polls bring. Used on the event loop."""

    def __init__(
        self, switchboard: Switchboard, notes: Lanes, disk: Threads, backlog: Backlog, say_now: SayNow
    ) -> None:
        self._switchboard, self._backlog, self._say_now = switchboard, backlog, say_now
        self._notes, self._disk = notes, disk
        self._gatherer = Gatherer()
        self._keeping = asyncio.Lock()
        self._to_keep: list[tuple[InboundMessage, asyncio.Future[bool]]] = []
        self._sequence = Sequence()

    async def take(self, message: InboundMessage, *, more_within: float = 0.0) -> bool:
        """Take a message in; False when it could not be kept anywhere: let the vendor send it again.

        `more_within`: the channel tells that others belong to it (the pictures of an album), which come in so many
        seconds at most.
        """
        pieces = self._gatherer.add(message)
        wait = max(more_within, self._until(pieces) if pieces else 0.0)
        place = self._sequence.join((message.channel, message.conversation))
        try:
            received = await self._noted(message, place, is_held=wait > 0)
            if received is None:
                return await self._keep(message, place)
        finally:
            self._sequence.leave(place)
        self._backlog.add(received.conversation_id, after=wait)
        return True

    def _until(self, pieces: Pieces) -> float:
        return max(0.0, pieces.due_at - asyncio.get_running_loop().time())

    async def _noted(self, message: InboundMessage, place: Place, *, is_held: bool) -> Received | None:
        """Have a message written down; None when that could not be done now."""
        if place.would_overtake or not self._switchboard.may_note():
            place.has_failed = True
            return None
        begun = asyncio.Event()
        running = self._notes.submit(self._work(message, place, begun, is_held), place.key)
        if running is None:
            place.has_failed = True
            return None
        noted: asyncio.Future[Received] = asyncio.ensure_future(running)
        try:
            await asyncio.wait_for(begun.wait(), QUEUE_SECONDS)
            return await asyncio.wait_for(asyncio.shield(noted), NOTE_SECONDS)
        except (TimeoutError, AwayError):
            # where others get through meanwhile it is a crowd
            if begun.is_set() and not self._switchboard.is_getting_through(NOTE_SECONDS):
                self._switchboard.is_away()
        except Exception as error:
            # a fault of ours must lose no message: it is tried again from the spool
            log.error("note_failed", channel=message.channel, exc_info=error)
        place.has_failed = True
        noted.add_done_callback(self._came_late)
        return None

    def _work(
        self, message: InboundMessage, place: Place, begun: asyncio.Event, is_held: bool
    ) -> Callable[[], Received]:
        """The writing down of a message, as it is done on a thread, after that of those before it."""
        loop = asyncio.get_running_loop()

        def work() -> Received:
            with suppress(RuntimeError):  # the loop has ended: nobody waits for it
                loop.call_soon_threadsafe(begun.set)
            try:
                if place.would_overtake:
                    raise AwayError
                return self._switchboard.note(message, is_held=is_held)
            except Exception:
                place.has_failed = True
                raise

        return work

    def _came_late(self, noted: asyncio.Future[Received]) -> None:
        """A note that was given up on may be there after all; the spool's copy then finds it."""
        if not noted.cancelled() and noted.exception() is None:
            self._backlog.add(noted.result().conversation_id)

    async def _keep(self, message: InboundMessage, place: Place) -> bool:
        urgent = self._switchboard.urgent_words(message)
        if urgent:
            self._say_now(message, urgent)
        await place.after_those_before()
        kept: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._to_keep.append((message, kept))
        place.stand()
        async with self._keeping:  # in the order in which they came, all that came meanwhile at once
            if not kept.done():
                await self._keep_all()
        return kept.result()

    async def _keep_all(self) -> None:
        batch, self._to_keep = self._to_keep, []
        messages, is_done = [message for message, _ in batch], False
        try:
            running = self._disk.submit(lambda: self._switchboard.keep(*messages))
            is_done = running is not None and bool(await running)
        finally:
            for _, kept in batch:
                kept.set_result(is_done)
