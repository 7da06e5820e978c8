"""Takes in updates, whichever way they come: each becomes a message for the desk, or is answered in a word, or passed
over. None is the vendor's to send again, except where the desk could not keep it.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

import structlog
from telegram import Bot, Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update, User
from telegram.error import TelegramError

from bots.characters import storable
from bots.telegram import keyboards, updates
from bots.telegram.commands import said
from bots.telegram.line import Line
from bots.telegram.presses import QUIET, Presses
from bots.telegram.updates import CHANNEL, Beyond, Commanded, Pressed, Said
from bots.telegram.words import LANGUAGES, Command, Word, language, words
from conversation.messages import InboundMessage, Kind

ALBUM_SECONDS = 1.0
"""Within so long the pictures of one album come in."""
NOTICE_SECONDS, NOTICES_KEPT = 20.0, 1000
"""The same word is not said to the same chat again within so long."""

log = structlog.get_logger("telegram")


class Take(Protocol):
    """Writes a message down; False when it could not be kept anywhere."""

    def __call__(self, message: InboundMessage, *, more_within: float = 0.0) -> Awaitable[bool]:
        """See `bots.reception.Reception.take`."""


class Records(Protocol):
    """What the channel looks up. Each lookup is short, and None when the records are out of reach."""

    async def language(self, chat: str) -> str | None:
        """What the desk speaks in a chat."""

    async def value(self, chat: str, digest: str) -> str | None:
        """The value of a choice that was sent in a chat, by its digest."""

    async def name(self, kind: str, code: str, language: str) -> str | None:
        """The name of a doctor or a speciality, by its code."""


@dataclass
class Receiver:
    """Takes updates. Used on the server's event loop."""

    line: Line
    presses: Presses
    take: Take
    records: Records
    languages: tuple[str, ...] = ("en",)
    """What the hospital speaks."""
    username: str | None = None
    """The bot's, once it is known."""
    _noticed: OrderedDict[tuple[int, Word], float] = field(default_factory=OrderedDict)

    async def receive(self, given: dict[str, Any]) -> bool:
        """Take an update as it came; False when it should be sent again."""
        try:
            update = Update.de_json(given, None)
            found = updates.read(update, bot_id=self.line.bot_id, username=self.username)
        except Exception as error:
            # the vendor's own, of a kind that came after us: it would come again and again
            log.warning("update_not_read", kinds=sorted(given)[:5], exc_info=error)
            return True
        match found:
            case Pressed():
                return await self._pressed(found)
            case Commanded():
                return await self._commanded(found)
            case Said():
                wait = ALBUM_SECONDS if found.is_of_album else 0.0
                # a number handed over by the button stands alone, as a choice does: else it loses what vouches for it
                kind = Kind.CHOICE if found.own_contact else Kind.TEXT
                return await self.take(self._inbound(found.message, found, kind=kind), more_within=wait)
            case Beyond():
                await self._notice(found)
        return True

    # --- what is written --------------------------------------------------------------------------

    def _inbound(self, message: Message, found: Said, *, kind: Kind = Kind.TEXT) -> InboundMessage:
        return InboundMessage(
            channel=CHANNEL,
            conversation=str(message.chat.id),
            external_id=f"{self.line.bot_id}:{message.chat.id}:{message.message_id}",
            kind=kind,
            text=storable(found.text),
            media=found.media,
            own_contact=found.own_contact,
            language=_language_of(message.from_user),
            received_at=datetime.now(UTC),
        )

    async def _commanded(self, found: Commanded) -> bool:
        message, command = found.message, found.command
        code = await self._spoken(message.chat, message.from_user)
        if command.name == Command.LANGUAGE:
            return await self._choose_language(found)
        names: dict[tuple[str, str], str | None] = {}
        if command.name == Command.START and "-" in command.rest:
            kind, _, name = command.rest.partition("-")
            names[kind, name] = await self.records.name(kind, name, code)
        text = said(command, language(code), lambda kind, name: names.get((kind, name)))
        # a command stands alone: what is written beside it must not become part of its words
        words_of_it = Said(message, text if text is not None else message.text or "")
        return await self.take(self._inbound(message, words_of_it, kind=Kind.CHOICE))

    async def _choose_language(self, found: Commanded) -> bool:
        message, wanted = found.message, found.command.rest.lower()[:2]
        if wanted in self._spoken_here:
            asked = Said(message, LANGUAGES[wanted].asks_for_itself)
            return await self.take(self._inbound(message, asked, kind=Kind.CHOICE))
        code = await self._spoken(message.chat, message.from_user)
        names = [(each, LANGUAGES[each].name) for each in self._spoken_here]
        self._say(message.chat.id, words(Word.WHICH_LANGUAGE, code), keyboards.of_languages(names))
        return True

    @property
    def _spoken_here(self) -> list[str]:
        return [code for code in self.languages if code in LANGUAGES] or ["en"]

    async def _spoken(self, chat: Chat, sender: User | None) -> str:
        """What the desk speaks in a chat, or will with this person."""
        known = await self.records.language(str(chat.id)) or _language_of(sender)
        return known if known in self._spoken_here else self._spoken_here[0]

    # --- what is pressed --------------------------------------------------------------------------

    async def _pressed(self, found: Pressed) -> bool:
        query = found.query
        self.presses.answer(query)
        message, data = query.message, query.data or ""
        if message is None or message.chat.type != Chat.PRIVATE or not data:
            return True
        chat, choice, text = str(message.chat.id), None, ""
        if data.startswith(keyboards.LANGUAGE) and data[1:] in LANGUAGES:
            text = LANGUAGES[data[1:]].asks_for_itself
        elif data.startswith(keyboards.DIGEST):
            choice = await self.records.value(chat, data)
            if choice is None:
                return False
        else:
            choice = data.removeprefix(keyboards.VALUE)
        taken = await self.take(
            InboundMessage(
                channel=CHANNEL,
                conversation=chat,
                # the same button of the same message is the same choice, however often it is pressed
                external_id=f"{self.line.bot_id}:{chat}:{message.message_id}:{data}",
                kind=Kind.CHOICE,
                text=text,
                choice=choice,
                reference=str(message.message_id),
                language=_language_of(query.from_user),
                received_at=datetime.now(UTC),
            )
        )
        if taken:
            self.presses.mark(query)
        return taken

    # --- what is answered in a word ---------------------------------------------------------------

    async def _notice(self, found: Beyond) -> None:
        message, word = found.message, found.word
        now, key = time.monotonic(), (message.chat.id, word)
        if now - self._noticed.get(key, -NOTICE_SECONDS) < NOTICE_SECONDS:
            return
        self._noticed[key] = now
        while len(self._noticed) > NOTICES_KEPT:
            self._noticed.popitem(last=False)
        if word is Word.IN_PRIVATE:
            code = _language_of(message.from_user) or self._spoken_here[0]
            self._say(message.chat.id, words(word, code), self._way_in(code), message.message_id)
            return
        code = await self._spoken(message.chat, message.from_user)
        self._say(message.chat.id, words(word, code), reply_to=message.message_id)

    def _way_in(self, code: str) -> InlineKeyboardMarkup | None:
        if self.username is None:
            return None
        label = words(Word.OPEN_PRIVATE, code)
        return InlineKeyboardMarkup([[InlineKeyboardButton(label, url=f"https://t.me/{self.username}?start=book")]])

    def _say(
        self, chat: int, text: str, markup: InlineKeyboardMarkup | None = None, reply_to: int | None = None
    ) -> None:
        """Say a word of the channel's own: it is about the channel, and of no use later, so nobody keeps it."""

        async def say(bot: Bot) -> None:
            try:
                await bot.send_message(
                    chat, text, reply_markup=markup, reply_to_message_id=reply_to, link_preview_options=QUIET,
                    allow_sending_without_reply=True if reply_to else None,
                )  # fmt: skip
            except TelegramError as error:
                log.info("notice_not_sent", error=type(error).__name__)

        self.line.begin(say)


def _language_of(sender: User | None) -> str | None:
    """The language of a person's own program."""
    code = sender.language_code if sender is not None else None
    return code.partition("-")[0].lower() if code else None
