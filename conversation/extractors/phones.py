"""Phone numbers in a message, and how one ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from conversation.extractors.corrections import is_taken_back
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
_ENDING_ALONE = re.compile(r"\D*(\d{3,4})\D*")
_DATE = re.compile(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}|20\d\d[-/.]\d{1,2}[-/.]\d{1,2} \d{1,2}")
"""A date, or one with the hour that stands behind it."""
_CUES = frozenset(
    "phone number mobile cell telephone tel whatsapp call text ring contact reach telefono numero movil celular "
    "llamar llamarme".split()
)
_ITS = r"(?:phone|number|mobile|cell|telephone|line|sim|one|contact|numero|movil|telefono|celular|linea|cel|fijo)"
_OLD = (
    rf"(?:(?:old|previous|former|last|antiguo|viejo|anterior)(?= {_ITS})|el (?:antiguo|viejo|anterior)"
    rf"|{_ITS} (?:antigu[oa]|viej[oa]|anterior|before))"
)
_NEW = rf"(?:new(?= {_ITS})|{_ITS} nuev[oa]|nuev[oa](?= {_ITS})|el nuevo)"
_OF_AGE = re.compile(
    rf"\b(?P<old>{_OLD}|no longer|used to (?:be|have|use)|ya no|antes (?:era|tenia|usaba)"
    r"|(?:antes|before|instead of|rather than|en (?:vez|lugar) del?|not(?: (?:the|on|to))?|no (?:el|al|en el))"
    r"(?= ?(?:el )?$))"
    rf"|\b(?P<was>was|were|had|era|tenia|from|del?)(?= ?(?:on )?(?:el )?$)|\b(?P<new>{_NEW}|now|ahora)\b"
)
"""What tells a number that holds from one that held, before it."""
_OF_AGE_BEHIND = re.compile(
    r" ?\(?(?:(?:is|was|es|era) )?(?:(?:my|the|mi|el|la) )?"
    r"(?:(?P<old>old|previous|former|antigu[oa]|viej[oa]|anterior|no longer|ya no|before)|(?P<new>new|nuev[oa]|now))\b"
)
"""The same behind it: "0861111111 is my old one"."""
_AS_EVER = re.compile(r"\b(?:still|same|sigue|mism[oa]|siempre)\b")
_NEAR = 45  # characters before a number that tell which it is
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
    return _meant(folded, list(_numbers(message, folded, cued=cued)))


def _meant(folded: str, phones: list[Phone]) -> Phone | None:
    """Of several numbers the new one, else the first that is neither an old one nor taken back by the next."""
    age = [_age(folded, phones, at) for at in range(len(phones))]
    if "new" in age:
        return phones[len(age) - 1 - age[::-1].index("new")]
    out = {"old"} if len(phones) == 1 else {"old", "was"}
    found = None
    for phone, its_age in zip(phones, age, strict=True):
        if its_age in out:
            continue
        if found and not is_taken_back(folded[found.span.end : phone.span.start]):
            break
        found = phone
    return found


def _age(folded: str, phones: list[Phone], at: int) -> str | None:
    """Whether a number is called `new` or `old`, or only spoken of as one that `was`."""
    span = phones[at].span
    since = phones[at - 1].span.end if at else 0
    if at and (behind := _OF_AGE_BEHIND.match(folded, since)):
        since = behind.end()  # what stands there tells of the number before
    before = folded[max(since, span.start - _NEAR) : span.start]
    if _AS_EVER.search(before):
        return None
    said = _OF_AGE_BEHIND.match(folded, span.end) or next(reversed(list(_OF_AGE.finditer(before))), None)
    return said.lastgroup if said else None


def _numbers(message: Message, folded: str, *, cued: bool) -> Iterator[Phone]:
    """Whatever may be a telephone number, in order."""
    for match in _NUMBER.finditer(folded):
        digits = re.sub(r"\D", "", match[2])
        if not (_LEAST_ABROAD if match[1] else _LEAST) <= len(digits) <= _MOST or _DATE.fullmatch(
            match.group().strip()
        ):
            continue
        if len(set(digits)) == 1:
            continue  # "0000000" is nobody's number
        if match[1] or cued or len(digits) >= _LEAST_UNCUED:
            yield Phone(f"+{digits}" if match[1] else digits, None, span_of(message, match.start(), match.end()))
