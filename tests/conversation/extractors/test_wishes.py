"""Preferences, facts taken back, references, sites and topics said in passing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from conversation.extractors.entities import Context, Field, Place, Roster, Topic, Understanding, Wish
from conversation.extractors.pipeline import understand

DESK = Context(
    now=datetime(2026, 6, 8, 9),
    roster=Roster(
        places=(
            Place("main", "Main Building", "Dublin"),
            Place("bay", "Bay Clinic", "Galway"),
            Place("quay", "Quay Clinic", "Dublin"),
        ),
        topics=(
            Topic(
                "parking", {"en": ["where can I park", "parking", "car park"], "es": ["dónde aparco", "aparcamiento"]}
            ),
            Topic("visiting", {"en": ["visiting hours", "when can I visit a patient"], "es": ["horario de visitas"]}),
        ),
    ),
)


def read(text: str) -> Understanding:
    return understand(text, DESK)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("any doctor", Wish.ANY_DOCTOR), ("whoever is free", Wish.ANY_DOCTOR), ("cualquier médico", Wish.ANY_DOCTOR),
        ("I don't mind who", Wish.ANY_DOCTOR),
        ("as soon as possible", Wish.SOONEST), ("any doctor, soonest", Wish.SOONEST),
        ("lo antes posible", Wish.SOONEST), ("first available", Wish.SOONEST),
        ("my usual doctor", Wish.USUAL_DOCTOR), ("the lady I saw last time", Wish.USUAL_DOCTOR),
        ("mi médico de siempre", Wish.USUAL_DOCTOR),
        ("a female doctor, please", Wish.FEMALE_DOCTOR), ("I'd prefer a woman", Wish.FEMALE_DOCTOR),
        ("una doctora", Wish.FEMALE_DOCTOR),
        ("a male doctor", Wish.MALE_DOCTOR), ("same time next week", Wish.SAME_TIME),
        ("a la misma hora", Wish.SAME_TIME), ("I don't mind when", Wish.ANYTIME),
        ("any day works", Wish.ANYTIME), ("cualquier día", Wish.ANYTIME),
    ],
)  # fmt: skip
def test_a_preference_is_heard(text: str, wish: Wish) -> None:
    assert wish in read(text).wishes


def test_a_preference_turned_down_is_not_one() -> None:
    assert Wish.MALE_DOCTOR not in read("not a male doctor").wishes


@pytest.mark.parametrize("text", ["my doctor told me to book", "yes", "Tuesday at 10", "I need an appointment"])
def test_ordinary_speech_holds_no_preference(text: str) -> None:
    assert read(text).wishes == frozenset()


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("change the doctor", Field.DOCTOR), ("a different doctor", Field.DOCTOR), ("otro médico", Field.DOCTOR),
        ("another day", Field.DATE),
        ("otro día", Field.DATE), ("different time", Field.TIME), ("otra hora", Field.TIME),
        ("it's for someone else", Field.PERSON), ("wrong number", Field.PHONE),
        ("the name is wrong", Field.NAME), ("another department", Field.SPECIALITY),
        ("a different clinic", Field.LOCATION), ("another time please", Field.TIME),
    ],
)  # fmt: skip
def test_a_fact_is_taken_back_without_a_new_one(text: str, fact: Field) -> None:
    assert read(text).cleared == {fact}


@pytest.mark.parametrize("text", ["not that", "yes", "Dr Chen on Friday", "next time", "this time next week"])
def test_nothing_is_taken_back_by_ordinary_speech(text: str) -> None:
    assert read(text).cleared == frozenset()


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("A-7K3QX2", "A-7K3QX2"),
        ("my reference is a-7k3qx2", "A-7K3QX2"),
        ("cancel A 7K3QX2", "A-7K3QX2"),
        ("about my callback H-9QX2K4", "H-9QX2K4"),
    ],
)
def test_a_visit_reference_is_read(text: str, reference: str) -> None:
    assert read(text).references == (reference,)


@pytest.mark.parametrize("text", ["covid-19", "x-ray", "follow-up", "4-year-old", "a scratch", "09-10-2026"])
def test_other_hyphens_are_no_references(text: str) -> None:
    assert read(text).references == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("at the Bay Clinic", "bay"),
        ("in Galway", "bay"),
        ("the main building please", "main"),
        ("en galwey", "bay"),
        ("the quay one", "quay"),
    ],
)
def test_a_site_is_found(text: str, code: str) -> None:
    assert read(text).place == code


@pytest.mark.parametrize("text", ["in Dublin", "any clinic", "not the bay clinic", "hello"])
def test_a_site_is_never_guessed(text: str) -> None:
    assert read(text).place is None


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("where can I park?", "parking"),
        ("is there a car park", "parking"),
        ("¿dónde aparco?", "parking"),
        ("what are the visiting hours", "visiting"),
    ],
)
def test_a_topic_of_the_hospital_is_found(text: str, topic: str) -> None:
    assert read(text).topic == topic


def test_other_questions_are_no_topic() -> None:
    assert read("what hours does Dr Chen work").topic is None


@pytest.mark.parametrize("text", ["whatever", "anyone", "any of them is fine", "me da igual", "el que sea"])
def test_whatever_suits_is_of_what_the_desk_asked_for(text: str) -> None:
    assert Wish.ANY_DOCTOR in understand(text, replace(DESK, question="doctor")).wishes
    assert Wish.ANYTIME in understand(text, replace(DESK, question="day")).wishes
