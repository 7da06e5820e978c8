"""Questions about the hospital are answered from its file alone, and leave the errand where it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.situations.conftest import OpenDesk
from tests.situations.desk import Frontdesk, phrases

pytestmark = pytest.mark.words

WALTER = "+13035550201"


@phrases(
    ("words", "said"),
    [
        ("are you open on Saturday?", "09:00–12:00"),
        ("are you open tomorrow?", "07:30–17:30"),
        ("are you guys open on sundays", "closed"),
        ("are you open on Labor Day?", "closed (Labor Day)"),
        ("are you open on July 3rd", "closed (Independence Day)"),
        ("what time do you close", "17:30"),
        ("are you open now?", "17:30"),
        ("opening hours", "Saturday 09:00–12:00"),
        ("¿a qué hora abren mañana?", "de 07:30 a 17:30"),
        ("¿abren los domingos?", "cerrado"),
        ("¿están abiertos el 3 de julio?", "Independence Day"),
    ],
)
def test_71_opening_hours_come_from_the_desk_hours_and_holidays(copper: Frontdesk, words: str, said: str) -> None:
    answer = copper.chat().say(words)
    assert said in answer.text and answer.state["task"] is None and answer.state["wanted"] is None


@pytest.mark.parametrize("words", ["are you open at Christmas?", "¿abren en navidad?", "are you open on Boxing Day?"])
def test_71_whether_a_feast_that_is_not_on_file_is_a_holiday_is_not_guessed(copper: Frontdesk, words: str) -> None:
    text = copper.chat().say(words).text
    assert "07:30" not in text and "Labor Day" in text


@phrases(
    ("words", "said", "unsaid"),
    [
        ("what's your address?", "410 Mill Avenue", "Room"),
        ("how do I get to the south clinic?", "77 Aspen Court", "410 Mill"),
        ("¿dónde está el hospital?", "410 Mill Avenue", "Consulta"),
        ("which floor is Dr Whitlock on?", "B-12", "77 Aspen"),
        ("where is Dr Villalobos's office", "Room 7", "410 Mill"),
        ("¿en qué consultorio está la doctora Bello?", "C-20", "77 Aspen"),
        ("what is your phone number?", "303-555-0140", "Mill"),
        ("which number do I call in an emergency?", "911", "Mill"),
        ("what do you do with my data?", "copperridge.example/privacy", "Mill"),
        ("can I bring my dog?", "Service animals", "Mill"),
    ],
)
def test_71_places_numbers_and_topics_are_told(copper: Frontdesk, words: str, said: str, unsaid: str) -> None:
    answer = copper.chat().say(words)
    assert said in answer.words and unsaid not in answer.words
    assert answer.state["task"] is None and answer.happened == []


@phrases(
    ("words", "said"),
    [
        ("how much is a chest X-ray?", "$85.00"),
        ("¿cuánto cuesta una radiografía de tórax?", "$85.00"),
        ("what does a cholesterol test cost", "$42.50"),
        ("do I need to fast for the lipid panel?", "12 hours"),
        ("¿hay que ir en ayunas para el perfil de lípidos?", "12 horas"),
        ("do you do chest x-rays?", "Chest X-ray"),
    ],
)
def test_64_tests_have_their_own_price_and_preparation(copper: Frontdesk, words: str, said: str) -> None:
    answer = copper.chat().say(words)
    assert said in answer.text and answer.state["task"] is None


@phrases("words", ["how much is a colonoscopy?", "how much is an x-ray of my knee", "¿cuánto cuesta una resonancia?"])
def test_64_a_price_that_is_not_on_file_is_not_made_up(copper: Frontdesk, words: str) -> None:
    answer = copper.chat().say(words)
    assert "$" not in answer.text and "303-555-0140" in answer.text


@phrases(
    ("words", "said"),
    [
        ("Do you take Aetna at the south clinic?", "isn't on my list"),
        ("do you take aspen mutual?", "Aspen Mutual is on our list"),
        ("do you accept Aspen Mutual Silver at the south clinic", "Silver (only at Ridge Campus)"),
        ("which insurances do you accept?", "Aspen Mutual"),
        ("¿aceptan AXA?", "isn't on my list"),
        ("¿qué seguros aceptan en la clínica de Littleton?", "Trabajamos con Aspen Mutual"),
    ],
)
def test_63_an_insurer_is_listed_or_not_listed_in_mid_booking(copper: Frontdesk, words: str, said: str) -> None:
    chat = copper.chat(WALTER)
    before = chat.say("I'd like to see Dr Whitlock on Tuesday")
    answer = chat.say(words)
    assert said in answer.text
    assert (answer.question, answer.labels[0][-5:]) == (before.question, before.labels[0][-5:])
    assert answer.state["location"] is None and answer.state["selected_doctor"] == "whitlock"


@phrases(
    ("words", "names", "others"),
    [
        ("which doctors speak Spanish?", ("Villalobos", "Bello"), ("Whitlock", "Hansen")),
        ("is there a doctor who speaks French?", ("Bello",), ("Villalobos",)),
        ("who speaks danish", ("Hansen",), ("Bello",)),
        ("I need a gynecologist who speaks Spanish", ("Bello",), ("Villalobos",)),
        ("does Dr Villalobos speak Spanish?", ("Villalobos", "English and Spanish"), ("Bello",)),
    ],
)
def test_71_a_doctors_languages_are_told_and_the_conversations_own_stays(
    copper: Frontdesk, words: str, names: tuple[str, ...], others: tuple[str, ...]
) -> None:
    answer = copper.chat().say(words)
    assert all(name in answer.text for name in names) and not any(name in answer.text for name in others)
    assert answer.state["language"] == "en" and answer.state["task"] is None


@phrases("words", ["who can look at my knee?", "who should I see about my knee", "¿quién me puede ver la rodilla?"])
def test_71_who_sees_to_a_trouble_is_told_and_kept_for_the_booking(copper: Frontdesk, words: str) -> None:
    chat = copper.chat(WALTER)
    answer = chat.say(words)
    assert "Whitlock" in answer.text and "Hansen" not in answer.text and answer.state["task"] is None
    assert chat.tap(0).state["speciality"] == "ortho"


@phrases(
    ("words", "said"),
    [
        ("where do I go?", "South Clinic, 77 Aspen Court, Littleton. Room 7"),
        ("where do I have to go?", "South Clinic, 77 Aspen Court, Littleton. Room 7"),
        ("which room?", "Room 7"),
        ("how much was that?", "$95.00"),
        ("when should I arrive?", "10:00"),
        ("what should I bring?", "303-555-0140"),
        ("¿a dónde tengo que ir?", "77 Aspen Court"),
        ("¿cuánto fue?", "95"),
    ],
)
def test_71_after_a_booking_its_place_price_and_hour_are_told(copper: Frontdesk, words: str, said: str) -> None:
    chat = copper.chat(WALTER)
    chat.say("book Dr Villalobos tomorrow at 10")
    answer = chat.say(words)
    assert said in answer.text and answer.state["booking_stage"] == "done"
    assert copper.booked() == ["villalobos 2026-06-09 10:00"]


@phrases(
    "words", ["i need an xray of my chest", "book me a chest x-ray for tomorrow", "quiero una radiografía de tórax"]
)
def test_64_a_test_asked_for_is_no_visit_to_a_doctor(copper: Frontdesk, words: str) -> None:
    answer = copper.chat(WALTER).say(words)
    assert (
        ("Chest X-ray" in answer.text or "Radiografía de tórax" in answer.text)
        and "85" in answer.text
        and answer.state["task"] is None
    )
    assert copper.booked() == []


@phrases("words", ["how long is the visit", "¿cuánto dura?", "how long does it take?"])
def test_71_a_visits_length_is_the_doctors_own(copper: Frontdesk, words: str) -> None:
    chat = copper.chat(WALTER)
    chat.say("I need Dr Whitlock on Tuesday")
    assert "30 min" in chat.say(words).text and chat.last.question == "slot"


@phrases(
    "words",
    [
        "is there parking?",
        "are you open on Saturday?",
        "what's the address?",
        "how much is a chest x-ray?",
        "which doctors speak French?",
        "can I bring my dog?",
        "do you sell flowers?",
        "what should I wear?",
    ],
)
def test_71_the_open_question_follows_the_answer(copper: Frontdesk, words: str) -> None:
    chat = copper.chat(WALTER)
    before = chat.say("I need Dr Hansen on Wednesday")
    answer = chat.say(words)
    assert answer.question == before.question == "slot" and answer.labels == before.labels
    assert answer.offered_days == {"2026-06-10"}
    chat.tap(0)
    assert copper.booked() == ["hansen 2026-06-10 09:00"]


@phrases(
    "words",
    ["book Dr Hansen tomorrow at 10, and what's the address?", "where are you? I want Dr Hansen tomorrow at 10 please"],
)
def test_71_a_booking_beside_a_question_is_made(copper: Frontdesk, words: str) -> None:
    answer = copper.chat(WALTER).say(words)
    assert "410 Mill Avenue" in answer.text and copper.booked() == ["hansen 2026-06-09 10:00"]


@phrases("words", ["no thanks", "no, thank you", "no gracias"])
def test_12_a_polite_no_to_the_times_stops_the_booking(copper: Frontdesk, words: str) -> None:
    chat = copper.chat(WALTER)
    chat.say("I need Dr Hansen on Wednesday")
    answer = chat.say(words)
    assert answer.question is None and answer.labels == []
    assert chat.wait(5).say("ok let's continue").offered_days == {"2026-06-10"}


@phrases(
    ("asked", "then", "said"),
    [
        ("are you open on Saturday?", "what about tomorrow?", "9 June"),
        ("are you open on Saturday?", "and Friday?", "12 June"),
        ("what time do you close on Wednesday?", "how about Thursday at 7 pm?", "11 June"),
        ("¿abren el sábado?", "¿y el martes?", "9 de junio"),
        ("¿a qué hora cierran el miércoles?", "¿y el jueves por la tarde?", "11 de junio"),
    ],
)
def test_71_another_day_right_after_the_hours_asks_for_its_hours(
    copper: Frontdesk, asked: str, then: str, said: str
) -> None:
    chat = copper.chat()
    chat.say(asked)
    answer = chat.say(then)
    assert said in answer.words and answer.state["task"] is None
    assert chat.say("Dr Hansen on Thursday at 10 please").state["task"] == "book"


@phrases("words", ["and at half past twelve?", "¿y a las doce y media?"])
def test_71_an_hour_right_after_the_hours_of_a_day_is_of_that_day(copper: Frontdesk, words: str) -> None:
    chat = copper.chat()
    chat.say("¿abren el jueves?" if "¿" in words else "are you open on Thursday?")
    assert chat.say(words).names_day(date(2026, 6, 11)) and chat.last.state["task"] is None


@phrases("words", ["Thursday at 10 then", "what about Dr Hansen on Thursday?", "book me in on Thursday"])
def test_71_a_wish_right_after_the_hours_is_still_a_wish(copper: Frontdesk, words: str) -> None:
    chat = copper.chat(WALTER)
    chat.say("are you open on Thursday?")
    assert chat.say(words).state["task"] == "book"


def test_71_where_to_go_is_told_with_a_thank_you_beside_it(copper: Frontdesk) -> None:
    chat = copper.chat(WALTER)
    chat.say("Dr Hansen on Thursday at 10")
    chat.agree()
    for words in ("thanks, which site do I go to?", "gracias, ¿a qué sede tengo que ir?"):
        assert "Dr. Hansen" in chat.say(words).words or "Hansen" in chat.last.words


@phrases("words", ["cancel my visit with Dr Hansen", "I want to move my visit to Dr Hansen"])
def test_71_an_order_is_not_answered_with_a_topic_that_shares_a_word(open_hospital: OpenDesk, words: str) -> None:
    file = (Path(__file__).parent / "copper.yaml").read_text()
    topic = "information:\n  - {topic: visitors, asks: {en: [visit my, visiting hours]}, answer: {en: Come at two.}}\n"
    copper = open_hospital(file.replace("information:\n", topic, 1))
    chat = copper.chat(WALTER)
    chat.say("Dr Hansen on Thursday at 10")
    chat.agree()
    assert "Come at two" not in chat.say(words).text
    assert "Come at two" in copper.chat().say("what are the visiting hours?").text
