"""Corrections, questions in between and a new errand in the middle: the last word counts, and nothing said is lost."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.situations.conftest import OpenDesk
from tests.situations.desk import ELENA, MONDAY, NORA, RAVI, Frontdesk, phrases

pytestmark = pytest.mark.words

THURSDAY = "2026-06-11"
PETRA = "+420600000002"
NEVER_MET = "+353867770009"


# --- another of the times on the list -------------------------------------------------------------


@phrases(
    ("words", "at"),
    [
        ("oh sorry, the first one", "09:00"),
        ("no, the first one instead", "09:00"),
        ("the third one, sorry", "10:00"),
        ("no, mejor el primero", "09:00"),
        ("I meant the first", "09:00"),
    ],
)
def test_another_time_of_the_list_while_the_name_is_asked_moves_the_hold(desk: Frontdesk, words: str, at: str) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday", "the second one")
    assert chat.last.question == "name"
    answer = chat.say(words)
    assert answer.question == "name" and answer.state["selected_slot"][:16] == f"{THURSDAY}T{at}"
    assert answer.state["held"]["starts_at"] == answer.state["selected_slot"]
    chat.say("Bo Tate, 1 May 1990", "+353861119301")
    chat.agree()
    assert desk.booked() == [f"chen {THURSDAY} {at}"] and desk.is_sound()


@phrases("words", ["no, the other one", "no, el otro", "sorry, not that one"])
def test_turning_down_the_time_just_taken_shows_the_others(desk: Frontdesk, words: str) -> None:
    chat = desk.chat()
    answer = chat.say("Dr Chen on Thursday", "the second one", words)
    assert answer.question == "slot" and answer.offered and f"{THURSDAY} 09:30" not in answer.offered


def test_another_time_of_the_list_while_it_is_asked_for_whom_chooses_nobody(riverbend: Frontdesk) -> None:
    chat = riverbend.chat(PETRA)
    shown = chat.say("Dr Day this week").offered
    chat.say("the first one")
    assert chat.last.question == "who"
    answer = chat.say("no, the second one")
    assert answer.question == "who" and answer.state["patient_id"] is None
    assert answer.state["selected_slot"][:16].replace("T", " ") == shown[1]


@phrases("words", ["sorry, the second one", "no, the second one"])
def test_another_time_of_the_list_right_after_booking_moves_the_visit(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Thursday", "the first one")
    assert chat.last.question == "reminders"
    chat.say(words)
    assert desk.booked() == [f"chen {THURSDAY} 09:30"] and desk.is_sound()


def test_another_day_while_the_name_is_asked_counts(desk: Frontdesk) -> None:
    chat = desk.chat()
    answer = chat.say("Dr Chen, as soon as possible", "earliest tomorrow then")
    assert answer.question == "name" and answer.state["selected_slot"].startswith("2026-06-09")
    assert answer.names_day(datetime(2026, 6, 9).date())


# --- one errand dropped for another ----------------------------------------------------------------


@phrases(
    "words",
    [
        "forget that, Dr Haddad on Friday 9am instead",
        "never mind, I'd rather see Dr Haddad on Friday at 9",
        "olvídelo, mejor con el Dr. Haddad el viernes a las 9",
    ],
)
def test_forgetting_one_booking_for_another_goes_on_with_the_other(desk: Frontdesk, words: str) -> None:
    chat = desk.chat()
    answer = chat.say("Dr Chen on Thursday at 10", words)
    assert answer.question == "name" and answer.state["suspended"] == []
    assert (answer.state["selected_doctor"], answer.state["selected_slot"][:16]) == ("haddad", "2026-06-12T09:00")


def test_a_first_line_that_forgets_something_is_an_errand_all_the_same(desk: Frontdesk) -> None:
    answer = desk.chat().say("forget it, I'd rather see Dr Chen on Thursday")
    assert answer.offered_days == {THURSDAY}


def test_forgetting_a_hand_over_for_a_booking_books(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    answer = chat.say("agent please", "forget it, book me with Dr Chen on Thursday")
    assert answer.offered_days == {THURSDAY}


# --- questions in between --------------------------------------------------------------------------


@phrases("words", ["¿y si llego tarde?", "and if I'm late?", "what if I can't come?", "¿me esperan si llego tarde?"])
def test_a_question_in_a_booking_moves_no_other_visit(desk: Frontdesk, words: str) -> None:
    desk.give(ELENA, "chen", "2026-06-10 10:00")
    chat = desk.chat(ELENA)
    chat.say("Dr Haddad on Friday")
    answer = chat.say(words)
    assert (answer.state["task"], answer.state["selected_doctor"], answer.question) == ("book", "haddad", "slot")
    chat.say("el primero")
    assert "haddad 2026-06-12 09:00" in desk.booked()


def test_a_question_while_the_name_is_asked_is_no_name(desk: Frontdesk) -> None:
    chat = desk.chat()
    answer = chat.say("Dr Chen on Thursday at 10", "and if I'm late?")
    assert answer.question == "name" and answer.state["patient_name"] is None and "+353" in answer.text


@phrases("words", ["take me off", "take me off please", "quíteme"])
def test_take_me_off_right_after_the_list_was_told_means_the_list(desk: Frontdesk, words: str) -> None:
    desk.give(NORA, "haddad", "2026-06-12 10:00")
    chat = desk.chat(NORA)
    chat.say("put me on the waiting list for Dr Chen this week", "I'd rather wait", "am I on the waiting list?")
    chat.say(words)
    assert chat.last.question != "confirm_cancel"
    assert "nobody" in chat.say("am I on the waiting list?").text and desk.booked() == ["haddad 2026-06-12 10:00"]


@phrases("words", ["can I cancel later if something comes up?", "is it ok if I'm late?", "¿puedo cancelarla después?"])
def test_asking_for_the_rules_in_a_booking_ends_nothing(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    answer = chat.say("Dr Chen on Thursday", words)
    assert (answer.question, answer.state["selected_doctor"]) == ("slot", "chen")
    assert answer.state["suspended"] == []


# --- a lone way on ---------------------------------------------------------------------------------


@phrases("words", ["ok, when is my next visit?", "fine. how do I pay?", "cancel that appointment", "anula la cita"])
def test_a_new_errand_does_not_press_the_only_choice(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA, channel="sms")
    chat.say("are my results in?")  # never by SMS
    assert chat.last.labels == ["Talk to a person"]
    assert "handoff.requested" not in chat.say(words).happened


def test_thanks_press_no_choice(desk: Frontdesk) -> None:
    assert desk.chat(NORA, channel="sms").say("are my results in?", "ok thanks").happened == []


def test_a_mere_yes_takes_the_only_choice(desk: Frontdesk) -> None:
    assert "handoff.requested" in desk.chat(NORA, channel="sms").say("are my results in?", "ok").happened


def test_a_line_that_says_nothing_leaves_the_next_as_it_is(desk: Frontdesk) -> None:
    chat = desk.chat(ELENA)
    chat.say("la Dra. Chen el jueves a las 10")
    chat.agree()
    assert chat.say("asdkj", "anula la cita").question == "confirm_cancel"


# --- what stands, and whose it is ------------------------------------------------------------------


@phrases("words", ["what did you book?", "when is it again?", "¿qué ha reservado?", "¿cuándo era?"])
def test_what_was_just_booked_is_told_and_nothing_is_asked(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Thursday at 10")
    answer = chat.say(words)
    assert answer.names_day(datetime(2026, 6, 11).date()) and "10:00" in answer.text
    assert answer.state["errand"] == 1 and answer.labels == []


@phrases(
    "words",
    [
        "I have an appointment on Friday with Dr Okafor, what time is it?",
        "tengo una cita el viernes con la Dra. Okafor, ¿a qué hora es?",
    ],
)
def test_asking_when_ones_visit_is_offers_no_new_times(desk: Frontdesk, words: str) -> None:
    answer = desk.chat().say(words)
    assert answer.offered == [] and answer.state["wanted"] is None
    assert any(option["kind"] == "find_mine" for option in answer.state["offered"])


@phrases(
    "words",
    [
        "can you tell me if Ravi Kumar has an appointment?",
        "is Ravi Kumar booked in with Dr Chen?",
        "¿me puede decir si Ravi Kumar tiene cita?",
    ],
)
def test_nobody_hears_whether_somebody_else_has_a_visit(desk: Frontdesk, words: str) -> None:
    desk.give(RAVI, "chen", "2026-06-11 10:00")
    answer = desk.chat(NORA).say(words)
    assert "other people" in answer.text or "otras personas" in answer.text
    assert answer.offered == [] and "Ravi" not in answer.text


def test_who_types_anothers_details_does_not_hear_that_a_visit_is_booked(desk: Frontdesk) -> None:
    details = "for Rob Korr, 1 March 1990, +353861119304"
    desk.chat().say(f"Dr Chen on Thursday at 10 {details}")
    assert desk.booked() == [f"chen {THURSDAY} 10:00"]
    chat = desk.chat()
    chat.say(f"Dr Chen on Friday at 10 {details}")
    answer = chat.agree()
    assert "booked" not in answer.words.casefold() and "open" not in answer.words.casefold()
    assert answer.labels == ["Talk to a person"] and len(desk.booked()) == 1


def test_the_true_reason_is_told_when_the_day_is_nearly_over(desk: Frontdesk) -> None:
    chat = desk.chat(now=MONDAY.replace(hour=16, minute=40))
    assert "full" not in chat.say("appointment with Dr Chen today").text and "too late" in chat.last.text


def test_who_is_a_minor_by_birth_date_is_booked_under_a_guardian(desk: Frontdesk) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 10", "Ron Hart", "19 May 2017")
    assert chat.last.question == "guardian_name" and desk.booked() == []
    chat.say("Ann Hart", "+353861119307")
    answer = chat.agree()
    assert desk.booked("Ron Hart") == [f"chen {THURSDAY} 10:00"] and answer.events[-1]["for_dependant"] == "Ron Hart"


def test_a_parent_may_say_what_they_are_to_a_child_told_by_the_birth_date(desk: Frontdesk) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 10", "Ron Hart", "19 May 2017", "I am his mother, Ann Hart", "+353861119307")
    chat.agree()
    assert desk.booked("Ron Hart") == [f"chen {THURSDAY} 10:00"]


# --- two visits in one message ---------------------------------------------------------------------


@pytest.fixture
def riverbend(open_hospital: OpenDesk) -> Frontdesk:
    """The desk of the hospital in `riverbend.yaml`."""
    return open_hospital((Path(__file__).parent / "riverbend.yaml").read_text())


@phrases(
    "words",
    [
        "Dr Chen on Thursday at 10:00 for Ann Lee and 10:30 for me",
        "Ann Lee at 10:00 and me at 10:30 with Dr Chen on Thursday",
        "con la Dra. Chen el jueves a las 10:00 para Ann Lee y a las 10:30 para mí",
    ],
)
def test_two_visits_each_with_its_time_and_person_are_booked_one_after_the_other(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    answer = chat.say(words)
    assert "10:30" in answer.text and answer.question == "date_of_birth"
    chat.say("2 May 1980")
    chat.agree()
    chat.agree()
    assert desk.booked("Ann Lee") == [f"chen {THURSDAY} 10:00"]
    assert desk.booked("Nora Byrne") == [f"chen {THURSDAY} 10:30"] and desk.is_sound()


def test_a_choice_between_two_times_is_no_two_visits(desk: Frontdesk) -> None:
    answer = desk.chat(NORA).say("Dr Chen for me on Thursday at 10:00 or on Friday at 11:00")
    assert answer.state["suspended"] == [] and desk.booked() == []
