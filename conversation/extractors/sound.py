"""Names that sound alike though they are written differently; words of the language are left to `spelling`."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:kn|gn|pn)", "n"), (r"^wr", "r"), (r"^x", "s"), (r"^es(?=[mptkl])", "s"), (r"sch(?=[mnlrw])", "s"),
        (r"szcz", "sx"), (r"sz|cz|tx|ig$", "x"), (r"bh|mh", "v"), (r"qu|kw|cu(?=[aeio])", "kv"), (r"ph", "f"),
        (r"gh(?=t|$)", ""), (r"gh", "g"),
        (r"sch|sh|ch|tsch|zh", "x"), (r"ck|q", "k"), (r"c(?=[eiy])", "s"), (r"c", "k"), (r"z", "s"), (r"dg(?=e)", "j"),
        (r"j|y", "i"), (r"w|v", "v"), (r"h", ""), (r"th", "t"), (r"d", "t"), (r"b", "v"),
    )
)  # fmt: skip
_APART = 3  # letters that names of one sound may differ by in length
_SHORTEST = 2  # letters of a name
_LONG = 5  # sounds from which on one may differ
_VOWELS = re.compile("[aeiou]+")
_DOUBLE = re.compile(r"(.)\1+")


@lru_cache(maxsize=20_000)
def sound_of(name: str) -> str:
    """A key that names of the same sound share (Latin letters, folded)."""
    key = name
    for pattern, sound in _RULES:
        key = pattern.sub(sound, key)
    first = "a" if key[:1] in set("aeiou") else key[:1]
    rest = _VOWELS.sub("", key[1:])
    return _DOUBLE.sub(r"\1", first + rest)


_SHORT_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"gh$|h$", ""), (r"^(?:ch|zh|sh|x|ts|q|j)", "x"), (r"^(?:ng|kn|gn)", "n"), (r"^wh", "w"), (r"ck$|ch$", "k"),
        (r"ee|ea|ie|ei|ey|y|ii", "i"), (r"oo|ou|ew|ue|wu", "u"), (r"aw|au|ar|a+", "a"), (r"oe|ow|o+", "o"),
        (r"(?<=[^aeiou])e$", ""),
    )
)  # fmt: skip


@lru_cache(maxsize=4_000)
def _short_sound(name: str) -> str:
    for pattern, sound in _SHORT_RULES:
        name = pattern.sub(sound, name)
    return name


def sounds_short(one: str, other: str) -> bool:
    """Whether two short names sound the same, vowels and all: "Lee" and "Li", "Shu" and "Xu", "Wu" and "Woo"."""
    return len(one) <= _SHORTEST + _APART and _short_sound(one) == _short_sound(other)


def sounds_like(one: str, other: str) -> bool:
    """Whether two names sound alike: the same key of at least two sounds, or long keys that differ in one."""
    key, another = sound_of(one), sound_of(other)
    if len(key) < 2 or abs(len(one) - len(other)) > _APART:
        return False
    return key == another or (min(len(key), len(another)) >= _LONG and OSA.distance(key, another, score_cutoff=1) <= 1)
