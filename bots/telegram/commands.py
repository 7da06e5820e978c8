"""The menu of commands, and what commands and links say to the desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from telegram import Bot, BotCommand, Message, MessageEntity

from bots.telegram.words import LANGUAGES, Command, Language

NAMES = frozenset(Command)
_WITH_MORE = (Command.BOOK, Command.CANCEL)
"""Commands that may be followed by words: `/book Dr Patel on Monday`."""

NameOf = Callable[[str, str], str | None]
"""The name of a doctor or a speciality (`doctor`, `patel`), in the language of whoever asks; None for none."""


@dataclass(frozen=True, slots=True)
class Given:
    """A command as it was written."""

    name: str
    bot: str | None
    """The bot that it is meant for, where it says so."""
    rest: str


def given(message: Message) -> Given | None:
    """The command that a message begins with."""
    entity = message.entities[0] if message.entities else None
    if entity is None or entity.type != MessageEntity.BOT_COMMAND or entity.offset != 0 or not message.text:
        return None
    written = message.parse_entity(entity)
    name, _, bot = written[1:].partition("@")
    return Given(name.lower(), bot or None, message.text[len(written) :].strip())


def said(command: Given, language: Language, name_of: NameOf) -> str | None:
    """What a command says to the desk; None for one that is not on the menu, or says nothing by itself."""
    if command.name not in language.says:
        return None
    name = Command(command.name)
    if name is Command.START:
        return _by_link(command.rest, language, name_of)
    words = language.says[name]
    return f"{words} {command.rest}" if command.rest and name in _WITH_MORE else words


def _by_link(payload: str, language: Language, name_of: NameOf) -> str:
    """What a link that leads here says: to a doctor, a speciality, or an errand."""
    if payload in (Command.BOOK, Command.APPOINTMENTS):
        return language.says[Command(payload)]
    kind, _, code = payload.partition("-")
    phrase = {"doctor": language.with_doctor, "speciality": language.in_speciality}.get(kind)
    name = name_of(kind, code) if phrase and code else None
    return phrase.format(name=name) if phrase and name else language.says[Command.START]


async def register(bot: Bot, languages: Sequence[str]) -> None:
    """Show the menu in each language; in the first of them to everybody else."""
    spoken = [code for code in languages if code in LANGUAGES] or ["en"]
    for code in (None, *spoken):
        menu = LANGUAGES[code or spoken[0]].menu
        await bot.set_my_commands([BotCommand(name, what) for name, what in menu.items()], language_code=code)
