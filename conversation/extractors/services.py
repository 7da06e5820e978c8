"""The tests and treatments that a message speaks of by name or by kind, and whether one is to be booked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from conversation.extractors.entities import Context, Intent, Roster, Understanding
from conversation.extractors.lexicons import load
from conversation.extractors.questions import Question, key_of, name_keys
from conversation.extractors.text import fold
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
    return ServiceMention(
        codes=bookable or codes,
        is_wanted=_is_wanted(words, said, asked, context, kind),
        is_likely=not asked.are_whole,
        asks_when=bool(bookable) and _asks_when(words),
    )


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
