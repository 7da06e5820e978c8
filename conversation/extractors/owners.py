"""Whose something is, where a message only says so beside it: "my husband's results", "Tom Walsh's bill"."""

from __future__ import annotations

import re

from conversation.extractors.entities import Person
from conversation.extractors.relatives import RELATIONS
from conversation.extractors.text import Message
from conversation.extractors.words import span_of

_WORDS = "|".join(sorted(RELATIONS, key=len, reverse=True))
_RELATIVE = re.compile(rf"\b(?:my|our|mi|mis|nuestr[oa]s?) (?:\w+ )?({_WORDS})\b(?! (?:doctor|hospital))")
_NAMED = re.compile(r"\b((?:[A-ZÁÉÍÓÚÑ][\w-]+ ){1,3}[A-ZÁÉÍÓÚÑ][\w-]+)['’]s\b")
_DE = re.compile(
    r"\b(?:resultados?|informes?|an[aá]lisis|pruebas?|radiograf[ií]as?|facturas?|recetas?) de "
    r"((?:[A-ZÁÉÍÓÚÑ][\w-]+ ?){2,4})"
)
_TITLES = frozenset("Dr Dra Doctor Doctora Mr Mrs Ms Are Is Has Have When Where What Can".split())


def find_owner(message: Message) -> Person | None:
    """Whoever something is said to belong to, as a relative or by a full name; None for one's own."""
    if (relative := _RELATIVE.search(message.folded)) is not None:
        span = span_of(message, relative.start(1), relative.end(1))
        return Person(span, relation=RELATIONS[relative.group(1)])
    for pattern in (_NAMED, _DE):
        if (named := pattern.search(message.raw)) is not None:
            words = [word for word in named.group(1).split() if word not in _TITLES]
            if len(words) > 1:
                return Person(span_of(message, 0, len(message.folded)), name=" ".join(words))
    return None
