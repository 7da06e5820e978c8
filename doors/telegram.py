"""Telegram, from the settings: off without a token; tried by `check`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doors.errors import SettingsError
from doors.settings import Settings, secret

if TYPE_CHECKING:
    from bots.telegram.channel import Telegram

NAME, OFF = "Telegram", "telegram.token is not set: no Telegram bot answers"
CHECK_SECONDS = 5.0
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def build(settings: Settings) -> Telegram | None:
    """The bot, where there is a token. Raises SettingsError."""
    given = settings.telegram
    if not given.token:
        return None
    if not re.fullmatch(r"\d+:[\w-]+", given.token):
        raise SettingsError("telegram.token is not a bot's token: @BotFather gives one like 123456789:AAE...")
    from bots.telegram.channel import Telegram

    return Telegram(given.token, given.base_url)


def described(settings: Settings) -> tuple[str, str]:
    """Whether it is on, and in which way, as `serve` says at its start."""
    if not settings.telegram.token:
        return "off", OFF
    if settings.telegram.mode == "polling":
        return "on", "by polling"
    if not settings.public_url:
        return "on", "by webhook, but public_url is empty: nobody tells Telegram where to post, unless you do"
    return "on", f"by webhook at {settings.public_url.rstrip('/')}/webhooks/telegram"


def webhook_secret(settings: Settings) -> bytes:
    """What Telegram shows with each update. Raises SettingsError."""
    kept = secret(settings, "telegram.webhook_secret", settings.telegram.webhook_secret)
    if not _SECRET.fullmatch(kept.decode(errors="replace")):
        raise SettingsError("telegram.webhook_secret takes 1 to 256 letters, digits, _ and -")
    return kept


# --- `check` --------------------------------------------------------------------------------------


def tried(settings: Settings) -> tuple[bool, str]:
    """Whether the bot can be reached, and what is to be said of it. Raises SettingsError."""
    from telegram import Bot
    from telegram.error import InvalidToken, TelegramError

    bot = build(settings)
    assert bot is not None

    async def ask(telegram: Bot) -> tuple[str, str, str, int]:
        me, info = await telegram.get_me(), await telegram.get_webhook_info()
        return f"@{me.username}", info.url, info.last_error_message or "", info.pending_update_count

    try:
        name, webhook, error, waiting = bot.line.ask(ask, 2 * CHECK_SECONDS)
    except InvalidToken:
        return False, "telegram.token is not taken: @BotFather's /token shows it once more"
    except (TelegramError, TimeoutError) as problem:
        return False, f"Telegram does not answer: {type(problem).__name__}"
    finally:
        bot.line.close()
    said = f"{name} answers, {described(settings)[1]}"
    if settings.telegram.mode == "webhook":
        return _webhook(settings, said, webhook, error, waiting)
    return True, said + (f"; a webhook is set ({webhook}): `serve` takes it away" if webhook else "")


def _webhook(settings: Settings, said: str, webhook: str, error: str, waiting: int) -> tuple[bool, str]:
    webhook_secret(settings)
    if waiting:
        said += f"; {waiting} updates wait there"
    if error:
        said += f"; its last error: {error}"
    return True, said if webhook else f"{said}; none is set yet: `serve` sets it"
