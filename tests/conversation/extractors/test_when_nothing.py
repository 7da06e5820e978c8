"""What holds numbers or words of time and asks for none."""

import pytest

from tests.conversation.extractors.when_reading import THURSDAY, brief, meant, whens


@pytest.mark.parametrize(
    "said",
    [
        "call me on +353 86 123 4567",
        "my number is 0861234567",
        "I am 45",
        "book for my 4-year-old",
        "he's 10 months old",
        "for two weeks now",
        "since 3 days",
        "twice a day",
        "three times a week",
        "every Monday",
        "it costs $40 or 30 euros",
        "take 2 tablets at night",
        "blood pressure 120/80",
        "my pain is 7/10",
        "it may be nothing",
        "is Dr March in?",
        "a second opinion",
        "the second one",
        "one moment please",
        "born 14 March 1990",
        "my date of birth is 14/03/1990",
        "I sat down in the sun",
        "last year",
        "two days ago",
        "yesterday at 3",
        "it started on Friday",
        "I have had a fever since Saturday",
        "good morning",
        "good evening, I need a doctor",
        "see you later",
        "that is all for today, thanks",
        "room 12 on the 2nd floor",
        "I need 2 appointments",
        "reference FD-7K3QX2",
        "there are two to four of us",
        "I'd like vitamin D3 at night",
        "are you open 24 hours?",
        "don't book one yet",
        "how about one in the city centre",
        "who was the 13th emperor",
        "I hold at 17 in cards",
        "is 90 divisible by 9",
        "what is the apr of this loan",
        "at 6.5 kilos",
        "I have had it less than 3 days",
        "I'm pregnant, in week 20",
        "my baby is due in 3 weeks",
        "are you open 24/7?",
    ],
)
def test_no_time_is_read(said: str) -> None:
    assert whens(said) == ()


def test_a_birth_date_beside_a_wish_is_left_out() -> None:
    found = whens("Book me with Dr. Chen on Thursday at 10am, I'm Ravi Kumar, 14 March 1990")
    assert [brief(when) for when in found] == ["2026-06-11 10:00"]


@pytest.mark.parametrize("said", ["14 March 1990", "14/3", "the 14th of March"])
def test_a_date_answers_the_question_for_the_birth_date(said: str) -> None:
    assert whens(said, question="date_of_birth") == ()


def test_another_wish_is_still_heard_while_the_birth_date_is_asked() -> None:
    assert brief(meant("can I come tomorrow instead?", question="date_of_birth")) == "2026-06-09"


@pytest.mark.parametrize(
    ("said", "language", "wish"),
    [
        ("I was there yesterday at 3, can I come tomorrow?", "en", "2026-03-06"),
        ("I was there last Tuesday at 3 and Dr Patel told me to come back in two weeks", "en", "2026-03-19"),
        ("my visit with Dr Chen was last Thursday at 4, he wants me back in a month", "en", "2026-04-05"),
        ("I saw Dr Lee on Monday at 10 and need to come back in a week", "en", "2026-03-12"),
        ("I came in on Tuesday at 3 and was told to book again for Friday", "en", "2026-03-06"),
        ("at 3 last Tuesday I saw the nurse, can I see her again on Friday", "en", "2026-03-06"),
        ("I was in two weeks ago at 11, I need another one next Monday", "en", "2026-03-09"),
        ("I had an appointment at 9 this morning and missed it, anything at 4?", "en", "2026-03-05 16:00"),
        ("my visit was today at 4, might I come at 5", "en", "2026-03-05 17:00"),
        ("I was late today at 8, is 11:30 possible", "en", "2026-03-05 11:30"),
        ("our visit was at 9 today, would you move it to 2", "en", "2026-03-05 14:00"),
        ("mi cita era hoy a las 5, ¿y a las 6?", "es", "2026-03-05 18:00"),
        ("my visit was yesterday at 4, might I come at 5", "en", "17:00"),
        ("my visit was today at 8, might I come tomorrow at 9", "en", "2026-03-06 09:00"),
        ("the appointment was at 8:30 today, I could not come. What about tomorrow?", "en", "2026-03-06"),
        ("estuve allí el martes pasado a las 3 y tengo que volver en dos semanas", "es", "2026-03-19"),
        ("fui el lunes a las 10 y tengo que volver en una semana", "es", "2026-03-12"),
        ("me atendieron ayer a las 5, quiero otra cita el viernes", "es", "2026-03-06"),
        ("hace dos días a las 3 me vio el doctor, ¿puedo volver el viernes?", "es", "2026-03-06"),
    ],
)
def test_a_visit_of_the_past_leaves_nothing_to_the_wish(said: str, language: str, wish: str) -> None:
    assert [brief(when) for when in whens(said, now=THURSDAY, language=language)] == [wish]


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("my appointment was at 9 this morning but I overslept", "en"),
        ("my slot was on Monday at 10 and I missed it", "en"),
        ("last night at 10 it got worse", "en"),
        ("mi cita era a las 9 de esta mañana pero me dormí", "es"),
    ],
)
def test_a_visit_of_the_past_is_no_wish(said: str, language: str) -> None:
    assert whens(said, now=THURSDAY, language=language) == ()


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("I was hoping for Monday at 9", "en"),
        ("I was thinking Monday at 9", "en"),
        ("I was wondering if Monday at 9 is free", "en"),
        ("my first choice was Monday at 9", "en"),
        ("I saw you have Monday at 9 free", "en"),
        ("I was offered Monday at 9, I'll take it", "en"),
        ("it was Monday at 9 that I wanted", "en"),
        ("can I be seen on Monday at 9", "en"),
        ("I had an appointment on Monday at 9, please cancel it", "en"),
        ("my appointment was moved to Monday at 9", "en"),
        ("I was in last week and Monday at 9 would suit me", "en"),
        ("estaba pensando en el lunes a las 9", "es"),
        ("tenía cita el lunes a las 9, quiero anularla", "es"),
    ],
)
def test_a_wish_may_be_told_in_the_past_tense(said: str, language: str) -> None:
    assert brief(meant(said, now=THURSDAY, language=language)) == "2026-03-09 09:00"
