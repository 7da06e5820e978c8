"""Telegram, from the settings: off without a token; tried by `check`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from conversation.papers import OpenPaper
from doors.errors import SettingsError
from doors.settings import Settings, secret

if TYPE_CHECKING:
    from telegram import Bot, WebhookInfo

    from bots.telegram.channel import Telegram

NAME, OFF = "Telegram", "telegram.token is not set: no Telegram bot answers"
CHECK_SECONDS = 5.0
OURS = {"token not taken": "telegram.token is not taken: @BotFather's /token shows it once more"}
"""Reasons for which messages wait until somebody puts something right, and what."""
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def build(settings: Settings, open_paper: OpenPaper = lambda link: None) -> Telegram | None:
    """The bot, where there is a token; `open_paper` gives the files that it sends. Raises SettingsError."""
    given = settings.telegram
    if not given.token:
        return None
    if not re.fullmatch(r"\d+:[\w-]+", given.token):
        raise SettingsError("telegram.token is not a bot's token: @BotFather gives one like 123456789:AAE...")
    from bots.telegram.channel import Telegram

    return Telegram(given.token, given.base_url, open_paper)


def described(settings: Settings) -> tuple[str, str]:
    """Whether it is on, and in which way, as `serve` says at its start."""
    if not settings.telegram.token:
        return "off", OFF
    if settings.telegram.mode == "polling":
        return "on", "by polling"
    if not settings.public_url:
        return "on", "by webhook, but public_url is empty: nobody tells Telegram where to post, unless you do"
    return "on", f"by webhook at {address(settings)}"


def address(settings: Settings) -> str:
    """Where Telegram is to post."""
    return f"{settings.public_url.rstrip('/')}/webhooks/telegram"


def webhook_secret(settings: Settings) -> bytes:
    """What Telegram shows with each update. Raises SettingsError."""
    kept = secret(settings, "telegram.webhook_secret", settings.telegram.webhook_secret)
    if not _SECRET.fullmatch(kept.decode(errors="replace")):
        raise SettingsError("telegram.webhook_secret takes 1 to 256 letters, digits, _ and -")
    return kept


# --- `check` --------------------------------------------------------------------------------------


def tried(settings: Settings) -> tuple[bool, str]:
    """Whether the bot can be reached, and what is to be said of it. Raises SettingsError."""
    from telegram.error import InvalidToken, TelegramError

    bot = build(settings)
    assert bot is not None

    async def ask(telegram: Bot) -> tuple[str, WebhookInfo]:
        return f"@{(await telegram.get_me()).username}", await telegram.get_webhook_info()

    try:
        name, webhook = bot.line.ask(ask, 2 * CHECK_SECONDS)
    except InvalidToken:
        return False, OURS["token not taken"]
    except (TelegramError, TimeoutError) as problem:
        return False, f"Telegram does not answer: {type(problem).__name__}"
    finally:
        bot.line.close()
    said = f"{name} answers, {described(settings)[1]}"
    if settings.telegram.mode == "webhook":
        webhook_secret(settings)
        return _webhook(settings, said, webhook)
    set_at = f"; a webhook is set, at {_host(webhook.url)}: `serve` takes it away" if webhook.url else ""
    return True, said + set_at


def _webhook(settings: Settings, said: str, webhook: WebhookInfo) -> tuple[bool, str]:
    if webhook.pending_update_count:
        said += f"; {webhook.pending_update_count} updates wait there"
    if webhook.last_error_message:
        met = f", of {webhook.last_error_date:%Y-%m-%d %H:%M} UTC" if webhook.last_error_date else ""
        said += f"; its last error{met}: {webhook.last_error_message}"
    if not webhook.url:
        return True, f"{said}; none is set yet" + (": `serve` sets it" if settings.public_url else "")
    if settings.public_url and webhook.url != address(settings):
        return False, f"{said}; but Telegram posts to another address, at {_host(webhook.url)}: `serve` sets ours"
    return True, said


def _host(url: str) -> str:
    """Where an address leads, and no more of it: what stands behind may be somebody's secret."""
    return urlsplit(url).hostname or "an address of no host"
