"""Facts about the patient: names, dates of birth, phones, for whom it is; never a doctor's name as theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from conversation.extractors.entities import Context, Doctor, Person, Roster
from conversation.extractors.pipeline import understand

DESK = Context(
    now=datetime(2026, 6, 8, 9),
    roster=Roster(doctors=(Doctor("chen", "Dr. Mei Chen"), Doctor("haddad", "Dr. Omar Haddad"))),
)


def person(text: str, question: str | None = None) -> Person:
    found = understand(text, replace(DESK, question=question)).person
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I'm Ravi Kumar", "Ravi Kumar"), ("my name is mary nolan", "mary nolan"),
        ("My name is Mary Nolan and I need a visit", "Mary Nolan"),
        ("this is Finn O'Brien", "Finn O'Brien"), ("soy Ana López", "Ana López"),
        ("Me llamo José García Peña", "José García Peña"),
        ("Name: Jean-Luc Martin", "Jean-Luc Martin"), ("Ravi Kumar, 14 March 1990", "Ravi Kumar"),
        ("Hi, I am Sinéad Ní Bhriain, I'd like an appointment", "Sinéad Ní Bhriain"),
        ("the patient's name is Li Wei", "Li Wei"),
        ("my son Finn has a cough", "Finn"), ("mi nombre es maria del carmen ruiz", "maria del carmen ruiz"),
        ("Book me with Dr. Chen on Thursday at 10, I'm Ravi Kumar", "Ravi Kumar"), ("her name is Asha Rao", "Asha Rao"),
    ],
)  # fmt: skip
def test_a_name_is_taken_from_how_people_introduce_themselves(text: str, name: str) -> None:
    assert person(text).name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ravi Kumar", "Ravi Kumar"), ("ravi kumar", "ravi kumar"), ("Mary", "Mary"), ("it's Mary Nolan", "Mary Nolan"),
        ("Grace May", "Grace May"), ("Ravi Kumar, 14/03/1990", "Ravi Kumar"), ("yes, Ana López", "Ana López"),
        ("O'Connor", "O'Connor"),
        ("Mary Anne Nolan Byrne", "Mary Anne Nolan Byrne"),
    ],
)  # fmt: skip
def test_a_bare_name_answers_the_question_for_it(text: str, name: str) -> None:
    assert person(text, "name").name == name


@pytest.mark.parametrize(
    "text",
    [
        "why?",
        "no",
        "skip",
        "I'd rather not say",
        "why do you need it",
        "yes",
        "cancel",
        "help",
        "tomorrow at 10",
        "Dr Chen",
        "a human please",
        "what?",
    ],
)
def test_what_is_no_name_is_not_taken_for_one(text: str) -> None:
    found = understand(text, replace(DESK, question="name")).person
    assert found is None or found.name is None


@pytest.mark.parametrize(
    "text",
    ["I'd like to see Dr. Mei Chen", "I want Omar Haddad", "this is for Dr Haddad", "I'm sick", "I am free on Monday",
     "I'm Tired", "it's urgent",
     "I'm in pain", "this is Terrible", "I'm here", "soy nueva", "for Thursday", "an appointment for Monday",
     "I'm OK with Tuesday"],
)  # fmt: skip
def test_a_doctor_or_a_feeling_is_no_patient(text: str) -> None:
    found = understand(text, DESK).person
    assert found is None or found.name is None


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("14 March 1990", "date_of_birth"), ("14/03/1990", "date_of_birth"), ("1990-03-14", "date_of_birth"),
        ("14 march 90", "date_of_birth"),
        ("14.3.90", "date_of_birth"), ("March 14th, 1990", "date_of_birth"), ("14 de marzo de 1990", "date_of_birth"),
        ("14031990", "date_of_birth"),
        ("the fourteenth of march nineteen ninety", "date_of_birth"), ("born on 14 March 1990", None),
        ("my date of birth is 14/3/1990", None),
        ("dob 14-03-1990", None), ("nací el 14 de marzo de 1990", None), ("I'm Ravi Kumar, 14 March 1990", None),
        ("Ravi Kumar 14.03.1990", "name"),
        ("14 03 1990", "date_of_birth"), ("fecha de nacimiento: 14/03/1990", None),
        ("14th of March, 1990", "date_of_birth"),
        ("14 de marzo del 90", "date_of_birth"), ("marzo 14 de 1990", "date_of_birth"),
        ("14 del 3 de 1990", "date_of_birth"), ("el catorce de marzo de mil novecientos noventa", "date_of_birth"),
        ("nací el catorce de marzo del noventa", None), ("catorce del tres del año noventa", "date_of_birth"),
    ],
)  # fmt: skip
def test_a_date_of_birth_is_read_in_many_ways(text: str, question: str | None) -> None:
    assert person(text, question).date_of_birth == date(1990, 3, 14)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Keogh, date of birth 14/03/1990, 11 June, 10 am",
        "11 June, 10 am, Ada Keogh, born 14 March 1990",
        "on 11 June, 10 o'clock, for Ada Keogh, 14/03/1990",
        "Ada Keogh, born on the 13 March 1990, sorry, 14 March 1990, for 11 June at 10",
    ],
)
def test_the_day_of_the_visit_is_not_taken_for_a_birth(text: str) -> None:
    found = understand(text, DESK)
    assert found.person and found.person.date_of_birth == date(1990, 3, 14)
    assert [when.dates.first for when in found.whens if when.dates] == [date(2026, 6, 11)]


def test_the_order_of_day_and_month_follows_the_hospital() -> None:
    american = replace(DESK, question="date_of_birth", day_first=False)
    born = understand("05/06/1984", american).person
    assert born is not None
    assert born.date_of_birth == date(1984, 5, 6)
    assert person("05/06/1984", "date_of_birth").date_of_birth == date(1984, 6, 5)
    born = understand("25/06/1984", american).person
    assert born is not None
    assert born.date_of_birth == date(1984, 6, 25)


def test_a_two_digit_year_is_never_in_the_future() -> None:
    assert person("1 jan 30", "date_of_birth").date_of_birth == date(1930, 1, 1)
    assert person("1 jan 20", "date_of_birth").date_of_birth == date(2020, 1, 1)


@pytest.mark.parametrize("text", ["14 March 2031", "31/02/1990", "14 March 1790", "12 June 2026 at 10"])
def test_an_impossible_birth_is_not_taken(text: str) -> None:
    found = understand(text, replace(DESK, question="date_of_birth")).person
    assert found is None or found.date_of_birth is None


def test_a_date_of_birth_is_no_wish_for_a_time() -> None:
    understood = understand("I'm Ravi Kumar, 14 March 1990, Thursday please", DESK)
    assert [when.dates.day for when in understood.whens if when.dates] == [date(2026, 6, 11)]


@pytest.mark.parametrize(
    ("text", "question", "phone"),
    [
        ("+353 86 000 0001", None, "+353860000001"), ("my number is 086 000 0001", None, "0860000001"),
        ("00353860000001", None, "+353860000001"),
        ("call me on (086) 000-0001", None, "0860000001"), ("0860000001", "phone", "0860000001"),
        ("mi teléfono es 612 345 678", None, "612345678"),
        ("+1 (415) 555-0132", "phone", "+14155550132"),
    ],
)  # fmt: skip
def test_a_phone_number_is_read(text: str, question: str | None, phone: str) -> None:
    assert person(text, question).phone == phone


@pytest.mark.parametrize(
    "text",
    [
        "yes but my number ends 0197",
        "my phone number ends in 0197",
        "the last four digits are 0197",
        "mi número termina en 0197",
        "los cuatro últimos son 0197",
        "las últimas cuatro cifras de mi teléfono son 0197",
    ],
)
def test_the_end_of_a_phone_number_is_read(text: str) -> None:
    assert person(text).phone_ending == "0197"
    assert person(text).phone is None


@pytest.mark.parametrize("text", ["2026-06-12", "12/06/2026", "on the 12.06.2026", "FD-7K3QX2", "at 10:20 or 11:40"])
def test_dates_and_references_are_no_phone_numbers(text: str) -> None:
    found = understand(text, DESK).person
    assert found is None or found.phone is None


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("for my son", "son"), ("it's for my daughter", "daughter"), ("para mi madre", "mother"),
        ("book for my mum", "mother"),
        ("on behalf of my father", "father"), ("my wife needs a scan", "wife"), ("for my husband please", "husband"),
        ("Book for my 4-year-old", "child"),
        ("my child has a fever", "child"), ("for myself", "self"), ("it's for me", "self"), ("para mí", "self"),
        ("for my partner", "partner"),
        ("for a friend", "other"), ("mi hijo tiene fiebre", "son"), ("para mi hija de 3 años", "daughter"),
        ("my 6 month old has a rash", "child"),
    ],
)  # fmt: skip
def test_for_whom_it_is(text: str, relation: str) -> None:
    assert person(text).relation == relation


@pytest.mark.parametrize(
    "text", ["my wife told me to book", "my mother recommended you", "my husband drives me on Friday"]
)
def test_a_relative_who_is_only_mentioned_is_not_the_patient(text: str) -> None:
    found = understand(text, DESK).person
    assert found is None or found.relation is None


@pytest.mark.parametrize(
    ("text", "relation"),
    [("my son", "son"), ("me", "self"), ("myself", "self"), ("mi hija", "daughter"), ("the baby", "child")],
)
def test_a_bare_answer_to_for_whom(text: str, relation: str) -> None:
    assert person(text, "who").relation == relation


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Book for my 4-year-old", 4),
        ("my daughter is 7 years old", 7),
        ("I am 34 years old", 34),
        ("my 6 month old", 0),
        ("tiene 5 años", 5),
        ("aged 70", 70),
    ],
)
def test_an_age_is_read(text: str, age: int) -> None:
    assert person(text).age == age


@pytest.mark.parametrize("text", ["I had it 3 years ago", "for the last 5 years", "hace 2 años", "in 6 months"])
def test_a_length_of_time_is_no_age(text: str) -> None:
    found = understand(text, DESK).person
    assert found is None or found.age is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("O'Brien-Smith, Mary Anne", "Mary Anne O'Brien-Smith"),
        ("Nolan, Finn", "Finn Nolan"),
        ("MARY NOLAN", "MARY NOLAN"),
        ("It's Mary Anne O'Brien-Smith", "Mary Anne O'Brien-Smith"),
        ("April May", "April May"),
        ("Omar Chen", "Omar Chen"),
        ("Luz Mañana Ruiz", "Luz Mañana Ruiz"),
        ("Thursday Addams", "Thursday Addams"),
    ],
)
def test_names_come_in_many_shapes(text: str, name: str) -> None:
    assert person(text, "name").name == name


def test_the_people_of_a_life_story_are_not_the_patient() -> None:
    story = (
        "I hope this finds you well. My husband would drive me but his knee is bad, my daughter says I should come, "
        "and my friend Rosalind swears by herbal tea, though my mother never saw a clinic. Anyway, I would like to "
        "come and see Dr Haddad about the dry skin on my hands."
    )
    found = understand(story, DESK).person
    assert found is None or (found.name is None and found.relation is None)


@pytest.mark.parametrize("text", ["0000000", "12345", "+1 415 555 0100 9999999", "five"])
def test_what_cannot_be_dialled_is_no_phone_number(text: str) -> None:
    found = understand(text, replace(DESK, question="phone")).person
    assert found is None or found.phone is None


@pytest.mark.parametrize("birth", ["born 14 March 1990", "date of birth 14/03/1990", "nacida el 14 de marzo de 1990"])
@pytest.mark.parametrize("doctor", ["Dr Chen", "Dr. Haddad", "Dra Chen"])
def test_a_doctor_named_right_before_a_birth_date_is_no_patient(doctor: str, birth: str) -> None:
    said = understand(f"{doctor}, {birth}, at 10", DESK)
    assert [mention.codes for mention in said.doctors] == [("haddad",) if "Haddad" in doctor else ("chen",)]
    assert said.person is not None
    assert (said.person.name, said.person.date_of_birth) == (None, date(1990, 3, 14))


@pytest.mark.parametrize("text", ["11 June, born 14 March 1990, Ada Byrne", "born 14 March 1990, Dr Chen on 11 June"])
def test_beside_the_birth_date_that_was_asked_for_another_date_is_the_visits(text: str) -> None:
    said = understand(text, replace(DESK, question="date_of_birth"))
    assert said.person is not None and said.person.date_of_birth == date(1990, 3, 14)
    assert [when.dates.day for when in said.whens if when.dates] == [date(2026, 6, 11)]


@pytest.mark.parametrize("text", ["Dr Chen, this Thursday", "Dr. Haddad, tomorrow at 10", "dr haddad, friday"])
def test_a_doctor_and_a_day_are_no_answer_to_what_is_your_name(text: str) -> None:
    said = understand(text, replace(DESK, question="name"))
    assert said.person is None and len(said.doctors) == 1 and said.whens
