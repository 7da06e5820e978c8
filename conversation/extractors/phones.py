"""Phone numbers in a message, and how one ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from conversation.extractors.entities import Context, Span
from conversation.extractors.text import Message
from conversation.extractors.words import span_of

_ENDS = re.compile(
    r"(?:my |the )?(?:number|phone|mobile|cell|telephone)(?: number)? (?:\w+ )?(?:ends|ending|finishes)"
    r"(?: (?:in|with|on))? ?(\d{3,4})(?!\d)"
    r"|\blast (?:four|4|three|3)(?: digits)?(?: (?:are|is|of \w+(?: \w+)? (?:are|is)))? ?(\d{3,4})(?!\d)"
    r"|\bends (?:in|with) (\d{3,4})(?!\d)|\b(?:termina|acaba)(?:do)? en (\d{3,4})(?!\d)"
    r"|\b(?:(?:cuatro|4|tres|3) ultim[oa]s|ultim[oa]s (?:cuatro|4|tres|3))(?: (?:digitos|cifras|numeros))?"
    r"(?: (?:son|de \w+(?: \w+)?(?: son)?))?:? ?(\d{3,4})(?!\d)"
)
_NUMBER = re.compile(r"(?<![\w+/])(\+|00)?(\(?\d[\d ().-]{5,20}\d)(?!\w)")
_CORRECTION = re.compile(r"\b(?:no|sorry|wait|mean|actually|perdon|digo|oops|rather|mejor)\b")
_ENDING_ALONE = re.compile(r"\D*(\d{3,4})\D*")
_DATE = re.compile(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}|20\d\d[-/.]\d{1,2}[-/.]\d{1,2} \d{1,2}")
"""A date, or one with the hour that stands behind it."""
_CUES = frozenset(
    "phone number mobile cell telephone tel whatsapp call text ring contact reach telefono numero movil celular "
    "llamar llamarme".split()
)
_LEAST, _LEAST_ABROAD, _LEAST_UNCUED, _MOST = 7, 8, 9, 15  # digits


class Phone(NamedTuple):
    """A number (E.164 where it can be told, else its digits) or only its ending."""

    number: str | None
    ending: str | None
    span: Span


def find_phone(message: Message, context: Context, taken: Sequence[Span]) -> Phone | None:
    """The phone number that a message gives; `taken` are places already explained (a date of birth)."""
    asked = context.question in ("phone", "callback")
    if match := _ENDS.search(message.folded):
        return Phone(
            None, next(group for group in match.groups() if group), span_of(message, match.start(), match.end())
        )
    if asked and (match := _ENDING_ALONE.fullmatch(message.folded)):
        return Phone(None, match[1], span_of(message, match.start(1), match.end(1)))
    cued = asked or any(token.text in _CUES for token in message.tokens)
    folded = message.folded
    for span in taken:
        folded = folded[: span.start] + "," * (span.end - span.start) + folded[span.end :]
    found = None
    for match in _NUMBER.finditer(folded):
        if found and not _CORRECTION.search(folded[found.span.end : match.start()]):
            break
        digits = re.sub(r"\D", "", match[2])
        if not (_LEAST_ABROAD if match[1] else _LEAST) <= len(digits) <= _MOST or _DATE.fullmatch(
            match.group().strip()
        ):
            continue
        if len(set(digits)) == 1:
            continue  # "0000000" is nobody's number
        if match[1] or cued or len(digits) >= _LEAST_UNCUED:
            found = Phone(f"+{digits}" if match[1] else digits, None, span_of(message, match.start(), match.end()))
    return found
