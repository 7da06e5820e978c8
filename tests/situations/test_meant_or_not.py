"""What words mean where they could mean two things: a name or a word, a town or a language, a test or a part."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.situations.conftest import OpenDesk
from tests.situations.desk import Frontdesk, phrases

pytestmark = pytest.mark.words
PETRA = "+420600000002"
DOCTOR = "Dr Chen on Thursday at 10:00"


@pytest.fixture
def espanola(open_hospital: OpenDesk) -> Frontdesk:
    """A hospital with a site in a town that is called nearly as a language, and a test of a part of the body."""
    file = (Path(__file__).parent / "copper.yaml").read_text()
    test = '\n  - {code: knee, name: Knee pressure test, kind: laboratory, price: "45.00"}'
    women = file.replace("    name: Dr Grace Whitlock\n", "    name: Dr Grace Whitlock\n    gender: female\n")
    file = women.replace("city: Littleton", "city: Española")
    return open_hospital(file.replace("\nservices:", f"\nservices:{test}"))


@phrases(
    "name",
    ["María José de la O", "Una Murphy", "Si Wang", "My Tran", "Tia Orr", "Ana María de los Ángeles y de la Cruz"],
)
def test_a_name_made_of_small_words_is_taken_whole_and_changes_no_language(desk: Frontdesk, name: str) -> None:
    chat = desk.chat()
    chat.say(DOCTOR, name)
    assert chat.state["patient_name"] == name and chat.state["language"] == "en"
    chat.say("2 May 1980", "+353861234567")
    assert desk.booked(name) == ["chen 2026-06-11 10:00"] and "Booked" in chat.last.text


@phrases("words", ["my name is Una Murphy", "I'm Una Murphy", "this is Una Murphy"])
def test_whoever_is_called_by_a_small_word_may_say_so_in_a_sentence(desk: Frontdesk, words: str) -> None:
    chat = desk.chat()
    assert chat.say(DOCTOR, words).state["patient_name"] == "Una Murphy"


@phrases(
    "words",
    [
        f"{DOCTOR}, Ned Pole, 2 May 1980, +353861234567",
        f"{DOCTOR}. Ned Pole. 2 May 1980. +353861234567",
        f"{DOCTOR} Ned Pole 2 May 1980 +353861234567",
        f"{DOCTOR}, 2 May 1980, Ned Pole, +353861234567",
    ],
)
def test_everything_said_at_once_is_taken_at_once(desk: Frontdesk, words: str) -> None:
    desk.chat().say(words)
    assert desk.booked("Ned Pole") == ["chen 2026-06-11 10:00"]


@phrases("words", ["I have a knee problem", "I need to see the knee doctor on Thursday", "me molesta la rodilla"])
def test_a_part_of_the_body_asks_for_a_doctor_and_not_for_the_test_of_it(espanola: Frontdesk, words: str) -> None:
    answer = espanola.chat().say(words)
    assert "45.00" not in answer.text and answer.state["speciality"] == "ortho" and answer.offered


@phrases("words", ["how much is the knee pressure test?", "I need a knee pressure test"])
def test_the_test_is_told_of_when_it_is_asked_for(espanola: Frontdesk, words: str) -> None:
    answer = espanola.chat().say(words)
    assert "45.00" in answer.text and answer.state["diagnosis_condition"] is None


@phrases("words", ["en español por favor", "hablo español", "una cita en español por favor"])
def test_the_name_of_a_language_is_no_town(espanola: Frontdesk, words: str) -> None:
    chat = espanola.chat()
    assert chat.say(words).state["location"] is None and chat.state["language"] == "es"
    assert chat.say("quiero cita en Española con medicina familiar").state["location"] == "south"


@phrases(
    "words",
    [
        "I'd rather not say why", "it's personal", "I'll tell the doctor", "Skip", "prefiero no contarlo",
        "es algo íntimo",
    ],
)  # fmt: skip
def test_a_reason_that_is_kept_private_is_no_reason(espanola: Frontdesk, words: str) -> None:
    chat = espanola.chat()
    assert "Skip" in chat.say("I'd like an appointment").labels
    assert chat.say(words).state["diagnosis_condition"] is None and chat.state["reason_skipped"]
    assert chat.last.question != "reason" and chat.last.offered


def test_an_insurer_named_beside_a_price_is_no_reason(espanola: Frontdesk) -> None:
    chat = espanola.chat()
    chat.say("how much is the gynecologist with Aspen Gold?")
    assert chat.say("ok, book it").state["diagnosis_condition"] is None and chat.last.offered


@phrases(
    "words",
    [
        "My dad died last year and I need a checkup",
        "my grandmother died of a stroke, I want a checkup with the family doctor",
        "mi padre murió el año pasado y necesito una revisión",
    ],
)
def test_a_loss_of_the_past_beside_an_errand_leaves_the_errand(espanola: Frontdesk, words: str) -> None:
    answer = espanola.chat().say(words)
    assert answer.state["task"] == "book" and answer.offered and answer.events == []
    assert "sorry for your loss" in answer.text or "Siento su pérdida" in answer.text
    assert "died" not in (answer.state["diagnosis_condition"] or "")


@phrases(
    ("words", "told"),
    [
        ("is Dr Whitlock a woman?", "is a woman"), ("¿es mujer la doctora Whitlock?", "es mujer"),
        ("is Dr Hansen a man?", "isn't noted"), ("how long is an appointment with Dr Whitlock?", "30 minutes"),
        ("who can see me for high blood pressure?", "Dr Rosa Villalobos"),
    ],
)  # fmt: skip
def test_a_question_about_a_doctor_is_answered_and_offers_no_times(espanola: Frontdesk, words: str, told: str) -> None:
    answer = espanola.chat().say(words)
    assert told in answer.text and not answer.offered


@phrases(("words", "example"), [("Hello", "Orthopedics"), ("hola", "Traumatología")])
def test_the_greetings_example_is_a_speciality_of_the_hospitals(espanola: Frontdesk, words: str, example: str) -> None:
    assert example in espanola.chat().say(words).text


@phrases("words", ["Anna has a cough, can somebody see her on Thursday?", "Anna tiene tos, ¿puede verla alguien?"])
def test_a_child_on_file_who_is_spoken_of_is_the_patient(open_hospital: OpenDesk, words: str) -> None:
    riverbend = open_hospital((Path(__file__).parent / "riverbend.yaml").read_text().replace("Anna H", "Sol H"))
    chat = riverbend.chat(PETRA)
    chat.say(words.replace("Anna", "Sol"))
    assert chat.state["for_relation"] == "chosen" and chat.state["patient_id"] is not None


@phrases("words", ["for Tomáš and Anna", "para Tomáš y Anna"])
def test_of_two_children_named_only_they_are_asked_about(open_hospital: OpenDesk, words: str) -> None:
    chat = open_hospital((Path(__file__).parent / "riverbend.yaml").read_text()).chat(PETRA)
    chat.say(f"Dr Day on Thursday at 10:00 {words}")
    assert chat.last.question == "who" and chat.last.labels[:-1] == ["Tomáš Horký", "Anna Horká"]


@phrases("words", ["can you help my mother? she needs Dr Chen", "¿pueden ayudar a mi madre? necesita a la Dra. Chen"])
def test_a_relative_who_is_to_be_helped_is_asked_for_by_name(desk: Frontdesk, words: str) -> None:
    chat = desk.chat()
    assert chat.say(words).state["for_relation"] == "mother"
    assert any(word in chat.say("Thursday at 10:00").text for word in ("your mother", "su madre"))


def test_visiting_hours_are_not_how_long_a_visit_takes(open_hospital: OpenDesk) -> None:
    topic = '\n  - topic: visits\n    asks: {en: [visiting hours, when can I visit]}\n    answer: {en: "From 2 pm."}'
    file = (Path(__file__).parent / "copper.yaml").read_text()
    desk = open_hospital(file.replace("\ninformation:", f"\ninformation:{topic}", 1))
    assert "From 2 pm" not in desk.chat().say("how long does a visit to the gynecologist take?").text
    assert "From 2 pm" in desk.chat().say("what are the visiting hours?").text
