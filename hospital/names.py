"""Names of people in the one form in which they are compared."""

from __future__ import annotations

import unicodedata

_SILENT = dict.fromkeys(map(ord, "'’‘ʼ`´."))
"""Vanish without parting words; among them the apostrophes that people really type."""
_SPACES = {code: " " for code in range(128) if not chr(code).isalnum() and code not in _SILENT}
_UNDIVIDED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
"""Letters that Unicode does not take apart into a plain letter and an accent."""
_TABLE = {**_UNDIVIDED, **_SPACES, **_SILENT}


def fold_name(name: str) -> str:
    """A name in lower case without accents and punctuation, its words one space apart.

    Apostrophes and full stops vanish (O'Brien is `obrien`), other punctuation parts words (Anne-Marie is
    `anne marie`).
    """
    if name.isascii():
        return " ".join(name.lower().translate(_TABLE).split())
    taken_apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold()).translate(_TABLE)
    # accents only: the marks of other scripts are vowels and consonants
    kept = (_kept(letter) for letter in taken_apart if not "\u0300" <= letter <= "\u036f")
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def _kept(letter: str) -> str:
    return letter if unicodedata.category(letter)[0] in "LMN" else " "


_PARTICLES = frozenset("de del la las los y e da das do dos van von der den di du".split())


def is_everyday(said: str, name: str) -> bool:
    """Whether somebody of a whole name may be called so every day: "Carmen Rojas" of "Carmen Rojas Vidal".

    A given name and a surname at least, all of them in the name and in its order; "de la" and the like count for
    nothing.
    """
    told = [word for word in fold_name(said).split() if word not in _PARTICLES]
    whole = iter(word for word in fold_name(name).split() if word not in _PARTICLES)
    return len(told) > 1 and all(word in whole for word in told)
