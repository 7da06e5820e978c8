"""The webhook: what the vendor posts, once it has shown the secret that it was given for this bot."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bots.bodies import CutOffError, TooLongError, body_of

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
            body = await body_of(request, BODY_LIMIT, BODY_SECONDS)
        except CutOffError:
            return Response(status_code=408, headers={"Connection": "close"})
        except TooLongError:
            return Response(status_code=413, headers={"Connection": "close"})
        try:
            given = json.loads(body)
        except (ValueError, RecursionError):
            return Response(status_code=400)
        if not isinstance(given, dict):
            return Response(status_code=400)
        return Response(status_code=200 if await receive(given) else 503)

    return take
