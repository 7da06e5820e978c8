"""Telling patients that a result is there: one message, nothing of what it is.

The hospital notes what may be had (`hospital.reports.announcing`); here it is put into words.
"""

from __future__ import annotations

from conversation.notices import Notes
from conversation.phrases.say import Say
from conversation.phrases.voice import Voice
from hospital.directory import Hospital
from hospital.noted import Taken
from hospital.office import Unit
from hospital.reports import announcing


def _words(unit: Unit, hospital: Hospital, voice: Voice, taken: Taken) -> str:
    patient = taken.where.patient
    say = Say.NOTICE_RESULT if patient is None else Say.NOTICE_RESULT_FOR
    return voice.say(say, {"hospital": hospital.name, "patient": patient or ""})


NOTES = Notes("result_news", announcing.waiting, announcing.take, _words)
