"""What is said is true, in the patient's language, introduced once, and an emergency begins with the number."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from decimal import Decimal
from typing import Any

import pytest

from conversation.messages import Event, Option, Reply
from conversation.output import CLAIMS, UnfoundedClaimError, compose
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.phrases.voice import WORDS
from conversation.state import OPTIONS_KEPT, BookingState
from conversation.turn import Heard, Outcome
from tests.conversation.paper import NOW, TUESDAY, ZONE, desk, hospital, option, read, slot

KNOWN = BookingState(language="en", is_introduced=True)
TEN = datetime.combine(TUESDAY, time(10), ZONE)
BOOKED = {
    "doctor": "Dr Vera Adler",
    "speciality": "Cardiology",
    "at": TEN,
    "patient": "Iris Quinlan",
    "place": "",
    "reference": "A-7K3QX2",
}


def said(state: BookingState, *outcomes: Outcome, events: tuple[Event, ...] = ()) -> tuple[BookingState, Reply]:
    state, replies = compose(state, desk(read("...")), outcomes, events)
    return state, replies[0]


# --- claims ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("say", sorted(CLAIMS))
def test_nothing_is_said_to_be_done_that_was_not(say: Say) -> None:
    wrong = Event("handoff.requested")
    for events in ((), (wrong,)):
        with pytest.raises(UnfoundedClaimError):
            compose(KNOWN, desk(read()), [Outcome(say, BOOKED)], events)


def test_a_claim_is_said_with_the_event_behind_it() -> None:
    state, reply = said(KNOWN, Outcome(Say.BOOKED, BOOKED), events=(Event("appointment.booked"),))
    assert "Tuesday 9 June at 10:00" in reply.text
    assert "A-7K3QX2" in reply.text
    assert state.next_prompt == reply.text


def test_one_true_claim_does_not_cover_another() -> None:
    outcomes = [Outcome(Say.BOOKED, BOOKED), Outcome(Say.CANCELLED, BOOKED)]
    with pytest.raises(UnfoundedClaimError):
        compose(KNOWN, desk(read()), outcomes, [Event("appointment.booked")])


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
def test_every_sentence_that_says_something_is_done_is_a_claim(words: dict[Say, str]) -> None:
    done = ("Booked:", "Moved:", "Cancelled:", "Reservado:", "Cambiado:", "Cancelada:", "Taken back:", "Deshecho:")
    assert {say for say, text in words.items() if text.startswith(done)} <= CLAIMS.keys()


# --- the introduction -----------------------------------------------------------------------------


def test_the_first_reply_says_once_who_this_is_and_the_second_no_more() -> None:
    state, first = said(BookingState(language="en"), Outcome(Say.GREETING_PLAIN, {"hospital": "Rosehill Hospital"}))
    assert first.text.startswith("I'm the automatic assistant of Rosehill Hospital. In an emergency call 112.")
    assert first.text.endswith(state.next_prompt)
    assert "automatic assistant" not in state.next_prompt
    state, second = said(state, Outcome(Say.WELCOME))
    assert second.text == "You're welcome."


def test_the_introduction_names_the_page_about_privacy_where_there_is_one() -> None:
    greeting = Outcome(Say.GREETING_SHORT)
    plain = desk(read())
    with_page = replace(plain, hospital=hospital(privacy_url="https://rosehill.example/p"))
    told = [compose(BookingState(), each, [greeting], [])[1][0].text for each in (plain, with_page)]
    assert ["https://rosehill.example/p" in text for text in told] == [False, True]


def test_the_introduction_speaks_the_patients_language() -> None:
    _, reply = said(BookingState(language="es"), Outcome(Say.WELCOME))
    assert reply.text.startswith("Soy el asistente automático de Rosehill Hospital.")
    _, reply = said(BookingState(), Outcome(Say.WELCOME))
    assert reply.text.startswith("I'm the automatic assistant")


# --- emergencies ----------------------------------------------------------------------------------


@pytest.mark.parametrize("say", [Say.EMERGENCY, Say.CRISIS, Say.CRISIS_WITHOUT_LINE])
@pytest.mark.parametrize("language", sorted(WORDS))
def test_an_emergency_begins_with_the_number_even_at_first_contact(say: Say, language: str) -> None:
    facts = {"number": "112", "crisis": "116 123", "hospital": "Rosehill"}
    state, reply = said(BookingState(language=language), Outcome(say, facts))
    assert "112" in reply.text.splitlines()[0].split(".")[0]
    assert not state.is_introduced
    state, reply = said(state, Outcome(Say.WELCOME))
    assert state.is_introduced
    assert "Rosehill Hospital" in reply.text


# --- questions and choices ------------------------------------------------------------------------


def test_a_question_is_open_with_what_it_offers() -> None:
    offered = (slot("3.1"), slot("3.2", at=time(11)))
    state, reply = said(KNOWN, Outcome(Say.AGAIN_SLOT, {}, offered, "slot"))
    assert reply.choices == (Option("adler 10:00", "3.1"), Option("adler 11:00", "3.2"))
    assert (state.question, state.offered, state.offered_at, state.follow_up_required) == ("slot", offered, NOW, True)


def test_of_two_questions_the_last_is_open_and_both_are_said() -> None:
    first = Outcome(Say.AGAIN_WHO, {}, (option("3.1", "person"),), "who")
    second = Outcome(Say.AGAIN_SLOT, {}, (slot("3.2"),), "slot")
    state, reply = said(KNOWN, first, second)
    assert reply.text == "Who is the visit for?\nWhich time suits you?"
    assert (state.question, [choice.value for choice in reply.choices]) == ("slot", ["3.2"])


def test_the_list_before_is_remembered_and_one_shown_again_does_not_push_it_out() -> None:
    old, new = (slot("1.1"),), (slot("3.1"),)
    state, _ = said(KNOWN.with_(offered=old), Outcome(Say.AGAIN_SLOT, {}, new, "slot"))
    assert (state.offered, state.offered_before) == (new, old)
    again, _ = said(state, Outcome(Say.AGAIN_SLOT, {}, new, "slot"))
    assert (again.offered, again.offered_before) == (new, old)


def test_what_is_told_beside_an_open_question_leaves_it_open() -> None:
    asked = KNOWN.with_(question="slot", offered=(slot("1.1"),), follow_up_required=True)
    state, reply = said(asked, Outcome(Say.WELCOME))
    assert (state.question, state.offered, state.follow_up_required, reply.choices) == (
        "slot",
        asked.offered,
        True,
        (),
    )


def test_when_nothing_is_asked_any_more_nothing_is_on_offer() -> None:
    before = KNOWN.with_(offered=(slot("1.1"),), follow_up_required=True)
    state, _ = said(before, Outcome(Say.GOODBYE))
    assert (state.offered, state.offered_before, state.follow_up_required) == ((), before.offered, False)


def test_no_more_is_shown_or_kept_than_channels_take() -> None:
    many = tuple(slot(f"3.{number}") for number in range(30))
    state, reply = said(KNOWN, Outcome(Say.AGAIN_SLOT, {}, many, "slot"))
    assert len(reply.choices) == len(state.offered) == OPTIONS_KEPT


def test_what_is_said_twice_is_said_once_and_nothing_is_no_reply() -> None:
    assert said(KNOWN, Outcome(Say.SORRY), Outcome(Say.SORRY))[1].text == "Sorry, I didn't get that."
    state, replies = compose(KNOWN, desk(read()), [Outcome(Say.NOTHING)], [])
    assert (replies, state.next_prompt) == ([], "")


def test_facts_are_told_in_the_patients_language() -> None:
    facts: dict[str, Any] = {**BOOKED, "old": TEN, "fee": Decimal(25), "hours": 24}
    _, english = said(KNOWN, Outcome(Say.CONFIRM_LATE_CANCEL, facts, (), "confirm_cancel"))
    _, spanish = said(KNOWN.with_(language="es"), Outcome(Say.CONFIRM_LATE_CANCEL, facts, (), "confirm_cancel"))
    assert "Tuesday 9 June at 10:00" in english.text
    assert "martes 9 de junio a las 10:00" in spanish.text
    assert "€25.00" in english.text


# --- the pen --------------------------------------------------------------------------------------


def test_choices_of_one_turn_have_values_of_their_own_and_other_turns_have_others() -> None:
    now = desk(read())
    first = Pen(now, KNOWN, Heard())
    second = Pen(now, KNOWN, Heard(), first_option=2)
    values = [first.option("a", "slot").value, first.option("b", "slot").value, second.option("c", "slot").value]
    next_turn = replace(now, turn_number=now.turn_number + 1)
    values.append(Pen(next_turn, KNOWN, Heard()).option("a", "slot").value)
    assert len(set(values)) == 4
    assert (first.used_options, second.used_options) == (2, 3)


def test_a_pen_changes_facts_with_what_depends_on_them_and_keeps_others_as_they_are() -> None:
    pen = Pen(desk(read()), KNOWN.with_(selected_doctor="adler", selected_slot=TEN), Heard())
    pen.keep(selected_doctor="brandt")
    kept = pen.state
    pen.change(selected_doctor="costa")
    assert (kept.selected_slot, pen.state.selected_slot) == (TEN, None)
    pen.infer("picked", "about")
    pen.infer("picked")
    assert pen.state.inferred == ("picked", "about")
