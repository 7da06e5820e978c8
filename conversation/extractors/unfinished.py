"""Whether a message stops in the middle of a sentence: people write "I need a" and the rest as the next message."""

from __future__ import annotations

import re

BEGS_FOR_MORE: dict[str, frozenset[str]] = {
    "en": frozenset(
        "a an the my your our his her their to for with of at by from into and or but because if that which is are "
        "am was will would could should need want see get have book i i'm im i'd we he she they dr dr. between "
        "about".split()
    ),
    "es": frozenset(
        "un una unos unas el la los las mi mis su sus de del al a con para por en y e o u que pero porque quiero "
        "necesito quisiera querría quería tengo puedo ver pedir es soy está dr dra dr. dra. entre".split()
    ),
}
"""Words, by language, that no sentence ends with, or hardly any."""
_LAST = frozenset().union(*BEGS_FOR_MORE.values())
_PAUSES = (",", "…", "...", "-", ":", ";")


def is_unfinished(text: str) -> bool:
    """Whether the rest is likely to come as another message. A single word may be an answer, and is none."""
    said = text.strip().casefold()
    words = re.findall(r"[^\s,;:…]+", said)
    if not words:
        return False
    if said.endswith(_PAUSES):
        return True
    if said.endswith(("i'd like", "would like", "me gustaría")):
        return True
    return len(words) > 1 and words[-1] in _LAST
