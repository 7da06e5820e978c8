"""How somebody writes in haste or speaks at home: "cna't breath", "canny move". Read so for the alarm only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache

from conversation.extractors.harmless import voids
from conversation.extractors.lexicons import load
from conversation.extractors.missing_letters import Shortened
from conversation.extractors.red_flags import signs
from conversation.extractors.spelling import is_plain, mend_each
from conversation.extractors.words import Words, places_of

_LEAST = 4  # letters that a word of alarm must have for a slip in it to be forgiven
_LONGEST = 16
_AUXILIARIES = frozenset("can could do does did will would is are was were has have".split())
_SHORTENED = frozenset(("t", "not", "nt"))
_PRONOUNS = frozenset("he she it that what there here where who".split())
_APOSTROPHES = ("'", "\u2019", "\u00b4", "`")
_SAID = ""  # stands for the other words of a form that means one word


def hasty(words: Words) -> Words:
    """The words with a letter swapped, dropped or doubled in a word of alarm set right, and "can not" as "can't"."""
    read = mend_each(_mended, words.read)
    _without_verbs(words, read)
    for word in _SHORTENED & words.places.keys():
        for at in words.places[word]:
            if at and read[at - 1] in _AUXILIARIES:
                joined = {"can": "cant", "will": "wont"}.get(read[at - 1], read[at - 1] + "nt")
                read[at - 1 : at + 1] = [_SAID, joined] if joined in _named() else [joined, word]
    _as_meant(words, read)
    mended = tuple(read)
    return words if mended == words.read else replace(words, read=mended, places=places_of(mended))


def _without_verbs(words: Words, read: list[str]) -> None:
    """Take the "is" from the words of alarm that it is written to: "my leg's swollen"."""
    for word in words.places:
        if word.endswith("s") and word[:-1] in _named() and word[:-1] not in _PRONOUNS:
            for at in words.places[word]:
                token = words.tokens[at]
                if words.message.words(token.start, token.end)[-2:-1] in _APOSTROPHES:
                    read[at] = word[:-1]


def _as_meant(words: Words, read: list[str]) -> None:
    """Put the words of alarm for other words that mean them."""
    written = [token.text for token in words.tokens]
    if _spoken().keys().isdisjoint(written):
        return
    for at, word in enumerate(written):
        for form, meant in _spoken().get(word, ()):
            if written[at : at + len(form)] == form:
                read[at : at + len(form)] = [meant, *[_SAID] * (len(form) - 1)]
                break


@cache
def _spoken() -> dict[str, tuple[tuple[list[str], str], ...]]:
    """The first word of each other form of a word of alarm -> its words with what is meant; the longest form first."""
    found: dict[str, tuple[tuple[list[str], str], ...]] = {}
    for meant, forms in load("emergency.spoken").items():
        for form in sorted((form.split() for form in forms), key=len, reverse=True):
            found[form[0]] = tuple(sorted((*found.get(form[0], ()), (form, meant)), key=lambda pair: -len(pair[0])))
    return found


@lru_cache(maxsize=5000)
def _mended(word: str) -> str:
    if not _LEAST <= len(word) + 1 <= _LONGEST or not word.isalpha():
        return word
    if len(word) > _LEAST and word.endswith("in") and word + "g" in _gate_words():
        return word + "g"  # as it is spoken: "havin", "bleedin"
    if is_plain(word):
        return word
    return next((form for form in _meant(word) if form in _gate_words()), None) or next(_dropped().lengthen(word), word)


def _meant(word: str) -> Iterator[str]:
    """The word with two neighbours swapped, or one of a doubled letter left out."""
    for at in range(len(word) - 1):
        if word[at] == word[at + 1]:
            yield word[:at] + word[at + 1 :]
        else:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


@cache
def _named() -> frozenset[str]:
    """The words that raise an alarm or take it back."""
    return frozenset(signs(self_harm=True).vocabulary | signs(self_harm=False).vocabulary | voids().vocabulary)


@cache
def _gate_words() -> frozenset[str]:
    """Those of them in which a slip is forgiven."""
    return frozenset(word for word in _named() if len(word) >= _LEAST and word.isalpha())


@cache
def _dropped() -> Shortened:
    return Shortened(sorted(_gate_words(), key=lambda word: (len(word), word)))
