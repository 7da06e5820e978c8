"""Taking back, changing one's mind and doing several things in a row: each act once, on the visit that is meant."""

from __future__ import annotations

from datetime import date

import pytest

from tests.situations.desk import NORA, Chat, Frontdesk, phrases

pytestmark = pytest.mark.words

THURSDAY_TEN = "chen 2026-06-11 10:00"


@pytest.fixture
def chat(desk: Frontdesk) -> Chat:
    """Somebody with a visit on Thursday."""
    desk.give(NORA, "chen", "2026-06-11 10:00")
    return desk.chat(NORA)


# --- taking back ----------------------------------------------------------------------------------


def test_taking_back_again_repeats_no_old_confirmation(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Thursday at 10:00")
    answer = chat.say("take it back again")
    assert desk.booked() == [] and "Booked" not in answer.text and answer.happened == ["appointment.cancelled"]


@phrases(
    "words",
    ["move it back", "put it back", "can I have my old time back?", "put it back how it was", "undo", "take it back"],
)
def test_a_move_is_undone_in_any_words(desk: Frontdesk, words: str) -> None:
    desk.give(NORA, "chen", "2026-06-11 10:00")
    chat = desk.chat(NORA)
    chat.say("move my appointment to Friday at 11:00")
    assert desk.booked() == ["chen 2026-06-12 11:00"]
    chat.say(words)
    assert desk.booked() == [THURSDAY_TEN] and desk.is_sound()
    chat.say("take it back")
    assert desk.booked() == ["chen 2026-06-12 11:00"] and desk.is_sound()


def test_putting_it_back_to_a_day_that_is_named_is_a_move(chat: Chat, desk: Frontdesk) -> None:
    chat.say("move my appointment to Friday at 11:00", "put it back to Thursday at 9:00")
    chat.agree()
    assert desk.booked() == ["chen 2026-06-11 09:00"]


# --- moving ---------------------------------------------------------------------------------------


@phrases(
    "words",
    [
        "change my Thursday appointment to the dermatologist on Friday at 9:00",
        "move my visit to dermatology on Friday at 9:00",
        "can I see a dermatologist instead, move it to Friday at 9:00",
    ],
)
def test_a_move_to_another_speciality_is_not_made_with_the_doctor_of_before(desk: Frontdesk, words: str) -> None:
    desk.give(NORA, "chen", "2026-06-11 10:00")
    chat = desk.chat(NORA)
    chat.say(words)
    assert "chen 2026-06-12 09:00" not in desk.booked()
    chat.agree()
    assert desk.booked() == ["haddad 2026-06-12 09:00"] and chat.events == ["appointment.rescheduled"]


def test_an_hour_for_the_visit_that_moves_is_not_taken_from_the_list_of_another_errand(desk: Frontdesk) -> None:
    desk.give(NORA, "chen", "2026-06-15 10:00")
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Thursday morning")
    assert "2026-06-11 11:00" in chat.last.offered or chat.last.offered
    hour = chat.last.offered[1][11:]
    chat.say(f"oh, and move my existing appointment to {hour}")
    chat.agree()
    assert desk.booked() == [f"chen 2026-06-15 {hour}"]


@phrases("words", ["and my son right after, at 10:30", "also one for my daughter at 10:30", "my son too, at 10:30"])
def test_one_visit_more_after_a_booking_moves_nothing_and_keeps_the_day(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Thursday at 10:00 for me")
    assert desk.booked() == [THURSDAY_TEN]
    chat.say(words)
    assert chat.state["task"] == "book" and chat.state["wanted"]["first_day"] == "2026-06-11"
    chat.say("yes")
    assert THURSDAY_TEN in desk.booked() and "appointment.rescheduled" not in chat.events


# --- cancelling -----------------------------------------------------------------------------------


@phrases("words", ["cancel it", "please cancel it", "cancel my appointment", "yes, cancel it", "cancélala"])
def test_an_order_to_cancel_answers_whether_to_cancel(desk: Frontdesk, words: str) -> None:
    desk.give(NORA, "chen", "2026-06-11 10:00")
    chat = desk.chat(NORA)
    chat.say("I can't come on Thursday")
    assert chat.last.question == "confirm_cancel" and desk.booked() == [THURSDAY_TEN]
    chat.say(words)
    assert desk.booked() == [] and chat.events == ["appointment.cancelled"]


@phrases(
    "words",
    [
        "nobody told me it was cancelled",
        "no one should cancel my visit",
        "I never asked to cancel it",
        "no quiero anular la cita",
        "que no me anulen la cita",
        "nunca dije que anularan mi cita",
    ],
)
def test_a_cancellation_turned_down_cancels_nothing_even_after_a_yes(chat: Chat, desk: Frontdesk, words: str) -> None:
    chat.say(words, "yes", "sí")
    assert desk.booked() == [THURSDAY_TEN] and "appointment.cancelled" not in chat.events
    chat.say("cancel my appointment", words)
    assert desk.booked() == [THURSDAY_TEN] and "appointment.cancelled" not in chat.events


def test_no_wait_keeps_the_visit_and_leaves_nothing_open(chat: Chat, desk: Frontdesk) -> None:
    chat.say("cancel my appointment", "no wait")
    assert chat.last.question is None and chat.last.labels == []
    chat.say("yes", "ok")
    assert desk.booked() == [THURSDAY_TEN] and chat.events == []


@phrases("nod", ["ok", "hmm ok", "I see", "right, got it", "vale"])
def test_54_an_ok_to_what_it_costs_is_no_cancellation(desk: Frontdesk, nod: str) -> None:
    desk.give(NORA, "chen", "2026-06-08 15:00")
    chat = desk.chat(NORA)
    chat.say("cancel my appointment today", "what would cancelling cost me?", nod)
    assert desk.booked() == ["chen 2026-06-08 15:00"] and chat.last.question == "confirm_cancel"
    chat.say("yes")
    assert desk.booked() == [] and chat.events == ["appointment.cancelled"]


@phrases(("words", "then"), [("cancel all my appointments", None), ("cancel my appointment", "both of them")])
def test_several_visits_are_cancelled_one_by_one_each_with_its_own_yes(
    desk: Frontdesk, words: str, then: str | None
) -> None:
    desk.give(NORA, "chen", "2026-06-08 15:00")
    desk.give(NORA, "haddad", "2026-06-16 11:00")
    chat = desk.chat(NORA)
    chat.say(words, *([then] if then else []))
    assert chat.last.question == "confirm_cancel" and "25" in chat.last.text and len(desk.booked()) == 2
    answer = chat.say("yes")
    assert answer.happened == ["appointment.cancelled"] and answer.question == "confirm_cancel"
    assert desk.booked() == ["haddad 2026-06-16 11:00"] and "Haddad" in answer.text
    chat.say("no, keep that one")
    assert desk.booked() == ["haddad 2026-06-16 11:00"] and chat.last.question is None


@phrases(("words", "at"), [("the later one", "2026-06-16 11:00"), ("the first one", "2026-06-11 10:00")])
def test_of_two_visits_with_one_doctor_the_one_meant_is_cancelled(desk: Frontdesk, words: str, at: str) -> None:
    for each in ("2026-06-11 10:00", "2026-06-16 11:00"):
        desk.give(NORA, "chen", each)
    desk.give(NORA, "haddad", "2026-06-17 11:00")
    chat = desk.chat(NORA)
    chat.say("cancel my appointment with Dr Chen", words)
    assert chat.last.question == "confirm_cancel"
    chat.say("yes")
    assert len(desk.booked()) == 2 and f"chen {at}" not in desk.booked()


def test_a_doctor_with_whom_there_is_no_visit_cancels_no_other(chat: Chat, desk: Frontdesk) -> None:
    answer = chat.say("cancel my appointment with Dr Haddad")
    assert answer.question != "confirm_cancel"
    chat.say("yes")
    assert desk.booked() == [THURSDAY_TEN] or chat.last.question == "confirm_cancel"
    assert chat.events == []


@phrases(
    ("words", "day"),
    [
        ("move my appointment to the day after", "2026-06-19"),
        ("can you move my visit to the week after?", "2026-06-22"),
        ("move my visit to the same time the week after please", "2026-06-25"),
        ("cambie mi cita al día siguiente", "2026-06-19"),
        ("two days earlier would suit me better, move it", "2026-06-16"),
    ],
)
def test_a_move_counts_from_the_visit_and_not_from_today(desk: Frontdesk, words: str, day: str) -> None:
    desk.give(NORA, "chen", "2026-06-18 10:00")
    answer = desk.chat(NORA).say(words)
    assert min(answer.offered or [answer.state["selected_slot"]])[:10] == day
    assert len(desk.booked()) == 1


# --- what was taken back, and another doctor ------------------------------------------------------


@phrases(
    ("undo", "words"),
    [
        (("take it back",), "make it Thursday at 9 then"),
        (("take it back",), "Thursday at nine would be better"),
        (("cancel it", "yes"), "how about Thursday at 9"),
        (("deshazlo",), "mejor el jueves a las 9"),
    ],
)
def test_a_time_after_taking_back_is_with_the_same_doctor(desk: Frontdesk, undo: tuple[str, ...], words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen tomorrow at 9", *undo)
    assert desk.booked() == []
    assert "Chen" in chat.say(words).text
    chat.agree()
    assert desk.booked() == ["chen 2026-06-11 09:00"]


def test_a_complaint_after_taking_back_is_not_for_the_doctor_of_before(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen tomorrow at 9", "take it back")
    assert chat.say("my knee hurts, Thursday at 9").state["selected_doctor"] != "chen"


@phrases(
    "words",
    [
        "I want Dr Romano rather than Anita Sharma, keep Thursday",
        "I'd prefer Dr Romano instead of Dr Anita Sharma, same time",
        "prefiero el doctor Romano en vez de la doctora Anita Sharma",
        "swap Dr Anita Sharma for Dr Romano",
    ],
)
def test_another_doctor_in_place_of_the_one_of_a_visit_moves_it(desk: Frontdesk, words: str) -> None:
    desk.give(NORA, "anita", "2026-06-11 11:00")
    chat = desk.chat(NORA)
    answer = chat.say(words)
    if answer.question == "slot":
        assert answer.offered_days == {"2026-06-11"}
        chat.say("11:00")
    chat.agree()
    assert desk.booked() == ["romano 2026-06-11 11:00"] and chat.events[-1] == "appointment.rescheduled"


def test_keeping_the_weekday_of_a_visit_keeps_its_day(desk: Frontdesk) -> None:
    desk.give(NORA, "anita", "2026-06-18 11:00")
    answer = desk.chat(NORA).say("I want Dr Romano rather than Anita Sharma, keep Thursday")
    assert answer.offered_days == {"2026-06-18"}


# --- facts beside the times on show ---------------------------------------------------------------


@phrases(
    ("words", "noted"),
    [
        (("Dr Chen on Sunday at 10", "my name is Pat Lane", "born 4 May 1980"), "Noted"),
        (("la doctora Chen el domingo a las 10", "me llamo Pat Lane", "nací el 4 de mayo de 1980"), "Anotado"),
    ],
)
def test_a_name_or_a_birth_date_while_times_are_on_show_is_noted_and_the_list_stands(
    desk: Frontdesk, words: tuple[str, ...], noted: str
) -> None:
    chat = desk.chat()
    shown = chat.say(words[0]).offered
    why = chat.last.words.split("\n")[0]
    for fact in words[1:]:
        answer = chat.say(fact)
        assert answer.offered == shown and noted in answer.text and why not in answer.text
    assert (chat.state["patient_name"], chat.state["date_of_birth"]) == ("Pat Lane", "1980-05-04")


def test_a_name_while_a_visit_is_moved_is_noted_too(desk: Frontdesk) -> None:
    desk.give(NORA, "chen", "2026-06-18 10:00")
    chat = desk.chat(NORA)
    shown = chat.say("move my visit to Sunday").offered
    answer = chat.say("my name is Nora Byrne")
    assert answer.offered == shown and "Sunday" not in answer.text
    chat.tap(0)
    assert desk.booked() == [f"chen {shown[0]}"]


# --- proof ----------------------------------------------------------------------------------------


def test_a_proof_is_asked_for_once_and_told_when_it_holds(desk: Frontdesk) -> None:
    desk.give(NORA, "chen", "2026-06-11 10:00")
    chat = desk.chat()
    chat.say("cancel my appointment", "Nora Byrne", "2 May 1984", "Thursday")
    methods = [(e["name"], e["method"]) for a in chat.answers for e in a.events]
    assert methods == [("identity.challenged", "date_of_birth"), ("identity.confirmed", "date_of_birth")]


def test_a_reference_sent_when_it_is_asked_for_is_taken(desk: Frontdesk) -> None:
    reference = desk.give(NORA, "chen", "2026-06-11 10:00")
    chat = desk.chat()
    chat.say("cancel my appointment", "Nora Byrne", "2 May 1984", reference)
    assert chat.last.question == "confirm_cancel" and chat.last.happened == ["identity.confirmed"]
    chat.say("yes")
    assert desk.booked() == []


# --- time goes by, and others take over -----------------------------------------------------------


def test_55_a_yes_that_comes_when_it_has_become_late_hears_the_fee_first(chat: Chat, desk: Frontdesk) -> None:
    chat.say("cancel my appointment")
    assert "25" not in chat.last.text
    answer = chat.wait(60 * 60).say("yes")
    assert desk.booked() == [THURSDAY_TEN] and "25" in answer.text and answer.question == "confirm_cancel"
    assert [event["late"] for event in chat.say("yes").events] == [True]


def test_a_hand_over_frees_the_time_and_going_on_takes_it_again(careful_desk: Frontdesk) -> None:
    desk = careful_desk
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Thursday at 10:00")
    assert desk.held() == [THURSDAY_TEN]
    chat.say("0")
    assert desk.held() == []
    chat.say("ok let's continue")
    assert chat.last.question == "confirm" and desk.held() == [THURSDAY_TEN]
    chat.say("yes")
    assert desk.booked() == [THURSDAY_TEN] and desk.is_sound()


@phrases(
    "words",
    [
        "better move it to Friday at 11:00",
        "no, move it to Friday at 11 instead",
        "mejor cámbiala al viernes a las 11",
        "no, mejor pásala al viernes a las 11:00",
    ],
)
def test_a_cancellation_turned_into_a_move_keeps_the_visit(desk: Frontdesk, words: str) -> None:
    desk.give(NORA, "chen", "2026-06-11 10:00")
    chat = desk.chat(NORA)
    chat.say("cancela mi cita" if "mejor" in words else "cancel my appointment", words)
    chat.agree()
    assert desk.booked() == ["chen 2026-06-12 11:00"] and chat.events == ["appointment.rescheduled"]


# --- what was said once is kept ----------------------------------------------------------------------


def test_asking_for_ones_visits_twice_right_after_booking_lists_them_twice(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Thursday at 10 for me")
    chat.agree()
    first, second = chat.say("my appointments"), chat.say("my appointments")
    assert "records.shown" in first.happened and "records.shown" in second.happened


def test_a_day_ruled_out_is_not_among_the_nearest_times(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen next week, evenings after 9 pm only, for me")
    answer = chat.say("not on Monday though")
    days = {date.fromisoformat(day).weekday() for day in answer.offered_days}
    assert days and 0 not in days


@phrases("words", ["yes", "ok", "sí"])
def test_a_yes_to_several_times_is_understood_and_asked_which(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("I need Dr Chen on Thursday for me")
    answer = chat.say(words)
    assert len(answer.offered) > 1 and "Sorry" not in answer.text and "Perdone" not in answer.text


@phrases(
    "words",
    ["I'm her mum, Fiona Grant", "Fiona Grant, her mother", "this is her mum Fiona Grant", "soy su madre, Fiona Grant"],
)
def test_a_parent_who_says_who_they_are_beforehand_is_not_asked_again(desk: Frontdesk, words: str) -> None:
    chat = desk.chat()
    chat.say("my daughter is 6 and has a rash again, Dr Chen please", "her name is Isla Grant, born 2 February 2020")
    answer = chat.say(words)
    assert answer.state["patient_name"] == "Isla Grant" and answer.state["guardian_name"] == "Fiona Grant"


@phrases("words", ["Soy su padre, Andrés Salas", "I'm his dad, Andrés Salas", "Andrés Salas (dad)"])
def test_a_parent_asked_for_their_name_may_say_what_they_are_to_the_child(desk: Frontdesk, words: str) -> None:
    chat = desk.chat()
    chat.say("my son needs Dr Chen on Thursday at 10", "Bruno Salas", "12 December 2021")
    answer = chat.say(words)
    assert answer.state["guardian_name"] == "Andrés Salas" and answer.question != "guardian_name"
