"""Words found by what is left of them when a letter is missing: the index of `spelling`, which weighs what it finds."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator

_NUMBER = 0xFFFF


def without_one(word: str) -> set[str]:
    """A word with one letter left out, in every way."""
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


class Shortened:
    """The words of a list by what each may be shortened to.

    A form is kept as its hash, with the number of its word in the last bits: as strings, a hundred thousand of them
    would take ten times the memory.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(words)
        if len(self._words) > _NUMBER:
            raise ValueError(f"more than {_NUMBER} words")
        forms = (hash(form) & ~_NUMBER | at for at, word in enumerate(self._words) for form in without_one(word))
        self._forms = array("q", sorted(forms))

    def lengthen(self, form: str) -> Iterator[str]:
        """The words that lack one letter to be `form`, in the order of the list."""
        hashed = hash(form) & ~_NUMBER
        for at in range(bisect_left(self._forms, hashed), len(self._forms)):
            kept = self._forms[at]
            if kept & ~_NUMBER != hashed:
                break
            word = self._words[kept & _NUMBER]
            if len(word) == len(form) + 1 and form in without_one(word):  # two forms may have one hash
                yield word
