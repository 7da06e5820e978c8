"""What the push channels share of taking a message in."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Protocol

from conversation.messages import InboundMessage

TEXT_LIMIT = 20_000
"""More than any vendor carries; what is longer is cut."""
ALBUM_SECONDS = 1.0
"""Several files come as several messages: so long after one others are waited for."""


class Take(Protocol):
    """Writes a message down; False when it could not be kept anywhere."""

    def __call__(self, message: InboundMessage, *, more_within: float = 0.0) -> Awaitable[bool]:
        """See `bots.reception.Reception.take`."""
