"""Somebody whom the desk has not met: registered on the way to a visit, or alone, in the same words as the known."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from db.models import HandleRow, PatientRow
from tests.situations.desk import NORA, Frontdesk, phrases

pytestmark = pytest.mark.words

NEW = "+353867770001"


@phrases("words", ["I'm a new patient", "can I register with you?", "soy paciente nuevo", "quiero registrarme"])
def test_a_new_patient_registers_without_an_errand_and_is_offered_one(desk: Frontdesk, words: str) -> None:
    before = desk.patients()
    chat = desk.chat(NEW)
    chat.say(words, "Jane Murphy", "4 July 1985")
    assert desk.patients() == before + 1 and desk.phone_of("Jane Murphy") == [NEW]
    assert chat.events == ["patient.registered"] and chat.last.labels[0] in ("Book an appointment", "Pedir cita")
    chat.tap(0)
    assert chat.last.question == "reason"


def test_82_the_new_and_the_returning_hear_the_same_words(desk: Frontdesk) -> None:
    before = desk.patients()
    new, known = desk.chat(), desk.chat()
    new.say("I'd like to register", "Nora Byrnes", "2 May 1984", NORA)
    known.say("I'd like to register", "Nora Byrne", "2 May 1984", NORA)
    assert [a.words.replace("Byrnes", "Byrne") for a in new.answers] == [a.words for a in known.answers]
    assert desk.patients() == before + 1


def test_who_registers_and_then_books_is_asked_nothing_twice(desk: Frontdesk) -> None:
    chat = desk.chat(NEW)
    chat.say("I'm new here", "Jane Murphy")
    chat.say("actually, book me Dr Chen on Thursday at 10:00")
    assert chat.last.question == "date_of_birth"
    chat.say("4 July 1985")
    chat.agree()
    assert desk.booked("Jane Murphy") == ["chen 2026-06-11 10:00"]


@phrases("words", ["I've changed my phone number", "please update my address", "quiero cambiar mi teléfono"])
def test_a_new_number_or_address_is_for_the_front_desk(desk: Frontdesk, words: str) -> None:
    before = desk.patients()
    answer = desk.chat(NORA).say(words)
    assert answer.labels == ["Talk to a person"] or answer.labels == ["Hablar con una persona"]
    assert desk.patients() == before


def test_the_first_word_sets_the_language_and_the_handle_keeps_it(desk: Frontdesk) -> None:
    chat = desk.chat(NEW)
    assert chat.say("Hola").state["language"] == "es"
    chat.say("Dr Chen el jueves a las 10:00", "Juana Pérez", "4 de julio de 1985")
    query = select(HandleRow.language).where(HandleRow.address == NEW)
    assert desk._read(lambda unit: unit.connection.scalar(query)) == "es"
    query = select(PatientRow.language).where(PatientRow.phone == NEW)
    assert desk._read(lambda unit: unit.connection.scalar(query)) == "es"
    assert chat.say("ok").state["language"] == "es"


def test_a_patient_of_two_channels_is_one_patient(desk: Frontdesk) -> None:
    before = desk.patients()
    desk.chat(NEW).say("Dr Chen on Thursday at 10:00", "Jane Murphy", "4 July 1985")
    desk.chat(NEW, channel="telegram").say("what appointments do I have?")
    desk.chat().say("Dr Haddad on Friday at 10:00", "Jane Murphy, 4 July 1985", NEW)
    assert desk.patients() == before + 1


@phrases(
    "said",
    [
        "Dr Chen on Thursday at 10:00, Juana Pérez, born 4 July 1985, +353 86 777 0001",
        "+353 86 777 0001, Juana Pérez, born 4 July 1985, Dr Chen on Thursday at 10:00",
        "la doctora Chen el jueves a las 10:00, Juana Pérez, nacida el 4 de julio de 1985, +353 86 777 0001",
    ],
)
def test_01_a_name_before_a_birth_date_is_heard_wherever_it_stands(desk: Frontdesk, said: str) -> None:
    chat = desk.chat()
    chat.say(said)
    chat.agree()
    assert desk.booked("Juana Pérez") == ["chen 2026-06-11 10:00"]


@phrases("given", ["ok fine, 3 March 1970", "3 March 1970", "vale, 3 de marzo de 1970"])
def test_15_whoever_gives_after_all_what_was_refused_goes_on_with_everything_kept(desk: Frontdesk, given: str) -> None:
    chat = desk.chat(NEW)
    chat.say("Dr Chen on Thursday at 10:00", "Ann Miller", "I would rather not say", "no, I won't tell you")
    assert chat.last.question != "date_of_birth" and desk.held() == []
    chat.say(given)
    chat.agree()
    assert desk.booked("Ann Miller") == ["chen 2026-06-11 10:00"]
