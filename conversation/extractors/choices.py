"""A choice by its place in the row: "2", "the second one", "option b", "the later one", "not the former"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from conversation.extractors.entities import Choice, Chosen, Context
from conversation.extractors.negation import is_refused
from conversation.extractors.text import Message, fold
from conversation.extractors.words import Words, span_of, words_of

_ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "first 1st primera primero primer", "second 2nd segunda segundo", "third 3rd tercera tercero tercer",
            "fourth 4th cuarta cuarto", "fifth 5th quinta quinto", "sixth 6th sexta sexto",
            "seventh 7th septima septimo", "eighth 8th octava octavo",
            "ninth 9th novena noveno", "tenth 10th decima decimo",
        ), 1,
    )
    for word in words.split()
}  # fmt: skip
_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "one uno una", "two dos", "three tres", "four cuatro", "five cinco", "six seis", "seven siete",
            "eight ocho", "nine nueve", "ten diez",
        ), 1,
    )
    for word in words.split()
}  # fmt: skip
_NOUNS = frozenset(
    "one ones option choice time slot doctor appointment of opcion hora cita doctora medico visit day date place "
    "clinic person please available thanks works is sounds would will works then por porfavor esta va me".split()
)  # fmt: skip
_NOT_ORDINAL = frozenset(
    "time visit thing things name opinion floor class year grade appointment trimester vez piso planta".split()
)
_REAL = frozenset(("slot", "doctor", "speciality", "person", "visit"))
_MOST_LETTERS = "abcdefgh"
MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun "
    "jul aug sep sept oct nov dec enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre month mes week semana".split()
)  # fmt: skip
"""Words of months, and what a day is counted in."""
_WEEKDAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday "
    "lunes martes miercoles jueves viernes sabado domingo".split()
)


def find_pointing(message: Message, context: Context) -> Chosen | None:
    """A choice by number, ordinal or place in the row ("2", "the second one", "the latter", "not the former")."""
    offered = offered_of(context)
    if not context.choices:
        return None
    words = words_of(message)
    labelled = _by_label(message, context.choices)
    if labelled:
        return labelled
    is_row = len(offered) > 1 or any(choice.kind in _REAL for choice in offered)
    found = [*_ordinals(words, offered), *_ends_of_row(words, offered)] if is_row else []
    found = found or _numbered(words, context.choices, context)
    pointed = _settled(words, found, offered) if found else None
    if pointed and pointed.beyond and not any(choice.kind in _REAL for choice in context.choices):
        # with nothing but ways on shown, a larger number is an hour or a day
        return None
    return pointed


def offered_of(context: Context) -> tuple[Choice, ...]:
    """What is on offer: times, doctors and the like, without the ways on that are shown beside them (yes, a person)."""
    real = tuple(choice for choice in context.choices if choice.kind in _REAL)
    return real or tuple(choice for choice in context.choices if choice.kind not in ("yes", "no"))


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
        found.append(_Pointed(at, end, choice, is_refused(words, at, end)))
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
        following in MONTHS
        or before in MONTHS
        or (following in ("of", "de") and any(w in MONTHS or w == "this" for w in further))
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
    if following in _WEEKDAYS or following in ("half", "part", "mitad", "parte"):
        return True  # "the first Friday of the month"
    if following in ("available", "free", "possible", "libre", "disponible", "thing", "hueco", "hora"):
        return True
    if following in _NOT_ORDINAL and following != "appointment":
        return len(offered) < 2 or following not in ("time",)
    return before not in ("the", "la", "el", "not", "option", "opcion", "no", "") and not words.begins[at]


def _ends_of_row(words: Words, offered: Sequence[Choice]) -> list[_Pointed]:
    """ "the last one", "the latter", "the former", "the later one", "the earlier", "la de más tarde"."""
    found = []
    for at, word in enumerate(words.read):
        choice = _end_of_row(word, offered)
        following = words.read[at + 1] if at + 1 < len(words.read) else ""
        if choice is None or not _is_led(words, at) or following in _AFTER_LAST:
            continue
        if following == "time" and not words.closes(at + 2):
            continue
        if following in _OF_A_ROW and words.read[at + 2 : at + 3] and words.read[at + 2] in _OF_A_DAY:
            continue  # "the last appointment on Wednesday"
        if following in _OF_A_ROW or words.closes(at + 1) or following in _NOUNS:
            end = at + (2 if following in ("one", "option", "slot", "time", "opcion") else 1)
            found.append(_Pointed(at, end, choice, is_refused(words, at, end)))
    return found


def _is_led(words: Words, at: int) -> bool:
    """Whether the words before make it one of the row: "the later", but neither "at the latest" nor "por la tarde"."""
    before = [words.read[place] if place >= 0 else "" for place in range(at - 3, at)]
    if words.read[at] in _BY_MORE:
        if before[2] != "mas":
            return False
        before = ["", *before[:2]] if before[1] != "de" else ["", "", before[0]]
    return before[2] in ("the", "la", "el", "not") and before[1] not in ("at", "in", "by")


_BY_MORE = frozenset("tarde temprano temprana".split())
"""What names a place in the row only as "la más tarde": "la tarde" is a part of day."""
_OF_A_ROW = frozenset("one option slot time doctor appointment opcion hora".split())
_OF_A_DAY = frozenset("on del el".split())
_AFTER_LAST = frozenset(
    "part half end minute moment thing week month year visit day night bill invoice name few monday tuesday wednesday "
    "thursday friday saturday sunday lunes martes miercoles jueves viernes sabado domingo of semana mes ano dia noche "
    "parte mitad vez".split()
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
        if number is None or _has_clock(words, i) or _is_negative(words, i):
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


def _is_negative(words: Words, at: int) -> bool:
    """Whether a minus stands before a number: "-1" is no place in the list."""
    before = words.message.folded[: words.tokens[at].start]
    return before.endswith(("-", "\u2212")) and not before[:-1].strip()


def _numbered_at(words: Words, at: int, number: int, offered: Sequence[Choice], *, marked: bool) -> list[_Pointed]:
    refused = is_refused(words, at)
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


def _by_label(message: Message, choices: Sequence[Choice]) -> Chosen | None:
    said = message.folded.strip(" .!,?")
    fits = [choice for choice in choices if said and said in (fold(choice.label).strip(" .!,?"), fold(choice.value))]
    if len(fits) == 1:
        return Chosen(span_of(message, 0, len(message.folded)), (fits[0].value,))
    return None
