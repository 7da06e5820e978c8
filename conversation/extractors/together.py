"""Several people whom one message wants visits for: "for my son and me", "para mi hijo y para mí", "mis dos hijas"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from conversation.extractors.calendar_names import is_of_calendar
from conversation.extractors.doctor_names import listed
from conversation.extractors.lexicons import load_words
from conversation.extractors.relatives import RELATIONS
from conversation.extractors.spelling import is_word
from conversation.extractors.text import Message
from conversation.extractors.words import Words, words_of

_FOR = frozenset("for para".split())
_AND = frozenset("and y e plus".split())
_ALSO = frozenset("also too tambien then luego".split())
_OWNERS = frozenset("my our his her mi mis nuestro nuestra nuestros nuestras".split())
_SELVES = frozenset("me myself i yo".split())
_COUNTS = {"both": 2, "two": 2, "2": 2, "dos": 2, "ambos": 2, "ambas": 2, "three": 3, "3": 3, "tres": 3}
_ONE_OF = {"kids": "kid", "children": "child", "ninos": "nino"}
_BOTH = frozenset("both each ambos ambas".split())
_NEED = frozenset("need needs want wants would necesitamos necesitan queremos quieren quisieramos querriamos".split())
_MAY = frozenset("can could may might pueden podrian podemos podriamos".split())
_SEEN = frozenset("see come be get have venir ver ir".split())
_GOES_ON = frozenset(
    "with on at this next tomorrow today please for too to in asap soon as both con el la este esta hoy manana a por "
    "en que cuando los las lo tambien pronto monday tuesday wednesday thursday friday saturday sunday lunes martes "
    "miercoles jueves viernes sabado domingo each cada dr dra doctor doctora".split()
)
"""What may stand behind a person in a row without saying more of them: "... and me on Friday", not "... and I work"."""
_PEOPLE = RELATIONS.keys() | _SELVES | _OWNERS
"""One of these is in every row: two bare names may be two towns."""
_MOST_WORDS = 3  # between an owner and the relative: "my little boy", "my 4-year-old son"
_MOST_NAMES = 3  # words of a name
_YEARS = frozenset("year years yr yo month months anos ano meses".split())
_WHICH = frozenset("mayor menor pequeno pequena mediano mediana grande".split())
"""Which of several a relative is, said behind."""


@dataclass(frozen=True, slots=True)
class Together:
    """The people of a row, each as it is put alone, and the place in the raw text where the row stands."""

    whom: tuple[str, ...]
    start: int
    end: int
    is_open: bool = False
    """Whether the others are nobody yet: "both of us"."""
    is_told: bool = False
    """Whether it is only told how they are ("my son and I have a cough"), rather than for whom something is wanted."""

    def alone(self, message: Message, at: int) -> str:
        """The message as if it spoke of the one person alone."""
        raw = message.raw
        return f"{raw[: self.start]}{self.whom[at]}{raw[self.end :]}"


def find_together(message: Message, *, is_answer: bool = False) -> Together | None:
    """The row of two people or more whom visits are wanted for; None where it is one, or something else about two.

    `is_answer` means that it was asked for whom: then a row alone says it, without a "for".
    """
    words = words_of(message)
    is_told = False
    for at, word in enumerate(words.read):
        if word in _FOR or (word == "behalf" and words.read[at + 1 : at + 2] == ("of",)):
            first = at + (1 if word in _FOR else 2)
            found = _row(words, first)
        elif _may_begin(words, at) and (is_answer or not _says_for_whom(words, at)):
            first, found = at, _row(words, at)
            if found is not None and not is_answer and _is_so(words, found[1]):
                is_told = True
            elif found is not None and not (_is_all(words, found[1]) if is_answer else _needs(words, at, found[1])):
                found = None
        else:
            continue
        if found is not None:
            people, end = found
            start = at if words.read[at] in _FOR else first
            origin = message.origin
            last = words.tokens[end - 1]
            return Together(
                tuple(f"{'para' if _is_spanish(words, first, end) else 'for'} {each}" for each in people),
                origin[words.tokens[start].start],
                origin[last.end - 1] + 1,
                is_told=is_told,
            )
    return _we_both(message)


def _we_both(message: Message) -> Together | None:
    """ "Both of us", "para los dos": whoever writes and one more, who is nobody yet."""
    match = _BOTH_OF_US.search(message.folded)
    if match is None:
        return None
    whom = ("para mí", "para otra persona") if match["es"] else ("for me", "for somebody else")
    return Together(whom, message.origin[match.start()], message.origin[match.end() - 1] + 1, is_open=True)


_BOTH_OF_US = re.compile(
    r"\b(?:for )?(?:both of us|us both|the (?:two|2) of us|us (?:two|2)|(?:two|2) people"
    r"|we both(?= (?:need|want|have|are|feel|got|would|could|can)))\b"
    r"|\b(?P<es>(?:para )?(?:nosotr[oa]s dos|(?:dos|2) personas)|para (?:los|las) (?:dos|2)|para amb[oa]s)\b(?! \w+s\b)"
)


def _says_for_whom(words: Words, at: int) -> bool:
    """Whether somebody stands behind a "for": "for a week" is nobody."""
    return any(words.read[n] in _FOR and _member(words, n + 1, "") is not None for n in range(at, len(words.read)))


def _may_begin(words: Words, at: int) -> bool:
    """Whether a row may be what its sentence is about: at the start of a clause, or asked whether they can come."""
    return at == 0 or words.begins[at] or words.read[at - 1] in _MAY


def _row(words: Words, first: int) -> tuple[list[str], int] | None:
    """The people of the row that begins at a word, and where it ends."""
    several = _counted(words, first)
    if several is not None:
        return several if _is_over(words, several[1]) else None
    people: list[str] = []
    at, owner = first, ""
    while (member := _member(words, at, owner if people else "")) is not None:
        text, end, owner = member
        people.append(text)
        joint = _joint(words, end)
        if joint is None:
            is_row = len(people) > 1 and _is_over(words, end) and not set(words.read[first:end]).isdisjoint(_PEOPLE)
            return (people, end) if is_row else None
        at = joint
    return None


def _joint(words: Words, at: int) -> int | None:
    """The word after an "and", or after a comma before one more of the row."""
    read = words.read
    if at >= len(read) or words.sentence[at] != words.sentence[at - 1]:
        return None
    is_comma = words.clause[at] != words.clause[at - 1]
    if read[at] not in _AND:
        return at if is_comma and _is_listed(words, at) else None
    at += 1
    while at < len(read) and read[at] in _ALSO | _FOR:
        at += 1
    return at


def _is_listed(words: Words, at: int) -> bool:
    """Whether one more of a row with commas begins here: "for my son, my daughter and me"."""
    member = _member(words, at, "")
    return member is not None and words.read[member[1] : member[1] + 1] in [(word,) for word in _AND]


def _member(words: Words, at: int, owner: str) -> tuple[str, int, str] | None:
    """One of a row, as it is put alone, where it ends, and whose it is ("my"), which holds for the next one too."""
    read = words.read
    if at >= len(read):
        return None
    if read[at] in _SELVES:
        return ("mí" if read[at] == "yo" else "me"), at + 1, owner
    if read[at] == "mi" and _is_me(words, at):
        return "mí", at + 1, owner
    owned = read[at] in _OWNERS
    for step in range(at + owned, min(at + owned + _MOST_WORDS, len(read))):
        if words.clause[step] != words.clause[at]:
            break
        is_child = read[step] == "old" and read[step - 1] in _YEARS
        if (read[step] in RELATIONS or is_child) and (owned or owner):
            end = _described_end(words, step + 1)
            said = words.span(at, end).words
            return (said if owned else f"{owner} {said}"), end, (words.span(at, at + 1).words if owned else owner)
    if owned:
        return None
    end = _named_end(words, at)
    return (words.span(at, end).words, end, owner) if end > at else None


def _is_me(words: Words, at: int) -> bool:
    """Whether a "mi" is "mí": with its accent, or before nothing that one could have."""
    token = words.tokens[at]
    is_written = words.message.raw[words.message.origin[token.end - 1]] in "íÍ"
    is_led = words.read[at - 1 : at] == ("para",)
    return is_written or (is_led and (_is_over(words, at + 1) or _is_joined(words, at + 1)))


def _is_joined(words: Words, at: int) -> bool:
    return words.read[at : at + 1] in [(word,) for word in _AND]


def _described_end(words: Words, at: int) -> int:
    """Where what is said of a relative ends: which one, how old, and what they are called."""
    if words.read[at : at + 1] and words.read[at] in _WHICH:
        at += 1
    if words.read[at : at + 1] in (("de",), ("aged",)) and words.read[at + 1 : at + 2] and words.read[at + 1].isdigit():
        at += 3 if words.read[at + 2 : at + 3] and words.read[at + 2] in _YEARS else 2
    return _named_end(words, at, is_introduced=True)


def _named_end(words: Words, at: int, *, is_introduced: bool = False) -> int:
    """Where a name ends that begins at a word; the word itself where none does.

    `is_introduced` means that a relative stands before it, after whom a capital is a name, be it a word too.
    """
    end = at
    while end < min(len(words.tokens), at + _MOST_NAMES) and words.is_capital(end):
        text = words.tokens[end].text
        is_apart = (end > at or is_introduced) and words.clause[end] != words.clause[end - 1]
        if is_apart or is_of_calendar(text) or text in listed("titles"):
            break
        if is_word(text) and not is_introduced and text not in load_words("given_names"):
            break
        end += 1
    return end


def _counted(words: Words, first: int) -> tuple[list[str], int] | None:
    """ "My two daughters", "both my kids", "mis dos hijos": as many as are told."""
    read = words.read
    rest = read[first : first + _MOST_WORDS + 1]
    at = next((first + n for n, word in enumerate(rest) if word in RELATIONS), None)
    count = next((_COUNTS[word] for word in rest if word in _COUNTS), None)
    if at is None or count is None or not (_OWNERS & set(read[first:at])) or not read[at].endswith(("s", "children")):
        return None
    one = _ONE_OF.get(read[at], read[at].removesuffix("s"))
    is_spanish = _is_spanish(words, first, at)
    other = ("otra" if one.endswith("a") else "otro") if is_spanish else "other"
    owner = "mi" if is_spanish else "my"
    return [f"{owner} {one}", *[f"{owner} {other} {one}"] * (count - 1)], at + 1


def _is_over(words: Words, at: int) -> bool:
    """Whether a row ends before a word, which begins no sentence about its last one."""
    if at >= len(words.read) or words.clause[at] != words.clause[at - 1]:
        return True
    return words.read[at] in _GOES_ON or words.read[at] in _NEED | _SEEN | _ARE or not words.read[at].isalpha()


def _needs(words: Words, first: int, end: int) -> bool:
    """Whether the row needs or is to get something: "my son and I need a visit", "can my son and I see Dr Lee"."""
    verb = set(words.read[end : end + 1])
    is_asked = first > 0 and words.read[first - 1] in _MAY
    return bool((_NEED | _BOTH) & verb or (is_asked and _SEEN & verb))


def _is_so(words: Words, end: int) -> bool:
    """Whether what follows a row tells how they are: "my son and I have a cough"."""
    return not _ARE.isdisjoint(words.read[end : end + 1])


_ARE = frozenset("have has got are feel keep tenemos estamos nos llevamos andamos".split())


def _is_all(words: Words, at: int) -> bool:
    return words.closes(at)


def _is_spanish(words: Words, first: int, end: int) -> bool:
    said = set(words.read[max(0, first - 1) : end])
    return not said.isdisjoint({"para", "mi", "mis", "nuestro", "nuestra", "nuestros", "nuestras", "yo", "y"})


# --- one more, while a visit is being booked -------------------------------------------------------------

_WHOSE = r"(?:my|our|his|her|me|myself|mi|mis|nuestr[oa]s?)\b"
_FURTHER: Sequence[re.Pattern[str]] = (
    re.compile(
        r"\b(?:now|next|then|also|afterwards|after that|another|one more|(?:the )?same|ahora|luego|despues|tambien"
        r"|otra|una mas|lo mismo)\b(?: (?:i|we|need|want|would|like|one|is|es|visit|appointment|thing|quiero|necesito"
        rf"|querria|una|otra|cita))*,? (?:for|para) (?:{_WHOSE}|[a-z]+\b)"
    ),
    re.compile(rf"\b(?:for|para) {_WHOSE}[^.,;!?\n]{{0,30}}\b(?:too|as well|also|tambien)\b"),
    re.compile(rf"^\W*(?:(?:ok|okay|and|y|e|vale|bueno)\W+)*(?:and|y|e|plus) (?:for|para) {_WHOSE}"),
)
_OTHERS = frozenset(
    {("someone", "else"), ("somebody", "else"), ("another", "person"), ("another", "patient"), ("otra", "persona")}
    | {("otro", "paciente"), ("alguien", "mas")}
)
_LEADS = re.compile(r"(?:\b(?:and|y|e|plus|ok|okay|vale|bueno|so|then|pues)\b|\W)+$")


def find_further(message: Message) -> tuple[str, str] | None:
    """What stands before one more person is brought in, and what brings them in: "now for my other daughter"."""
    for pattern in _FURTHER:
        match = pattern.search(message.folded)
        if match is not None and _tells_of_somebody(message, match):
            head = message.folded[: match.start()]
            start = _LEADS.search(head)
            cut = message.origin[match.start()]
            return message.raw[: message.origin[start.start()] if start else cut], message.raw[cut:]
    return None


def _tells_of_somebody(message: Message, match: re.Match[str]) -> bool:
    """Whether whom it is for is a person: a relative, oneself, or a name with its capital."""
    words = words_of(message)
    first, _ = words.around(match.start(), match.end())
    for at in range(first, len(words.read)):
        if words.read[at] in _FOR and at + 1 < len(words.read):
            near = words.read[at + 1 : at + 2 + _MOST_WORDS]
            is_kin = bool(set(near) & (RELATIONS.keys() | _SELVES)) or not set(_OTHERS).isdisjoint(pairwise(near))
            return is_kin or _member(words, at + 1, "") is not None
    return False
