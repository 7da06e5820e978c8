"""Whether a message asks for the records of several people at once: "my bill and my son's", "los dos"."""

from __future__ import annotations

from conversation.extractors.entities import Understanding
from conversation.extractors.relatives import RELATIONS
from conversation.extractors.text import fold
from conversation.extractors.words import Words, words_of

_ALL = tuple(
    tuple(row.split())
    for row in (
        "both", "both of us", "all of us", "each of us", "two of us", "everyone", "everybody", "los dos", "las dos",
        "de todos", "de ambos", "ambos", "ambas", "whole family", "toda la familia", "all of them", "the two", "all",
        "todos", "cada uno",
    )
)  # fmt: skip
_OF_TWO = frozenset("both two dos ambos ambas".split())
_OF_PEOPLE = frozenset("us family familia".split())
"""One of these says that people are meant, also where nobody was asked for."""
_AND = frozenset("and y e plus & also tambien as".split())
_BETWEEN = frozenset(
    "for of about what whats how much does do is my our the a bill bills one that de para por lo la el las los mi mis "
    "nuestro nuestra del a cuanto que debe deben tiene his her su sus factura facturas".split()
)
"""What may stand between an "and" and the other one: "and how much does Leo owe"."""
_ME = frozenset("i me my mine myself yo mi mis mio mia mios mias debo tengo".split())
_OWN = frozenset("my mi mis our nuestro nuestra".split())
_OWE = frozenset("owe owed pay paid".split())
_ORDERS = frozenset("tell show send give let text can could".split())
"""Before "me" and "I" these ask for something and say of nobody that it is theirs."""


def asks_for_all(understanding: Understanding, *, is_answer: bool, of: int | None = None) -> bool:
    """Whether all whom somebody speaks for are meant; `is_answer` means that it was asked whose, `of` how many there
    are: "both" is all of two alone.
    """
    words = words_of(understanding.message).read
    known = _ALL if of in (None, 2) else tuple(row for row in _ALL if _OF_TWO.isdisjoint(row))
    rows = [row for row in known if any(words[at : at + len(row)] == row for at in range(len(words)))]
    if is_answer:
        return bool(rows) and len(words) <= _SHORT
    return any(_OF_PEOPLE & set(row) for row in rows)


_SHORT = 6  # words


def asks_for_self_too(understanding: Understanding, names: frozenset[str]) -> bool:
    """Whether beside somebody else, by one of these names or as a relative, one's own is asked for as well."""
    words = words_of(understanding.message)
    others = [at for at, token in enumerate(words.tokens) if _is_other(token.text, names)]
    selves = [at for at in range(len(words.read)) if _is_self(words, at, names)]
    return any(_is_joined(words, other, mine) for other in others for mine in selves)


def _is_other(word: str, names: frozenset[str]) -> bool:
    bare = word.removesuffix("'s")
    return fold(bare) in names or bare in RELATIONS or bare.removesuffix("s") in RELATIONS


def _is_self(words: Words, at: int, names: frozenset[str]) -> bool:
    read = words.read
    if read[at] not in _ME or (at and read[at - 1] in _ORDERS):
        return False
    if read[at] == "i":
        # "I have a question and ..." asks for nothing of one's own
        return bool({*read[at + 1 : at + 2]} & (_OWE | _AND) or {*read[max(0, at - 1) : at]} & _AND)
    return read[at] not in _OWN or not any(_is_other(token.text, names) for token in words.tokens[at + 1 : at + 3])


def _is_joined(words: Words, other: int, mine: int) -> bool:
    """Whether an "and" stands between the two, beside the later one of them."""
    read, (first, last) = words.read, sorted((other, mine))
    at = last
    while at > first + 1 and words.clause[at] == words.clause[at - 1] and read[at - 1] in _BETWEEN:
        at -= 1
    return read[at] in _AND or read[at - 1] in _AND
