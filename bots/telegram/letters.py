"""Sends what the desk says to a chat: in parts where it is long, with buttons under the last of them."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from telegram import Bot, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove
from telegram.error import BadRequest, TelegramError

from bots.authors import signed
from bots.splitting import split
from bots.telegram import keyboards
from bots.telegram.failures import is_unchanged, send_error
from bots.telegram.line import SECONDS, Line
from bots.telegram.presses import MESSAGE_LIMIT, QUIET, Presses
from conversation.messages import OWN_PHONE, Letter, UncertainError

BEGUN_KEPT = 1000
Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


class Letters:
    """The sender of the channel. Used on any thread."""

    def __init__(self, line: Line, presses: Presses) -> None:
        self._line, self._presses = line, presses
        self._begun: OrderedDict[int, int] = OrderedDict()
        """How many parts of a letter have arrived, by its number, where not all have."""

    def send(self, letter: Letter) -> str | None:
        """Send a message; the vendor's id of its last part. Raises SendError."""
        parts = [part for part in split(signed(letter).text, MESSAGE_LIMIT) if part]
        if not parts:
            return None
        try:
            return self._line.ask(lambda bot: self._written(bot, letter, parts), SECONDS * (len(parts) + 1))
        except (TelegramError, TimeoutError) as error:
            raise send_error(error) from error

    async def _written(self, bot: Bot, letter: Letter, parts: list[str]) -> str:
        if len(parts) == 1 and (in_place := await self._in_place(bot, letter, parts[0])):
            return in_place
        sent = ""
        begun = self._begun.get(letter.id, 0)
        for number in range(begun, len(parts)):
            if number > begun and not await asyncio.to_thread(letter.goes_on):
                raise UncertainError("taken over")
            is_last = number == len(parts) - 1
            # an earlier try may have got so far: what arrived is not repeated
            message = await bot.send_message(
                letter.address,
                parts[number],
                reply_markup=_markup(letter) if is_last else None,
                link_preview_options=QUIET,
            )
            sent = str(message.message_id)
            if letter.id and not is_last:
                self._remember(letter.id, number + 1)
        self._begun.pop(letter.id, None)
        return sent

    async def _in_place(self, bot: Bot, letter: Letter, text: str) -> str | None:
        """Write over the message whose button asked for this; None where it is to be a message of its own."""
        answers = letter.answers
        if not letter.reply.replaces or answers is None or not (answers.reference or "").isdecimal():
            return None
        message_id = int(answers.reference or 0)
        await self._presses.settled(letter.address, message_id)
        buttons = keyboards.of_choices(letter.reply.choices)
        try:
            await bot.edit_message_text(
                text, letter.address, message_id, reply_markup=buttons, link_preview_options=QUIET
            )
        except BadRequest as error:
            if not is_unchanged(error):
                return None  # gone, or too old to be changed
        return str(message_id)

    def _remember(self, letter_id: int, parts: int) -> None:
        self._begun[letter_id] = parts
        while len(self._begun) > BEGUN_KEPT:
            self._begun.popitem(last=False)


def _markup(letter: Letter) -> Markup:
    """What stands under a message. Where nothing does, the button of an earlier one is taken away."""
    buttons = keyboards.of_choices(letter.reply.choices)
    if buttons is not None:
        return buttons
    wants = letter.reply.wants
    if wants is not None and wants.value == OWN_PHONE:
        return keyboards.own_number(wants.label)
    return ReplyKeyboardRemove()
