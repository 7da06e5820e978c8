"""A pressed button shows that it was: the choice is marked and its keyboard gone, so that it is not pressed again."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager

import structlog
from telegram import Bot, CallbackQuery, LinkPreviewOptions, Message
from telegram.error import TelegramError

from bots.splitting import units
from bots.telegram.failures import is_unchanged
from bots.telegram.keyboards import label_of
from bots.telegram.line import Line

MESSAGE_LIMIT = 4096
"""What a message carries, in the vendor's units."""
REMEMBERED = 1000
MARK = "✓"
QUIET = LinkPreviewOptions(is_disabled=True)

log = structlog.get_logger("telegram")


class Presses:
    """Answers and marks what is pressed."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._marks: OrderedDict[tuple[str, int], Future[None]] = OrderedDict()

    def answer(self, query: CallbackQuery) -> None:
        """Let the person's program stop waiting, whatever else comes of it."""
        query_id = query.id
        self._line.begin(lambda bot: _answered(bot, query_id))

    @contextmanager
    def marking(self, query: CallbackQuery) -> Iterator[Callable[[], None]]:
        """To mark the choice in the message that it was pressed in, and take the keyboard away, when told so within.

        From its beginning on, what is to replace the message waits.
        """
        message, data = query.message, query.data or ""
        if not isinstance(message, Message) or message.reply_markup is None:
            yield lambda: None  # too old for the vendor to show, or done before
            return
        begun: list[Future[None]] = []
        promised: Future[None] = Future()
        self._marks[str(message.chat.id), message.message_id] = promised
        while len(self._marks) > REMEMBERED:
            self._marks.popitem(last=False)
        try:
            yield lambda: begun.append(self._line.begin(lambda bot: _marked(bot, message, data)))
        finally:
            if begun:
                begun[0].add_done_callback(lambda _: promised.set_result(None))
            else:
                promised.set_result(None)

    async def settled(self, chat: str, message_id: int) -> None:
        """Wait until a message's mark is made, on the line's loop: what replaces the message must come after it."""
        mark = self._marks.get((chat, message_id))
        if mark is not None:
            await asyncio.wait([asyncio.wrap_future(mark)])


async def _answered(bot: Bot, query_id: str) -> None:
    try:
        await bot.answer_callback_query(query_id)
    except TelegramError as error:
        log.info("press_not_answered", error=type(error).__name__)


async def _marked(bot: Bot, message: Message, data: str) -> None:
    label = label_of(message.reply_markup, data)
    words = f"{message.text}\n\n{MARK} {label}" if message.text and label else ""
    chat, message_id = message.chat.id, message.message_id
    try:
        if words and units(words) <= MESSAGE_LIMIT:
            await bot.edit_message_text(words, chat, message_id, link_preview_options=QUIET)
        else:
            await bot.edit_message_reply_markup(chat, message_id)
    except TelegramError as error:
        if not is_unchanged(error):
            log.info("press_not_marked", error=type(error).__name__)
