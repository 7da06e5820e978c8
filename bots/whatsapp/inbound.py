"""What Twilio posts of a WhatsApp message or an SMS, as the desk takes it. The signature is checked before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bots.characters import storable
from bots.taking import TEXT_LIMIT
from bots.twilio_signature import has_names_of_parameters, is_one_of
from conversation import opt_outs
from conversation.messages import InboundMessage, Kind, Media

SID = r"(?:SM|MM)[0-9a-f]{32}"
_SIDS = frozenset({"MessageSid", "SmsMessageSid", "OriginalRepliedMessageSid"})
_ACCOUNT = re.compile(r"AC[0-9a-f]{32}")
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_SENDER = r"(?:whatsapp:)?\+[1-9][0-9]{6,14}"
_OTHER_SENDER = re.compile(r"[0-9]{3,8}|[A-Za-z0-9 _&.-]{1,11}|(?:messenger|rcs|whatsapp):[\w.:-]{1,80}")
"""Short codes, names in place of numbers, other channels: nobody there waits for an answer of ours."""
_MEDIA = 10
VALUE_LIMIT = 200
"""What the vendor keeps behind a button, in characters."""
_VALUE = re.compile(rf"(?=.*[.:])[\w.:-]{{1,{VALUE_LIMIT}}}")
"""A choice of ours, by its value; a template's button may bring another text, and is then taken for its words."""
_NEVER_ANSWERED = frozenset({"reaction", "sticker", "unsupported", "system", "ephemeral"})
WHATSAPP, SMS = "whatsapp", "sms"


class MalformedError(Exception):
    """A signed request that is none of ours: cut up anew, for another account or another number."""


@dataclass(frozen=True)
class Numbers:
    """What is ours: the account, and the numbers by channel."""

    account_sid: str
    by_channel: Mapping[str, str]
    """Numbers in E.164, without `whatsapp:`."""

    def channel_of(self, to: str) -> str | None:
        """The channel that an address of ours belongs to."""
        for channel, number in self.by_channel.items():
            if to == (f"whatsapp:{number}" if channel == WHATSAPP else number):
                return channel
        return None


def message(form: Mapping[str, str], ours: Numbers, now: datetime) -> InboundMessage | None:
    """The message in a request; None where there is nothing to answer. Raises MalformedError."""
    channel = _checked(form, ours)
    sender = form.get("From", "").removeprefix("whatsapp:")
    if not _NUMBER.fullmatch(sender) or form.get("MessageType", "").lower() in _NEVER_ANSWERED:
        return None
    text, choice, kind = _said(form, channel)
    media = _media(form)
    if not (text or choice or media):
        return None
    return InboundMessage(
        channel=channel,
        conversation=sender,
        external_id=form["MessageSid"],
        kind=kind,
        text=text,
        choice=choice,
        sender=sender,
        is_vouched=True,
        media=media,
        reference=form.get("OriginalRepliedMessageSid") or None,
        received_at=now,
    )


def status(form: Mapping[str, str], ours: Numbers) -> tuple[str, str, str, str]:
    """Channel, id, stage and error code of a status report. Raises MalformedError."""
    _check_account(form, ours)
    sid = form.get("MessageSid", "")
    stage = form.get("MessageStatus", "").lower()
    channel = ours.channel_of(form.get("From", ""))
    if channel is None:
        channel = WHATSAPP if form.get("To", "").startswith("whatsapp:") else SMS
    code = form.get("ErrorCode", "")
    if not re.fullmatch(SID, sid) or not re.fullmatch(r"[a-z_]{2,20}", stage):
        raise MalformedError
    return channel, sid, _STAGES.get(stage, stage), code if re.fullmatch(r"[0-9]{1,6}", code) else ""


_STAGES = {"accepted": "queued", "scheduled": "queued", "sending": "queued", "canceled": "failed"}


def _checked(form: Mapping[str, str], ours: Numbers) -> str:
    _check_account(form, ours)
    channel = ours.channel_of(form.get("To", ""))
    sender = form.get("From", "")
    is_sender = not sender or _NUMBER.fullmatch(sender.removeprefix("whatsapp:")) or _OTHER_SENDER.fullmatch(sender)
    is_same_channel = sender.startswith("whatsapp:") == (channel == WHATSAPP) or not sender
    whole = re.fullmatch(SID, form.get("MessageSid", "")) and is_one_of(form, _SIDS, SID)
    whole = whole and is_one_of(form, frozenset({"From"}), _SENDER)
    if channel is None or not is_sender or not is_same_channel or not whole:
        raise MalformedError
    return channel


def _check_account(form: Mapping[str, str], ours: Numbers) -> None:
    account = form.get("AccountSid", "")
    if not _ACCOUNT.fullmatch(account) or account != ours.account_sid or not has_names_of_parameters(form):
        raise MalformedError


def _said(form: Mapping[str, str], channel: str) -> tuple[str, str | None, Kind]:
    body = storable(form.get("Body", ""))[:TEXT_LIMIT]
    opted = opt_outs.choice(body, channel, form.get("OptOutType", ""))
    if opted is not None:
        return body.strip(), opted, Kind.OPTOUT
    tapped = form.get("ButtonPayload") or form.get("ListId") or ""
    if _VALUE.fullmatch(tapped):
        return "", tapped, Kind.CHOICE
    if tapped or form.get("ButtonText"):
        return storable(form.get("ButtonText") or form.get("ListTitle") or body or tapped)[:TEXT_LIMIT], None, Kind.TEXT
    if not body.strip() and "Latitude" in form:
        place = ", ".join(filter(None, (form.get("Label", "").strip(), form.get("Address", "").strip())))
        return f"📍 {storable(place)[:300]}".strip(), None, Kind.TEXT
    return body, None, Kind.TEXT


def _media(form: Mapping[str, str]) -> tuple[Media, ...]:
    count = form.get("NumMedia", "0")
    known = range(min(int(count), _MEDIA) if count.isascii() and count.isdigit() and len(count) < 4 else 0)
    return tuple(
        Media(source=form[f"MediaUrl{n}"][:2000], content_type=_kind(form, n), is_voice=_kind(form, n)[:6] == "audio/")
        for n in known
        if f"MediaUrl{n}" in form
    )


def _kind(form: Mapping[str, str], n: int) -> str:
    return form.get(f"MediaContentType{n}", "")[:100].lower().replace("application/ogg", "audio/ogg")
