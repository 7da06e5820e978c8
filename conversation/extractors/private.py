"""Requests for what is on file about somebody named, and text that is meant for a machine rather than a desk."""

from __future__ import annotations

import re

from conversation.extractors.entities import Context
from conversation.extractors.spelling import is_word
from conversation.extractors.text import Message, fold
from conversation.extractors.words import Words

_FACTS = frozenset(
    "phone telephone mobile number address email birthday birth dob date diagnosis results result records record file "
    "chart medication prescription prescriptions telefono celular movil numero direccion correo nacimiento cumpleanos "
    "historial expediente diagnostico resultados receta recetas medicacion datos".split()
)
_ASKS = frozenset(
    "what whats give tell show send when where can could need i get list read dame deme dime digame cual que necesito "
    "quiero pasame paseme ensename enseneme muestrame donde cuando puede puedes me please por do is".split()
)
_OF = frozenset("of for about de".split())


def asks_for_private(words: Words, context: Context) -> bool:
    """Whether somebody's number, birth date or papers are asked for: "Lucia Prado's phone number"."""
    read = words.read
    if not read or read[0] not in _ASKS or any(word.isdigit() for word in read):
        return False
    for at, token in enumerate(words.tokens):
        if token.text.endswith("'s") and not _is_ours(token.text[:-2], context):
            return not _FACTS.isdisjoint(read[at + 1 : at + 4])
        if read[at] in _FACTS and read[at + 1 : at + 2] and read[at + 1] in _OF:
            return _is_somebody(words, at + 2, context)
    return False


def _is_somebody(words: Words, at: int, context: Context) -> bool:
    """Whether a person is named from a word on: by a word that is no ordinary one, or by capitals ("Luz Torres")."""
    named = words.read[at : at + 2]
    if not named or not _is_ours(named[0], context):
        return bool(named)
    written = words.message.words(words.tokens[at].start, words.tokens[at + len(named) - 1].end).split()
    return len(written) == 2 and all(word[:1].isupper() for word in written) and not _is_ours(named[1], context)


def _is_ours(word: str, context: Context) -> bool:
    """Whether a word is ordinary speech, or names a doctor, a site or the sender's own: none of those are strangers."""
    if len(word) < 3 or is_word(word):
        return True
    roster = context.roster
    names = [doctor.name for doctor in roster.doctors]
    names += [name for place in roster.places for name in (place.name, place.city or "")]
    names += context.household
    names += [each.name for each in roster.services] + [each.name for each in roster.insurers]
    names += [name for each in roster.specialities for name in (each.name, *each.names.values())]
    return any(word in fold(name).replace(".", " ").split() for name in names)


_CODE = re.compile(
    r"</?(?:script|img|svg|iframe|body|html|style|input|form|object|embed|system|instructions?)\b|\bjavascript:"
    r"|[{\[]\s*\"\w+\"\s*:|\b(?:drop|alter|truncate) table\b|\bunion (?:all )?select\b|\bselect \*? ?(?:\w+ )?from\b"
    r"|\b(?:insert into|delete from)\b|'\s*(?:or|and)\s+'?\d'?\s*=|;\s*--|\{\{.*\}\}|\$\{.*\}|```|<\|\w+\|>|\[/?inst\]"
)


def is_code(message: Message) -> bool:
    """Whether a message holds markup, a query or a program's text."""
    return _CODE.search(message.folded) is not None
