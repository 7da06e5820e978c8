"""A reference and nothing else: it leads to its thing, for whoever may know; all others hear that there is none."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from db.models import PaymentRow, TaskRow
from hospital.billing.records import Invoice
from tests.situations.conftest import OpenDesk
from tests.situations.desk import ELENA, NORA, RAVI, TOM, Frontdesk
from tests.situations.prescribing import AMLODIPINE, ATORVASTATIN, Clinic, tablets
from tests.situations.purse import FILE, LIPID, XRAY, Provider, at, bill
from tests.situations.test_prescriptions import BORN, asked, proven
from tests.situations.test_rights import rows

pytestmark = pytest.mark.words
NONE_SUCH = "find nothing under"


@pytest.fixture
def desk(open_hospital: OpenDesk) -> Frontdesk:
    return open_hospital(FILE)


def refilled(desk: Frontdesk, phone: str = NORA) -> str:
    """The reference of what somebody asked for again."""
    Clinic(desk).prescribe(phone, tablets(AMLODIPINE))
    proven(desk, phone, "refill my amlodipine")
    return asked(desk)[-1][0]


def test_a_reference_is_no_wrong_answer_to_a_proof(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("show me my prescriptions")
    assert chat.say("INV-2026-000004").question == "prove_birth" and "doesn't match" not in chat.last.text
    assert chat.say("2 May 1984").happened[0] == "identity.confirmed"


@pytest.mark.parametrize(
    "words", ["{}", "my reference is {}", "hi, {} please", "estado de {}", "what happened with {}"]
)
def test_a_refills_reference_tells_how_it_stands_once_it_is_proven_who_asks(desk: Frontdesk, words: str) -> None:
    reference = refilled(desk)
    chat = desk.chat(NORA, name="later")
    assert chat.say(words.format(reference)).question == "prove_birth" and AMLODIPINE not in chat.last.told
    assert f"{AMLODIPINE} ({reference})" in chat.say(BORN[NORA]).text


def test_it_is_read_without_its_dash_and_in_small_letters(desk: Frontdesk) -> None:
    signed = Clinic(desk).prescribe(NORA, tablets(AMLODIPINE)).reference
    Clinic(desk).prescribe(NORA, tablets(ATORVASTATIN))
    chat = proven(desk, NORA, signed.lower())
    assert AMLODIPINE in chat.last.text and ATORVASTATIN not in chat.last.text and signed in chat.last.text
    assert "only read out what is written" in chat.last.text


def test_a_prescription_that_is_over_is_said_to_be(desk: Frontdesk) -> None:
    signed = Clinic(desk, at(desk).replace(year=2024)).prescribe(NORA, tablets(AMLODIPINE)).reference
    chat = proven(desk, NORA, signed)
    assert "no longer stands" in chat.last.text and AMLODIPINE not in chat.last.text


def test_what_somebody_else_has_and_what_nobody_has_are_told_alike(desk: Frontdesk) -> None:
    reference = refilled(desk, RAVI)
    invoice: Invoice = bill(desk, "EP-000001", XRAY)
    signed = Clinic(desk).prescribe(RAVI, tablets(ATORVASTATIN)).reference
    chat = proven(desk, NORA, reference)
    theirs = (reference, invoice.number or "", signed)
    for named in (*theirs, "RF-222222", "RX-22222222", "DS-22222222", "INV-2026-999999"):
        told = chat.say(named)
        assert f"{NONE_SUCH} {named}" in told.text and "mlodipin" not in told.text, told


def test_a_bills_number_itemises_it_and_a_payments_reference_tells_of_it(desk: Frontdesk) -> None:
    invoice = bill(desk, "EP-000002", XRAY, LIPID)
    chat = proven(desk, NORA, invoice.number or "")
    assert "Chest X-ray" in chat.last.text and "Lipid panel" in chat.last.text
    provider = Provider(desk)
    chat.say("I want to pay my bill")
    provider.round()
    provider.pays()
    [receipt] = [reference for (reference,) in rows(desk, select(PaymentRow.reference))]
    assert "€107.50" in chat.say(receipt).text and receipt in chat.last.text


def test_a_visits_reference_tells_of_that_visit_alone(desk: Frontdesk) -> None:
    mine = desk.give(NORA, "chen", "2026-06-11 10:00")
    desk.give(NORA, "okafor", "2026-06-12 11:00")
    theirs = desk.give(TOM, "haddad", "2026-06-11 10:00")
    chat = desk.chat(NORA)
    told = chat.say(mine).text
    assert "Chen" in told and "Okafor" not in told
    assert f"{NONE_SUCH} {theirs}" in chat.say(theirs).text and "Haddad" not in chat.last.text
    assert "Find my appointments" in desk.chat().say(mine).labels


def test_a_request_to_the_staff_is_told_of_where_it_was_made(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    told = chat.say(f"please call me back on {NORA}").text
    [(task,)] = rows(desk, select(TaskRow.reference))
    assert task in told
    assert f"Your request {task} waits" in chat.say(task).text
    assert f"{NONE_SUCH} {task}" in desk.chat(TOM).say(task).text


@pytest.mark.parametrize("reference", ["H-222222", "D-222222", "P-22222222", "O-22222222", "EP-000009", "PR-7K3QX2"])
def test_whatever_looks_like_one_and_is_none_known_here_is_answered_so(desk: Frontdesk, reference: str) -> None:
    answer = desk.chat(NORA).say(reference)
    assert f"{NONE_SUCH} {reference}" in answer.text and answer.labels == ["Talk to a person"]
    answer = desk.chat(ELENA).say(f"mi referencia es {reference}")
    assert f"nada con la referencia {reference}" in answer.text


def test_it_is_answered_in_mid_booking_and_the_open_question_comes_back(desk: Frontdesk) -> None:
    reference = refilled(desk)
    chat = desk.chat(NORA, name="later")
    offered = chat.say("I want to see Dr Chen on Thursday").labels
    chat.say(reference)
    answer = chat.say(BORN[NORA])
    assert AMLODIPINE in answer.text and answer.labels == offered


@pytest.mark.parametrize("words", ["covid-19", "c-section", "e-receipt please", "vitamin b-12", "x-ray"])
def test_words_with_a_dash_are_no_reference(desk: Frontdesk, words: str) -> None:
    assert NONE_SUCH not in desk.chat(NORA).say(words).text
