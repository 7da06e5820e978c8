"""Bills by chat: what is owed, what is on them, paying by a link, what is not right, and what an insurance pays."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from db.models import InvoiceRow, TaskRow
from tests.situations.conftest import OpenDesk
from tests.situations.desk import ELENA, NORA, NUMBERS, RAVI, TOM, Frontdesk, phrases
from tests.situations.purse import FILE, LIPID, XRAY, Provider, bill, links, told, with_provider
from tests.situations.test_rights import codes

BORN = "14 March 1990"


@pytest.fixture
def desk(open_hospital: OpenDesk) -> Frontdesk:
    return open_hospital(FILE)


# --- how much -------------------------------------------------------------------------------------


def test_61_a_bill_is_told_in_mid_booking_and_the_open_question_comes_back(desk: Frontdesk) -> None:
    invoice = bill(desk, NUMBERS[NORA], XRAY)
    chat = desk.chat(NORA)
    offered = chat.say("I want to see Dr Chen on Thursday").labels
    answer = chat.say("btw how much was my last bill?")
    assert invoice.number is not None and invoice.number in answer.text and "€75.00" in answer.text
    assert answer.happened == ["records.shown"] and answer.labels == offered and answer.question == "slot"
    chat.say("10:00", "skip")
    chat.agree()
    assert desk.booked("Nora Byrne") == ["chen 2026-06-11 10:00"]


def test_62_a_bill_and_a_booking_in_one_message_are_both_done_in_order(desk: Frontdesk) -> None:
    bill(desk, NUMBERS[NORA], XRAY)
    answer = desk.chat(NORA).say("Show my bill and book a follow-up with Dr Okafor")
    assert 0 <= answer.text.find("€75.00") < answer.text.find("Okafor")
    assert answer.question == "slot" and answer.offered


@phrases(
    ("words", "sender", "said"),
    [
        ("do I owe anything?", NORA, ["107.50 in all", "€75.00", "€32.50"]),
        ("how much do I owe", NORA, ["107.50 in all"]),
        ("show me my bills please", NORA, ["107.50 in all"]),
        ("¿cuánto debo?", ELENA, ["32,50 €"]),
        ("¿de cuánto fue mi última factura?", ELENA, ["32,50 €", "última factura"]),
        ("do I owe anything?", TOM, ["no unpaid bills"]),
        ("how much was my last bill?", TOM, ["no bill"]),
    ],
)
def test_what_is_owed_is_told_by_amounts_without_further_proof(desk, words, sender, said) -> None:
    bill(desk, NUMBERS[NORA], XRAY)
    bill(desk, NUMBERS[NORA], LIPID)
    bill(desk, NUMBERS[ELENA], LIPID)
    answer = desk.chat(sender).say(words)
    assert all(part in answer.text for part in said), answer.text
    assert "X-ray" not in answer.text


@pytest.mark.words
@pytest.mark.parametrize("words", ["what does Nora Byrne owe?", "pay my mother's bill", "¿cuánto debe mi madre?"])
def test_nobody_hears_of_somebody_elses_bills_nor_whether_there_are_any(desk: Frontdesk, words: str) -> None:
    without = desk.chat(RAVI).say(words)
    bill(desk, NUMBERS[NORA], XRAY)
    answer = desk.chat(RAVI).say(words)
    assert (answer.words, answer.happened) == (without.words, []) and "75" not in answer.text


@pytest.mark.words
@pytest.mark.parametrize("words", ["do you take cards?", "can I pay in instalments?", "¿aceptan tarjeta?"])
def test_how_bills_can_be_paid_is_told_to_anybody(desk: Frontdesk, words: str) -> None:
    answer = desk.chat().say(words)
    assert "555 0100" in answer.text and answer.question is None


# --- what is on it --------------------------------------------------------------------------------


def test_a_bill_is_itemised_after_a_proof_and_a_wrong_one_shows_nothing(desk: Frontdesk) -> None:
    bill(desk, NUMBERS[RAVI], LIPID, XRAY)
    chat = desk.chat(RAVI)
    chat.say("how much do I owe?", "what is on it?")
    assert "X-ray" not in chat.say("3 May 1991").told
    answer = chat.say(BORN)
    assert "Chest X-ray: €75.00" in answer.text and "Lipid panel: €32.50" in answer.text
    assert "your insurance €5.25, you €102.25" in answer.text


def test_of_several_bills_it_is_asked_which_and_it_is_remembered(desk: Frontdesk) -> None:
    first, second = bill(desk, NUMBERS[ELENA], XRAY), bill(desk, NUMBERS[ELENA], LIPID)
    chat = desk.chat(ELENA)
    answer = chat.say("quiero el desglose de mi factura", "9 de julio de 1991")
    assert [label.split(" ")[0] for label in answer.labels] == [second.number, first.number]
    assert "Radiografía de tórax" in chat.tap(str(first.number)).text
    with_provider(desk)
    assert str(first.number) in chat.say("quiero pagarla").text


def test_65_what_was_never_done_goes_to_billing_once_and_promises_no_refund(desk: Frontdesk) -> None:
    bill(desk, NUMBERS[RAVI], LIPID, XRAY)
    chat = desk.chat(RAVI)
    chat.say("I never had this X-ray you billed")
    answer = chat.say(BORN)
    asked = select(TaskRow.reference, TaskRow.queue, TaskRow.summary).where(TaskRow.kind == "question")
    [(reference, queue, summary)] = desk._read(lambda unit: unit.connection.execute(asked).all())
    assert queue == "billing" and "2. Chest X-ray" in summary and "never had this X-ray" in summary
    assert reference in answer.text and "Chest X-ray" in answer.text and "refund" not in answer.text
    assert reference in chat.say("I never had that X-ray!").text
    assert desk.tasks().count("question") == 1


@pytest.mark.words
def test_a_complaint_about_something_else_stays_a_complaint(desk: Frontdesk) -> None:
    bill(desk, NUMBERS[RAVI], XRAY)
    desk.chat(RAVI).say("I want to complain about the nurse, she was rude")
    assert "question" not in desk.tasks()


# --- paying ---------------------------------------------------------------------------------------


def test_a_bill_is_paid_by_a_link_that_comes_after_the_turn_and_each_thing_is_told_once(desk: Frontdesk) -> None:
    provider, invoice = Provider(desk), bill(desk, NUMBERS[NORA], XRAY)
    chat = desk.chat(NORA)
    chat.say("pay my bill")
    answer = chat.say("2 May 1984", id="m1")
    assert answer.events[-1] == {"name": "payment.link_sent", "invoice_id": invoice.number, "amount": "75.00"}
    assert chat.say("2 May 1984", id="m1").raw["events"] == answer.raw["events"]
    assert links(desk) == ["requested"] and told(desk) == [] and "http" not in answer.text
    provider.round()
    provider.round()
    [(kind, words)] = told(desk)
    assert kind == "payment_link" and "https://pay.example/page-1" in words and "€75.00" in words
    assert "https://pay.example/page-1" in chat.say("send me the payment link").text and links(desk) == ["open"]
    assert provider.pays() == ["recorded", "known"]
    provider.round(6)
    provider.round(7)
    assert [kind for kind, _ in told(desk)] == ["payment_link", "payment"]
    assert "€75.00" in told(desk)[1][1] and "PY-" in told(desk)[1][1]
    standing = desk._read(
        lambda unit: unit.connection.execute(select(InvoiceRow.status, InvoiceRow.patient_paid)).one()
    )
    assert tuple(standing) == ("balanced", Decimal(75))
    assert "no unpaid bills" in chat.say("pay my bill").text and links(desk) == ["paid"]


def test_an_account_that_was_forgotten_is_told_of_no_link_and_no_payment(desk: Frontdesk) -> None:
    provider = Provider(desk)
    bill(desk, NUMBERS[NORA], XRAY)
    chat = desk.chat(channel="telegram")
    chat.say("pay my bill", "Nora Byrne", "2 May 1984")
    [(_, digits)] = codes(desk)
    assert chat.say(digits).happened[-1] == "payment.link_sent"
    chat.say("unlink")
    provider.round()
    assert links(desk) == ["open"] and told(desk) == []
    assert provider.pays()[0] == "recorded" and provider.round(6) == 0
    assert told(desk) == []


def test_a_bill_has_one_link_whoever_asks_for_it_where(desk: Frontdesk) -> None:
    provider = Provider(desk)
    bill(desk, NUMBERS[NORA], XRAY)
    here, there = desk.chat(NORA), desk.chat(NORA)
    for chat in (here, there):
        chat.say("pay my bill", "2 May 1984")
    assert "elsewhere" in there.last.text and there.last.happened[-1] == "identity.confirmed"
    provider.round()
    assert "https://pay.example/page-1" in there.say("pay my bill").text
    assert links(desk) == ["open"] and len(told(desk)) == 1


def test_whoever_waits_for_a_provider_that_is_away_is_told_so_once_and_gets_the_link_later(desk: Frontdesk) -> None:
    provider = Provider(desk)
    bill(desk, NUMBERS[ELENA], XRAY)
    desk.chat(ELENA).say("quiero pagar", "9 de julio de 1991")
    provider.gateway.is_away = True
    provider.round()
    assert told(desk) == []
    provider.round(2)
    provider.round(10)
    [(kind, words)] = told(desk)
    assert kind == "payment" and "tarda más" in words and "555 0100" in words
    provider.gateway.is_away = False
    provider.round(20)
    assert [kind for kind, _ in told(desk)] == ["payment", "payment_link"] and links(desk) == ["open"]


@pytest.mark.words
def test_without_a_provider_and_on_the_phone_the_desk_takes_the_money(desk: Frontdesk) -> None:
    bill(desk, NUMBERS[NORA], XRAY)
    answer = desk.chat(NORA).say("send me a payment link")
    assert "€75.00" in answer.text and "front desk" in answer.text and links(desk) == []
    with_provider(desk)
    desk.chat(NORA, channel="voice").say("I want to pay my bill", "Nora Byrne", "2 May 1984")
    assert links(desk) == []


@pytest.mark.words
def test_no_link_goes_by_sms_since_nobody_can_prove_there_who_they_are(desk: Frontdesk) -> None:
    Provider(desk)
    bill(desk, NUMBERS[NORA], XRAY)
    chat = desk.chat(NORA, channel="sms")
    assert "€75.00" in chat.say("do I owe anything?").text
    assert chat.say("pay my bill").question == "offer_human" and links(desk) == []


# --- what an insurance pays -----------------------------------------------------------------------


def test_ones_own_cover_and_what_is_left_of_the_year_are_told_after_a_proof(desk: Frontdesk) -> None:
    bill(desk, NUMBERS[RAVI], ("Lipid panel", "200.00", "lipid", "laboratory"))
    chat = desk.chat(RAVI)
    assert "Laya" not in chat.say("what does my insurance cover?").text
    answer = chat.say(BORN)
    assert "Laya Health, plan Essential, which pays 70 %" in answer.text and "not a promise" in answer.text
    assert "€1,930.00 is left" in chat.say("how much of my annual limit is left?").text


@phrases(
    ("words", "sender", "said"),
    [
        ("what would the MRI of the knee cost me?", RAVI, ["€400.00", "your plan about €210.00", "not a promise"]),
        ("is the MRI of the knee covered by my plan?", RAVI, ["your plan about €210.00"]),
        ("¿cuánto me costaría la resonancia de rodilla?", RAVI, ["su seguro unos 210,00 €", "no una promesa"]),
        ("what would the MRI of the knee cost me?", NORA, ["€400.00", "no insurance of yours on file"]),
        ("how much is the MRI of the knee?", None, ["€400.00"]),
        ("do you take Aetna?", RAVI, ["isn't on my list"]),
    ],
)
def test_63_64_what_something_costs_is_estimated_for_whom_it_is_known(desk, words, sender, said) -> None:
    answer = desk.chat(sender).say(words)
    assert all(part in answer.text for part in said), answer.text


def test_64_without_insurance_a_range_is_told_and_booking_goes_on(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("I want to see Dr Chen on Thursday")
    assert "€90.00" in chat.say("what will it cost?").text
    chat.say("10:00", "skip")
    chat.agree()
    assert desk.booked("Nora Byrne") == ["chen 2026-06-11 10:00"]
