"""Several doctors in one message: of two the one that is meant, of one name those that fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from conversation.extractors.corrections import CORRECTIONS
from conversation.extractors.entities import Complaint, DoctorMention, Roster, SpecialityMention
from conversation.extractors.text import Message
from conversation.extractors.words import Words, words_of


def narrow(
    mentions: Sequence[DoctorMention],
    specialities: Sequence[SpecialityMention],
    roster: Roster,
    complaint: Complaint | None = None,
) -> tuple[DoctorMention, ...]:
    """Doctors of one name narrowed by the speciality or the trouble said beside it ("Sharma for my heart")."""
    wanted = {mention.code for mention in specialities if not mention.rejected}
    if not wanted and complaint:
        wanted = {code for code, _ in complaint.specialities[:1]}
    by_code = {doctor.code: doctor for doctor in roster.doctors}
    narrowed = []
    for mention in mentions:
        fit = tuple(code for code in mention.codes if by_code[code].speciality in wanted)
        narrowed.append(replace(mention, codes=fit) if fit and len(mention.codes) > 1 else mention)
    return tuple(narrowed)


def find_alternatives(message: Message, mentions: Sequence[DoctorMention]) -> tuple[DoctorMention, ...]:
    """The doctors named, those of "Okafor or Shah" as one mention that fits both."""
    return tuple(_alternatives(words_of(message), mentions)) if len(mentions) > 1 else tuple(mentions)


def _alternatives(words: Words, mentions: Sequence[DoctorMention]) -> Iterator[DoctorMention]:
    """Two doctors with an "or" between them are as one that fits both; the second of "not X or Y" is not meant either.

    One who is only named in case the first cannot ("Patel, otherwise Shah") leaves the first.
    """
    held: DoctorMention | None = None
    for mention in mentions:
        if held is None:
            held = mention
            continue
        link = _between(words, held, mention)
        if link & _OR and link <= _OR_MORE and held.codes and mention.codes and not mention.rejected:
            codes = held.codes if held.rejected else tuple(dict.fromkeys((*held.codes, *mention.codes)))
            held = _joined(words, held, mention, codes)
        elif link & _FALLBACKS and link <= _FALLBACK_MORE and held.codes and not held.rejected:
            held = _joined(words, held, mention, held.codes)
        else:
            yield held
            held = mention
    if held is not None:
        yield held


_OR = frozenset("or o u".split())
_OR_MORE = _OR | frozenset("else maybe perhaps possibly even either with con the la el a to see dr doctor also".split())
_FALLBACKS = frozenset("otherwise failing else not no sino".split())
_FALLBACK_MORE = _FALLBACKS | frozenset(
    "if that then and or si entonces o y caso en possible posible su defecto".split()
)


def _between(words: Words, one: DoctorMention, other: DoctorMention) -> frozenset[str]:
    places = range(len(words.tokens))
    between = (i for i in places if words.tokens[i].start >= one.span.end and words.tokens[i].end <= other.span.start)
    said = [words.read[i] for i in between]
    return frozenset(said) if said not in (["no"], ["not"]) else frozenset()


def _joined(words: Words, one: DoctorMention, other: DoctorMention, codes: tuple[str, ...]) -> DoctorMention:
    first, _ = words.around(one.span.start, one.span.end)
    _, end = words.around(other.span.start, other.span.end)
    return replace(one, span=words.span(first, end, one.span.certainty), codes=codes, similar=one.similar)


_TAKES_BACK = CORRECTIONS | {"instead"}


def without_superseded(words: Words, mentions: list[tuple[int, int, DoctorMention]]) -> Iterator[DoctorMention]:
    """A doctor named before "sorry", "no" or "I mean" another one is taken back."""
    for number, (_, end, mention) in enumerate(mentions):
        later = mentions[number + 1] if number + 1 < len(mentions) else None
        if later and not later[2].rejected and not _TAKES_BACK.isdisjoint(words.read[end : later[0]]):
            mention = replace(mention, rejected=True)
        yield mention
