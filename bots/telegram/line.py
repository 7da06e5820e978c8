"""The line to Telegram: one bot of the client library, on an event loop of its own thread.

Senders and fetchers work on threads, webhooks on the server's loop; the library's connections belong to one loop. So
every request is made here, and whoever wants one waits for it in its own way.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from telegram import Bot
from telegram.request import HTTPXRequest

T = TypeVar("T")

SECONDS = 5.0
"""How long a request may take altogether."""
CONNECT_SECONDS, POOL_SECONDS = 3.0, 2.0
CONNECTIONS = 64
VENDOR = "https://api.telegram.org"

# durations as such: the library warns with every one that it still gives as a number
os.environ.setdefault("PTB_TIMEDELTA", "true")


class PlainBot(Bot):
    """The library's bot, which also gives updates as they are: one that it cannot read must not lose the others."""

    async def plain_updates(self, asked: dict[str, Any], read_timeout: float) -> list[dict[str, Any]]:
        """What `getUpdates` answers. Raises TelegramError."""
        given: list[dict[str, Any]] = await self._post("getUpdates", asked, read_timeout=read_timeout)
        return given


class Line:
    """Makes requests of one bot. It begins with the first of them; `close` ends it."""

    def __init__(self, token: str, base_url: str = "") -> None:
        self._token = token
        address = base_url.rstrip("/") or VENDOR
        self._base_url, self._files_url = f"{address}/bot", f"{address}/file/bot"
        self.files_url = self._files_url + token
        """Below this is what the vendor hands out to this bot, and nothing else is fetched."""
        self.bot_id = token.partition(":")[0]
        self._starting = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._bot: PlainBot | None = None

    def begin(self, ask: Callable[[PlainBot], Awaitable[T]], seconds: float = SECONDS) -> Future[T]:
        """Begin a request, or several after one another; what comes of it. Raises TimeoutError after `seconds`."""

        async def asked() -> T:
            async with asyncio.timeout(seconds):
                return await ask(self._the_bot())

        return asyncio.run_coroutine_threadsafe(asked(), self._started())

    def ask(self, ask: Callable[[PlainBot], Awaitable[T]], seconds: float = SECONDS) -> T:
        """Make a request and wait for it, on a thread. Raises TelegramError, TimeoutError."""
        return self.begin(ask, seconds).result()

    async def asked(self, ask: Callable[[PlainBot], Awaitable[T]], seconds: float = SECONDS) -> T:
        """Make a request and wait for it, on another event loop. Raises TelegramError, TimeoutError."""
        return await asyncio.wrap_future(self.begin(ask, seconds))

    def close(self, seconds: float = 1.0) -> None:
        """End it; what is under way is given up."""
        with self._starting:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = self._bot = None
        if loop is None or thread is None:
            return
        loop.call_soon_threadsafe(loop.stop)
        thread.join(seconds)

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._starting:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=_run, args=(self._loop,), name="telegram", daemon=True)
                self._thread.start()
            return self._loop

    def _the_bot(self) -> PlainBot:
        """The bot, made on its own loop. It is not `initialize`d: that asks the vendor who it is, which can wait."""
        if self._bot is None:
            request = HTTPXRequest(
                connection_pool_size=CONNECTIONS,
                connect_timeout=CONNECT_SECONDS,
                read_timeout=SECONDS,
                write_timeout=SECONDS,
                pool_timeout=POOL_SECONDS,
            )
            self._bot = PlainBot(
                self._token, self._base_url, self._files_url, request=request, get_updates_request=request
            )
        return self._bot


def _run(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.close()
