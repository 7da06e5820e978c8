"""A call over the vendor's relay: a websocket on which words come in and sentences go out."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from bots.characters import storable
from bots.switchboard import UnansweredError
from bots.voice.attendant import Attendant, apology
from bots.voice.call import CALL_SID, Call, Said, Step, known_number
from bots.voice.speech import Keys, Sentence, Speaker, Speech
from bots.voice.twiml import DIGITS
from bots.voice.voices import sound_of
from bots.voice.webhooks import RELAY, Credentials
from bots.voice.words import Word

SETUP_SECONDS, IDLE_SECONDS = 10.0, 120.0
SILENCE_SECONDS, BETWEEN_KEYS_SECONDS = 7.0, 3.0
MOMENT_SECONDS, ANSWER_SECONDS = 4.0, 30.0
A_CHARACTER = 0.07
"""Seconds that a character takes to be spoken, about."""
LONGEST_WORDS, RUBBISH = 4_000, 20
WRONG = 1008

log = structlog.get_logger("voice")


@dataclass
class Relay:
    """Takes the vendor's websockets."""

    attendant: Attendant
    credentials: Credentials

    def route(self) -> WebSocketRoute:
        """The websocket's address."""
        return WebSocketRoute(RELAY, self._endpoint)

    async def _endpoint(self, socket: WebSocket) -> None:
        own = self.credentials
        scheme = "wss" if own.public_url.startswith("https:") else "ws"
        address = own.signatures.url(RELAY, scheme=scheme)
        if not own.signatures.is_genuine(address, {}, socket.headers):
            await socket.close(WRONG)
            return
        await socket.accept()
        line = _Line(socket, self.attendant, own.account_sid)
        try:
            await line.run()
        except (WebSocketDisconnect, RuntimeError):
            log.info("relay_gone")
        finally:
            await line.over()


@dataclass
class _Line:
    """One call on one websocket."""

    socket: WebSocket
    attendant: Attendant
    account_sid: str
    call: Call | None = None
    speech: Speech | None = None
    keys: str = ""
    is_cut_in: bool = False
    has_ended: bool = False
    rubbish: int = 0
    language: str = ""
    quiet_at: float = 0.0
    _clock: Any = field(default_factory=lambda: asyncio.get_running_loop().time)

    async def run(self) -> None:
        """The call, from its setup to its end."""
        self.call = await self._setup()
        if self.call is None:
            await self.socket.close(WRONG)
            return
        call = self.call
        self.language = self.attendant.house().languages[0]
        await self._say(await self._in_time(self.attendant.begin(call)))
        begun = self._clock()
        while not self.has_ended:
            message = await self._next()
            if message is None:
                if self._clock() - begun > IDLE_SECONDS:
                    await self._end({"ends": True})
                elif self.keys:
                    await self._heard(Said(keys=self._taken()))
                else:
                    await self._heard(Said())
                continue
            if self.rubbish > RUBBISH:
                await self.socket.close(WRONG)
                return
            begun = self._clock() if message.get("type") in ("prompt", "dtmf") else begun
            await self._take(message)

    async def over(self) -> None:
        """The websocket is gone; without our doing, somebody hung up."""
        if self.call is not None and not self.has_ended:
            with suppress(UnansweredError):
                await self.attendant.hung_up(self.call, "relay")
        if self.socket.client_state is WebSocketState.CONNECTED:
            with suppress(RuntimeError, WebSocketDisconnect):
                await self.socket.close()

    # --- what comes in ----------------------------------------------------------------------------

    async def _setup(self) -> Call | None:
        try:
            async with asyncio.timeout(SETUP_SECONDS):
                while self.rubbish <= RUBBISH:
                    message = await self._read()
                    if message.get("type") == "setup":
                        return self._call_of(message)
                    self.rubbish += 1
        except TimeoutError:
            pass
        return None

    def _call_of(self, message: dict[str, Any]) -> Call | None:
        sid, caller = str(message.get("callSid", "")), str(message.get("from", ""))
        if message.get("accountSid") != self.account_sid or not CALL_SID.fullmatch(sid):
            return None
        return Call(sid, known_number(caller))

    async def _next(self) -> dict[str, Any] | None:
        """The next message; None when the caller was silent for so long."""
        now = self._clock()
        wait = BETWEEN_KEYS_SECONDS if self.keys else max(0.0, self.quiet_at - now) + SILENCE_SECONDS
        try:
            return await asyncio.wait_for(self._read(), wait)
        except TimeoutError:
            return None

    async def _read(self) -> dict[str, Any]:
        """A message as an object; an empty one for rubbish. Raises WebSocketDisconnect."""
        given = await self.socket.receive()
        if given["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(given.get("code", 1000))
        try:
            message = json.loads(given.get("text") or "")
        except (ValueError, RecursionError):
            message = None
        if not isinstance(message, dict):
            self.rubbish += 1
            return {}
        return message

    async def _take(self, message: dict[str, Any]) -> None:
        match message.get("type"):
            case "prompt":
                words = message.get("voicePrompt")
                if isinstance(words, str) and message.get("last", True):
                    self.keys = ""
                    await self._heard(Said(storable(words[:LONGEST_WORDS])))
            case "dtmf":
                await self._key(str(message.get("digit", ""))[:1])
            case "interrupt":
                self._interrupted(str(message.get("utteranceUntilInterrupt", "")))
            case "error":
                log.warning("relay_error")
            case _:
                pass  # news of kinds that we do not need, and those still to be invented

    async def _key(self, key: str) -> None:
        if not key or key not in "0123456789*#":
            return
        wanted = self.speech.keys if self.speech is not None else Keys.ONE
        if wanted is Keys.ONE or key == "*":
            self.keys = ""
            await self._heard(Said(keys=key))
            return
        self.keys += key if key != "#" else ""
        if key == "#" or len(self.keys) >= DIGITS.get(wanted, 15):
            await self._heard(Said(keys=self._taken()))

    def _taken(self) -> str:
        keys, self.keys = self.keys, ""
        return keys

    def _interrupted(self, heard: str) -> None:
        """The caller speaks: whether the question was reached that comes behind what is about to be done."""
        self.quiet_at = self._clock()
        if self.speech is None or not self.speech.before:
            return
        told = _plain(heard)
        read = _plain(" ".join(sentence.text for sentence in self.speech.before))
        question = _plain(" ".join(sentence.text for sentence in self.speech.sentences))
        # all that was said since they last spoke is told, or the last piece of it
        self.is_cut_in = not (read in told or (told and question.startswith(told)))

    # --- what goes out ----------------------------------------------------------------------------

    async def _heard(self, said: Said) -> None:
        assert self.call is not None
        step = self.speech.step if self.speech is not None else Step(number=1)
        said = replace(said, is_cut_in=self.is_cut_in)
        await self._say(await self._in_time(self.attendant.heard(self.call, step, said)))

    async def _in_time(self, answering: Any) -> Speech | None:
        """The answer; meanwhile, when it takes long, that it takes a moment. None when there is none."""
        task = asyncio.ensure_future(answering)
        try:
            try:
                return await asyncio.wait_for(asyncio.shield(task), MOMENT_SECONDS)
            except TimeoutError:
                await self._send(Speaker(self.language).word(Word.ONE_MOMENT).done())
                return await asyncio.wait_for(task, ANSWER_SECONDS)
        except UnansweredError as away:
            await self._sorry(away.words)
        except (WebSocketDisconnect, RuntimeError):
            raise
        except Exception as error:
            log.error("call_failed", exc_info=error)
            await self._sorry(None)
        return None

    async def _sorry(self, words: str | None) -> None:
        await self._send(apology(self.attendant.house(), self.language, words))
        await self._end({"ends": True})

    async def _say(self, speech: Speech | None) -> None:
        if speech is None:
            return
        self.speech, self.is_cut_in = speech, False
        if speech.language != self.language:
            self.language = speech.language
            locale = sound_of(speech.language, self.attendant.house().region).locale
            await self._put({"type": "language", "ttsLanguage": locale, "transcriptionLanguage": locale})
        await self._send((*speech.before, *speech.sentences))
        if speech.dial is not None:
            await self._end({"dial": speech.reference, "n": speech.step.number, "s": speech.step.said})
        elif speech.ends:
            await self._end({"ends": True})

    async def _send(self, sentences: tuple[Sentence, ...]) -> None:
        house = self.attendant.house()
        for at, sentence in enumerate(sentences, 1):
            token: dict[str, Any] = {"type": "text", "token": f"{sentence.text} ", "last": at == len(sentences)}
            if sentence.language != self.language:
                token["lang"] = sound_of(sentence.language, house.region).locale
            await self._put(token)
        spoken = sum(len(sentence.text) for sentence in sentences) * A_CHARACTER
        self.quiet_at = max(self._clock(), self.quiet_at) + spoken

    async def _end(self, handoff: dict[str, Any]) -> None:
        """End the session once its last words were heard."""
        await asyncio.sleep(min(15.0, max(0.0, self.quiet_at - self._clock())))
        self.has_ended = True
        await self._put({"type": "end", "handoffData": json.dumps(handoff)})

    async def _put(self, message: dict[str, Any]) -> None:
        await self.socket.send_text(json.dumps(message, ensure_ascii=False))


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
