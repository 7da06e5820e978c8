"""The edge of every push channel: a message is written down, then acknowledged; its turn comes afterwards.

Writing down has 0.3 seconds. What takes longer, or finds the database away, is kept in the spool and acknowledged all
the same; only when that is full too is the vendor told to come again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from bots.backlog import Backlog
from bots.gathering import Gatherer, Pieces
from bots.switchboard import Switchboard
from conversation.messages import InboundMessage
from conversation.spool import AwayError
from hospital.inbox import Received

NOTE_SECONDS = 0.3

SayNow = Callable[[InboundMessage, str], None]
"""Says words on the message's channel without writing them down: for an emergency while the records are away."""


class Threads(Protocol):
    """Threads for blocking work; None when too much waits already."""

    def submit(self, work: Callable[[], Any]) -> Awaitable[Any] | None:
        """What the work will return."""


class Reception:
    """Takes in what webhooks and polls bring. Used on the event loop."""

    def __init__(
        self, switchboard: Switchboard, notes: Threads, disk: Threads, backlog: Backlog, say_now: SayNow
    ) -> None:
        self._switchboard, self._backlog, self._say_now = switchboard, backlog, say_now
        self._notes, self._disk = notes, disk
        self._gatherer = Gatherer()

    async def take(self, message: InboundMessage, *, more_within: float = 0.0) -> bool:
        """Take a message in; False when it could not be kept anywhere: let the vendor send it again.

        `more_within`: the channel tells that others belong to it (the pictures of an album), which come in so many
        seconds at most.
        """
        pieces = self._gatherer.add(message)
        wait = max(more_within, self._until(pieces) if pieces else 0.0)
        noted = self._note(message, is_held=wait > 0)
        if noted is not None:
            try:
                received = await asyncio.wait_for(asyncio.shield(noted), NOTE_SECONDS)
            except (TimeoutError, AwayError):
                self._switchboard.is_away()
                noted.add_done_callback(self._came_late)
            else:
                self._backlog.add(received.conversation_id, after=wait)
                return True
        return await self._keep(message)

    def _until(self, pieces: Pieces) -> float:
        return max(0.0, pieces.due_at - asyncio.get_running_loop().time())

    def _note(self, message: InboundMessage, *, is_held: bool) -> asyncio.Future[Received] | None:
        if not self._switchboard.may_note():
            return None
        running = self._notes.submit(lambda: self._switchboard.note(message, is_held=is_held))
        return asyncio.ensure_future(running) if running is not None else None

    def _came_late(self, noted: asyncio.Future[Received]) -> None:
        """A note that was given up on may be there after all; the spool's copy then finds it."""
        if not noted.cancelled() and noted.exception() is None:
            self._backlog.add(noted.result().conversation_id)

    async def _keep(self, message: InboundMessage) -> bool:
        urgent = self._switchboard.urgent_words(message)
        if urgent:
            self._disk.submit(lambda: self._say_now(message, urgent))
        kept = self._disk.submit(lambda: self._switchboard.keep(message))
        return kept is not None and bool(await kept)
