"""Telling patients what became of a medicine they asked to have again: the doctor decided, or it can be collected.

The words may stand on a locked screen: a reference, never a medicine, a name nor a reason. These are told to whoever
asks and proves who they are.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import structlog

from conversation.linking import is_still_theirs
from conversation.messages import Reply
from conversation.phrases.say import Say
from conversation.phrases.voice import Voice
from conversation.speaking import state_of
from conversation.texting import CHANNEL as SMS
from hospital import inbox, outbox, people, refill_news, threads
from hospital.directory import Hospital
from hospital.directory_rows import Directory
from hospital.office import Office, Unit
from hospital.refill_news import News
from hospital.steps import Steps

log = structlog.get_logger("refill_news")
KIND = "refill"
OF_USE = timedelta(days=7)
_CALLS = "voice"
_SAY = {
    "approved": Say.NOTICE_REFILL_APPROVED,
    "refused": Say.NOTICE_REFILL_REFUSED,
    "ready": Say.NOTICE_REFILL_READY,
}


def tell(office: Office, directory: Directory, now: datetime | None = None) -> int:
    """Tell all that nobody told of yet, outside the quiet hours; how many. One's trouble stops no other."""
    with office.read(now) as unit:
        hospital = directory.standing(unit)
        if hospital is None or hospital.quiet_until(unit.now) is not None:
            return 0
        waiting = refill_news.untold(unit)
    with Steps(office, "tell_of_refills", now) as steps:
        return steps.each(
            "tell",
            waiting,
            lambda news: office.write(lambda unit: _tell(unit, hospital, news), now=now, actor=KIND),
            lambda news: news.key,
        )


def _tell(unit: Unit, hospital: Hospital, news: News) -> bool:
    # of several who look at once, one tells
    people.lock(unit, news.patient_id)
    whom = None if outbox.is_told(unit, news.key) else _whom(unit, hospital, news)
    if whom is None:
        return False
    conversation_id, channel, address, language = whom
    voice = Voice.of(hospital, language, hospital.local(unit.now).date())
    facts = {
        "reference": news.reference,
        "hospital": hospital.name,
        "place": news.place or "",
        "until": news.until or "",
    }
    words = Reply(voice.say(_SAY[news.status], facts)).as_json() | {"language": language}
    message = outbox.Outgoing(
        news.key,
        conversation_id,
        channel,
        address,
        KIND,
        json.dumps(words, ensure_ascii=False),
        use_until=unit.now + OF_USE,
        patient_id=news.patient_id,
    )
    outbox.put(unit, [message], handed_over=False)
    log.info("told", refill=news.reference, status=news.status, conversation=conversation_id)
    return True


def _whom(unit: Unit, hospital: Hospital, news: News) -> tuple[int, str, str, str] | None:
    """Where it is told, and in which language: in the conversation where it was asked, after a call by SMS."""
    spoken = state_of(unit, news.conversation_id).language
    language = spoken if spoken is not None and spoken in hospital.languages else hospital.languages[0]
    if not is_still_theirs(unit, news.channel, news.address, news.asked_at):
        return None
    if news.channel != _CALLS:
        return news.conversation_id, news.channel, news.address, language
    age = hospital.booking.guardian_until_age
    contacts = people.contacts(unit, news.patient_id, hospital.local(unit.now).date(), age)
    phone = next((contact.phone for contact in contacts if contact.is_verified), None)
    if phone is None:
        return None
    address = inbox.key(phone)
    return threads.find_or_open(unit, SMS, address), SMS, address, language
