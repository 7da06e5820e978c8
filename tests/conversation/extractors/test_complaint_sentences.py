"""Complaints written by people who had not seen the rules: the right speciality comes first, or is among three."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from conversation.extractors.entities import Context, Roster, Speciality
from conversation.extractors.pipeline import understand
from conversation.extractors.specialities import keys_named, vocabulary

SENTENCES = Path(__file__).parent / "sentences" / "complaints.jsonl"
ROSTER = Roster(
    specialities=tuple(
        Speciality(key, key.replace("-", " "), default=key == "general-medicine") for key in vocabulary()
    )
)
DESK = Context(now=datetime(2026, 6, 8, 9), roster=ROSTER)


@pytest.mark.parametrize("language", ["en", "es"])
def test_most_complaints_lead_where_they_belong(language: str) -> None:
    cases = [case for line in SENTENCES.read_text(encoding="utf-8").splitlines() if (case := json.loads(line))]
    cases = [case for case in cases if case["language"] == language]
    answers = [_answered(case) for case in cases]
    first = sum(names[:1] != [] and names[0] in wanted for names, wanted in answers)
    among_three = sum(not wanted.isdisjoint(names[:3]) for names, wanted in answers)
    assert first >= 0.92 * len(cases)
    assert among_three >= 0.97 * len(cases)


def _answered(case: Mapping[str, Any]) -> tuple[list[str], set[str]]:
    """The specialities answered, best first, and those that are right."""
    found = understand(case["text"], DESK)
    named = [code for code, _ in found.complaint.specialities] if found.complaint else []
    wanted = {key for name in case["accept"] for key in keys_named(name.replace("-", " "))}
    return named or [mention.code for mention in found.specialities], wanted
