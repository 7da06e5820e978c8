"""The push channels of the settings: built where they have credentials, and off where not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conversation.media import Keeper
from conversation.messages import Sender
from doors import messaging, telegram
from doors.settings import Settings

if TYPE_CHECKING:
    from bots.telegram.channel import Telegram


@dataclass(frozen=True)
class Channels:
    """What the desk can push to, and fetch files from, by the names of channels."""

    senders: Mapping[str, Sender] = field(default_factory=dict)
    keepers: Mapping[str, Keeper] = field(default_factory=dict)
    telegram: Telegram | None = None


def build(settings: Settings) -> Channels:
    """Every push channel that is on. Raises SettingsError."""
    senders: dict[str, Sender] = {}
    keepers: dict[str, Keeper] = {}
    bot = telegram.build(settings)
    if bot is not None:
        senders["telegram"], keepers["telegram"] = bot.sender, bot.keeper
    senders.update(messaging.senders(settings))
    keepers.update(messaging.keepers(settings))
    return Channels(senders, keepers, bot)
