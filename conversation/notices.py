"""Telling patients unasked of what the hospital noted for them: one message to where they agreed to be written to.

A note is settled in the transaction that writes its message, so doing it twice, or in two processes, changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from conversation.messages import Reply
from conversation.phrases.voice import Voice
from conversation.steps import Steps
from hospital import outbox, threads
from hospital.directory import Hospital
from hospital.directory_rows import Directory
from hospital.errors import NoHospitalError
from hospital.noted import Taken
from hospital.office import Office, Unit

KIND = "notice"
LIFE = timedelta(days=3)
"""How long a message is of use."""


@dataclass(frozen=True)
class Notes:
    """Notes of one kind: which wait, how one is settled, what is said of it. `name` is who writes them."""

    name: str
    waiting: Callable[[Unit], list[int]]
    take: Callable[[Unit, Hospital, int], Taken | None]
    say: Callable[[Unit, Hospital, Voice, Taken], str]


def tell(
    office: Office,
    directory: Directory,
    notes: Notes,
    is_ended: Callable[[], bool] = lambda: False,
    now: datetime | None = None,
) -> int:
    """Tell patients of what was noted since, outside the quiet hours; how many messages were written."""
    now = now or office.clock.now()
    try:
        with office.read(now) as unit:
            hospital = directory.current(unit)
            found = notes.waiting(unit)
    except NoHospitalError:
        return 0
    if hospital.quiet_until(now) is not None:
        return 0
    steps, told = Steps(), 0
    for note_id in found:
        if is_ended():
            break
        with steps.one("tell", note_id):
            told += office.write(partial(_tell, hospital, notes, note_id), now=now, actor=notes.name)
    steps.raise_first()
    return told


def _tell(hospital: Hospital, notes: Notes, note_id: int, unit: Unit) -> bool:
    taken = notes.take(unit, hospital, note_id)
    if taken is None or outbox.is_told(unit, taken.key):
        return False
    where = taken.where
    language = where.language if where.language in hospital.languages else hospital.languages[0]
    voice = Voice.of(hospital, language, hospital.local(unit.now).date())
    words = Reply(notes.say(unit, hospital, voice, taken)).as_json() | {"language": language}
    message = outbox.Outgoing(
        taken.key,
        threads.find_or_open(unit, where.channel, where.address),
        where.channel,
        where.address,
        KIND,
        json.dumps(words, ensure_ascii=False),
        use_until=unit.now + LIFE,
        patient_id=where.patient_id,
    )
    outbox.put(unit, [message], handed_over=False)
    return True
