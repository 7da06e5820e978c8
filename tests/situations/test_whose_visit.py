"""Several people behind a number, helpers and strangers: whose visit it is that moves, and who is told of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from hospital import outbox
from tests.situations.desk import ELENA, NORA, RAVI, SITUATIONS, TOM, Chat, Frontdesk, phrases

pytestmark = pytest.mark.words

OpenDesk = Callable[[str], Frontdesk]
HELPER_ALL, HELPER_BOOK, MOTHER, PAIR = "+353861110011", "+353861110012", "+353861110013", "+353861110014"
FAMILY = """
  - name: Otto Lindgren
    number: EP-000010
    phone: "+353861110010"
    date_of_birth: 1950-01-20
    language: es
    helpers:
      - {name: Ida Lindgren, phone: "+353861110011", may: [book, move]}
      - {name: Per Lindgren, phone: "+353861110012", may: [book]}
  - {name: Ida Lindgren, number: EP-000011, phone: "+353861110011", date_of_birth: 1980-08-01}
  - {name: Per Lindgren, number: EP-000012, phone: "+353861110012", date_of_birth: 1983-09-02}
  - name: Maeve Dunne
    number: EP-000013
    phone: "+353861110013"
    date_of_birth: 1985-03-03
    dependants:
      - {name: Cian Dunne, date_of_birth: 2017-04-04, relation: son}
      - {name: Aoife Dunne, date_of_birth: 2019-05-05, relation: daughter}
  - {name: Sam Reed, number: EP-000014, phone: "+353861110014", date_of_birth: 1970-06-06}
  - {name: Sue Reed, number: EP-000015, phone: "+353861110014", date_of_birth: 1972-07-07}
"""
THURSDAY_TEN = "chen 2026-06-11 10:00"


@pytest.fixture
def desk(open_hospital: OpenDesk) -> Frontdesk:
    """The desk of the situations, with families on file."""
    return open_hospital(SITUATIONS.read_text() + FAMILY.removeprefix("\n"))


def prove(chat: Chat, wish: str = "I want to cancel my appointment") -> None:
    """Name, birth date and day of Ravi's visit, one after the other."""
    chat.say(wish, "Ravi Kumar", "14 March 1990", "Thursday")


# --- the number on file is told -------------------------------------------------------------------


def test_a_visit_cancelled_by_proof_is_told_to_the_number_on_file(desk: Frontdesk) -> None:
    desk.give(RAVI, "anita", "2026-06-11 10:00")
    chat = desk.chat()
    prove(chat)
    assert desk.notices() == []
    chat.say("yes")
    assert chat.events.count("appointment.cancelled") == 1 and desk.booked() == []
    [(number, status, words)] = desk.notices()
    assert (number, status) == (RAVI, outbox.PENDING)
    assert "11 June" in words and "10:00" in words and "Elm Park Hospital" in words
    assert not any(word in words for word in ("Sharma", "Cardiology", "cardiolog", "Ravi"))


def test_what_waits_to_be_told_is_pending_and_not_dead_and_nobody_elses_answer(desk: Frontdesk) -> None:
    desk.give(RAVI, "chen", "2026-06-11 10:00")
    chat = desk.chat()
    prove(chat)
    answer = chat.say("yes")
    box = desk._read(outbox.figures)
    assert (box.pending, box.dead) == (1, 0)
    assert all(notice[2] not in answer.text for notice in desk.notices())
    assert [reply["text"] for reply in chat.say("yes").raw["replies"]] != []
    assert desk._read(outbox.figures).pending == 1


def test_a_visit_moved_by_proof_is_told_with_both_times(desk: Frontdesk) -> None:
    desk.give(RAVI, "chen", "2026-06-11 10:00")
    chat = desk.chat()
    prove(chat, "I want to move my appointment")
    chat.say("Friday at 11:00")
    chat.agree()
    assert desk.booked() == ["chen 2026-06-12 11:00"]
    [(number, _, words)] = desk.notices()
    assert number == RAVI and "11 June" in words and "12 June" in words


def test_a_move_on_the_phone_is_told_though_the_caller_id_is_the_number_on_file(desk: Frontdesk) -> None:
    desk.give(RAVI, "chen", "2026-06-11 10:00")
    chat = desk.chat(RAVI, channel="voice")
    prove(chat)
    chat.say("yes")
    assert desk.booked() == [] and [number for number, _, _ in desk.notices()] == [RAVI]


def test_what_is_taken_back_is_told_too(desk: Frontdesk) -> None:
    desk.give(RAVI, "chen", "2026-06-11 10:00")
    chat = desk.chat()
    prove(chat)
    chat.say("yes", "undo that", "undo")
    assert chat.events.count("appointment.cancelled") == 2 and desk.booked() == []
    words = [notice[2] for notice in desk.notices()]
    assert len(words) == 3 and words[0] == words[2] != words[1]


def test_owners_and_guardians_are_not_told_what_they_did_themselves(desk: Frontdesk) -> None:
    desk.give(RAVI, "chen", "2026-06-11 10:00")
    desk.give("Cian Dunne", "chen", "2026-06-11 11:00")
    desk.chat(RAVI).say("cancel my appointment", "yes")
    desk.chat(MOTHER).say("cancel Cian's appointment", "yes")
    assert desk.booked() == [] and desk.notices() == []


def test_a_patient_is_told_what_a_helper_moved_in_the_patients_language(desk: Frontdesk) -> None:
    desk.give("Otto Lindgren", "chen", "2026-06-11 10:00")
    chat = desk.chat(HELPER_ALL)
    chat.say("move my father's appointment to Friday at 11:00")
    chat.agree()
    assert desk.booked("Otto Lindgren") == ["chen 2026-06-12 11:00"]
    [(number, _, words)] = desk.notices()
    assert number == "+353861110010" and "su cita" in words and "junio" in words


def test_on_a_shared_number_the_words_name_the_patient(desk: Frontdesk) -> None:
    desk.give("Sue Reed", "chen", "2026-06-11 10:00")
    chat = desk.chat()
    chat.say("cancel my appointment", "Sue Reed", "7 July 1972", "Thursday", "yes")
    [(number, _, words)] = desk.notices()
    assert number == PAIR and "Sue Reed" in words


def test_a_number_that_was_only_typed_here_is_not_written_to(desk: Frontdesk) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 10:00", "Jane Murphy, 4 July 1985", "+353861119999", "cancel it", "yes")
    assert chat.events.count("appointment.cancelled") == 1 and desk.notices() == []


# --- whose visit ----------------------------------------------------------------------------------


@phrases(
    "words",
    [
        "move my father's appointment to Friday at 11:00",
        "please move the visit of Otto Lindgren to Friday at 11:00",
        "cancel my dad's appointment",
        "quiero cancelar la cita de mi padre",
    ],
)
def test_a_helper_without_the_right_is_told_so_and_keeps_their_own_visit(desk: Frontdesk, words: str) -> None:
    desk.give("Per Lindgren", "chen", "2026-06-11 10:00")
    desk.give("Otto Lindgren", "haddad", "2026-06-11 11:00")
    chat = desk.chat(HELPER_BOOK)
    answer = chat.say(words)
    chat.say("no")
    assert desk.booked() == [THURSDAY_TEN, "haddad 2026-06-11 11:00"] and chat.events == []
    assert "Otto Lindgren" in answer.text and "Haddad" not in answer.told and "Chen" not in answer.told


@phrases(
    "words", ["move my son's appointment to Friday at 11:00", "cancel Aoife's visit", "cancela la cita de mi hija"]
)
def test_a_parents_own_visit_is_not_taken_for_the_childs(desk: Frontdesk, words: str) -> None:
    desk.give("Maeve Dunne", "chen", "2026-06-11 10:00")
    chat = desk.chat(MOTHER)
    answer = chat.say(words)
    assert answer.question != "confirm_cancel"
    chat.say("yes")
    assert desk.booked() == [THURSDAY_TEN] and chat.events == []


def test_of_two_childrens_visits_the_one_named_moves(desk: Frontdesk) -> None:
    desk.give("Cian Dunne", "chen", "2026-06-11 10:00")
    desk.give("Aoife Dunne", "chen", "2026-06-11 11:00")
    chat = desk.chat(MOTHER)
    answer = chat.say("move my daughter's appointment to Friday at 11:00")
    assert desk.booked("Aoife Dunne") == ["chen 2026-06-12 11:00"] and "Aoife Dunne" in answer.text
    chat.say("and cancel Cian's", "yes")
    assert desk.booked() == ["chen 2026-06-12 11:00"]


def test_the_visit_just_booked_is_not_meant_where_another_is_named(desk: Frontdesk) -> None:
    desk.give("Sam Reed", "chen", "2026-06-11 10:00")
    chat = desk.chat(PAIR)
    chat.say("Dr Haddad on Friday at 11:00 for Sue")
    chat.agree()
    assert desk.booked("Sue Reed") == ["haddad 2026-06-12 11:00"]
    answer = chat.say("cancel the visit with Dr Chen")
    assert "Chen" in answer.text and "Sam Reed" in answer.text
    chat.say("yes")
    assert desk.booked() == ["haddad 2026-06-12 11:00"]


def test_the_visit_just_booked_does_not_move_where_another_is_named(desk: Frontdesk) -> None:
    desk.give(NORA, "chen", "2026-06-11 10:00")
    chat = desk.chat(NORA)
    chat.say("Dr Haddad on Friday at 11:00")
    chat.agree()
    chat.say("move my appointment with Dr Chen to Monday 15 June at 9:00")
    chat.agree()
    assert desk.booked() == ["haddad 2026-06-12 11:00", "chen 2026-06-15 09:00"]


def test_an_only_child_is_known_by_what_the_parent_calls_it(desk: Frontdesk) -> None:
    chat = desk.chat(MOTHER)
    answer = chat.say("my son needs Dr Chen on Thursday at 10:00")
    assert answer.happened == ["appointment.booked"]
    assert answer.events[0]["for_dependant"] == "Cian Dunne"


def test_a_relative_who_is_not_behind_the_number_is_proven(desk: Frontdesk) -> None:
    desk.give(TOM, "chen", "2026-06-10 10:00")
    desk.give(RAVI, "chen", "2026-06-11 10:00")
    chat = desk.chat(TOM)
    answer = chat.say("I have to cancel my brother's appointment")
    assert answer.question == "name" and "Chen" not in answer.told
    chat.say("Ravi Kumar", "14 March 1990", "Thursday")
    assert "Ravi Kumar" in chat.last.text and chat.last.question == "confirm_cancel"
    chat.say("yes")
    assert desk.booked() == ["chen 2026-06-10 10:00"] and [number for number, _, _ in desk.notices()] == [RAVI]


# --- named by its day -----------------------------------------------------------------------------


@phrases(
    ("words", "sender"),
    [
        ("the one on the 9th, make it 4", NORA),
        ("la del 9, pásala a las 4", ELENA),
        ("move the one on the 9th to 4pm", NORA),
        ("my visit on the 9th, can you make it 4 o'clock", NORA),
        ("the Tuesday one, make it 4", NORA),
        ("move my Tuesday visit to 4", NORA),
        ("la cita del 9, cámbiala a las 16:00", ELENA),
        ("mi cita del martes, ¿la puede pasar a las 4?", ELENA),
        ("la del día 9 quiero moverla a las 4", ELENA),
    ],
)
def test_a_visit_named_by_its_day_is_the_one_that_moves_and_keeps_the_day(
    desk: Frontdesk, words: str, sender: str
) -> None:
    desk.give(sender, "chen", "2026-06-09 10:00")
    desk.give(sender, "haddad", "2026-06-11 10:00")
    chat = desk.chat(sender)
    chat.say(words)
    chat.agree()
    assert desk.booked() == ["chen 2026-06-09 16:00", "haddad 2026-06-11 10:00"] and desk.is_sound()


@phrases(
    "words", ["move my visit to Tuesday at 4", "cambia mi cita al martes a las 4", "move my visit, not on Tuesday"]
)
def test_a_day_that_a_visit_is_to_go_to_or_not_does_not_tell_which(desk: Frontdesk, words: str) -> None:
    desk.give(NORA, "chen", "2026-06-09 10:00")
    desk.give(NORA, "haddad", "2026-06-11 10:00")
    answer = desk.chat(NORA).say(words)
    assert answer.question == "visit" and len(answer.labels) == 2
    assert desk.booked() == ["chen 2026-06-09 10:00", "haddad 2026-06-11 10:00"]


@phrases("words", ["anula la del 9", "cancele mi cita del 9", "cancel the one on the 9th"])
def test_a_visit_named_by_its_day_is_the_one_that_is_cancelled(desk: Frontdesk, words: str) -> None:
    desk.give(ELENA, "chen", "2026-06-09 10:00")
    desk.give(ELENA, "haddad", "2026-06-11 10:00")
    answer = desk.chat(ELENA).say(words)
    assert answer.question == "confirm_cancel" and answer.names_day(date(2026, 6, 9))
