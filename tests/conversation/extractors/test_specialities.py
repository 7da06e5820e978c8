"""Whatever a hospital calls its departments, patients' words for them and their practitioners are understood."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from conversation.extractors.entities import Context, Roster, Speciality
from conversation.extractors.pipeline import understand
from conversation.extractors.specialities import find_lacking, standard_of
from conversation.extractors.text import Message

HOSPITAL = (
    Speciality("cardiology", "Cardiology", "cardiologist", {"es": "Cardiología"}, {"es": "cardiólogo"}),
    Speciality("ortho", "Trauma & Orthopedics"),
    Speciality("ent", "Ear, Nose and Throat"),
    Speciality("peds", "Pediatrics"),
    Speciality("derm", "Dermatology"),
    Speciality("dental", "Dental Clinic"),
    Speciality("obgyn", "Obstetrics and Gynaecology"),
    Speciality("gp", "Family Medicine", "GP", default=True),
    Speciality("sleep", "Sleep Laboratory", "sleep technician"),
)
DESK = Context(now=datetime(2026, 6, 8, 9), roster=Roster(specialities=HOSPITAL))


def codes(text: str, context: Context = DESK) -> list[str]:
    return [mention.code for mention in understand(text, context).specialities if not mention.rejected]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("cardiology", "cardiology"), ("I need a cardiologist", "cardiology"),
        ("un cardiólogo por favor", "cardiology"), ("a cardiolgist", "cardiology"),
        ("orthopaedic surgeon", "ortho"), ("orthopedics", "ortho"), ("traumatólogo", "ortho"),
        ("an ENT specialist", "ent"), ("otorrino", "ent"),
        ("otolaryngologist", "ent"), ("a paediatrician for my son", "peds"), ("pediatra", "peds"),
        ("dermatologist", "derm"), ("a dentist", "dental"),
        ("dentista", "dental"), ("gynaecologist", "obgyn"), ("ginecóloga", "obgyn"), ("a GP", "gp"),
        ("family doctor", "gp"), ("médico de cabecera", "gp"),
        ("the sleep laboratory", "sleep"), ("general practitioner", "gp"),
    ],
)  # fmt: skip
def test_a_speciality_is_understood_under_its_many_names(text: str, code: str) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("the heart doctor", "cardiology"), ("a skin doctor", "derm"), ("someone for my knee", "ortho"),
        ("skin", "derm"), ("children's doctor", "peds"),
        ("knee", "ortho"), ("un médico para la piel", "derm"), ("a doctor for my ears", "ent"),
        ("médico del corazón", "cardiology"), ("bone specialist", "ortho"),
    ],
)  # fmt: skip
def test_a_way_of_speaking_is_understood_and_to_be_read_back(text: str, code: str) -> None:
    found = understand(text, DESK).specialities
    assert [mention.code for mention in found] == [code]
    assert not found[0].literal


def test_one_turned_down_is_rejected() -> None:
    found = understand("not cardiology, dermatology", DESK).specialities
    assert [(mention.code, mention.rejected) for mention in found] == [("cardiology", True), ("derm", False)]


def test_one_that_the_hospital_does_not_have_is_told_apart() -> None:
    assert codes("I need a neurologist") == []
    lacking = find_lacking(Message.read("I need a neurologist"), DESK)
    assert [mention.code for mention in lacking] == ["neurology"]


@pytest.mark.parametrize(
    "text",
    [
        "call me back",
        "someone call me back",
        "give me a hand",
        "I need surgery info",
        "the general desk",
        "hello there",
    ],
)
def test_ordinary_speech_names_no_speciality(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("speciality", "keys"),
    [
        (Speciality("x1", "Orthopaedics and Trauma"), {"orthopaedics"}),
        (Speciality("gm", "General Medicine"), {"general-medicine"}),
        (Speciality("im", "Internal Medicine"), {"general-medicine"}),
        (Speciality("s1", "ENT & Allergy"), {"ent", "allergy"}),
        (Speciality("c9", "Kardio", "cardiologist"), {"cardiology"}),
        (Speciality("d2", "Hautklinik", names={"en": "Dermatology"}), {"dermatology"}),
        (Speciality("o", "Otolaryngology"), {"ent"}), (Speciality("z", "Zen Garden"), set()),
        (Speciality("paeds", "Paediatrics Department"), {"paediatrics"}),
    ],
)  # fmt: skip
def test_a_hospitals_own_names_map_to_the_standard_ones(speciality: Speciality, keys: set[str]) -> None:
    assert set(standard_of(speciality)) == keys


def test_the_hospitals_own_words_stand_over_the_standard_ones() -> None:
    own = Roster(
        specialities=(Speciality("heart", "Heart Centre", "heart doctor"), Speciality("cardiology", "Cardiology"))
    )
    assert codes("heart doctor", replace(DESK, roster=own)) == ["heart"]
