"""Writing by SMS to a number on file: in a thread of its own, so that it never shows where somebody asked for it."""

from __future__ import annotations

import json
from datetime import datetime

from conversation.messages import Reply
from conversation.phrases.voice import Voice
from conversation.turn import Desk
from hospital import inbox, outbox, threads
from hospital.people import Contact

CHANNEL = "sms"


def voice_for(desk: Desk, contact: Contact) -> Voice:
    """How the language is spoken in which somebody wants to be written to."""
    language = contact.language if contact.language in desk.hospital.languages else desk.hospital.languages[0]
    return Voice.of(desk.hospital, language, desk.now.date())


def text(
    desk: Desk,
    phone: str,
    words: str,
    *,
    kind: str,
    dedupe_key: str,
    use_until: datetime | None = None,
    language: str | None = None,
) -> None:
    """Leave words (of this language) in the outbox for a number, which leave before `use_until` or not at all."""
    address = inbox.key(phone)
    told = Reply(words).as_json() | ({"language": language} if language else {})
    message = outbox.Outgoing(
        dedupe_key=dedupe_key,
        conversation_id=threads.find_or_open(desk.unit, CHANNEL, address),
        channel=CHANNEL,
        address=address,
        kind=kind,
        payload=json.dumps(told, ensure_ascii=False),
        use_until=use_until,
    )
    outbox.put(desk.unit, [message], handed_over=False)
