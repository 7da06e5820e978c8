"""How uvicorn takes connections: one on which no request comes, or only ever a little more of one, is closed."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS = 15.0
"""How long the head of a request may take, from the connection or from its first byte."""
ROOM_FOR_FILES = 200
"""File descriptors that connections leave to the database, uploads and logs."""
MOST = 4000
MESSAGE_BYTES = 64 * 1024
"""How long a message on a websocket may be: only calls have one."""


class Connection(HttpToolsProtocol):
    """A connection with a deadline for the head of each request; uvicorn itself has one only between requests."""

    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """A connection begins."""
        super().connection_made(transport)
        self._expect_head()

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        self._expect_head()

    def on_headers_complete(self) -> None:
        """The head is here."""
        self._forget_timer()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is over."""
        self._forget_timer()
        super().connection_lost(exc)

    def _expect_head(self) -> None:
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(HEAD_SECONDS, self._hang_up)

    def _forget_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _hang_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()


def most_connections() -> int:
    """How many connections may be open at once; beyond, a request is told to come back."""
    try:
        import resource
    except ImportError:  # not on Windows
        return 500
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + ROOM_FOR_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return MOST if soft == resource.RLIM_INFINITY else max(100, min(MOST, soft - ROOM_FOR_FILES))
