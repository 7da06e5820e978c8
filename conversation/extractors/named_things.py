"""The hospital's insurers, plans and tests that a message names: words of theirs tell of no trouble."""

from __future__ import annotations

from collections.abc import Iterator

from conversation.extractors.entities import Context, Roster, Span
from conversation.extractors.spelling import is_word
from conversation.extractors.text import Message
from conversation.extractors.words import Words, words_of


def find_named_things(message: Message, context: Context) -> tuple[Span, ...]:
    """Where insurers, plans beside them and tests are named in whole, and insurers by a word of their own."""
    if not (context.roster.insurers or context.roster.services):
        return ()
    words = words_of(message)
    return tuple(words.span(first, end) for first, end in _places(words, context.roster))


def _places(words: Words, roster: Roster) -> Iterator[tuple[int, int]]:
    for service in roster.services:
        row = _row(service.name)
        if len(row) > 1:
            yield from _rows(words, row)
    for insurer in roster.insurers:
        row = _row(insurer.name)
        own = [*_rows(words, row)]
        if not own and row and not is_word(row[0]):
            own = [*_rows(words, row[:1])]
        yield from own
        if own:
            for _, plan in insurer.plans:
                yield from _rows(words, _row(plan))


def _row(name: str) -> tuple[str, ...]:
    return tuple(token.text for token in Message.read(name).tokens)


def _rows(words: Words, row: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where a row of words stands as it was written, before any slip was set right."""
    written = [token.text for token in words.tokens]
    for at in range(len(written) - len(row) + 1):
        if row and tuple(written[at : at + len(row)]) == row:
            yield at, at + len(row)
