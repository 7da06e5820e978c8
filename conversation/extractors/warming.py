"""Everything that understanding needs, loaded before the first patient writes."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from functools import cache

from conversation.extractors.entities import Context
from conversation.extractors.pipeline import understand

_SENTENCES = {
    "en": "hi, my knee hurts since monday, can i see a doctor in galway next tuesday at ten? not before 9",
    "es": "hola, me duele la rodilla desde el lunes, quiero una cita el martes que viene a las diez, no antes de las 9",
}


@cache
def warm_up() -> None:
    """Read the lexicons now, and tell the garbage collector that they stay.

    It would else walk through all of them again and again, in the middle of some patient's message.
    """
    now = datetime(2026, 1, 1, 9, tzinfo=UTC).replace(tzinfo=None)
    for language, sentence in _SENTENCES.items():
        understand(sentence, Context(now=now, language=language))
    gc.collect()
    gc.freeze()
