"""When results reach whom: the figures and rules of the house.

Sources: a dangerous value is told at once and until somebody says they know, within a time that the house sets (the
Joint Commission's goal NPSG.02.03.01 asks for one; 30 minutes is usual); results that weigh most are told by a person.
"""

from __future__ import annotations

from datetime import timedelta

from hospital.names import fold_name

ON_REVIEW, AT_ONCE, AFTER_DISCUSSION = "on_review", "at_once", "after_discussion"
STRICTNESS = (AT_ONCE, ON_REVIEW, AFTER_DISCUSSION)
"""The rules of release, the most open first."""
_GRAVE = (
    "genet", "genom", "karyotyp", "cariotip", "histolog", "histopat", "patholog", "patolog", "anatomopat", "biops",
    "cytolog", "citolog", "oncolog", "necrops",
)  # fmt: skip
"""Beginnings of the words, English and Spanish, of what a person tells and not a paper."""
LETTER, OUTSIDE = "letter", "outside"
"""Kinds of what nobody ordered here: a letter of ours, a report from elsewhere."""
ESCALATE_AFTER = timedelta(minutes=30)
"""A dangerous value that nobody acknowledged goes to the next after so long, by the clock."""
COVER_AFTER_DAYS = 3
"""Working days until a colleague is asked to review what nobody reviewed."""


def release_of(kind: str, title: str = "") -> str:
    """When a report of a kind is shown to its patient, where its doctor says nothing stricter.

    What kind it is its title may tell as well ("Skin biopsy", of the laboratory); a letter is its doctor's own words.
    """
    if kind == LETTER:
        return AT_ONCE
    words = fold_name(f"{kind} {title}".replace("_", " ")).split()
    return AFTER_DISCUSSION if any(word.startswith(_GRAVE) for word in words) else ON_REVIEW


def is_as_strict(rule: str, kind: str, title: str = "") -> bool:
    """Whether a rule may stand for such a report: it is known, and no more open than its kind's own."""
    return rule in STRICTNESS and STRICTNESS.index(rule) >= STRICTNESS.index(release_of(kind, title))
