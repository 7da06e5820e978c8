"""Spanish as a Spaniard or a Mexican writes and reads it: the same desk, natural words, and a language that follows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.situations.conftest import OpenDesk
from tests.situations.desk import Answer, Frontdesk, phrases

pytestmark = pytest.mark.words

ROSARIO, PETER, JULIO = "+34600100201", "+34600100202", "+34600100203"
ENGLISH = re.compile(r"\b(?:the|your|with|please|visit|appointment|which|free|times|other|yes|call|reference)\b", re.I)
HOSPITAL = (Path(__file__).parent / "almendro.yaml").read_text()


def is_spanish(answer: Answer) -> bool:
    """Whether nothing that the patient reads is left in English."""
    return ENGLISH.search(answer.told) is None


# --- the whole way ---------------------------------------------------------------------------------


def test_a_visit_is_booked_moved_and_cancelled_without_a_word_of_english(almendro: Frontdesk) -> None:
    chat = almendro.chat()
    lines = (
        "Hola, quería pedir hora con la doctora Quesada para el martes",
        "a las diez y media",
        "Nuria Campos Roca",
        "nací el ocho de agosto de mil novecientos ochenta y cuatro",
        "600 100 999",
        "sin recordatorios",
        "¿la puede pasar al jueves?",
        "a las 11",
        "¿qué citas tengo?",
        "quiero cancelar la cita",
        "sí",
        "no, gracias",
    )
    assert all(is_spanish(chat.say(words)) for words in lines)
    assert [str(visit) for visit in almendro.visits()] == ["quesada 2026-06-11 11:00 cancelled"]


@phrases(
    "words",
    [
        "¿me podría agendar un turno con el reumatólogo para el miércoles a las 5 de la tarde?",
        "quisiera sacar cita con Urrutia el miércoles a las 17:00",
        "necesito hora con el Dr. Urrutia, miércoles, cinco de la tarde",
        "resérveme con el doctor Urrutia el miércoles 10 a las 17 h",
    ],
)
def test_the_same_wish_from_either_side_of_the_ocean_is_the_same_visit(almendro: Frontdesk, words: str) -> None:
    chat = almendro.chat(ROSARIO)
    answer = chat.say(words)
    if answer.question == "confirm":
        chat.say("sí")
    assert almendro.booked("Rosario Vidal Moya") == ["urrutia 2026-06-10 17:00"]


# --- as a Spanish reader expects it ------------------------------------------------------------------


@phrases(
    ("words", "told"),
    [
        (("la doctora Quesada el miércoles",), "El miércoles 10 de junio la Dra. Pilar Quesada no pasa consulta."),
        (("el doctor Urrutia el 15 de junio",), "El lunes 15 de junio el Dr. Iker Urrutia no está"),
        (("hola",), "le atiende la Clínica El Almendro"),
        (
            ("¿cuánto cuesta la consulta con Urrutia?",),
            "La consulta con el Dr. Iker Urrutia cuesta 95,50 €, a pagar en recepción.",
        ),
        (("¿qué horario tienen?",), "de lunes a viernes de 08:00 a 20:00 y los sábados de 09:00 a 13:00"),
        (
            ("Quesada el martes a las 9", "sí", "cancelar mi cita"),
            "con la Dra. Pilar Quesada del martes 9 de junio a las",
        ),
        (("¿eres un robot?",), "Soy el asistente automático de la Clínica El Almendro"),
    ],
)
def test_names_days_and_prices_stand_with_their_articles(
    almendro: Frontdesk, words: tuple[str, ...], told: str
) -> None:
    assert told in almendro.chat(JULIO).say(*words).text


def test_a_hospital_is_told_of_with_its_own_article(open_hospital: OpenDesk) -> None:
    desk = open_hospital(HOSPITAL.replace("Clínica El Almendro", "Hospital San Telmo"))
    assert "del Hospital San Telmo" in desk.chat().say("hola").text


def test_dollars_and_pesos_are_told_as_they_are_written_there(open_hospital: OpenDesk) -> None:
    desk = open_hospital(HOSPITAL.replace("currency: EUR", "currency: MXN"))
    assert "$95.50" in desk.chat().say("¿cuánto cuesta la consulta con Urrutia?").text


def test_a_free_day_of_the_doctor_is_not_taken_for_a_day_off(almendro: Frontdesk) -> None:
    text = almendro.chat(ROSARIO).say("la doctora Quesada el martes").text
    assert "estas horas están libres el martes 9 de junio" in text


def test_a_field_that_the_file_names_in_english_only_is_told_in_spanish(open_hospital: OpenDesk) -> None:
    desk = open_hospital(HOSPITAL.replace("name: Reumatología, practitioner: reumatólogo", "name: Rheumatology"))
    assert "Reumatología" in desk.chat().say("¿qué especialidades hay?").text


def test_what_the_staff_read_of_a_hand_over_is_in_the_hospitals_first_language(almendro: Frontdesk) -> None:
    almendro.chat().say("I need Dr Quesada on Tuesday", "let me talk to a person please")
    (summary,) = almendro.briefings()
    assert "pedir cita" in summary and "ha pedido: “let me talk to a person please”" in summary
    assert "sin teléfono" in summary


# --- which language --------------------------------------------------------------------------------


def test_choices_are_told_anew_when_the_language_changes(almendro: Frontdesk) -> None:
    chat = almendro.chat(ROSARIO)
    english = chat.say("Dr Quesada on Tuesday please, if she is in")
    spanish = chat.say("mejor en español, por favor")
    assert english.labels[0] == "Tue 9 Jun 09:00" and spanish.labels[0] == "Mar 9 jun 09:00"
    assert (english.labels[-1], spanish.labels[-1]) == ("Other times", "Otras horas")
    assert english.offered == spanish.offered and is_spanish(spanish)
    chat.tap(1)
    assert almendro.booked("Rosario Vidal Moya") == ["quesada 2026-06-09 09:30"]


def test_specialities_and_doctors_on_offer_are_told_anew_too(almendro: Frontdesk) -> None:
    chat = almendro.chat(JULIO)
    assert "Endocrinología" in chat.say("quiero pedir una cita, por favor").labels
    answer = chat.say("English please")
    assert "Endocrinology" in answer.labels and answer.question == "reason"


def test_first_words_too_few_to_tell_are_answered_in_the_language_on_file(almendro: Frontdesk) -> None:
    assert almendro.chat(ROSARIO).say("hi").state["language"] == "es"
    assert almendro.chat(PETER).say("hola").state["language"] == "en"
    assert almendro.chat(PETER, name="b").say("ok").state["language"] == "en"
    assert almendro.chat(JULIO).say("hello").state["language"] == "en", "nothing on file: the words tell"
    assert almendro.chat().say("hello").state["language"] == "en"


def test_a_sentence_tells_more_than_the_file(almendro: Frontdesk) -> None:
    assert almendro.chat(ROSARIO).say("my thyroid should be checked again").state["language"] == "en"
    assert almendro.chat(PETER).say("quiero ver a un médico").state["language"] == "es"


def test_a_language_that_was_asked_for_withstands_a_sentence_in_the_other(almendro: Frontdesk) -> None:
    chat = almendro.chat(JULIO)
    chat.say("quiero una cita con la doctora Quesada", "English please")
    answer = chat.say("el martes por la mañana, si puede ser")
    assert answer.state["language"] == "en" and "Tuesday 9 June" in answer.text
    again = chat.say("mejor el jueves por la mañana, si puede ser")
    assert again.state["language"] == "es", "whoever goes on in another language is followed"


@phrases(
    ("before", "words", "language"),
    [
        ("quiero ver a la doctora Quesada", "no hablo español", "en"),
        ("quiero ver a la doctora Quesada", "sorry, my Spanish is very bad", "en"),
        ("please get me in with Dr Quesada", "I don't speak English", "es"),
        ("please get me in with Dr Quesada", "no entiendo bien el inglés", "es"),
        ("please get me in with Dr Quesada", "Prefiero el español, gracias", "es"),
        ("please get me in with Dr Quesada", "solo español", "es"),
        ("please get me in with Dr Quesada", "me lo puede decir en castellano", "es"),
        ("quiero ver a la doctora Quesada", "no, in English please", "en"),
        ("quiero ver a la doctora Quesada", "switch to English", "en"),
    ],
)
def test_a_wish_for_a_language_is_heard_in_any_words_and_changes_nothing_else(
    almendro: Frontdesk, before: str, words: str, language: str
) -> None:
    chat = almendro.chat(JULIO)
    first, then = chat.say(before), chat.say(words)
    assert then.state["language"] == language != first.state["language"]
    kept = ("selected_doctor", "speciality", "wanted", "question", "task", "diagnosis_condition")
    assert [then.state[name] for name in kept] == [first.state[name] for name in kept]
    assert then.offered == first.offered


def test_whether_a_language_is_spoken_is_answered_and_not_taken_for_a_wish(almendro: Frontdesk) -> None:
    answer = almendro.chat(JULIO).say("hablas ingles")
    assert "English" in answer.words and answer.state["language"] == "es"


@pytest.mark.parametrize("words", ["ok", "no", "email", "sí", "mañana", "vale gracias"])
def test_one_or_two_words_never_change_the_language_that_was_settled(almendro: Frontdesk, words: str) -> None:
    for first, language in (("I need to see Dr Quesada", "en"), ("necesito ver a la doctora Quesada", "es")):
        assert almendro.chat(JULIO, name=f"{language}-{words}").say(first, words).state["language"] == language


@phrases(
    ("words", "born"),
    [
        (("quiero cita mañana a las 10", "me llamo Pedro Luna"), "1977-11-04"),
        (("I'd like a visit tomorrow at 10", "my name is Peter Lane"), "1977-04-11"),
    ],
)
def test_a_birth_date_in_figures_is_read_as_the_language_writes_it(
    copper: Frontdesk, words: tuple[str, str], born: str
) -> None:
    answer = copper.chat().say(*words, "4/11/1977")
    assert answer.state["date_of_birth"] == born
