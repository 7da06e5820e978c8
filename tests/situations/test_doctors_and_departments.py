"""Situations 23 to 30: whom a visit is with, named well, badly, by trade, by habit or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.situations.conftest import OpenDesk
from tests.situations.desk import NORA, RAVI, TOM, Frontdesk, phrases

pytestmark = pytest.mark.words

# --- 23 to 25: names ------------------------------------------------------------------------------


@phrases(
    "words",
    [
        "Dr Sharma",
        "I'd like to see Dr Sharma tomorrow at 10",
        "can you book me in with sharma for Tuesday, 10am",
        "quiero una cita con el doctor Sharma mañana a las 10",
    ],
)
def test_23_a_name_that_two_doctors_have_is_asked_about_and_never_picked(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert answer.doctors_offered == ["anita", "arjun"]
    assert answer.state["selected_doctor"] is None and answer.state["selected_slot"] is None
    assert "Cardiology" in answer.told or "Cardiología" in answer.told
    assert "Orthopaedics" in answer.told or "Traumatología" in answer.told
    assert desk.booked() == [] and desk.held() == []


@phrases("words", ["the cardiologist", "Anita", "cardiology", "1", "Anita Sharma", "the heart one"])
def test_23_the_answer_settles_it_and_the_time_said_before_counts(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("I'd like to see Dr Sharma tomorrow at 10", words)
    chat.agree()
    assert desk.booked() == ["anita 2026-06-09 10:00"]


def test_23_a_speciality_beside_the_name_tells_them_apart_at_once(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Sharma from orthopaedics, tomorrow at 10")
    chat.agree()
    assert desk.booked() == ["arjun 2026-06-09 10:00"]


@phrases(
    ("words", "doctors"),
    [
        ("Dr Shrama tomorrow at 10", ["anita", "arjun"]),
        ("Can I see Dr. Chan tomorrow at 10?", ["chen"]),
        ("appointment with doctor hadad tomorrow at 10", ["haddad"]),
        ("Dr Okafur tomorrow at 10 please", ["okafor"]),
        ("cita con el doctor Jaddad mañana a las 10", ["haddad"]),
    ],
)
def test_24_a_misspelt_name_is_suggested_and_asked(desk: Frontdesk, words: str, doctors: list[str]) -> None:
    answer = desk.chat(NORA).say(words)
    surnames = {"anita": "Sharma", "arjun": "Sharma", "chen": "Chen", "haddad": "Haddad", "okafor": "Okafor"}
    assert all(surnames[code] in answer.told for code in doctors)
    assert answer.question in ("doctor", "confirm")
    assert desk.booked() == [] and answer.events == []


def test_24_a_yes_to_the_one_suggestion_takes_it(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("Can I see Dr. Chan tomorrow at 10?", "yes")
    chat.agree()
    assert desk.booked() == ["chen 2026-06-09 10:00"]


def test_24_a_no_to_the_one_suggestion_drops_it(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    answer = chat.say("Can I see Dr. Chan tomorrow at 10?", "no")
    assert answer.state["selected_doctor"] is None and answer.question is not None
    assert desk.booked() == [] and desk.held() == []
    chat.say("Dr Haddad")
    chat.agree()
    assert desk.booked() == ["haddad 2026-06-09 10:00"]


@phrases(
    "words",
    ["I want to see Dr. Whitfield", "can Dr Whitfield see me tomorrow at 10?", "quiero ver al doctor Whitfield"],
)
def test_25_a_doctor_who_is_not_on_the_staff_is_not_invented(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert "Whitfield" in answer.text and answer.labels
    assert answer.state["selected_doctor"] is None and answer.offered == []
    assert not any("Whitfield" in label for label in answer.labels)
    assert desk.booked() == []


def test_25_colleagues_of_the_department_stand_in_for_an_unknown_doctor(desk: Frontdesk) -> None:
    answer = desk.chat(NORA).say("I want the cardiologist Dr. Whitfield")
    assert answer.doctors_offered == ["anita", "romano"]
    assert answer.state["speciality"] == "cardiology"


# --- 26: departments in people's words -------------------------------------------------------------


@phrases(
    ("words", "speciality", "name"),
    [
        ("I need the heart doctor", "cardiology", "Cardiology"),
        ("someone for my knee", "orthopaedics", "Orthopaedics"),
        ("skin", "dermatology", "Dermatology"),
        ("book me in for a skin check next Tuesday at 11 am", "dermatology", "Dermatology"),
        ("I'd like to get my moles looked at", "dermatology", "Dermatology"),
        ("a doctor for my little girl's cough", "paediatrics", "Paediatrics"),
        ("I keep getting palpitations, who can look at that?", "cardiology", "Cardiology"),
        ("my shoulder hurts when I lift my arm", "orthopaedics", "Orthopaedics"),
        ("necesito un médico para la piel", "dermatology", "Dermatología"),
        ("el médico del corazón", "cardiology", "Cardiología"),
    ],
)
def test_26_a_department_in_everyday_words_is_found_and_named_back(
    desk: Frontdesk, words: str, speciality: str, name: str
) -> None:
    answer = desk.chat(NORA).say(words)
    assert answer.state["speciality"] == speciality
    assert name in answer.told
    assert desk.booked() == []


@phrases("words", ["the skin doctor tomorrow at 10", "someone for my knee tomorrow at 10:00"])
def test_26_a_department_read_into_words_is_confirmed_before_it_is_booked(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    answer = chat.say(words)
    assert desk.booked() == [] and answer.question is not None
    assert "Dermatology" in answer.told or "Orthopaedics" in answer.told
    chat.say("yes")
    assert len(desk.booked()) == 1 and desk.booked()[0].endswith("2026-06-09 10:00")


# --- 27 to 29: habits and wishes --------------------------------------------------------------------


@phrases("words", ["my usual doctor please", "I'd like to see the doctor I always see", "con mi médico de siempre"])
def test_27_the_usual_doctor_is_known_for_who_is_known(desk: Frontdesk, words: str) -> None:
    desk.give(NORA, "haddad", "2026-05-12 10:00", status="fulfilled")
    chat = desk.chat(NORA)
    answer = chat.say(words)
    assert answer.state["selected_doctor"] == "haddad" and "Haddad" in answer.told
    assert {option["doctor"] for option in answer.state["offered"] if option["kind"] == "slot"} == {"haddad"}


def test_27_a_usual_doctor_found_in_the_history_is_read_back_before_booking(desk: Frontdesk) -> None:
    desk.give(NORA, "haddad", "2026-05-12 10:00", status="fulfilled")
    chat = desk.chat(NORA)
    chat.say("my usual doctor, tomorrow at 10")
    assert chat.last.question == "confirm" and len(desk.booked()) == 0
    chat.say("yes")
    assert desk.booked() == ["haddad 2026-06-09 10:00"]


def test_27_of_several_usual_doctors_the_patient_says_which(desk: Frontdesk) -> None:
    desk.give(NORA, "haddad", "2026-05-12 10:00", status="fulfilled")
    desk.give(NORA, "anita", "2026-04-14 10:00", status="fulfilled")
    answer = desk.chat(NORA).say("my usual doctor please")
    assert sorted(answer.doctors_offered) == ["anita", "haddad"]
    assert answer.state["selected_doctor"] is None


@phrases(("sender", "channel"), [(None, "webchat"), (NORA, "voice"), (TOM, "whatsapp")])
def test_27_nobody_learns_of_a_history_that_is_not_proved_to_be_theirs(
    desk: Frontdesk, sender: str | None, channel: str
) -> None:
    desk.give(NORA, "haddad", "2026-05-12 10:00", status="fulfilled")
    answer = desk.chat(sender, channel=channel).say("I'm Nora Byrne, born 2 May 1984, I'd like my usual doctor")
    assert answer.state["selected_doctor"] is None
    assert answer.question is not None and "Haddad" not in answer.text and answer.doctors_offered == []


@phrases(
    "words",
    [
        "any cardiologist, as soon as possible",
        "cardiology, any doctor, the soonest you have",
        "I don't mind which heart doctor, just the first free appointment",
        "cualquier cardiólogo, lo antes posible",
    ],
)
def test_28_any_doctor_soonest_is_the_earliest_time_of_the_department(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    answer = chat.say(words)
    assert answer.question == "confirm" and desk.booked() == [], "a doctor was picked for the patient: read back first"
    assert desk.held() == ["anita 2026-06-08 09:30"]
    chat.say("yes")
    assert desk.booked() == ["anita 2026-06-08 09:30"]


def test_28_the_earliest_time_may_be_a_colleagues(desk: Frontdesk) -> None:
    for at in ("2026-06-08 09:30", "2026-06-08 10:00"):
        desk.give(RAVI, "anita", at)
    chat = desk.chat(NORA)
    chat.say("any cardiologist, as soon as possible", "yes")
    assert desk.booked("Nora Byrne") == ["romano 2026-06-08 10:00"]


@phrases("words", ["a female cardiologist, please", "a heart doctor, but a woman please", "una cardióloga mujer"])
def test_29_a_woman_is_found_where_that_is_recorded(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(words)
    doctors = {option["doctor"] for option in answer.state["offered"] if option["doctor"]}
    assert answer.state["selected_doctor"] == "anita" or doctors == {"anita"}
    assert desk.booked() == []


def test_29_where_it_is_not_recorded_the_desk_says_so(desk: Frontdesk) -> None:
    plainly = desk.chat(NORA).say("a dermatologist please")
    answer = desk.chat(NORA).say("a female dermatologist, please")
    assert answer.state["speciality"] == "dermatology" and answer.question is not None
    assert len(answer.text) > len(plainly.text) and "wom" in answer.text, "that it is not known is said"
    assert desk.booked() == []


# --- 30: on leave -----------------------------------------------------------------------------------


@phrases(
    "words",
    [
        "Dr Anita Sharma on 23 June at 10:30",
        "Can I see Anita Sharma in the week of 22 June?",
        "Dr Anita Sharma on Tuesday the 23rd please",
        "con la doctora Anita Sharma el 23 de junio",
    ],
)
def test_30_a_doctor_on_leave_has_a_next_date_and_a_colleague(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    answer = chat.say(words)
    assert desk.booked() == [] and answer.offered
    away = {f"2026-06-{day}" for day in range(22, 27)}
    hers = {o["starts_at"][:10] for o in answer.state["offered"] if o["kind"] == "slot" and o["doctor"] == "anita"}
    assert not hers & away
    assert answer.names_day(chat.now.replace(day=29).date()), "when she is back"
    assert "Romano" in answer.told, "who could stand in"


# --- who is asked after ------------------------------------------------------------------------------


@phrases(
    ("words", "named", "unnamed"),
    [
        ("do you have any female doctors?", "Anita", "Arjun"),
        ("which of your doctors are women?", "Anita", "Arjun"),
        ("are there any women cardiologists?", "Anita", "Romano"),
        ("do you have any male doctors", "Arjun", "Anita"),
        ("¿qué médicas tienen?", "Anita", "Arjun"),
        ("¿tienen alguna cardióloga?", "Anita", "Romano"),
    ],
)
def test_29_asked_whether_there_are_women_the_desk_lists_them_and_books_nothing(
    desk: Frontdesk, words: str, named: str, unnamed: str
) -> None:
    answer = desk.chat(NORA).say(words)
    assert named in answer.text and unnamed not in answer.text
    assert answer.state["task"] is None and desk.booked() == []


@phrases(
    "words", ["who works at the Žižkov Centre?", "which doctors do you have in Žižkov?", "¿quién trabaja en Žižkov?"]
)
def test_29_asked_who_works_at_a_site_only_they_are_listed(open_hospital: OpenDesk, words: str) -> None:
    riverbend = open_hospital((Path(__file__).parent / "riverbend.yaml").read_text())
    chat = riverbend.chat("+420600000001")
    answer = chat.say(words)
    assert "Young" in answer.text and "Dvořák" in answer.text and "Grace Day" not in answer.text
    assert answer.state["task"] is None and answer.state["location"] is None


@phrases(
    ("words", "choice", "speciality"),
    [
        ("my knee hurts and a rash came up on the leg", "the skin one", "dermatology"),
        ("my knee hurts and a rash came up on the leg", "orthopaedics", "orthopaedics"),
        ("me duele la rodilla y tengo un sarpullido en la pierna", "traumatología", "orthopaedics"),
        ("me duele la rodilla y tengo un sarpullido en la pierna", "dermatología", "dermatology"),
    ],
)
def test_a_complaint_for_two_departments_lets_the_patient_choose_between_them(
    desk: Frontdesk, words: str, choice: str, speciality: str
) -> None:
    chat = desk.chat(NORA)
    asked = chat.say(words)
    assert asked.question == "speciality" and asked.state["speciality"] is None
    assert len(asked.labels) == 2 and all(label in asked.text for label in asked.labels)
    answer = chat.say(choice)
    assert answer.state["speciality"] == speciality and answer.question != "speciality"
    assert answer.state["diagnosis_condition"], "what was told of the trouble is kept"


@phrases("words", ["my knee hurts", "me duele mucho la rodilla"])
def test_a_complaint_that_is_clear_asks_for_no_department(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert answer.state["speciality"] == "orthopaedics" and answer.question == "slot"


@phrases(
    "words",
    [
        "the lady I saw last time", "whoever treated me before", "the doctor I had in May",
        "con quien me atendió la última vez",
        "la doctora que me vio en mayo", "quiero la misma de la otra vez",
    ],
)  # fmt: skip
def test_27_whom_a_patient_saw_is_found_in_visits_that_are_over(desk: Frontdesk, words: str) -> None:
    desk.give(NORA, "anita", "2026-05-12 10:00")
    answer = desk.chat(NORA).say(words)
    assert answer.state["selected_doctor"] == "anita"


def test_27_a_man_seen_last_time_is_not_the_woman_who_was(desk: Frontdesk) -> None:
    desk.give(NORA, "anita", "2026-05-12 10:00", status="fulfilled")
    answer = desk.chat(NORA).say("the man I saw last time")
    assert answer.state["selected_doctor"] is None
