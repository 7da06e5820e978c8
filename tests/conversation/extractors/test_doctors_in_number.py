"""Doctors are found in sentences of many kinds, on rosters of many lands, in all but a few cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from doors.extract import Extractor

SENTENCES = Path(__file__).parent / "sentences"
FLOOR = 0.97


def _lines(name: str) -> list[Any]:
    return [json.loads(line) for line in (SENTENCES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def _meant(said: dict[str, Any], roster: list[dict[str, str]]) -> Any:
    request = {"conversation_id": "one", "text": said["text"], "previous_bot_text": said["before"], "doctors": roster}
    answer = Extractor().answer(request | {"now": "2026-03-05T09:00:00"})
    several = answer["ambiguous"].get("doctor")
    return sorted(several) if several else answer["fields"].get("doctor_id")


def test_doctors_are_found_by_whatever_they_are_called() -> None:
    rosters, sentences = _lines("rosters"), _lines("doctors")
    missed = []
    for said in sentences:
        means = sorted(said["means"]) if isinstance(said["means"], list) else said["means"]
        if (got := _meant(said, rosters[said["roster"]])) != means:
            missed.append((said["text"], means, got))
    assert len(missed) <= (1 - FLOOR) * len(sentences), missed
