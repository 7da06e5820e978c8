"""What the vendor is told when the desk opens: where to post updates, which commands there are. And who the bot is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from telegram import Bot
from telegram.error import BadRequest, RetryAfter, TelegramError

from bots.telegram.commands import register
from bots.telegram.failures import retry_after
from bots.telegram.line import SECONDS, Line
from bots.telegram.updates import ALLOWED

MOST_CONNECTIONS = 40
FIRST_WAIT_S, LONGEST_WAIT_S = 2.0, 60.0
REQUESTS = 8
"""One step makes at most so many: they say how long it may take."""

Step = Callable[[Bot], Awaitable[Any]]

log = structlog.get_logger("telegram")


async def open_up(
    line: Line, languages: Sequence[str], webhook: tuple[str, str] | None, known: Callable[[str | None], None]
) -> None:
    """Tell the vendor all of it, each part however often that must be tried.

    `webhook` is its address and secret, where there is one; `known` is told the bot's username.
    """

    async def who(bot: Bot) -> None:
        known((await bot.get_me()).username)

    steps: dict[str, Step] = {"name": who, "commands": lambda bot: register(bot, languages)}
    if webhook is not None:
        steps["webhook"] = lambda bot: _set(bot, *webhook)
    await asyncio.gather(*(_until_done(line, name, step) for name, step in steps.items()))


async def _set(bot: Bot, address: str, secret: str) -> None:
    await bot.set_webhook(address, secret_token=secret, allowed_updates=ALLOWED, max_connections=MOST_CONNECTIONS)


async def _until_done(line: Line, name: str, step: Step) -> None:
    wait = FIRST_WAIT_S
    while True:
        try:
            return await line.asked(step, REQUESTS * SECONDS)
        except RetryAfter as error:
            wait = retry_after(error)
        except (TelegramError, TimeoutError) as error:
            # what is wrong with an address stands in the vendor's own words
            why = {"said": str(error)} if isinstance(error, BadRequest) else {}
            log.warning("telegram_not_told", part=name, error=type(error).__name__, **why)
        await asyncio.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT_S)
