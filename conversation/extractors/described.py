"""People told by what they are: "the woman", "not her", "the other one", "the other Dr Young"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from conversation.extractors.doctor_names import listed
from conversation.extractors.entities import Choice, Chosen, Context, Doctor, DoctorMention, Roster
from conversation.extractors.lexicon import Phrases
from conversation.extractors.lexicons import load
from conversation.extractors.negation import is_refused
from conversation.extractors.text import Message, fold
from conversation.extractors.words import Words, words_of

WOMAN, MAN = "female", "male"
_OTHER = "other"
_LONGEST = 8  # words of a message that points at one of two


def sex_of(doctor: Doctor) -> str | None:
    """A doctor's sex: as recorded, else by the title, else by the first name; None where neither tells."""
    if doctor.gender is not None:
        return doctor.gender
    words = [word.strip(".,") for word in fold(doctor.name).replace("-", " ").split()]
    if not listed("womens_titles").isdisjoint(words):
        return WOMAN
    first = next((word for word in words if len(word) > 1 and word not in listed("titles")), "")
    if first in listed("women"):
        return WOMAN
    if first in listed("men"):
        return MAN
    return WOMAN if first.endswith("a") and first not in listed("both") and len(first) > 2 else None


def sex_spoken_of(message: Message) -> str | None:
    """Whether a message speaks of a woman or of a man only: "the lady I saw last time"."""
    said = {sex for sex in (WOMAN, MAN) if not listed(f"{sex}_words").isdisjoint(words_of(message).read)}
    return said.pop() if len(said) == 1 else None


def find_described(words: Words, context: Context, offered: Sequence[Choice]) -> Chosen | None:
    """The one of several on offer who is told by sex, or as the other one of two."""
    if len(offered) < 2 or not all(choice.doctor for choice in offered):
        return None
    sexes = _sexes(offered, context.roster)
    meant: list[str] = []
    refused: list[str] = []
    spans = []
    for hit in _described().find(words):
        if hit.value == _OTHER:
            refused += _spoken_of(offered, context)
        elif hit.value in sexes and len(words.read) <= _LONGEST:
            is_not = words.read[hit.first] in ("not", "no") or is_refused(words, hit.first, hit.end)
            (refused if is_not else meant).append(sexes[hit.value])
        else:
            continue
        spans.append((hit.first, hit.end))
    if not spans:
        return None
    if not meant and refused and len(offered) == 2:
        meant = [choice.value for choice in offered if choice.value not in refused]
    if len(set(meant)) != 1:
        return None
    span = words.span(min(first for first, _ in spans), max(end for _, end in spans))
    return Chosen(span, (meant[0],), tuple(dict.fromkeys(refused)))


def narrow_described(
    mentions: Sequence[DoctorMention], message: Message, context: Context
) -> tuple[DoctorMention, ...]:
    """Namesakes told apart by what is said of them: "Patel, the man", "the other Dr Young"."""
    if all(len(mention.codes) < 2 for mention in mentions):
        return tuple(mentions)
    words = words_of(message)
    by_code = {doctor.code: doctor for doctor in context.roster.doctors}
    said = {hit.value for hit in _described().find(words) if not is_refused(words, hit.first, hit.end)}
    narrowed = []
    for mention in mentions:
        codes = mention.codes
        if len(codes) > 1:
            first, _ = words.around(mention.span.start, mention.span.end)
            if first and words.read[first - 1] in _OTHERS and context.spoken_of in codes:
                codes = tuple(code for code in codes if code != context.spoken_of)
            for sex in said & {WOMAN, MAN}:
                codes = tuple(code for code in codes if sex_of(by_code[code]) == sex) or codes
        narrowed.append(replace(mention, codes=codes))
    return tuple(narrowed)


_OTHERS = frozenset("other otro otra".split())


def _sexes(offered: Sequence[Choice], roster: Roster) -> Mapping[str, str]:
    """The values of the only woman and of the only man on offer, where everybody's sex is known."""
    by_code = {doctor.code: doctor for doctor in roster.doctors}
    told = [(sex_of(by_code[choice.doctor]) if choice.doctor in by_code else None, choice) for choice in offered]
    if any(sex is None for sex, _ in told):
        return {}
    return dict(_only(told))


def _only(told: Sequence[tuple[str | None, Choice]]) -> Iterator[tuple[str, str]]:
    for sex in (WOMAN, MAN):
        fits = [choice.value for each, choice in told if each == sex]
        if len(fits) == 1:
            yield sex, fits[0]


def _spoken_of(offered: Sequence[Choice], context: Context) -> list[str]:
    return [choice.value for choice in offered if context.spoken_of and choice.doctor == context.spoken_of]


@cache
def _described() -> Phrases[str]:
    return Phrases([(phrase, what) for what, phrases in load("choices")["described"].items() for phrase in phrases])
