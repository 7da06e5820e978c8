"""A choice by its place in the row: "2", "the second one", "option b", "the later one", "not the former"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from conversation.extractors.births import MONTHS
from conversation.extractors.corrections import CORRECTIONS
from conversation.extractors.entities import Choice, Chosen, Context
from conversation.extractors.negation import is_refused, is_unsuited
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
_ONE = frozenset("one option choice slot opcion hueco".split())
"""Nouns that say nothing but that one of the row is meant."""
_OF_A_ROW = _ONE | frozenset("time appointment doctor dr doctora medico hora cita turno".split())
_LEADS = frozenset("the la el not no option opcion number".split())
_GOES_ON = frozenset(
    "is works work sounds suits would will looks seems please then thanks for if with and or but at on because so it "
    "nor ni doesnt dont wont isnt cant no not o y u e pero por porfavor porque me nos va viene esta es seria suena "
    "parece sirve vale queda gracias entonces tampoco should can could must may might fits fine perfect perfecto "
    "podria puede deberia debe encaja instead mejor".split()
)
"""What may follow somebody's choice; before any other word an ordinal counts something in passing."""
_CHOOSING = frozenset("works suits fits sounds please thanks it should can could must might".split())
_MODALS = (("should",), ("can",), ("could",), ("must",), ("might",))
_ASKING = frozenset("i you we they he she it".split())
"""Behind a "can" these ask something: "first can you tell me ...", while "second can work" chooses."""
_OPEN = frozenset("available free disponible libre".split())
"""Of the last or the second what is meant is on the list; "the first available" is any that comes soonest."""
_LISTS = frozenset("list lista".split())
_WEEKDAYS = {
    word: number
    for number, words in enumerate(
        (
            "monday mon lunes", "tuesday tue tues martes", "wednesday wed miercoles", "thursday thu thurs jueves",
            "friday fri viernes", "saturday sat sabado", "sunday sun domingo",
        )
    )
    for word in words.split()
}  # fmt: skip
_COUNTED = frozenset("the these those them las los estas estos".split())
_FURTHER = {
    "i": frozenset("cant cannot couldnt dont like prefer want would think guess take".split()),
    "of": _COUNTED,
    "de": _COUNTED,
    "my": frozenset("friend dear love".split()),
    "you": frozenset("said gave offered mentioned listed told showed".split()),
    "que": frozenset("me nos has ha dijo dijiste dices ofrece ofreces ofreciste mencionaste sale aparece".split()),
}
"""Words that go on with a choice only before these: "the first you offered", "el primero que me ha dicho"."""
_NO_ADVERBS = frozenset("primera segunda tercera cuarta quinta sexta septima octava novena decima".split())
_REAL = frozenset(("slot", "doctor", "speciality", "person", "visit"))
_MOST_LETTERS = "abcdefgh"
_COUNTED_IN = MONTHS.keys() | frozenset("month mes week semana".split())
"""What a day's number stands beside."""


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
    unsuited: bool = False
    """Whether it is turned down as not possible, so that the one that is left is not taken."""


def _pointed(words: Words, at: int, end: int, choice: Choice | None) -> _Pointed:
    return _Pointed(at, end, choice, is_refused(words, at, end), is_unsuited(words, at, end))


def _settled(words: Words, found: list[_Pointed], offered: Sequence[Choice]) -> Chosen:
    span = words.span(min(p.first for p in found), max(p.end for p in found))
    found = _together(words, sorted(found, key=lambda p: p.first))
    taken = tuple(dict.fromkeys(p.choice.value for p in found if p.choice and not p.rejected))
    rejected = tuple(dict.fromkeys(p.choice.value for p in found if p.choice and p.rejected))
    if not taken and rejected and len(rejected) == len(offered) - 1 and not any(p.unsuited for p in found):
        taken = tuple(choice.value for choice in offered if choice.value not in rejected)
    beyond = not taken and not rejected
    return Chosen(span, tuple(value for value in taken if value not in rejected), rejected, beyond)


def _together(words: Words, found: list[_Pointed]) -> list[_Pointed]:
    """Places in the row as they bear on each other: "the third, no, the second", "not the first or the second"."""
    for number in range(1, len(found)):
        before, later = found[number - 1], found[number]
        between = words.read[before.end : later.first]
        if before.rejected and _OR.intersection(between) and _OR_THE.issuperset(between):
            found[number] = replace(later, rejected=True)
        elif not later.rejected and not CORRECTIONS.isdisjoint(between):
            found[number - 1] = replace(before, rejected=True)
    return found


_OR = frozenset("or nor o ni".split())
_OR_THE = _OR | frozenset("the la el".split())


def _ordinals(words: Words, offered: Sequence[Choice]) -> list[_Pointed]:
    found = []
    for at, word in enumerate(words.read):
        number = _ORDINALS.get(word)
        if number is None or _is_date(words, at, offered):
            continue
        end = _end_of_phrase(words, at)
        if end is None or not (_is_led(words, at) or _is_alone(words, at, end)):
            continue
        choice = offered[number - 1] if number <= len(offered) else None
        if not _gives_way(words, at, end, choice):
            found.append(_pointed(words, at, end, choice))
    return found


def _end_of_phrase(words: Words, at: int) -> int | None:
    """Where the words end that name one of the row ("first one"); None where they go on as other speech does.

    "The first works" and "the first I can't" name it, "first time", "first of all" and "the last I had" do not.
    """
    read = words.read
    is_open = _ORDINALS.get(read[at], 0) > 1 or read[at] in _LAST
    end = at + 1
    while end < len(read) and words.clause[end] == words.clause[at]:
        if read[end] not in _OF_A_ROW and not (is_open and read[end] in _OPEN):
            break
        end += 1
    if words.closes(end) or not _LISTS.isdisjoint(read[end + 2 : end + 3]) or _is_on_a_day(words, at, end):
        return end
    following, further = read[end], read[end + 1] if end + 1 < len(read) else ""
    goes_on = further in _FURTHER[following] if following in _FURTHER else following in _GOES_ON
    return end if goes_on else None


def _is_on_a_day(words: Words, at: int, end: int) -> bool:
    """As in "the second one Monday", "la primera del lunes"; "the last Friday" is a day itself."""
    day = _day_behind(words, end)
    return day is not None and day > at + 1 and words.read[day] in _WEEKDAYS


def _day_behind(words: Words, end: int) -> int | None:
    """Where the day stands that what a place in the row is named by goes on with."""
    if words.closes(end):
        return None  # "the second one, Friday doesn't work"
    at = end
    while at < len(words.read) and words.read[at] in _BEFORE_DAYS:
        at += 1
    if at == len(words.read):
        return None
    is_number = at > end and words.read[at - 1] not in _FOR and _day_number(words.read[at]) > 0
    return at if is_number or words.read[at] in _WEEKDAYS else None


def _day_number(word: str) -> int:
    number = word.rstrip("stndrh")
    return int(number) if number.isdecimal() and len(number) < len("100") else 0


_FOR = frozenset(("for", "para"))
"""Before a number these count: "the second one for 2"."""
_BEFORE_DAYS = _FOR | frozenset("on the del el dia".split())


def _gives_way(words: Words, at: int, end: int, choice: Choice | None) -> bool:
    """Whether a day behind a place in the row means the times of that day: "the first slot on Monday".

    "The second one on Monday" is the second, unless that is of another day.
    """
    is_one = not _SELF.isdisjoint(words.read[at + 1 : end])
    day = _day_behind(words, end)
    starts_at = choice.starts_at if choice else None
    if day is not None and starts_at is not None:
        word = words.read[day]
        is_its_day = _WEEKDAYS.get(word) == starts_at.weekday() or _day_number(word) == starts_at.day
        return not is_its_day or (end > at + 1 and not is_one)
    return end > at + 1 and not is_one and words.read[end : end + 1] in (("on",), ("del",), ("el",))


_SELF = frozenset("one option choice opcion".split())
"""Nouns beside which a place in the row is meant, whatever day goes on with it."""


def _is_alone(words: Words, at: int, end: int) -> bool:
    """Whether an ordinal without a "the" means one of the row: "second one", "second please", but not "first, ..."."""
    if end > at + 1:
        return words.read[end - 1] in _ONE
    if words.read[end : end + 1] in _MODALS and not _ASKING.isdisjoint(words.read[end + 1 : end + 2]):
        return False
    if words.read[at] in _LAST:
        return False
    if words.begins[at] and (words.read[at] in _NO_ADVERBS or not _CHOOSING.isdisjoint(words.read[end : end + 1])):
        return True
    others = {word for place, word in enumerate(words.read) if not at <= place < end}
    return others <= _AROUND


def _is_date(words: Words, at: int, offered: Sequence[Choice]) -> bool:
    """Whether an ordinal is a day of a month rather than a place in the row."""
    following = words.read[at + 1] if at + 1 < len(words.read) else ""
    before = words.read[at - 1] if at else ""
    further = words.read[at + 2 : at + 5]
    if following in _ONE:
        return False
    if (
        following in _COUNTED_IN
        or before in _COUNTED_IN
        or (following in ("of", "de") and any(w in _COUNTED_IN or w == "this" for w in further))
    ):
        return True
    two_back = words.read[at - 2] if at > 1 else ""
    if (
        before == "on"
        or (before == "the" and two_back in ("on", "for", "by", "until", "before", "after", "from"))
        or (before == "el" and two_back in ("para", "desde", "hasta"))
    ):
        return True
    return words.read[at][0].isdigit() and (
        len(words.read) > 4
        or any(choice.starts_at and choice.starts_at.day == int(words.read[at][:-2]) for choice in offered)
    )


def _ends_of_row(words: Words, offered: Sequence[Choice]) -> list[_Pointed]:
    """ "the last one", "the latter", "the former", "the later one", "the earlier", "la de más tarde"."""
    found = []
    for at, word in enumerate(words.read):
        choice = _end_of_row(word, offered)
        if choice is None:
            continue
        end = _end_of_phrase(words, at)
        if end is None or not (_is_led(words, at) or (word in _LAST and _is_alone(words, at, end))):
            continue
        if word in _COMPARED and _ARTICLES.isdisjoint(words.read[max(0, at - 3) : at]):
            continue  # "no, later please"
        if not _gives_way(words, at, end, choice):  # "the last appointment on Wednesday"
            found.append(_pointed(words, at, end, choice))
    return found


def _is_led(words: Words, at: int) -> bool:
    """Whether the words before make it one of the row: "the later", but neither "at the latest" nor "por la tarde"."""
    before = [words.read[place] if place >= 0 else "" for place in range(at - 3, at)]
    if words.read[at] in _BY_MORE:
        if before[2] != "mas":
            return False
        before = ["", *before[:2]] if before[1] != "de" else ["", "", before[0]]
    return before[2] in _LEADS and before[1] not in ("at", "in", "by")


_COMPARED = frozenset("later earlier sooner tarde temprano temprana".split())
_ARTICLES = frozenset("the la el option opcion".split())
_BY_MORE = frozenset("tarde temprano temprana".split())
"""What names a place in the row only as "la más tarde": "la tarde" is a part of day."""
_LAST = frozenset("last ultima ultimo".split())


def _end_of_row(word: str, offered: Sequence[Choice]) -> Choice | None:
    if word in _LAST or word == "latter":
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
_AROUND = (
    _COURTESY
    | _ORDINALS.keys()
    | frozenset("sorry no not wait is good fine great best better ok and or on your de list lista".split())
)
"""What an ordinal may stand among that says nothing else: "second is good", "first, sorry, third"."""
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
    if 1 <= number <= len(offered):
        return [_pointed(words, at, at + 1, offered[number - 1])]
    hours = [
        choice
        for choice in offered
        if choice.starts_at and number in (choice.starts_at.hour, (choice.starts_at.hour - 1) % 12 + 1)
    ]
    if not marked and hours:
        return [_pointed(words, at, at + 1, hours[0])] if len(hours) == 1 else []
    if not marked and any(choice.starts_at for choice in offered) and 6 < number <= 23:
        return []  # as likely an hour that is not on offer
    return [_pointed(words, at, at + 1, None)]


def _by_label(message: Message, choices: Sequence[Choice]) -> Chosen | None:
    said = message.folded.strip(" .!,?")
    fits = [choice for choice in choices if said and said in (fold(choice.label).strip(" .!,?"), fold(choice.value))]
    if len(fits) == 1:
        return Chosen(span_of(message, 0, len(message.folded)), (fits[0].value,))
    return None
