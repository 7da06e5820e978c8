"""What is on offer, in another language: the choices stay the same ones, their labels are told anew."""

from __future__ import annotations

import re
from datetime import date

from conversation.phrases.say import Say
from conversation.phrases.voice import WORDS, Voice
from conversation.state import BookingState, Offered
from hospital.directory import Hospital

_LABELS = tuple(say for say in Say if say.name.startswith("LABEL_"))


def in_language(state: BookingState, hospital: Hospital, language: str, today: date) -> BookingState:
    """The state in another language, with everything that it offers told in it."""
    if state.language is None or language == state.language or not (state.offered or state.offered_before):
        return state.with_(language=language)
    before, now = Voice.of(hospital, state.language, today), Voice.of(hospital, language, today)
    return state.with_(
        language=language,
        offered=tuple(_told(option, hospital, before, now) for option in state.offered),
        offered_before=tuple(_told(option, hospital, before, now) for option in state.offered_before),
    )


def _told(option: Offered, hospital: Hospital, before: Voice, now: Voice) -> Offered:
    label = _in_words_of(now, now.label_from(before, option.label), before)
    speciality = hospital.specialities.get(option.speciality or "")
    if speciality is not None:
        label = label.replace(speciality.named(before.language), speciality.named(now.language))
    return option if label == option.label else option.model_copy(update={"label": label})


def _in_words_of(now: Voice, label: str, before: Voice) -> str:
    """A label of the desk's own words, in those of another language; any other label as it is."""
    for say in _LABELS:
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(WORDS[before.language][say]))
        if match := re.fullmatch(pattern, label):
            return WORDS[now.language][say].format(**match.groupdict())
    return label
