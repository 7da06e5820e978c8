"""Polling, for a machine that the vendor cannot reach: it is asked for updates over and over, by one process at a time.

An update counts as taken once the desk has it: only then is the vendor told so, by asking for later ones.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bots.telegram.failures import retry_after
from bots.telegram.line import SECONDS, Line, PlainBot
from bots.telegram.updates import ALLOWED

LONG_POLL_S = 25
AT_A_TIME = 100
FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 30.0
CONFLICT_S, TOKEN_S = 15.0, 60.0
TRIES = 3
"""After so many failures of ours an update is passed over: the ones behind it must not wait for ever."""
LOOK_EVERY_S = 2.0
"""How often a process looks whether the one that polls has ended."""

Receive = Callable[[dict[str, Any]], Awaitable[bool]]
Given = list[dict[str, Any]]

log = structlog.get_logger("telegram")


class Poller:
    """Polls for as long as it runs. `turn` is a file: whoever has it locked polls."""

    def __init__(self, line: Line, receive: Receive, turn: Path) -> None:
        self._line, self._receive, self._turn = line, receive, turn
        self._offset: int | None = None
        self._wait = FIRST_WAIT_S
        self._failed: dict[int, int] = {}
        self.standing = "ok"
        """How it goes, in a word: `ok`, also while another process of this machine polls, or what is in the way."""

    async def run(self) -> None:
        """Wait until no other process of this machine polls, then do until cancelled."""
        async with _locked(self._turn):
            log.info("polling", pid=os.getpid())
            await self._until_done(self._without_webhook)
            while True:
                await self._until_done(self._round)

    async def _without_webhook(self) -> None:
        """The vendor hands nothing out as long as it has somewhere to post it. What waits there stays."""
        await self._line.asked(lambda bot: bot.delete_webhook(drop_pending_updates=False))

    async def _round(self) -> None:
        given = await self._line.asked(self._ask, LONG_POLL_S + 2 * SECONDS)
        self._wait, self.standing = FIRST_WAIT_S, "ok"
        chats: dict[object, Given] = {}
        for update in given:
            chats.setdefault(_chat_of(update), []).append(update)
        lost = await asyncio.gather(*(self._first_lost(of_chat) for of_chat in chats.values()))
        not_kept = [number for number in lost if number is not None]
        if given:
            self._offset = min(not_kept) if not_kept else given[-1]["update_id"] + 1
        if not_kept:
            raise _NotKeptError

    async def _ask(self, bot: PlainBot) -> Given:
        asked: dict[str, Any] = {"timeout": LONG_POLL_S, "limit": AT_A_TIME, "allowed_updates": ALLOWED}
        if self._offset is not None:
            asked["offset"] = self._offset
        return await bot.plain_updates(asked, LONG_POLL_S + SECONDS)

    async def _first_lost(self, updates: Given) -> int | None:
        """Have one chat's updates taken in their order; the number of the first that could not be kept."""
        for update in updates:
            if not await self._is_taken(update):
                return int(update["update_id"])
        return None

    async def _is_taken(self, update: dict[str, Any]) -> bool:
        number = int(update["update_id"])
        try:
            is_kept = await self._receive(update)
        except Exception as error:
            # a fault of ours: it must end neither the polling nor what others wrote
            tries = self._failed.pop(number, 0) + 1
            log.error("update_failed", update=number, tries=tries, exc_info=error)
            if tries < TRIES:
                self._failed[number] = tries
            return tries >= TRIES
        self._failed.pop(number, None)
        return is_kept

    async def _until_done(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do something, again and again until it is done, however long the vendor or our own records are away."""
        while True:
            try:
                return await work()
            except _NotKeptError:
                wait = self._later()
                self.standing = "what comes in cannot be kept"
            except Conflict:
                # on another machine, or a webhook that somebody set meanwhile
                log.warning("polling_elsewhere")
                self.standing = "another machine polls"
                wait = CONFLICT_S * (1 + random.random())  # noqa: S311 - no secret
            except InvalidToken:
                log.error("token_not_taken")
                self.standing = "the token is not taken"
                wait = TOKEN_S
            except RetryAfter as error:
                wait = retry_after(error)
            except (TelegramError, TimeoutError) as error:
                log.warning("polling_failed", error=type(error).__name__)
                self.standing = "does not answer"
                wait = self._later()
            except Exception as error:
                log.error("polling_failed", exc_info=error)
                self.standing = type(error).__name__
                wait = self._later()
            await asyncio.sleep(wait)

    def _later(self) -> float:
        wait, self._wait = self._wait, min(2 * self._wait, LONGEST_WAIT_S)
        return wait


class _NotKeptError(Exception):
    """An update could be kept nowhere: it is asked for once more."""


def _chat_of(update: dict[str, Any]) -> object:
    """Whose order an update belongs to."""
    for kind in ALLOWED:
        if kind in update:
            told = update[kind]
            message = told.get("message") if kind == "callback_query" else told
            return ((message or {}).get("chat") or {}).get("id")
    return None


@asynccontextmanager
async def _locked(path: Path) -> AsyncIterator[None]:
    """Have a file locked, once nobody else has; the lock ends with its process, however that ends."""
    with path.open("a") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                await asyncio.sleep(LOOK_EVERY_S)
        yield
