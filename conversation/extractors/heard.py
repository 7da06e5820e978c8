"""What a recogniser heard, as its speaker would have written it: spelled words, digits told one by one.

"Shane, S-H-A-Y-N-E" is Shayne: letters beat what was heard. "M as in Mike" is an M, "double five" is 55.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

_DIGITS = {
    "zero": "0", "oh": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "cero": "0", "uno": "1", "dos": "2", "tres": "3", "cuatro": "4",
    "cinco": "5", "seis": "6", "siete": "7", "ocho": "8", "nueve": "9",
}  # fmt: skip
_TWICE = {"double": 2, "doble": 2, "triple": 3, "treble": 3}
_NATO = {
    word[0]: word
    for word in (
        "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec "
        "romeo sierra tango uniform victor whiskey xray yankee zulu"
    ).split()
}
_SAID_OUT = {word: letter for letter, word in _NATO.items()} | {
    "alfa": "a", "juliett": "j", "x-ray": "x", "hache": "h", "jota": "j", "zeta": "z", "eñe": "ñ", "equis": "x",
    "zed": "z", "zee": "z", "aitch": "h",
}  # fmt: skip
_AS_IN = frozenset({"as", "for", "like", "de", "como"})
_SPELLING = frozenset({"spelled", "spelt", "spell", "spelling", "deletreado", "deletreo", "letras"})
_LEADING = _SPELLING | frozenset({",", ":", ";", "that's", "thats", "that", "is", "it's", "its", "es", "se", "escribe"})
"""What leads over to a spelling."""
_FEWEST_LETTERS, _FEWEST_DIGITS, _FEWEST_FIGURES = 3, 4, 6
_CLOCK = re.compile(r"\d*[ap]m\d*")
_LOOKED_BACK = 12  # words before a spelling in which the word that it spells is looked for
_LIKE = 0.4  # so much of a spelled word is to be found in the one that it corrects
_REFERENCE = re.compile(r"^([AH])([2-9A-Z]{6})$")
"""A reference whose dash nobody says."""
_WORD = re.compile(r"[^\s,;:.!?]+|[,;:.!?]")
_ROW = re.compile(r"(?:[^\W_]\.?[-. ]){2,}[^\W_]", re.UNICODE)


@dataclass(frozen=True, slots=True)
class _Run:
    """A row of letters and digits told one by one: its place among the words, and what it comes to."""

    begin: int
    end: int
    text: str


def as_written(text: str, *, is_reference: bool = False) -> str:
    """The text with what was spelled put in the place of what was heard.

    `is_reference`: a reference was asked for, so that a row of letters alone may be one too.
    """
    words = list(_parts(text))
    runs = list(_runs(words))
    if not runs:
        return text
    for run in reversed(runs):
        if is_reference and _REFERENCE.match(run.text.upper()):
            words[run.begin : run.end] = [_REFERENCE.sub(r"\1-\2", run.text.upper())]
            continue
        at = _corrected(words, run)
        if at is None:
            words[run.begin : run.end] = [_REFERENCE.sub(r"\1-\2", run.text)]
        else:
            place, told = at
            begin = run.begin
            while begin > place + len(told) and words[begin - 1].lower() in _LEADING:
                begin -= 1
            words[begin : run.end] = []
            words[place : place + len(told)] = told
    return _joined(words)


def _parts(text: str) -> Iterator[str]:
    for part in _WORD.findall(text):
        if _ROW.fullmatch(part) and part.count("-") >= 2:
            yield from part.split("-")
        else:
            yield part


def _runs(words: Sequence[str]) -> Iterator[_Run]:
    at = 0
    while at < len(words):
        text, end = "", at
        while (step := _told(words, end, is_inside=bool(text))) is not None:
            told, end = step
            text += told
            while text and end + 1 < len(words) and words[end] in ",.-" and _told(words, end + 1, is_inside=True):
                end += 1
        if text and words[at + 1 : at + 2] == ["."] == words[end : end + 1]:
            end += 1  # "S. M. Y."
        letters = sum(character.isalpha() for character in text)
        if _is_spelling(words[at:end], text, letters):
            yield _Run(at, end, text.upper() if letters < len(text) else text.capitalize())
        at = max(end, at + 1)


def _is_spelling(words: Sequence[str], text: str, letters: int) -> bool:
    if letters == len(text):
        return letters >= _FEWEST_LETTERS
    if letters == 0:
        # figures that stand together already are left as they are
        is_told = any(word.lower() in _DIGITS for word in words)
        single = sum(len(word) == 1 for word in words if word.isdigit())
        return (len(text) >= _FEWEST_DIGITS and is_told) or (len(text) >= _FEWEST_FIGURES and single >= _FEWEST_DIGITS)
    return len(text) >= _FEWEST_LETTERS and not _CLOCK.fullmatch(text)


def _told(words: Sequence[str], at: int, *, is_inside: bool) -> tuple[str, int] | None:
    """The letter or digit told at a place, and where the next one may stand."""
    if at >= len(words):
        return None
    word = words[at].lower()
    if word in _TWICE:
        once = _told(words, at + 1, is_inside=True)
        return (once[0] * _TWICE[word], once[1]) if once is not None and len(once[0]) == 1 else None
    if word in _DIGITS and (word != "oh" or is_inside):
        return _DIGITS[word], at + 1
    if word.isdigit() and (len(word) == 1 or is_inside):
        return word, at + 1
    letter = word if len(word) == 1 and word.isalpha() else None
    if letter is not None and at + 2 < len(words) and words[at + 1].lower() in _AS_IN:
        behind = at + 2 + (words[at + 2].lower() == "in" and at + 3 < len(words))
        if words[behind].lower().startswith(letter) and len(words[behind]) > 1:
            return letter, behind + 1
    if letter is not None:
        return letter, at + 1
    return (_SAID_OUT[word], at + 1) if word in _SAID_OUT and is_inside else None


def _corrected(words: Sequence[str], run: _Run) -> tuple[int, list[str]] | None:
    """Where the word stands that a spelling sets right, or the two words, and how they are spelled."""
    if not run.text.isalpha():
        return None
    best, found = _LIKE, None
    for at in range(max(0, run.begin - _LOOKED_BACK), run.begin):
        for count in (1, 2):
            heard = words[at : at + count]
            if at + count > run.begin or not all(_may_be_meant(word) for word in heard):
                continue
            likeness = OSA.normalized_similarity("".join(heard).lower(), run.text.lower())
            if likeness >= best:
                best, found = likeness, (at, [run.text] if count == 1 else _parted(heard, run.text))
    return found


def _may_be_meant(word: str) -> bool:
    return len(word) > 1 and word[0].isalpha() and word.lower() not in _SPELLING


def _parted(heard: Sequence[str], text: str) -> list[str]:
    """A spelling of two words in one row, parted as they were heard."""
    first, second = (word.lower() for word in heard)
    spelled = text.lower()

    def likeness(at: int) -> float:
        return OSA.normalized_similarity(first, spelled[:at]) + OSA.normalized_similarity(second, spelled[at:])

    at = max(range(1, len(text)), key=likeness)
    return [spelled[:at].capitalize(), spelled[at:].capitalize()]


def _joined(words: Sequence[str]) -> str:
    return re.sub(r"\s+([,;:.!?])", r"\1", " ".join(words))
