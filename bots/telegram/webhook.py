"""The webhook: what the vendor posts, once it has shown the secret that it was given for this bot."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

PATH = "/webhooks/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
BODY_LIMIT = 1024 * 1024
BODY_SECONDS = 10.0

Receive = Callable[[dict[str, Any]], Awaitable[bool]]


def endpoint(secret: bytes, receive: Receive) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint for one bot."""

    async def take(request: Request) -> Response:
        # as bytes: a comparison of texts refuses what is not ASCII with an error
        shown = request.headers.get(HEADER, "").encode("latin-1")
        if not hmac.compare_digest(shown, secret):
            return Response(status_code=403, headers={"Connection": "close"})
        try:
            body = await asyncio.wait_for(_body(request), BODY_SECONDS)
        except TimeoutError:
            return Response(status_code=408, headers={"Connection": "close"})
        if body is None:
            return Response(status_code=413, headers={"Connection": "close"})
        try:
            given = json.loads(body)
        except (ValueError, RecursionError):
            return Response(status_code=400)
        if not isinstance(given, dict):
            return Response(status_code=400)
        return Response(status_code=200 if await receive(given) else 503)

    return take


async def _body(request: Request) -> bytes | None:
    """The body; None for one that is longer than any update."""
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > BODY_LIMIT:
            return None
        pieces.append(piece)
    return b"".join(pieces)
