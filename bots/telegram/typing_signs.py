"""Shows that the desk is at work while a turn takes its time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bots.telegram.line import Line
from bots.telegram.updates import CHANNEL

FIRST_AFTER_S, EVERY_S, LONGEST_S = 0.3, 4.0, 60.0
"""The vendor shows it for five seconds."""

PlaceOf = Callable[[int], tuple[str, str] | None]
"""The channel and the address of a conversation."""

log = structlog.get_logger("telegram")


class Typing:
    """Shows it in a conversation's chat."""

    def __init__(self, line: Line, place_of: PlaceOf) -> None:
        self._line, self._place_of = line, place_of

    @contextmanager
    def during(self, conversation_id: int) -> Iterator[None]:
        """Show it from a moment after now until this is over. Used on the threads of turns."""
        shown = self._line.begin(lambda bot: self._show(bot, conversation_id), LONGEST_S)
        try:
            yield
        finally:
            shown.cancel()

    async def _show(self, bot: Bot, conversation_id: int) -> None:
        await asyncio.sleep(FIRST_AFTER_S)
        place = await asyncio.to_thread(self._place_of, conversation_id)
        if place is None or place[0] != CHANNEL:
            return
        # one on its way is let through: cut off in the middle, it takes its connection with it
        while await asyncio.shield(_is_shown(bot, place[1])):
            await asyncio.sleep(EVERY_S)


async def _is_shown(bot: Bot, chat: str) -> bool:
    try:
        await bot.send_chat_action(chat, ChatAction.TYPING)
    except TelegramError as error:
        log.info("typing_not_shown", error=type(error).__name__)
        return False
    return True
