"""Answers to what the desk offered resolve to the things shown, by number, place in the row, time, name or a yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from conversation.extractors.entities import Choice, Chosen, Context, Doctor, Roster, Speciality
from conversation.extractors.pipeline import understand

NOW = datetime(2026, 6, 8, 9)
DOCTORS = (
    Doctor("sharma-a", "Dr. Anita Sharma", "cardiology"),
    Doctor("chen", "Dr. Mei Chen", "paediatrics"),
    Doctor("haddad", "Dr. Omar Haddad", "dermatology"),
)
DESK = Context(now=NOW, roster=Roster(doctors=DOCTORS))


def slots(*starts: datetime) -> tuple[Choice, ...]:
    return tuple(Choice(f"s{n}", f"{at:%a %-d %b %H:%M}", "slot", starts_at=at) for n, at in enumerate(starts, 1))


THREE_SLOTS = replace(
    DESK,
    question="slot",
    choices=slots(datetime(2026, 6, 9, 9), datetime(2026, 6, 11, 10, 20), datetime(2026, 6, 12, 14, 30)),
)
TWO_SLOTS = replace(DESK, question="slot", choices=slots(datetime(2026, 6, 9, 9), datetime(2026, 6, 11, 10, 20)))
THREE_DOCTORS = replace(
    DESK, question="doctor", choices=tuple(Choice(d.code, d.name, "doctor", doctor=d.code) for d in DOCTORS)
)
PEOPLE = replace(
    DESK,
    question="who",
    choices=(
        Choice("p1", "Mary Nolan", "person", person="Mary Nolan"),
        Choice("p2", "Finn Nolan", "person", person="Finn Nolan"),
    ),
)
ONE_SLOT = replace(DESK, question="confirm", choices=slots(datetime(2026, 6, 9, 9)))
YES_NO = replace(DESK, question="confirm", choices=(Choice("yes-1", "Book it", "yes"), Choice("no-1", "Not now", "no")))


def chosen(text: str, context: Context) -> Chosen:
    found = understand(text, context).chosen
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2", "s2"), ("2.", "s2"), ("number two", "s2"), ("option b", "s2"), ("#2", "s2"), ("two please", "s2"),
        ("the second one", "s2"), ("second", "s2"), ("I'll take the 2nd one", "s2"), ("the third", "s3"),
        ("the first one please", "s1"), ("the last one", "s3"), ("the later one", "s3"), ("the earliest one", "s1"),
        ("10:20", "s2"), ("the 10:20 one", "s2"), ("10.20 works", "s2"), ("half past two is fine", "s3"),
        ("Thursday", "s2"), ("the Thursday one", "s2"), ("Friday please", "s3"), ("9", "s1"), ("14:30", "s3"),
        ("la segunda", "s2"), ("la última", "s3"), ("opción 3", "s3"), ("el jueves", "s2"),
        ("la primera, por favor", "s1"),
        ("ok the second one then", "s2"), ("c", "s3"), ("Fri 12 Jun 14:30", "s3"), ("s2", "s2"),
    ],
)  # fmt: skip
def test_one_of_three_times_is_taken(text: str, value: str) -> None:
    assert chosen(text, THREE_SLOTS).values == (value,)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("the later one", "s2"), ("the earlier", "s1"), ("the former", "s1"), ("the latter", "s2"),
        ("not the former", "s2"),
        ("not the first one", "s2"), ("no la primera", "s2"), ("the later one please", "s2"),
        ("la más tarde", "s2"), ("la más temprana", "s1"), ("la de más tarde", "s2"), ("the latest", "s2"),
    ],
)  # fmt: skip
def test_one_of_two_times_is_taken(text: str, value: str) -> None:
    assert chosen(text, TWO_SLOTS).values == (value,)


def test_what_is_turned_down_is_told() -> None:
    assert chosen("not the former", TWO_SLOTS).rejected == ("s1",)
    assert chosen("anything but the second one", THREE_SLOTS).rejected == ("s2",)


@pytest.mark.parametrize(
    "text",
    [
        "the first doesn't work", "I can't make the first", "the first one is too early", "I couldn't make the first",
        "the first won't do for me", "I don't like the first", "the first I can't", "not the first",
        "la primera no puedo", "la primera no me viene bien", "no puedo a la primera", "no me gusta la primera",
        "me viene mal la primera", "la primera es muy temprano", "la primera tampoco",
    ],
)  # fmt: skip
def test_a_time_that_is_turned_down_is_not_taken(text: str) -> None:
    found = chosen(text, THREE_SLOTS)
    assert (found.values, found.rejected) == ((), ("s1",))


@pytest.mark.parametrize("text", ["the first doesn't work", "I can't make the first", "la primera no puedo"])
def test_what_is_left_is_not_taken_because_the_other_is_not_possible(text: str) -> None:
    assert chosen(text, TWO_SLOTS).values == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("the third one, no, the second", "s2"), ("the first, no wait, the third", "s3"),
        ("second, sorry, third", "s3"), ("la primera, no, mejor la segunda", "s2"),
        ("not the first but the second", "s2"), ("la primera no, la tercera", "s3"),
        ("not the first or the second", "s3"), ("neither the first nor the third", "s2"),
    ],
)  # fmt: skip
def test_the_last_place_in_the_row_that_is_not_taken_back_wins(text: str, value: str) -> None:
    assert chosen(text, THREE_SLOTS).values == (value,)


@pytest.mark.parametrize(
    "text",
    [
        "First of all, where are you?", "first, what does it cost?", "firstly, how do I get there",
        "first let me check", "first can you tell me the price", "the first my doctor told me was bad",
        "It's my first time, do I need to bring anything?", "primero quiero saber el precio",
        "primero, ¿dónde están?", "en primer lugar, ¿qué cuesta?", "es la primera vez que voy",
        "the last appointment I had was bad", "the last doctor was rude", "the last one I had was late",
        "the second floor?", "the first available",
    ],
)  # fmt: skip
def test_an_ordinal_in_passing_takes_no_time(text: str) -> None:
    assert understand(text, THREE_SLOTS).chosen is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("the second works for me", "s2"), ("second is good", "s2"), ("the second it is", "s2"),
        ("third, thanks", "s3"),
        ("the first you offered", "s1"), ("the first of those", "s1"), ("last one please", "s3"),
        ("I'll go with the last", "s3"), ("la primera me va bien", "s1"), ("me quedo con la tercera", "s3"),
        ("el primero que me ha dicho", "s1"), ("prefiero la segunda opción", "s2"), ("mejor la tercera", "s3"),
        ("The first one, my name is Joe", "s1"),
        ("the first should do", "s1"), ("second can work", "s2"), ("the first can you book that", "s1"),
        ("let's take the second my friend", "s2"), ("the last available", "s3"), ("the third fits", "s3"),
        ("quiero el primero de la lista", "s1"), ("the second on the list", "s2"),
        ("the first time slot please", "s1"), ("la segunda podría ser", "s2"),
        ("yes the second one Thursday", "s2"), ("the second one on Thursday", "s2"), ("la segunda del jueves", "s2"),
        ("the last one on the 12th", "s3"), ("the first one on Friday", "s3"), ("the first slot on Thursday", "s2"),
        ("the second one is no good for me, the third", "s3"), ("the second one, Friday doesn't work", "s2"),
    ],
)  # fmt: skip
def test_a_place_in_the_row_is_taken_whatever_goes_on_with_it(text: str, value: str) -> None:
    assert chosen(text, THREE_SLOTS).values == (value,)


@pytest.mark.parametrize(
    "text", ["yes the second one Tuesday", "the second on Tuesday", "la segunda opción del martes"]
)
def test_a_place_in_the_row_may_repeat_its_own_day(text: str) -> None:
    of_a_day = slots(datetime(2026, 6, 9, 9), datetime(2026, 6, 9, 10), datetime(2026, 6, 11, 10))
    assert chosen(text, replace(THREE_SLOTS, choices=of_a_day)).values == ("s2",)


@pytest.mark.parametrize("text", ["the second doesn't work, the first", "la segunda no me viene bien, la primera"])
def test_of_two_the_one_behind_the_refusal_is_taken(text: str) -> None:
    assert chosen(text, TWO_SLOTS).values == ("s1",)


@pytest.mark.parametrize("text", ["the seventh", "number 5", "option 9", "the fourth one", "la quinta"])
def test_a_place_that_nothing_on_offer_has_is_beyond(text: str) -> None:
    found = chosen(text, THREE_SLOTS)
    assert found.beyond
    assert found.values == ()


@pytest.mark.parametrize(
    "text",
    [
        "the 2nd of June", "2 June", "on the second of July", "3rd July at noon", "el 2 de julio", "first time here",
        "my second visit", "at 2pm tomorrow", "something later", "a later time", "I have two children",
        "second opinion please",
        "the last time I came it was fine", "11", "do you have anything on the 3rd", "the first available",
        "el miércoles por la tarde", "el lunes por la mañana", "a última hora de la tarde", "esta tarde mejor",
        "Wednesday at the latest", "by ten in the latest", "the earlier part of the week", "later in the week",
        "the last Friday of the month", "el último viernes del mes", "first thing Monday", "the first Monday of July",
        "la última semana del mes", "the second half of the month", "the later part of the day", "más tarde",
    ],
)  # fmt: skip
def test_dates_and_ordinary_speech_choose_nothing(text: str) -> None:
    assert understand(text, THREE_SLOTS).chosen is None


@pytest.mark.parametrize(
    "text", ["either", "either one is fine", "both work", "any of them", "cualquiera", "me da igual"]
)
def test_either_takes_all_that_is_on_offer(text: str) -> None:
    assert chosen(text, TWO_SLOTS).values == ("s1", "s2")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Chen", "chen"), ("Dr Haddad", "haddad"), ("with doctor sharma please", "sharma-a"), ("Hadad", "haddad"),
        ("Anita", "sharma-a"), ("the second doctor", "chen"), ("3", "haddad"), ("Dr. Mei Chen", "chen"),
        ("el doctor Haddad", "haddad"),
    ],
)  # fmt: skip
def test_a_doctor_on_offer_is_taken_by_name(text: str, value: str) -> None:
    assert chosen(text, THREE_DOCTORS).values == (value,)


@pytest.mark.parametrize(
    ("text", "value"), [("Finn", "p2"), ("for Finn", "p2"), ("mary", "p1"), ("Mary Nolan", "p1"), ("2", "p2")]
)
def test_a_person_on_offer_is_taken_by_name(text: str, value: str) -> None:
    assert chosen(text, PEOPLE).values == (value,)


@pytest.mark.parametrize(
    "text", ["yes", "that one", "I'll take it", "ok", "sounds good", "book it", "sí", "vale", "esa me va bien"]
)
def test_a_yes_takes_the_only_thing_on_offer(text: str) -> None:
    assert chosen(text, ONE_SLOT).values == ("s1",)


@pytest.mark.parametrize(
    "text",
    [
        "I don't want that one", "I can't take that one", "that one doesn't work", "not that one",
        "that time is too early",
    ],
)  # fmt: skip
def test_the_only_thing_on_offer_is_turned_down(text: str) -> None:
    found = chosen(text, ONE_SLOT)
    assert (found.values, found.rejected) == ((), ("s1",))


@pytest.mark.parametrize("text", ["I can't do any of them", "not either", "both don't work"])
def test_all_that_is_on_offer_is_turned_down(text: str) -> None:
    found = understand(text, TWO_SLOTS).chosen
    assert found is None or found.values == ()


@pytest.mark.parametrize("text", ["I can't take it", "esa no me va bien", "no quiero esa"])
def test_nothing_is_taken_by_a_no_to_it(text: str) -> None:
    assert understand(text, ONE_SLOT).chosen is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("yes please", "yes-1"), ("no thanks", "no-1"), ("Book it", "yes-1"), ("not now", "no-1"), ("👍", "yes-1")],
)
def test_words_do_what_the_buttons_do(text: str, value: str) -> None:
    assert chosen(text, YES_NO).values == (value,)


@pytest.mark.parametrize("text", ["yes", "that one", "ok"])
def test_a_yes_to_several_things_takes_none_of_them(text: str) -> None:
    assert understand(text, THREE_SLOTS).chosen is None


def test_a_bare_number_is_the_hour_only_where_it_cannot_be_the_place() -> None:
    afternoon = replace(
        DESK,
        question="slot",
        choices=slots(datetime(2026, 6, 9, 14), datetime(2026, 6, 9, 15), datetime(2026, 6, 9, 16)),
    )
    assert chosen("2", afternoon).values == ("s2",)
    assert chosen("4", afternoon).values == ("s3",)


def test_nothing_is_chosen_where_nothing_is_on_offer() -> None:
    assert understand("the second one", DESK).chosen is None


WITH_WAYS_ON = replace(
    THREE_SLOTS,
    choices=(*THREE_SLOTS.choices, Choice("more", "Other times", "more"), Choice("human", "Talk to a person", "human")),
)


def test_ways_on_beside_the_offers_are_no_offers_but_have_their_number() -> None:
    assert chosen("the last one", WITH_WAYS_ON).values == ("s3",)
    assert chosen("either", WITH_WAYS_ON).values == ("s1", "s2", "s3")
    assert chosen("5", WITH_WAYS_ON).values == ("human",)
    assert chosen("Talk to a person", WITH_WAYS_ON).values == ("human",)
    assert chosen("2", YES_NO).values == ("no-1",)


def test_another_doctors_name_takes_no_time_of_this_one() -> None:
    haddads = tuple(replace(choice, doctor="haddad") for choice in THREE_SLOTS.choices)
    offered = replace(THREE_SLOTS, choices=haddads)
    assert understand("Dr Chen on Thursday at 10:20", offered).chosen is None
    assert chosen("Dr Haddad on Thursday at 10:20", offered).values == ("s2",)


def test_a_doctor_on_offer_is_taken_by_speciality() -> None:
    two = replace(
        DESK,
        roster=Roster(
            doctors=(Doctor("a", "Dr Anita Sharma", "cardiology"), Doctor("r", "Dr Arjun Sharma", "ortho")),
            specialities=(Speciality("cardiology", "Cardiology"), Speciality("ortho", "Orthopaedics")),
        ),
        question="doctor",
        choices=(
            Choice("1", "Dr Anita Sharma", "doctor", doctor="a"),
            Choice("2", "Dr Arjun Sharma", "doctor", doctor="r"),
        ),
    )
    assert chosen("the cardiologist", two).values == ("1",)
    assert chosen("the heart one", two).values == ("1",)
    assert chosen("the bone specialist", two).values == ("2",)
