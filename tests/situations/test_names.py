"""Whose name is it: patients and doctors with odd names, names that are words, and names in pieces."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.situations.conftest import OpenDesk
from tests.situations.desk import Frontdesk, phrases

pytestmark = pytest.mark.words

EVA = "+420600000001"
DAY_AT_TEN = "Dr Grace Day on Thursday at 10"


@pytest.fixture
def riverbend(open_hospital: OpenDesk) -> Frontdesk:
    """The desk of the hospital in `riverbend.yaml`."""
    return open_hospital((Path(__file__).parent / "riverbend.yaml").read_text())


@phrases(
    ("answers", "name"),
    [
        (("Kumar, Ravi 14/03/1990 600111222",), "Ravi Kumar"),
        (("ravi", "kumar", "14.3.90", "600111222"), "ravi kumar"),
        (("Will", "Young", "14.3.90", "600111222"), "Will Young"),
        (("April May", "14.3.90", "600111222"), "April May"),
        (("Mr. John Adams", "14.3.90", "600111222"), "John Adams"),
        (("Dr. John Adams", "14.3.90", "600111222"), "John Adams"),
        (("J. R. Ewing", "14.3.90", "600111222"), "J. R. Ewing"),
        (("Ana", "García López", "14.3.90", "600111222"), "Ana García López"),
        (("María del Carmen López de la Fuente", "14.3.90", "600111222"), "María del Carmen López de la Fuente"),
        (("李娜", "14.3.90", "600111222"), "李娜"),
        (("Ana Ruiz, sorry, Anna Ruiz", "14.3.90", "600111222"), "Anna Ruiz"),
        (("Cruz, Juan", "14.3.90", "600111222"), "Juan Cruz"),
        (("Rojas Blanco, Ana", "14.3.90", "600111222"), "Ana Rojas Blanco"),
        (("Sean O Brien", "14.3.90", "600111222"), "Sean O Brien"),
        (("Sean", "it's spelled S M Y T H", "14.3.90", "600111222"), "Sean Smyth"),
        (("Domingo", "Ruiz", "14.3.90", "600111222"), "Domingo Ruiz"),
        (("14.3.90", "I'm April Jones", "600111222"), "April Jones"),
    ],
)
def test_a_name_is_taken_as_people_give_it_and_asked_for_once(
    riverbend: Frontdesk, answers: tuple[str, ...], name: str
) -> None:
    chat = riverbend.chat()
    chat.say(DAY_AT_TEN, *answers)
    assert riverbend.booked(name) == ["day 2026-06-11 10:00"]
    assert chat.state["language"] == "en"


@phrases(
    ("words", "name"),
    [
        ("I'm April Jones, can I see Dr Grace Day on Thursday at 10?", "April Jones"),
        ("soy Julio Pérez, quiero cita con la doctora Grace Day el jueves a las 10", "Julio Pérez"),
    ],
)
def test_whoever_is_called_after_a_month_gets_the_day_they_asked_for(
    riverbend: Frontdesk, words: str, name: str
) -> None:
    chat = riverbend.chat()
    chat.say(words, "14.3.90", "600111222")
    assert riverbend.booked(name) == ["day 2026-06-11 10:00"]


@phrases(
    "answer",
    [
        "call me at 600 111 222",
        "600111223 sorry 600111222",
        "my number is 600-111-222",
        "my old number was 600111223, the new one is 600111222",
        "antes tenía el 600111223, ahora es el 600111222",
    ],
)
def test_a_number_that_was_asked_for_is_a_number(riverbend: Frontdesk, answer: str) -> None:
    chat = riverbend.chat()
    chat.say(DAY_AT_TEN, "Ada Egan", "5 may 1977, no wait, 6 may 1977", answer)
    assert riverbend.booked("Ada Egan") == ["day 2026-06-11 10:00"] and riverbend.tasks() == []
    assert riverbend.phone_of("Ada Egan") == ["+420600111222"]


@phrases(
    "facts",
    [
        ("Ana Ruiz", "5 may 1977", "600111222", "10:00"),
        ("05/05/77", "Ana Ruiz", "600111222", "10:00"),
        ("600111222", "Ana Ruiz", "10:00", "5.5.1977"),
    ],
)
def test_facts_given_while_a_time_is_asked_are_the_patients(riverbend: Frontdesk, facts: tuple[str, ...]) -> None:
    """A patient whose first name is a doctor's too changes no doctor, and a date of years ago is no day to come."""
    chat = riverbend.chat()
    chat.say("Dr Grace Day on Thursday", *facts)
    assert riverbend.booked("Ana Ruiz") == ["day 2026-06-11 10:00"]


def test_an_address_for_mail_names_no_doctor(riverbend: Frontdesk) -> None:
    chat = riverbend.chat()
    chat.say(DAY_AT_TEN, "Ada Egan", "5 may 1977", "ana@example.com")
    assert chat.state["selected_doctor"] == "day"


@phrases("words", ["I don't have a phone", "no phone sorry", "no tengo teléfono"])
def test_who_has_no_phone_is_offered_a_person(riverbend: Frontdesk, words: str) -> None:
    chat = riverbend.chat()
    answer = chat.say(DAY_AT_TEN, "Ada Egan", "5 may 1977", words)
    assert "Talk to a person" in answer.labels and chat.state["selected_doctor"] == "day"


@phrases(
    ("words", "doctor"),
    [
        ("Dr Day on Monday the 15th", "day"),
        ("I'd like to see dr day", "day"),
        ("Dr Will please", "young"),
        ("Dr Young, any day", "young"),
        ("Dr Dvorak on Friday", "dvorak"),
    ],
)
def test_a_doctor_whose_name_is_a_word_is_found(riverbend: Frontdesk, words: str, doctor: str) -> None:
    assert riverbend.chat(EVA).say(words).state["selected_doctor"] == doctor


@phrases(
    "words",
    [
        "when will the doctor will see me, any day is fine",
        "the doctor will call me on a Monday",
        "what day can the doctor see me",
    ],
)
def test_a_word_in_passing_is_no_doctor(riverbend: Frontdesk, words: str) -> None:
    assert riverbend.chat(EVA).say(words).state["selected_doctor"] is None


@phrases("words", ["Dr. John Adams", "I want to see Dr John Foster on Thursday at 10", "doctora Ana Ruiz"])
def test_somebody_who_only_shares_a_first_name_is_asked_about(riverbend: Frontdesk, words: str) -> None:
    answer = riverbend.chat(EVA).say(words)
    assert answer.state["selected_doctor"] is None and riverbend.booked() == []
    assert answer.doctors_offered


@phrases("words", ["Dr. al Masri", "María José"])
def test_a_name_alone_does_not_set_the_language(riverbend: Frontdesk, words: str) -> None:
    assert riverbend.chat().say(words).state["language"] == "en"


@phrases(
    "words",
    ["Appointment for Knee Pain on Thursday", "a visit for General Checkup please", "cita para Revisión General"],
)
def test_what_a_visit_is_for_is_nobodys_name(riverbend: Frontdesk, words: str) -> None:
    assert riverbend.chat(EVA).say(words).state["patient_name"] is None
