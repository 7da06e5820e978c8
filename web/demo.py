"""The living demo behind /demo: what its page asks for, and what its buttons do. Of a demo hospital only."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from conversation import handing_over
from conversation.pools import Pool
from hospital.demo import desk as demo_desk
from hospital.demo import practice
from hospital.demo import view as demo_view
from hospital.demo.practice import TooFarError
from hospital.directory import Hospital
from hospital.directory_rows import Directory
from hospital.errors import BusyError, ConflictError, NotAllowedError, NotFoundError
from hospital.office import Office, Unit
from web.demo_scene import as_json
from web.languages import Languages
from web.pages import Pages
from web.words import DEMO_WORDS, WORDS
from web.words.demo_page import DemoPage

T = TypeVar("T")
Endpoint = Callable[[Request], Awaitable[Response]]
Press = Callable[[Request, dict[str, Any]], Awaitable[Response]]
"""What a button does: it gets the JSON object that comes with the request."""
PHONES = (1, 2)
ANSWER_LIMIT = 2000
CLOCK = {"quarter": False, "morning": True}
"""Where the clock may be put, and whether that is the next morning."""


@dataclass
class Demo:
    """The page, its state and its buttons. `hospital` gives the hospital, None while the records are out of reach.

    `button` makes an endpoint that our own pages alone may call, and that waits for no body without end.
    """

    pages: Pages
    office: Office
    directory: Directory
    pool: Pool
    hospital: Callable[[], Awaitable[Hospital | None]]
    languages: Languages
    button: Callable[[Press], Endpoint]
    _drawn: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """By language: the last scene with its mark, for everybody who looks."""
    _resetting: asyncio.Lock = field(default_factory=asyncio.Lock)

    def routes(self) -> list[Route]:
        """Where it is reached; the phones have routes of their own."""
        return [
            Route("/demo", self.pages.demo, methods=["GET"]),
            Route("/demo/state", self.only(self._state), methods=["GET"]),
            Route("/demo/clock", self.only(self.button(self._clock)), methods=["POST"]),
            Route("/demo/task", self.only(self.button(self._task)), methods=["POST"]),
            Route("/demo/reset", self.only(self.button(self._reset)), methods=["POST"]),
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
            if hospital is None:
                return _refusal(503, WORDS[self.languages.of(request)].away)
            if not hospital.is_demo:
                return _refusal(404, self._words(request).not_demo)
            try:
                return await endpoint(request)
            except BusyError:
                return _refusal(503, self._words(request).away)

        return answer

    def _words(self, request: Request) -> DemoPage:
        return DEMO_WORDS[self.languages.of(request)]

    # --- looking ----------------------------------------------------------------------------------

    async def _state(self, request: Request) -> Response:
        language, since = self.languages.of(request), request.query_params.get("since", "")
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

    async def _clock(self, request: Request, given: dict[str, Any]) -> Response:
        to_morning = CLOCK.get(str(given.get("to")))
        if to_morning is None:
            return _refusal(400, self._words(request).failed)
        try:
            moment = await self._run(lambda: practice.put_forward(self.office, to_morning=to_morning))
        except TooFarError:
            return _refusal(409, self._words(request).too_far)
        # what has become due is seen at once, not with the timetable's next round
        await self._run(lambda: handing_over.keep_promises(self.office, self.directory))
        hospital = await self.hospital()
        return JSONResponse({"time": f"{hospital.local(moment):%H:%M}" if hospital else ""})

    async def _task(self, request: Request, given: dict[str, Any]) -> Response:
        reference, do, text = (str(given.get(name, "")) for name in ("reference", "do", "text"))
        work = self._work(reference, do, text.strip()[:ANSWER_LIMIT])
        if work is None:
            return _refusal(400, self._words(request).failed)
        try:
            await self._run(lambda: self.office.write(work, actor="demo"))
        except (NotFoundError, ConflictError, NotAllowedError):
            return _refusal(409, self._words(request).task_gone)
        return JSONResponse({})

    def _work(self, reference: str, do: str, text: str) -> Callable[[Unit], object] | None:
        """What a button does with a task; None for a button that there is not."""
        match do:
            case "take":
                return lambda unit: demo_desk.take(unit, reference)
            case "answer" if text:
                return lambda unit: demo_desk.answer(unit, reference, text)
            case "close" | "back":
                return lambda unit: self._release(unit, reference, done=do == "close")
        return None

    def _release(self, unit: Unit, reference: str, *, done: bool) -> None:
        hospital = self.directory.current(unit)
        handing_over.release(unit, hospital, reference, demo_desk.whose(unit, reference), done=done)

    async def _reset(self, request: Request, _given: dict[str, Any]) -> Response:
        if self._resetting.locked():
            return _refusal(409, self._words(request).reset_runs)
        async with self._resetting:
            await self._run(self._make_anew)
        return JSONResponse({})

    def _make_anew(self) -> None:
        from hospital.demo.making import load_demo  # what makes a demo is needed then only

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
