"""The living demo behind /demo: what its page asks for, and what its buttons do. Of a demo hospital only."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from conversation import handing_over
from hospital import demo_desk, demo_view, practice
from hospital.directory import Directory, Hospital
from hospital.errors import BusyError, ConflictError, NotAllowedError, NotFoundError
from hospital.office import Office, Unit
from hospital.practice import TooFarError
from web.demo_scene import as_json
from web.languages import language_of
from web.pages import Pages
from web.words import DEMO_WORDS, WORDS
from web.words.demo_page import DemoPage

T = TypeVar("T")
Endpoint = Callable[[Request], Awaitable[Response]]
PHONES = (1, 2)
BODY_LIMIT, ANSWER_LIMIT = 16 * 1024, 2000

log = structlog.get_logger("demo")


class Pool(Protocol):
    """Threads that do blocking work, with a queue that has an end."""

    def submit(self, work: Callable[[], T]) -> Awaitable[T] | None:
        """What the work will return; None when too much waits already."""


@dataclass
class RefusedError(Exception):
    """A request that is not taken: its HTTP status, and the sentence for whoever reads the page."""

    status: int
    sentence: str


@dataclass
class Demo:
    """The page, its state and its buttons. `hospital` gives the hospital, None while the records are out of reach."""

    pages: Pages
    office: Office
    directory: Directory
    pool: Pool
    hospital: Callable[[], Awaitable[Hospital | None]]
    public_url: str = ""
    _drawn: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """By language: the last scene with its mark, for everybody who looks."""
    _resetting: asyncio.Lock = field(default_factory=asyncio.Lock)

    def routes(self) -> list[Route]:
        """Where it is reached; the phones have routes of their own."""
        return [
            Route("/demo", self.pages.demo, methods=["GET"]),
            Route("/demo/state", self.only(self._state), methods=["GET"]),
            Route("/demo/clock", self.only(self._ours(self._clock)), methods=["POST"]),
            Route("/demo/task", self.only(self._ours(self._task)), methods=["POST"]),
            Route("/demo/reset", self.only(self._ours(self._reset)), methods=["POST"]),
        ]

    def phone(self, number: int) -> Endpoint:
        """The page of one patient's phone."""

        async def endpoint(request: Request) -> Response:
            return await self.pages.framed_chat(request, phone_address(number))

        return self.only(endpoint)

    def only(self, endpoint: Endpoint) -> Endpoint:
        """The endpoint of a demo hospital; on a real one there is nothing here."""

        async def answer(request: Request) -> Response:
            hospital = await self.hospital()
            words = DEMO_WORDS[language_of(request)]
            if hospital is None:
                return _refusal(503, WORDS[language_of(request)].away)
            if not hospital.is_demo:
                return _refusal(404, words.not_demo)
            return await endpoint(request)

        return answer

    def _ours(self, endpoint: Endpoint) -> Endpoint:
        """The endpoint for our own page alone: no other site may press these buttons."""

        async def answer(request: Request) -> Response:
            words = DEMO_WORDS[language_of(request)]
            if not self._is_of_our_page(request):
                return _refusal(403, words.failed)
            try:
                return await endpoint(request)
            except RefusedError as refused:
                return _refusal(refused.status, refused.sentence)
            except BusyError:
                return _refusal(503, words.away)

        return answer

    def _is_of_our_page(self, request: Request) -> bool:
        site = request.headers.get("sec-fetch-site")
        if site is not None:
            return site == "same-origin"
        origin = request.headers.get("origin")
        ours = {request.headers.get("host", ""), urlsplit(self.public_url).netloc} - {""}
        return origin is None or urlsplit(origin).netloc in ours

    # --- looking ----------------------------------------------------------------------------------

    async def _state(self, request: Request) -> Response:
        language, since = language_of(request), request.query_params.get("since", "")
        mark, drawn = await self._run(lambda: self._draw(language, since))
        headers = {"Cache-Control": "no-store"}
        if drawn is None:
            return Response(status_code=204, headers=headers)
        return Response(drawn, media_type="application/json", headers={**headers, "X-Mark": mark})

    def _draw(self, language: str, since: str) -> tuple[str, bytes | None]:
        """The scene in a language, drawn anew only when something has changed; None where the page has it already."""
        with self.office.read() as unit:
            mark = demo_view.mark(unit)
            if mark == since:
                return mark, None
            before = self._drawn.get(language)
            if before is not None and before[0] == mark:
                return before
            hospital = self.directory.current(unit)
            told = {"mark": mark, **as_json(demo_view.scene(unit, hospital), hospital, language)}
        drawn = mark, json.dumps(told, ensure_ascii=False).encode()
        self._drawn[language] = drawn
        return drawn

    # --- doing ------------------------------------------------------------------------------------

    async def _clock(self, request: Request) -> Response:
        given, words = await _read(request), DEMO_WORDS[language_of(request)]
        to_morning = given.get("to") == "morning"
        try:
            moment = await self._run(lambda: practice.put_forward(self.office, to_morning=to_morning))
        except TooFarError:
            raise RefusedError(409, words.too_far) from None
        # what has become due is seen at once, not with the timetable's next round
        await self._run(lambda: handing_over.keep_promises(self.office, self.directory))
        hospital = await self.hospital()
        return JSONResponse({"time": f"{hospital.local(moment):%H:%M}" if hospital else ""})

    async def _task(self, request: Request) -> Response:
        given, words = await _read(request), DEMO_WORDS[language_of(request)]
        reference, do, text = (str(given.get(name, "")) for name in ("reference", "do", "text"))
        try:
            await self._run(lambda: self._do(reference, do, text.strip()[:ANSWER_LIMIT], words))
        except (NotFoundError, ConflictError, NotAllowedError):
            raise RefusedError(409, words.task_gone) from None
        return JSONResponse({})

    def _do(self, reference: str, do: str, text: str, words: DemoPage) -> None:
        match do:
            case "take":
                self.office.write(lambda unit: demo_desk.take(unit, reference), actor="demo")
            case "answer" if text:
                self.office.write(lambda unit: demo_desk.answer(unit, reference, text), actor="demo")
            case "close" | "back":
                self.office.write(lambda unit: self._release(unit, reference, done=do == "close"), actor="demo")
            case _:
                raise RefusedError(400, words.failed)

    def _release(self, unit: Unit, reference: str, *, done: bool) -> None:
        hospital = self.directory.current(unit)
        handing_over.release(unit, hospital, reference, demo_desk.whose(unit, reference), done=done)

    async def _reset(self, request: Request) -> Response:
        words = DEMO_WORDS[language_of(request)]
        if self._resetting.locked():
            raise RefusedError(409, words.reset_runs)
        async with self._resetting:
            await self._run(self._make_anew)
        return JSONResponse({})

    def _make_anew(self) -> None:
        from hospital.demo import load_demo  # what makes a demo is needed then only

        load_demo(self.office, reset=True)

    async def _run(self, work: Callable[[], T]) -> T:
        running = self.pool.submit(work)
        if running is None:
            raise BusyError
        return await running


def phone_address(number: int) -> str:
    """Where a patient's phone is reached."""
    return f"/demo/phone/{number}"


def _refusal(status: int, sentence: str) -> Response:
    return JSONResponse({"error": sentence}, status, {"Cache-Control": "no-store"})


async def _read(request: Request) -> dict[str, Any]:
    """The JSON object of a request's body; empty where there is none, or a body that is too long."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > BODY_LIMIT:
                return {}
        given = json.loads(body or b"{}")
    except (ClientDisconnect, ValueError, RecursionError):
        return {}
    return given if isinstance(given, dict) else {}
