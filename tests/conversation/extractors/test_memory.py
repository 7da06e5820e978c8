"""What the desk offered earlier is what "yes", "the second one" and "that doctor" mean later."""

from __future__ import annotations

from datetime import datetime

import pytest

from conversation.extractors.dates.protocol import as_protocol
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


def intent(conversation: Conversation, text: str, previous: str = "") -> str:
    return conversation.hear(text, previous, NOW, ROSTER).intent


def searching() -> Conversation:
    talk = Conversation()
    assert intent(talk, "Find me a dermatologist") == "find_doctor"
    return talk


@pytest.mark.parametrize("text", ["No, thanks", "That'll be all, cheers", "Thank you so much", "Not for now"])
def test_to_decline_anything_else_leaves_nothing_open(text: str) -> None:
    talk = searching()
    assert intent(talk, text, "Anything else I can help with?") == "no"
    assert talk.task is None


@pytest.mark.parametrize("text", ["That one sounds lovely", "I'll go with her", "ok", "this one is fine by me"])
def test_liking_a_doctor_is_still_the_search_for_one(text: str) -> None:
    talk = searching()
    intent(talk, text, "I found Dr Luis Moreno, a dermatologist.")
    assert talk.task == "find_doctor"


def test_an_answer_to_where_belongs_to_the_search_that_asked() -> None:
    talk = Conversation()
    intent(talk, "I have to see a skin doctor")
    assert intent(talk, "In Galway, please", "Which town shall I look in?") == "find_doctor"


@pytest.mark.parametrize("text", ["Where are they?", "What's the phone number there?", "how are they rated"])
def test_a_question_on_the_way_leaves_the_errand_open(text: str) -> None:
    talk = searching()
    intent(talk, text, "I found Dr Luis Moreno, a dermatologist.")
    assert talk.task == "find_doctor"


def test_a_day_makes_a_booking_of_a_search() -> None:
    talk = searching()
    assert intent(talk, "is he free on Tuesday at ten?", "I found Dr Luis Moreno.") == "book"


@pytest.mark.parametrize(
    "text", ["No, never mind, make it the 13th", "Actually let's move it to Friday", "no, at 4 pm"]
)
def test_a_correction_goes_on_with_the_booking(text: str) -> None:
    talk = Conversation()
    intent(talk, "Book Dr Moreno on Monday at 3 pm")
    assert intent(talk, text, "An appointment with Dr Luis Moreno on 9 March at 3 pm, is that right?") == "book"


@pytest.mark.parametrize(
    "text", ["Maybe later", "Not at this time.", "No thanks, I'll wait", "some other time perhaps"]
)
def test_to_put_off_an_offered_booking_leaves_nothing_open(text: str) -> None:
    talk = searching()
    assert intent(talk, text, "Would you like me to make an appointment with Dr Moreno?") == "no"
    assert talk.task is None


def test_a_refused_doctor_leaves_the_search_open() -> None:
    assert intent(searching(), "No, I don't like that one", "How about Dr Luis Moreno?") == "find_doctor"


def test_thanks_for_a_booking_are_thanks() -> None:
    talk = Conversation()
    intent(talk, "Book Dr Moreno on Monday at 3 pm")
    assert intent(talk, "thank you so much", "Your appointment has been booked.") == "thanks"
    assert talk.task == "book"


def test_a_town_is_given_where_the_desk_asks_for_one() -> None:
    assert fields(Conversation(), "galway please", "In which city?")["location"] == "galway"
    assert fields(Conversation(), "Find me a doctor in San Pedro", "")["location"] == "San Pedro"


def test_a_complaint_is_given_as_the_reason() -> None:
    assert fields(Conversation(), "I have palpitations", "")["diagnosis_condition"] == "palpitations"


def test_an_offered_time_stays_open_over_an_aside() -> None:
    talk = Conversation()
    fields(talk, "an appointment with Dr Patel on Monday please")
    fields(talk, "she was so kind to my aunt", "Dr Patel has 4 pm to offer. Is that one for you?")
    assert fields(talk, "yes, do", "Good to hear. Should I make the appointment, then?")["slot_time"] == "16:00"


def test_a_time_for_want_of_the_first_is_not_the_one_wished_for() -> None:
    assert fields(Conversation(), "Dr Patel on Monday at 10 am, if not at 11 am")["slot_time"] == "10:00"


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("I saw the doctor on Monday at 10 and need to come back in a week", "2026-03-12", None),
        ("I have work at 9 on Monday, so Tuesday", "2026-03-10", None),
        ("swap my Monday 10 o'clock for Tuesday", "2026-03-10", None),
        ("move my visit from Monday at 10 to 3pm", "2026-03-09", "15:00"),
        ("Monday at 10 or maybe... no, Friday at 3pm", "2026-03-06", "15:00"),
        ("Monday at 10 is too early, what about 3pm", "2026-03-09", "15:00"),
        ("cambia mi cita del lunes a las 10 al martes", "2026-03-10", None),
        ("Monday at ten would suit me", "2026-03-09", "10:00"),
    ],
)
def test_day_and_time_are_those_of_the_wish_that_counts(text: str, day: str, at: str | None) -> None:
    heard = Conversation().hear(text, "", NOW, ROSTER)
    assert (heard.fields.get("slot_date"), heard.fields.get("slot_time")) == (day, at)
    when = as_protocol(heard.understanding.whens, NOW)
    assert when is not None
    assert when["start"] == (f"{day}T{at}:00" if at else day)


def test_a_question_beside_a_yes_is_told() -> None:
    assert intent(Conversation(), "yes, and can I talk to a person?") == "handoff"
