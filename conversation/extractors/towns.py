"""A town named in passing, for hospitals whose sites are not known to us: "in San Jose", or the answer to "which city?"."""

from __future__ import annotations

from conversation.extractors.entities import Context, Span
from conversation.extractors.language import is_small_word
from conversation.extractors.spelling import is_word
from conversation.extractors.text import Message
from conversation.extractors.words import Words, words_of

ASKED = "location"
"""`Context.question` when the desk asked where."""
_BEFORE = frozenset("in near around at en cerca by to from search".split())
_LEADS = frozenset("city town area look looking try for find".split())
_NEVER = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december english spanish dr doctor dra i i'm ok okay yes no".split()
)
_TAILS = frozenset("area city please thanks thank".split())


def find_town(message: Message, context: Context) -> Span | None:
    """The words that name a town; None where none is named."""
    words = words_of(message)
    for at in range(1, len(words.tokens)):
        if words.read[at - 1] in _BEFORE and (end := _name_end(words, at, asked=False)) > at:
            return words.span(at, end)
    if context.question == ASKED:
        return _answer(words)
    return None


def _answer(words: Words) -> Span | None:
    """The town in an answer: capitalised words, or all that an unadorned short answer holds."""
    for at in range(len(words.tokens)):
        if _capital(words, at) and (at or len(words.tokens) <= 4) and (end := _name_end(words, at, asked=True)) > at:
            return words.span(at, end)
    start = 0
    while start < len(words.tokens) and (words.read[start] in _BEFORE or words.read[start] in _LEADS or is_small_word(words.tokens[start].text)):
        start += 1
    end = start
    while end < len(words.tokens) and _may_be_town(words, end):
        end += 1
    rest = [word for word in words.read[end:] if word not in _TAILS]
    return words.span(start, end) if end > start and not rest else None


def _name_end(words: Words, at: int, *, asked: bool) -> int:
    """Index after the capitalised name that begins at `at`."""
    end = at
    while end < len(words.tokens) and end < at + 4 and _capital(words, end) and words.tokens[end].text not in _NEVER:
        if end > at and words.clause[end] != words.clause[at]:
            break
        if is_small_word(words.tokens[end].text) and not (end > at):
            break
        end += 1
    if end == at + 1 and is_word(words.tokens[at].text) and not asked:
        return at
    return end


def _may_be_town(words: Words, at: int) -> bool:
    token = words.tokens[at].text
    return token.replace("'", "").isalpha() and token not in _NEVER and not is_small_word(token) and not is_word(token)


def _capital(words: Words, at: int) -> bool:
    return words.message.raw[words.message.origin[words.tokens[at].start]].isupper()
