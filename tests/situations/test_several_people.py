"""Several people in one message, or one more while a visit is being booked: each gets a visit, none is forgotten."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conversation.extractors.text import Message
from conversation.extractors.together import find_further, find_together
from tests.situations.conftest import OpenDesk
from tests.situations.desk import NORA, Chat, Frontdesk, phrases

pytestmark = pytest.mark.words

PETRA = "+420600000002"
NEW = "+353867770001"


@pytest.fixture
def riverbend(open_hospital: OpenDesk) -> Frontdesk:
    """The desk of the hospital in `riverbend.yaml`: Petra's children are Tomáš and Anna."""
    return open_hospital((Path(__file__).parent / "riverbend.yaml").read_text())


def finish(chat: Chat) -> None:
    """Take the first time offered, and agree to what is read back."""
    if chat.last.question == "slot":
        chat.tap(0)
    chat.agree()


@phrases(
    "words",
    [
        "Dr Chen on Thursday at 10:00 for my son and me",
        "Dr Chen on Thursday at 10:00 for my son and for me",
        "for my 4-year-old and myself, Dr Chen on Thursday at 10:00",
        "con la Dra. Chen el jueves a las 10:00 para mi hijo y para mí",
        "una cita para mi hijo y para mi con la Dra. Chen el jueves a las 10:00",
    ],
)
def test_a_visit_for_a_child_and_oneself_is_two_visits_on_one_day(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    assert any(word in chat.say(words).text for word in ("visit for you", "cita para usted"))
    chat.say("Max Byrne", "3 February 2022")
    chat.agree()
    assert desk.booked("Max Byrne") == ["chen 2026-06-11 10:00"]
    finish(chat)
    assert [visit.at[:10] for visit in desk.visits("booked", patient="Nora Byrne")] == ["2026-06-11"]


@phrases("words", ["Eve Brand, 2 June 1985, {}", "Eve Brand born 2/6/1985. {}"])
def test_what_a_guardian_tells_of_herself_is_hers_and_not_asked_again(desk: Frontdesk, words: str) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 10:00 for my son and me", "Tom Brand, born 3 May 2019")
    assert chat.last.question == "guardian_name"
    chat.say(words.format(NEW))
    assert desk.booked("Tom Brand") == ["chen 2026-06-11 10:00"] and chat.last.question == "slot"
    finish(chat)
    assert len(desk.booked("Eve Brand")) == 1
    assert all(answer.question != "date_of_birth" for answer in chat.answers)


def test_a_childs_birth_date_beside_the_guardians_name_is_the_childs(desk: Frontdesk) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 10:00 for my son", "Tom Brand, born 3 May 2019")
    answer = chat.say("Eve Brand, and he was born on 4 May 2019")
    assert (answer.state["date_of_birth"], answer.state["guardian_name"]) == ("2019-05-04", "Eve Brand")


@phrases("words", ["for my son and my daughter", "for me and my wife", "para mi madre y mi padre"])
def test_whom_a_visit_is_for_may_be_two_wherever_it_is_said(desk: Frontdesk, words: str) -> None:
    chat = desk.chat()
    chat.say("Dr Okafor on Thursday at 10:00")
    assert len(chat.say(words).state["suspended"]) == 1


@phrases("words", ["no, for my son and me", "no, para mi hijo y para mí"])
def test_two_people_may_come_in_as_a_correction(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    answer = chat.say("Dr Chen on Thursday at 10:00 for my son", words)
    assert answer.question == "name" and len(answer.state["suspended"]) == 1


@phrases("words", ["for Tomáš and Anna", "para Tomáš y Anna"])
def test_of_two_children_on_file_the_other_comes_next(riverbend: Frontdesk, words: str) -> None:
    chat = riverbend.chat(PETRA)
    chat.say(f"Dr Day on Thursday at 10:00 {words}")
    chat.tap("Tomáš")
    chat.tap(0)
    chat.agree()
    if chat.last.question == "who":
        assert "Tomáš Horký" not in chat.last.labels
        chat.tap("Anna")
    chat.agree()
    assert riverbend.booked("Tomáš Horký") == ["day 2026-06-11 10:00"] and len(riverbend.booked("Anna Horká")) == 1


@pytest.mark.parametrize(
    ("words", "each"),
    [
        ("for my wife and daughter please", ["for my wife please", "for my daughter please"]),
        ("for my two daughters", ["for my daughter", "for my other daughter"]),
        ("my son and I need an appointment", ["for my son need an appointment", "for me need an appointment"]),
        ("can my son and I see Dr Chen", ["can for my son see Dr Chen", "can for me see Dr Chen"]),
        ("for my son, my daughter and me", ["for my son", "for my daughter", "for me"]),
        ("for my son Leo and me on Friday", ["for my son Leo on Friday", "for me on Friday"]),
        ("cita para mí y para mi hijo", ["cita para mí", "cita para mi hijo"]),
        ("para mi hija pequeña y mi marido el jueves", ["para mi hija pequeña el jueves", "para mi marido el jueves"]),
        ("para mis dos hijos", ["para mi hijo", "para mi otro hijo"]),
    ],
)
def test_a_row_of_people_is_told_as_each_alone(words: str, each: list[str]) -> None:
    message = Message.read(words)
    found = find_together(message)
    assert found is not None and [found.alone(message, at) for at in range(len(found.whom))] == each


@pytest.mark.parametrize(
    "words",
    [
        "for my son and I can come on Thursday", "for my son and my phone is 555 010 0199",
        "for my son and my wife will bring him", "my wife and I want an appointment for our son",
        "for my son on Thursday and Friday", "for Paediatrics and Dermatology", "for Dublin and Cork",
        "can my son and I talk about it",
        "I spoke with my son and me", "para mi hijo y mi teléfono es el 600 000 000",
        "para mi hijo y me gustaría el jueves",
        "para mi hijo y para mí es mejor el jueves", "para mi hijo y que sea el lunes",
    ],
)  # fmt: skip
def test_what_goes_on_after_a_person_makes_no_second_patient(words: str) -> None:
    assert find_together(Message.read(words)) is None


# --- one more, while the first is being booked ------------------------------------------------------------


def mia_until(chat: Chat, question: str) -> None:
    """Book for Mia until something is asked."""
    said = iter(("Thursday at 10:00", "Mia Power", "3 February 2022"))
    chat.say("Book for my 4-year-old daughter")
    while chat.last.question != question:
        chat.say(next(said))


@phrases(
    ("question", "words"),
    [
        ("guardian_name", "now for my other daughter"),
        ("guardian_name", "ahora para mi otra hija"),
        ("date_of_birth", "and also one for my other daughter"),
        ("name", "y ahora otra para mi otra hija"),
        ("slot", "another one for my other daughter please"),
    ],
)
def test_one_child_more_said_in_between_is_booked_next(desk: Frontdesk, question: str, words: str) -> None:
    chat = desk.chat(NEW)
    mia_until(chat, question)
    assert chat.say(words).question == question
    assert "your daughter" in chat.last.text or "su hija" in chat.last.text
    while chat.last.question != "confirm":
        answers = {"slot": "Thursday at 10:00", "name": "Mia Power", "date_of_birth": "3 February 2022"}
        chat.say(answers.get(chat.last.question or "", "Homer Power"))
    chat.agree()
    assert desk.booked("Mia Power") == ["chen 2026-06-11 10:00"]
    assert chat.state["task"] == "book" and not chat.state["is_done"] and chat.state["speciality"] == "paediatrics"
    chat.tap(0)
    assert chat.last.question == "name"
    chat.say("Zoe Power", "3 February 2020")
    chat.agree()
    assert len(desk.booked("Zoe Power")) == 1 and desk.is_sound()


@phrases("words", ["Homer Power, and now for my other daughter", "Homer Power. Y ahora para mi otra hija"])
def test_an_answer_before_one_child_more_is_heard_too(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NEW)
    mia_until(chat, "guardian_name")
    assert chat.say(words).question == "confirm" and "Homer Power" in chat.last.text
    assert len(chat.state["suspended"]) == 1


@phrases(
    ("words", "first", "then"),
    [
        ("my son and I have had a cough for a week", "chen", "you"),
        ("me and my son have a fever", "okafor", "your son"),
        ("I have a cough and my son has a rash", "okafor", "your son"),
        ("mi hijo y yo tenemos fiebre", "chen", "usted"),
        ("mi hija y yo queremos ver a la doctora Chen", "chen", "usted"),
        ("both of us need to see Dr Chen", "chen", "the other person"),
        ("book us both with Dr Chen on Thursday", "chen", "the other person"),
        ("una cita con la doctora Chen para los dos", "chen", "la otra persona"),
    ],
)
def test_two_who_are_told_of_at_once_come_one_after_the_other(
    desk: Frontdesk, words: str, first: str, then: str
) -> None:
    chat = desk.chat(NORA)
    answer = chat.say(words)
    assert re.search(f"(the visit for|la cita para) {then}", answer.text), answer.text
    assert answer.state["selected_doctor"] == first or answer.state["doctor_options"] or answer.offered
    [aside] = answer.state["suspended"]
    assert aside["is_next"] and not aside["is_for_same"]


def test_the_other_of_us_both_is_asked_for_and_is_not_who_writes(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("book us both with Dr Chen on Thursday")
    chat.tap(0)
    chat.agree()
    assert desk.booked("Nora Byrne") == ["chen 2026-06-11 09:00"] and "the other person" in chat.last.text
    chat.tap(0)
    assert chat.last.question == "name"
    chat.say("Mark Byrne", "1 May 1980")
    chat.agree()
    assert desk.booked("Mark Byrne") == ["chen 2026-06-11 09:30"] and len(desk.booked("Nora Byrne")) == 1


@pytest.mark.parametrize(
    "words",
    [
        "my son and I have an appointment on Friday", "both of my knees hurt", "my back hurts and my knee is swollen",
        "we both like Dr Chen", "my wife and I have moved house",
    ],
)  # fmt: skip
def test_two_who_are_only_spoken_of_want_no_two_visits(desk: Frontdesk, words: str) -> None:
    assert desk.chat(NORA).say(words).state["suspended"] == []


@phrases("words", ["no, it's for my other daughter", "no, es para mi otra hija", "sorry, for my other daughter"])
def test_another_child_in_place_of_the_first_is_a_correction(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NEW)
    mia_until(chat, "guardian_name")
    assert chat.say(words).question == "name" and chat.state["suspended"] == []
    assert chat.say("Zoe Power").question == "date_of_birth"


@phrases("words", ["now for my other daughter", "ahora para mi otra hija", "and another one for my other daughter"])
def test_another_daughter_after_a_booking_is_not_the_one_just_booked_for(riverbend: Frontdesk, words: str) -> None:
    chat = riverbend.chat(PETRA)
    chat.say("Dr Day on Thursday at 10:00 for Anna")
    chat.agree()
    chat.say(words, "Dr Day on Friday at 10:00")
    chat.agree()
    assert chat.last.question == "name" and riverbend.booked("Anna Horká") == ["day 2026-06-11 10:00"]


@phrases("words", ["now for my son", "ahora para mi hijo"])
def test_the_other_child_on_file_after_a_booking_needs_no_name(riverbend: Frontdesk, words: str) -> None:
    chat = riverbend.chat(PETRA)
    chat.say("Dr Day on Thursday at 10:00 for Anna")
    chat.agree()
    chat.say(words, "Dr Day on Friday at 10:00")
    chat.agree()
    assert riverbend.booked("Tomáš Horký") == ["day 2026-06-12 10:00"]


@pytest.mark.parametrize(
    "words",
    [
        "no, for my other daughter", "it is for my son", "now is fine for Thursday", "the same for both days",
        "I need it now for work", "Ann Lee", "for Ann Lee", "para mi hija", "también para el dolor",
        "y para el viernes",
    ],
)  # fmt: skip
def test_what_brings_in_nobody_is_no_further_visit(words: str) -> None:
    assert find_further(Message.read(words)) is None
