"""Whose chart it is: everyday names, corrections at a read-back, and names that doctors bear too."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from db.models import ConsentRow, PatientRow, TaskRow
from tests.situations.conftest import OpenDesk
from tests.situations.desk import Frontdesk, phrases

pytestmark = pytest.mark.words

HOUSE = """
hospital: {name: Larch House, timezone: Europe/Dublin, currency: EUR, languages: [en, es], phone: "+35315550100",
  emergency_number: "112", booking: {confirm: always, max_open_appointments: 4}}
information:
  - topic: visiting
    asks: {es: [horario de visitas, visitar a un paciente], en: [visiting hours, visit a patient]}
    answer: {es: Visitas de 14 a 19 h., en: Visits from 2 pm to 7 pm.}
specialities:
  - {code: general, name: General Medicine, names: {es: Medicina general}, default: true}
  - {code: cardiology, name: Cardiology, names: {es: Cardiología}}
doctors:
  - code: lund
    name: Dr Karin Lund
    speciality: general
    schedule:
      - {days: [mon, tue, wed, thu, fri], from: "09:00", to: "15:00", slot_minutes: 30}
      - {days: [mon], from: "16:00", to: "18:00", slot_minutes: 30}
  - code: errazuriz
    name: Dra. Ximena Errázuriz
    gender: female
    speciality: cardiology
    schedule: [{days: [thu], from: "09:00", to: "12:00", slot_minutes: 30}]
    time_off: [{from: 2026-07-06, to: 2026-07-17}]
patients:
  - {name: Carmen Rojas Vidal, number: L-1, phone: "+34600000001", date_of_birth: 1948-02-03}
  - {name: Sofía Contreras Lagos, number: L-4, phone: "+34600000004", date_of_birth: 1990-04-12}
  - {name: Ana Paz Gil, number: L-5, phone: "+34600000005", date_of_birth: 2001-01-01}
  - {name: Ana Paz Gil Mora, number: L-6, phone: "+34600000005", date_of_birth: 2001-01-01}
"""
CARMEN, SOFIA, TWINS = "+34600000001", "+34600000004", "+34600000005"
THURSDAY = "Dr Lund on Thursday at 10:00"


@pytest.fixture
def house(open_hospital: OpenDesk) -> Frontdesk:
    """The desk of a small house whose file has long names."""
    return open_hospital(HOUSE)


def charts(desk: Frontdesk) -> dict[str, str | None]:
    """The names and birth dates on file beside those that the file brought."""
    rows = desk._read(lambda unit: unit.connection.execute(select(PatientRow)).all())
    return {row.name: str(row.date_of_birth) for row in rows if not row.number.startswith("L-")}


def to_be_looked_at(desk: Frontdesk) -> list[str]:
    """What the desk is asked to look whether it is the same person."""
    query = select(TaskRow.summary).where(TaskRow.kind == "duplicate")
    return list(desk._read(lambda unit: unit.connection.scalars(query).all()))


# --- everyday names -----------------------------------------------------------------------------------


@phrases(
    ("sender", "name", "born", "whole"),
    [
        (CARMEN, "Carmen Rojas", "3 February 1948", "Carmen Rojas Vidal"),
        (CARMEN, "carmen vidal", "3/2/1948", "Carmen Rojas Vidal"),
        (SOFIA, "Sofia Contreras", "12 de abril de 1990", "Sofía Contreras Lagos"),
        (SOFIA, "sofia de contreras lagos", "12/4/1990", "Sofía Contreras Lagos"),
        (SOFIA, "Sofía Contreras Lagos Pinto", "12/4/1990", "Sofía Contreras Lagos"),
    ],
)
def test_a_caller_from_the_number_on_file_is_known_by_an_everyday_name_and_hears_no_more_of_it(
    house: Frontdesk, sender: str, name: str, born: str, whole: str
) -> None:
    chat = house.chat(sender, channel="voice")
    chat.say(THURSDAY, name, born)
    assert chat.say("yes").happened == ["appointment.booked"]
    assert house.booked(whole) == ["lund 2026-06-11 10:00"] and charts(house) == {}
    chat.say("what are my appointments?", "move it to Friday at 10:00", "yes")
    if name != whole:
        assert not [answer.told for answer in chat.answers if whole in answer.told.replace(name, "")]


@pytest.mark.parametrize(
    ("sender", "name", "born"),
    [
        (CARMEN, "Carmen Rojas", "4 February 1948"),
        (CARMEN, "Rojas Carmen Luz", "3 February 1948"),
        (CARMEN, "Carmen Soto", "3 February 1948"),
        (TWINS, "Ana Gil", "1/1/2001"),
    ],
)
def test_another_birth_date_name_or_two_who_fit_is_somebody_new(
    house: Frontdesk, sender: str, name: str, born: str
) -> None:
    chat = house.chat(sender, channel="voice")
    chat.say(THURSDAY, name, born)
    chat.say("yes")
    assert list(charts(house)) == [name]


def test_from_another_phone_somebody_new_is_made_and_the_desk_is_told_who_it_may_be(house: Frontdesk) -> None:
    chat = house.chat("+34600000099", channel="voice")
    chat.say(THURSDAY, "Carmen Rojas", "3 February 1948", "yes")
    assert charts(house) == {"Carmen Rojas": "1948-02-03"} and house.booked("Carmen Rojas Vidal") == []
    assert not [answer for answer in chat.answers if "Vidal" in answer.told or "L-1" in answer.told]
    [summary] = to_be_looked_at(house)
    assert "L-1 Carmen Rojas Vidal" in summary and "Carmen Rojas" in summary
    stranger = house.chat("+34600000098", channel="voice")
    stranger.say("Dr Lund on Thursday at 11:00", "Pilar Mora Sanz", "3 February 1948", "yes")
    assert len(to_be_looked_at(house)) == 1


def test_a_relative_of_those_on_file_is_none_of_them(house: Frontdesk) -> None:
    chat = house.chat(SOFIA)
    chat.say(THURSDAY)
    answer = chat.say("it's for my sister Rosa Contreras Lagos")
    assert answer.state["patient_id"] is None
    other = house.chat(TWINS)
    other.say("Dr Lund on Thursday at 11:00")
    assert other.last.question == "who"
    answer = other.say("Rosa Paz Gil")
    assert answer.question == "date_of_birth" and answer.state["patient_id"] is None
    other.say("2/2/2002", "yes")
    assert charts(house) == {"Rosa Paz Gil": "2002-02-02"}


# --- read-backs ---------------------------------------------------------------------------------------


@phrases(
    ("bare", "called", "told"),
    [
        ("9/9/1979", "I was born on 9/9/1979", "born 9 September 1979"),
        ("9 September 1979", "no, date of birth 9 September 1979", "born 9 September 1979"),
        ("9 de septiembre de 1979", "no, nací el 9 de septiembre de 1979", "born 9 September 1979"),
    ],
)
def test_a_date_of_years_ago_at_a_read_back_changes_nothing_and_one_called_a_birth_date_is_read_back(
    house: Frontdesk, bare: str, called: str, told: str
) -> None:
    chat = house.chat("+34600000097")
    chat.say(THURSDAY, "Ana Vera Gil", "4 March 1981")
    assert chat.last.question == "confirm"
    answer = chat.say(bare)
    assert answer.question == "confirm" and answer.state["date_of_birth"] == "1981-03-04" and "1981" in answer.text
    answer = chat.say(called)
    assert answer.question == "confirm" and told in answer.text and charts(house) == {}
    chat.say("yes")
    assert charts(house) == {"Ana Vera Gil": "1979-09-09"}


def test_another_person_at_a_read_back_is_asked_for_a_birth_date_of_their_own(house: Frontdesk) -> None:
    chat = house.chat("+34600000097")
    chat.say(THURSDAY, "Ana Vera Gil", "4 March 1981")
    assert chat.say("no, it's for Emma Vera Gil").question == "date_of_birth"
    answer = chat.say("9/9/1979")
    assert answer.question == "confirm" and "Emma Vera Gil (born 9 September 1979)" in answer.text
    chat.say("yes")
    assert charts(house) == {"Emma Vera Gil": "1979-09-09"}


def test_a_read_back_to_somebody_on_file_tells_no_birth_date(house: Frontdesk) -> None:
    chat = house.chat(CARMEN)
    chat.say(THURSDAY, "for me")
    for guess in ("3 February 1948", "4 February 1948"):
        assert "Carmen" in chat.say(guess).text and chat.last.question == "confirm"
        assert chat.last.text.count("1948") == 1


def test_whose_care_a_child_is_in_is_read_back_before_anybody_is_registered(house: Frontdesk) -> None:
    chat = house.chat("+34600000097")
    chat.say("Dr Lund on Thursday at 10:00 for my son", "Leo Vera Gil", "4 March 2021", "Ana Vera Gil")
    assert "Leo Vera Gil (in the care of Ana Vera Gil)" in chat.last.text and charts(house) == {}


# --- names that doctors bear --------------------------------------------------------------------------


@phrases("said", ["ximena huente", "Ximena Huente", "ximena"])
def test_a_patient_may_be_called_as_a_doctor_is(house: Frontdesk, said: str) -> None:
    chat = house.chat("+34600000096", channel="voice")
    chat.say(THURSDAY, "me llamo Ximena Huente")
    answer = chat.say(said)
    assert answer.question == "date_of_birth" and answer.state["selected_doctor"] == "lund"
    chat.say("6 de junio de 1991", "sí")
    assert house.booked() == ["lund 2026-06-11 10:00"] and list(charts(house)) == ["Ximena Huente"]


@phrases("said", ["no, con la doctora Ximena", "with Dr Errázuriz please", "mejor con la dra errázuriz"])
def test_a_doctor_who_is_called_one_is_one_also_where_a_name_is_asked_for(house: Frontdesk, said: str) -> None:
    chat = house.chat("+34600000096")
    chat.say(THURSDAY)
    assert chat.say(said).state["selected_doctor"] == "errazuriz"


def test_a_whole_name_in_small_letters_is_taken_though_its_words_are_ordinary(house: Frontdesk) -> None:
    chat = house.chat("+34600000096")
    chat.say("hora con la doctora Lund el jueves a las 10")
    assert chat.say("sofía contreras lagos").question == "date_of_birth"


@phrases("said", ["quiero hora con el doctor House", "an appointment with doctor House", "hora con el doctor chapatín"])
def test_a_doctor_whom_the_house_has_not_is_said_not_to_be_here_and_who_is_is_offered(
    house: Frontdesk, said: str
) -> None:
    answer = house.chat().say(said)
    assert said.rpartition(" ")[2] in answer.text and answer.question == "speciality" and len(answer.labels) >= 2


# --- limits, questions, reminders ---------------------------------------------------------------------


@phrases(
    ("yes", "again", "told"),
    [
        ("yes", "also Dr Errázuriz on Thursday at 11:30", "confirmed who you are"),
        ("sí", "y también con la doctora Errázuriz el jueves a las 11:30", "comprobado quién es usted"),
    ],
)
def test_the_one_visit_of_somebody_unproven_is_told_as_that_with_a_way_out(
    house: Frontdesk, yes: str, again: str, told: str
) -> None:
    chat = house.chat("+34600000095", channel="voice")
    chat.say(THURSDAY, "Iris Paz Toro", "4 April 1983", yes)
    answer = chat.say(again)
    assert told in answer.text and "+353 1 555 0100" in answer.text and "Dr" not in answer.text
    assert answer.question == "offer_human" and len(house.booked()) == 1


@phrases(
    ("said", "hours"),
    [
        ("which days is Dr Lund here?", "Monday 09:00–15:00 and 16:00–18:00"),
        ("what hours does Dr Lund work", "Tuesday–Friday 09:00–15:00"),
        ("horario de la doctora Errázuriz", "los jueves de 09:00 a 12:00"),
        ("qué días atiende la doctora Errázuriz?", "los jueves de 09:00 a 12:00"),
    ],
)
def test_when_a_doctor_works_is_answered_from_the_schedule(house: Frontdesk, said: str, hours: str) -> None:
    answer = house.chat().say(said)
    assert hours in answer.text and answer.offered == [], answer.text
    assert ("6 de julio" in answer.text) == ("Errázuriz" in said)


@phrases("said", ["hay visitas mañana?", "¿hay visitas el domingo?"])
def test_whether_there_are_visits_is_the_house_s_own_topic(house: Frontdesk, said: str) -> None:
    chat = house.chat()
    chat.say("quiero hora")
    answer = chat.say(said)
    assert "Visitas de 14 a 19 h." in answer.text and answer.question == "reason"


@phrases("said", ["me llamo 123 456", "nací el treinta de febrero de 1990", "my name is 123 456"])
def test_who_somebody_is_said_badly_is_no_reason_for_a_visit(house: Frontdesk, said: str) -> None:
    chat = house.chat()
    chat.say("quiero hora")
    answer = chat.say(said)
    assert answer.state["speciality"] is None and answer.state["diagnosis_condition"] is None and not answer.offered


def test_who_asked_for_results_and_says_who_they_are_is_not_led_into_a_booking(house: Frontdesk) -> None:
    chat = house.chat(channel="voice")
    chat.say("I am calling for my blood test results", "30 November 1962")
    assert chat.last.state["task"] is None
    assert not chat.say("no").offered


@phrases(
    "said", ["¿me pueden avisar antes?", "can you remind me before?", "pueden recordarme un día antes", "remind me"]
)
def test_to_be_told_before_is_a_wish_for_a_reminder(house: Frontdesk, said: str) -> None:
    chat = house.chat(CARMEN)
    chat.say(THURSDAY, "for me", "yes", "no")
    answer = chat.say(said)
    assert not answer.offered and house.booked() == ["lund 2026-06-11 10:00"]
    query = select(ConsentRow.is_given).order_by(ConsentRow.id)
    assert house._read(lambda unit: unit.connection.scalars(query).all())[-1]


@pytest.mark.parametrize("yes", ["1", "yes", "sí"])
def test_the_answer_to_the_reminders_may_be_the_words_that_booked(house: Frontdesk, yes: str) -> None:
    chat = house.chat("+34600000094", channel="sms")
    chat.say(THURSDAY, "Rosa Paz Gil", "10-10-60")
    booked = chat.say(yes, now="2026-06-08T09:10:00")
    assert booked.happened[-1] == "appointment.booked" and booked.question == "reminders"
    answer = chat.say(yes, now="2026-06-08T09:10:03")
    assert answer.state["settled_reminders"] and answer.question is None


@phrases("said", ["no mejor el jueves", "no, rather Thursday", "no, mejor el jueves"])
def test_a_no_before_what_is_better_turns_down_nothing_of_it(house: Frontdesk, said: str) -> None:
    chat = house.chat("+34600000093")
    chat.say("Dr Lund on Tuesday at 10:00")
    answer = chat.say(said)
    wanted = answer.state["selected_slot"] or answer.offered[0]
    assert wanted.startswith("2026-06-11")
