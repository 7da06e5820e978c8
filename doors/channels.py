"""The push channels of the settings: built where they have credentials, and off where not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conversation.media import Keeper
from conversation.messages import Sender
from conversation.papers import OpenPaper
from doors import mailing, messaging, telegram
from doors.settings import Settings

if TYPE_CHECKING:
    from bots.mail.composing import House
    from bots.telegram.channel import Telegram


@dataclass(frozen=True)
class Channels:
    """What the desk can push to, and fetch files from, by the names of channels."""

    senders: Mapping[str, Sender] = field(default_factory=dict)
    keepers: Mapping[str, Keeper] = field(default_factory=dict)
    telegram: Telegram | None = None


def build(settings: Settings, house: Callable[[], House], open_paper: OpenPaper = lambda link: None) -> Channels:
    """Every push channel that is on; `house` tells who writes, where a channel shows it. Raises SettingsError."""
    senders: dict[str, Sender] = {}
    keepers: dict[str, Keeper] = {}
    bot = telegram.build(settings, open_paper)
    if bot is not None:
        senders["telegram"], keepers["telegram"] = bot.sender, bot.keeper
    senders.update(messaging.senders(settings))
    keepers.update(messaging.keepers(settings))
    mail = mailing.build(settings, house)
    if mail is not None:
        senders[mailing.NAME] = mail
    return Channels(senders, keepers, bot)
