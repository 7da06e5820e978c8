"""Tests and treatments are booked like visits; what a doctor orders only by whoever proves to have the order."""

from __future__ import annotations

from pathlib import Path

import pytest

from hospital import visits
from hospital.orders import ordering
from hospital.orders.ordering import NewOrder
from tests.hospital.house import ADLER, DESK, House
from tests.situations.conftest import OpenDesk
from tests.situations.desk import Frontdesk, phrases

RECORDS = Path(__file__).parents[1] / "hospitals" / "records.yaml"
IRIS, HUGO, OLGA = "+353861230001", "+353861230002", "+353861230003"
MORE = """
  - {code: physio, name: Physiotherapy session, kind: physiotherapy, price: "48.00", minutes: 30,
     prepare: {en: "Wear comfortable clothes.", es: "Venga con ropa cómoda."},
     schedule: [{days: [mon, tue, wed, thu, fri], from: "09:00", to: "18:00", slot_minutes: 30, location: annex}]}
  - {code: hearing, name: Hearing test, kind: audiology, price: "40.00",
     schedule: [{days: [tue, thu], from: "09:00", to: "13:00", slot_minutes: 30}]}
"""


@pytest.fixture
def house(open_hospital: OpenDesk) -> Frontdesk:
    """A hospital with tests that a doctor orders, and treatments that anybody may book."""
    text = RECORDS.read_text()
    return open_hospital(text.replace("\ninsurers:", f"{MORE}\ninsurers:"))


def ordered(desk: Frontdesk, number: str, *codes: str, at: str = "2026-06-08 09:30") -> list[str]:
    """Orders of Dr Adler's for a patient whom she has just seen."""
    house = House.at(desk.parts.office)
    house.ensure(days=1)
    visit = house.book(number, "adler", at, request_key=f"{number} {at}").reference
    seen = house.as_(DESK, lambda unit, actor: visits.call_in(unit, house.hospital, actor, visit))
    found = [
        house.as_(
            ADLER,
            lambda unit, actor, code=code: ordering.order(  # type: ignore[misc]
                unit, house.hospital, actor, seen.reference, NewOrder(code), key=f"{number}-{code}-{at}"
            ),
        ).reference
        for code in codes
    ]
    house.as_(ADLER, lambda unit, actor: visits.complete(unit, house.hospital, actor, visit))
    return found


# --- on a doctor's order --------------------------------------------------------------------------


@phrases(
    ("number", "patient", "words", "born", "preparation"),
    [
        ("RH-000002", HUGO, "I need my blood test on Thursday morning", "23 November 1979", "Do not eat for 12 hours"),
        ("RH-000003", OLGA, "quiero hacerme la analítica el jueves", "15 de enero de 1951", "No coma durante las 12"),
    ],
)
def test_what_a_doctor_ordered_is_offered_in_its_hours_booked_and_read_back_with_its_preparation(
    house: Frontdesk, number: str, patient: str, words: str, born: str, preparation: str
) -> None:
    ordered(house, number, "lipid")
    chat = house.chat(patient)
    assert chat.say(words).question == "prove_birth"
    offered = chat.say(born)
    assert offered.offered_days == {"2026-06-11"} and "2026-06-11 07:30" <= min(offered.offered) < "2026-06-11 10:30"
    chat.tap(1)
    told = chat.agree()
    assert preparation in told.text and "32" in told.text and told.happened == ["appointment.booked"]
    assert all(said not in told.text for said in ("Dr", "with", "con "))
    assert house.booked() == [f"service:lipid {offered.offered[1]}"]


def test_it_is_listed_moved_cancelled_and_booked_again_like_any_visit(house: Frontdesk) -> None:
    ordered(house, "RH-000002", "lipid", "xray-chest")
    chat = house.chat(HUGO)
    chat.say("I need a lipid panel on Thursday at 8:10", "23 November 1979")
    chat.agree()
    for words in ("when are my appointments?", "what time is my blood test?", "when is my lipid panel?"):
        assert "Lipid panel" in chat.say(words).text and "08:10" in chat.last.text
    assert "12 hours" in chat.say("how do I prepare?").text
    assert chat.say("book my chest X-ray for Friday at 10").happened == ["appointment.booked"], "proven for a while"
    chat.say("move my blood test to Friday at 8")
    chat.agree()
    assert house.booked() == ["service:lipid 2026-06-12 08:00", "service:xray-chest 2026-06-12 10:00"]
    assert "Lipid panel" in chat.say("cancel my blood test").text
    chat.say("yes", "no")
    assert house.booked() == ["service:xray-chest 2026-06-12 10:00"]
    assert "is booked" in chat.say("I need a chest X-ray").text, "there is one order for it"
    chat.say("I need my bloods done on Friday at 9")
    assert chat.agree().happened == ["appointment.booked"]


def test_whether_there_is_an_order_nobody_hears_who_has_not_proven_who_they_are(house: Frontdesk) -> None:
    ordered(house, "RH-000002", "lipid")
    has, has_not = house.chat(HUGO), house.chat(OLGA)
    words = [chat.say("I need a lipid panel tomorrow at 8").words for chat in (has, has_not)]
    assert words[0].replace("Hugo Farrell", "") == words[1].replace("Olga Brandt-Núñez", "")
    assert [chat.say("1 January 2000").question for chat in (has, has_not)] == ["prove_birth"] * 2
    stranger = house.chat()
    stranger.say("I need a lipid panel tomorrow at 8", "Hugo Farrell", "23 November 1979")
    assert stranger.last.question == "prove_code" and "order" not in stranger.last.words
    assert house.chat(HUGO, channel="sms").say("I need a lipid panel").question == "offer_human"
    assert house.booked() == []


def test_without_an_order_a_visit_or_a_person_is_offered(house: Frontdesk) -> None:
    chat = house.chat(HUGO)
    answer = chat.say("I need a lipid panel tomorrow at 8", "23 November 1979")
    assert "no order" in answer.text and answer.labels == ["Book an appointment", "Talk to a person"]
    assert answer.state["task"] is None and answer.state["held"] is None
    assert chat.tap("Book").question == "reason"
    assert house.booked() == []


def test_a_guardian_books_what_was_ordered_for_her_child_and_nothing_for_others(house: Frontdesk) -> None:
    chat = house.chat(IRIS)
    assert "Leo Quinlan" in chat.say("I need a lipid panel for my son", "2 May 1984").text
    assert "no order" in chat.last.text
    assert "your own" in chat.say("I need a lipid panel for my friend Bob Smith").text
    assert house.booked() == []


# --- what anybody may book ------------------------------------------------------------------------


def test_what_needs_no_order_is_booked_by_somebody_new(house: Frontdesk) -> None:
    chat = house.chat()
    chat.say("a hearing test on Thursday at 10 please", "Ann Cole", "3 March 1990", "+353861239999")
    told = chat.agree()
    assert "Hearing test, Thursday 11 June at 10:00" in told.text and "appointment.booked" in told.happened
    assert house.booked() == ["service:hearing 2026-06-11 10:00"]


def test_what_was_said_by_less_than_its_name_is_read_back(house: Frontdesk) -> None:
    chat = house.chat(HUGO)
    assert chat.say("book physio on Thursday at 10").question == "confirm"
    assert "Physiotherapy session" in chat.last.text and "comfortable" in chat.last.text
    assert "Annex" in chat.say("yes").text


def test_on_the_phone_it_is_read_back(house: Frontdesk) -> None:
    call = house.chat(HUGO, channel="voice")
    told = call.say("I need a hearing test on Thursday at ten", "Hugo Farrell", "23 November 1979")
    assert told.question == "confirm" and "Hearing test, Thursday" in told.text
    assert call.say("yes").happened == ["appointment.booked"]


def test_a_free_time_is_waited_for(house: Frontdesk) -> None:
    chat = house.chat(HUGO)
    answer = chat.say("put me on the waiting list for a hearing test before Friday")
    assert "Hearing test" in answer.text and answer.happened == ["waitlist.joined"]
    assert chat.say("put me on the waiting list for a lipid panel").question == "prove_birth"


@phrases(
    ("words", "gone"),
    [
        ("put me on the waiting list for the hearing test", "tell me when"),
        ("the waiting list for physio please", ""),
        ("la lista de espera de la audiometría", ""),
        ("apúnteme en lista de espera para la prueba de audición", ""),
    ],
)
def test_the_waiting_list_for_a_test_is_no_question_after_results(house: Frontdesk, words: str, gone: str) -> None:
    answer = house.chat(HUGO).say(words)
    assert answer.happened == ["waitlist.joined"] and answer.question == "slot"


@phrases(
    ("words", "first", "then", "said"),
    [
        ("book physio and a hearing test", "physio", "hearing", "first this one, then Hearing test"),
        ("a hearing test, physio for Thursday", "hearing", "physio", "first this one, then Physiotherapy session"),
        ("quiero una audiometría y también fisioterapia", "hearing", "physio", "primero esto y después"),
        ("I need a hearing test and to see Dr Adler", "hearing", "adler", "then Dr Vera Adler"),
        ("an appointment with Dr Adler plus a hearing test", "adler", "hearing", "then Hearing test"),
    ],
)
def test_of_two_in_one_message_the_first_is_booked_and_the_other_gone_on_with_for_the_same_patient(
    house: Frontdesk, words: str, first: str, then: str, said: str
) -> None:
    chat = house.chat(HUGO)
    assert said in chat.say(words).text
    for place in (0, 4):
        chat.tap(place)
        chat.agree()
    assert {visit.doctor.removeprefix("service:") for visit in house.visits("booked")} == {first, then}
    assert {visit.patient for visit in house.visits("booked")} == {"Hugo Farrell"}


def test_where_the_first_waits_for_an_order_that_is_not_there_the_other_is_gone_on_with(house: Frontdesk) -> None:
    chat = house.chat(HUGO)
    chat.say("I need a lipid panel and a hearing test")
    answer = chat.say("23 November 1979")
    assert "no order" in answer.text and answer.state["selected_doctor"] == "service:hearing" and answer.offered


@phrases(
    "words",
    [
        "I had a blood test and need to see Dr Adler",
        "an appointment with Dr Adler about my X-ray and hearing test",
        "do you do hearing tests and physio?",
    ],
)
def test_what_is_only_told_of_beside_it_is_laid_by_for_nobody(house: Frontdesk, words: str) -> None:
    assert not house.chat(HUGO).say(words).state["suspended"]


@phrases(
    ("words", "listed"),
    [
        ("what tests can I book?", ["Physiotherapy session", "Hearing test", "order of your doctor", "Lipid panel"]),
        ("which services can I get booked here", ["Physiotherapy session", "Hearing test"]),
        ("what kinds of tests do you do", ["Hearing test", "MRI of the knee"]),
        ("which scans are there", ["MRI of the knee"]),
        ("¿qué pruebas puedo pedir?", ["Audiometría", "orden de su médico", "Perfil lipídico"]),
        ("¿cuáles son los servicios que se pueden reservar?", ["Audiometría"]),
    ],
)
def test_what_can_be_booked_is_listed_and_nothing_is_begun(house: Frontdesk, words: str, listed: list[str]) -> None:
    answer = house.chat(HUGO).say(words)
    assert all(each in answer.text for each in listed) and answer.state["task"] is None


@phrases(
    ("words", "said"),
    [
        ("do I need a referral for physio?", "no doctor's order is needed"),
        ("do I need a doctor's order for a lipid panel", "It needs a doctor's order"),
        ("¿hace falta volante para fisioterapia?", "no hace falta la orden de un médico"),
        ("how long does the hearing test take?", "Hearing test: about 30 minutes"),
        ("¿cuánto dura la fisioterapia?", "unos 30 minutos"),
    ],
)
def test_what_is_asked_of_a_test_is_answered_and_nothing_is_booked(house: Frontdesk, words: str, said: str) -> None:
    answer = house.chat(HUGO).say(words)
    assert said in answer.text and answer.state["task"] is None


def test_what_costs_something_is_called_by_no_other_name(house: Frontdesk) -> None:
    chat = house.chat(HUGO)
    assert "It costs €40.00" in chat.say("a hearing test on Thursday").text and "visit costs" not in chat.last.text
    chat.tap(0)
    assert "It costs €40.00" in chat.agree().text and "visit costs" not in chat.last.text
    assert "The visit costs" in house.chat(OLGA).say("I want to see Dr Adler").text


# --- which one is meant ---------------------------------------------------------------------------


@phrases(
    ("words", "code"),
    [
        ("I need a lipid panel", "lipid"),
        ("my doctor ordered a cholesterol test", "lipid"),
        ("can I get my bloods done tomorrow morning?", "lipid"),
        ("lipid pannel", "lipid"),
        ("I need to get an X-ray done", "xray-chest"),
        ("book my chest xray for Thursday morning", "xray-chest"),
        ("necesito un análisis de sangre", "lipid"),
        ("quisiera reservar un perfil lipídico", "lipid"),
        ("una radiografía", "xray-chest"),
        ("quiero pedir cita para una radiografía de tórax el jueves", "xray-chest"),
        ("necesito cita para fisioterapia", "physio"),
    ],
)
def test_a_test_is_known_by_its_name_and_by_everyday_words(house: Frontdesk, words: str, code: str) -> None:
    assert house.chat(HUGO).say(words).state["selected_doctor"] == f"service:{code}"


@phrases(
    "words",
    [
        "how much is the X-ray?",
        "do you do X-rays?",
        "are my blood test results back?",
        "I had a blood test and feel dizzy",
        "I want to see Dr Adler about my X-ray",
        "an appointment in radiology",
        "I need an X-ray of my knee",
        "¿cuánto cuesta la radiografía?",
        "¿están los resultados de mi análisis?",
    ],
)
def test_whoever_asks_or_tells_of_a_test_or_wants_a_doctor_books_no_test(house: Frontdesk, words: str) -> None:
    answer = house.chat(HUGO).say(words)
    assert not (answer.state["selected_doctor"] or "").startswith("service:") and house.booked() == []


def test_of_several_of_a_kind_it_is_asked_which(open_hospital: OpenDesk) -> None:
    count = """
  - {code: count, name: Full blood count, kind: laboratory, price: "24.00",
     schedule: [{days: [mon, tue, wed, thu, fri], from: "07:30", to: "10:30", slot_minutes: 10}]}
"""
    house = open_hospital(RECORDS.read_text().replace("\ninsurers:", f"{count}\ninsurers:"))
    chat = house.chat(HUGO)
    assert chat.say("I need a blood test on Thursday at 8").labels == ["Lipid panel", "Full blood count"]
    chat.say("the full blood count")
    chat.agree()
    assert house.booked() == ["service:count 2026-06-11 08:00"]
