"""Everything that understanding needs, loaded before the first patient writes."""

from __future__ import annotations

import gc
import inspect
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache

from conversation.extractors import lexicons
from conversation.extractors.entities import Context
from conversation.extractors.pipeline import understand

_SENTENCES = {
    "en": "hi, my knee hurts since monday, can i see a doctor in galway next tuesday at ten? not before 9",
    "es": "hola, me duele la rodilla desde el lunes, quiero una cita el martes que viene a las diez, no antes de las 9",
}


@cache
def warm_up() -> None:
    """Build what the extractors look things up in, and tell the garbage collector that it stays.

    It would else walk through all of it again and again, in the middle of some patient's message.
    """
    for table in _tables():
        table()
    now = datetime(2026, 1, 1, 9, tzinfo=UTC).replace(tzinfo=None)
    for language, sentence in _SENTENCES.items():
        understand(sentence, Context(now=now, language=language))
    lexicons.load.cache_clear()  # all that was read from the files stands in the tables now
    gc.collect()
    gc.freeze()


def _tables() -> Iterator[Callable[[], object]]:
    """What the extractors build once: their cached functions that take nothing."""
    package = f"{__package__}."
    for name in sorted(name for name in sys.modules if name.startswith(package)):
        for made in vars(sys.modules[name]).values():
            is_own = getattr(made, "__module__", None) == name and made is not warm_up
            if is_own and hasattr(made, "cache_info") and not inspect.signature(made).parameters:
                yield made
