"""What `check` finds out at Twilio: whether it lets us in, and whether the numbers set are the account's."""

from __future__ import annotations

from typing import Any

from doors.settings import Twilio

SANDBOX = "+14155238886"
"""The vendor's own number for trying WhatsApp out, which is no account's."""
SENDERS = 200
OURS = {
    "20003": "Twilio does not let us in: look at twilio.account_sid and twilio.auth_token",
    "21606": "twilio.sms_from is no number of this account that sends",
    "21659": "twilio.sms_from is no number of this account",
    "21660": "twilio.sms_from is another account's number",
    "21661": "twilio.sms_from cannot send SMS",
    "63007": "twilio.whatsapp_from is none of this account's WhatsApp senders",
    "63038": "the account has sent all that it may in a day",
}
"""Reasons for which messages wait until somebody puts something right, and what."""


def account(twilio: Twilio, api: Any) -> tuple[bool, str]:
    """Whether the account lets us in, and what it is or why not."""
    try:
        found = api.api.v2010.accounts(twilio.account_sid).fetch()
    except Exception as error:
        # the vendor's client raises its own, its transport's and plain ones
        return False, why_not(reason_of(error))
    if found.status not in (None, "active"):
        return False, f"the account is {found.status}, and sends nothing until Twilio's console says otherwise"
    return True, f"the account {found.friendly_name or twilio.account_sid} answers"


def has_number(api: Any, channel: str, number: str) -> tuple[bool, str]:
    """Whether a number is the account's own, as far as Twilio tells; and what is to be said of it."""
    try:
        is_ours = _has_sender(api, number) if channel == "whatsapp" else _has_sms(api, number)
    except Exception as error:
        # whoever may send need not be allowed to look
        return True, f"whether {number} is this account's could not be looked up: Twilio answers {reason_of(error)}"
    if is_ours:
        return True, ""
    if channel == "whatsapp":
        return False, f"twilio.whatsapp_from {number} is none of this account's WhatsApp senders"
    return False, f"twilio.sms_from {number} is none of this account's numbers"


def _has_sms(api: Any, number: str) -> bool:
    found = api.incoming_phone_numbers.list(phone_number=number, limit=SENDERS)
    return any(each.phone_number == number for each in found)


def _has_sender(api: Any, number: str) -> bool:
    if number == SANDBOX:
        return True
    found = api.messaging.v2.channels_senders.list(channel="whatsapp", limit=SENDERS)
    return any((each.sender_id or "").removeprefix("whatsapp:") == number for each in found)


def reason_of(error: Exception) -> str:
    """An error of the client in a word or two."""
    from bots.whatsapp import client

    return client.as_send_error(error).reason


def why_not(reason: str) -> str:
    """What to look at, by that word."""
    return {
        "20003": OURS["20003"],
        "20404": "Twilio does not know this account: look at twilio.account_sid",
        "20005": "the account is not active: Twilio's console says why",
        "unreachable": "Twilio cannot be reached: look at the network and twilio.base_url",
        "timeout": "Twilio does not answer in time: look at the network and twilio.base_url",
        "cut off": "Twilio cuts the connection, or its certificate does not count: look at twilio.base_url",
        "garbled": "what answers is not Twilio: look at twilio.base_url",
        "429": "Twilio answers that it is asked too often",
    }.get(reason, f"Twilio answers {reason}")
