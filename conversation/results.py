"""Telling patients that a result is there: one message, nothing of what it is.

The hospital notes what may be had (`hospital.reports.announcing`); here it is put into words.
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
from hospital.reports import announcing


def tell_results(
    office: Office,
    directory: Directory,
    is_ended: Callable[[], bool] = lambda: False,
    now: datetime | None = None,
) -> int:
    """Tell patients of what they may have since, outside the quiet hours; how many messages were written."""
    return notices.tell(office, directory, _NOTES, is_ended, now)


def _words(unit: Unit, hospital: Hospital, voice: Voice, taken: Taken) -> str:
    patient = taken.where.patient
    say = Say.NOTICE_RESULT if patient is None else Say.NOTICE_RESULT_FOR
    return voice.say(say, {"hospital": hospital.name, "patient": patient or ""})


_NOTES = Notes("result_news", announcing.waiting, announcing.take, _words)
