"""The Telegram bot's way in, in a process that serves: by webhook or by polling."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from doors.settings import data_dir
from doors.telegram import address, webhook_secret

if TYPE_CHECKING:
    from starlette.routing import Route

    from bots.reception import Reception
    from bots.telegram.channel import Telegram
    from bots.telegram.polling import Poller
    from doors.pools import Pool
    from doors.wiring import Desk

T = TypeVar("T")

LOOKUP_SECONDS = 0.4
"""How long the channel waits for the records, and then goes on without."""


def door_of(desk: Desk, reception: Reception, lookups: Pool) -> TelegramDoor | None:
    """The way in, where there is a bot. Raises SettingsError."""
    bot = desk.channels.telegram
    return TelegramDoor(desk, bot, reception, lookups) if bot is not None else None


class TelegramDoor:
    """The bot's way in, in a process that serves."""

    def __init__(self, desk: Desk, bot: Telegram, reception: Reception, lookups: Pool) -> None:
        from bots.telegram.receiving import Receiver
        from bots.telegram.typing_signs import Typing

        self._settings, self._bot = desk.settings, bot
        records = _Records(desk, lookups)
        self._languages = records.languages
        self._receiver = Receiver(bot.line, bot.presses, reception.take, records)
        self._typing = Typing(bot.line, records.place_of)
        self._is_webhook = self._settings.telegram.mode == "webhook"
        self._secret = webhook_secret(self._settings) if self._is_webhook else b""
        self._tasks: list[asyncio.Task[None]] = []
        self._poller: Poller | None = None

    def routes(self) -> Sequence[Route]:
        """Where updates are posted."""
        from starlette.routing import Route

        from bots.telegram.webhook import PATH, endpoint

        if not self._is_webhook:
            return ()
        return (Route(PATH, endpoint(self._secret, self._receiver.receive), methods=["POST"]),)

    def typing(self, conversation_id: int) -> AbstractContextManager[None]:
        """Shows that the desk is at work in a conversation."""
        return self._typing.during(conversation_id)

    async def start(self) -> None:
        """Begin to take updates. Telegram may be away meanwhile."""
        self._receiver.languages = await self._languages()
        self._tasks.append(asyncio.create_task(self._open_up()))
        if not self._is_webhook:
            from bots.telegram.polling import Poller

            turn = data_dir(self._settings) / "telegram-polling.lock"
            self._poller = Poller(self._bot.line, self._receiver.receive, turn)
            self._tasks.append(asyncio.create_task(self._poller.run()))

    @property
    def standing(self) -> str:
        """How the way in stands, in a word: `ok`, or what is in the way."""
        if self._poller is None:
            return "ok"
        return "polling has ended" if self._tasks[-1].done() else self._poller.standing

    async def stop(self) -> None:
        """Take no more updates."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def close(self) -> None:
        """End the line, once nothing is to be sent any more."""
        self._bot.line.close()

    async def _open_up(self) -> None:
        from bots.telegram.opening import open_up

        is_told = self._is_webhook and self._settings.public_url
        webhook = (address(self._settings), self._secret.decode()) if is_told else None
        await open_up(self._bot.line, self._receiver.languages, webhook, self._is_called)

    def _is_called(self, username: str | None) -> None:
        self._receiver.username = username


class _Records:
    """What the channel looks up, on threads of its own and within a moment."""

    def __init__(self, desk: Desk, lookups: Pool) -> None:
        self._office, self._directory, self._lookups = desk.office, desk.directory, lookups

    async def language(self, chat: str) -> str | None:
        from hospital import threads

        def look() -> str | None:
            with self._office.read() as unit:
                conversation_id = _conversation(unit, chat)
                state = threads.state_of(unit, conversation_id) if conversation_id is not None else None
            return json.loads(state).get("language") if state else None

        return await self._look_up(look)

    async def value(self, chat: str, digest: str) -> str | None:
        from bots.telegram.keyboards import value_of
        from hospital import outbox

        def look() -> str | None:
            with self._office.read() as unit:
                conversation_id = _conversation(unit, chat)
                sent = outbox.history(unit, conversation_id) if conversation_id is not None else []
            # the newest first: it is most often what was pressed
            choices = (choice for row in reversed(sent) for choice in json.loads(row.payload).get("choices", ()))
            # one that was sent too long ago is a choice that is not on offer any more
            return value_of(digest, (choice["value"] for choice in choices)) or digest

        return await self._look_up(look)

    async def name(self, kind: str, code: str, language: str) -> str | None:
        def look() -> str | None:
            with self._office.read() as unit:
                hospital = self._directory.current(unit)
            if kind == "doctor":
                doctor = hospital.doctors.get(code)
                return doctor.name if doctor is not None and doctor.is_active else None
            speciality = hospital.specialities.get(code)
            return speciality.named(language) if speciality is not None else None

        return await self._look_up(look)

    async def emergency_number(self) -> str | None:
        def look() -> str:
            with self._office.read() as unit:
                return self._directory.current(unit).emergency_number

        return await self._look_up(look)

    async def languages(self) -> tuple[str, ...]:
        def look() -> tuple[str, ...]:
            with self._office.read() as unit:
                return tuple(self._directory.current(unit).languages)

        return await self._look_up(look) or ("en",)

    def place_of(self, conversation_id: int) -> tuple[str, str] | None:
        from hospital import inbox

        with suppress(Exception), self._office.read() as unit:
            return inbox.place_of(unit, conversation_id)
        return None

    async def _look_up(self, work: Callable[[], T]) -> T | None:
        running: Awaitable[T] | None = self._lookups.submit(work)
        if running is None:
            return None
        try:
            return await asyncio.wait_for(running, LOOKUP_SECONDS)
        except Exception:
            # whatever keeps the records away: the channel goes on without
            return None


def _conversation(unit: Any, chat: str) -> int | None:
    from bots.telegram.updates import CHANNEL
    from hospital import inbox

    return inbox.conversation_of(unit, CHANNEL, chat)
