"""The webhooks of a call that goes by TwiML. Whatever happens inside, the vendor has its answer in time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bots.characters import storable
from bots.switchboard import UnansweredError
from bots.twilio_signature import Signatures, UnsignedError
from bots.voice import twiml
from bots.voice.attendant import Attendant, apology
from bots.voice.call import Call, Said, Step
from bots.voice.house import House
from bots.voice.speech import Speaker, Speech
from bots.voice.words import Word

CALLS, TURN, RELAY = "/webhooks/twilio/voice", "/webhooks/twilio/voice/turn", "/webhooks/twilio/relay"
ANSWER_SECONDS = 8.0
"""After so long the caller hears that it takes a moment, and the vendor comes back for the answer."""
LAST_SECONDS = 60.0
"""So long an answer is waited for at most."""
WAITS = 5
"""How often the vendor comes back for one answer."""
CALLS_KNOWN = 1_000
OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})

log = structlog.get_logger("voice")


@dataclass(frozen=True)
class Credentials:
    """What tells the vendor's requests from others."""

    account_sid: str
    auth_token: str
    public_url: str

    @property
    def signatures(self) -> Signatures:
        """What their signatures are checked with."""
        return Signatures(self.auth_token, self.public_url)


@dataclass
class Phone:
    """Takes the vendor's requests about calls."""

    attendant: Attendant
    credentials: Credentials
    by_relay: bool = False
    _running: dict[str, asyncio.Task[Speech]] = field(default_factory=dict)
    """Answers that are being made, by call and step: who asks again gets the same."""
    _last: dict[str, Step] = field(default_factory=dict)
    """Where calls stand, for a request whose address does not say so."""

    def routes(self) -> list[Route]:
        """The webhooks."""
        return [
            Route(CALLS, self._answered(self._ring), methods=["POST"]),
            Route(TURN, self._answered(self._turn), methods=["POST"]),
        ]

    # --- requests ---------------------------------------------------------------------------------

    async def _ring(self, form: dict[str, str], query: dict[str, str], call: Call) -> str:
        if form.get("CallStatus") in OVER:
            return await self._over(form, call)
        if self.by_relay:
            url = _websocket(self.credentials.public_url) + RELAY
            return twiml.connect(url, self._address(Step(number=1), relay="1"), self.house)
        return await self._greeted(call, Step(is_greeting=True))

    async def _turn(self, form: dict[str, str], query: dict[str, str], call: Call) -> str:
        step = Step.of(query) if query.keys() & {"n", "g"} else self._last.get(call.sid, Step(number=1))
        if query.get("dial"):
            status = form.get("DialCallStatus", "")
            return await self._in_time(
                call, step, lambda: self.attendant.dialled(call, step, query["dial"][:20], status)
            )
        if query.get("relay"):
            return await self._after_relay(form, call, step)
        if form.get("CallStatus") in OVER:
            return await self._over(form, call)
        if step.is_greeting:
            return await self._greeted(call, step)
        said = _said(form)
        return await self._in_time(call, step, lambda: self.attendant.heard(call, step, said))

    async def _over(self, form: dict[str, str], call: Call) -> str:
        try:
            await asyncio.wait_for(self.attendant.hung_up(call, form.get("CallStatus", "")), ANSWER_SECONDS)
        except (UnansweredError, TimeoutError):
            log.warning("end_of_call_not_noted")
        return twiml.hang_up()

    async def _after_relay(self, form: dict[str, str], call: Call, step: Step) -> str:
        """The websocket ended: with a person to put through to, by hanging up, or by a fault."""
        data = _handoff(form.get("HandoffData", ""))
        if data.get("dial"):
            house = self.house
            if house.desk_phone:
                speech = Speech(
                    Step.of({"n": str(data.get("n", "")), "s": str(data.get("s", ""))}),
                    house.languages[0],
                    dial=house.desk_phone,
                    reference=str(data["dial"])[:20],
                )
                return twiml.only_dial(speech, self._address)
        if data.get("ends") or form.get("CallStatus") in OVER:
            return await self._over({**form, "CallStatus": "completed"}, call)
        # the line to our websocket broke: the call goes on without it
        return await self._greeted(call, Step(number=5_000 + step.number, is_greeting=True))

    async def _greeted(self, call: Call, step: Step) -> str:
        """The greeting: who asks for it again, because it took a moment, gets the same."""
        asked = replace(step, is_waiting=False, silences=0)
        return await self._in_time(call, step, lambda: self.attendant.begin(call, asked))

    # --- in time ----------------------------------------------------------------------------------

    async def _in_time(self, call: Call, step: Step, make: Callable[[], Coroutine[Any, Any, Speech]]) -> str:
        """The answer, or that it takes a moment; an apology when there is none."""
        key = f"{call.sid}:{step.number}"
        task = self._running.get(key)
        if task is None:
            task = asyncio.create_task(make())
            self._running[key] = task
            task.add_done_callback(lambda done: self._forget(key, done))
        try:
            speech = await asyncio.wait_for(asyncio.shield(task), ANSWER_SECONDS)
        except TimeoutError:
            return self._takes_a_moment(step)
        except UnansweredError as away:
            return self._sorry(step, away.words)
        except Exception as error:
            log.error("call_failed", exc_info=error)
            return self._sorry(step, None)
        speech = replace(speech, step=replace(speech.step, language=speech.language))
        while len(self._last) >= CALLS_KNOWN:
            self._last.pop(next(iter(self._last)))
        self._last[call.sid] = speech.step
        return twiml.render(speech, self._address, self.house)

    def _takes_a_moment(self, step: Step) -> str:
        if step.silences >= WAITS and step.is_waiting:
            return self._sorry(step, None)
        # while an answer is waited for the silences count how often
        waits = step.silences + 1 if step.is_waiting else 1
        waiting = replace(step, is_waiting=True, silences=waits)
        language = step.language or self.house.languages[0]
        moment = Speaker(language).word(Word.ONE_MOMENT).done()
        return twiml.render(Speech(waiting, language, moment, is_unready=True), self._address, self.house)

    def _sorry(self, step: Step, words: str | None) -> str:
        house = self.house
        return twiml.sorry(apology(house, step.language or house.languages[0], words), house)

    def _forget(self, key: str, done: asyncio.Task[Speech]) -> None:
        if not done.cancelled():
            done.exception()  # whoever waits has it; nobody need
        self._running.pop(key, None)

    @property
    def house(self) -> House:
        """The hospital as it is known now."""
        return self.attendant.house()

    def _address(self, step: Step, **more: str) -> str:
        query = step.query(**more)
        return f"{TURN}?{query}" if query else TURN

    def _answered(
        self, handle: Callable[[dict[str, str], dict[str, str], Call], Awaitable[str]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                form, call = await self._checked(request)
            except UnsignedError as refused:
                return Response(status_code=refused.status, headers={"Connection": "close"})
            answer = await handle(form, dict(request.query_params), call)
            return Response(answer, media_type="text/xml", headers={"Cache-Control": "no-store"})

        return endpoint

    async def _checked(self, request: Request) -> tuple[dict[str, str], Call]:
        """The form of a request that the vendor signed, and its call. Raises UnsignedError."""
        form = await self.credentials.signatures.read(request)
        call = Call.of(form)
        if call is None or form.get("AccountSid") != self.credentials.account_sid:
            raise UnsignedError(403, "shape")
        return form, call


def _said(form: dict[str, str]) -> Said:
    try:
        sureness = float(form["Confidence"])
    except (KeyError, ValueError):
        sureness = None
    keys = "".join(key for key in form.get("Digits", "")[:40] if key in "0123456789*#")
    return Said(storable(form.get("SpeechResult", "")), sureness, keys)


def _handoff(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _websocket(url: str) -> str:
    return "ws" + url.rstrip("/").removeprefix("http")
