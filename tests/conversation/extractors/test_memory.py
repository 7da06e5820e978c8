"""What the desk offered earlier is what "yes", "the second one" and "that doctor" mean later."""

from __future__ import annotations

from datetime import datetime

from conversation.extractors.entities import Doctor, Roster, Speciality
from conversation.extractors.memory import Conversation

NOW = datetime(2026, 3, 5, 9)
ROSTER = Roster(
    doctors=(
        Doctor("patel", "Dr Asha Patel", "Cardiology"), Doctor("moreno", "Dr Luis Moreno", "Dermatology"),
        Doctor("kelly", "Dr Niamh Kelly", "General Medicine"),
        Doctor("kelly-b", "Dr Brian Kelly", "Cardiology"),
    ),
    specialities=tuple(Speciality(name, name) for name in ("Cardiology", "Dermatology", "General Medicine")),
)  # fmt: skip


def fields(conversation: Conversation, text: str, previous: str = "") -> dict[str, str | None]:
    return conversation.hear(text, previous, NOW, ROSTER).fields


def test_what_is_said_outright_is_given() -> None:
    given = fields(Conversation(), "Dr Patel next Monday around 2 pm please", "Which day?")
    assert given == {
        "doctor_name": "Dr Asha Patel",
        "doctor_id": "patel",
        "slot_date": "2026-03-09",
        "slot_time": "14:00",
    }


def test_a_yes_takes_the_doctor_that_was_offered() -> None:
    assert fields(Conversation(), "Yes, I'd like that one", "How about Dr Luis Moreno?")["doctor_id"] == "moreno"


def test_the_offer_is_remembered_over_lines_in_between() -> None:
    talk = Conversation()
    assert "doctor_id" not in fields(talk, "What is her phone number?", "I found Dr Asha Patel in cardiology.")
    assert fields(talk, "Great, book it please", "It is 555-0100.")["doctor_id"] == "patel"


def test_the_second_of_several_doctors() -> None:
    talk = Conversation()
    assert (
        fields(talk, "the second one", "We have Dr Asha Patel, Dr Luis Moreno and Dr Brian Kelly.")["doctor_id"]
        == "moreno"
    )


def test_the_later_of_several_times() -> None:
    given = fields(Conversation(), "the later one", "On 9 March I can offer 10:20 or 14:40.")
    assert (given["slot_date"], given["slot_time"]) == ("2026-03-09", "14:40")


def test_a_yes_takes_the_time_that_is_offered_instead_of_the_one_that_is_taken() -> None:
    talk = Conversation()
    fields(talk, "Dr Patel on 9 March at 11 am", "")
    given = fields(talk, "Yes, that works", "Sorry, 11 am is taken. Would 11:30 am on 9 March do?")
    assert given["slot_time"] == "11:30"


def test_a_refusal_takes_nothing() -> None:
    assert fields(Conversation(), "No, someone else please", "How about Dr Luis Moreno?") == {
        "doctor_name": None,
        "doctor_id": None,
    }


def test_a_question_about_an_offer_takes_nothing() -> None:
    assert "doctor_id" not in fields(Conversation(), "Ok, what's the address?", "How about Dr Luis Moreno?")


def test_a_fact_taken_back_is_null() -> None:
    talk = Conversation()
    fields(talk, "Dr Patel on Monday")
    assert fields(talk, "change the doctor") == {"doctor_name": None, "doctor_id": None}


def test_a_name_that_fits_two_doctors_is_ambiguous() -> None:
    heard = Conversation().hear("Dr Kelly please", "", NOW, ROSTER)
    assert heard.ambiguous == {"doctor": ["kelly", "kelly-b"]}
    assert "doctor_id" not in heard.fields


def test_a_child_called_like_a_doctor_is_no_doctor() -> None:
    talk = Conversation()
    fields(talk, "I also need a visit for my son Luis", "")
    assert "doctor_id" not in fields(talk, "Luis is looking forward to it", "")


def test_a_yes_to_booking_is_booking() -> None:
    talk = Conversation()
    talk.hear("Find me a dermatologist", "", NOW, ROSTER)
    assert talk.hear("yes please", "I found Dr Luis Moreno. Shall I book an appointment?", NOW, ROSTER).intent == "book"


def test_a_no_to_anything_else_is_goodbye() -> None:
    assert Conversation().hear("No, thanks", "Anything else I can help with?", NOW, ROSTER).intent == "goodbye"


def test_a_town_is_given_where_the_desk_asks_for_one() -> None:
    assert fields(Conversation(), "galway please", "In which city?")["location"] == "galway"
    assert fields(Conversation(), "Find me a doctor in San Pedro", "")["location"] == "San Pedro"


def test_a_complaint_is_given_as_the_reason() -> None:
    assert fields(Conversation(), "I have palpitations", "")["diagnosis_condition"] == "palpitations"
