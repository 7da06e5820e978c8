"""Several people on one number: whoever is meant is known by name, kin or place in the list, and never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.situations.conftest import OpenDesk
from tests.situations.desk import Frontdesk, phrases

pytestmark = pytest.mark.words

PETRA, KAREL = "+420600000002", "+420600000003"
DAY_AT_TEN = "Dr Grace Day on Thursday at 10"


@pytest.fixture
def riverbend(open_hospital: OpenDesk) -> Frontdesk:
    """The desk of the hospital in `riverbend.yaml`."""
    return open_hospital((Path(__file__).parent / "riverbend.yaml").read_text())


@phrases(
    ("words", "patient"),
    [
        ("my son", "Tomáš Horký"),
        ("it's for my daughter", "Anna Horká"),
        ("Anna", "Anna Horká"),
        ("myself please", "Petra Horká"),
        ("just me thanks", "Petra Horká"),
        ("2", "Tomáš Horký"),
        ("Tomas Horky", "Tomáš Horký"),
    ],
)
def test_one_of_the_family_is_meant_and_asked_for_once(riverbend: Frontdesk, words: str, patient: str) -> None:
    chat = riverbend.chat(PETRA)
    chat.say(DAY_AT_TEN, words)
    assert riverbend.booked(patient) == ["day 2026-06-11 10:00"]


def test_two_children_are_told_apart_by_the_list_not_by_asking_for_a_name(riverbend: Frontdesk) -> None:
    chat = riverbend.chat(PETRA)
    answer = chat.say(f"{DAY_AT_TEN} for one of my children")
    assert answer.question == "who" and answer.labels[:2] == ["Tomáš Horký", "Anna Horká"]


@phrases("words", ["Veselá", "Olga", "for my wife Olga"])
def test_two_owners_of_a_number_are_told_apart(riverbend: Frontdesk, words: str) -> None:
    chat = riverbend.chat(KAREL)
    chat.say(DAY_AT_TEN, words)
    assert riverbend.booked("Olga Veselá") == ["day 2026-06-11 10:00"]


def test_which_owner_is_the_others_wife_is_not_guessed(riverbend: Frontdesk) -> None:
    answer = riverbend.chat(KAREL).say(f"{DAY_AT_TEN} for my wife")
    assert answer.question == "who" and "Olga Veselá" in answer.labels and riverbend.booked() == []


@phrases("words", ["someone else", "Someone else", "for somebody else"])
def test_someone_else_keeps_the_doctor(riverbend: Frontdesk, words: str) -> None:
    chat = riverbend.chat(PETRA)
    answer = chat.say(DAY_AT_TEN, words)
    assert answer.question == "name" and answer.state["selected_doctor"] == "day"
    chat.say("Jan Novák", "1.1.2000")
    assert riverbend.booked("Jan Novák") == ["day 2026-06-11 10:00"]


@phrases(
    ("words", "patient"),
    [
        (("Can Tomáš see Dr Day on Thursday at 10?", "yes"), "Tomáš Horký"),
        (("Dr Day please", "anna", "Thursday at 10"), "Anna Horká"),
        (("Dr Day on Thursday", "for anna", "10:00"), "Anna Horká"),
        (("Anna needs Dr Day on Thursday at 10",), "Anna Horká"),
        (("Tomáš necesita ver a la Dra. Day el jueves a las 10", "sí"), "Tomáš Horký"),
        (("Hi, it's Petra, I need Dr Day on Thursday at 10 for anna",), "Anna Horká"),
        (("Dr Day please, for anna", "no wait, for tomas", "Thursday at 10"), "Tomáš Horký"),
    ],
)
def test_one_of_the_family_named_at_any_time_is_not_asked_for(
    riverbend: Frontdesk, words: tuple[str, ...], patient: str
) -> None:
    chat = riverbend.chat(PETRA)
    answers = [chat.say(line) for line in words]
    assert "who" not in [answer.question for answer in answers]
    assert riverbend.booked(patient) == ["day 2026-06-11 10:00"]


@phrases("words", ["for anna kowalski", "Anna Nováková, born 1.1.2000"])
def test_a_stranger_with_a_name_of_the_family_is_somebody_else(riverbend: Frontdesk, words: str) -> None:
    chat = riverbend.chat(PETRA)
    chat.say(DAY_AT_TEN, words)
    assert riverbend.booked("Anna Horká") == []


@phrases("words", ["for anna and tomas", "para anna y tomas"])
def test_two_named_at_once_are_not_taken_for_the_first(riverbend: Frontdesk, words: str) -> None:
    answer = riverbend.chat(PETRA).say(f"{DAY_AT_TEN} {words}")
    assert answer.question == "who" and riverbend.booked() == []


def test_the_sender_for_two_owners_leaves_only_these_two(riverbend: Frontdesk) -> None:
    answer = riverbend.chat(KAREL).say(DAY_AT_TEN, "it's for me")
    assert answer.labels[:2] == ["Karel Veselý", "Olga Veselá"] and len(answer.labels) == 3


@phrases(
    ("words", "patient"),
    [
        ("Hi, it's Petra, I need Dr Day on Thursday at 10 for my daughter", "Anna Horká"),
        ("My name is Petra and my daughter needs Dr Day on Thursday at 10", "Anna Horká"),
        ("petra here, dr day on thursday at 10 for my son please", "Tomáš Horký"),
        ("i'm petra, can i have dr day thursday at 10 for tomas", "Tomáš Horký"),
        ("Hola, soy Petra y quiero cita con la Dra. Day el jueves a las 10 para mi hija", "Anna Horká"),
        ("le habla petra, cita con la Dra. Day el jueves a las 10 para mi hijo", "Tomáš Horký"),
        ("It's Anna, my daughter. Dr Day on Thursday at 10", "Anna Horká"),
    ],
)
def test_76_whoever_says_who_they_are_is_not_booked_in_a_relatives_place(
    riverbend: Frontdesk, words: str, patient: str
) -> None:
    riverbend.chat(PETRA).say(words)
    assert riverbend.booked(patient) == ["day 2026-06-11 10:00"] and len(riverbend.booked()) == 1


@phrases(
    "words",
    [
        "Hi, I'm Laura Vance and I need Dr Day for my son on Thursday at 10",
        "Me llamo Laura Vance, quiero cita con la Dra. Day para mi hijo el jueves a las 10",
    ],
)
def test_74_a_parents_own_name_stands_beside_the_childs_and_is_not_asked_again(
    riverbend: Frontdesk, words: str
) -> None:
    chat = riverbend.chat(sender=None)
    assert chat.say(words).question == "name"
    chat.say("Ben Vance, 4/3/2019", "+420 600 555 123")
    chat.tap("S" if "quiero" in words else "Yes") if not riverbend.booked() else None
    assert riverbend.booked("Ben Vance") == ["day 2026-06-11 10:00"]
    assert chat.last.state["guardian_name"] == "Laura Vance"


@phrases(
    ("words", "asked"),
    [
        ("Can my son see Dr Chen on Thursday at 10?", "your son"),
        ("Could Dr Chen have a look at my daughter on Thursday at 10?", "your daughter"),
        ("¿Puede mi hijo ver a la doctora Chen el jueves a las 10?", "su hijo"),
    ],
)
def test_a_stranger_who_asks_for_a_child_is_not_taken_for_the_child(desk: Frontdesk, words: str, asked: str) -> None:
    chat = desk.chat()
    answer = chat.say(words)
    assert answer.question == "name" and asked in answer.text
    chat.say("Leo Reed", "3 May 2019")
    assert chat.last.question == "guardian_name"


@phrases("words", ["my 7 year old has a rash too", "my child has a fever as well"])
def test_another_word_for_the_child_asks_for_nothing_again(desk: Frontdesk, words: str) -> None:
    chat = desk.chat()
    chat.say("I need Dr Chen on Thursday at 10 for my son Leo Reed, born 3/5/2019", words)
    assert chat.last.question == "guardian_name"
    assert (chat.state["patient_name"], chat.state["date_of_birth"]) == ("Leo Reed", "2019-05-03")


@phrases(
    ("words", "name", "guardian"),
    [
        (
            "I'm Sarah Reed, Leo Reed's mum, he has a rash, can Dr Chen see him Thursday at 10?",
            "Leo Reed",
            "Sarah Reed",
        ),
        ("Soy Ana Ruiz, la madre de Luis Ruiz, cita con la doctora Chen el jueves a las 10", "Luis Ruiz", "Ana Ruiz"),
    ],
)
def test_a_mother_who_says_so_is_the_guardian_and_not_the_patient(
    desk: Frontdesk, words: str, name: str, guardian: str
) -> None:
    chat = desk.chat()
    answer = chat.say(words)
    assert (answer.question, answer.state["patient_name"]) == ("date_of_birth", name)
    assert (answer.state["for_relation"], answer.state["guardian_name"]) == ("child", guardian)
