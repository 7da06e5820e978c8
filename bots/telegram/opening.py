"""What is told to the vendor when the desk opens: where to post updates, which commands there are, and in between who
the bot is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog
from telegram import Bot
from telegram.error import RetryAfter, TelegramError

from bots.telegram.commands import register
from bots.telegram.failures import retry_after
from bots.telegram.line import SECONDS, Line
from bots.telegram.updates import ALLOWED

MOST_CONNECTIONS = 40
FIRST_WAIT_S, LONGEST_WAIT_S = 2.0, 60.0
REQUESTS = 8
"""At most so many, for the time they may take."""

log = structlog.get_logger("telegram")


async def open_up(line: Line, languages: Sequence[str], webhook: tuple[str, str] | None) -> str | None:
    """Tell the vendor all of it, however often that must be tried; the bot's username. `webhook`: address, secret."""
    wait = FIRST_WAIT_S
    while True:
        try:
            return await line.asked(lambda bot: _opened(bot, languages, webhook), REQUESTS * SECONDS)
        except RetryAfter as error:
            wait = retry_after(error)
        except (TelegramError, TimeoutError) as error:
            log.warning("telegram_not_told", error=type(error).__name__)
        await asyncio.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT_S)


async def _opened(bot: Bot, languages: Sequence[str], webhook: tuple[str, str] | None) -> str | None:
    if webhook is not None:
        address, secret = webhook
        await bot.set_webhook(address, secret_token=secret, allowed_updates=ALLOWED, max_connections=MOST_CONNECTIONS)
    me = await bot.get_me()
    await register(bot, languages)
    return me.username
