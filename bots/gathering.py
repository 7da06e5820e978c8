"""One sentence written as several messages: who stops in the middle of one is waited for, a moment only.

A piece is written down at once, so that nothing is lost; its turn waits until no piece came for a while, and then
takes all of them together, in order. Whoever finishes their sentences is answered at once.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from conversation.extractors.emergency import find_emergency
from conversation.extractors.text import Message
from conversation.extractors.unfinished import is_unfinished
from conversation.messages import InboundMessage, Kind

QUIET_SECONDS = 2.2
"""How long the next piece may take."""
LONGEST_SECONDS = 5.0
"""When the first piece is answered at the latest."""
MANY = 500
WHOLE_CHARACTERS = 4096
"""What is longer is no sentence in the making, and takes too long to be read here."""


@dataclass
class Pieces:
    """The pieces of one conversation that wait to be taken together. Times are the event loop's."""

    whose: tuple[str, str]
    """Their channel and conversation: two channels may call theirs the same."""
    first_at: float
    last_at: float

    @property
    def due_at(self) -> float:
        """When they are taken, unless another piece comes."""
        return min(self.last_at + QUIET_SECONDS, self.first_at + LONGEST_SECONDS)


@dataclass
class Gatherer:
    """Which conversations are in the middle of a sentence, in this process. Used on the event loop alone."""

    _open: dict[tuple[str, str], Pieces] = field(default_factory=dict)

    def add(self, message: InboundMessage) -> Pieces | None:
        """The pieces that this message belongs to; None when it is to be answered at once."""
        now = asyncio.get_running_loop().time()
        whose = message.channel, message.conversation
        pieces = self._open.get(whose)
        if message.kind is not Kind.TEXT or len(message.text) > WHOLE_CHARACTERS:
            return None
        if find_emergency(Message.read(message.text, None)) is not None:
            return None
        if pieces is not None and now < pieces.due_at:
            pieces.last_at = now
            return pieces
        if not is_unfinished(message.text):
            return None
        if len(self._open) > MANY:
            # whoever left in the middle of a sentence has nobody waiting any more
            self._open = {name: each for name, each in self._open.items() if now < each.due_at}
        self._open[whose] = Pieces(whose, now, now)
        return self._open[whose]

    async def until_due(self, pieces: Pieces) -> None:
        """Wait until they are to be taken."""
        clock = asyncio.get_running_loop().time
        while (left := pieces.due_at - clock()) > 0:
            await asyncio.sleep(left)
        if self._open.get(pieces.whose) is pieces:
            del self._open[pieces.whose]
