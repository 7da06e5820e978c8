"""Words that take back what was just said: "Ana Ruiz, sorry, Anna Ruiz", "the 13th, no, the 14th"."""

from __future__ import annotations

import re

CORRECTIONS = frozenset(
    "no sorry wait mean meant actually perdon perdona digo oops scratch correction rather mejor".split()
)
_CORRECTION = re.compile(rf"\b(?:{'|'.join(sorted(CORRECTIONS))})\b")


def is_taken_back(between: str) -> bool:
    """Whether what stands between two things (folded) takes the first one back."""
    return _CORRECTION.search(between) is not None
