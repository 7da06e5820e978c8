"""A choice by what it is: its time, its doctor, its words, "either", "that one", or a yes to all there is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from rapidfuzz.distance import OSA

from conversation.extractors.acquaintances import has_another_surname
from conversation.extractors.births import MONTHS
from conversation.extractors.choices import offered_of
from conversation.extractors.described import find_described
from conversation.extractors.entities import (
    Choice,
    Chosen,
    Context,
    DoctorMention,
    Intent,
    IntentMention,
    SpecialityMention,
    When,
)
from conversation.extractors.lexicon import Phrases
from conversation.extractors.lexicons import load
from conversation.extractors.negation import is_refused
from conversation.extractors.spelling import is_word
from conversation.extractors.text import Message, fold
from conversation.extractors.words import Words, words_of

_EITHER = "either"
_THAT = "that"
_WONDERING = frozenset("is are was does do has have hay tiene tienen esta habra".split())


def find_matching(
    message: Message,
    context: Context,
    whens: Sequence[When],
    doctors: Sequence[DoctorMention],
    specialities: Sequence[SpecialityMention],
    intents: Sequence[IntentMention],
) -> Chosen | None:
    """A choice by what it is (its time, doctor, person or words), by "either", "that one", or a yes to all there is."""
    offered = offered_of(context)
    words = words_of(message)
    if not context.choices or not words.read:
        return _answered(message, context, intents)
    if any(intent.intent is Intent.NO for intent in intents):
        doctors = [mention for mention in doctors if not mention.similar]  # "Dr Müller?" "No, Miller"
    by_fact = (
        _by_doctor(doctors, offered)
        or find_described(words, context, offered)
        or _by_time(message, whens, _of_doctor(doctors, offered))
        or _by_speciality(specialities, context, offered)
        or _by_words(words, offered)
    )
    if by_fact:
        return by_fact
    for hit in _taking().find(words) if offered else ():
        span, meant = words.span(hit.first, hit.end), tuple(choice.value for choice in offered)
        if hit.value == _THAT and len(offered) > 1:
            continue
        if is_refused(words, hit.first, hit.end):
            return Chosen(span, (), meant)  # "I can't take that one", "I can't do any of them"
        return Chosen(span, meant)
    return _answered(message, context, intents)


def _by_doctor(doctors: Sequence[DoctorMention], offered: Sequence[Choice]) -> Chosen | None:
    if not any(choice.doctor for choice in offered):
        return None
    taken: list[str] = []
    rejected: list[str] = []
    span = None
    for mention in doctors:
        fits = [choice.value for choice in offered if choice.doctor in mention.codes]
        if len(fits) == 1:
            (rejected if mention.rejected else taken).extend(fits)
            span = span or mention.span
    if span is None:
        return None
    if not taken and len(rejected) == len(offered) - 1:
        taken = [choice.value for choice in offered if choice.value not in rejected]
    return Chosen(span, tuple(taken[-1:]), tuple(rejected))


def _of_doctor(doctors: Sequence[DoctorMention], offered: Sequence[Choice]) -> Sequence[Choice]:
    """The offers that a doctor named with the time leaves: "Dr Chen at 10" never takes another doctor's ten o'clock."""
    named = {code for mention in doctors if not mention.rejected for code in mention.codes}
    unknown = any(not mention.codes and not mention.rejected for mention in doctors)
    if not named and not unknown:
        return offered
    return [choice for choice in offered if choice.doctor in named]


def _by_speciality(mentions: Sequence[SpecialityMention], context: Context, offered: Sequence[Choice]) -> Chosen | None:
    """The one offer of the speciality said ("the cardiologist" of two doctors)."""
    of_doctor = {doctor.code: doctor.speciality for doctor in context.roster.doctors}
    for mention in mentions:
        fits = [
            choice.value
            for choice in offered
            if mention.code in (choice.speciality, of_doctor.get(choice.doctor or ""))
        ]
        if len(fits) == 1 and len(offered) > 1 and not mention.rejected:
            return Chosen(mention.span, (fits[0],))
    return None


def _by_time(message: Message, whens: Sequence[When], offered: Sequence[Choice]) -> Chosen | None:
    """The one slot on offer that the time said fits."""
    wanted = [when for when in whens if not when.rejected and not when.past and (when.dates or when.times)]
    if len(wanted) != 1 or wanted[0].also or wanted[0].shift or len(message.tokens) > 14:
        return None
    when = wanted[0]
    words = words_of(message)
    if words.read[0] in _WONDERING:
        return None  # "is there anything at four?" asks about a time and takes none
    readings = (when, *when.alternatives)
    fits = {
        choice.value for choice in offered if choice.starts_at and any(_fits(reading, choice) for reading in readings)
    }
    return Chosen(when.span, tuple(fits)) if len(fits) == 1 else None


def _fits(when: When, choice: Choice) -> bool:
    starts = choice.starts_at
    if starts is None:
        return False
    if when.dates and not (
        (when.dates.first is None or when.dates.first <= starts.date())
        and (when.dates.end is None or starts.date() < when.dates.end)
    ):
        return False
    times = when.times
    if times is None:
        return when.dates is not None and when.dates.day is not None
    if times.exact:
        return times.first is not None and (times.first.hour, times.first.minute) == (starts.hour, starts.minute)
    return (
        times.part is not None
        and (times.first is None or times.first <= starts.time())
        and (times.end is None or starts.time() < times.end)
    )


def _by_words(words: Words, offered: Sequence[Choice]) -> Chosen | None:
    """The one choice whose label has words that no other label has ("the bay clinic one", "Finn")."""
    if len(offered) < 2 or len(words.read) > 12:
        return None
    labels = [_label_words(choice) for choice in offered]
    counts: dict[str, int] = {}
    for label in labels:
        for word in label:
            counts[word] = counts.get(word, 0) + 1
    own = [[word for word in label if counts[word] == 1] for label in labels]
    hits = _said(words, own, exactly=True) or _said(words, own, exactly=False)
    if len(hits) != 1:
        return None
    number, (first, end) = next(iter(hits.items()))
    value = offered[number].value
    if offered[number].kind == "person" and _is_a_stranger(words, first, labels[number]):
        return None
    if is_refused(words, first):
        rest = tuple(choice.value for choice in offered if choice.value != value)
        return Chosen(words.span(first, end), rest if len(rest) == 1 else (), (value,))
    return Chosen(words.span(first, end), (value,))


def _is_a_stranger(words: Words, first: int, name: set[str]) -> bool:
    """Whether a first name on offer goes on with the family name of somebody else."""
    last = first
    while last + 1 < len(words.tokens) and words.tokens[last + 1].text in name:
        last += 1
    return has_another_surname(words, last)


def _said(words: Words, labels: Sequence[Sequence[str]], *, exactly: bool) -> dict[int, tuple[int, int]]:
    """The labels of which a word was said, with its place; a slip counts only where nothing is said outright."""
    hits: dict[int, tuple[int, int]] = {}
    for number, label in enumerate(labels):
        for at, token in enumerate(words.tokens):
            if any(token.text == word if exactly else _same(token.text, word) for word in label):
                hits.setdefault(number, (at, at + 1))
    return hits


def _label_words(choice: Choice) -> set[str]:
    told = re.findall(r"[^\W\d_]{3,}", fold(f"{choice.label} {choice.person or ''}"))
    return {word for word in told if word not in _LABEL_NOISE}


_LABEL_NOISE = MONTHS.keys() | frozenset(
    "the and with for dra doctor doctora visit appointment del con para por una month mes week semana".split()
)


def _same(said: str, word: str) -> bool:
    said = said[:-2] if said.endswith("'s") else said
    return said == word or (
        len(word) >= 5 and not is_word(said) and said[:1] == word[:1] and OSA.distance(said, word, score_cutoff=1) <= 1
    )


def _answered(message: Message, context: Context, intents: Sequence[IntentMention]) -> Chosen | None:
    """A yes or no where buttons say so, or a yes to the only thing on offer."""
    first = intents[0] if intents else None
    if first is None or first.intent not in (Intent.YES, Intent.NO):
        return None
    kind = "yes" if first.intent == Intent.YES else "no"
    buttons = [choice for choice in context.choices if choice.kind == kind]
    if len(buttons) == 1:
        return Chosen(first.span, (buttons[0].value,))
    offered = offered_of(context)
    if kind == "yes" and len(offered) == 1 and len(context.choices) == 1:
        return Chosen(first.span, (offered[0].value,))
    return None


@cache
def _taking() -> Phrases[str]:
    ways = load("choices")
    return Phrases([(phrase, way) for way in (_EITHER, _THAT) for phrase in ways[way]])
