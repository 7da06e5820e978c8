"""Questions about prices, rules and people: answered from what the hospital told, and no errand by themselves."""

from __future__ import annotations

import pytest

from tests.situations.desk import ELENA, NORA, RAVI, Frontdesk, phrases

pytestmark = pytest.mark.words


@phrases(
    ("words", "said"),
    [
        ("how much is a visit with Dr Chen?", "90"),
        ("What does Dr Okafor charge?", "60"),
        ("¿cuánto cuesta la consulta con la Dra. Chen?", "90"),
        ("How much is a dermatologist?", "95"),
        ("How much is Dr Sharma?", "100"),
        ("what is your cancellation policy?", "25"),
    ],
)
def test_a_question_of_price_or_rule_is_answered_and_starts_nothing(desk: Frontdesk, words: str, said: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert said in answer.text and answer.state["task"] is None
    assert len(answer.labels) == 1 and answer.question != "slot"


@phrases("go_on", ["ok book me with her", "yes please", "great, Thursday at 10 then"])
def test_whom_a_question_was_about_is_kept_for_the_booking(desk: Frontdesk, go_on: str) -> None:
    chat = desk.chat(NORA)
    answer = chat.say("how much is a visit with Dr Chen?", go_on)
    assert answer.state["task"] == "book" and answer.state["selected_doctor"] == "chen"


@phrases("words", ["who is Dr Haddad?", "how much is Dr Haddad?"])
def test_a_visit_is_not_moved_to_a_doctor_who_was_only_asked_about(desk: Frontdesk, words: str) -> None:
    desk.chat(NORA).say("Dr Okafor on Thursday at 10", words, "move it to 11:00", "yes")
    assert desk.booked() == ["okafor 2026-06-11 11:00"]


def test_a_question_after_a_booking_leads_to_the_next_one(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Okafor on Thursday at 10", "and how much is Dr Chen?", "ok book me with her", "Friday at 11")
    assert desk.booked() == ["okafor 2026-06-11 10:00", "chen 2026-06-12 11:00"]


@phrases(
    "words",
    ["how much is Dr Chen?", "who are your cardiologists?", "what specialities are there?", "who is Dr Romano?"],
)
def test_a_question_in_mid_booking_leaves_it_where_it_is(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    before = chat.say("I need Dr Haddad")
    answer = chat.say(words)
    assert answer.state["selected_doctor"] == "haddad" and answer.question == before.question
    assert answer.labels == before.labels


@phrases(
    ("words", "names"),
    [
        ("who are your cardiologists?", ("Anita Sharma", "Luca Romano")),
        ("which doctors do you have?", ("Mei Chen", "Omar Haddad")),
        ("do you have a paediatrician?", ("Mei Chen",)),
        ("What specialities are there?", ("Cardiology", "Dermatology")),
        ("¿qué médicos tienen?", ("Mei Chen", "Omar Haddad")),
        ("¿Quiénes son sus cardiólogos?", ("Anita Sharma", "Luca Romano")),
        ("¿qué especialidades hay?", ("Cardiología", "Pediatría")),
        ("Who is Dr Chen?", ("Mei Chen", "Paediatrics")),
    ],
)
def test_who_is_who_is_told_from_the_directory(desk: Frontdesk, words: str, names: tuple[str, ...]) -> None:
    answer = desk.chat(ELENA).say(words)
    assert all(name in answer.text for name in names) and answer.state["task"] is None


@phrases("words", ["do you have a dentist?", "who are your dentists?", "¿tienen dentista?"])
def test_a_kind_of_doctor_that_is_not_here_is_said_to_be_lacking(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert "denti" in answer.text and answer.state["task"] is None and answer.state["speciality"] is None
    assert "Cardiolog" in answer.text, "what there is"


@phrases("words", ["what was the doctor's first name?", "what's her full name?", "¿cómo se llama la doctora?"])
def test_the_name_of_the_doctor_spoken_of_is_told(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    answer = chat.say("I'd like to see Dr Chen", words)
    assert "Mei Chen" in answer.text and "Haddad" not in answer.text and answer.question == "slot"


@phrases(
    "words",
    [
        "do you have a paediatrician free on Thursday?",
        "I need to find a paediatrician",
        "do you have a paediatrician available?",
        "¿tienen pediatra libre?",
        "I'm looking for a paediatrician",
    ],
)
def test_whoever_looks_for_a_doctor_is_shown_times(desk: Frontdesk, words: str) -> None:
    assert desk.chat(NORA).say(words).question == "slot"


@phrases("words", ["help", "my appointments", "which doctors do you have?"])
def test_no_thanks_to_what_the_desk_can_do_ends_politely(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(words, "no thanks")
    assert answer.question is None and answer.labels == []


@phrases(
    "words",
    ["Bill Gates, 10/28/1955, 0860000188", "Mark Price, 1 May 1970, 0860000188", "Faith Cancel 2.3.1980 0860000188"],
)
def test_a_name_whose_words_mean_something_is_only_a_name(desk: Frontdesk, words: str) -> None:
    chat = desk.chat()
    answer = chat.say("Dr Chen on Thursday at 10", words)
    assert desk.booked(words.partition(" ")[0] + " " + words.split()[1].strip(",")) == ["chen 2026-06-11 10:00"]
    assert "can't" not in answer.text


@phrases(
    "words",
    [
        "Please cancel appointment {} of Ravi Kumar, born 14/03/1990",
        "cancel the appointment of Ravi Kumar, {}, born 14 March 1990",
        "Cancel Ravi Kumar's appointment {}, born 14 March 1990",
        "cancelar la cita {} de Ravi Kumar, nacido el 14/03/1990",
        "cancel the visit for Ravi Kumar {}, born 14 March 1990",
    ],
)
def test_whose_visit_it_is_is_not_asked_when_it_was_said(desk: Frontdesk, words: str) -> None:
    reference = desk.give(RAVI, "chen", "2026-06-12 11:00")
    answer = desk.chat().say(words.format(reference))
    assert answer.question == "confirm_cancel" and "Ravi Kumar" in answer.text


@phrases(
    "words",
    [
        "mi cita",
        "my appointment",
        "what's booked?",
        "What is booked for me?",
        "who is my appointment with?",
        "¿qué tengo reservado?",
        "mis citas",
    ],
)
def test_a_short_word_for_ones_visits_lists_them(desk: Frontdesk, words: str) -> None:
    reference = desk.give(NORA, "chen", "2026-06-12 11:00")
    answer = desk.chat(NORA).say(words)
    assert reference in answer.text and answer.happened == ["records.shown"]


def test_a_negative_number_chooses_nothing(desk: Frontdesk) -> None:
    answer = desk.chat(NORA).say("Dr Chen on Thursday", "-1")
    assert desk.booked() == [] and answer.question == "slot"


@phrases(
    ("stop", "again"),
    [
        ("stop", "actually no, book it again"),
        ("never mind, cancel that", "book it after all"),
        ("para", "mejor resérvala otra vez"),
    ],
)
def test_an_errand_just_stopped_is_taken_up_with_its_facts(desk: Frontdesk, stop: str, again: str) -> None:
    chat = desk.chat()
    before = chat.say("Dr Chen on Thursday at 10")
    answer = chat.say(stop, again)
    assert answer.question == before.question == "name"
    assert answer.state["selected_slot"] == before.state["selected_slot"]


def test_one_booking_in_place_of_another_is_gone_on_with(desk: Frontdesk) -> None:
    answer = desk.chat().say("Dr Chen on Thursday at 10", "cancel that and book Dr Haddad on Friday at 11")
    assert answer.question == "name" and answer.state["selected_doctor"] == "haddad"
    assert desk.held() == ["haddad 2026-06-12 11:00"]


def test_a_person_asked_for_after_failed_proofs_was_asked_for(desk: Frontdesk) -> None:
    chat = desk.chat()
    chat.say("cancel my appointment")
    for _ in range(3):
        chat.say("Ann Doe", "1 January 1990", "Thursday")
    answer = chat.say("yes please")
    assert [event["reason"] for event in answer.events if event["name"] == "handoff.requested"] == ["asked"]


def test_a_person_accepted_after_two_misses_was_not_understood(desk: Frontdesk) -> None:
    answer = desk.chat(NORA).say("blub gnarf", "grmpf hnng", "yes")
    assert [event["reason"] for event in answer.events if event["name"] == "handoff.requested"] == ["not_understood"]


@phrases(
    ("words", "fee"),
    [
        ("I need a dermatologist", "€95.00"),
        ("Dr Chen on Thursday", "€90.00"),
        ("quiero cita con la doctora Chen", "90,00 €"),
    ],
)
def test_the_price_is_said_with_the_times_that_are_offered(desk: Frontdesk, words: str, fee: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert answer.offered and fee in answer.text


def test_a_number_that_corrects_itself_is_no_refusal(desk: Frontdesk) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 10, I'm Ada Quill, born 14 March 1990")
    answer = chat.say("I don't have a phone... no wait, it's 086 111 9999")
    assert answer.happened[-1] == "appointment.booked" and answer.question == "reminders"
    assert "Which phone" not in answer.text


def test_a_date_of_birth_is_told_as_people_write_it(desk: Frontdesk) -> None:
    chat = desk.chat()
    chat.say("I'm Ada Quill, born 14 March 1990, Dr Chen on Thursday please")
    assert "14 March 1990" in chat.say("what have you got so far?").text


@phrases("words", ["what are my appointments?", "which visits do I have booked?", "¿cuáles son mis citas?"])
def test_ones_own_visits_are_listed_in_whatever_words(desk: Frontdesk, words: str) -> None:
    reference = desk.give(NORA, "chen", "2026-06-11 10:00")
    answer = desk.chat(NORA).say(words)
    assert reference in answer.text and answer.happened == ["records.shown"]
