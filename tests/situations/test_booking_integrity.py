"""Situations 44 to 58: a visit is booked, moved and cancelled once, for the right person, and told as it is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from conversation import skills
from conversation.graph import build
from conversation.output import UnfoundedClaimError, compose
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.state import BookingState
from conversation.turn import Desk, Outcome
from tests.situations.desk import ELENA, MONDAY, NORA, RAVI, TOM, Answer, Chat, Frontdesk, phrases

OpenDesk = Callable[[str], Frontdesk]
THURSDAY_TEN = "chen 2026-06-11 10:00"
BOOK_THURSDAY_TEN = "Dr Chen on Thursday 11 June at 10:00"


def references(answer: Answer) -> set[str]:
    """References of visits in the words of an answer."""
    return {word.strip(".,“”") for word in answer.text.split() if word.startswith("A-")}


# --- 44: taken between offer and yes -----------------------------------------------------------------


def test_44_a_time_that_went_between_list_and_choice_is_called_just_taken(desk: Frontdesk) -> None:
    slow, quick = desk.chat(NORA), desk.chat(RAVI)
    slow.say("Dr Chen on Thursday morning")
    wanted = slow.last.offered[1]
    place = slow.last.labels[1]
    quick.say(f"Dr Chen on Thursday at {wanted[11:]}")
    assert desk.booked() == [f"chen {wanted}"]
    answer = slow.tap(place)
    assert desk.booked() == [f"chen {wanted}"] and answer.events == []
    assert "taken" in answer.text or "free" in answer.text
    assert len(answer.offered) >= 3 and wanted not in answer.offered
    assert "2026-06-11" in answer.offered_days, "what is nearest"
    assert answer.state["selected_doctor"] == "chen"
    slow.tap(0)
    assert len(desk.booked()) == 2 and desk.is_sound()


def test_44_a_held_time_cannot_be_taken_by_somebody_else(careful_desk: Frontdesk) -> None:
    desk = careful_desk
    first, second = desk.chat(NORA), desk.chat(RAVI)
    first.say(BOOK_THURSDAY_TEN)
    answer = second.say(BOOK_THURSDAY_TEN)
    assert desk.slot("chen", "2026-06-11 10:00")[:2] == ("busy-tentative", first.name)
    assert "2026-06-11 10:00" not in answer.offered and answer.question != "confirm"
    second.say("yes")
    first.say("yes")
    assert desk.booked() == [THURSDAY_TEN] and desk.visits("booked")[0].patient == "Nora Byrne"


def test_44_a_hold_that_ran_out_protects_nothing_and_a_late_yes_is_told(careful_desk: Frontdesk) -> None:
    desk = careful_desk
    slow, quick = desk.chat(NORA), desk.chat(RAVI)
    slow.say(BOOK_THURSDAY_TEN)
    slow.wait(25), quick.wait(25)
    quick.say(BOOK_THURSDAY_TEN, "yes")
    assert desk.visits("booked")[0].patient == "Ravi Kumar"
    answer = slow.say("yes")
    assert desk.booked() == [THURSDAY_TEN] and answer.events == []
    assert "taken" in answer.text
    assert len(answer.offered) >= 3 and "2026-06-11 10:00" not in answer.offered
    assert answer.state["selected_doctor"] == "chen" and answer.state["patient_id"] == "EP-000002"
    slow.tap(0)
    slow.agree()
    assert len(desk.booked("Nora Byrne")) == 1 and desk.is_sound()


def test_44_a_hold_taken_anew_after_it_ran_out_protects_again(careful_desk: Frontdesk) -> None:
    desk = careful_desk
    first, second = desk.chat(), desk.chat(RAVI, now=MONDAY + timedelta(minutes=30))
    first.say(BOOK_THURSDAY_TEN)
    first.wait(30).say("I'm Jane Murphy, born 4 July 1985")
    assert first.last.question == "phone"
    assert desk.slot("chen", "2026-06-11 10:00") == ("busy-tentative", first.name, "2026-06-08 09:35")
    answer = second.say(BOOK_THURSDAY_TEN)
    assert answer.question != "confirm" and "2026-06-11 10:00" not in answer.offered


def test_44_a_late_yes_to_a_time_that_is_still_free_books_it(careful_desk: Frontdesk) -> None:
    desk = careful_desk
    chat = desk.chat(NORA)
    chat.say(BOOK_THURSDAY_TEN)
    chat.wait(25).say("yes")
    chat.agree()
    assert desk.booked() == [THURSDAY_TEN]


def test_44_of_two_who_say_yes_at_once_one_is_booked(desk: Frontdesk) -> None:
    chats = [desk.chat(sender) for sender in (NORA, RAVI, TOM, ELENA)]
    for chat in chats:
        chat.say("Dr Haddad on Thursday morning")
        assert chat.last.offered[0] == "2026-06-11 09:00"
    together([lambda chat=chat: chat.tap(0) for chat in chats])  # type: ignore[misc]
    assert desk.booked() == ["haddad 2026-06-11 09:00"] and desk.is_sound()
    assert sorted(len(chat.last.happened) for chat in chats) == [0, 0, 0, 1]
    for chat in chats:
        assert chat.last.happened or len(chat.last.offered) >= 3


def test_44_of_two_who_say_yes_at_once_in_two_processes_one_is_booked(desk: Frontdesk) -> None:
    beside = desk.beside()
    chats = [place.chat(sender) for place, sender in ((desk, NORA), (beside, RAVI), (desk, TOM), (beside, ELENA))]
    for chat in chats:
        chat.say("Dr Haddad on Thursday morning")
        assert chat.last.offered[0] == "2026-06-11 09:00"
    together([lambda chat=chat: chat.tap(0) for chat in chats])  # type: ignore[misc]
    beside.close()
    assert desk.booked() == ["haddad 2026-06-11 09:00"] and desk.is_sound()
    assert sorted(len(chat.last.happened) for chat in chats) == [0, 0, 0, 1]


def together(works: list[Callable[[], Any]]) -> None:
    """Do things at the same moment, each in a thread."""
    start = threading.Barrier(len(works))
    failures: list[BaseException] = []

    def run(work: Callable[[], Any]) -> None:
        start.wait()
        try:
            work()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failures == []


# --- 45 and 46: said more than once ------------------------------------------------------------------


def test_45_the_same_message_delivered_twice_is_one_booking_and_one_answer(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    first = chat.say(BOOK_THURSDAY_TEN, id="wamid.1")
    second = chat.say(BOOK_THURSDAY_TEN, id="wamid.1")
    assert desk.booked() == [THURSDAY_TEN]
    assert (second.raw["replies"], second.raw["events"]) == (first.raw["replies"], first.raw["events"])


def test_45_a_doubled_message_is_not_a_second_wish(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Thursday morning", id="1")
    first = chat.last.offered
    chat.say("other times", id="2")
    later = chat.last.offered
    assert later != first
    assert chat.say("other times", id="2").offered == later, "the answer of before"
    assert chat.say("the first one", id="3").happened == ["appointment.booked"]
    assert desk.booked() == [f"chen {later[0]}"]


def test_45_the_same_message_delivered_at_once_on_several_lines_is_one_booking(desk: Frontdesk) -> None:
    answers: list[Answer] = []
    chat = desk.chat(NORA)
    together([lambda: answers.append(chat.say(BOOK_THURSDAY_TEN, id="wamid.1"))] * 4)
    assert desk.booked() == [THURSDAY_TEN] and len(answers) == 4
    assert len({str(answer.raw["replies"]) for answer in answers}) == 1
    assert all(answer.happened == ["appointment.booked"] for answer in answers)


def test_45_the_same_message_delivered_to_two_processes_is_one_booking(desk: Frontdesk) -> None:
    beside = desk.beside()
    chats = [place.chat(NORA, name="same") for place in (desk, beside, desk, beside)]
    together([lambda chat=chat: chat.say(BOOK_THURSDAY_TEN, id="wamid.1") for chat in chats])  # type: ignore[misc]
    beside.close()
    assert desk.booked() == [THURSDAY_TEN] and desk.is_sound()
    assert len({str(chat.last.raw["replies"]) for chat in chats}) == 1
    assert all(chat.last.happened == ["appointment.booked"] for chat in chats)


def test_45_the_same_id_in_another_conversation_is_another_message(desk: Frontdesk) -> None:
    desk.chat(NORA).say("Dr Chen on Thursday at 10:00", id="1")
    desk.chat(RAVI).say("Dr Chen on Thursday at 11:00", id="1")
    assert desk.booked() == ["chen 2026-06-11 10:00", "chen 2026-06-11 11:00"]


@phrases("yes", ["yes", "yes please", "ok", "sí", "👍"])
def test_46_yes_said_three_times_books_once_and_confirms_three_times(careful_desk: Frontdesk, yes: str) -> None:
    desk = careful_desk
    chat = desk.chat(NORA)
    chat.say(BOOK_THURSDAY_TEN)
    answers = [chat.say(yes) for _ in range(3)]
    assert desk.booked() == [THURSDAY_TEN] and chat.events == ["appointment.booked"]
    reference = desk.visits("booked")[0].reference
    assert all(references(answer) == {reference} for answer in answers)


def test_46_yes_three_times_in_the_same_moment_books_once(careful_desk: Frontdesk) -> None:
    desk = careful_desk
    chat = desk.chat(NORA)
    chat.say(BOOK_THURSDAY_TEN)
    together([lambda n=n: chat.say("yes", id=f"yes-{n}") for n in range(3)])  # type: ignore[misc]
    assert desk.booked() == [THURSDAY_TEN] and chat.events == ["appointment.booked"] and desk.is_sound()


def test_46_a_confirmation_tapped_twice_books_once(careful_desk: Frontdesk) -> None:
    desk = careful_desk
    chat = desk.chat(NORA)
    chat.say(BOOK_THURSDAY_TEN)
    value = chat.last.raw["replies"][0]["choices"][0]["value"]
    for number in range(3):
        chat.send("[Yes]", {"action": value, "id": f"tap-{number}"})
    assert desk.booked() == [THURSDAY_TEN] and chat.events == ["appointment.booked"]


def test_46_the_whole_sentence_sent_again_does_not_book_again(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say(BOOK_THURSDAY_TEN, BOOK_THURSDAY_TEN, BOOK_THURSDAY_TEN)
    assert desk.booked() == [THURSDAY_TEN] and chat.events.count("appointment.booked") == 1


# --- 47 to 49: what may be booked ---------------------------------------------------------------------


def test_47_a_time_just_booked_is_no_longer_listed(desk: Frontdesk) -> None:
    before = desk.chat(RAVI).say("Dr Chen on Thursday morning").offered
    assert "2026-06-11 10:00" in before
    desk.chat(NORA).say(BOOK_THURSDAY_TEN)
    after = desk.chat(RAVI).say("Dr Chen on Thursday morning").offered
    assert "2026-06-11 10:00" not in after and len(after) >= 3


@phrases("at", ["10:00", "10:30"])
def test_48_a_visit_that_overlaps_another_is_not_booked_and_a_move_offered(desk: Frontdesk, at: str) -> None:
    desk.give(NORA, "chen", f"2026-06-11 {at}")
    chat = desk.chat(NORA)
    answer = chat.say("Dr Haddad on Thursday at 10")
    assert desk.booked() == [f"chen 2026-06-11 {at}"] and answer.events == [] and desk.held() == []
    assert "Chen" in answer.text and at in answer.told
    chat.tap("move")
    assert chat.state["task"] == "reschedule" and desk.booked() == [f"chen 2026-06-11 {at}"]


def test_48_another_time_after_the_warning_is_booked(desk: Frontdesk) -> None:
    desk.give(NORA, "chen", "2026-06-11 10:00")
    chat = desk.chat(NORA)
    chat.say("Dr Haddad on Thursday at 10", "then at 11:00")
    chat.agree()
    assert desk.booked() == [THURSDAY_TEN, "haddad 2026-06-11 11:00"]


def test_48_visits_that_only_touch_do_not_overlap(desk: Frontdesk) -> None:
    desk.give(NORA, "chen", "2026-06-11 11:00")
    desk.chat(NORA).say("Dr Haddad on Thursday at 10:00")
    assert desk.booked() == ["haddad 2026-06-11 10:00", "chen 2026-06-11 11:00"]


def test_49_over_the_cap_a_booking_is_refused_with_the_reason_and_a_person(desk: Frontdesk) -> None:
    for day in (11, 12, 15):
        desk.give(NORA, "chen", f"2026-06-{day} 10:00")
    chat = desk.chat(NORA)
    answer = chat.say("Dr Haddad on 16 June at 10:00")
    assert len(desk.booked()) == 3 and answer.events == [] and desk.held() == []
    assert "3" in answer.text or "three" in answer.text
    assert chat.tap("person").happened == ["handoff.requested"]


def test_49_a_cancelled_visit_does_not_count(desk: Frontdesk) -> None:
    for day in (11, 12):
        desk.give(NORA, "chen", f"2026-06-{day} 10:00")
    desk.give(NORA, "chen", "2026-06-15 10:00", status="cancelled")
    desk.chat(NORA).say("Dr Haddad on 16 June at 10:00")
    assert "haddad 2026-06-16 10:00" in desk.booked()


# --- 50: after a crash --------------------------------------------------------------------------------


def test_50_after_a_crash_before_the_reply_the_retry_gets_the_confirmation(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    lost = chat.say(BOOK_THURSDAY_TEN, id="wamid.7")
    desk.close()
    desk.open()  # another process, and nobody saw the answer
    again = chat.say(BOOK_THURSDAY_TEN, id="wamid.7")
    assert again.raw["replies"] == lost.raw["replies"] and again.happened == ["appointment.booked"]
    assert desk.booked() == [THURSDAY_TEN] and desk.is_sound()


def test_50_a_patient_who_asks_again_in_other_words_after_a_crash_has_one_booking(careful_desk: Frontdesk) -> None:
    desk = careful_desk
    chat = desk.chat(NORA)
    chat.say(BOOK_THURSDAY_TEN)
    chat.say("yes", id="wamid.8")
    desk.close()
    desk.open()
    answer = chat.say("yes", id="wamid.9")
    assert desk.booked() == [THURSDAY_TEN] and references(answer) == {desk.visits("booked")[0].reference}


# --- 51: no claim without a deed -----------------------------------------------------------------------


@pytest.mark.parametrize("claim", [Say.BOOKED, Say.MOVED, Say.CANCELLED, Say.TAKEN_BACK, Say.WAITLIST_JOINED])
def test_51_a_sentence_that_claims_a_deed_needs_the_event(claim: Say) -> None:
    no_desk: Any = None  # what it would be said to does not matter: it is not said
    with pytest.raises(UnfoundedClaimError):
        compose(BookingState(), no_desk, [Outcome(claim, {})], [])


def test_51_a_skill_that_lies_is_silenced_and_the_patient_told_that_nothing_changed(
    desk: Frontdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lying(desk: Desk, pen: Pen) -> None:
        facts = {"doctor": "Dr. Mei Chen", "speciality": "Paediatrics", "patient": "Nora Byrne", "place": ""}
        pen.tell(Say.BOOKED, at=desk.now, reference="A-LIES", **facts)

    monkeypatch.setattr(skills, "SKILLS", {**skills.SKILLS, "handle_booking": lying})
    monkeypatch.setattr("conversation.graph.SKILLS", skills.SKILLS)
    desk.with_turn(build())
    answer = desk.chat(NORA).say(BOOK_THURSDAY_TEN)
    assert answer.text and "A-LIES" not in answer.text and "Booked" not in answer.text
    assert answer.events == [] and desk.visits() == []


# --- 52 and 53: moving ---------------------------------------------------------------------------------


def test_52_a_new_time_lost_at_the_last_second_leaves_the_old_visit_standing(desk: Frontdesk) -> None:
    desk.give(NORA, "chen", "2026-06-11 10:00")
    chat = desk.chat(NORA)
    chat.say("I need to move my appointment", "Friday morning")
    wanted = chat.last.offered[0]
    label = chat.last.labels[0]
    desk.give(RAVI, "chen", wanted)
    answer = chat.tap(label)
    assert desk.booked("Nora Byrne") == [THURSDAY_TEN] and answer.events == []
    assert answer.offered and wanted not in answer.offered
    chat.tap(0)
    chat.agree()
    assert len(desk.booked("Nora Byrne")) == 1 and desk.booked("Nora Byrne") != [THURSDAY_TEN]
    assert chat.events == ["appointment.rescheduled"] and desk.is_sound()


def test_52_the_same_after_a_hold_ran_out(careful_desk: Frontdesk) -> None:
    desk = careful_desk
    desk.give(NORA, "chen", "2026-06-11 10:00")
    chat, other = desk.chat(NORA), desk.chat(RAVI)
    chat.say("move my appointment to Friday at 11:00")
    assert desk.held() == ["chen 2026-06-12 11:00"] and desk.booked() == [THURSDAY_TEN]
    chat.wait(30), other.wait(30)
    other.say("Dr Chen on Friday at 11:00", "yes")
    answer = chat.say("yes")
    assert desk.booked("Nora Byrne") == [THURSDAY_TEN] and answer.events == []
    assert desk.booked("Ravi Kumar") == ["chen 2026-06-12 11:00"] and answer.offered


@phrases(
    "words",
    [
        "move my appointment to Friday at 11:00",
        "can you reschedule my visit with Dr Chen to Friday 11 am",
        "I can't make it on Thursday, could I come on Friday at 11:00 instead?",
        "quiero cambiar mi cita al viernes a las 11:00",
    ],
)
def test_52_a_visit_that_moves_is_one_visit_with_the_old_time_free(desk: Frontdesk, words: str) -> None:
    reference = desk.give(NORA, "chen", "2026-06-11 10:00")
    chat = desk.chat(NORA)
    chat.say(words)
    chat.agree()
    assert desk.booked() == ["chen 2026-06-12 11:00"] and desk.visits("booked")[0].reference == reference
    assert desk.slot("chen", "2026-06-11 10:00")[0] == "free" and desk.is_sound()
    moved = next(event for answer in chat.answers for event in answer.events)
    assert (moved["name"], moved["from"], moved["starts_at"]) == (
        "appointment.rescheduled",
        "2026-06-11T10:00:00+01:00",
        "2026-06-12T11:00:00+01:00",
    )


@phrases("words", ["actually just cancel it", "no, forget moving it, cancel it", "mejor cancélala"])
def test_53_a_move_turned_into_a_cancellation_says_the_terms_and_waits_for_the_yes(desk: Frontdesk, words: str) -> None:
    desk.give(NORA, "chen", "2026-06-08 15:00")
    chat = desk.chat(NORA)
    chat.say("I want to move my appointment to another day")
    assert desk.booked() == ["chen 2026-06-08 15:00"]
    answer = chat.say(words)
    assert desk.booked() == ["chen 2026-06-08 15:00"] and answer.question == "confirm_cancel"
    assert "25" in answer.text
    chat.say("yes")
    assert [str(visit) for visit in desk.visits()] == ["chen 2026-06-08 15:00 cancelled"]
    assert chat.events == ["appointment.cancelled"]


# --- 54 to 58: cancelling ---------------------------------------------------------------------------------


@phrases(
    "words",
    [
        "what does it cost if I cancel?",
        "is there a fee for cancelling my appointment?",
        "what's your cancellation policy?",
        "what happens if I cancel at the last minute?",
        "do I pay anything if I don't come?",
        "how much would you charge me for a late cancellation",
        "¿cuánto cuesta cancelar?",
    ],
)
def test_54_a_question_about_the_fee_is_no_cancellation(desk: Frontdesk, words: str) -> None:
    desk.give(NORA, "chen", "2026-06-11 10:00")
    chat = desk.chat(NORA)
    answer = chat.say(words)
    assert "25" in answer.text and "24" in answer.text
    chat.say("ok")
    chat.say("yes")
    assert desk.booked() == [THURSDAY_TEN] and chat.events == []


def test_54_the_same_in_the_middle_of_a_booking_comes_back_to_it(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Thursday morning")
    before = chat.last
    answer = chat.say("what does it cost if I cancel later?")
    assert "25" in answer.text and answer.question == before.question and answer.offered == before.offered
    chat.say("10:00 please")
    chat.agree()
    assert desk.booked() == [THURSDAY_TEN]


def test_55_inside_the_notice_the_fee_comes_first_and_a_free_move_is_offered(desk: Frontdesk) -> None:
    desk.give(NORA, "chen", "2026-06-08 15:00")
    chat = desk.chat(NORA)
    answer = chat.say("please cancel my appointment today")
    assert desk.booked() == ["chen 2026-06-08 15:00"] and answer.events == []
    assert "25" in answer.text and any("ove" in label for label in answer.labels)
    cancelled = chat.say("yes, cancel it")
    assert [(e["name"], e["late"]) for e in cancelled.events] == [("appointment.cancelled", True)]
    assert desk.booked() == [] and desk.slot("chen", "2026-06-08 15:00")[0] == "free"


def test_55_moving_instead_is_free_and_keeps_the_visit(desk: Frontdesk) -> None:
    desk.give(NORA, "chen", "2026-06-08 15:00")
    chat = desk.chat(NORA)
    chat.say("please cancel my appointment today")
    chat.tap("move")
    assert desk.booked() == ["chen 2026-06-08 15:00"] and chat.events == []
    chat.say("Friday at 11:00")
    chat.agree()
    assert desk.booked() == ["chen 2026-06-12 11:00"] and chat.events == ["appointment.rescheduled"]


def test_55_in_good_time_no_fee_is_mentioned_and_it_is_not_late(desk: Frontdesk) -> None:
    desk.give(NORA, "chen", "2026-06-11 10:00")
    chat = desk.chat(NORA)
    answer = chat.say("please cancel my appointment on Thursday")
    assert "25" not in answer.text and answer.question == "confirm_cancel"
    assert [event["late"] for event in chat.say("yes").events] == [False]


@phrases("words", ["no", "no, keep it", "I changed my mind, leave it", "no, mejor no"])
def test_55_a_no_keeps_the_visit(desk: Frontdesk, words: str) -> None:
    desk.give(NORA, "chen", "2026-06-08 15:00")
    chat = desk.chat(NORA)
    chat.say("please cancel my appointment today", words, "ok", "thanks")
    assert desk.booked() == ["chen 2026-06-08 15:00"] and chat.events == []


def two_visits(desk: Frontdesk) -> Chat:
    """A patient with two coming visits."""
    desk.give(NORA, "chen", "2026-06-11 10:00")
    desk.give(NORA, "haddad", "2026-06-16 11:00")
    return desk.chat(NORA)


@phrases("words", ["cancel my appointment", "I can't come, please cancel", "quiero anular mi cita"])
def test_56_with_two_coming_visits_the_desk_asks_which(desk: Frontdesk, words: str) -> None:
    chat = two_visits(desk)
    answer = chat.say(words)
    assert len(desk.booked()) == 2 and answer.events == []
    assert len(answer.labels) == 2 and "Chen" in answer.labels[0] and "Haddad" in answer.labels[1]


@phrases("words", ["the second one", "the one with Haddad", "on the 16th", "the dermatologist", "2", "Tuesday"])
def test_56_the_one_that_is_named_is_cancelled_after_a_yes(desk: Frontdesk, words: str) -> None:
    chat = two_visits(desk)
    chat.say("cancel my appointment")
    answer = chat.say(words)
    assert len(desk.booked()) == 2 and answer.question == "confirm_cancel" and "Haddad" in answer.text
    chat.say("yes")
    assert desk.booked() == [THURSDAY_TEN] and chat.events == ["appointment.cancelled"]


def test_56_a_plain_yes_to_which_cancels_nothing(desk: Frontdesk) -> None:
    chat = two_visits(desk)
    chat.say("cancel my appointment", "yes", "yes")
    assert len(desk.booked()) == 2 and chat.events == []
    assert chat.last.question == "offer_human"
    assert "Chen" in chat.say("no, the first one").told
    assert len(desk.booked()) == 2 and chat.events == []


@phrases(("sender", "channel"), [(TOM, "whatsapp"), (None, "webchat"), (NORA, "voice")])
def test_57_somebody_elses_reference_cancels_nothing_and_tells_nothing(
    desk: Frontdesk, sender: str | None, channel: str
) -> None:
    reference = desk.give(NORA, "chen", "2026-06-11 10:00")
    chat = desk.chat(sender, channel=channel)
    chat.say(f"Please cancel booking {reference}", "yes", "yes, that one", "cancel it now")
    assert desk.booked() == [THURSDAY_TEN] and "appointment.cancelled" not in chat.events
    told = "\n".join(answer.told for answer in chat.answers)
    assert "Nora" not in told and "Chen" not in told and "11 Jun" not in told


def test_57_an_unknown_reference_sounds_like_somebody_elses(desk: Frontdesk) -> None:
    reference = desk.give(NORA, "chen", "2026-06-11 10:00")
    real, made_up = desk.chat(TOM), desk.chat(TOM)
    real.say(f"cancel {reference}")
    made_up.say("cancel A-ZZZZZZ")
    assert real.last.text.replace(reference, "X") == made_up.last.text.replace("A-ZZZZZZ", "X")


def test_57_ones_own_reference_is_found(desk: Frontdesk) -> None:
    desk.give(NORA, "haddad", "2026-06-16 11:00")
    reference = desk.give(NORA, "chen", "2026-06-11 10:00")
    chat = desk.chat(NORA)
    chat.say(f"Please cancel {reference.lower()}")
    assert chat.last.question == "confirm_cancel" and "Chen" in chat.last.text
    chat.say("yes")
    assert desk.booked() == ["haddad 2026-06-16 11:00"]


def test_58_after_a_cancellation_another_time_and_the_waiting_list_are_offered_once(desk: Frontdesk) -> None:
    desk.give(NORA, "chen", "2026-06-11 10:00")
    chat = desk.chat(NORA)
    offer = chat.say("cancel my appointment on Thursday", "yes")
    assert any("ook" in label for label in offer.labels) and any("ist" in label for label in offer.labels)
    chat.say("no thanks")
    assert chat.last.labels == [] and chat.last.question is None
    chat.say("ok bye")
    assert chat.last.labels == [] and desk.booked() == [] and chat.events == ["appointment.cancelled"]


def test_58_booking_again_after_a_cancellation_starts_from_the_same_doctor(desk: Frontdesk) -> None:
    desk.give(NORA, "chen", "2026-06-11 10:00")
    chat = desk.chat(NORA)
    chat.say("cancel my appointment on Thursday", "yes", "yes please, Friday at 11:00")
    chat.agree()
    assert desk.booked() == ["chen 2026-06-12 11:00"]
    assert chat.events == ["appointment.cancelled", "appointment.booked"] and desk.is_sound()


def test_58_the_waiting_list_after_a_cancellation_is_a_row(desk: Frontdesk) -> None:
    desk.give(NORA, "chen", "2026-06-11 10:00")
    chat = desk.chat(NORA)
    chat.say("cancel my appointment on Thursday", "yes")
    answer = chat.tap("waiting list")
    assert answer.happened == ["waitlist.joined"] and desk.waiting() == [("Nora Byrne", "active")]
    assert answer.events[0]["doctor"] == "chen"


def test_58_a_cancellation_is_taken_back_when_the_patient_says_so(desk: Frontdesk) -> None:
    desk.give(NORA, "chen", "2026-06-11 10:00")
    chat = desk.chat(NORA)
    chat.say("cancel my appointment on Thursday", "yes", "oh no, undo that please")
    assert desk.booked() == [THURSDAY_TEN] and desk.is_sound()
    assert chat.events == ["appointment.cancelled", "appointment.booked"]
