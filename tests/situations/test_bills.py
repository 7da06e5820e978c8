"""Bills by chat: what is owed, what is on them, paying by a link, what is not right, and what an insurance pays."""

from __future__ import annotations

import re
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
        ("the invoice of last month", NORA, ["107.50 in all", "€75.00"]),
        ("when are my invoices due?", NORA, ["107.50 in all"]),
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
@pytest.mark.parametrize(
    "words",
    ["has Tom paid his bill?", "is Tom Walsh's invoice settled?", "does Tom owe you a lot?", "¿pagó Tom su factura?"],
)
def test_whether_somebody_else_has_paid_is_refused_and_ones_own_is_not_told_instead(desk, words: str) -> None:
    bill(desk, NUMBERS[RAVI], XRAY)
    bill(desk, NUMBERS[TOM], LIPID)
    answer = desk.chat(RAVI).say(words)
    assert answer.happened == [] and "INV-" not in answer.text and "555 0100" in answer.text


@phrases(
    "words",
    [
        "could I see all of my bills?",
        "my older invoices please",
        "todas las facturas, por favor",
        "mis facturas pagadas",
    ],
)
def test_all_bills_are_told_with_how_each_stands(desk: Frontdesk, words: str) -> None:
    provider, paid = Provider(desk), bill(desk, NUMBERS[NORA], XRAY)
    chat = desk.chat(NORA)
    chat.say("pay my bill", "2 May 1984")
    provider.round()
    provider.pays()
    still = bill(desk, NUMBERS[NORA], LIPID)
    lines = chat.say(words).text.splitlines()
    told_of = {each.number: next(line for line in lines if str(each.number) in line) for each in (paid, still)}
    assert re.search("paid$|pagada$", told_of[paid.number]) and "still" not in told_of[paid.number]
    assert re.search("still to be paid|quedan por pagar", told_of[still.number]) and "32" in told_of[still.number]


@pytest.mark.words
def test_who_owes_nothing_hears_of_the_last_bill(desk: Frontdesk) -> None:
    provider, invoice = Provider(desk), bill(desk, NUMBERS[NORA], XRAY)
    chat = desk.chat(NORA)
    chat.say("pay my bill", "2 May 1984")
    provider.round()
    provider.pays()
    answer = chat.say("my bills?")
    assert "no unpaid bills" in answer.text and str(invoice.number) in answer.text and answer.state["task"] is None


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


@phrases(
    ("words", "sender", "born"),
    [
        ("there is a chest x-ray on this invoice, I didn't have one", RAVI, BORN),
        ("this bill isn't right, nobody took an x-ray of me", RAVI, BORN),
        ("esta factura no la entiendo, a mí no me hicieron ninguna radiografía", ELENA, "9 de julio de 1991"),
        ("you took the money twice", RAVI, BORN),
        ("I'd like to be refunded", RAVI, BORN),
        ("where has my refund got to?", RAVI, BORN),
        ("me lo han cobrado por duplicado, dos veces", ELENA, "9 de julio de 1991"),
        ("¿cuándo me devuelven lo que pagué, mi dinero?", ELENA, "9 de julio de 1991"),
        ("hice el pago ayer y me sigue saliendo la deuda", ELENA, "9 de julio de 1991"),
    ],
)
def test_what_is_not_right_about_a_charge_shows_the_bill_and_no_results(desk, words, sender, born) -> None:
    bill(desk, NUMBERS[sender], XRAY)
    chat = desk.chat(sender)
    chat.say(words)
    answer = chat.say(born)
    assert ("75" in answer.text and "billing" in answer.text) or "facturación" in answer.text
    assert desk.tasks().count("question") == 1 and answer.happened == ["identity.confirmed", "records.shown"]


@pytest.mark.words
@pytest.mark.parametrize("words", ["but I never had an x-ray", "pero yo no me hice ninguna radiografía"])
def test_right_after_a_bill_a_charge_that_is_denied_is_one_on_it(desk: Frontdesk, words: str) -> None:
    bill(desk, NUMBERS[RAVI], XRAY)
    desk.chat(RAVI).say("how much do I owe?", words, BORN)
    assert desk.tasks().count("question") == 1


@pytest.mark.words
def test_what_the_insurer_pays_of_a_bill_is_told_from_its_lines(desk: Frontdesk) -> None:
    bill(desk, NUMBERS[RAVI], LIPID, XRAY)
    answer = desk.chat(RAVI).say("how much of this bill does my insurance pay?", BORN)
    assert "your insurance €5.25" in answer.text and "plan Essential" not in answer.text


@pytest.mark.words
def test_a_complaint_about_something_else_stays_a_complaint(desk: Frontdesk) -> None:
    bill(desk, NUMBERS[RAVI], XRAY)
    desk.chat(RAVI).say("I want to complain about the nurse, she was rude")
    assert "question" not in desk.tasks()


@pytest.mark.words
@pytest.mark.parametrize(
    ("words", "queue"),
    [
        ("I want to make a complaint about the nurse", "desk"),
        ("quiero poner una queja", "desk"),
        ("I want to complain about the pharmacy, they were rude", "desk"),
        ("I want to make a complaint, nobody in billing answers me", "billing"),
    ],
)
def test_a_complaint_after_bills_goes_to_the_front_desk_unless_it_is_about_them(
    desk: Frontdesk, words: str, queue: str
) -> None:
    bill(desk, NUMBERS[RAVI], XRAY)
    chat = desk.chat(RAVI)
    chat.say("how much do I owe?", BORN, "I want to talk about my bill", words)
    with desk.parts.office.read() as unit:
        tasks = unit.connection.execute(select(TaskRow.kind, TaskRow.queue).order_by(TaskRow.id)).all()
    assert tuple(tasks[-1]) == ("complaint", queue)


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


@phrases(
    ("words", "sender", "born"),
    [
        (("I'd like to pay the lot",), NORA, "2 May 1984"),
        (("how much do I owe?", "let me pay everything"), NORA, "2 May 1984"),
        (("liquidar todas mis facturas",), ELENA, "9 de julio de 1991"),
        (("¿cuánto debo?", "quiero pagarlas"), ELENA, "9 de julio de 1991"),
    ],
)
def test_of_several_bills_all_are_paid_each_by_its_own_link_and_once(desk, words, sender, born) -> None:
    provider = Provider(desk)
    first, second = bill(desk, NUMBERS[sender], XRAY), bill(desk, NUMBERS[sender], LIPID)
    chat = desk.chat(sender)
    answer = chat.say(*words, born)
    assert str(first.number) in answer.text and str(second.number) in answer.text
    assert "2" in answer.text.splitlines()[0] and links(desk) == ["requested", "requested"]
    provider.round()
    assert len(told(desk)) == 2
    chat.say(words[-1])
    assert links(desk) == ["open", "open"], "asked for again, each is the one that stands"


@phrases(
    ("words", "sender", "born", "labels"),
    [
        ("how much do I owe?", NORA, "2 May 1984", ("Pay the bill", "What is on the bill?")),
        ("¿cuánto debo?", ELENA, "9 de julio de 1991", ("Pagar la factura", "¿Qué incluye la factura?")),
    ],
)
def test_a_bill_is_paid_and_itemised_by_a_tap_and_by_sms_nothing_is_offered(desk, words, sender, born, labels) -> None:
    provider = Provider(desk)
    invoice = bill(desk, NUMBERS[sender], XRAY)
    chat = desk.chat(sender)
    chat.say(words)
    chat.tap(labels[0])
    assert str(invoice.number) in chat.say(born).text and links(desk) == ["requested"]
    provider.round()
    chat.say(words)
    assert "Chest X-ray" in chat.tap(labels[1]).text or "tórax" in chat.last.text
    assert not desk.chat(sender, channel="sms").say(words).labels


@pytest.mark.words
@pytest.mark.parametrize("words", ["both", "all of them please", "las dos"])
def test_all_may_be_the_answer_to_which_bill(desk: Frontdesk, words: str) -> None:
    Provider(desk)
    bill(desk, NUMBERS[NORA], XRAY)
    bill(desk, NUMBERS[NORA], LIPID)
    chat = desk.chat(NORA)
    assert chat.say("pay my bill", "2 May 1984").question == "which_record"
    assert len(links(desk)) == 0
    chat.say(words)
    assert links(desk) == ["requested", "requested"]


@pytest.mark.words
def test_bill_after_bill_in_a_booking_the_open_question_comes_back_each_time(desk: Frontdesk) -> None:
    bill(desk, NUMBERS[NORA], XRAY)
    chat = desk.chat(NORA)
    offered = chat.say("I want to see Dr Chen on Thursday").labels
    for words in ("how much do I owe?", "and my last bill?"):
        assert chat.say(words).labels == offered and chat.last.question == "slot"


@phrases(
    ("words", "sender", "born"),
    [
        ("can you resend me that link?", NORA, "2 May 1984"),
        ("I can't find the link any more", NORA, "2 May 1984"),
        ("the link please", NORA, "2 May 1984"),
        ("¿me pasa el enlace otra vez?", ELENA, "9 de julio de 1991"),
        ("he perdido el enlace", ELENA, "9 de julio de 1991"),
    ],
)
def test_the_link_that_stands_is_given_again_to_whoever_asks_in_a_new_conversation(desk, words, sender, born) -> None:
    provider = Provider(desk)
    bill(desk, NUMBERS[sender], XRAY)
    wanted = bill(desk, NUMBERS[sender], LIPID)
    chat = desk.chat(sender)
    chat.say("pay my bill", born, str(wanted.number))
    provider.round()
    later = desk.chat(sender).wait(60)
    assert later.say(words).question == "prove_birth", "nobody is given a link without a proof"
    answer = later.say(born)
    assert "https://pay.example/page-1" in answer.text and answer.question is None and links(desk) == ["open"]


@phrases(
    ("words", "sender", "born"),
    [
        ("has my payment come through?", NORA, "2 May 1984"),
        ("have you had my money, did you receive my payment", NORA, "2 May 1984"),
        ("did it go through?", NORA, "2 May 1984"),
        ("¿les llegó mi transferencia?", ELENA, "9 de julio de 1991"),
        ("¿ha funcionado?", ELENA, "9 de julio de 1991"),
    ],
)
def test_whether_a_payment_arrived_is_told_before_and_after(desk, words, sender, born) -> None:
    provider, invoice = Provider(desk), bill(desk, NUMBERS[sender], XRAY)
    chat = desk.chat(sender)
    chat.say("pay my bill" if sender == NORA else "quiero pagar", born)
    provider.round()
    before = chat.say(words)
    assert re.search("nothing has arrived|no ha llegado nada", before.text) and str(invoice.number) in before.text
    provider.pays()
    after = chat.say(words)
    assert "PY-" in after.text and re.search("has arrived|ha llegado", after.text) and links(desk) == ["paid"]
    assert re.search("no unpaid bills|no tiene facturas pendientes", after.text) and desk.tasks() == []


@phrases(
    ("words", "sender", "born"),
    [
        ("has my payment reached you?", NORA, "2 May 1984"),
        ("did I pay for my x-ray?", NORA, "2 May 1984"),
        ("¿han recibido mi dinero?", ELENA, "9 de julio de 1991"),
    ],
)
def test_a_payment_that_did_not_arrive_is_said_so_and_a_person_is_offered(desk, words, sender, born) -> None:
    bill(desk, NUMBERS[sender], XRAY)
    chat = desk.chat(sender)
    assert chat.say(words).question == "prove_birth"
    answer = chat.say(born)
    assert re.search("No payment|ningún pago", answer.text) and "75" in answer.text
    chat.tap("person")
    assert len(desk.tasks()) == 1


@pytest.mark.words
@pytest.mark.parametrize(
    "words", ["what did I pay last month?", "how much have I paid you so far", "¿qué he pagado este año?"]
)
def test_what_was_paid_is_told_with_day_and_receipt_and_books_nothing(desk: Frontdesk, words: str) -> None:
    provider, invoice = Provider(desk), bill(desk, NUMBERS[NORA], XRAY)
    chat = desk.chat(NORA)
    chat.say("pay my bill", "2 May 1984")
    provider.round()
    provider.pays()
    answer = chat.say(words)
    assert "PY-" in answer.text and str(invoice.number) in answer.text and answer.question is None
    assert answer.state["task"] is None


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
    ("words", "said"),
    [
        ("what's left of my limit?", "€1,930.00 is left"),
        ("have I used up my allowance for the year", "€1,930.00 is left"),
        ("¿cuánto me queda del tope del seguro?", "quedan 1930,00 €"),
        ("¿cuánto he gastado de mi póliza?", "quedan 1930,00 €"),
        ("do I have an excess?", "€0.00 is left"),
        ("what's my copayment?", "no fixed amount"),
        ("¿tengo copago?", "ninguna cantidad fija"),
    ],
)
def test_a_term_of_ones_policy_is_told_by_whatever_name_it_is_asked_for(desk, words: str, said: str) -> None:
    bill(desk, NUMBERS[RAVI], ("Lipid panel", "200.00", "lipid", "laboratory"))
    assert said in desk.chat(RAVI).say(words, BORN).text


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
