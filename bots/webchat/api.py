"""The web chat's API: a message in, its answer out, and what was said before."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Protocol, TypeVar

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bots.webchat.browsers import Browsers
from bots.webchat.limits import Buckets
from bots.webchat.requests import Message, RefusedError, check_origin, read_message
from bots.webchat.transcript import CHANNEL, SEPARATOR, transcript
from bots.webchat.words import Word, en, es
from conversation.messages import Answer, InboundMessage, Kind

T = TypeVar("T")
WORDS: Mapping[str, Mapping[Word, str]] = {"en": en.WORDS, "es": es.WORDS}
BUSY_SECONDS = 2
"""When to come back while everything is busy."""

log = structlog.get_logger("webchat")


class Pool(Protocol):
    """Threads that do blocking work, with a queue that has an end."""

    def submit(self, work: Callable[[], T]) -> Awaitable[T] | None:
        """What the work will return; None when too much waits already."""


@dataclass(frozen=True)
class Webchat:
    """The browsers' way in. `put_through` takes a message and the language for an apology."""

    put_through: Callable[[InboundMessage, str], Answer]
    turns: Pool
    lookups: Pool
    read: Callable[[], AbstractContextManager[Any]]
    """Opens a transaction of the hospital's office that changes nothing."""
    browsers: Browsers
    language_of: Callable[[Request], str]
    public_url: str = ""
    writers: Buckets = field(default_factory=lambda: Buckets(burst=30, per_second=1))
    newcomers: Buckets = field(default_factory=lambda: Buckets(burst=300, per_second=10))
    """By address, for whoever comes without a conversation: else a fresh start each time would get round the limit."""

    def routes(self) -> list[Route]:
        """Where it is reached."""
        return [
            Route("/chat/messages", self._answered(self._post), methods=["POST"]),
            Route("/chat/history", self._answered(self._history), methods=["GET"]),
            Route("/chat/new", self._answered(self._begin_anew), methods=["POST"]),
        ]

    def welcome(self, page: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        """The page, with a conversation for a browser that has none yet."""

        async def endpoint(request: Request) -> Response:
            response = await page(request)
            if self.browsers.known(request) is None:
                self.browsers.remember(response, self.browsers.new())
            return response

        return endpoint

    async def _post(self, request: Request) -> Response:
        check_origin(request, self.public_url)
        known = self.browsers.known(request)
        self._slow_down(request, known)
        message = await read_message(request)
        conversation, language = known or self.browsers.new(), self.language_of(request)
        inbound = _inbound(message, conversation)
        running = self.turns.submit(lambda: self.put_through(inbound, language))
        if running is None:
            raise RefusedError(503, Word.BUSY, BUSY_SECONDS)
        answer = await running
        told = {"id": message.id, "replies": answer.replies, "language": answer.state.get("language", language)}
        response = JSONResponse({**told, "is_new": known is None})
        if known is None:
            self.browsers.remember(response, conversation)
        return response

    def _slow_down(self, request: Request, known: str | None) -> None:
        address = request.client.host if request.client else ""
        wait = self.writers.take(known) if known else self.newcomers.take(address)
        if wait:
            raise RefusedError(429, Word.TOO_FAST, math.ceil(wait))

    async def _history(self, request: Request) -> Response:
        known = self.browsers.known(request)
        if known is None:
            response = JSONResponse({"messages": []})
            self.browsers.remember(response, self.browsers.new())
            return response
        running = self.lookups.submit(lambda: self._lines(known))
        if running is None:
            raise RefusedError(503, Word.BUSY, BUSY_SECONDS)
        return JSONResponse({"messages": await running})

    def _lines(self, conversation: str) -> list[dict[str, Any]]:
        try:
            with self.read() as unit:
                return [line.as_json() for line in transcript(unit, conversation)]
        except Exception as error:
            # whatever keeps the records away, the browser tries again
            log.error("history_failed", exc_info=error)
            raise RefusedError(503, Word.AWAY, BUSY_SECONDS) from None

    async def _begin_anew(self, request: Request) -> Response:
        check_origin(request, self.public_url)
        response = Response(status_code=204)
        self.browsers.remember(response, self.browsers.new())
        return response

    def _answered(self, endpoint: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        """The endpoint, with a sentence in the person's language where it refuses; nothing is kept by caches."""

        @wraps(endpoint)
        async def answer(request: Request) -> Response:
            try:
                response = await endpoint(request)
            except RefusedError as refused:
                words = WORDS.get(self.language_of(request), en.WORDS)
                response = JSONResponse({"error": words[refused.word]}, refused.status)
                if refused.retry_after is not None:
                    response.headers["Retry-After"] = str(refused.retry_after)
            response.headers["Cache-Control"] = "no-store"
            return response

        return answer


def _inbound(message: Message, conversation: str) -> InboundMessage:
    return InboundMessage(
        channel=CHANNEL,
        conversation=conversation,
        external_id=f"{conversation}{SEPARATOR}{message.id}",
        kind=Kind.TEXT if message.action is None else Kind.CHOICE,
        text=message.text or "",
        choice=message.action,
        received_at=datetime.now(UTC),
    )
