"""The web chat's API: a message in, its answer out, and what was said before."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import wraps
from typing import Any, TypeVar

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bots.gathering import Gatherer
from bots.webchat.browsers import Browsers
from bots.webchat.limits import Buckets, Pace
from bots.webchat.receiving import Files, describe, receive, tidy
from bots.webchat.requests import (
    Message,
    RefusedError,
    asked_in,
    check_origin,
    kept_in,
    read_message,
    read_object,
)
from bots.webchat.transcript import CHANNEL, SEPARATOR, Line, answers, news, over, transcript
from bots.webchat.words import Word, en, es
from conversation.messages import Answer, Attachment, InboundMessage, Kind
from conversation.pools import Pool

WORDS: Mapping[str, Mapping[Word, str]] = {"en": en.WORDS, "es": es.WORDS}
T = TypeVar("T")
Endpoint = Callable[[Request], Awaitable[Response]]
HELD = "Frontdesk-Held"
"""The header of an answer that is still to be made: its message is written down already."""
BUSY_SECONDS = 2
"""When to come back while everything is busy."""

log = structlog.get_logger("webchat")


@dataclass(frozen=True)
class Webchat:
    """The browsers' way in. `put_through` takes a message and the language for an apology."""

    put_through: Callable[[InboundMessage, str], Answer]
    hold: Callable[[InboundMessage], bool]
    """Writes a message down whose turn is still to wait; whether it could."""
    turns: Pool
    lookups: Pool
    read: Callable[[], AbstractContextManager[Any]]
    """Opens a transaction of the hospital's office that changes nothing."""
    write: Callable[[Callable[[Any], Any]], Any]
    """Does a unit of work in the hospital's office."""
    files: Files
    browsers: Browsers
    language_of: Callable[[Request], str]
    public_url: str = ""
    base: str = "/chat"
    """Where the page of the chat is; what it asks for lies below."""
    languages: Sequence[str] = ()
    """Those that pages have."""
    gatherer: Gatherer = field(default_factory=Gatherer)
    writers: Pace = field(default_factory=lambda: Pace(Buckets(30, per_second=1), Buckets(300, per_second=20)))
    senders: Pace = field(default_factory=lambda: Pace(Buckets(12, per_second=0.2), Buckets(60, per_second=0.5)))
    """Of files."""
    lookers: Pace = field(default_factory=lambda: Pace(Buckets(30, per_second=2), Buckets(900, per_second=60)))
    """For what is new, and for what was said."""
    newcomers: Buckets = field(default_factory=lambda: Buckets(burst=300, per_second=10))
    """Conversations made, by address."""

    def routes(self) -> list[Route]:
        """Where it is reached."""
        return [
            Route(f"{self.base}/messages", self._answered(self._post), methods=["POST"]),
            Route(f"{self.base}/files", self._answered(self._post_file), methods=["POST"]),
            Route(f"{self.base}/updates", self._answered(self._updates), methods=["GET"]),
            Route(f"{self.base}/history", self._answered(self._history), methods=["GET"]),
            Route(f"{self.base}/new", self._answered(self._begin_anew), methods=["POST"]),
        ]

    def welcome(self, page: Endpoint) -> Endpoint:
        """The page, with a conversation for a browser that has none yet."""

        async def endpoint(request: Request) -> Response:
            response = await page(request)
            # where too many are made the page comes without one: it asks for one itself, and is told to wait
            if self.browsers.known(request) is None and not self.newcomers.take(_address(request)):
                self.browsers.remember(response, self.browsers.new())
            chosen = request.query_params.get("lang", "")
            if chosen in self.languages:
                self.browsers.remember_language(response, chosen)
            return response

        return endpoint

    async def _post(self, request: Request) -> Response:
        check_origin(request, self.public_url)
        known = self.browsers.known(request)
        self._slow_down(request, known, self.writers)
        message = await read_message(request)
        if known is not None and (held := await self._held(request, known, message)) is not None:
            return held
        response, _ = await self._told(request, known, message.id, _said(message))
        return response

    async def _held(self, request: Request, conversation: str, message: Message) -> Response | None:
        """The answer to a piece of a sentence: it begins at once and ends when the sentence does. None for others."""
        language = self.language_of(request)
        inbound = _inbound(conversation, message.id, _said(message), language)
        pieces = self.gatherer.add(inbound)
        if pieces is None:
            return None
        noting = self.turns.submit(lambda: self.hold(inbound))
        if noting is None or not await noting:
            return None

        async def answer() -> AsyncIterator[bytes]:
            await self.gatherer.until_due(pieces)
            told = await self._patiently(lambda: self.put_through(inbound, language))
            yield json.dumps({**_told(message.id, told, language), "is_new": False}, ensure_ascii=False).encode()

        # its head says that the piece is safe, so that the page may send the next
        return StreamingResponse(answer(), media_type="application/json", headers={HELD: "1"})

    async def _patiently(self, work: Callable[[], Answer]) -> Answer:
        """What a turn gives that must be had: where too much waits already, it waits too."""
        while (running := self.turns.submit(work)) is None:
            await asyncio.sleep(BUSY_SECONDS)
        return await running

    async def _post_file(self, request: Request) -> Response:
        check_origin(request, self.public_url)
        known = self.browsers.known(request)
        self._slow_down(request, known, self.senders)
        sent = describe(request)
        with self.files.place(known, _address(request)):
            file = await receive(request, sent, self.files)
        response, state = await self._told(request, known, sent.id, _Said(Kind.ATTACHMENT, attachments=(file,)))
        tidy(self.files, file, state)
        return response

    async def _told(
        self, request: Request, known: str | None, message_id: str, said: _Said
    ) -> tuple[Response, dict[str, Any]]:
        """The answer to what somebody said, and the state after it."""
        conversation, language = known or self.browsers.new(), self.language_of(request)
        inbound = _inbound(conversation, message_id, said, language)
        running = self.turns.submit(lambda: self.put_through(inbound, language))
        if running is None:
            raise RefusedError(503, Word.BUSY, BUSY_SECONDS)
        answer = await running
        response = JSONResponse({**_told(message_id, answer, language), "is_new": known is None})
        if known is None:
            self.browsers.remember(response, conversation)
        return response, answer.state

    def _slow_down(self, request: Request, known: str | None, pace: Pace) -> None:
        """Raises RefusedError for who is too fast; who has no conversation yet has one made, which counts as well."""
        address = _address(request)
        wait = pace.take(known, address) if known else self.newcomers.take(address) or pace.together.take(address)
        if wait:
            raise RefusedError(429, Word.TOO_FAST, math.ceil(wait))

    async def _updates(self, request: Request) -> Response:
        """What is new for a page; mostly nothing (204).

        That is what the desk wrote unasked of late, which of the questions shown are over, and answers that were still
        to come when their messages were sent.
        """
        known = self.browsers.known(request)
        if known is None:
            return Response(status_code=204)
        self._slow_down(request, known, self.lookers)
        shown, kept = asked_in(request), kept_in(request)

        def look() -> dict[str, Any]:
            return {
                "answers": answers(self.read, known, kept),
                "messages": [line.as_json() for line in news(self.read, self.write, known)],
                "over": over(self.read, known, shown),
            }

        told = await self._look_up(look)
        if not any(told.values()):
            return Response(status_code=204)
        return JSONResponse({name: value for name, value in told.items() if value or name == "messages"})

    async def _history(self, request: Request) -> Response:
        known = self.browsers.known(request)
        self._slow_down(request, known, self.lookers)
        if known is None:
            response = JSONResponse({"messages": []})
            self.browsers.remember(response, self.browsers.new())
            return response
        hidden = WORDS.get(self.language_of(request), en.WORDS)[Word.NO_LONGER_SHOWN]
        lines = await self._look_up(lambda: self._lines(known, hidden))
        return JSONResponse({"messages": [line.as_json() for line in lines]})

    def _lines(self, conversation: str, hidden: str) -> list[Line]:
        with self.read() as unit:
            return transcript(unit, conversation, hidden=hidden)

    async def _look_up(self, work: Callable[[], T]) -> T:
        running = self.lookups.submit(work)
        if running is None:
            raise RefusedError(503, Word.BUSY, BUSY_SECONDS)
        try:
            return await running
        except Exception as error:
            # whatever keeps the records away, the browser tries again
            log.error("lookup_failed", exc_info=error)
            raise RefusedError(503, Word.AWAY, BUSY_SECONDS) from None

    async def _begin_anew(self, request: Request) -> Response:
        check_origin(request, self.public_url)
        self._slow_down(request, None, self.lookers)
        response = Response(status_code=204)
        self.browsers.remember(response, self.browsers.new())
        return response

    def button(self, press: Callable[[Request, dict[str, Any]], Awaitable[Response]]) -> Endpoint:
        """The endpoint of a button of our own pages; `press` gets the JSON object that comes with it."""

        async def endpoint(request: Request) -> Response:
            check_origin(request, self.public_url)
            return await press(request, await read_object(request))

        return self._answered(endpoint)

    def _answered(self, endpoint: Endpoint) -> Endpoint:
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
                if request.method == "POST":
                    # its body may not be read to the end, and would be taken for the next request
                    response.headers["Connection"] = "close"
            response.headers["Cache-Control"] = "no-store"
            return response

        return answer


@dataclass(frozen=True, slots=True)
class _Said:
    kind: Kind
    text: str = ""
    choice: str | None = None
    attachments: tuple[Attachment, ...] = ()


def _said(message: Message) -> _Said:
    if message.action is not None:
        return _Said(Kind.CHOICE, choice=message.action)
    return _Said(Kind.TEXT, message.text or "")


def _told(message_id: str, answer: Answer, language: str) -> dict[str, Any]:
    told = {"id": message_id, "replies": answer.replies, "language": answer.state.get("language", language)}
    return {**told, "kept": True} if answer.is_kept else told


def _inbound(conversation: str, message_id: str, said: _Said, language: str) -> InboundMessage:
    return InboundMessage(
        channel=CHANNEL,
        conversation=conversation,
        external_id=f"{conversation}{SEPARATOR}{message_id}",
        kind=said.kind,
        text=said.text,
        choice=said.choice,
        attachments=said.attachments,
        language=language,
        received_at=datetime.now(UTC),
    )


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
