"""The push channels of the settings: built where they have credentials, and off where not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from conversation.media import Keeper
from conversation.messages import Sender
from doors import messaging
from doors.settings import Settings


@dataclass(frozen=True)
class Channels:
    """What the desk can push to, and fetch files from, by the names of channels."""

    senders: Mapping[str, Sender] = field(default_factory=dict)
    keepers: Mapping[str, Keeper] = field(default_factory=dict)


def build(settings: Settings) -> Channels:
    """Every push channel that is on."""
    senders: dict[str, Sender] = {}
    keepers: dict[str, Keeper] = {}
    senders.update(messaging.senders(settings))
    keepers.update(messaging.keepers(settings))
    return Channels(senders, keepers)
