"""Files that a vendor hands out, read as they come: slow or endless ones hold no thread for longer than allowed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from conversation.media import FetchError

if TYPE_CHECKING:
    import httpx2

SECONDS, STEP_SECONDS = 20.0, 5.0
"""How long a file may take altogether, and how long nothing may come."""
MOST_BYTES = 11 * 1024 * 1024
"""More than is taken of any file: what follows need not be read."""
UNPACKED = {"accept-encoding": "identity"}
"""To be asked for: pieces are given as they come."""


def pieces(response: httpx2.Response, until: float) -> Iterator[bytes]:
    """A file piece by piece, each as soon as it is there; `until` is by the monotonic clock. Raises FetchError."""
    size = 0
    for piece in response.iter_raw():
        if time.monotonic() > until:
            raise FetchError("took too long")
        size += len(piece)
        yield piece
        if size > MOST_BYTES:
            return
