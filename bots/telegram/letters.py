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
from conversation.messages import OWN_PHONE, Letter, RefusedError, UncertainError
from conversation.papers import OpenPaper, Paper

BEGUN_KEPT = 1000
MEDIA_SECONDS = 20.0
Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


class Letters:
    """The sender of the channel. Used on any thread."""

    def __init__(self, line: Line, presses: Presses, open_paper: OpenPaper = lambda link: None) -> None:
        self._line, self._presses, self._open = line, presses, open_paper
        self._begun: OrderedDict[int, int] = OrderedDict()
        """How many parts of a letter have arrived, by its number, where not all have."""

    def send(self, letter: Letter) -> str | None:
        """Send a message; the vendor's id of its last part. Raises SendError."""
        parts = [part for part in split(signed(letter).text, MESSAGE_LIMIT) if part]
        if not parts:
            return None
        papers = self._papers(letter)
        seconds = SECONDS * (len(parts) + 1) + MEDIA_SECONDS * len(papers)
        try:
            return self._line.ask(lambda bot: self._written(bot, letter, parts, papers), seconds)
        except (TelegramError, TimeoutError) as error:
            raise send_error(error) from error

    def _papers(self, letter: Letter) -> list[Paper]:
        """The files that go with a message. Raises RefusedError where one may not be had any more."""
        opened = [self._open(link) for link in letter.reply.attachments]
        papers = [paper for paper in opened if paper is not None]
        if len(papers) < len(opened):
            raise RefusedError("file gone")
        return papers

    async def _written(self, bot: Bot, letter: Letter, parts: list[str], papers: list[Paper]) -> str:
        if len(parts) == 1 and not papers and (in_place := await self._in_place(bot, letter, parts[0])):
            return in_place
        sent = ""
        begun = self._begun.get(letter.id, 0)
        for number in range(begun, len(parts) + len(papers)):
            if number > begun and not await asyncio.to_thread(letter.goes_on):
                raise UncertainError("taken over")
            # an earlier try may have got so far: what arrived is not repeated
            if number < len(parts):
                message = await bot.send_message(
                    letter.address,
                    parts[number],
                    reply_markup=_markup(letter) if number == len(parts) - 1 else None,
                    link_preview_options=QUIET,
                )
            else:
                paper = papers[number - len(parts)]
                message = await bot.send_document(
                    letter.address, paper.content, filename=paper.name, protect_content=True
                )
            sent = str(message.message_id)
            if letter.id and number < len(parts) + len(papers) - 1:
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
