"""Names that are small words of a language: Una Murphy, Si Wang, My Tran, María de la O."""

from __future__ import annotations

from conversation.extractors.language import is_small_word
from conversation.extractors.lexicons import load, load_words
from conversation.extractors.spelling import is_word
from conversation.extractors.words import Words

_SMALL = frozenset(load("names")["small_names"].split())
_LEADS = frozenset("de del la las los el da do dos di van von der den".split())


def is_small_name(words: Words, at: int) -> bool:
    """Whether a small word is part of a name: by its capital and the family name behind it, or before it."""
    if words.tokens[at].text not in _SMALL or not words.is_capital(at) or _is_accented(words, at):
        return False
    after = at + 1
    if after < len(words.tokens) and words.clause[after] == words.clause[at]:
        return words.is_capital(after) and _is_of_a_name(words, after)
    before = at - 1
    return before >= 0 and words.clause[before] == words.clause[at] and _closes(words, before)


def _is_accented(words: Words, at: int) -> bool:
    """Whether an accent tells the word from the name: "Sí, Wang"."""
    start = words.tokens[at].start
    return not words.message.words(start, words.tokens[at].end).isascii()


def _is_of_a_name(words: Words, at: int) -> bool:
    text = words.tokens[at].text
    return text.isalpha() and len(text) > 1 and (not is_word(text) or text in load_words("given_names"))


def _closes(words: Words, before: int) -> bool:
    """Whether the word before a small last one is a first name: "Anh My"."""
    return words.is_capital(before) and _is_of_a_name(words, before) and not is_small_word(words.tokens[before].text)


def is_last_o(words: Words, first: int, at: int) -> bool:
    """Whether an "o" ends a name that leads to it: "María José de la O"."""
    if words.tokens[at].text not in ("o", "y") or at - 1 <= first or words.tokens[at - 1].text not in _LEADS:
        return False
    return at + 1 >= len(words.tokens) or words.clause[at + 1] != words.clause[at] or words.is_capital(at)
