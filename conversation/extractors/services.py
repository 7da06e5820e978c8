"""The tests and treatments that a message speaks of by name or by kind, and whether one is to be booked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from conversation.extractors.entities import Context, Intent, Roster, Span, Understanding
from conversation.extractors.lexicons import load
from conversation.extractors.questions import Question, key_of, name_keys
from conversation.extractors.text import Message, fold
from conversation.extractors.waiting import speaks_of_list
from conversation.extractors.words import Words, words_of


@dataclass(frozen=True, slots=True)
class ServiceMention:
    """Services spoken of, by code; several where the words leave it open which."""

    codes: tuple[str, ...] = ()
    is_wanted: bool = False
    """Whether one is to be booked, rather than asked about, moved, or only told of."""
    is_likely: bool = False
    """Whether less than its name was said: it is read back."""
    asks_when: bool = False
    """Whether it is asked when one is that stands: "what time is my blood test?"."""
    part: Span | None = None
    """The part of the message in which it is wanted, where the rest is about something else."""

    def is_about(self, span: Span) -> bool:
        """Whether words belong to what is said of the services."""
        return self.part is None or self.part.start <= span.start < self.part.end


NOTHING = ServiceMention()


def find_service(said: Understanding, asked: Question, context: Context) -> ServiceMention:
    """The services that a message speaks of. Those that can be booked come before those that cannot."""
    if not context.roster.services:
        return NOTHING
    words = words_of(said.message)
    kind = next(_kinds_said(words), None) if not asked.services else None
    codes = asked.services or (_of_kind(context.roster, kind[0]) if kind is not None else ())
    if not codes:
        return NOTHING
    by_code = {service.code: service for service in context.roster.services}
    bookable = tuple(code for code in codes if by_code[code].is_bookable)
    is_waited_for = speaks_of_list(said.message) and not said.doctors
    is_wanted = is_waited_for or _is_wanted(words, said, asked, context, kind)
    part = None if is_wanted else _wanted_apart(words, said, asked, context, kind)
    return ServiceMention(
        codes=bookable or codes,
        is_wanted=is_wanted or part is not None,
        is_likely=not asked.are_whole,
        asks_when=bool(bookable) and _asks_when(words),
        part=part,
    )


def asks_what_to_book(message: Message) -> bool:
    """Whether it is asked what can be booked, rather than what is done."""
    return not _BOOKS.isdisjoint(words_of(message).read)


_ORDER = re.compile(
    r"\b(?:do|does|would|will|must|is|are)\b[^.?!]{0,40}\b(?:referral|referred|orders?|letter|doctor'?s note)\b"
    r"|\b(?:hace falta|se necesita|necesito|hay que (?:tener|llevar)|piden|con|sin) (?:un |una |la |el )?"
    r"(?:volante|orden|derivacion)\b"
)


def asks_whether_ordered(message: Message) -> bool:
    """Whether it is asked if a doctor has to order it: "do I need a referral for physio?"."""
    return _ORDER.search(message.folded) is not None


def tells_of_tests(message: Message) -> bool:
    """Whether a message tells of a test, or asks what came of it, somewhere in it."""
    return not frozenset(_data("told_of")).isdisjoint(words_of(message).read)


def asks_of_own_tests(message: Message) -> bool:
    """Whether tests that somebody had or is to have are asked for, rather than those that are done here."""
    words = words_of(message).read
    return not _OWN.isdisjoint(words) or any(pair in _OWN_PAIRS for pair in pairwise(words))


_OWN = frozenset(
    "my mine our mi mis nuestras did had was were ordered due me mando mandaron pidio pidieron hice hicieron toca "
    "tocan tengo faltan".split()
)
_OWN_PAIRS = frozenset({("do", "i"), ("do", "we"), ("have", "i")})


# --- which ----------------------------------------------------------------------------------------

Said = tuple[str, int, int]
"""A kind of service with where it is said, in words."""


def _kinds_said(words: Words) -> Iterator[Said]:
    """Kinds of services meant by everyday words: "my bloods", "a scan", "la analítica"."""
    written = [fold(token.text) for token in words.tokens]
    for kind, phrases in _data("everyday").items():
        for phrase in phrases:
            row = phrase.split()
            for read in (list(words.read), written):
                for at in range(len(read) - len(row) + 1):
                    if read[at : at + len(row)] == row:
                        yield kind, at, at + len(row)


def _of_kind(roster: Roster, kind: str) -> tuple[str, ...]:
    """The services of a kind that the everyday words of it may mean."""
    names, beside = set(_data("kinds")[kind]), set(_data("beside").get(kind, ()))
    of_kind = [service for service in roster.services if fold(service.kind) in names]
    return tuple(service.code for service in of_kind if beside.isdisjoint(fold(service.name).split()))


def _asks_when(words: Words) -> bool:
    read = " ".join(words.read)
    return read.startswith(tuple(_data("when"))) and set(words.read).isdisjoint(_data("told_of"))


# --- whether it is to be booked -------------------------------------------------------------------

_ALLOWED = frozenset(
    {
        Intent.BOOK, Intent.FIND_DOCTOR, Intent.YES, Intent.NO, Intent.GREETING, Intent.THANKS, Intent.OTHER,
        Intent.REPORTS, Intent.WAITLIST, Intent.STOP,
    }
)  # fmt: skip
"""What may be asked for beside a test without it being only spoken of."""
_BESIDE = frozenset({Intent.BILLING, Intent.PRESCRIPTIONS, Intent.REFILL, Intent.INSURANCE})
_BOOKS = frozenset("book schedule reservar reservarme agendar programar pedir".split())
_LONGEST = 30  # words


def _is_wanted(words: Words, said: Understanding, asked: Question, context: Context, kind: Said | None) -> bool:
    if asked.asks or any(not mention.rejected for mention in said.doctors) or len(words.read) > _LONGEST:
        return False
    intents = {mention.intent for mention in said.intents if mention.certainty >= _SURE}
    read = set(words.read)
    if _BOOKS & read and any(mention.intent is Intent.BOOK for mention in said.intents):
        intents -= _BESIDE  # "pay my bill and book my blood test" wants both
    if not intents <= _ALLOWED or not read.isdisjoint(_data("told_of")):
        return False
    if not read.isdisjoint(_data("ordering")) or ("have", "to") in zip(words.read, words.read[1:], strict=False):
        return True
    if Intent.REPORTS in intents:
        return False
    if not read.isdisjoint(_data("wishing")) or intents & {Intent.BOOK, Intent.FIND_DOCTOR, Intent.WAITLIST}:
        return True
    return _says_no_more(words, said, asked, context, kind)


_SURE = 0.6


def _wanted_apart(
    words: Words, said: Understanding, asked: Question, context: Context, kind: Said | None
) -> Span | None:
    """The part of a message, joined to what else it is about, in which one is wished for in so many words."""
    at = kind[1] if kind is not None else _place(words, asked, context)
    if asked.asks or at is None or any(not mention.rejected for mention in said.doctors):
        return None
    first = next((n + 1 for n in range(at - 1, -1, -1) if _parts(words, n)), 0)
    end = next((n for n in range(at + 1, len(words.read)) if _parts(words, n)), len(words.read))
    part, read = words.span(first, end), set(words.read[first:end])
    intents = {m.intent for m in said.intents if m.certainty >= _SURE and part.start <= m.span.start < part.end}
    wishes = not read.isdisjoint([*_data("ordering"), *_data("wishing")])
    is_part = end - first < len(words.read) and read.isdisjoint(_data("told_of"))
    return part if is_part and wishes and intents <= _ALLOWED else None


def _parts(words: Words, at: int) -> bool:
    """Whether a word joins what stands behind it to what stands before, or begins another sentence."""
    return words.read[at] in _JOINTS or (at + 1 < len(words.read) and words.sentence[at] != words.sentence[at + 1])


_JOINTS = frozenset("and y e also plus then tambien luego".split())


def _place(words: Words, asked: Question, context: Context) -> int | None:
    """Where the services named are named."""
    names = (service.name for service in context.roster.services if service.code in asked.services)
    keys = frozenset[str]().union(*map(name_keys, names))
    return next((at for at, word in enumerate(words.read) if key_of(word) in keys), None)


def _says_no_more(words: Words, said: Understanding, asked: Question, context: Context, kind: Said | None) -> bool:
    """Whether little is said beside the test and the time: "blood test on Thursday", "una radiografía, por favor"."""
    explained = set(range(kind[1], kind[2])) if kind is not None else set()
    for when in said.whens:
        explained |= set(range(*words.around(when.span.start, when.span.end)))
    named = (service.name for service in context.roster.services if service.code in asked.services)
    names = frozenset().union(*map(name_keys, named))
    small = frozenset(_data("small"))
    more = (
        word
        for at, word in enumerate(words.read)
        if at not in explained and word not in small and key_of(word) not in names
    )
    return sum(1 for _ in more) <= 1


def _data(name: str) -> Any:
    return load("services")[name]
