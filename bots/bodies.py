"""The bodies of requests, within bounds of size and time."""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect, Request


class TooLongError(Exception):
    """A body has more bytes than any that is meant for us."""


class CutOffError(Exception):
    """A body did not come in, or not in time."""


async def body_of(request: Request, limit: int, seconds: float) -> bytes:
    """The body of a request. `limit` in bytes. Raises TooLongError, CutOffError."""
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > limit:
        raise TooLongError
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for piece in request.stream():
                body += piece
                if len(body) > limit:
                    raise TooLongError
    except (TimeoutError, ClientDisconnect):
        raise CutOffError from None
    return bytes(body)
