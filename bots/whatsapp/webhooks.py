"""What Twilio calls: a message came in, or went further on its way out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bots.taking import ALBUM_SECONDS, Take
from bots.twilio_signature import Signatures, UnsignedError
from bots.whatsapp.inbound import MalformedError, Numbers, message, status
from conversation.messages import Kind

MESSAGES, STATUS = "/webhooks/twilio/messages", "/webhooks/twilio/status"
EMPTY = b'<?xml version="1.0" encoding="UTF-8"?><Response/>'
REPORT_SECONDS = 2.0

log = structlog.get_logger("twilio")


Report = Callable[[str, str, str, str], Awaitable[Any] | None]
"""Writes down how far a message came: channel, id, stage, error code; None when too much waits already."""


@dataclass(frozen=True)
class Webhooks:
    """The vendor's way in."""

    signatures: Signatures
    ours: Numbers
    take: Take
    report: Report

    def routes(self) -> list[Route]:
        """Where it is reached."""
        return [
            Route(MESSAGES, self._guarded(self._message), methods=["POST"]),
            Route(STATUS, self._guarded(self._status), methods=["POST"]),
        ]

    async def _message(self, form: dict[str, str]) -> Response:
        if "MessageStatus" in form and "Body" not in form:
            return await self._status(form)
        taken = message(form, self.ours, datetime.now(UTC))
        if taken is None:
            log.info("nothing_to_answer", kind=form.get("MessageType", "")[:20] if form.get("From") else "no sender")
            return _twiml()
        waits = ALBUM_SECONDS if taken.media and taken.kind is Kind.TEXT and not taken.text else 0.0
        if any(media.is_voice for media in taken.media):
            waits = 0.0
        is_safe = await self.take(taken, more_within=waits)
        return _twiml() if is_safe else Response(status_code=503, headers={"Retry-After": "2"})

    async def _status(self, form: dict[str, str]) -> Response:
        running = self.report(*status(form, self.ours))
        if running is None:
            return Response(status_code=503, headers={"Retry-After": "2"})
        try:
            await asyncio.wait_for(asyncio.ensure_future(_awaited(running)), REPORT_SECONDS)
        except Exception as error:
            # the vendor comes again where it was told to; the courier's own note stands all the same
            log.warning("status_not_kept", error=type(error).__name__)
            return Response(status_code=503, headers={"Retry-After": "2"})
        return Response(status_code=204)

    def _guarded(self, endpoint: Callable[[dict[str, str]], Awaitable[Response]]) -> Any:
        """The endpoint for genuine requests; the others are told nothing."""

        async def answer(request: Request) -> Response:
            try:
                return await endpoint(await self.signatures.read(request))
            except UnsignedError as error:
                log.warning("webhook_refused", path=request.url.path, reason=error.reason, status=error.status)
                return Response(status_code=error.status, headers={"Connection": "close"})
            except MalformedError:
                log.warning("webhook_refused", path=request.url.path, reason="not ours", status=400)
                return Response(status_code=400)

        return answer


async def _awaited(running: Awaitable[Any]) -> Any:
    return await running


def _twiml() -> Response:
    return Response(EMPTY, media_type="text/xml")
