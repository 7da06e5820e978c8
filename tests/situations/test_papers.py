"""Papers handed over in chat: prescriptions, invoices, receipts, statements; to whom, how, and for how long."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import pypdfium2
import pytest
from sqlalchemy import delete, select, update

from conversation.papers import Paper, Papers
from db.models import (
    AuditRow,
    DependantRow,
    DocumentRow,
    InvoiceLineRow,
    PatientRow,
    PaymentRow,
    PrescriptionItemRow,
    PrescriptionRow,
    TaskRow,
)
from doors.papers import opened
from hospital.billing import desk as counter
from hospital.billing import issuing
from hospital.billing.records import Invoice
from hospital.office import Office
from tests.situations.conftest import OpenDesk
from tests.situations.desk import ELENA, NORA, NUMBERS, RAVI, Answer, Chat, Frontdesk, phrases
from tests.situations.prescribing import AMLODIPINE, ATORVASTATIN, Clinic, tablets
from tests.situations.purse import FILE, LIPID, MAX, XRAY, Provider, at, bill, told
from tests.situations.test_rights import codes, rows
from tests.situations.test_whose_records import IRIS, RECORDS

BORN = {NORA: "2 May 1984", ELENA: "9 de julio de 1991", RAVI: "14 March 1990"}
KEY, ADDRESS = b"k" * 32, "https://desk.example"
BY_FILE, BY_LINK = frozenset({"telegram", "whatsapp"}), frozenset({"webchat"})
BILLS_ONLY = Papers(key=KEY, public_url=ADDRESS, bills_carried=BY_FILE, bills_linked=BY_LINK)
AS_FILES = Papers(BY_FILE, BY_LINK, KEY, ADDRESS, "", BY_FILE, BY_LINK)
SOON, LATE = "2026-06-08 09:10", "2026-06-08 09:16"


@pytest.fixture
def desk(open_hospital: OpenDesk) -> Frontdesk:
    found = open_hospital(FILE)
    found.with_papers(AS_FILES)
    return found


@dataclass
class At:
    moment: datetime

    def now(self) -> datetime:
        return self.moment


def fetched(desk: Frontdesk, link: str, moment: str = SOON) -> Paper | None:
    """What a link opens at a moment of the hospital's clock."""
    parts = desk.parts
    office = Office(parts.office.engine, At(desk.instant(moment)), parts.office._audit_key)
    return opened(office, parts.directory, parts.uploads, AS_FILES, link)


def read(desk: Frontdesk, link: str) -> str:
    """What stands on the paper behind a link."""
    paper = fetched(desk, link)
    assert paper is not None and paper.content_type == "application/pdf" and paper.name.endswith(".pdf")
    document = pypdfium2.PdfDocument(io.BytesIO(paper.content))
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def sent(answer: Answer) -> list[str]:
    """The files that go with an answer, by their links."""
    return [link for reply in answer.raw["replies"] for link in reply["attachments"]]


def asked(desk: Frontdesk, phone: str, words: str, **how: str) -> Chat:
    """Somebody on file asks, and proves on WhatsApp that it is them."""
    chat = desk.chat(phone, **how)  # type: ignore[arg-type]
    chat.say(words, BORN[phone])
    return chat


def pay(desk: Frontdesk, invoice: Invoice, amount: str, slip: str, minutes: int = 0) -> str:
    """What a bank says has arrived for an invoice; the payment's number."""
    money, hospital = Decimal(amount), desk.hospital
    made = desk.parts.office.write(
        lambda unit: counter.note_transfer(
            unit, hospital, MAX, invoice.reference, money, "EUR", bank_reference=slip, key=slip
        ),
        now=at(desk, minutes),
    )
    return made.reference


def change(desk: Frontdesk, statement: object) -> None:
    """Alter a table behind the desk's back."""
    desk.parts.office.write(lambda unit: unit.connection.execute(statement))  # type: ignore[call-overload]


# --- what is handed over --------------------------------------------------------------------------


@phrases(
    ("phone", "words", "title"),
    [
        (NORA, "can I have the invoice for the scan?", "Invoice INV-"),
        (NORA, "please email me a copy of my bill", "Invoice INV-"),
        (ELENA, "¿me manda la factura, por favor?", "Factura INV-"),
        (NORA, "could you send me the reciept", "Receipt PY-"),
        (NORA, "I'd like a receipt for what I paid yesterday", "Receipt PY-"),
        (ELENA, "necesito un comprobante de pago", "Recibo PY-"),
        (ELENA, "me pasa el recibo", "Recibo PY-"),
        (NORA, "account statement please", "Statement 2025-06-08"),
        (NORA, "can you print me a statement for 2025", "Statement 2025-01-01"),
        (ELENA, "un extracto de este año", "Estado de cuenta 2026-01-01"),
    ],
)
def test_a_paper_of_ones_account_is_sent_once_it_is_known_who_asks(desk, phone, words, title) -> None:
    invoice = bill(desk, NUMBERS[phone], XRAY)
    pay(desk, invoice, "20.00", "SEPA 1")
    chat = desk.chat(phone)
    assert not sent(chat.say(words))
    (link,) = sent(chat.say(BORN[phone]))
    assert title in chat.last.text and "records.shown" in chat.last.happened
    paper = read(desk, link)
    what, _, number = title.rpartition(" ")
    assert what in paper and number in paper and NUMBERS[phone] in paper
    assert rows(desk, select(DocumentRow.id)) == [], "it is made when it is opened, and kept nowhere"


@phrases(
    ("phone", "words", "title"),
    [
        (NORA, "send me my prescription as a pdf", "Prescription RX-"),
        (NORA, "could I get my prescription on paper, please", "Prescription RX-"),
        (ELENA, "páseme la receta", "Receta RX-"),
        (ELENA, "quiero mi receta en PDF", "Receta RX-"),
    ],
)
def test_a_prescription_is_sent_where_the_channel_is_set_up_for_documents(desk, phone, words, title) -> None:
    signed = Clinic(desk).prescribe(phone, tablets(AMLODIPINE))
    (link,) = sent(asked(desk, phone, words).last)
    assert signed.reference in read(desk, link) and AMLODIPINE in read(desk, link)
    assert title in desk._answers[-1][1].text


def test_by_default_a_prescription_is_had_at_the_desk_and_an_invoice_is_sent_all_the_same(desk: Frontdesk) -> None:
    desk.with_papers(BILLS_ONLY)
    Clinic(desk).prescribe(NORA, tablets(AMLODIPINE))
    bill(desk, NUMBERS[NORA], XRAY)
    chat = asked(desk, NORA, "send me my prescription as a pdf")
    assert sent(chat.last) == [] and AMLODIPINE in chat.last.text and "front desk prints it" in chat.last.text
    assert len(sent(chat.say("and the invoice as a pdf"))) == 1


def test_of_several_prescriptions_the_one_of_the_medicine_is_sent(desk: Frontdesk) -> None:
    clinic = Clinic(desk)
    clinic.prescribe(NORA, tablets(AMLODIPINE))
    wanted = clinic.prescribe(NORA, tablets(ATORVASTATIN))
    (link,) = sent(asked(desk, NORA, "send me the prescription for my atorvastatin as a pdf").last)
    assert wanted.reference in read(desk, link)


def test_in_the_browser_a_link_opens_it_for_a_quarter_of_an_hour(desk: Frontdesk) -> None:
    bill(desk, NUMBERS[NORA], XRAY)
    chat = desk.chat(channel="webchat")
    chat.say("can I have the invoice?", "Nora Byrne", "2 May 1984")
    ((number, digits),) = codes(desk)
    answer = chat.say(digits)
    link = next(word for word in answer.text.split() if word.startswith(ADDRESS))
    assert number == NORA and sent(answer) == [] and "15 minutes" in answer.text
    assert "Chest X-ray" in read(desk, link)
    assert fetched(desk, link, LATE) is None
    assert fetched(desk, link[:-2] + ("AA" if link[-2:] != "AA" else "BB")) is None
    opens = [
        (action, facts["paper"])
        for action, facts in rows(desk, select(AuditRow.action, AuditRow.facts))
        if "link" in action
    ]
    assert opens == [("paper.open_link", "invoice")], "who read it is known; what failed to open was not read"


@phrases("words", ["can I have the invoice?", "¿me manda la factura?"])
def test_by_sms_a_paper_is_never_sent_and_it_is_said_where_it_is_had(desk, words) -> None:
    bill(desk, NUMBERS[NORA], XRAY)
    answer = desk.chat(NORA, channel="sms").say(words)
    assert sent(answer) == [] and "http" not in answer.text and "555 0100" in answer.text
    assert "front desk" in answer.text or "Recepción" in answer.text


def test_the_same_message_again_hands_over_no_second_paper(desk: Frontdesk) -> None:
    bill(desk, NUMBERS[NORA], XRAY)
    chat = asked(desk, NORA, "can I have the invoice?")
    first = chat.say("can I have the invoice?", id="m")
    entries = rows(desk, select(AuditRow.action))
    again = chat.say("can I have the invoice?", id="m")
    assert sent(first) == sent(again) and len(sent(first)) == 1
    assert rows(desk, select(AuditRow.action)) == entries


def test_of_several_bills_it_is_asked_which_and_the_open_question_comes_back(desk: Frontdesk) -> None:
    first, second = bill(desk, NUMBERS[NORA], XRAY), bill(desk, NUMBERS[NORA], LIPID)
    chat = desk.chat(NORA)
    chat.say("I want to see Dr Chen on Thursday")
    answer = chat.say("can I have the invoice as a pdf?", BORN[NORA])
    assert [label.split(" ")[0] for label in answer.labels] == [second.number, first.number]
    answer = chat.tap(str(first.number))
    (link,) = sent(answer)
    assert str(first.number) in read(desk, link) and answer.question == "slot"


@phrases(
    ("phone", "words", "follow"),
    [
        (NORA, "how much do I owe?", "can I have it as a pdf?"),
        (NORA, "what did the doctor prescribe me?", "can you send me that as a pdf?"),
        (ELENA, "¿cuánto debo?", "mándemela en pdf"),
        (ELENA, "¿qué me recetaron?", "¿me la puede enviar en pdf?"),
    ],
)
def test_what_was_just_told_is_to_be_had_as_a_paper_and_that_is_said(desk, phone, words, follow) -> None:
    Clinic(desk).prescribe(phone, tablets(AMLODIPINE))
    bill(desk, NUMBERS[phone], XRAY)
    chat = asked(desk, phone, "send me a statement")
    chat.say(words)
    assert any(" PDF" in told for told in (*chat.last.labels, chat.last.text))
    (link,) = sent(chat.say(follow))
    assert ("Chest X-ray" in read(desk, link)) is ("debo" in words or "owe" in words)


@phrases(("phone", "words", "label"), [(NORA, "how much do I owe?", "as PDF"), (ELENA, "¿cuánto debo?", "en PDF")])
def test_its_paper_is_a_tap_away_from_a_bill(desk, phone, words, label) -> None:
    bill(desk, NUMBERS[phone], XRAY)
    chat = asked(desk, phone, {NORA: "send me a statement", ELENA: "mándeme un extracto"}[phone])
    chat.say(words)
    (link,) = sent(chat.tap(next(told for told in chat.last.labels if label in told)))
    assert "Chest X-ray" in read(desk, link)


def test_the_bill_is_named_by_its_number_and_the_question_that_was_open_comes_back(desk: Frontdesk) -> None:
    first = bill(desk, NUMBERS[NORA], XRAY)
    bill(desk, NUMBERS[NORA], LIPID)
    chat = asked(desk, NORA, "send me a statement")
    offered = chat.say("I want to see Dr Chen on Thursday").labels
    assert chat.say("and a receipt please").labels == offered
    chat.say("can I have the invoice as a pdf?")
    (link,) = sent(chat.say(str(first.number)))
    assert "Chest X-ray" in read(desk, link)
    chat.say("10:00", "skip")
    assert desk.booked("Nora Byrne") == ["chen 2026-06-11 10:00"]


def test_the_latest_receipt_is_sent_and_an_earlier_one_by_its_number(desk: Frontdesk) -> None:
    invoice = bill(desk, NUMBERS[NORA], XRAY)
    first, second = pay(desk, invoice, "20.00", "SEPA 1"), pay(desk, invoice, "30.00", "SEPA 2", minutes=1)
    chat = asked(desk, NORA, "receipt please")
    (link,) = sent(chat.last)
    assert second in read(desk, link) and first in chat.last.text
    (link,) = sent(chat.say(f"receipt {first}"))
    assert first in read(desk, link)


def test_who_has_paid_nothing_hears_so_and_may_have_the_bill(desk: Frontdesk) -> None:
    bill(desk, NUMBERS[NORA], XRAY)
    chat = asked(desk, NORA, "can I have a receipt?")
    assert sent(chat.last) == [] and "no payment by Nora Byrne" in chat.last.text
    assert len(sent(chat.say("invoice pdf"))) == 1


def test_what_was_cancelled_comes_with_its_credit_note(desk: Frontdesk) -> None:
    invoice = bill(desk, NUMBERS[NORA], XRAY)
    chat = asked(desk, NORA, "can I have the credit note?")
    assert "no credit note" in chat.last.text and sent(chat.last) == []
    hospital = desk.hospital
    desk.parts.office.write(
        lambda unit: issuing.cancel(unit, hospital, MAX, invoice.reference, reason="billed twice"), now=at(desk)
    )
    (link,) = sent(chat.say("can I have the credit note?"))
    assert "Credit note" in read(desk, link) and "-75.00" in read(desk, link)


def test_after_a_payment_the_receipt_is_offered_and_one_word_brings_it(desk: Frontdesk) -> None:
    provider = Provider(desk, AS_FILES)
    desk.with_papers(AS_FILES)
    bill(desk, NUMBERS[NORA], XRAY)
    chat = asked(desk, NORA, "pay my bill")
    provider.round()
    provider.pays()
    provider.round(6)
    assert "“receipt”" in told(desk)[-1][1]
    ((reference,),) = rows(desk, select(PaymentRow.reference))
    (link,) = sent(chat.say("receipt"))
    assert reference in read(desk, link)


# --- to whom --------------------------------------------------------------------------------------


@phrases(
    "words",
    ["send me Ravi Kumar's invoice", "can I have my husband's receipt", "mándeme la receta de Ravi Kumar en PDF"],
)
def test_nobody_elses_papers_are_handed_over_nor_is_it_said_whether_there_are_any(desk, words) -> None:
    asked(desk, NORA, "can I have the invoice?")
    without = desk.chat(NORA, name="n").say(words)
    pay(desk, bill(desk, NUMBERS[RAVI], XRAY), "10.00", "SEPA 1")
    Clinic(desk).prescribe(RAVI, tablets(AMLODIPINE))
    answer = desk.chat(NORA, name="m").say(words)
    assert answer.words == without.words and sent(answer) == [] and "records.shown" not in answer.happened


def test_a_wrong_birth_date_hands_nothing_over(desk: Frontdesk) -> None:
    bill(desk, NUMBERS[NORA], XRAY)
    answer = desk.chat(NORA).say("can I have the invoice?", "3 May 1985")
    assert sent(answer) == [] and "records.shown" not in answer.happened


def test_a_guardian_gets_the_childs_paper_as_long_as_they_are_its_guardian(open_hospital: OpenDesk) -> None:
    family = open_hospital(RECORDS.read_text())
    family.with_papers(AS_FILES)
    ((leo,),) = rows(family, select(PatientRow.number).where(PatientRow.name == "Leo Quinlan"))
    bill(family, leo, ("Chest X-ray", "75.00", "xray-chest", "radiology"))
    chat = family.chat(IRIS)
    (link,) = sent(chat.say("send me my son's invoice as a pdf", "2 May 1984"))
    assert "Leo Quinlan" in chat.last.text and "Leo Quinlan" in read(family, link)
    change(family, delete(DependantRow))
    assert fetched(family, link) is None, "who speaks for a child is asked again when it is opened"


# --- as long as it may be -------------------------------------------------------------------------


def test_a_prescription_that_was_withdrawn_opens_no_more(desk: Frontdesk) -> None:
    Clinic(desk).prescribe(NORA, tablets(AMLODIPINE))
    chat = asked(desk, NORA, "send me my prescription as a pdf")
    (link,) = sent(chat.last)
    change(desk, update(PrescriptionRow).values(status="entered-in-error"))
    assert fetched(desk, link) is None
    assert sent(chat.say("send me my prescription as a pdf")) == []


def test_an_altered_invoice_is_not_handed_over_opens_no_more_and_billing_is_told_once(desk: Frontdesk) -> None:
    invoice = bill(desk, NUMBERS[NORA], XRAY)
    chat = asked(desk, NORA, "can I have the invoice?")
    (link,) = sent(chat.last)
    change(desk, update(InvoiceLineRow).values(description="Something else"))
    assert fetched(desk, link) is None
    answer = chat.say("can I have the invoice?")
    assert sent(answer) == [] and "front desk" in answer.text and "Something else" not in answer.text
    seen = rows(desk, select(TaskRow.queue, TaskRow.kind, TaskRow.summary))
    assert seen == [("billing", "tampered", invoice.reference)]


@phrases(
    ("phone", "words"),
    [(NORA, "what did the doctor prescribe me?"), (ELENA, "¿qué me recetaron?"), (NORA, "refill my amlodipine")],
)
def test_an_altered_prescription_is_not_told_as_if_it_were_signed_and_a_doctor_is_told_once(desk, phone, words) -> None:
    clinic = Clinic(desk)
    altered, other = clinic.prescribe(phone, tablets(AMLODIPINE)), clinic.prescribe(phone, tablets(ATORVASTATIN))
    change(
        desk,
        update(PrescriptionItemRow)
        .where(PrescriptionItemRow.prescription_id == altered.id)
        .values(dose=Decimal(10), medication="Morphine 10 mg tablets"),
    )
    chat = asked(desk, phone, words)
    assert "Morphine" not in chat.last.text and AMLODIPINE not in chat.last.text
    assert altered.reference in chat.last.text and "555 0100" in chat.last.text
    assert "Morphine" not in chat.say(words, "what happened with my refill?").text
    seen = rows(desk, select(TaskRow.queue, TaskRow.summary).where(TaskRow.kind == "tampered"))
    assert seen == [("clinic", altered.reference)]
    (link,) = sent(chat.say("send me my prescription as a pdf"))
    assert other.reference in read(desk, link)
