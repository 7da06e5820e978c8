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
        "a doctor who isn't Chen", "I don't want to be seen by Chen", "never again Dr Chen", "avoid Dr Chen",
        "keep me away from Dr Chen", "steer clear of Dr Chen", "Dr Chen won't do", "Dr Chen is not an option",
        "Dr Chen doesn't work for me", "Dr Chen is not for me", "not with Chen again", "I refuse to see Chen",
        "please don't book me with Dr Chen", "please don't give me Dr Chen", "I can't see Dr Chen",
        "anyone other than Dr Chen", "anybody except Dr Chen",
        "un médico que no sea Chen", "otra doctora que no sea la doctora Chen", "que no me atienda Chen",
        "no quiero que me vea la doctora Chen", "no quiero cita con Chen", "no me gusta la doctora Chen",
        "no vuelvo con la doctora Chen", "quiero evitar a la doctora Chen", "con la doctora Chen no",
        "no puedo ver a la doctora Chen",
    ],
)  # fmt: skip
def test_a_doctor_is_turned_down_in_any_words(text: str) -> None:
    assert only(text).codes == ("chen",) and only(text).rejected


@pytest.mark.parametrize("text", ["ni Chen ni Haddad", "neither Chen nor Haddad", "not Chen or Haddad"])
def test_of_two_doctors_turned_down_neither_is_wanted(text: str) -> None:
    assert all(mention.rejected for mention in doctors(text))


@pytest.mark.parametrize(
    "text",
    [
        "nobody but Dr Chen", "I don't want anyone but Chen", "why not Dr Chen?", "¿por qué no con Chen?",
        "why can't I see Dr Chen?", "I can't see Dr Chen on Friday", "Dr Chen doesn't work on Mondays",
        "I do not have an appointment with Dr Chen", "I've never seen Dr Chen", "al menos con la doctora Chen",
        "que me vea la doctora Chen", "no, con la doctora Chen", "no puedo ver a la doctora Chen el lunes",
    ],
)  # fmt: skip
def test_a_no_to_something_else_turns_no_doctor_down(text: str) -> None:
    assert not only(text).rejected


@pytest.mark.parametrize(
    "text",
    [
        "Dr Chen referred me to a dermatologist", "Dr Chen told me to see a dermatologist",
        "I was sent to dermatology by Dr Chen, I was referred by Dr Chen",
        "Dr Whitfield referred me to a dermatologist",
        "I saw Dr Chen last week, now I need a dermatologist", "my GP Dr Chen sent me to a dermatologist",
        "I had surgery with Dr Chen and now need a dermatologist", "Dr Chen recommended a dermatologist",
        "la doctora Chen me mandó al dermatólogo", "me derivó la doctora Chen al dermatólogo",
        "tras mi operación con la doctora Chen necesito un dermatólogo",
        "la doctora Chen me dijo que necesito un dermatólogo", "me vio la doctora Chen y necesito un dermatólogo",
        "I have a referral from Dr Chen for a dermatologist", "Dr Chen thinks I should see a dermatologist",
        "Dr Chen gave me a referral to dermatology", "my GP referred me to a dermatologist",
        "I was referred to dermatology by my GP", "tengo un volante de la doctora Chen para el dermatólogo",
    ],
)  # fmt: skip
def test_a_doctor_who_is_only_told_of_is_not_wished_for(text: str) -> None:
    assert doctors(text) == ()
    assert [mention.code for mention in understand(text, DESK).specialities][-1:] == ["dermatology"]


@pytest.mark.parametrize(
    "text",
    [
        "Dr Chen referred me", "Dr Chen sent me for blood tests", "I was sent by Dr Chen",
        "vengo de parte de la Dra. Chen",
        "I have a referral from Dr Chen", "me manda la doctora Chen", "can I see the doctor Dr Chen referred me to",
    ],
)  # fmt: skip
def test_who_sent_the_patient_on_is_not_whom_they_want(text: str) -> None:
    assert doctors(text) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("I was referred to Dr Haddad by Dr Chen", "haddad"), ("I've been referred to Dr Chen", "chen"),
        ("Dr Haddad at the other clinic sent me to Dr Chen", "chen"), ("me han derivado a la Dra. Chen", "chen"),
        ("referral from Dr Chen to Dr Haddad", "haddad"), ("me ha derivado la Dra. Chen al Dr. Haddad", "haddad"),
        ("Dr Chen referred me back to see her again", "chen"), ("la Dra. Chen quiere verme otra vez", "chen"),
        ("Dr Chen wants to see me", "chen"), ("Dr Chen sent me a message to book", "chen"),
        ("my GP recommended Dr Haddad", "haddad"),
        ("Dr Chen recommended Dr Haddad", "haddad"), ("Dr Haddad was recommended by Dr Chen", "haddad"),
        ("Dr Chen told me to come back in two weeks", "chen"),
        ("I saw Dr Chen in May and want to see her again", "chen"),
        ("the last time I saw Dr Chen", "chen"), ("I saw Dr Chen has a slot on Friday", "chen"),
        ("can Dr Chen see me", "chen"), ("necesito revisión con la doctora Chen", "chen"),
        ("Dr Chen said to come on Monday", "chen"), ("Dr Chen ordered blood tests, book for Monday", "chen"),
        ("Dr Chen sent me a text to book for Monday", "chen"), ("Dr Haddad prescribed me a cream", "haddad"),
        ("la doctora Chen me dijo que pidiera una visita", "chen"),
        ("la doctora Chen me mandó unas pastillas, quiero cita el lunes", "chen"),
        ("I need surgery with Dr Haddad on Monday", "haddad"), ("operation with Dr Haddad, Monday", "haddad"),
        ("I had surgery with Dr Haddad and need my stitches out", "haddad"),
        ("cirugía con el doctor Haddad el lunes", "haddad"),
        ("mi amiga me recomendó a la doctora Chen", "chen"), ("mi médico me derivó al doctor Haddad", "haddad"),
        ("la doctora Chen me recomendó al doctor Haddad", "haddad"),
        ("Dr Chen sent me, can I see Dr Haddad", "haddad"), ("visit with dr may in april", "may"),
        ("second visit with dr may", "may"), ("Doctor May on Friday", "may"),
    ],
)  # fmt: skip
def test_who_is_told_of_and_wished_for_stays(text: str, code: str) -> None:
    assert [mention.codes for mention in doctors(text)] == [(code,)]


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
