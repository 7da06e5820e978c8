"""What is easily taken for something else: another doctor after all, somebody else, a bare no, a trouble that went."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from conversation.extractors.entities import Context, Intent
from conversation.extractors.pipeline import understand
from conversation.extractors.recovered import has_recovered
from conversation.extractors.text import Message
from conversation.extractors.towns import find_beside_doctor
from tests.situations.conftest import OpenDesk
from tests.situations.desk import NORA, Chat, Frontdesk, phrases

pytestmark = pytest.mark.words

PETRA = "+420600000002"
THURSDAY_TEN = "chen 2026-06-11 10:00"


def with_chen(desk: Frontdesk) -> Chat:
    """A chat in which a visit with Dr Chen was just booked."""
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Thursday at 10:00")
    assert desk.booked() == [THURSDAY_TEN]
    return chat


# --- another doctor, right after a booking ----------------------------------------------------------------


@phrases(
    "words",
    [
        "actually can it be dr haddad on friday at 10:00",
        "mejor con el doctor haddad el viernes a las 10:00",
        "could it be Dr Haddad on Friday at 10:00?",
        "I'd prefer Dr Haddad on Friday at 10:00",
        "que sea con el Dr. Haddad el viernes a las 10:00",
        "prefiero al doctor Haddad el viernes a las 10:00",
    ],
)
def test_another_doctor_in_place_of_the_one_just_booked_moves_that_visit_once_agreed(
    desk: Frontdesk, words: str
) -> None:
    chat = with_chen(desk)
    assert chat.say(words).question == "confirm" and desk.booked() == [THURSDAY_TEN]
    chat.say("yes")
    assert desk.booked() == ["haddad 2026-06-12 10:00"] and desk.is_sound()


@phrases("words", ["actually can it be dr haddad on friday", "mejor con el doctor haddad el viernes"])
def test_whoever_is_shown_times_for_it_reads_which_visit_moves(desk: Frontdesk, words: str) -> None:
    answer = with_chen(desk).say(words)
    assert answer.offered_days == {"2026-06-12"} and "Chen" in answer.text and desk.booked() == [THURSDAY_TEN]


@phrases(
    "words",
    [
        "Dr Haddad on Friday at 10:00 as well",
        "actually I need an appointment with Dr Haddad too, Friday at 10:00",
        "y otra cita con el Dr. Haddad el viernes a las 10:00",
        "Dr Haddad on Friday at 10:00",
    ],
)
def test_a_further_visit_with_another_doctor_leaves_the_first_one(desk: Frontdesk, words: str) -> None:
    chat = with_chen(desk)
    chat.say(words)
    chat.agree()
    assert desk.booked() == [THURSDAY_TEN, "haddad 2026-06-12 10:00"]


@phrases(
    "words",
    [
        "¿me la pasas al miércoles a las 10:00?", "¿me la cambias al miércoles a las 10:00?",
        "la mueves al miércoles a las 10:00",
    ],
)  # fmt: skip
def test_a_visit_passed_on_to_another_day_is_moved(desk: Frontdesk, words: str) -> None:
    chat = with_chen(desk)
    chat.say(words)
    chat.agree()
    assert desk.booked() == ["chen 2026-06-10 10:00"] and "appointment.cancelled" not in chat.events


DESK = Context(now=datetime(2026, 6, 8, 9))


@pytest.mark.parametrize(
    "words",
    [
        "¿me la pasas al miércoles?",
        "me la pasáis para el jueves",
        "¿nos la corres al 15?",
        "¿me la adelantas al martes?",
    ],
)
def test_who_asks_to_have_it_passed_to_a_day_wants_it_moved(words: str) -> None:
    assert understand(words, DESK).says(Intent.RESCHEDULE)


@pytest.mark.parametrize(
    "words",
    [
        "¿me pasas con una persona?", "¿me pasas la factura?", "¿me lo pasas por whatsapp?",
        "¿me los pasas al correo?",
    ],
)  # fmt: skip
def test_what_else_is_passed_on_is_no_move(words: str) -> None:
    assert not understand(words, DESK).says(Intent.RESCHEDULE)


# --- for somebody else ------------------------------------------------------------------------------------


@phrases(
    "words",
    [
        "Dr Chen on Thursday at 10:00 for someone else",
        "con la Dra. Chen el jueves a las 10:00 para otra persona",
        "Dr Chen on Thursday at 10:00, on behalf of somebody else",
        "Dr Chen on Thursday at 10:00, it's not for me",
        "con la Dra. Chen el jueves a las 10:00, es para un familiar",
        "con la Dra. Chen el jueves a las 10:00, no es para mí",
        "Dr Chen on Thursday at 10:00 for another patient",
    ],
)
def test_a_visit_for_somebody_else_is_never_the_senders(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    assert chat.say(words).question == "name" and desk.booked() == []
    chat.say("Max Byrne", "3 February 1982")
    chat.agree()
    assert desk.booked("Max Byrne") == [THURSDAY_TEN] and desk.booked("Nora Byrne") == []


@phrases("words", ["for someone else", "para otra persona"])
def test_somebody_else_may_be_one_of_those_on_file(open_hospital: OpenDesk, words: str) -> None:
    riverbend = open_hospital((Path(__file__).parent / "riverbend.yaml").read_text())
    chat = riverbend.chat(PETRA)
    assert chat.say(f"Dr Day on Thursday at 10:00 {words}").question == "who"
    chat.tap("Anna")
    assert riverbend.booked("Anna Horká") == ["day 2026-06-11 10:00"]


@phrases("words", ["I'd like to see someone else", "quiero otro médico"])
def test_somebody_else_to_see_is_another_doctor(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen, please", words)
    assert chat.state["selected_doctor"] != "chen" and chat.state["for_relation"] != "other"


# --- a bare no to what the visit is for -------------------------------------------------------------------


@phrases("words", ["no", "nope", "no, gracias"])
def test_a_bare_no_to_the_reason_is_told_that_none_is_needed_and_the_next_leaves_it_out(
    desk: Frontdesk, words: str
) -> None:
    chat = desk.chat(NORA)
    chat.say("I need an appointment")
    answer = chat.say(words)
    assert answer.question == "reason" and answer.state["speciality"] is None and "General" in answer.text
    answer = chat.say(words)
    assert answer.state["reason_skipped"] and answer.state["speciality"] == "general" and answer.question == "slot"


@phrases(
    ("words", "speciality"),
    [
        ("no, my knee hurts", "orthopaedics"), ("skip", "general"), ("not sure", "general"),
        ("prefiero no decirlo", "general"),
    ],
)  # fmt: skip
def test_what_else_answers_the_reason_is_heard_at_once(desk: Frontdesk, words: str, speciality: str) -> None:
    chat = desk.chat(NORA)
    assert chat.say("I need an appointment", words).state["speciality"] == speciality


# --- a trouble that has gone ------------------------------------------------------------------------------


@phrases("words", ["ya se me pasó", "it doesn't hurt any more", "I'm much better now", "ya no me duele, gracias"])
def test_a_trouble_that_went_cancels_the_visit_only_once_that_is_agreed(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("my knee hurts, Dr Okafor on Thursday at 10:00")
    chat.agree()
    assert chat.say(words).question == "confirm_cancel" and desk.booked() == ["okafor 2026-06-11 10:00"]
    chat.say("no")
    assert desk.booked() == ["okafor 2026-06-11 10:00"]


@phrases("words", ["ya se me pasó", "it has gone away now", "ya estoy mejor"])
def test_a_trouble_that_went_leaves_a_booking_where_it_is_and_says_how_to_leave_it(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("my knee hurts")
    answer = chat.say(words)
    assert answer.question == "slot" and answer.state["task"] == "book"
    assert chat.say("leave it" if "leave it" in answer.text else "dejarlo").state["task"] is None


@pytest.mark.parametrize(
    "words",
    [
        "ya se me pasó", "se me ha pasado la fiebre", "ya se me quitó el dolor", "me encuentro mucho mejor",
        "mi hijo ya está bien", "the pain has gone", "my knee doesn't hurt any more", "she's fine now", "I feel better",
    ],
)  # fmt: skip
def test_a_trouble_that_has_gone_is_heard(words: str) -> None:
    assert has_recovered(Message.read(words))


@pytest.mark.parametrize(
    "words",
    [
        "se me pasó la cita", "ya se me pasó la hora", "ya se me pasó avisar", "it's not better", "it hasn't gone away",
        "I'd feel better with a woman", "it passed but came back", "Friday is better", "I'm fine with Friday",
        "the slot is gone", "is it gone?", "el jueves me va mejor", "ya no me duele pero sigue hinchada",
    ],
)  # fmt: skip
def test_what_is_forgotten_goes_on_or_suits_better_has_not_gone(words: str) -> None:
    assert not has_recovered(Message.read(words))


# --- a doctor in a town -----------------------------------------------------------------------------------


@phrases("words", ["doctor in gata", "un médico en Gata", "any doctor near Gata please"])
def test_a_doctor_in_a_town_without_a_site_is_a_wish_for_one_and_told_where_there_are_sites(
    open_hospital: OpenDesk, words: str
) -> None:
    clinic = open_hospital((Path(__file__).parents[1] / "hospitals" / "small.yaml").read_text())
    answer = clinic.chat().say(words)
    assert answer.question == "reason" and "Rosehill Road" in answer.text


@pytest.mark.parametrize(
    ("words", "town"),
    [
        ("doctor in gata", "gata"), ("a GP near Cork", "Cork"),
        ("especialista cerca de Villa Real, por favor", "Villa Real"),
        ("doctor in charge", None), ("doctor in the morning", None), ("is there a doctor in today", None),
        ("doctor in may", None), ("a doctor in March", None), ("médico en línea", None), ("doctor in english", None),
        ("are the doctors in on Monday", None), ("un médico en la tarde", None), ("doctors in your hospital", None),
    ],
)  # fmt: skip
def test_what_a_doctor_is_in_is_a_town_or_not(words: str, town: str | None) -> None:
    found = find_beside_doctor(Message.read(words))
    assert (found.words if found else None) == town
