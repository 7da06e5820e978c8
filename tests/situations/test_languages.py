"""English, Spanish, both at once, or neither: understood or asked, never booked by accident."""

from __future__ import annotations

import pytest

from tests.situations.desk import Frontdesk, phrases

pytestmark = pytest.mark.words

WALTER = "+13035550201"


def test_96_spanish_is_answered_in_spanish_with_the_same_state(copper: Frontdesk) -> None:
    spanish = copper.chat(WALTER).say("Quiero una cita mañana con el traumatólogo")
    english = copper.chat(WALTER).say("I want an appointment tomorrow with the orthopedic surgeon")
    assert spanish.state["language"] == "es" and "hora" in spanish.text
    assert spanish.state["speciality"] == english.state["speciality"] == "ortho"
    assert spanish.offered == english.offered


@phrases(
    "words",
    ["kal subah ka slot milega with Dr Hansen?", "mujhe Dr Hansen se kal milna hai", "bonjour, je voudrais Dr Hansen"],
)
def test_97_of_mixed_words_only_the_doctor_is_taken(copper: Frontdesk, words: str) -> None:
    answer = copper.chat(WALTER).say(words)
    assert answer.state["selected_doctor"] == "hansen" and answer.state["wanted"] is None
    assert copper.booked() == [] and "English" in answer.text


@phrases(
    "words",
    [
        "Preciso marcar uma consulta com o cardiologista amanhã",
        "Je voudrais un rendez-vous avec le docteur demain matin",
        "Ich brauche einen Termin morgen beim Arzt",
        "vorrei un appuntamento per domani alle 10",
        "मुझे कल डॉक्टर से मिलना है",
        "أريد موعدا مع الطبيب غدا",
        "我想预约明天的医生",
    ],
)
def test_97_another_language_hears_which_are_spoken_and_books_nothing(copper: Frontdesk, words: str) -> None:
    chat = copper.chat(WALTER)
    answer = chat.say(words)
    assert "English and Spanish" in answer.text and "inglés y español" in answer.text
    assert answer.state["task"] is None and copper.booked() == []
    assert len(answer.labels) == 1
    chat.tap(0)
    assert copper.tasks() == ["handoff"]


@phrases(
    "words", ["oui, le premier s'il vous plait", "sim, obrigado, o primeiro com você", "ja bitte, ich möchte das erste"]
)
def test_97_another_language_chooses_no_time(copper: Frontdesk, words: str) -> None:
    chat = copper.chat(WALTER)
    before = chat.say("I need Dr Hansen on Wednesday")
    answer = chat.say(words)
    assert copper.booked() == [] and answer.question == "slot" and answer.labels == before.labels


def test_98_a_switch_in_mid_flow_keeps_every_fact(copper: Frontdesk) -> None:
    chat = copper.chat()
    chat.say("I need an appointment with Dr Hansen on Wednesday at 10", "Juan Mendez")
    spanish = chat.say("mejor en español, por favor")
    assert spanish.state["language"] == "es" and spanish.question == "date_of_birth"
    assert chat.say("4 de mayo de 1980").question == "phone"
    assert chat.say("can we go on in English please").state["language"] == "en"
    chat.say("3035550177")
    assert copper.booked("Juan Mendez") == ["hansen 2026-06-10 10:00"]


@phrases("words", ["si", "mañana", "ok gracias", "la doctora"])
def test_98_fewer_than_three_words_change_no_language(copper: Frontdesk, words: str) -> None:
    assert copper.chat(WALTER).say("I need an appointment with Dr Hansen", words).state["language"] == "en"


@phrases("words", ["can I talk to someone who speaks Spanish?", "quiero hablar con alguien que hable inglés"])
def test_98_a_person_with_a_language_is_a_person_asked_for(copper: Frontdesk, words: str) -> None:
    assert copper.chat(WALTER).say(words).happened == ["handoff.requested"]


@phrases("words", ["¿hablas español?", "Spanish please"])
def test_98_with_another_language_comes_the_question_what_to_do(copper: Frontdesk, words: str) -> None:
    assert "¿En qué puedo ayudarle?" in copper.chat().say(words).text


def test_98_in_mid_flow_it_is_the_open_question_instead(copper: Frontdesk) -> None:
    chat = copper.chat()
    chat.say("Dr Whitlock on Thursday")
    assert "¿En qué puedo ayudarle?" not in chat.say("en español, por favor").text
