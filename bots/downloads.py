"""Files that a vendor hands out, read as they come: slow or endless ones hold no thread for longer than allowed.

The client's own time-outs count from one byte to the next: a head or a body in drips never meets them. So a request is
made on an event loop of its own, where one deadline covers all of it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from conversation.media import FetchError

if TYPE_CHECKING:
    import httpx2

T = TypeVar("T")

SECONDS, STEP_SECONDS = 20.0, 5.0
"""How long a file may take altogether, and how long nothing may come."""
MOST_BYTES = 11 * 1024 * 1024
"""More than is taken of any file: what follows need not be read."""
UNPACKED = {"accept-encoding": "identity"}
"""To be asked for: pieces are given as they come."""
FIRST_PAUSE_SECONDS = 0.5
"""Until a vendor in trouble is asked again; doubled each time, as long as the file may take."""
_PASSING = frozenset({408, 425, 429})


@dataclass(frozen=True)
class Answer:
    """What a vendor answers. Everything read of it stands within the request's deadline."""

    response: httpx2.Response
    _within: Callable[[Coroutine[Any, Any, Any]], Any]

    @property
    def location(self) -> str | None:
        """Where it leads on to, if it does."""
        return self.response.headers.get("location", "") if self.response.is_redirect else None

    def pieces(self) -> Iterator[bytes]:
        """The file piece by piece, each as soon as it is there. Raises FetchError."""
        status = self.response.status_code
        if status != 200:
            raise FetchError(f"HTTP {status}", is_passing=status >= 500 or status in _PASSING)
        size, coming = 0, self.response.aiter_raw()
        while (piece := self._within(_next(coming))) is not None:
            size += len(piece)
            yield piece
            if size > MOST_BYTES:
                return


@contextmanager
def asked(
    url: httpx2.URL | str, until: float, headers: Mapping[str, str] = UNPACKED, *, host: str = "", trusts: bool = True
) -> Iterator[Answer]:
    """What is answered at an address, `until` by the monotonic clock. On a thread without a loop. Raises FetchError.

    `host` is the name that the server is to prove; `trusts`: whether proxies of the environment are used.
    """
    import httpx2

    with asyncio.Runner() as loop:

        def within(work: Coroutine[Any, Any, T]) -> T:
            try:
                return loop.run(asyncio.wait_for(work, max(0.0, until - time.monotonic())))
            except TimeoutError:
                raise FetchError("took too long") from None
            except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
                raise FetchError(type(error).__name__, is_passing=isinstance(error, httpx2.TransportError)) from None

        client = httpx2.AsyncClient(timeout=STEP_SECONDS, follow_redirects=False, trust_env=trusts)
        try:
            extensions = {"sni_hostname": host} if host else {}
            request = client.build_request("GET", url, headers=dict(headers), extensions=extensions)
            yield Answer(within(client.send(request, stream=True)), within)
        finally:
            loop.run(client.aclose())


async def _next(coming: Any) -> bytes | None:
    return await anext(coming, None)


def fetched(once: Callable[[float], Iterator[bytes]], seconds: float) -> Iterator[bytes]:
    """A file, piece by piece; a vendor in trouble is asked again while there is time. Raises FetchError.

    `once` asks for it once, until a moment of the monotonic clock.
    """
    until, pause = time.monotonic() + seconds, FIRST_PAUSE_SECONDS
    while True:
        has_begun = False
        try:
            for piece in once(until):
                has_begun = True
                yield piece
            return
        except FetchError as error:
            # what has begun is with its reader already
            if has_begun or not error.is_passing or time.monotonic() + pause >= until:
                raise
        time.sleep(pause)
        pause *= 2
