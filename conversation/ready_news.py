"""Telling patients that the pharmacy has something ready for them: where and until when, never what it is.

The hospital notes what is ready (`hospital.pharmacy.announcing`); here it is put into words.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from conversation import notices
from conversation.notices import Notes
from conversation.phrases.say import Say
from conversation.phrases.voice import Voice
from hospital.directory import Hospital
from hospital.directory_rows import Directory
from hospital.noted import Taken
from hospital.office import Office, Unit
from hospital.pharmacy import announcing


def tell(
    office: Office,
    directory: Directory,
    is_ended: Callable[[], bool] = lambda: False,
    now: datetime | None = None,
) -> int:
    """Tell patients of what is ready since, outside the quiet hours; how many messages were written."""
    return notices.tell(office, directory, _NOTES, is_ended, now)


def _words(unit: Unit, hospital: Hospital, voice: Voice, taken: Taken) -> str:
    patient = taken.where.patient
    place, until = announcing.where_kept(unit, taken.about)
    say = Say.NOTICE_READY if patient is None else Say.NOTICE_READY_FOR
    facts = {"hospital": hospital.name, "patient": patient or "", "reference": taken.about["dispense"]}
    return voice.say(say, facts | {"place": place, "until": until})


_NOTES = Notes("ready_news", announcing.waiting, announcing.take, _words)
