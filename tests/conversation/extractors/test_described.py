"""A doctor on offer is taken by what is said of them: the woman, the other one, not the first."""

from __future__ import annotations

from typing import Any

import pytest

from doors.extract import Extractor

DOCTORS = [
    {"id": "orla", "name": "Dr Orla Whelan", "speciality": "Dermatology"},
    {"id": "brian", "name": "Dr Brian Whelan", "speciality": "Dermatology"},
    {"id": "sato", "name": "Dr Tomas Sato", "speciality": "Cardiology"},
    {"id": "rojas", "name": "Dra. Pilar Rojas", "speciality": "Neurology"},
]
TWO = "I can offer Dra. Pilar Rojas or Dr Tomas Sato. Whom would you like?"
DOS = "Puedo ofrecerle la Dra. Pilar Rojas o el Dr. Tomas Sato."


def meant(text: str, *before: str) -> Any:
    desk, answer = Extractor(), {}
    for said, previous in zip((*["hmm"] * (len(before) - 1), text), before or ("",), strict=True):
        request = {"conversation_id": "one", "text": said, "previous_bot_text": previous, "doctors": DOCTORS}
        answer = desk.answer(request | {"now": "2026-03-05T09:00:00"})
    return answer["ambiguous"].get("doctor") or answer["fields"].get("doctor_id")


@pytest.mark.parametrize(
    ("text", "before", "code"),
    [
        ("the woman please", TWO, "rojas"), ("her please", TWO, "rojas"), ("the gentleman", TWO, "sato"),
        ("la doctora", DOS, "rojas"), ("el hombre", DOS, "sato"), ("not him, the other one", TWO, "rojas"),
        ("not Sato, the other", TWO, "rojas"), ("la primera no, la otra", DOS, "sato"),
        ("Sato no, la otra", DOS, "rojas"),
        ("la del corazón", DOS, "sato"), ("el de la cabeza no, el del corazón", DOS, "sato"),
    ],
)  # fmt: skip
def test_one_of_two_is_told_by_sex_trade_or_as_the_other(text: str, before: str, code: str) -> None:
    assert meant(text, before) == code


def test_the_other_one_is_the_one_not_spoken_of_last() -> None:
    assert meant("the other one please", TWO, "Dr Tomas Sato is free at 10:00. Shall I book it?") == "rojas"
    assert meant("the other Dr Whelan", "Dr Orla Whelan is free at 9. Shall I book it?") == "brian"


@pytest.mark.parametrize("text", ["the woman please", "the other one", "her please"])
def test_nobody_is_taken_where_the_words_fit_several(text: str) -> None:
    assert meant(text, "I have Dr Orla Whelan or Dra. Pilar Rojas. Who?") is None


def test_any_of_the_offered_leaves_all_of_them() -> None:
    assert meant("either of them, I don't mind", TWO) == ["rojas", "sato"]
