"""Finding out who a visit is with: by site, by gender, by turning down, and always with a way on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.situations.conftest import OpenDesk
from tests.situations.desk import NORA, Frontdesk, phrases

pytestmark = pytest.mark.words

EVA = "+420600000001"


@pytest.fixture
def riverbend(open_hospital: OpenDesk) -> Frontdesk:
    """The desk of the hospital in `riverbend.yaml`."""
    return open_hospital((Path(__file__).parent / "riverbend.yaml").read_text())


# --- which site -----------------------------------------------------------------------------------


@phrases("words", ["Dr Dvořák in Zizkov", "the heart centre at the Žižkov Centre", "Dvorak please, in Žižkov"])
def test_a_doctor_of_two_sites_is_offered_at_the_one_asked_for(riverbend: Frontdesk, words: str) -> None:
    """Friday mornings only, though the doctor's own site is the other one."""
    answer = riverbend.chat(EVA).say(words)
    assert answer.state["selected_doctor"] == "dvorak" and "isn't" not in answer.text
    assert answer.offered_days <= {"2026-06-12", "2026-06-19"} and answer.offered


def test_a_day_on_which_the_doctor_is_elsewhere_is_not_called_full(riverbend: Frontdesk) -> None:
    answer = riverbend.chat(EVA).say("Dr Dvorak in Žižkov on Thursday")
    assert "full" not in answer.text and answer.offered_days == {"2026-06-12"}


def test_times_at_two_sites_say_where_they_are(riverbend: Frontdesk) -> None:
    chat = riverbend.chat(EVA)
    chat.say("sleep medicine on Monday the 15th at 10")
    assert any("Hradčany" in label for label in chat.last.labels)
    chat.say("Žižkov please")
    chat.agree()
    assert riverbend.booked() == ["young 2026-06-15 10:00"]


def test_a_doctor_who_is_not_at_a_site_is_not_said_to_be(riverbend: Frontdesk) -> None:
    answer = riverbend.chat(EVA).say("Dr García in Žižkov")
    assert "isn't at Žižkov Centre" in answer.text and answer.state["selected_doctor"] == "garcia"


# --- which doctor ---------------------------------------------------------------------------------


@phrases("words", ["the woman", "the lady please", "not Arjun", "the former", "1.", "la mujer"])
def test_namesakes_are_told_apart_in_any_words(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say("Dr Sharma", words)
    assert answer.state["selected_doctor"] == "anita" and answer.offered


@phrases("words", ["no", "neither", "none of them"])
def test_whoever_wants_none_of_the_namesakes_gets_other_ways(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    before = chat.say("Dr Sharma").labels
    answer = chat.say(words)
    assert answer.labels and not set(before) & set(answer.labels)


@phrases("words", ["no", "no, that's not him", "no, Dr Chung"])
def test_a_doctor_suggested_by_likeness_and_turned_down_is_not_suggested_again(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chan")
    answer = chat.say(words)
    assert answer.state["selected_doctor"] is None and "chen" not in answer.doctors_offered
    assert answer.labels


@phrases("words", ["yes", "7", "ok sure"])
def test_an_answer_that_chooses_nobody_is_asked_about_once_and_then_a_person_is_offered(
    desk: Frontdesk, words: str
) -> None:
    chat = desk.chat(NORA)
    first = chat.say("Dr Sharma")
    again = chat.say(words)
    assert again.words != first.words and again.labels == first.labels
    assert "Talk to a person" in chat.say(words).labels


# --- what for -------------------------------------------------------------------------------------


@phrases("words", ["no idea", "I don't know", "not sure", "no sé"])
def test_whoever_does_not_know_what_for_starts_with_the_general_doctor(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say("I need an appointment", words)
    assert answer.state["speciality"] == "general" and answer.offered


@phrases("words", ["no idea", "my tummy hurts", "it is all a bit complicated really"])
def test_without_a_general_speciality_a_person_is_offered(riverbend: Frontdesk, words: str) -> None:
    chat = riverbend.chat(EVA)
    answer = chat.say("I need an appointment", words)
    assert "Talk to a person" in answer.labels and "Sleep Medicine" in answer.labels


@phrases(
    ("words", "speciality"),
    [
        ("a sleep doctor", "spanek"),
        ("the hand clinic", "ruka"),
        ("hand surgery please", "ruka"),
        ("somnologist", "spanek"),
        ("Kardiologie", "srdce"),
        ("con el especialista del corazón", "srdce"),
    ],
)
def test_a_department_is_known_by_what_people_call_it(riverbend: Frontdesk, words: str, speciality: str) -> None:
    answer = riverbend.chat(EVA).say(words)
    assert answer.state["speciality"] == speciality
    assert answer.state["diagnosis_condition"] in (None, "sleep")


@phrases("words", ["you choose", "any", "up to you", "cualquiera"])
def test_the_choice_of_a_time_may_be_left_to_the_desk(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Thursday", words)
    chat.agree()
    assert desk.booked() == ["chen 2026-06-11 09:00"]


@phrases("words", ["I want to see a dentist", "neurology please", "necesito un dentista"])
def test_a_speciality_that_the_hospital_lacks_is_said_to_be_lacking(riverbend: Frontdesk, words: str) -> None:
    answer = riverbend.chat(EVA).say(words)
    assert answer.question == "reason" and answer.state["speciality"] is None
    assert "have no" in answer.text or "no tenemos" in answer.text
    assert answer.labels[-1] in ("Talk to a person", "Hablar con una persona")


@phrases("words", ["an appointment please", "any doctor, soonest", "I need to see somebody tomorrow"])
def test_a_hospital_of_one_speciality_does_not_ask_which(open_hospital: OpenDesk, words: str) -> None:
    file = (Path(__file__).parent / "riverbend.yaml").read_text()
    kept = [code for code in ("garcia", "dvorak", "smith") if code in file]
    for code in kept:
        file = file.replace(f"code: {code}", f"code: {code}, active: false" if code != "dvorak" else f"code: {code}")
    file = file.replace(
        "    name: MUDr. Jiří Dvořák, Ph.D.\n", "    name: MUDr. Jiří Dvořák, Ph.D.\n    active: false\n"
    )
    chat = open_hospital(file).chat(EVA)
    assert chat.say(words).state["speciality"] == "spanek"


def test_a_life_story_with_a_family_in_it_keeps_its_facts(desk: Frontdesk) -> None:
    chat = desk.chat()
    answer = chat.say(
        "I'm Jo Lee. I hurt my shoulder playing tennis with my wife, it was a lovely day and then it cracked, now I "
        "can't lift my arm, work is hell, my boss John is mad at me, my phone is 086 111 9999, my daughter says I "
        "should see somebody, I was born April 3 1980. I could do Thursday after 2pm."
    )
    state = answer.state
    assert (state["patient_name"], state["date_of_birth"]) == ("Jo Lee", "1980-04-03")
    assert state["speciality"] == "orthopaedics" and answer.offered_days == {"2026-06-11"}
    assert "other people" not in answer.text


@phrases("number", ["2", "3", "number 7", "la 4"])
def test_a_number_that_nothing_on_offer_has_takes_not_the_only_one(desk: Frontdesk, number: str) -> None:
    chat = desk.chat(NORA)
    assert chat.say("I'd like to see Dr Hadad on Thursday").doctors_offered == ["haddad"]
    answer = chat.say(number)
    assert answer.state["selected_doctor"] is None and answer.doctors_offered == ["haddad"]
    assert chat.say("1").state["selected_doctor"] == "haddad"
