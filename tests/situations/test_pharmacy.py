"""The pharmacy by chat: in or out of stock, prices, the rule for prescriptions; no counts, no doses, nothing kept."""

from __future__ import annotations

import re

import pytest

from tests.situations.conftest import OpenDesk
from tests.situations.desk import NORA, Frontdesk, phrases
from tests.situations.purse import FILE

pytestmark = pytest.mark.words


@pytest.fixture
def desk(open_hospital: OpenDesk) -> Frontdesk:
    return open_hospital(FILE)


@phrases(
    ("words", "said"),
    [
        (
            "Is paracetamol in stock at your pharmacy?",
            ["Paracetamol 500 mg tablets: in stock", "No prescription needed"],
        ),
        ("how much is ibuprofen?", ["out of stock", "€0.12 per tablet"]),
        ("do I need a prescription for amoxicillin?", ["running low", "Only with a prescription"]),
        ("is amoxicillin prescription only?", ["Only with a prescription"]),
        ("do you have zorbaril?", ["Zorbaril 10 mg tablets: in stock"]),
        ("how much is zorbaril", ["€1.10 per tablet"]),
        ("do you sell paracetmol and amoxicilin?", ["Paracetamol 500 mg", "Amoxicillin 500 mg"]),
        ("¿tienen paracetamol?", ["Paracetamol 500 mg comprimidos: hay existencias", "No hace falta receta"]),
        ("¿cuánto cuesta el ibuprofeno?", ["agotado", "0,12 € por comprimido"]),
        ("¿necesito receta para la amoxicilina?", ["Solo con receta"]),
        ("my son needs paracetamol, do you have any?", ["Paracetamol 500 mg tablets: in stock"]),
        ("my wife needs amoxicillin", ["Amoxicillin 500 mg capsules: in stock"]),
        ("necesito amoxicilina para mi madre, ¿la tienen?", ["quedan pocas", "Solo con receta"]),
        ("my husband needs aspirin, how much is it?", ["don't find aspirin on our pharmacy's list"]),
        ("got any paracetamol?", ["Paracetamol 500 mg tablets: in stock"]),
        ("do you sell aspirin?", ["don't find aspirin", "555 0100"]),
        ("¿venden aspirina?", ["No encuentro aspirina"]),
    ],
)
def test_70_anybody_hears_whether_it_is_there_what_it_costs_and_the_rule_but_never_how_many(desk, words, said) -> None:
    answer = desk.chat().say(words)
    assert all(part in answer.text for part in said), answer.text
    assert not any(number in answer.text for number in ("1234", "1,234", "77", "500 tablets"))
    assert answer.happened == []


@pytest.mark.parametrize(
    "words",
    [
        "how many ibuprofen can I take?",
        "what dose of paracetamol for my son?",
        "¿cuántos paracetamol puedo tomar al día?",
    ],
)
def test_a_dose_is_for_clinicians_to_say(desk: Frontdesk, words: str) -> None:
    answer = desk.chat().say(words)
    assert "500 mg" not in answer.text and "112" in answer.words


@pytest.mark.parametrize(
    "words",
    [
        "is zorbaril safe?",
        "is metformin safe with wine?",
        "what does amlodipine do",
        "can I drive on amlodipine?",
        "does metformin make you sleepy",
        "should I quit the metformin?",
        "I missed a dose of metformin, what now?",
        "¿es malo el paracetamol con cerveza?",
        "¿para qué es la amlodipina?",
        "la metformina da mareos?",
        "se me olvidó tomar la metformina",
        "two paracetamol every 6 hours, is that ok?",
        "I was given amoxicillin but I'm allergic to it",
        "me mandaron amoxicilina y soy alérgica",
        "¿se puede combinar ibuprofeno con metformina?",
    ],
)
def test_what_a_medicine_does_and_goes_with_is_for_clinicians_and_nothing_is_booked_for_it(
    desk: Frontdesk, words: str
) -> None:
    answer = desk.chat(NORA).say(words)
    assert re.search("can't advise|No puedo aconsejar", answer.text) and "112" in answer.text
    assert answer.offered == [] and answer.state["task"] is None


def test_a_medicine_named_beside_an_errand_asks_for_no_advice(desk: Frontdesk) -> None:
    for words in ("I need an appointment, the tablets make me dizzy", "can I get an appointment about my medication"):
        answer = desk.chat(NORA).say(words)
        assert answer.state["task"] == "book" and "can't advise" not in answer.text


@pytest.mark.parametrize("words", ["they gave me the wrong tablets", "do you deliver my metformin?"])
def test_what_went_wrong_with_ones_own_is_for_a_person(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert answer.labels == ["Talk to a person"] and "555 0100" in answer.text


def test_nothing_is_kept_aside(desk: Frontdesk) -> None:
    answer = desk.chat().say("can you reserve paracetamol for me?")
    assert "in stock" in answer.text and "can't have it kept" in answer.text and desk.tasks() == []


def test_it_is_answered_in_mid_booking_and_the_open_question_comes_back(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    offered = chat.say("I want to see Dr Chen on Thursday").labels
    answer = chat.say("is paracetamol in stock?")
    assert "in stock" in answer.text and answer.labels == offered and answer.question == "slot"


@pytest.mark.parametrize("words", ["where is the pharmacy?", "what time does the pharmacy close?"])
def test_71_where_it_is_and_when_it_opens_is_said_as_far_as_it_is_known(open_hospital: OpenDesk, words: str) -> None:
    site = 'locations:\n  - {code: main, name: Elm House, city: Dublin, address: "4 Elm Park"}\n\nspecialities:'
    answer = open_hospital(FILE.replace("specialities:", site, 1)).chat().say(words)
    assert ("4 Elm Park" in answer.text) == words.startswith("where")
    assert ("555 0100" in answer.text) == (not words.startswith("where"))


def test_on_the_phone_two_products_are_told_and_prices_are_for_the_ear(desk: Frontdesk) -> None:
    answer = desk.chat("+353861119999", channel="voice").say("do you have paracetamol, ibuprofen and amoxicillin?")
    assert answer.words.count("rescription") == 2
