"""What people ask for in their own words, in both languages: most of it is understood, whoever wrote it."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from conversation.extractors.entities import Roster, Speciality
from conversation.extractors.memory import Conversation
from conversation.extractors.specialities import vocabulary

NOW = datetime(2026, 3, 5, 9)
ROSTER = Roster(specialities=tuple(Speciality(key, key.replace("-", " ")) for key in vocabulary()))
SETS = Path(__file__).parent / "asked"
FLOORS = [
    ("messages", 0.95), ("more", 0.95), ("others", 0.9), ("further", 0.93), ("english", 0.95),
    ("unlearned_english", 0.66),  # whose sentences nobody who writes rules has read
]  # fmt: skip


@pytest.mark.parametrize(("name", "floor"), FLOORS)
def test_most_of_what_is_asked_for_is_understood(name: str, floor: float) -> None:
    rows = [json.loads(line) for line in (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    asked: Counter[str] = Counter()
    missed: dict[str, list[str]] = {}
    for row in rows:
        asked[row["language"]] += 1
        if Conversation().hear(row["text"], "", NOW, ROSTER).intent not in row["accept"]:
            missed.setdefault(row["language"], []).append(row["text"])
    for language, count in asked.items():
        assert len(missed.get(language, [])) <= (1 - floor) * count, missed[language]


ELSEWHERE = [
    "schedule a haircut for friday",
    "make an appointment to have my tyres changed at the garage",
    "is there enough petrol in the tank",
    "cancel my gym membership",
    "quiero cambiar mi vuelo",
    "resérvame una mesa para dos esta noche",
]


@pytest.mark.parametrize("text", ELSEWHERE)
def test_things_of_other_trades_are_no_errand_of_ours(text: str) -> None:
    assert Conversation().hear(text, "", NOW, ROSTER).intent == "other"


OURS = [
    "my neck hurts since a car ran into ours",
    "I got headaches on the flight home",
    "the doctor said to book a visit before my trip, on Monday please",
    "me duele la espalda desde el viaje en avión",
]


@pytest.mark.parametrize("text", OURS)
def test_who_is_unwell_may_speak_of_other_trades_too(text: str) -> None:
    assert Conversation().hear(text, "", NOW, ROSTER).intent == "book"


MOVED = ["muévamela al jueves", "pasanosla al viernes", "aplázamela una semana", "quisiera que la reprogramen"]


@pytest.mark.parametrize("text", MOVED)
def test_a_spanish_order_is_read_in_every_form_of_its_verb(text: str) -> None:
    assert Conversation().hear(text, "", NOW, ROSTER).intent == "reschedule"


def test_not_coming_with_a_wish_for_another_time_moves_the_visit() -> None:
    assert Conversation().hear("I can't make it on Friday, do you have another day?", "", NOW, ROSTER).intent == (
        "reschedule"
    )


def test_not_coming_early_says_only_when() -> None:
    text = "I won't be able to come before noon, so find me an appointment after that"
    assert Conversation().hear(text, "", NOW, ROSTER).intent == "book"
