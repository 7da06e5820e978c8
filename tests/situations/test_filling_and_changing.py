"""Situations 1 to 22: a booking filled in any number of messages, changed, left and taken up again."""

from __future__ import annotations

import pytest

from tests.situations.desk import NORA, RAVI, Answer, Chat, Frontdesk, phrases

pytestmark = pytest.mark.words

THURSDAY_TEN = "chen 2026-06-11 10:00"


def questions(answer: Answer) -> int:
    """How many questions the patient is asked in this answer."""
    return answer.words.count("?")


# --- 1: everything at once ------------------------------------------------------------------------


@phrases(
    "words",
    [
        "Book me with Dr. Chen on Thursday at 10, I'm Ravi Kumar, 14 March 1990",
        "Hi, this is Ravi Kumar, born 14/03/1990. Can I see Mei Chen this Thursday at 10 am?",
        "Thursday 11 June 10:00 with doctor chen please. My name is Ravi Kumar, DOB 14 March 1990.",
        "Soy Ravi Kumar, nacido el 14 de marzo de 1990. Quiero una cita con la doctora Chen el jueves 11 a las 10:00",
    ],
)
def test_01_one_message_fills_everything_and_only_what_is_missing_is_asked(desk: Frontdesk, words: str) -> None:
    chat = desk.chat()
    answer = chat.say(words)
    known = {name: answer.state[name] for name in ("selected_doctor", "patient_name", "date_of_birth", "selected_slot")}
    assert known == {
        "selected_doctor": "chen",
        "patient_name": "Ravi Kumar",
        "date_of_birth": "1990-03-14",
        "selected_slot": "2026-06-11T10:00:00+01:00",
    }
    assert answer.question == "phone"
    assert desk.booked() == []
    assert desk.slot("chen", "2026-06-11 10:00")[:2] == ("busy-tentative", chat.name)
    chat.say("+353 86 111 0001")
    chat.agree()
    assert desk.booked("Ravi Kumar") == [THURSDAY_TEN]
    assert chat.events.count("appointment.booked") == 1


def test_01_a_patient_whom_the_channel_vouches_for_is_booked_in_one_turn(desk: Frontdesk) -> None:
    answer = desk.chat(RAVI).say("Book me with Dr. Chen on Thursday at 10, I'm Ravi Kumar, 14 March 1990")
    assert answer.happened == ["appointment.booked"]
    booked = answer.events[0]
    assert (booked["doctor"], booked["starts_at"], booked["patient"], booked["for_dependant"]) == (
        "chen",
        "2026-06-11T10:00:00+01:00",
        "Ravi Kumar",
        None,
    )
    visits = desk.visits("booked")
    assert [(str(v), v.patient, v.reference) for v in visits] == [
        ("chen 2026-06-11 10:00 booked", "Ravi Kumar", booked["appointment_id"])
    ]
    assert answer.state["booking_stage"] == "done" and desk.patients() == 4


@phrases("phone", ["086 111 0001", "+353 86 111 0001", "my number is 0861110001", "00353861110001"])
def test_01_a_patient_on_file_is_found_by_a_number_in_any_shape(desk: Frontdesk, phone: str) -> None:
    chat = desk.chat()
    chat.say("Dr. Chen on Thursday at 10, I'm Ravi Kumar, 14 March 1990", phone)
    chat.agree()
    assert desk.booked("Ravi Kumar") == [THURSDAY_TEN]
    assert desk.patients() == 4 and "patient.registered" not in chat.events


# --- 2: one question ------------------------------------------------------------------------------


@phrases(
    "words",
    [
        "I need an appointment",
        "can I book something please",
        "Hello! I want to see a doctor",
        "quiero pedir cita",
    ],
)
def test_02_a_bare_wish_gets_one_question_and_no_form(desk: Frontdesk, words: str) -> None:
    answer = desk.chat().say(words)
    assert questions(answer) == 1
    assert answer.question is not None and answer.state["task"] == "book"
    assert answer.state["booking_stage"] == "need_diagnosis"
    assert desk.visits() == [] and answer.events == []


# --- 3 to 6: the last word counts -----------------------------------------------------------------


@phrases(
    "words",
    [
        "Dr Chen, Thursday 11... actually no, Friday 2:30",
        "can I see Dr Chen Thursday at 11, no wait, make that Friday at 2:30 pm",
        "Dr Chen on Thursday 11am - sorry, I mean Friday 14:30",
        "Con la doctora Chen el jueves a las 11... no, mejor el viernes a las 14:30",
    ],
)
def test_03_a_change_of_mind_within_a_message_leaves_only_the_second_time(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say(words)
    chat.agree()
    assert desk.booked() == ["chen 2026-06-12 14:30"]
    assert desk.held() == []


@phrases("change", ["make it Thursday 2:30", "Thursday at 14:30 would be better", "mejor el jueves a las 14:30"])
def test_04_another_time_before_the_yes_moves_the_hold(careful_desk: Frontdesk, change: str) -> None:
    desk = careful_desk
    chat = desk.chat(NORA)
    chat.say("I'd like to see Dr Chen on Wednesday at 11:00")
    assert desk.held() == ["chen 2026-06-10 11:00"] and desk.booked() == []
    answer = chat.say(change)
    assert desk.held() == ["chen 2026-06-11 14:30"]
    assert answer.question == "confirm" and answer.names_day(chat.now.replace(day=11).date())
    chat.say("yes")
    assert desk.booked() == ["chen 2026-06-11 14:30"] and desk.held() == []
    assert desk.is_sound()


@phrases(
    "words",
    [
        "Not the 5th, I meant the 15th",
        "I meant the 15th, not the 5th",
        "sorry, the 15th instead of the 5th",
        "no el 5, quise decir el 15",
    ],
)
def test_05_the_meant_day_counts_wherever_the_wrong_one_stands(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("Can I see Dr Chen on the 5th?")
    answer = chat.say(words)
    assert answer.offered and {day[8:] for day in answer.offered_days} == {"15"}
    assert desk.booked() == []


def test_05_the_meant_day_counts_in_a_first_message_too(desk: Frontdesk) -> None:
    for words in ("Dr Chen not on the 9th, I mean the 19th", "Dr Chen on the 19th, not the 9th"):
        answer = desk.chat(NORA).say(words)
        assert answer.offered_days == {"2026-06-19"}


@phrases(
    "messages",
    [
        ["an appointment with Dr Chen please", "sorry, Haddad", "no, Sharma, the cardiology one"],
        ["to Chen", "sorry, Haddad", "no, Sharma cardiology"],
        ["I'd like to see Dr Chen, sorry, Dr Haddad, no, Dr Sharma in cardiology"],
    ],
)
def test_06_of_several_corrections_the_last_one_wins(desk: Frontdesk, messages: list[str]) -> None:
    chat = desk.chat(NORA)
    answer = chat.say(*messages)
    assert answer.state["selected_doctor"] == "anita"
    assert answer.state["speciality"] == "cardiology"
    assert desk.booked() == []


# --- 7 and 8: before the yes ----------------------------------------------------------------------


@phrases("words", ["Change the doctor", "I want a different doctor", "can we change the doctor?", "cambiar de médico"])
def test_07_changing_the_doctor_without_a_new_one_asks_for_one_and_keeps_the_rest(
    careful_desk: Frontdesk, words: str
) -> None:
    desk = careful_desk
    chat = desk.chat()
    chat.say(
        "My son has a cough, Dr Chen on Thursday at 10 please",
        "Leo Brown, born 3 May 2019",
        "Anna Brown",
        "086 111 0099",
    )
    assert chat.last.question == "confirm" and desk.held() == [THURSDAY_TEN]
    before = chat.state
    answer = chat.say(words)
    assert answer.state["selected_doctor"] is None and answer.state["selected_slot"] is None
    assert desk.held() == [] and desk.booked() == []
    assert answer.question in ("doctor", "speciality", "reason")
    kept = ("patient_name", "date_of_birth", "diagnosis_condition", "phone")
    assert {name: answer.state[name] for name in kept} == {name: before[name] for name in kept}
    answer = chat.say("Dr Haddad")
    assert answer.state["selected_doctor"] == "haddad"
    assert answer.state["patient_name"] == "Leo Brown"


@phrases(
    "words",
    ["yes but my number ends 0197", "yes, but my phone number ends in 0197", "sí, pero mi número termina en 0197"],
)
def test_08_a_yes_with_a_correction_repeats_the_summary(careful_desk: Frontdesk, words: str) -> None:
    desk = careful_desk
    chat = desk.chat()
    chat.say("Dr Haddad on Thursday at 10:00", "I'm Jane Murphy, born 4 July 1985", "086 111 0199")
    assert chat.last.question == "confirm"
    answer = chat.say(words)
    assert desk.booked() == [] and answer.question == "confirm"
    assert answer.state["phone"].endswith("0197") and "0197" in answer.told
    chat.say("yes")
    assert desk.booked() == ["haddad 2026-06-11 10:00"]
    assert [phone[-4:] for phone in desk.phone_of("Jane Murphy")] == ["0197"]


# --- 9 to 12: stopping ----------------------------------------------------------------------------


@phrases(
    "words",
    [
        "right, cancel Friday keep Tuesday",
        "yes, cancel the one on Friday and keep Tuesday",
        "ok so Friday is cancelled and Tuesday stays, yes",
    ],
)
def test_09_a_yes_that_turns_the_visits_round_cancels_nothing(desk: Frontdesk, words: str) -> None:
    desk.give(NORA, "chen", "2026-06-16 10:00")
    desk.give(NORA, "chen", "2026-06-19 10:00")
    chat = desk.chat(NORA)
    chat.say("Please cancel my appointment on Tuesday the 16th")
    assert chat.last.question == "confirm_cancel"
    answer = chat.say(words)
    assert len(desk.booked()) == 2 and answer.events == []
    assert answer.question is not None and "?" in answer.words


CANCEL_THAT = ["cancel that", "actually, cancel it", "cancel please", "cancélalo"]


@phrases("words", CANCEL_THAT)
def test_10_cancel_that_in_the_middle_of_a_booking_asks_what_is_meant(desk: Frontdesk, words: str) -> None:
    desk.give(NORA, "haddad", "2026-06-12 10:00")
    chat = desk.chat(NORA)
    chat.say("I'd like to see Dr Chen on Thursday")
    answer = chat.say(words)
    assert desk.booked() == ["haddad 2026-06-12 10:00"] and answer.events == []
    assert answer.question is not None and len(answer.labels) >= 2
    assert any("12" in label for label in answer.labels), "the visit on file is one of the choices"


def test_10_either_meaning_of_cancel_that_can_be_chosen(desk: Frontdesk) -> None:
    desk.give(NORA, "haddad", "2026-06-12 10:00")
    stopping, cancelling = desk.chat(NORA), desk.chat(NORA)
    for chat in (stopping, cancelling):
        chat.say("I'd like to see Dr Chen on Thursday", "cancel that")
    stopping.tap("booking")
    assert stopping.state["task"] is None and desk.booked() == ["haddad 2026-06-12 10:00"]
    answer = cancelling.tap("Haddad")
    assert answer.question == "confirm_cancel" and desk.booked() == ["haddad 2026-06-12 10:00"]
    cancelling.say("yes")
    assert desk.booked() == [] and cancelling.events == ["appointment.cancelled"]


@phrases(
    "words",
    [
        "no, on Friday... actually forget it, cancel",
        "make it Friday, no, you know what, never mind, cancel the whole thing",
        "scrap that",
        "I don't want it anymore",
        "forget about it",
        "mejor el viernes... no, déjalo, cancela",
    ],
)
def test_11_giving_up_inside_a_correction_stops_and_lets_the_time_go(careful_desk: Frontdesk, words: str) -> None:
    desk = careful_desk
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Thursday at 10")
    assert desk.held() == [THURSDAY_TEN]
    answer = chat.say(words)
    assert desk.held() == [] and desk.booked() == []
    assert answer.state["task"] is None and answer.state["selected_slot"] is None
    assert chat.events == []


def left_and_back(desk: Frontdesk, leave: str, back: str) -> tuple[Chat, Chat]:
    """A booking left before its yes and taken up five minutes later; and somebody else's conversation."""
    chat, other = desk.chat(NORA), desk.chat(RAVI)
    chat.say("Dr Chen on Thursday at 10, there is a rash on my arm")
    assert chat.last.question == "confirm"
    chat.say(leave)
    assert desk.held() == [] and chat.state["task"] is None
    chat.wait(5)
    return chat, other


@phrases(
    ("leave", "back"), [("never mind", "ok let's continue"), ("forget it", "let's go on please"), ("déjalo", "sigamos")]
)
def test_12_a_booking_laid_aside_is_taken_up_with_its_facts(careful_desk: Frontdesk, leave: str, back: str) -> None:
    desk = careful_desk
    chat, _ = left_and_back(desk, leave, back)
    chat.say(back)
    if chat.last.question == "resume":
        chat.say("yes")
    assert chat.state["task"] == "book" and chat.state["selected_doctor"] == "chen"
    assert chat.state["selected_slot"] == "2026-06-11T10:00:00+01:00" and desk.held() == [THURSDAY_TEN]
    assert chat.events == []
    chat.say("yes")
    assert desk.booked() == [THURSDAY_TEN]


def test_12_a_time_that_went_meanwhile_is_not_resumed(careful_desk: Frontdesk) -> None:
    desk = careful_desk
    chat, other = left_and_back(desk, "never mind", "ok let's continue")
    other.say("Dr Chen on Thursday at 10", "yes")
    assert desk.booked() == [THURSDAY_TEN]
    chat.say("ok let's continue")
    if chat.last.question == "resume":
        chat.say("yes")
    assert desk.booked() == [THURSDAY_TEN] and chat.state["selected_slot"] is None
    assert chat.state["selected_doctor"] == "chen" and chat.last.offered
    assert "2026-06-11 10:00" not in chat.last.offered


# --- 13 to 15: asides -----------------------------------------------------------------------------


@phrases(
    "words",
    [
        "what have you got so far?",
        "what do you know already?",
        "what did you note down?",
        "which details do you have?",
        "¿qué tienes hasta ahora?",
    ],
)
def test_13_what_is_known_is_told_and_nothing_moves(desk: Frontdesk, words: str) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 10", "I'm Ravi Kumar")
    before = chat.last
    answer = chat.say(words)
    assert all(word in answer.told for word in ("Chen", "10:00", "Ravi Kumar"))
    assert answer.names_day(chat.now.replace(day=11).date())
    facts = ("selected_doctor", "selected_slot", "patient_name", "task", "question")
    assert {name: answer.state[name] for name in facts} == {name: before.state[name] for name in facts}
    assert answer.events == [] and desk.booked() == []


@phrases(
    "words",
    [
        "why do you need my date of birth?",
        "what is that for?",
        "why?",
        "is that really necessary?",
        "what do you want that for",
        "¿para qué necesitas eso?",
    ],
)
def test_14_why_gets_the_reason_and_the_same_question(desk: Frontdesk, words: str) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 10", "I'm Ravi Kumar")
    assert chat.last.question == "date_of_birth"
    asked = chat.last.words
    answer = chat.say(words)
    assert answer.question == "date_of_birth" and answer.words != asked
    assert answer.words.count("?") == 1 or "birth" in answer.words or "nacimiento" in answer.words
    chat.say("14 March 1990", "0861110001")
    assert chat.agree().state["booking_stage"] == "done" and desk.booked() == [THURSDAY_TEN]


@phrases(
    "words",
    ["I'd rather not say", "I won't give you that", "none of your business", "that's private", "prefiero no decirlo"],
)
def test_15_a_fact_refused_brings_a_person_and_no_loop(desk: Frontdesk, words: str) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 10", "I'm Ravi Kumar")
    asked = chat.last.words
    answer = chat.say(words)
    assert answer.words != asked and answer.labels
    assert desk.booked() == [] and answer.events == []
    answer = chat.tap("colleague" if any("colleague" in label for label in answer.labels) else 0)
    assert answer.happened == ["handoff.requested"] and desk.tasks() == ["handoff"]


def test_15_refusing_twice_does_not_go_round_in_circles(desk: Frontdesk) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 10", "I'm Ravi Kumar")
    said = [chat.last.words, *(chat.say(words).words for words in ("I'd rather not say", "no, I won't tell you"))]
    assert said.count(said[0]) == 1
    assert desk.booked() == [] and chat.last.labels


# --- 16 and 17: choosing --------------------------------------------------------------------------


@phrases(
    ("words", "doctor"),
    [
        ("the second one", "arjun"),
        ("2", "arjun"),
        ("the first", "anita"),
        ("not the former", "arjun"),
        ("the latter", "arjun"),
        ("not the second one", "anita"),
        ("el segundo", "arjun"),
    ],
)
def test_16_words_of_place_choose_what_was_shown(desk: Frontdesk, words: str, doctor: str) -> None:
    chat = desk.chat(NORA)
    chat.say("I want to see Dr Sharma")
    assert chat.last.doctors_offered == ["anita", "arjun"]
    assert chat.say(words).state["selected_doctor"] == doctor


@phrases(
    ("words", "at"),
    [
        ("the later one", "16:00"),
        ("the earlier one", "15:00"),
        ("the second one please", "16:00"),
        ("the last one", "16:00"),
        ("I'll take the first", "15:00"),
        ("not the first one", "16:00"),
        ("4 pm is good", "16:00"),
    ],
)
def test_16_words_of_place_choose_a_time(desk: Frontdesk, words: str, at: str) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Haddad on Thursday between 3 and 5 pm")
    assert chat.last.offered == ["2026-06-11 15:00", "2026-06-11 16:00"]
    chat.say(words)
    chat.agree()
    assert desk.booked() == [f"haddad 2026-06-11 {at}"]


@phrases(
    "words",
    [
        "the first doesn't work",
        "I can't make the second",
        "the first one is too early",
        "la primera no puedo",
        "First of all, where are you?",
        "It's my first time, do I need to bring anything?",
        "the last appointment I had was bad",
        "primero quiero saber el precio",
    ],
)
def test_16_a_place_turned_down_or_said_in_passing_books_nothing(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Haddad on Thursday between 3 and 5 pm")
    assert chat.say(words).state["selected_slot"] is None
    assert desk.booked() == []


@phrases("words", ["something later", "later please", "a bit later"])
def test_16_later_is_a_wish_and_no_farewell(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Haddad on Thursday between 3 and 4 pm")
    assert "goodbye" not in chat.say(words).text.lower() and chat.last.labels


def test_17_an_old_list_is_looked_up_again_before_a_time_is_taken(desk: Frontdesk) -> None:
    chat, other = desk.chat(NORA), desk.chat(RAVI)
    chat.say("Dr Haddad on Thursday morning")
    second = chat.last.offered[1]
    desk.give(RAVI, "haddad", second)
    answer = chat.wait(40).say("2")
    assert desk.booked("Nora Byrne") == [] and answer.offered and second not in answer.offered
    assert answer.state["selected_doctor"] == "haddad"
    assert other.answers == []


def test_17_an_old_list_whose_time_is_still_free_counts(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Haddad on Thursday morning")
    second = chat.last.offered[1]
    chat.wait(40).say("2")
    chat.agree()
    assert desk.booked() == [f"haddad {second}"]


def test_17_a_time_that_has_passed_since_it_was_shown_is_not_booked(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Haddad today")
    first = chat.last.offered[0]
    assert first == "2026-06-08 10:00"
    chat.wait(40).say("1")
    assert first not in [f"{v.at}" for v in desk.visits()]
    assert chat.last.offered and first not in chat.last.offered


# --- 18 to 22: odd messages -----------------------------------------------------------------------


@phrases("text", ["", "   ", "?", "👍🏽🙂", "...", "!!!"])
def test_18_a_message_without_words_gets_the_open_question_again(desk: Frontdesk, text: str) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Haddad on Thursday morning")
    before = chat.last
    answer = chat.say(text)
    assert answer.question == before.question and answer.words
    assert answer.offered == before.offered
    assert len(answer.words) <= max(len(before.words), 80)
    assert desk.booked() == [] and answer.state["misses"] == 0


@phrases("text", ["", "🙂", "?"])
def test_18_a_first_message_without_words_gets_an_answer(desk: Frontdesk, text: str) -> None:
    answer = desk.chat().say(text)
    assert answer.words and answer.events == []
    assert answer.state["task"] is None


@phrases("word", ["cash", "report", "informe", "insurance", "card"])
def test_19_a_lone_word_is_clarified_with_a_few_choices(desk: Frontdesk, word: str) -> None:
    answer = desk.chat().say(word)
    assert 2 <= len(answer.labels) <= 3
    assert answer.question is not None and answer.events == []
    assert answer.state["task"] is None and answer.state["diagnosis_condition"] is None


@phrases(
    "messages",
    [["cash", "report"], ["flurb wibble", "zonk drell"], ["florn estrebo", "quistel ambru"]],
)
def test_20_after_two_clarifications_in_vain_a_person_is_offered(desk: Frontdesk, messages: list[str]) -> None:
    chat = desk.chat()
    answer = chat.say(*messages)
    assert any("person" in label or "persona" in label for label in answer.labels)
    assert answer.question == "offer_human" or "colleague" in answer.words
    answer = chat.tap("person")
    assert answer.happened == ["handoff.requested"] and desk.tasks() == ["handoff"]


def test_20_the_same_in_the_middle_of_a_booking_keeps_what_is_known(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Thursday", "flurb wibble", "zonk drell")
    assert any("person" in label for label in chat.last.labels)
    assert chat.state["selected_doctor"] == "chen" and desk.booked() == []
    chat.say("at 10:00 then")
    chat.agree()
    assert desk.booked() == [THURSDAY_TEN]


STORY = (
    "Good morning, I hope I am writing to the right place. I have to tell you a little about myself first. We moved "
    "here from the coast nine years ago, when my husband retired from the railway, and I have been so happy with the "
    "garden and the view. My sister used to visit every Sunday until her car broke down in 2019, and since then I "
    "mostly see her at Christmas. The neighbours have been kind; the young man two doors down carries my shopping and "
    "his wife bakes for the whole street. Last winter was hard, with the heating failing twice and the cat getting "
    "lost for eleven days. I am not one to make a fuss about things, my mother lived to be ninety-four and never saw "
    "the inside of a clinic. But my daughter says that I should not put it off any longer, and she is usually right "
    "about these things, she works in a bank and has two boys, the older one plays the trumpet, seven times a week if "
    "you can believe it. Anyway, what I am writing for is that I would like to come and see Dr Haddad about the dry "
    "patches on my elbows. They have been there for ages and no cream from the chemist has helped, and I have tried "
    "four of them. My friend Bernadette swears by oatmeal baths, but then she also swears by horoscopes. I used to be "
    "able to garden the whole afternoon in short sleeves and now I feel that everybody is looking at them, which is "
    "silly of me I know. I do not mind the bus, it stops right outside, and I can bring a book. My husband would come "
    "along if he could but his hip does not let him sit for long. I hope this is not too much to read for you, I "
    "always write too much, the children say that my letters are like novels. The weather has been so nice this week "
    "that I nearly forgot to write at all, and then it was my turn to water the church flowers, and one thing leads "
    "to another, as it always does. Thank you for your patience, and please let me know what I have to do next. With "
    "kind regards from me and the cat, who did come home in the end and is asleep on the windowsill as I am writing "
    "this."
)


def test_21_a_life_story_yields_its_one_fact_and_a_short_next_question(desk: Frontdesk) -> None:
    assert len(STORY) >= 2000
    chat = desk.chat(NORA)
    answer = chat.say(STORY)
    assert answer.state["task"] == "book" and answer.state["selected_doctor"] == "haddad"
    assert answer.offered and answer.question == "slot"
    assert len(answer.words) < 400 and desk.booked() == []
    assert chat.state["patient_name"] is None and chat.state["for_relation"] in (None, "self")


@phrases(
    "words",
    [
        "one moment please",
        "hang on a sec",
        "two secs",
        "let me look at my calendar",
        "wait, let me check my diary",
        "un momento por favor",
    ],
)
def test_22_a_moment_asked_for_is_waited_and_the_hold_kept_once_longer(careful_desk: Frontdesk, words: str) -> None:
    desk = careful_desk
    chat = desk.chat(NORA, channel="webchat")
    chat.say("Dr Chen on Thursday at 10")
    first = desk.slot("chen", "2026-06-11 10:00")
    assert first == ("busy-tentative", chat.name, "2026-06-08 09:05")
    asked = chat.last.words
    answer = chat.wait(4).say(words)
    assert answer.words and asked not in answer.words and answer.question == "confirm"
    kept = desk.slot("chen", "2026-06-11 10:00")
    assert kept == ("busy-tentative", chat.name, "2026-06-08 09:09")
    chat.wait(4).say(words)
    assert desk.slot("chen", "2026-06-11 10:00") == kept, "a second time it is not kept longer"
    chat.say("yes")
    assert desk.booked() == [THURSDAY_TEN]
