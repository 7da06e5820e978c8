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
from hospital import outbox, threads
from hospital.directory import Hospital
from hospital.directory_rows import Directory
from hospital.noted import Taken
from hospital.office import Office, Unit
from hospital.steps import Steps

LIFE = timedelta(days=3)
"""How long a message is of use."""


@dataclass(frozen=True)
class Notes:
    """Notes of one kind: which wait, how one is settled, what is said of it. `kind` is that of the messages."""

    kind: str
    waiting: Callable[[Unit], list[int]]
    take: Callable[[Unit, int], Taken | None]
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
    with office.read(now) as unit:
        hospital = directory.standing(unit)
        found = notes.waiting(unit)
    if hospital is None or hospital.quiet_until(now) is not None:
        return 0

    def one(note_id: int) -> int:
        return office.write(partial(_tell, hospital, notes, note_id), now=now, actor=notes.kind)

    with Steps(office, notes.kind, now, is_ended) as steps:
        return steps.each("tell", found, one)


def _tell(hospital: Hospital, notes: Notes, note_id: int, unit: Unit) -> bool:
    taken = notes.take(unit, note_id)
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
        notes.kind,
        json.dumps(words, ensure_ascii=False),
        use_until=unit.now + LIFE,
        patient_id=where.patient_id,
    )
    outbox.put(unit, [message], handed_over=False)
    return True
