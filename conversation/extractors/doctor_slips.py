"""Doctors whose name was meant and written otherwise: with a slip of the keyboard, by its sound, in pieces."""

from __future__ import annotations

from collections.abc import Sequence

from conversation.extractors.doctor_names import OPENS, Index, is_ordinary, listed, near, plain
from conversation.extractors.doctor_signs import CALENDAR, FEW, LEAST_ALONE, PLACES, is_unknown, names_a_place
from conversation.extractors.entities import Context
from conversation.extractors.language import is_small_word
from conversation.extractors.sound import sounds_short
from conversation.extractors.spelling import is_plain, is_usual, is_word, slip_cost
from conversation.extractors.words import Words


def find_similar(
    words: Words, start: int, index: Index, *, titled: bool, context: Context
) -> tuple[int, frozenset[int]] | None:
    """Doctors whose name is near the word at `start` in letters or sound, where a name is to be expected."""
    word, end = _spoken(words, start, index)
    if titled and (heard := _heard(words, start, index)):
        return heard
    if len(word) < 3 or not word.isalpha() or ((is_word(word) or word in CALENDAR) and not titled):
        return None
    if titled and is_word(word) and not words.is_capital(start):
        return None
    if not titled and ((start and words.read[start - 1] in PLACES) or names_a_place(words, start, end)):
        return None
    expected = titled or _is_expected(words, start, index, context)
    if not expected and not _is_nothing_else(words, start, word):
        return None
    numbers = near(word, index, strictly=not expected and len(words.read) > FEW, titled=titled)
    if not numbers:
        return _by_surname(words, start, end, index) if titled else None
    if end < len(words.tokens):
        after = plain(words.tokens[end].text)
        also = index.by_word.get(after) or near(after, index, titled=titled)
        if also & numbers and words.clause[end] == words.clause[start]:
            return end + 1, numbers & also
    return end, numbers


def _heard(words: Words, start: int, index: Index) -> tuple[int, frozenset[int]] | None:
    """A name after a title that was written as it sounds: in pieces ("venka tara man"), or a short one ("Lee", Li)."""
    first = plain(words.tokens[start].text)
    if not first.isalpha() or is_small_word(first):
        return None
    for end in range(min(len(words.tokens), start + _PIECES), start + 1, -1):
        row = [plain(token.text) for token in words.tokens[start:end]]
        joined = "".join(row)
        if words.clause[end - 1] == words.clause[start] and len(joined) > _LEAST_JOINED and all(map(str.isalpha, row)):
            numbers = index.by_word.get(joined) or near(joined, index, titled=True)
            if numbers and not any(word in index.by_word for word in row):
                return end, numbers
    numbers = frozenset(n for name in index.short if sounds_short(first, name) for n in index.by_word[name])
    return (start + 1, numbers) if numbers else None


_PIECES = 4  # words that a name may come in
_LEAST_JOINED = 6  # letters of a name that comes in pieces


def _by_surname(words: Words, start: int, end: int, index: Index) -> tuple[int, frozenset[int]] | None:
    """Doctors of a family name said after a first name that they only go by: "doctora Lupita Ruiz"."""
    if end >= len(words.tokens) or words.clause[end] != words.clause[start] or not is_unknown(words, start):
        return None
    word = plain(words.tokens[end].text)
    numbers = index.by_word.get(word) or (near(word, index) if words.is_capital(end) else None)
    return (end + 1, numbers) if numbers and not is_ordinary(word) else None


def _spoken(words: Words, start: int, index: Index) -> tuple[str, int]:
    """The word at `start` and where it ends: with the next where it only opens a name ("mac donald")."""
    word = plain(words.tokens[start].text)
    after = start + 1
    if (
        word in OPENS - {"el", "la", "di", "d"}
        and after < len(words.tokens)
        and words.clause[after] == words.clause[start]
        and not (word == "o" and plain(words.tokens[after].text) in index.by_word)
    ):
        return word + plain(words.tokens[after].text), after + 1
    return word, after


def _is_expected(words: Words, start: int, index: Index, context: Context) -> bool:
    """Whether a doctor's name is to be expected at `start`: asked for, after "see" or "with", or beside part of one."""
    if context.question == "doctor" and len(words.read) <= 4:
        return True
    seen = start > 0 and words.read[start - 1] in ("see", "with", "visit", "con", "ver", "to")
    if seen and words.is_capital(start) and len(words.tokens[start].text) >= 4:
        return True
    after = plain(words.tokens[start + 1].text) if start + 1 < len(words.tokens) else ""
    return after in index.by_word and not is_ordinary(after)


def _is_nothing_else(words: Words, start: int, word: str) -> bool:
    """Whether a word is none of either language nor a slip of one, so that it can only be a name."""
    return len(word) > LEAST_ALONE and not is_plain(word) and words.read[start] == word


def find_nearly_whole(words: Words, start: int, index: Index) -> tuple[int, frozenset[int]] | None:
    """A whole name of several words from `start`, with one slip of the keyboard in it."""
    tokens = words.tokens
    following = tokens[start + 1].text if start + 1 < len(tokens) else ""
    candidates = {*index.by_first.get(plain(tokens[start].text), ()), *index.by_second.get(plain(following), ())}
    ends = {n: end for n in candidates if (end := _with_one_slip(words, start, index.names[n].row))}
    if not ends:
        return None
    end = max(ends.values())
    return end, frozenset(n for n, stop in ends.items() if stop == end)


def _with_one_slip(words: Words, start: int, row: Sequence[str]) -> int | None:
    """Where a whole name ends that begins at `start` and has a slip in one of its words; None where it does not."""
    if len(row) < 2:
        return None
    at, step, slips = start, 0, 0
    while step < len(row) and at < len(words.tokens):
        word = plain(words.tokens[at].text)
        if word == row[step]:
            step += 1
        elif word not in listed("honours") and word not in listed("titles"):
            slips += 1
            is_odd = len(row) > 2 or not is_plain(word)  # "good dental" is no slip of "Wood Dental"
            if slips > 1 or len(row[step]) < LEAST_ALONE or not is_odd or not is_usual(slip_cost(word, row[step])):
                return None
            step += 1
        at += 1
    return at if step == len(row) and slips else None
