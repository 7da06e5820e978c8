"""Accounts of channels that tell no number (Telegram): linked with the one that a code was confirmed for."""

from __future__ import annotations

from conversation.messages import InboundMessage
from hospital import accounts, inbox
from hospital.office import Unit

LINKED = frozenset({"telegram"})
"""Channels whose accounts can be linked."""


def with_sender(unit: Unit, message: InboundMessage) -> InboundMessage:
    """The message as coming from the number that its account is linked with."""
    if message.channel not in LINKED or message.sender is not None:
        return message
    phone = accounts.phone_of(unit, message.channel, inbox.key(message.conversation))
    return message if phone is None else message.model_copy(update={"sender": phone, "is_vouched": True})


def link(unit: Unit, message: InboundMessage, phone: str) -> bool:
    """Link the account that a message came from; False on channels where there is nothing to link."""
    if message.channel not in LINKED or message.sender == phone:
        return False
    accounts.link(unit, message.channel, inbox.key(message.conversation), phone)
    return True


def unlink(unit: Unit, message: InboundMessage) -> bool:
    """Forget whose account it is; whether it was known."""
    return accounts.unlink(unit, message.channel, inbox.key(message.conversation))
