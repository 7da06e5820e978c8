"""Doctors are found however they are named; who fits several names stays ambiguous, and ordinary words are nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from conversation.extractors.entities import Context, Doctor, DoctorMention, Roster, Speciality
from conversation.extractors.pipeline import understand

DOCTORS = (
    Doctor("sharma-a", "Dr. Anita Sharma", "cardiology", "female"),
    Doctor("sharma-r", "Dr. Arjun Sharma", "orthopaedics", "male"),
    Doctor("chen", "Dr. Mei Chen", "paediatrics", "female"),
    Doctor("haddad", "Dr. Omar Haddad", "dermatology", "male"),
    Doctor("may", "Dr Grace May", "general"),
    Doctor("stone", "Will Stone", "general"),
    Doctor("obrien", "Prof. Siobhán O'Brien", "general"),
    Doctor("garcia", "Dra. María José García Peña", "cardiology", "female"),
    Doctor("smith", "Dr John B. Smith", "general"),
)
SPECIALITIES = (
    Speciality("cardiology", "Cardiology"), Speciality("orthopaedics", "Orthopaedics"),
    Speciality("paediatrics", "Paediatrics"),
    Speciality("dermatology", "Dermatology"), Speciality("general", "General Medicine", default=True),
)  # fmt: skip
DESK = Context(now=datetime(2026, 6, 8, 9), roster=Roster(doctors=DOCTORS, specialities=SPECIALITIES))


def doctors(text: str, context: Context = DESK) -> tuple[DoctorMention, ...]:
    return understand(text, context).doctors


def only(text: str, context: Context = DESK) -> DoctorMention:
    found = doctors(text, context)
    assert len(found) == 1, (text, found)
    return found[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Dr Chen", "chen"), ("dr. chen please", "chen"), ("I'd like to see doctor Haddad", "haddad"),
        ("Omar Haddad", "haddad"),
        ("Haddad, Omar", "haddad"), ("with Haddad on Friday", "haddad"), ("can I see Mei?", "chen"),
        ("Dr M. Chen", "chen"),
        ("Dra. García", "garcia"), ("la doctora garcia peña", "garcia"), ("Maria Jose Garcia", "garcia"),
        ("professor o'brien", "obrien"),
        ("Dr OBrien", "obrien"), ("Dr May", "may"), ("Dr. Grace May tomorrow", "may"), ("Dr Stone", "stone"),
        ("Will Stone", "stone"),
        ("John Smith", "smith"), ("Dr John Smith", "smith"), ("dr chen's next free time", "chen"),
        ("DR HADDAD", "haddad"),
        ("Anita Sharma", "sharma-a"), ("A. Sharma cardiology", "sharma-a"), ("quiero ver al doctor Haddad", "haddad"),
    ],
)  # fmt: skip
def test_a_doctor_is_found_by_name(text: str, code: str) -> None:
    found = only(text)
    assert found.codes == (code,)
    assert not found.similar


def test_a_surname_that_two_doctors_share_stays_ambiguous() -> None:
    assert set(only("Dr Sharma").codes) == {"sharma-a", "sharma-r"}


def test_a_speciality_beside_a_shared_surname_narrows_it() -> None:
    assert only("Sharma cardiology").codes == ("sharma-a",)
    assert only("Dr Sharma from orthopaedics").codes == ("sharma-r",)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Dr Shrama", {"sharma-a", "sharma-r"}), ("Dr. Chan", {"chen"}), ("dr hadad", {"haddad"}),
        ("Doctor Hadded", {"haddad"}),
        ("Dr Shaarma", {"sharma-a", "sharma-r"}), ("dr obrian", {"obrien"}), ("Dr Smyth", {"smith"}),
        ("Dra. Garsia", {"garcia"}),
    ],
)  # fmt: skip
def test_a_name_found_by_likeness_says_so(text: str, codes: set[str]) -> None:
    found = only(text)
    assert set(found.codes) == codes
    assert found.similar


def test_a_slip_counts_without_a_title_where_a_doctor_was_asked_for() -> None:
    found = only("shrama", replace(DESK, question="doctor"))
    assert set(found.codes) == {"sharma-a", "sharma-r"}
    assert found.similar


@pytest.mark.parametrize(
    "text", ["Dr. Whitfield", "I want dr whitfield", "Doctor Whitfield on Monday", "la Dra. Quintanilla"]
)
def test_a_doctor_whom_the_hospital_does_not_have_is_told_as_unknown(text: str) -> None:
    assert only(text).codes == ()


@pytest.mark.parametrize(
    "text",
    [
        "may I come in May?", "will you be open on Friday", "grace period", "I have a kidney stone",
        "the doctor said so", "doctor please",
        "any doctor", "a doctor appointment", "is the doctor in", "I will", "my doctor told me to come",
        "what about may",
        "Hello, I need a doctor. Will it take long?", "good grace", "dr appointment", "see the doctor tomorrow",
        "in chennai",
    ],
)  # fmt: skip
def test_ordinary_words_are_nobody(text: str) -> None:
    assert doctors(text) == ()


@pytest.mark.parametrize(
    "text", ["not Dr Chen", "anyone but Chen", "I don't want Dr Chen", "rather not Dr. Chen", "no con la doctora Chen"]
)
def test_a_doctor_turned_down_is_rejected(text: str) -> None:
    assert only(text).rejected


@pytest.mark.parametrize(
    "text",
    [
        "Chen, sorry, Haddad", "Dr Chen... no wait, Dr Haddad", "with Chen, I mean Haddad", "not Dr Chen, Dr Haddad",
        "Haddad, not Chen", "Dr Haddad instead of Dr Chen", "la doctora Chen, perdón, el doctor Haddad",
    ],
)  # fmt: skip
def test_the_last_name_that_is_not_taken_back_wins(text: str) -> None:
    kept = [mention for mention in doctors(text) if not mention.rejected]
    assert [mention.codes for mention in kept] == [("haddad",)]


@pytest.mark.parametrize("text", ["Dr Chen or Dr Haddad", "either Chen or Haddad", "con Chen o Haddad, me da igual"])
def test_of_two_doctors_as_alternatives_neither_is_taken(text: str) -> None:
    assert [mention.codes for mention in doctors(text)] == [("chen", "haddad")]


def test_who_is_named_for_the_case_that_the_first_cannot_stays_second() -> None:
    assert [mention.codes for mention in doctors("Dr Chen, otherwise Dr Haddad")] == [("chen",)]


def test_the_patients_own_name_is_no_doctor() -> None:
    assert doctors("My name is Omar and I need an appointment") == ()


def test_large_rosters_are_read_as_well() -> None:
    many = Roster(doctors=tuple(Doctor(f"d{n}", f"Dr Vorname{n} Nachname{n}") for n in range(3000)))
    assert only("Dr Nachname2717", replace(DESK, roster=many)).codes == ("d2717",)
