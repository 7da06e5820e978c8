"""Names that sound alike though they are written differently."""

from __future__ import annotations

import re
from functools import lru_cache

_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:kn|gn|pn)", "n"), (r"^wr", "r"), (r"^x", "s"), (r"ph", "f"), (r"gh(?=t|$)", ""), (r"gh", "g"),
        (r"sch|sh|ch|tsch|zh", "x"), (r"ck|q", "k"), (r"c(?=[eiy])", "s"), (r"c", "k"), (r"z", "s"), (r"dg(?=e)", "j"),
        (r"j|y", "i"), (r"w|v", "v"), (r"h", ""), (r"th", "t"), (r"d", "t"), (r"b", "p"),
    )
)  # fmt: skip
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


def sounds_like(one: str, other: str) -> bool:
    """Whether two names sound alike: the same key, of at least two consonants."""
    key = sound_of(one)
    return len(key) >= 2 and key == sound_of(other) and abs(len(one) - len(other)) <= 3
