"""Days that hang on something else than a visit: the weather, a flight, the asker's own calendar."""

import pytest

from tests.conversation.extractors.when_reading import brief, meant, whens


@pytest.mark.parametrize(
    "said",
    [
        "what's the weather like on Friday?",
        "On the 12th, how will the weather be?",
        "Friday's weather forecast please",
        "how is the weather over there? On Friday.",
        "is it going to rain on Thursday?",
        "any flights to Madrid on the 12th?",
        "I'm flying to Rome on Friday",
        "book me a taxi for tomorrow at 3",
        "I need a rental car from Friday to Sunday",
        "when am I free on Monday?",
        "am I busy on the 12th?",
        "have I got free time this Friday?",
        "tell me if I'm free on Friday afternoon",
        "check my calendar for the 12th",
        "what's my availability like on Monday?",
        "can you look up my schedule for next Tuesday",
    ],
)
def test_a_day_of_an_errand_is_none_for_a_visit(said: str) -> None:
    assert whens(said) == ()


@pytest.mark.parametrize(
    "said",
    [
        "¿va a llover el jueves?",
        "busca vuelos a Madrid el 12",
        "dime si estoy libre el viernes",
        "¿a qué hora estoy libre el lunes?",
        "mira mi agenda del 12",
    ],
)
def test_a_day_of_an_errand_in_spanish_is_none_for_a_visit(said: str) -> None:
    assert whens(said, language="es") == ()


@pytest.mark.parametrize(
    "said",
    [
        "I am free on Friday",
        "I have time on Friday",
        "that's when I'm free, Friday",
        "are you free on the 12th?",
        "is she free on Friday?",
        "is there any availability on Friday?",
        "check the doctor's schedule for Friday",
        "my calendar is clear on Friday",
        "I checked my calendar and Friday works",
        "I have a flight on Thursday so could I come on Friday?",
        "if the weather is good I could come on Friday",
        "an appointment on Friday if the weather is good",
        "Book Friday, and will it rain?",
        "solo estoy libre el viernes",
        "¿está libre la doctora el viernes?",
        "tengo un vuelo el jueves, así que mejor el viernes",
    ],
)
def test_a_day_for_a_visit_is_heard_beside_them(said: str) -> None:
    assert brief(meant(said)) == "2026-06-12"


def test_days_away_are_days_on_which_nobody_comes() -> None:
    found = whens("I'll be away next week, the week after would be fine")
    assert [(brief(when), when.rejected) for when in found] == [
        ("2026-06-15/2026-06-22", True),
        ("2026-06-22/2026-06-29", False),
    ]


@pytest.mark.parametrize(
    ("said", "language", "run"),
    [
        ("my flight is on the 20th so before that please", "en", "/2026-06-20"),
        ("my flight is on the 20th, anything before then", "en", "/2026-06-20"),
        ("my flight lands on the 20th, so after that", "en", "2026-06-21/"),
        ("my flight is on the 20th at 3pm so before that", "en", "/2026-06-20"),
        ("I'm flying out on Friday so some time before that", "en", "/2026-06-12"),
        ("mi vuelo es el 20, así que antes de eso por favor", "es", "/2026-06-20"),
        ("tengo el vuelo el viernes, algo antes de eso", "es", "/2026-06-12"),
    ],
)
def test_before_or_after_an_errand_is_a_wish(said: str, language: str, run: str) -> None:
    assert [brief(when) for when in whens(said, language=language)] == [run]
