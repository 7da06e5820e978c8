"""One message read as a whole: its parts do not get in one another's way, and no text can break the reading."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversation.extractors.entities import Choice, Context, Doctor, Field, Intent, Place, Roster, Speciality, Topic
from conversation.extractors.pipeline import understand
from tests.conversation.extractors.offering import NOW, offering

ROSTER = Roster(
    doctors=(
        Doctor("sharma-a", "Dr. Anita Sharma", "cardiology"), Doctor("sharma-r", "Dr. Arjun Sharma", "orthopaedics"),
        Doctor("chen", "Dr. Mei Chen", "paediatrics"), Doctor("may", "Dr Grace May", "general"),
    ),
    specialities=(
        Speciality("cardiology", "Cardiology"), Speciality("orthopaedics", "Orthopaedics"),
        Speciality("paediatrics", "Paediatrics"),
        Speciality("general", "General Medicine", default=True),
    ),
    places=(Place("bay", "Bay Clinic", "Galway"),),
    topics=(Topic("parking", {"en": ["where can I park"]}),),
)  # fmt: skip
DESK = Context(now=NOW, roster=ROSTER)
OFFERED = offering(DESK)


def test_a_whole_booking_in_one_sentence() -> None:
    said = understand("Book me with Dr. Chen on Thursday at 10, I'm Ravi Kumar, 14 March 1990", DESK)
    assert said.intent == Intent.BOOK
    assert [mention.codes for mention in said.doctors] == [("chen",)]
    assert said.person is not None
    assert (said.person.name, said.person.date_of_birth) == ("Ravi Kumar", date(1990, 3, 14))
    days = [when.dates.day for when in said.whens if when.dates]
    assert days == [date(2026, 6, 11)]


def test_a_doctors_name_is_not_read_as_a_month() -> None:
    said = understand("Dr May on Tuesday", DESK)
    assert [mention.codes for mention in said.doctors] == [("may",)]
    assert [when.dates.day for when in said.whens if when.dates] == [date(2026, 6, 9)]


def test_a_choice_is_not_read_as_a_date() -> None:
    said = understand("the second one", OFFERED)
    assert said.chosen is not None
    assert said.chosen.values == ("b",)
    assert said.whens == ()


@pytest.mark.parametrize(
    "text",
    [
        "change my 10 o'clock to 11",
        "change my 10am to 11am",
        "can we change it from Monday to Friday",
        "could we change it from the 9th to the 12th",
        "I'd like to change my 9:30 to 11:15",
        "switch my Monday 10am to Tuesday 2pm",
        "push my 11 o'clock with Dr Chen back to 12",
        "change it to Monday",
        "could ye change that to the 12th",
        "swap it for a later one",
        "cambia mi cita del lunes 9 al miércoles 11",
        "pásame la de las 10 a las 11",
        "cámbieme la del lunes al jueves",
        "cambia mi hora de las 10 a las 11",
    ],
)
def test_from_one_time_to_another_is_a_change_of_a_visit(text: str) -> None:
    said = understand(text, DESK)
    assert said.intent is Intent.RESCHEDULE


@pytest.mark.parametrize(
    "text",
    [
        "change my name to Mary",
        "change my number to 086 123 4567",
        "change my address from 12 to 14 Main Street",
        "can I change the doctor from Chen to Sharma",
        "change it to Dr Chen",
        "change the language to Spanish",
        "cambia mi nombre a María",
    ],
)
def test_a_change_of_something_else_moves_no_visit(text: str) -> None:
    assert understand(text, DESK).intent is not Intent.RESCHEDULE


@pytest.mark.parametrize(
    ("text", "taken"), [("the afternoon one", "pm"), ("the morning one", "am"), ("la de la tarde", "pm")]
)
def test_the_only_time_of_a_part_of_day_is_taken(text: str, taken: str) -> None:
    times = {"am": datetime(2026, 6, 9, 9), "pm": datetime(2026, 6, 9, 14)}
    choices = tuple(Choice(name, f"{at:%H:%M}", "slot", starts_at=at) for name, at in times.items())
    said = understand(text, replace(DESK, question="slot", choices=choices))
    assert said.chosen is not None
    assert said.chosen.values == (taken,)


def test_a_childs_age_is_not_read_as_a_time() -> None:
    said = understand("Book for my 4-year-old on Tuesday", DESK)
    assert said.person is not None
    assert said.person.age == 4
    assert [when.times for when in said.whens] == [None]


def test_a_phone_number_is_not_read_as_a_time() -> None:
    assert understand("my number ends 0930", DESK).whens == ()
    assert understand("call me on 086 123 1030", DESK).whens == ()


def test_closing_words_name_no_day() -> None:
    assert understand("that's all for today, thanks", DESK).whens == ()


def test_an_emergency_is_told_besides_everything_else() -> None:
    said = understand("chest pain now, left arm numb, can I see Dr Chen on Tuesday", DESK)
    assert said.emergency is not None
    assert said.doctors


def test_a_fact_taken_back_and_given_anew() -> None:
    said = understand("a different doctor, Dr Chen please", DESK)
    assert Field.DOCTOR in said.cleared
    assert said.doctors[-1].codes == ("chen",)


def test_a_switch_of_language_keeps_what_is_said() -> None:
    said = understand("Quiero una cita el martes con la doctora Chen", DESK)
    assert (said.language, said.language_sure) == ("es", True)
    assert said.intent == Intent.BOOK
    assert said.doctors[0].codes == ("chen",)


def test_mixed_languages_are_understood() -> None:
    said = understand("hola, can I see a cardiólogo on Tuesday por favor", DESK)
    assert said.specialities[0].code == "cardiology"


def test_the_same_message_is_always_read_the_same() -> None:
    text = "Dr Sharma cardiology next Tuesday at 10, not the 5th"
    assert understand(text, DESK) == understand(text, DESK)


ODD = {
    "nothing": "", "a lone surrogate": "book \ud800 me", "a NUL": "can\x00cel",
    "right to left": "موعد مع الطبيب غدا \u202e olleh", "controls": "".join(map(chr, range(32))),
    "combining marks": "a" + "\u0301" * 10_000, "one long word": "a" * 100_000, "many words": "book " * 20_000,
    "many numbers": "1 " * 20_000,
    "many digits": "9" * 50_000, "many dots": "." * 50_000, "many spaces": " " * 50_000, "many names": "Dr " * 20_000,
    "many hyphens": "x-" * 20_000,
    "emoji": "👩‍👩‍👧‍👦" * 500, "many pains": "chest pain " * 8_000, "many quotes": "'" * 20_000,
    "my name is": "my name is " * 5_000, "dates": "1/2/" * 10_000,
    "wide digits": "١٢٣ ４５６ ٪", "ligatures": "ﬁﬂ ß İ ŉ" * 100, "not": "not " * 10_000, "plus": "+1 " * 10_000,
    "for my": "for my son " * 4_000,
}  # fmt: skip


@pytest.mark.parametrize("text", list(ODD.values()), ids=list(ODD))
def test_no_text_breaks_or_stalls_the_reading(text: str) -> None:
    begun = time.process_time()
    for context in (
        DESK,
        OFFERED,
        replace(DESK, question="name"),
        replace(DESK, question="date_of_birth", language="es"),
    ):
        understand(text, context)
    assert time.process_time() - begun < 8


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=200),
    st.sampled_from((None, "name", "date_of_birth", "phone", "doctor", "slot", "day", "who", "location")),
)
def test_any_text_is_read(text: str, question: str | None) -> None:
    said = understand(text, replace(OFFERED, question=question))
    assert said.intents
    assert all(0 <= mention.certainty <= 1 for mention in said.intents)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "Dr Chen Sharma May not sorry , . the second one Tuesday 10 at no yes cancel book my son chest pain 14 "
            "March 1990 2".split()
        ),
        max_size=14,
    )
)
def test_any_order_of_familiar_words_is_read(words: list[str]) -> None:
    said = understand(" ".join(words), OFFERED)
    offered = {choice.value for choice in OFFERED.choices}
    assert said.chosen is None or set(said.chosen.values) | set(said.chosen.rejected) <= offered
    assert {code for mention in said.doctors for code in mention.codes} <= {doctor.code for doctor in ROSTER.doctors}


def test_reading_takes_little_time() -> None:
    texts = [
        "Dr Chen next Tuesday at 10 please",
        "my knee hurts, who can I see?",
        "yes",
        "cancel my appointment on Friday",
        "quiero una cita mañana",
    ] * 8
    for text in texts:
        understand(text, DESK)
    spent = []
    for text in texts:
        begun = time.process_time()
        understand(text + " ", DESK)
        spent.append(time.process_time() - begun)
    assert sorted(spent)[len(spent) // 2] < 0.02
