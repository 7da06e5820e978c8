"""Telling patients that a result is there: one message to where they agreed to be written to, nothing of what it is.

The hospital notes what may be had (`hospital.reports.announcing`); here it is put into words. A note is settled in the
transaction that writes its message, so doing it twice, or in two processes, changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

from conversation.messages import Reply
from conversation.phrases.say import Say
from conversation.phrases.voice import Voice
from hospital import outbox, threads
from hospital.directory import Hospital
from hospital.directory_rows import Directory
from hospital.office import Office, Unit
from hospital.reports import announcing
from hospital.reports.announcing import Where
from hospital.steps import Steps

KIND = "result_news"
LIFE = timedelta(days=3)
"""How long the message is of use."""


def tell_results(
    office: Office,
    directory: Directory,
    is_ended: Callable[[], bool] = lambda: False,
    now: datetime | None = None,
) -> int:
    """Tell patients of what they may have since, outside the quiet hours; how many messages were written."""
    now = now or office.clock.now()
    with office.read(now) as unit:
        hospital = directory.standing(unit)
        notes = announcing.waiting(unit)
    if hospital is None or hospital.quiet_until(now) is not None:
        return 0
    with Steps(office, "tell_results", now, is_ended) as steps:
        return steps.each(
            "tell",
            notes,
            lambda note: office.write(lambda unit: _tell(unit, hospital, note), now=now, actor="results"),
        )


def _tell(unit: Unit, hospital: Hospital, note_id: int) -> bool:
    taken = announcing.take(unit, note_id)
    if taken is None:
        return False
    key, where = taken
    if outbox.is_told(unit, key):
        return False
    conversation_id = threads.find_or_open(unit, where.channel, where.address)
    message = outbox.Outgoing(
        key,
        conversation_id,
        where.channel,
        where.address,
        KIND,
        json.dumps(_words(unit, hospital, where), ensure_ascii=False),
        use_until=unit.now + LIFE,
        patient_id=where.patient_id,
    )
    outbox.put(unit, [message], handed_over=False)
    return True


def _words(unit: Unit, hospital: Hospital, where: Where) -> dict[str, object]:
    language = where.language if where.language in hospital.languages else hospital.languages[0]
    voice = Voice.of(hospital, language, hospital.local(unit.now).date())
    say = Say.NOTICE_RESULT if where.patient is None else Say.NOTICE_RESULT_FOR
    facts = {"hospital": hospital.name, "patient": where.patient or ""}
    return Reply(voice.say(say, facts)).as_json() | {"language": language}
