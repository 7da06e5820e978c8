"""A complaint leads to the specialities of this hospital that see to it, best first, or to nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from conversation.extractors.complaints import find_complaint
from conversation.extractors.entities import Context, Roster, Speciality
from conversation.extractors.text import Message

FULL = Roster(
    specialities=tuple(
        Speciality(code, code.replace("-", " "), default=code == "general-medicine")
        for code in (
            "general-medicine", "cardiology", "dermatology", "orthopaedics", "neurology", "gastroenterology", "ent",
            "ophthalmology", "paediatrics",
            "gynaecology", "psychiatry", "urology", "endocrinology", "pulmonology", "dentistry", "allergy", "surgery",
        )
    )
)  # fmt: skip
SMALL = Roster(
    specialities=(
        Speciality("heart", "Cardiology"),
        Speciality("skin", "Dermatology", complaints={"en": ["tattoo regret"], "es": ["tatuaje feo"]}),
        Speciality("gp", "General Practice", default=True),
    )
)
DESK = Context(now=datetime(2026, 6, 8, 9), roster=FULL)


def ranked(text: str, roster: Roster = FULL) -> list[str]:
    found = find_complaint(Message.read(text), replace(DESK, roster=roster))
    return [code for code, _ in found.specialities] if found else []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("my knee hurts when I walk", "orthopaedics"), ("there is a rash on both my arms", "dermatology"),
        ("toothache since Sunday", "dentistry"),
        ("I keep getting migraines", "neurology"), ("palpitations at night", "cardiology"),
        ("heartburn after every meal", "gastroenterology"),
        ("my ears are ringing", "ent"), ("blurry vision in one eye", "ophthalmology"),
        ("I am pregnant and need a check", "gynaecology"),
        ("burning when I pee", "urology"), ("I feel so anxious and sad", "psychiatry"),
        ("wheezing and a cough that will not go", "pulmonology"),
        ("my blood sugar is too high", "endocrinology"), ("flu symptoms, fever and aches", "general-medicine"),
        ("hay fever and pollen", "allergy"),
        ("I twisted my ankle playing football", "orthopaedics"), ("my hair is falling out", "dermatology"),
        ("me duele la rodilla", "orthopaedics"),
        ("tengo acné", "dermatology"), ("dolor de muelas", "dentistry"), ("tengo mareos y migraña", "neurology"),
        ("sangre en la orina", "urology"),
        ("my baby has colic", "paediatrics"), ("me pica mucho la piel", "dermatology"), ("varicose veins", "surgery"),
        ("stomache ache", "gastroenterology"),
        ("my lower back is killing me", "orthopaedics"), ("excema on my hands", "dermatology"),
        ("diarreah for three days", "gastroenterology"),
    ],
)  # fmt: skip
def test_the_speciality_that_fits_best_comes_first(text: str, first: str) -> None:
    assert ranked(text)[0] == first


@pytest.mark.parametrize(
    "text",
    [
        "I need an appointment",
        "Tuesday at 10",
        "call me back",
        "yes please",
        "hello",
        "my bill is wrong",
        "quiero una cita",
        "Dr Chen",
    ],
)
def test_no_complaint_is_made_up(text: str) -> None:
    assert ranked(text) == []


@pytest.mark.parametrize("text", ["no rash", "I don't have a fever", "sin fiebre", "not my knee, it's fine"])
def test_what_is_denied_is_no_complaint(text: str) -> None:
    assert ranked(text) == []


def test_what_is_denied_leaves_the_rest() -> None:
    assert ranked("no rash but my tooth hurts")[0] == "dentistry"


def test_only_specialities_of_this_hospital_are_answered() -> None:
    assert set(ranked("my knee hurts and I have a rash", SMALL)) <= {"heart", "skin", "gp"}
    assert ranked("palpitations", SMALL)[0] == "heart"


def test_where_nothing_fits_better_the_default_one_stands_in() -> None:
    assert ranked("toothache and a broken toe", SMALL) == ["gp"]


def test_the_hospitals_own_words_lead_to_its_own_speciality() -> None:
    assert ranked("I have tattoo regret", SMALL)[0] == "skin"
    assert ranked("tengo un tatuaje feo", SMALL)[0] == "skin"


def test_scores_fall_and_stay_between_nothing_and_one() -> None:
    found = find_complaint(Message.read("fever, cough and an itchy rash on my arm"), DESK)
    assert found is not None
    scores = [score for _, score in found.specialities]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)


def test_the_complaint_quotes_the_senders_words() -> None:
    found = find_complaint(Message.read("Hi, my LEFT KNEE hurts a lot, thanks"), DESK)
    assert found is not None
    assert found.span.words == "KNEE hurts"


def test_a_sick_child_is_led_to_the_childrens_doctor_before_the_general_one() -> None:
    order = ranked("my 3 year old daughter has a fever")
    assert order.index("paediatrics") < order.index("general-medicine")
