"""What an update of the vendor's is to the desk: something said, something pressed, something to answer in a word."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import CallbackQuery, Contact, Message, MessageEntity, Update

from bots.taking import TEXT_LIMIT
from bots.telegram import commands
from bots.telegram.words import Word
from conversation.extractors.emergency import find_emergency
from conversation.extractors.text import Message as Read
from conversation.messages import Media

CHANNEL = "telegram"
ALLOWED = ("message", "edited_message", "callback_query")
"""What the vendor is asked to send. Whatever else it sends is passed over."""
_GROUPS = ("group", "supergroup")
_E164 = re.compile(r"\+?([1-9]\d{6,14})")


@dataclass(frozen=True, slots=True)
class Said:
    """Words and files."""

    message: Message
    text: str
    media: tuple[Media, ...] = ()
    own_contact: str | None = None
    edition: int | None = None
    """The number of the update that brought these words, where they were written over others."""

    @property
    def is_of_album(self) -> bool:
        """Whether others come with it, a message each."""
        return self.message.media_group_id is not None


@dataclass(frozen=True, slots=True)
class Commanded:
    """A command of the menu, or one that is not on it."""

    message: Message
    command: commands.Given


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button under one of our messages."""

    query: CallbackQuery


@dataclass(frozen=True, slots=True)
class Beyond:
    """Something that the desk does not take; it is told so in a word."""

    message: Message
    word: Word


def read(update: Update, *, bot_id: str, username: str | None) -> Said | Commanded | Pressed | Beyond | None:
    """What an update is; None for what is nobody's word to us."""
    if update.callback_query is not None:
        return Pressed(update.callback_query)
    message = update.message or update.edited_message
    if message is None or message.from_user is None or message.from_user.is_bot:
        return None
    if message.chat.type in _GROUPS:
        is_to_us = update.message is not None and _is_addressed(message, bot_id, username)
        return Beyond(message, Word.EMERGENCY if _is_urgent(message) else Word.IN_PRIVATE) if is_to_us else None
    if message.chat.type != "private":
        return None
    if update.edited_message is not None:
        return _of_edited(message, update.update_id)
    return _of_message(message)


def _of_edited(message: Message, number: int) -> Said | Beyond | None:
    if _is_urgent(message):
        return Said(message, _written(message), edition=number)
    # a live location is edited all the time
    return Beyond(message, Word.EDITED) if _written(message) else None


def _written(message: Message) -> str:
    return (message.text or message.caption or "")[:TEXT_LIMIT]


def _is_urgent(message: Message) -> bool:
    """Whether it tells of an emergency: that counts wherever and however it is written."""
    return find_emergency(Read.read(_written(message), None)) is not None


def _of_message(message: Message) -> Said | Commanded | Beyond | None:
    command = commands.given(message)
    if command is not None and not _is_urgent(message):
        return Commanded(message, command)
    if message.text:
        return Said(message, _written(message))
    if message.contact is not None:
        own = _own_number(message, message.contact)
        return Said(message, own, own_contact=own) if own else Beyond(message, Word.NOT_YOUR_NUMBER)
    media = _media(message)
    if media is not None:
        return Said(message, _written(message), (media,))
    if message.caption:
        return Said(message, _written(message))
    # what comes about the chat itself (a pinned message, a new picture of it) has nothing attached
    return Beyond(message, Word.CANNOT_READ) if message.effective_attachment is not None else None


def _own_number(message: Message, contact: Contact) -> str | None:
    """The sender's own number, as their program hands it over; a forwarded contact says nothing about who sends it."""
    sender = message.from_user
    is_own = sender is not None and contact.user_id == sender.id and message.forward_origin is None
    digits = _E164.fullmatch(re.sub(r"[\s()-]", "", contact.phone_number)) if is_own else None
    return f"+{digits[1]}" if digits else None


def _media(message: Message) -> Media | None:
    """The file in a message that the desk can do something with."""
    if message.photo:
        largest = max(message.photo, key=lambda size: (size.width * size.height, size.file_size or 0))
        return Media(source=largest.file_id, content_type="image/jpeg", size=largest.file_size)
    if message.document is not None and message.animation is None:
        file = message.document
        return Media(
            source=file.file_id, name=file.file_name or "", content_type=file.mime_type or "", size=file.file_size
        )
    if message.voice is not None:
        voice = message.voice
        kind = voice.mime_type or "audio/ogg"
        return Media(source=voice.file_id, content_type=kind, size=voice.file_size, is_voice=True)
    return None


def _is_addressed(message: Message, bot_id: str, username: str | None) -> bool:
    """Whether something said in a group is said to us: by name, by a command of the menu, as an answer."""
    answered = message.reply_to_message.from_user if message.reply_to_message else None
    if answered is not None and str(answered.id) == bot_id:
        return True
    own = (username or "").lower()
    command = commands.given(message)
    if command is not None:
        return command.bot.lower() == own if command.bot is not None else command.name in commands.NAMES
    mentioned = [*message.parse_entities([MessageEntity.MENTION]).values()] if message.text else []
    mentioned += message.parse_caption_entities([MessageEntity.MENTION]).values() if message.caption else []
    return bool(own) and any(name.lower() == f"@{own}" for name in mentioned)
