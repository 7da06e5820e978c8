"""Another hospital altogether: Spanish first, Chicago's clock, months before days, a doctor on Sundays."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.situations.conftest import OpenDesk
from tests.situations.desk import Frontdesk, phrases

pytestmark = pytest.mark.words

LUCIA = "+13125550144"


@pytest.fixture
def lakeside(open_hospital: OpenDesk) -> Frontdesk:
    """The desk of the hospital in `lakeside.yaml`."""
    return open_hospital((Path(__file__).parent / "lakeside.yaml").read_text())


def test_the_first_language_greets_and_the_patients_own_takes_over(lakeside: Frontdesk) -> None:
    spanish, english = lakeside.chat(), lakeside.chat()
    assert "asistente" in spanish.say("hola").text and "911" in spanish.last.text
    answer = english.say("I would like to book an appointment please")
    assert answer.state["language"] == "en" and "assistant" in answer.text


@phrases(
    "words",
    [
        "con la doctora O'Brien el martes a las 7:20",
        "Dr O’Brien on Tuesday at 7:20 am",
        "Dr Siobhan O'Brien-Nunez on Tuesday at 7:20 in the morning",
        "quiero cita con O'Brien-Núñez el martes 9 de junio a las 7:20 de la mañana",
        "obrien martes 7:20",
    ],
)
def test_a_name_with_an_apostrophe_and_accents_is_found(lakeside: Frontdesk, words: str) -> None:
    chat = lakeside.chat(LUCIA)
    chat.say(words)
    chat.agree()
    assert lakeside.booked() == ["obrien 2026-06-09 07:20"]
    booked = next(event for answer in chat.answers for event in answer.events)
    assert booked["starts_at"] == "2026-06-09T07:20:00-05:00"


@phrases("words", ["Dr Peña", "quiero ver al doctor Pena", "I need Dr Pena on Wednesday"])
def test_namesakes_here_are_asked_about_too(lakeside: Frontdesk, words: str) -> None:
    answer = lakeside.chat(LUCIA).say(words)
    assert answer.doctors_offered == ["pena-j", "pena-m"] or answer.state["selected_doctor"] is None
    assert lakeside.booked() == []


@phrases("words", ["Dr O'Brien on Tuesday at 8", "con la doctora O'Brien el martes a las 8"])
def test_an_hour_that_fits_morning_and_evening_is_read_back(lakeside: Frontdesk, words: str) -> None:
    chat = lakeside.chat(LUCIA)
    answer = chat.say(words)
    assert lakeside.booked() == [] and answer.question in ("confirm", "slot")
    assert "08:00" in answer.told or "20:00" in answer.told
    chat.say("8 pm, I mean 20:00" if "Tuesday" in words else "a las 8 de la tarde, 20:00")
    chat.agree()
    assert lakeside.booked() == ["obrien 2026-06-09 20:00"]


def test_the_month_comes_first_here(lakeside: Frontdesk) -> None:
    chat = lakeside.chat(LUCIA)
    answer = chat.say("Dr O'Brien on 07/08 at 7:20 am")
    assert lakeside.booked() == [] and answer.names_day(date(2026, 7, 8))
    chat.say("yes")
    assert lakeside.booked() == ["obrien 2026-07-08 07:20"]


@phrases(
    ("words", "speciality"),
    [
        ("tengo la visión borrosa", "eyes"),
        ("I have an ingrown toenail", "feet"),
        ("se me ha hecho un juanete", "feet"),
        ("necesito un endocrinólogo", "hormones"),
        ("my eye is red and itchy", "eyes"),
        ("an eye doctor please", "eyes"),
    ],
)
def test_complaints_lead_to_this_hospitals_departments(lakeside: Frontdesk, words: str, speciality: str) -> None:
    answer = lakeside.chat(LUCIA).say(words)
    assert answer.state["speciality"] == speciality and lakeside.booked() == []


@phrases("words", ["tengo fiebre y tos", "I need a cardiologist", "a dentist please", "mi hijo necesita un pediatra"])
def test_what_this_hospital_does_not_have_is_not_invented(lakeside: Frontdesk, words: str) -> None:
    chat = lakeside.chat(LUCIA)
    answer = chat.say(words)
    assert answer.words and answer.offered == [] and answer.state["selected_slot"] is None
    assert lakeside.booked() == []


def test_sunday_is_open_where_somebody_works(lakeside: Frontdesk) -> None:
    chat = lakeside.chat(LUCIA)
    chat.say("con la doctora María José Peña el domingo a las 9:30")
    chat.agree()
    assert lakeside.booked() == ["pena-m 2026-06-14 09:30"]


def test_a_holiday_of_this_hospital_is_closed(lakeside: Frontdesk) -> None:
    answer = lakeside.chat(LUCIA).say("endocrinólogo el 3 de julio")
    assert "2026-07-03" not in answer.offered_days and lakeside.booked() == []
    assert answer.names_day(date(2026, 7, 3))


def test_the_clinic_named_narrows_and_a_wrong_one_is_told(lakeside: Frontdesk) -> None:
    answer = lakeside.chat(LUCIA).say("I need a podiatrist at the north clinic")
    assert "North Clinic" in answer.text or "South Clinic" in answer.text
    assert lakeside.booked() == [] and answer.state["speciality"] == "feet"


def test_the_cap_and_the_fee_are_this_hospitals(lakeside: Frontdesk) -> None:
    chat = lakeside.chat(LUCIA)
    for words in (
        "O'Brien el martes a las 7:20",
        "María José Peña el domingo a las 9:30",
        "José Peña el viernes a las 13:00",
    ):
        chat.say(f"Quiero otra cita con {words}")
        chat.agree()
    assert lakeside.booked() == ["obrien 2026-06-09 07:20", "pena-m 2026-06-14 09:30"]
    late = lakeside.chat(LUCIA)
    answer = late.say("cancela mi cita del martes")
    assert "40" in answer.text and "48" in answer.text and len(lakeside.booked()) == 2


def test_winter_times_have_winters_offset(lakeside: Frontdesk) -> None:
    chat = lakeside.chat(LUCIA, now=datetime(2026, 10, 28, 9))
    answer = chat.say("Dr O'Brien on November 2 at 7:00 am")
    chat.agree()
    assert lakeside.booked() == ["obrien 2026-11-02 07:00"]
    booked = next(event for each in chat.answers for event in each.events)
    assert booked["starts_at"] == "2026-11-02T07:00:00-06:00" and answer.words


def test_a_moment_with_an_offset_is_the_same_moment_on_the_hospitals_clock(lakeside: Frontdesk) -> None:
    answer = lakeside.chat(LUCIA).say("Dr O'Brien today", now="2026-06-08T23:30:00+00:00")
    assert answer.offered[0] == "2026-06-08 18:40", "it is 18:30 in Chicago"


def test_languages_may_change_in_the_middle_and_facts_stay(lakeside: Frontdesk) -> None:
    chat = lakeside.chat()
    chat.say(
        "quiero cita con la doctora O'Brien",
        "el martes a las 7:20 de la mañana",
        "my name is Ann Lee and I prefer English",
    )
    assert chat.state["selected_slot"] == "2026-06-09T07:20:00-05:00" and chat.state["language"] == "en"
    chat.say("I was born on July 4, 1985", "312 555 0177")
    chat.agree()
    assert lakeside.booked("Ann Lee") == ["obrien 2026-06-09 07:20"]
    assert lakeside.phone_of("Ann Lee") == ["+13125550177"]
