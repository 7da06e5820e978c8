"""Telling patients that the pharmacy has something ready for them: where and until when, never what it is.

The hospital notes what is ready (`hospital.pharmacy.announcing`); here it is put into words.
"""

from __future__ import annotations

from conversation.notices import Notes
from conversation.phrases.say import Say
from conversation.phrases.voice import Voice
from hospital.directory import Hospital
from hospital.noted import Taken
from hospital.office import Unit
from hospital.pharmacy import announcing


def _words(unit: Unit, hospital: Hospital, voice: Voice, taken: Taken) -> str:
    patient = taken.where.patient
    place, until = announcing.where_kept(unit, taken.about)
    say = Say.NOTICE_READY if patient is None else Say.NOTICE_READY_FOR
    facts = {"hospital": hospital.name, "patient": patient or "", "reference": taken.about["dispense"]}
    return voice.say(say, facts | {"place": place, "until": until})


NOTES = Notes("ready_news", announcing.waiting, announcing.take, _words)
