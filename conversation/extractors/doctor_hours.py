"""Whether a message asks when a doctor works at all: "which days is Dr Lee here?", "horario de la doctora Ruiz"."""

from __future__ import annotations

import re

from conversation.extractors.text import Message

_WORKS = r"(?:work|works|working|here|in|see|sees|seeing|consult|consults|practise|practises|practice|practices)"
_ATTENDS = r"(?:atiende|trabaja|consulta|viene|pasa consulta|tiene consulta|esta (?:aqui|en la clinica|en el hospital))"
_ASKS = re.compile(
    rf"\b(?:what|which) (?:days?|hours|times|weekdays)\b.*\b(?:does|do|is|are)\b.*\b{_WORKS}\b"
    rf"|\bwhen (?:does|do|is)\b.*\b{_WORKS}\s*\?*$"
    r"|\b(?:hours|schedule|timetable|working days) (?:of|for)\b|\w's (?:hours|schedule|timetable|working days)\b"
    rf"|\b(?:que|cuales|en que) (?:dias?|horarios?|horas)\b.*\b{_ATTENDS}"
    rf"|\b(?:cuando|a que horas?) {_ATTENDS}"
    r"|\bhorarios? (?:de consulta |de atencion )?(?:de|del|tiene|que tiene)\b"
)


def asks_doctor_hours(message: Message) -> bool:
    """Whether it asks for working hours, of whomever it names."""
    return _ASKS.search(message.folded) is not None
