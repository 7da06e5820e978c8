"""Takes in updates, whichever way they come: each becomes a message for the desk, or is answered in a word, or passed
over. None is the vendor's to send again, except where the desk could not keep it.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

import structlog
from telegram import Bot, Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update, User
from telegram.error import TelegramError

from bots.characters import storable_throughout
from bots.taking import ALBUM_SECONDS, TEXT_LIMIT, Take
from bots.telegram import keyboards, updates
from bots.telegram.commands import said
from bots.telegram.line import Line
from bots.telegram.presses import QUIET, Presses
from bots.telegram.updates import CHANNEL, Beyond, Commanded, Pressed, Said
from bots.telegram.words import LANGUAGES, Command, Word, language, words
from conversation.messages import InboundMessage, Kind

_LANGUAGE = re.compile(r"[a-z]{2,3}(?![a-z])")
NOTICE_SECONDS, NOTICES_KEPT = 20.0, 1000
"""The same word is not said to the same chat again within so long."""

Found = Said | Commanded | Pressed | Beyond | None

log = structlog.get_logger("telegram")


class RecordsAwayError(Exception):
    """What an update means cannot be looked up now."""


class Records(Protocol):
    """What the channel looks up. Each lookup is short, and None when the records are out of reach."""

    async def language(self, chat: str) -> str | None:
        """What the desk speaks in a chat."""

    async def value(self, chat: str, digest: str) -> str | None:
        """The value of a choice that was sent in a chat, by its digest."""

    async def name(self, kind: str, code: str, language: str) -> str | None:
        """The name of a doctor or a speciality, by its code."""

    async def emergency_number(self) -> str | None:
        """Whom to call in an emergency."""


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
            # on a thread: long texts take a while to be read
            found = await asyncio.to_thread(self._read, given)
            message = await self._message(found)
        except RecordsAwayError:
            return False
        except Exception as error:
            # of a kind that came after us, or broken: it would come again and again
            log.warning("update_not_read", kinds=sorted(given)[:5], exc_info=error)
            return True
        if message is None:
            return True
        is_of_album = isinstance(found, Said) and found.is_of_album
        within = ALBUM_SECONDS if is_of_album else 0.0
        if not isinstance(found, Pressed):
            return await self.take(message, more_within=within)
        # known before the message is taken: what replaces the pressed one may be on its way a moment later
        with self.presses.marking(found.query) as mark:
            is_taken = await self.take(message, more_within=within)
            if is_taken:
                mark()
        return is_taken

    def _read(self, given: dict[str, Any]) -> Found:
        update = Update.de_json(storable_throughout(given), None)
        return updates.read(update, bot_id=self.line.bot_id, username=self.username)

    async def _message(self, found: Found) -> InboundMessage | None:
        """What it says to the desk; None where it says nothing, or was answered in a word. Raises RecordsAwayError."""
        match found:
            case Pressed():
                return await self._pressed(found)
            case Commanded():
                return await self._commanded(found)
            case Said():
                # a number handed over by the button stands alone, as a choice does: else it loses what vouches for it
                return self._inbound(found.message, found, kind=Kind.CHOICE if found.own_contact else Kind.TEXT)
            case Beyond():
                await self._notice(found)
        return None

    # --- what is written --------------------------------------------------------------------------

    def _inbound(self, message: Message, found: Said, *, kind: Kind = Kind.TEXT) -> InboundMessage:
        edition = "" if found.edition is None else f":{found.edition}"
        return InboundMessage(
            channel=CHANNEL,
            conversation=_numbered(message.chat.id),
            external_id=f"{self.line.bot_id}:{message.chat.id}:{_numbered(message.message_id)}{edition}",
            kind=kind,
            text=found.text[:TEXT_LIMIT],
            media=found.media,
            own_contact=found.own_contact,
            language=_language_of(message.from_user),
            received_at=datetime.now(UTC),
        )

    async def _commanded(self, found: Commanded) -> InboundMessage | None:
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
        return self._inbound(message, words_of_it, kind=Kind.CHOICE)

    async def _choose_language(self, found: Commanded) -> InboundMessage | None:
        message, wanted = found.message, found.command.rest.lower()[:2]
        if wanted in self._spoken_here:
            asked = Said(message, LANGUAGES[wanted].asks_for_itself)
            return self._inbound(message, asked, kind=Kind.CHOICE)
        code = await self._spoken(message.chat, message.from_user)
        names = [(each, LANGUAGES[each].name) for each in self._spoken_here]
        self._say(message.chat.id, words(Word.WHICH_LANGUAGE, code), keyboards.of_languages(names))
        return None

    @property
    def _spoken_here(self) -> list[str]:
        return [code for code in self.languages if code in LANGUAGES] or ["en"]

    async def _spoken(self, chat: Chat, sender: User | None) -> str:
        """What the desk speaks in a chat, or will with this person."""
        known = await self.records.language(str(chat.id)) or _language_of(sender)
        return known if known in self._spoken_here else self._spoken_here[0]

    # --- what is pressed --------------------------------------------------------------------------

    async def _pressed(self, found: Pressed) -> InboundMessage | None:
        query = found.query
        self.presses.answer(query)
        message, data = query.message, query.data or ""
        is_ours = message is not None and message.chat.type == Chat.PRIVATE
        if message is None or not is_ours or not 0 < len(data.encode()) <= keyboards.DATA_BYTES:
            return None
        chat, choice, text = _numbered(message.chat.id), None, ""
        if data.startswith(keyboards.LANGUAGE) and data[1:] in LANGUAGES:
            text = LANGUAGES[data[1:]].asks_for_itself
        elif data.startswith(keyboards.DIGEST):
            choice = await self.records.value(chat, data)
            if choice is None:
                raise RecordsAwayError
        else:
            choice = data.removeprefix(keyboards.VALUE)
        return InboundMessage(
            channel=CHANNEL,
            conversation=chat,
            # the same button of the same message is the same choice, however often it is pressed
            external_id=f"{self.line.bot_id}:{chat}:{_numbered(message.message_id)}:{data}",
            kind=Kind.CHOICE,
            text=text,
            choice=choice,
            reference=str(message.message_id),
            language=_language_of(query.from_user),
            received_at=datetime.now(UTC),
        )

    # --- what is answered in a word ---------------------------------------------------------------

    async def _notice(self, found: Beyond) -> None:
        message, word = found.message, found.word
        now, key = time.monotonic(), (message.chat.id, word)
        if word is not Word.EMERGENCY and now - self._noticed.get(key, -NOTICE_SECONDS) < NOTICE_SECONDS:
            return
        self._noticed[key] = now
        while len(self._noticed) > NOTICES_KEPT:
            self._noticed.popitem(last=False)
        if word in (Word.IN_PRIVATE, Word.EMERGENCY):
            code = _language_of(message.from_user) or self._spoken_here[0]
            number = await self.records.emergency_number() if word is Word.EMERGENCY else None
            told = words(word, code).format(number=number or words(Word.EMERGENCY_NUMBER, code))
            self._say(message.chat.id, told, self._way_in(code), message.message_id)
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


def _numbered(number: int) -> str:
    """A number of the vendor's as the desk keeps it; ValueError where it sends something else."""
    return str(int(number))


def _language_of(sender: User | None) -> str | None:
    """The language of a person's own program."""
    code = sender.language_code if sender is not None else None
    found = _LANGUAGE.match(code.lower()) if code else None
    return found[0] if found else None
