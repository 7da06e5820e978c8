"""Children, parents and helpers: whose visit it is, who may ask for it, and what they get to see."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from db.models import DependantRow, PatientRow
from tests.situations.conftest import OpenDesk
from tests.situations.desk import NORA, SITUATIONS, Frontdesk, phrases

pytestmark = pytest.mark.words

PETRA = "+420600000002"
NEW = "+353867770001"


@pytest.fixture
def riverbend(open_hospital: OpenDesk) -> Frontdesk:
    """The desk of the hospital in `riverbend.yaml`."""
    return open_hospital((Path(__file__).parent / "riverbend.yaml").read_text())


@phrases("words", ["Book for my 4-year-old", "I need an appointment for my son", "una cita para mi hija de 4 años"])
def test_74_a_child_is_booked_with_the_childrens_doctor_under_a_guardian(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NEW)
    answer = chat.say(words)
    assert answer.state["speciality"] == "paediatrics"
    chat.say("Thursday at 10:00", "Max Power", "3 February 2022")
    assert chat.last.question == "guardian_name"
    chat.say("Homer Power")
    assert "Max Power" in chat.last.text
    answer = chat.agree()
    assert desk.booked("Max Power") == ["chen 2026-06-11 10:00"]
    assert answer.events[-1]["for_dependant"] == "Max Power" and "Max Power" in answer.text
    query = select(PatientRow.name, PatientRow.phone).join(DependantRow, DependantRow.guardian_id == PatientRow.id)
    assert [tuple(r) for r in desk._read(lambda unit: unit.connection.execute(query).all())] == [("Homer Power", NEW)]
    again = desk.chat(NEW)
    again.say("Dr Chen on Friday at 10:00")
    assert again.last.question == "who" and {"Max Power", "Homer Power"} <= set(again.last.labels)


@phrases("words", ["for my mother", "for my husband", "para mi madre"])
def test_75_another_adults_booking_may_be_asked_for_but_shows_nothing(desk: Frontdesk, words: str) -> None:
    desk.give("Ravi Kumar", "haddad", "2026-06-12 10:00")
    chat = desk.chat(NORA)
    chat.say(f"Dr Chen on Thursday at 10:00 {words}", "Ravi Kumar", "14 March 1990")
    chat.agree()
    assert "chen 2026-06-11 10:00" in desk.booked("Ravi Kumar")
    assert "Haddad" not in "".join(answer.told for answer in chat.answers)
    assert "+353 1" in chat.last.text and chat.last.question != "reminders"
    assert "Haddad" not in chat.say("what appointments are booked?").told
    assert "Ravi Kumar" not in desk.chat(NORA).say("I need Dr Chen on Monday at 10:00").told


def test_76_every_errand_asks_for_whom_and_every_read_back_says_it(riverbend: Frontdesk) -> None:
    chat = riverbend.chat(PETRA)
    for day, label in (("Thursday", "Tomáš Horký"), ("Friday", "Anna Horká")):
        chat.say(f"another appointment with Dr Day on {day} at 10:00")
        assert chat.last.question == "who"
        assert label in chat.tap(label).text
    assert len(riverbend.booked()) == 2


@phrases("words", ["no, for Anna", "sorry, I meant for Anna", "no, para Anna", "oops, it's for my daughter"])
def test_a_visit_booked_for_the_wrong_child_changes_hands(riverbend: Frontdesk, words: str) -> None:
    chat = riverbend.chat(PETRA)
    chat.say("Dr Day on Thursday at 10:00 for Tomáš")
    chat.agree()
    assert riverbend.booked("Tomáš Horký") == ["day 2026-06-11 10:00"]
    answer = chat.say(words)
    assert riverbend.booked("Tomáš Horký") == [] and riverbend.booked("Anna Horká") == ["day 2026-06-11 10:00"]
    assert answer.happened == ["appointment.cancelled", "appointment.booked"] and "Anna Horká" in answer.text
    assert riverbend.is_sound()


@phrases(
    ("words", "told"),
    [
        ("no, for my nephew Leo", ("Leo Horký, 5 May 2018",)),
        ("sorry, it's for my mother", ("Vera Horká", "5 May 1950")),
        ("no, para mi sobrino", ("Leo Horký", "5 de mayo de 2018")),
    ],
)
def test_a_visit_changes_hands_to_somebody_not_on_file_once_it_is_known_who(
    riverbend: Frontdesk, words: str, told: tuple[str, ...]
) -> None:
    chat = riverbend.chat(PETRA)
    chat.say("Dr Day on Thursday at 10:00 for Tomáš")
    chat.agree()
    assert chat.say(words).question == "name" and riverbend.booked("Tomáš Horký") == ["day 2026-06-11 10:00"]
    answer = chat.say(*told)
    assert [visit.patient for visit in riverbend.visits() if visit.status == "booked"] == [
        told[0].split(",")[0]
    ] and answer.happened[-2:] == ["appointment.cancelled", "appointment.booked"]
    assert riverbend.is_sound()


def test_a_visit_whose_hands_are_not_changed_after_all_stands(riverbend: Frontdesk) -> None:
    chat = riverbend.chat(PETRA)
    chat.say("Dr Day on Thursday at 10:00 for Tomáš")
    chat.agree()
    chat.say("no, for my nephew Leo", "never mind")
    assert riverbend.booked("Tomáš Horký") == ["day 2026-06-11 10:00"] and riverbend.is_sound()


def test_a_visit_does_not_change_hands_where_the_other_child_is_elsewhere_then(riverbend: Frontdesk) -> None:
    chat = riverbend.chat(PETRA)
    riverbend.give("Anna Horká", "young", "2026-06-11 10:00")
    chat.say("Dr Day on Thursday at 10:00 for Tomáš")
    chat.agree()
    chat.say("no, for Anna")
    assert riverbend.booked("Tomáš Horký") == ["day 2026-06-11 10:00"]


def test_a_visit_that_went_to_and_fro_is_the_last_one_named(riverbend: Frontdesk) -> None:
    chat = riverbend.chat(PETRA)
    chat.say("Dr Day on Thursday at 10:00 for Anna")
    chat.agree()
    chat.say("no, for Tomáš", "no, for Anna", "no, for Tomáš")
    assert [(v.patient, v.status) for v in riverbend.visits("booked")] == [("Tomáš Horký", "booked")]
    assert riverbend.is_sound()


def test_a_visit_too_near_to_be_booked_stays_with_whom_it_was_booked_for(open_hospital: OpenDesk) -> None:
    file = (Path(__file__).parent / "riverbend.yaml").read_text()
    desk = open_hospital(file.replace("booking: {", "booking: {minimum_notice_minutes: 30, "))
    chat = desk.chat(PETRA)
    chat.say("Dr Day today at 10:00 for Anna")
    chat.agree()
    answer = chat.wait(50).say("no, for Tomáš")
    assert answer.events == [] and "no longer" in answer.text
    assert desk.booked("Anna Horká") == ["day 2026-06-08 10:00"] and desk.is_sound()


def test_a_child_whom_somebody_typed_under_a_mothers_name_and_number_is_not_shown_to_her(desk: Frontdesk) -> None:
    stranger = desk.chat()
    stranger.say("Book for my 4-year-old", "Thursday at 10:00", "Max Power", "3 February 2022", "Nora Byrne", NORA)
    stranger.agree()
    assert desk.booked("Max Power") == ["chen 2026-06-11 10:00"]
    mother = desk.chat(NORA)
    mother.say("Dr Chen on Friday at 10:00")
    assert "Max Power" not in mother.last.told and mother.last.question != "who"
    assert "Max Power" not in desk.chat(NORA).say("what appointments do I have?").told
    # once she speaks of the child herself, from her own number, it is hers: the same child, not a second one
    hers = desk.chat(NORA)
    hers.say("Dr Chen on Friday at 11:00 for my son", "Max Power", "3 February 2022")
    hers.agree()
    assert len(desk.phone_of("Max Power")) == 1
    assert "11 June" in desk.chat(NORA).say("what appointments do I have?").told


@phrases("words", ["for my son", "for my daughter", "para mi hijo"])
def test_75_a_grown_up_son_or_daughter_is_nobodys_to_see(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say(f"Dr Haddad on Thursday at 10:00 {words}", "Sam Byrne", "2 May 2000")
    chat.agree()
    assert desk.booked("Sam Byrne") == ["haddad 2026-06-11 10:00"]
    assert "+353 1" in chat.last.text and chat.last.question != "reminders"
    again = desk.chat(NORA)
    assert "Haddad" not in again.say("what appointments do I have?").told
    assert "Sam Byrne" not in desk.chat(NORA).say("I need Dr Chen on Monday at 10:00").told


def test_also_for_the_other_child_is_a_second_visit(riverbend: Frontdesk) -> None:
    chat = riverbend.chat(PETRA)
    chat.say("Dr Day on Thursday at 10:00 for Tomáš")
    chat.agree()
    chat.say("and another one with Dr Young at 11:00 on Thursday for Anna")
    chat.agree()
    assert len(riverbend.booked()) == 2


@phrases(
    "words", ["my 9-year-old needs Dr Day on Thursday at 10:00", "mi hijo de 9 años con Dr Day el jueves a las 10:00"]
)
def test_74_a_child_is_known_by_its_age_where_only_one_is_as_old(riverbend: Frontdesk, words: str) -> None:
    chat = riverbend.chat(PETRA)
    chat.say(words)
    chat.agree()
    assert riverbend.booked() == ["day 2026-06-11 10:00"] and riverbend.visits("booked")[0].patient == "Tomáš Horký"


@phrases("words", ["and Anna as well at 10:30", "Anna too, right after", "y Anna también a las 10:30"])
def test_76_two_children_are_booked_back_to_back(riverbend: Frontdesk, words: str) -> None:
    chat = riverbend.chat(PETRA)
    chat.say("Dr Day on Thursday at 10:00 for Tomáš")
    chat.agree()
    if chat.say(words).question == "slot":
        chat.tap(0)
    chat.agree()
    assert riverbend.booked("Anna Horká") == ["day 2026-06-11 10:30"]
    assert riverbend.booked("Tomáš Horký") == ["day 2026-06-11 10:00"]


@phrases(
    "words",
    [
        "Dr Day on Thursday at 10 for my 12-year-old",
        "my 12 year old son needs Dr Day on Thursday at 10",
        "la Dra. Day el jueves a las 10 para mi hijo de 12 años",
    ],
)
def test_74_a_child_of_another_age_is_not_taken_for_the_one_on_file(riverbend: Frontdesk, words: str) -> None:
    chat = riverbend.chat(PETRA)
    assert chat.say(words).question == "name" and riverbend.booked() == []
    chat.say("Jan Horký, 2.2.2014")
    if not riverbend.booked():
        chat.tap(0)
    assert [visit.patient for visit in riverbend.visits()] == ["Jan Horký"]


@phrases(
    ("words", "speciality"),
    [
        ("my son has a fever and a cough, can someone see him tomorrow?", "paediatrics"),
        ("mi hija tiene fiebre y tos, necesita cita mañana", "paediatrics"),
        ("my 5-year-old has a fever, tomorrow please", "paediatrics"),
        ("I have a fever and a cough, can someone see me tomorrow?", "general"),
        ("my son has a skin rash on his arm, tomorrow please", "dermatology"),
    ],
)
def test_74_a_childs_everyday_illness_is_for_the_childrens_doctor(desk: Frontdesk, words: str, speciality: str) -> None:
    assert (desk.chat(NEW).say(words).state["speciality"] or "").startswith(speciality)


def test_74_one_after_the_other_names_no_other_week(riverbend: Frontdesk) -> None:
    answer = riverbend.chat(PETRA).say("both my kids need to see Dr Day on Friday, one after the other")
    assert answer.state["wanted"]["first_day"] == "2026-06-12"


@phrases("words", ["what other appointments does she have?", "when is her next visit?", "¿qué otras citas tiene ella?"])
def test_75_somebodys_visits_asked_for_by_pronoun_are_theirs_alone(riverbend: Frontdesk, words: str) -> None:
    chat = riverbend.chat(PETRA)
    chat.say("Dr Young on Friday at 11:00 for me")
    chat.agree()
    chat.say("Dr Day on Thursday at 10:00 for Anna")
    chat.agree()
    answer = chat.say(words)
    assert "Young" not in answer.text and ("Anna Horká" in answer.text and "Day" in answer.text)


def test_76_visits_are_listed_with_whose_they_are_where_several_people_may_be_meant(riverbend: Frontdesk) -> None:
    chat = riverbend.chat(PETRA)
    chat.say("Dr Day on Thursday at 10:00 for Anna")
    chat.agree()
    assert "Anna Horká" in riverbend.chat(PETRA).say("what appointments do I have?").text


@phrases("words", ["what other appointments does she have?", "when is her next visit?", "¿qué otras citas tiene ella?"])
def test_75_of_whom_one_books_for_nothing_else_is_told(careful_desk: Frontdesk, words: str) -> None:
    chat = careful_desk.chat(NEW)
    chat.say("I want to book Dr Okafor for my mother on Wednesday at 10:00", "Olga Rivers", "3 May 1950")
    answer = chat.say(words)
    assert "other people" in answer.text or "otras personas" in answer.text
    assert answer.happened == [] and "Find my appointments" not in answer.labels


@phrases("words", ["what appointments does Emil have?", "¿qué citas tiene Emil?"])
def test_75_a_helper_who_may_book_is_told_of_no_visits(open_hospital: OpenDesk, words: str) -> None:
    helped = "{name: Emil Brandt, number: EP-9, phone: '+353861110009', date_of_birth: 1948-09-30, helpers: "
    helped += "[{name: Joan Brandt, phone: '+353861110010', may: [book, move]}]}"
    desk = open_hospital(SITUATIONS.read_text().replace("patients:\n", f"patients:\n  - {helped}\n"))
    desk.give("Emil Brandt", "chen", "2026-06-11 10:00")
    answer = desk.chat("+353861110010").say(words)
    assert "Chen" not in answer.told and answer.happened == []
    assert "other people" in answer.text or "otras personas" in answer.text


# --- children on file -----------------------------------------------------------------------------

PARENT, CHILD, GROWN = "+353861110020", "+353861110021", "+353861110023"
ON_FILE = """
  - name: Petra Moss
    number: EP-000020
    phone: "+353861110020"
    date_of_birth: 1985-02-03
    dependants:
      - {name: Tim Moss, date_of_birth: 2017-05-05, relation: son}
      - {name: Ann Moss, date_of_birth: 2019-06-06, relation: daughter}
  - {name: Leo Field, number: EP-000021, phone: "+353861110021", date_of_birth: 2018-03-03}
  - name: Gus Hall
    number: EP-000023
    phone: "+353861110023"
    date_of_birth: 1985-02-03
    dependants:
      - {name: Sam Hall, date_of_birth: 2009-05-05, relation: son}
"""


@phrases(
    ("sender", "words"),
    [
        (CHILD, ["tiene fiebre desde ayer"]),
        (CHILD, ["has a fever since yesterday"]),
        (CHILD, ["Leo has a cough"]),
        (PARENT, ["Tim has a fever"]),
        (PARENT, ["Ann tiene tos y mocos"]),
        (PARENT, ["she has a fever"]),
        (PARENT, ["fever since yesterday, for Ann Moss"]),
        (PARENT, ["I need an appointment, fever since yesterday", "it's for Tim Moss"]),
        (PARENT, ["quiero cita por fiebre", "es para Tim Moss"]),
    ],
)
def test_a_child_on_file_is_offered_the_childrens_doctor(
    open_hospital: OpenDesk, sender: str, words: list[str]
) -> None:
    answer = open_hospital(SITUATIONS.read_text() + ON_FILE).chat(sender).say(*words)
    assert answer.state["speciality"] == "paediatrics" and "Chen" in answer.text and answer.offered


@phrases(
    ("sender", "words"),
    [
        (PARENT, ["I have a fever"]),
        (PARENT, ["tengo fiebre desde ayer"]),
        (PARENT, ["my husband has a fever"]),
        (GROWN, ["Sam has a fever"]),
        (PARENT, ["I need a GP for Tim", "he has a fever"]),
        (CHILD, ["Dr Okafor please, Leo has a fever"]),
    ],
)
def test_the_grown_and_who_asks_for_the_general_doctor_are_not(
    open_hospital: OpenDesk, sender: str, words: list[str]
) -> None:
    answer = open_hospital(SITUATIONS.read_text() + ON_FILE).chat(sender).say(*words)
    assert answer.state["speciality"] == "general" and "Chen" not in answer.text
