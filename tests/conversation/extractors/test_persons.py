"""Facts about the patient: names, dates of birth, phones, for whom it is; never a doctor's name as theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from conversation.extractors.entities import Context, Doctor, Intent, Person, Roster
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
        ("march fourteenth ninety", "date_of_birth"), ("the fourteenth of march ninety", "date_of_birth"),
        ("born march the fourteenth, ninety", None), ("March 14th nineteen ninety", "date_of_birth"),
        ("14th of march nineteen-ninety", "date_of_birth"), ("catorce de marzo noventa", "date_of_birth"),
        ("fourteen three ninety", "date_of_birth"), ("the fourteenth of the third nineteen ninety", "date_of_birth"),
        ("140390", "date_of_birth"), ("14 3 90", "date_of_birth"),
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


def test_spoken_figures_follow_the_hospital_and_spoken_ranks_say_which_is_the_day() -> None:
    american = replace(DESK, question="date_of_birth", day_first=False)
    for said, day in [
        ("four eleven seventy seven", date(1977, 4, 11)),
        ("04111977", date(1977, 4, 11)),
        ("the fourth of the eleventh seventy seven", date(1977, 11, 4)),
    ]:
        born = understand(said, american).person
        assert born is not None and born.date_of_birth == day, said
    assert person("four eleven seventy seven", "date_of_birth").date_of_birth == date(1977, 11, 4)
    assert person("04111977", "date_of_birth").date_of_birth == date(1977, 11, 4)


@pytest.mark.parametrize(
    "text", ["612 11 10 78", "five five five twenty one thirty two", "march fourth twenty past nine"]
)
def test_figures_that_are_no_whole_date_are_no_birth(text: str) -> None:
    found = understand(text, replace(DESK, question="date_of_birth")).person
    assert found is None or found.date_of_birth is None


@pytest.mark.parametrize(
    "text",
    [
        "hi yes sure, so the name on the booking is ravi kumar and 14/3/1990",
        "pues mire usted, el nombre del paciente es ravi kumar y 14/3/1990",
        "está a nombre de ravi kumar, que es del 14 de marzo del 90 si no me equivoco",
    ],
)
def test_a_date_of_years_ago_beside_the_name_that_was_asked_for_is_a_birth_in_any_words(text: str) -> None:
    found = person(text, "name")
    assert (found.name, found.date_of_birth) == ("ravi kumar", date(1990, 3, 14))


@pytest.mark.parametrize("text", ["Ravi Kumar 2/6/80", "my visit on the 11th, Ravi Kumar 2-6-80", "Ravi Kumar, 2.6.80"])
def test_a_short_year_of_long_ago_is_a_birth_and_no_wish(text: str) -> None:
    found = understand(text, DESK)
    assert found.person and found.person.date_of_birth == date(1980, 6, 2)
    assert all(when.dates and when.dates.day == date(2026, 6, 11) for when in found.whens)
    assert understand("2/6/80", DESK).whens == ()


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


def day_of(text: str) -> tuple[str | None, list[date]]:
    found = understand(text, DESK)
    days = [when.dates.first for when in found.whens if when.dates and when.dates.first]
    return found.person.name if found.person else None, days


@pytest.mark.parametrize(
    ("text", "name", "days"),
    [
        ("I'm April Jones, can I see Dr Chen on Tuesday at 10?", "April Jones", [date(2026, 6, 9)]),
        ("hola, soy Julio Pérez y quiero una cita con la doctora Chen", "Julio Pérez", []),
        ("soy Abril Gómez, cita el martes", "Abril Gómez", [date(2026, 6, 9)]),
        ("I'm Theresa May and I'd like to come on Friday", "Theresa May", [date(2026, 6, 12)]),
        ("I'm June Brown and I need Dr Chen", "June Brown", []),
        ("I'm May Okafor", "May Okafor", []),
        ("this is August Wilson, Tuesday please", "August Wilson", [date(2026, 6, 9)]),
        ("I'm April, can I see Dr Chen on Tuesday", "April", [date(2026, 6, 9)]),
        ("soy Julio, cita el martes", "Julio", [date(2026, 6, 9)]),
        ("my name is april jones", "april jones", []),
        ("soy julio perez, cita el martes", "julio perez", [date(2026, 6, 9)]),
        ("me llamo domingo perez", "domingo perez", []),
        ("Soy Domingo García, cita el domingo", "Domingo García", [date(2026, 6, 14)]),
        ("habla Julio Ruiz, el martes por favor", "Julio Ruiz", [date(2026, 6, 9)]),
        ("para Julio Pérez el martes", "Julio Pérez", [date(2026, 6, 9)]),
        ("my daughter April needs Dr Chen on Tuesday", "April", [date(2026, 6, 9)]),
        ("mi marido Julio necesita cita el martes", "Julio", [date(2026, 6, 9)]),
        ("my daughter is called April and needs a visit on Tuesday", "April", [date(2026, 6, 9)]),
        ("mi hija se llama Abril, cita el martes", "Abril", [date(2026, 6, 9)]),
        ("a visit for June Brown on Tuesday", "June Brown", [date(2026, 6, 9)]),
        ("June Brown can come on Tuesday", "June Brown", [date(2026, 6, 9)]),
        ("visita para Abril Blanco el martes", "Abril Blanco", [date(2026, 6, 9)]),
    ],
)
def test_whoever_is_called_after_a_month_or_day_has_a_name_and_no_other_date(
    text: str, name: str, days: list[date]
) -> None:
    assert day_of(text) == (name, days)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("an appointment for July please", date(2026, 7, 1)), ("I'm free Tuesday", date(2026, 6, 9)),
        ("for Tuesday Dr Chen", date(2026, 6, 9)), ("soy nueva, cita en julio", date(2026, 7, 1)),
        ("this is Tuesday Morning", date(2026, 6, 9)), ("I am Tuesday free", date(2026, 6, 9)),
        ("I'm off April 6", date(2027, 4, 6)), ("This is Tuesday's appointment I mean", date(2026, 6, 9)),
        ("for my daughter April 5 at 10", date(2027, 4, 5)),
        ("for June Checkup please", date(2026, 6, 1)), ("June can come on Tuesday", date(2026, 6, 9)),
        ("es para el viernes Doctora Chen", date(2026, 6, 12)), ("estoy libre en Agosto", date(2026, 8, 1)),
    ],
)  # fmt: skip
def test_months_and_days_that_nobody_is_called_by_stay_dates(text: str, first: date) -> None:
    assert day_of(text) == (None, [first])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Domingo", "Domingo"), ("domingo", "domingo"), ("April", "April"), ("Sean O Brien", "Sean O Brien"),
        ("sean o brien", "sean o brien"), ("It is spelled S M I T H", "Smith"), ("S-M-I-T-H", "Smith"),
        ("Cruz, Juan", "Juan Cruz"), ("de la Cruz, Juan Carlos", "Juan Carlos de la Cruz"),
        ("Flores, María", "María Flores"), ("Rojas Blanco, Ana", "Ana Rojas Blanco"), ("CRUZ, JUAN", "JUAN CRUZ"),
        ("Day, Doris", "Doris Day"), ("Young, Will", "Will Young"), ("White, Emma Jane", "Emma Jane White"),
        ("Domingo, Plácido", "Plácido Domingo"), ("May, Theresa", "Theresa May"), ("Sorry, Ana Ruiz", "Ana Ruiz"),
        ("Van der Berg, Tom", "Tom Van der Berg"), ("Blanco Flores, José María", "José María Blanco Flores"),
        ("Love, Courtney 3/5/1980", "Courtney Love"),
    ],
)  # fmt: skip
def test_a_name_that_was_asked_for_may_be_words_turned_round_or_spelled(text: str, name: str) -> None:
    assert person(text, "name").name == name


@pytest.mark.parametrize(
    "text",
    ["Monday", "Thursday, Please", "Tomorrow, Please", "Yes, Please", "Cancel, Please", "Hello, Thanks",
     "Lunes, Gracias", "No, Thanks", "Dr Chen, Thursday", "Ahora, Por Favor", "It"],
)  # fmt: skip
def test_what_stands_around_a_comma_is_no_name_for_that(text: str) -> None:
    found = understand(text, replace(DESK, question="name")).person
    assert found is None or found.name is None


def test_one_of_two_names_is_taken_where_either_is_offered() -> None:
    assert person("Ana o María", "name").name == "Ana"


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Can my son see Dr Chen on Monday", "son"), ("Can my wife Rosa see Dr Haddad", "wife"),
        ("Is Dr Chen able to see my husband", "husband"), ("Could Dr Chen have a look at my baby", "child"),
        ("¿Puede mi hijo ver a la doctora Chen?", "son"), ("can you see my father on Monday", "father"),
        ("Can my mother come on Monday", "mother"), ("could my daughter come in on Tuesday at 10", "daughter"),
        ("I want Dr Chen to check my little girl", "daughter"), ("could somebody examine my son", "son"),
        ("can my baby be seen today", "child"), ("I need my son seen by Dr Chen", "son"),
        ("¿Puede venir mi madre el lunes?", "mother"), ("¿Podría la doctora Chen ver a mi hija el martes?", "daughter"),
        ("quisiera que la doctora vea a mi padre", "father"), ("¿Pueden atender a mi niño mañana?", "child"),
        ("¿mi marido puede ir el jueves con la doctora Chen?", "husband"),
        ("¿Me puede revisar la doctora Chen a mi bebé?", "child"), ("mi hijo se llama Tomás", "son"),
    ],
)  # fmt: skip
def test_whoever_is_to_come_or_to_be_seen_is_the_patient(text: str, relation: str) -> None:
    assert person(text).relation == relation


@pytest.mark.parametrize(
    "text",
    [
        "Can my mother come with me on Monday", "can my husband come in with me", "can I see my mother on the ward",
        "quiero ver a mi madre en planta", "¿puede venir mi marido conmigo?", "can my wife see my results",
        "my wife sees Dr Chen every month, can I see her too", "my son drives me, can I see Dr Chen",
        "I'm going to see my son on Friday, so Monday please", "can my son go to school with a rash",
        "¿puede ir mi hijo al colegio con fiebre?", "Do you see kids?", "can my dad wait outside",
    ],
)  # fmt: skip
def test_company_and_visits_to_a_relative_make_nobody_the_patient(text: str) -> None:
    found = understand(text, DESK).person
    assert found is None or found.relation is None


@pytest.mark.parametrize("text", ["Can my mother come on Monday", "could my daughter come in on Tuesday at 10"])
def test_a_relative_who_comes_for_themselves_is_no_question_about_company(text: str) -> None:
    assert understand(text, DESK).says(Intent.BOOK)


@pytest.mark.parametrize("text", ["can my husband come with me", "can my wife come along to the scan"])
def test_a_question_about_company_stays_one(text: str) -> None:
    assert understand(text, DESK).says(Intent.INFORMATION)


@pytest.mark.parametrize(
    ("text", "name", "sender", "relation"),
    [
        ("I'm Sarah Reed, Tom's mum, he has a rash", "Tom", "Sarah Reed", "child"),
        ("Soy Ana, la madre de Luis, tiene tos", "Luis", "Ana", "child"),
        ("My son's name is Tom and my name is Sarah", "Tom", "Sarah", "son"),
        ("mi hijo se llama Tomás y yo soy Elena", "Tomás", "Elena", "son"),
        ("I'm Leo Reed's dad, he needs an appointment", "Leo Reed", None, "child"),
        ("Tom's mum here, he has a cough", "Tom", None, "child"),
        ("hi its sarah, tom's mum, he has a cough", "tom", "sarah", "child"),
        ("im toms mum, he has a rash", "tom", None, "child"),
        ("soy la mama de pedro y necesito una cita", "pedro", None, "child"),
        ("Hi, it's Jane, mother of Tom, he needs a visit", "Tom", "Jane", "child"),
        ("I'm Mark, Ella's father. Can she come on Monday?", "Ella", "Mark", "child"),
        ("Me llamo Rosa, soy la madre de Mateo, necesita una cita", "Mateo", "Rosa", "child"),
        ("I'm Ben, Rosa's husband, she needs a scan", "Rosa", "Ben", "partner"),
        ("I'm Tom's guardian, Ann Lee", "Tom", "Ann Lee", "child"),
        ("Sarah Reed here, mum of Tom Reed, he has an earache", "Tom Reed", "Sarah Reed", "child"),
        ("Hola, le habla Carmen, la abuela de Mateo, tiene fiebre", "Mateo", "Carmen", "other"),
        ("I'm her mum, Sarah Reed, and she has a cough", None, "Sarah Reed", "child"),
    ],
)
def test_whose_mother_somebody_is_tells_the_patient(
    text: str, name: str | None, sender: str | None, relation: str
) -> None:
    found = person(text)
    assert (found.name, found.sender, found.relation) == (name, sender, relation)


def test_a_patient_named_by_their_mother_is_no_doctor_of_that_name() -> None:
    roster = Roster(doctors=(Doctor("luis", "Dr. Luis Ortega"),))
    assert understand("Soy Ana, la madre de Luis, tiene tos", replace(DESK, roster=roster)).doctors == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tom's mum told me about Dr Chen, I'm Ann Boyle", "Ann Boyle"), ("I'm Ana, can I see Dr Chen", "Ana"),
        ("I'm a mother of two and I need a visit", None), ("soy madre de dos niños", None),
        ("I'm Dr Chen's patient", None),
        ("la madre de Luis me recomendó a la doctora Chen", None),
    ],
)  # fmt: skip
def test_somebodys_mother_who_does_not_write_is_nobody_here(text: str, name: str | None) -> None:
    found = understand(text, DESK).person
    assert (found.name if found else None, found.relation if found else None) == (name, None)


@pytest.mark.parametrize(
    "text",
    [
        "my old number was 0861111111, the new one is 0862222222",
        "my new number is 0862222222, the old one was 0861111111",
        "0861111111 is my old number, 0862222222 is the new one", "0861111111 (old), 0862222222 (new)",
        "I had 0861111111 before, now it's 0862222222", "please use 0862222222 instead of 0861111111",
        "my number changed from 0861111111 to 0862222222", "not 0861111111, use 0862222222",
        "0862222222 not 0861111111", "my number is 0861111111, sorry 0862222222",
        "my previous mobile was 0861111111. My mobile now: 0862222222",
        "I no longer have 0861111111, you can reach me at 0862222222", "0861111111 is no longer mine, take 0862222222",
        "mi número antiguo era 0861111111, el nuevo es 0862222222",
        "ya no uso el 0861111111, ahora es el 0862222222", "cambié de número, del 0861111111 al 0862222222",
        "nuevo móvil: 0862222222 (antes 0861111111)", "llámeme al 0862222222, no al 0861111111",
        "el viejo 0861111111 ya no vale, es el 0862222222", "antes tenía el 0861111111, apunte el 0862222222",
    ],
)  # fmt: skip
def test_the_number_that_holds_now_is_taken_and_never_the_old_one(text: str) -> None:
    assert person(text).phone == "0862222222"


@pytest.mark.parametrize(
    "text",
    [
        "my number is 0861111111 or 0862222222", "it's still the old number 0861111111",
        "el mismo número de antes, 0861111111", "I have an old knee injury, call me on 0861111111",
        "llámeme antes de las 5 al 0861111111", "I'm a new patient, my phone is 0861111111",
        "I am 45 years old, phone 0861111111", "my number is 0861111111, not the old one",
    ],
)  # fmt: skip
def test_what_is_old_beside_a_number_takes_nothing_from_it(text: str) -> None:
    assert person(text).phone == "0861111111"


def test_an_old_number_alone_is_no_number_to_call() -> None:
    found = understand("my old phone number is 0861111111", DESK).person
    assert found is None or found.phone is None


@pytest.mark.parametrize("text", ["14 3 90", "140390", "14, 3, 90", "14th of the 3rd 1990", "14 3 '90"])
def test_a_date_of_birth_that_is_asked_for_may_be_bare_digits(text: str) -> None:
    assert person(text, "date_of_birth").date_of_birth == date(1990, 3, 14)


@pytest.mark.parametrize("text", ["14 3 90", "140390"])
def test_bare_digits_are_no_date_of_birth_where_none_is_asked_for(text: str) -> None:
    found = understand(text, DESK).person
    assert found is None or found.date_of_birth is None


@pytest.mark.parametrize("question", ["slot", "reason", "nothing_yet"])
@pytest.mark.parametrize("text", ["Joan Moss", "Eva Luna Sanz", "Max Power", "Dora Lux"])
def test_a_family_name_that_is_a_word_is_a_name_behind_a_first_name(text: str, question: str) -> None:
    assert person(text, question).name == text
