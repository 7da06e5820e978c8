"""Answers to what is on offer: by number, ordinal, label or a telling part of it, by time, or by a plain yes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from conversation.extractors.entities import Choice, Chosen, Context, DoctorMention, Intent, IntentMention, Span, When
from conversation.extractors.spelling import is_word
from conversation.extractors.text import Message, fold
from conversation.extractors.words import Words, words_of

_ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "first 1st primera primero primer", "second 2nd segunda segundo", "third 3rd tercera tercero tercer",
            "fourth 4th cuarta cuarto", "fifth 5th quinta quinto", "sixth 6th sexta sexto", "seventh 7th septima septimo",
            "eighth 8th octava octavo", "ninth 9th novena noveno", "tenth 10th decima decimo",
        ), 1,
    )
    for word in words.split()
}  # fmt: skip
_NUMBERS = {
    word: number
    for number, words in enumerate(
        ("one uno una", "two dos", "three tres", "four cuatro", "five cinco", "six seis", "seven siete", "eight ocho", "nine nueve", "ten diez"), 1
    )
    for word in words.split()
}  # fmt: skip
_NOUNS = frozenset(
    "one ones option choice time slot doctor appointment of opcion hora cita doctora medico visit day date place "
    "clinic person please available thanks works is sounds would will works then por porfavor esta va me".split()
)  # fmt: skip
_MARKS = frozenset("number option choice no num nr numero opcion # la el slot".split())
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun "
    "jul aug sep sept oct nov dec enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre month mes week semana".split()
)  # fmt: skip
_NOT_ORDINAL = frozenset(
    "time visit thing things name opinion floor class year grade appointment trimester vez piso planta".split()
)
_EITHER = re.compile(
    r"\beither\b(?! (?:way|side))|\bany of (?:them|these|those|the)\b|\bwhichever\b|\bboth (?:work|are|is|suit|fine|ok|good)|\bany (?:one )?(?:is|works|will|would)\b"
    r"|\bcualquiera\b|\bme da igual\b|\bcualquier opcion\b|\bno preference\b|\b(?:don't|do not|dont) mind (?:which|either)\b"
)
_THAT = re.compile(
    r"\b(?:that|this) (?:one|time|slot|doctor|dentist|day|appointment)\b|\b(?:i'll|i will|ill|let's|lets|can i|i'd like to|i) (?:take|have|book|do|go with|choose|pick|want) (?:it|that|this|him|her|them)\b"
    r"|\bgo with (?:it|that|this|him|her|them)\b|\bbook (?:it|that|him|her|them)\b|\b(?:that|this)(?:'s| is| one is| will be| would be|'ll be)? (?:works|fine|good|great|perfect|suits|ok|okay)\b"
    r"|\b(?:ese|esa|este|esta)(?: mismo| misma)?(?: (?:me|esta|hora|va|vale|por))?\b(?! (?:semana|mes|tarde|noche|manana|lunes|martes|jueves))"
)
_REJECTS = frozenset("not no never except isnt menos excepto but instead".split())
_MOST_LETTERS = "abcdefgh"


@dataclass(frozen=True, slots=True)
class Pointing:
    """A choice pointed at by position, with the place that it explains."""

    chosen: Chosen
    span: Span


def find_pointing(message: Message, context: Context) -> Chosen | None:
    """A choice by number, ordinal or place in the row ("2", "the second one", "the latter", "not the former")."""
    offered = offered_of(context)
    if not context.choices:
        return None
    words = words_of(message)
    labelled = _by_label(message, context.choices)
    if labelled:
        return labelled
    if not offered:
        return None
    found = [*_ordinals(words, offered), *_ends_of_row(words, offered)] or _numbered(words, offered, context)
    if not found:
        return None
    return _settled(words, found, offered)


def find_matching(
    message: Message,
    context: Context,
    whens: Sequence[When],
    doctors: Sequence[DoctorMention],
    intents: Sequence[IntentMention],
) -> Chosen | None:
    """A choice by what it is: its time, doctor, person or words; by "either", "that one", or a yes to a single offer."""
    offered = offered_of(context)
    words = words_of(message)
    if not context.choices or not words.read:
        return _answered(message, context, intents)
    by_fact = _by_doctor(doctors, offered) or _by_time(message, whens, offered) or _by_words(words, offered)
    if by_fact:
        return by_fact
    if offered and (match := _EITHER.search(message.folded)):
        return Chosen(_span(message, match.start(), match.end()), tuple(choice.value for choice in offered))
    if len(offered) == 1 and (match := _THAT.search(message.folded)):
        return Chosen(_span(message, match.start(), match.end()), (offered[0].value,))
    return _answered(message, context, intents)


def offered_of(context: Context) -> tuple[Choice, ...]:
    """What is on offer without the plain yes and no."""
    return tuple(choice for choice in context.choices if choice.kind not in ("yes", "no"))


# --- by position ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Pointed:
    first: int
    end: int
    choice: Choice | None
    rejected: bool


def _settled(words: Words, found: list[_Pointed], offered: Sequence[Choice]) -> Chosen:
    span = words.span(min(p.first for p in found), max(p.end for p in found))
    taken = tuple(dict.fromkeys(p.choice.value for p in found if p.choice and not p.rejected))
    rejected = tuple(dict.fromkeys(p.choice.value for p in found if p.choice and p.rejected))
    if not taken and len(rejected) == len(offered) - 1:
        taken = tuple(choice.value for choice in offered if choice.value not in rejected)
    beyond = not taken and not rejected
    return Chosen(span, tuple(value for value in taken if value not in rejected), rejected, beyond)


def _ordinals(words: Words, offered: Sequence[Choice]) -> list[_Pointed]:
    found = []
    for at, word in enumerate(words.read):
        number = _ORDINALS.get(word)
        if number is None or _is_date(words, at, offered):
            continue
        end = at + 1
        if end < len(words.read) and words.read[end] in ("one", "option", "choice", "slot", "time", "opcion"):
            end += 1
        choice = offered[number - 1] if number <= len(offered) else None
        found.append(_Pointed(at, end, choice, _is_refused(words, at)))
    return found


def _is_date(words: Words, at: int, offered: Sequence[Choice]) -> bool:
    """Whether an ordinal is a day of a month, or ordinary speech ("the first time"), rather than a place in the row."""
    following = words.read[at + 1] if at + 1 < len(words.read) else ""
    before = words.read[at - 1] if at else ""
    further = words.read[at + 2 : at + 5]
    if following == "time" and not words.closes(at + 2):
        return True
    if following in ("one", "option", "choice", "slot", "opcion"):
        return False
    if (
        following in _MONTHS
        or before in _MONTHS
        or (following in ("of", "de") and any(w in _MONTHS or w == "this" for w in further))
    ):
        return True
    two_back = words.read[at - 2] if at > 1 else ""
    if (
        before == "on"
        or (before == "the" and two_back in ("on", "for", "by", "until", "before", "after", "from"))
        or (before == "el" and two_back in ("para", "desde", "hasta"))
    ):
        return True
    if words.read[at][0].isdigit():
        return len(words.read) > 4 or any(
            choice.starts_at and choice.starts_at.day == int(re.sub(r"\D", "", words.read[at])) for choice in offered
        )
    if following in ("available", "free", "possible", "libre", "disponible", "thing", "hueco", "hora"):
        return True
    if following in _NOT_ORDINAL and following != "appointment":
        return len(offered) < 2 or following not in ("time",)
    return before not in ("the", "la", "el", "not", "option", "opcion", "no", "") and not words.begins[at]


def _ends_of_row(words: Words, offered: Sequence[Choice]) -> list[_Pointed]:
    """ "the last one", "the latter", "the former", "the later one", "the earlier"."""
    found = []
    for at, word in enumerate(words.read):
        before = words.read[at - 1] if at else ""
        following = words.read[at + 1] if at + 1 < len(words.read) else ""
        choice = _end_of_row(word, offered)
        pointed = before in ("the", "la", "el", "not") and following not in _AFTER_LAST
        pointed = pointed and (following != "time" or words.closes(at + 2))
        if (
            choice
            and pointed
            and (
                following in ("one", "option", "slot", "time", "doctor", "appointment", "opcion", "hora")
                or words.closes(at + 1)
                or following in _NOUNS
            )
        ):
            end = at + (2 if following in ("one", "option", "slot", "time", "opcion") else 1)
            found.append(_Pointed(at, end, choice, _is_refused(words, at)))
    return found


_AFTER_LAST = frozenset(
    "week month year visit day night bill invoice name few monday tuesday wednesday thursday friday saturday "
    "sunday of semana mes".split()
)


def _end_of_row(word: str, offered: Sequence[Choice]) -> Choice | None:
    if word in ("last", "ultima", "ultimo", "latter"):
        return offered[-1]
    if word == "former":
        return offered[0]
    if word in ("middle", "medio") and len(offered) == 3:
        return offered[1]
    timed = sorted((choice for choice in offered if choice.starts_at), key=lambda choice: str(choice.starts_at))
    if len(timed) < 2:
        return None
    if word in ("later", "latest", "tarde"):
        return timed[-1]
    return timed[0] if word in ("earlier", "earliest", "sooner", "temprana", "temprano") else None


def _is_refused(words: Words, at: int) -> bool:
    near = range(max(0, at - 3), at)
    return any(
        words.read[i] in _REJECTS and not (words.read[i] == "no" and words.clause[i] != words.clause[at]) for i in near
    )


def _numbered(words: Words, offered: Sequence[Choice], context: Context) -> list[_Pointed]:
    """ "2", "number two", "option b"."""
    core = [i for i, word in enumerate(words.read) if word not in _COURTESY]
    for i in core:
        marked = i > 0 and words.read[i - 1] in ("number", "option", "choice", "numero", "opcion", "num", "nr")
        bare = len(core) == 1 or (
            len(core) == 2
            and words.read[core[0]] in ("la", "el", "the", "number", "no", "option", "opcion")
            and i == core[1]
        )
        if not (marked or bare) or (context.question in _NUMBER_QUESTIONS and not marked):
            continue
        number = _number(words.read[i], marked=marked or bare)
        if number is None or _has_clock(words, i):
            continue
        return _numbered_at(words, i, number, offered, marked=marked)
    return []


_COURTESY = frozenset(
    "please thanks thank you ok okay yes the i i'd id like want take will ill lets go with for me por favor "
    "gracias quiero then".split()
)
_NUMBER_QUESTIONS = frozenset(("date_of_birth", "phone", "day"))


def _number(word: str, *, marked: bool) -> int | None:
    if word.isdigit() and len(word) <= 2:
        return int(word)
    if word in _NUMBERS:
        return _NUMBERS[word]
    if marked and len(word) == 1 and word in _MOST_LETTERS:
        return _MOST_LETTERS.index(word) + 1
    return None


def _has_clock(words: Words, at: int) -> bool:
    token = words.tokens[at]
    return bool(
        re.match(r"[:.h/]\d|\s*(?:am|pm|a\.m|p\.m|o'?clock|%)", words.message.folded[token.end : token.end + 9])
    ) or words.message.folded[max(0, token.start - 1) : token.start] in (":", "/", ".")


def _numbered_at(words: Words, at: int, number: int, offered: Sequence[Choice], *, marked: bool) -> list[_Pointed]:
    refused = _is_refused(words, at)
    if 1 <= number <= len(offered):
        return [_Pointed(at, at + 1, offered[number - 1], refused)]
    hours = [
        choice
        for choice in offered
        if choice.starts_at and number in (choice.starts_at.hour, (choice.starts_at.hour - 1) % 12 + 1)
    ]
    if not marked and hours:
        return [_Pointed(at, at + 1, hours[0], refused)] if len(hours) == 1 else []
    if not marked and any(choice.starts_at for choice in offered) and 6 < number <= 23:
        return []  # as likely an hour that is not on offer
    return [_Pointed(at, at + 1, None, refused)]


# --- by what it is --------------------------------------------------------------------------------


def _by_label(message: Message, choices: Sequence[Choice]) -> Chosen | None:
    said = message.folded.strip(" .!,?")
    fits = [choice for choice in choices if said and said in (fold(choice.label).strip(" .!,?"), fold(choice.value))]
    if len(fits) == 1:
        return Chosen(_span(message, 0, len(message.folded)), (fits[0].value,))
    return None


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
    return Chosen(span, tuple(taken[-1:]), tuple(rejected))


def _by_time(message: Message, whens: Sequence[When], offered: Sequence[Choice]) -> Chosen | None:
    """The one slot on offer that the time said fits."""
    wanted = [when for when in whens if not when.rejected and not when.past and (when.dates or when.times)]
    if len(wanted) != 1 or wanted[0].also or wanted[0].shift or len(message.tokens) > 14:
        return None
    when = wanted[0]
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
    hits: dict[int, tuple[int, int]] = {}
    for number, label in enumerate(labels):
        own = [word for word in label if counts[word] == 1]
        for at, token in enumerate(words.tokens):
            if any(_same(token.text, word) for word in own):
                hits.setdefault(number, (at, at + 1))
    if len(hits) != 1:
        return None
    number, (first, end) = next(iter(hits.items()))
    value = offered[number].value
    if _is_refused(words, first):
        rest = tuple(choice.value for choice in offered if choice.value != value)
        return Chosen(words.span(first, end), rest if len(rest) == 1 else (), (value,))
    return Chosen(words.span(first, end), (value,))


def _label_words(choice: Choice) -> set[str]:
    told = re.findall(r"[^\W\d_]{3,}", fold(f"{choice.label} {choice.person or ''}"))
    return {word for word in told if word not in _LABEL_NOISE}


_LABEL_NOISE = frozenset("the and with for dra doctor doctora visit appointment del con para por una".split()) | _MONTHS


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


def _span(message: Message, start: int, end: int) -> Span:
    return Span(start, end, message.words(start, end))
