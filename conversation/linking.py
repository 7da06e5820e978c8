"""Accounts of channels that tell no number (Telegram): linked with the one that a code was confirmed for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from conversation.messages import InboundMessage
from hospital import accounts, inbox, people
from hospital.office import Unit
from hospital.people import Person

LINKED = frozenset({"telegram"})
"""Channels whose accounts can be linked."""


def with_sender(unit: Unit, message: InboundMessage) -> InboundMessage:
    """The message as coming from the number that its account is linked with."""
    if message.channel not in LINKED or message.sender is not None:
        return message
    phone = accounts.phone_of(unit, message.channel, inbox.key(message.conversation))
    return message if phone is None else message.model_copy(update={"sender": phone, "is_vouched": True})


def link(unit: Unit, message: InboundMessage, phone: str, proven: Sequence[Person]) -> bool:
    """Link the account that a message came from with a number, one of those just proven having it.

    False on channels where there is nothing to link.
    """
    if message.channel not in LINKED or message.sender == phone:
        return False
    # a child's code goes to a guardian's number: that one's it is
    theirs = [each for each in proven if each.phone == phone] or people.reached_by(unit, phone)
    if not theirs:
        return False
    accounts.link(unit, message.channel, inbox.key(message.conversation), phone, theirs[0].id)
    return True


def is_still_theirs(unit: Unit, channel: str, address: str, asked_at: datetime) -> bool:
    """Whether what somebody asked for in a conversation is still told there: their account was not forgotten since."""
    return channel not in LINKED or accounts.is_linked_since(unit, channel, address, asked_at)


def unlink(unit: Unit, message: InboundMessage) -> bool:
    """Forget whose account it is; whether it was known."""
    return accounts.unlink(unit, message.channel, inbox.key(message.conversation))
