"""Two things about somebody's records in one message, and what is asked right after an answer about them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from db.models import OutboxRow
from tests.situations.conftest import OpenDesk
from tests.situations.desk import NUMBERS, Frontdesk, phrases
from tests.situations.prescribing import Clinic, tablets
from tests.situations.purse import LIPID, XRAY, Provider, bill, links
from tests.situations.test_services import HUGO, MORE, OLGA, RECORDS, ordered

HIS, HERS = "23 November 1979", "15 de enero de 1951"


@pytest.fixture
def house(open_hospital: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> Frontdesk:
    """A bill of two, an order for a blood test and a medicine to have again, of a patient of each language."""
    desk = open_hospital(RECORDS.read_text().replace("\ninsurers:", f"{MORE}\ninsurers:"))
    for phone, number, at in ((HUGO, "RH-000002", "09:30"), (OLGA, "RH-000003", "10:00")):
        monkeypatch.setitem(NUMBERS, phone, number)
        ordered(desk, number, "lipid", at=f"2026-06-08 {at}")
        bill(desk, number, XRAY, LIPID)
        Clinic(desk).prescribe(phone, tablets("Metformin 500 mg tablets"), code="adler")
    return desk


@phrases(
    ("sender", "words", "born", "day"),
    [
        (HUGO, "I'd like to pay my bill and also book my blood test for Thursday", HIS, "2026-06-11"),
        (HUGO, "book my blood test for Thursday and pay my bill please", HIS, "2026-06-11"),
        (OLGA, "quiero pagar la factura y reservar la analítica para el jueves", HERS, "2026-06-11"),
    ],
)
def test_a_bill_and_a_test_are_both_seen_to_after_one_proof(
    house: Frontdesk, sender: str, words: str, born: str, day: str
) -> None:
    Provider(house)
    chat = house.chat(sender)
    assert chat.say(words).question == "prove_birth"
    answer = chat.say(born)
    assert links(house) == ["requested"] and answer.question == "slot" and answer.offered_days == {day}


@phrases(
    ("sender", "words", "born", "told"),
    [
        (HUGO, "I need more metformin, and what is on my bill?", HIS, "Chest X-ray"),
        (OLGA, "necesito más metformina, y ¿qué hay en mi factura?", HERS, "Radiografía de tórax"),
    ],
)
def test_a_refill_and_a_bill_are_both_told_of(house: Frontdesk, sender: str, words: str, born: str, told: str) -> None:
    chat = house.chat(sender)
    chat.say(words)
    answer = chat.say(born)
    assert "refill.requested" in answer.happened and told in answer.text


@phrases(
    ("sender", "words", "born", "day"),
    [
        (HUGO, "I get my bloods done friday and also more metformin", HIS, "2026-06-12"),
        (HUGO, "refill my metformin and I need physio on Friday", HIS, "2026-06-12"),
        (OLGA, "necesito la analítica el viernes y más metformina", HERS, "2026-06-12"),
    ],
)
def test_a_test_and_a_medicine_are_both_seen_to(house: Frontdesk, sender: str, words: str, born: str, day: str) -> None:
    chat = house.chat(sender)
    chat.say(words)
    answer = chat.say(born)
    assert "refill.requested" in answer.happened and answer.offered_days == {day}


def test_one_code_is_sent_for_both(house: Frontdesk) -> None:
    chat = house.chat(HUGO, channel="telegram")
    chat.say("refill metformin and book my blood test for Thursday")
    sent = select(OutboxRow.payload).where(OutboxRow.kind == "code")
    codes = house._read(lambda unit: unit.connection.scalars(sent).all())
    assert chat.last.question == "prove_code" and len(codes) == 1


@pytest.mark.words
@pytest.mark.parametrize(
    ("sender", "asked", "then"),
    [
        (HUGO, "how much is physio?", "book it for Friday"),
        (OLGA, "¿cuánto cuesta la fisioterapia?", "quiero reservarla para el viernes"),
    ],
)
def test_what_was_asked_about_is_what_is_booked(house: Frontdesk, sender: str, asked: str, then: str) -> None:
    chat = house.chat(sender)
    chat.say(asked)
    assert chat.say(then).state["selected_doctor"] == "service:physio" and chat.last.offered_days == {"2026-06-12"}
    chat = house.chat(sender)
    chat.say(asked)
    assert not (chat.say("I need a doctor on Friday").state["selected_doctor"] or "").startswith("service:")


@pytest.mark.words
@pytest.mark.parametrize(
    ("sender", "words"), [(HUGO, "bill?"), (HUGO, "balance please"), (OLGA, "factura"), (OLGA, "mi saldo")]
)
def test_a_bare_word_tells_what_is_owed_and_what_that_is_for_itemises_it(
    house: Frontdesk, sender: str, words: str
) -> None:
    chat = house.chat(sender)
    assert chat.say(words).happened == ["records.shown"]
    assert chat.say("what's that for?" if sender == HUGO else "¿de qué es?").question == "prove_birth"


@pytest.mark.words
@pytest.mark.parametrize(
    ("sender", "words", "born"),
    [
        (HUGO, "can you ask Dr Adler to renew my metformin?", HIS),
        (OLGA, "¿puede la doctora Adler renovarme la metformina?", HERS),
    ],
)
def test_a_doctor_named_with_a_refill_is_not_booked(house: Frontdesk, sender: str, words: str, born: str) -> None:
    chat = house.chat(sender)
    chat.say(words)
    answer = chat.say(born)
    assert "refill.requested" in answer.happened and not answer.offered and answer.state["task"] is None


def test_who_writes_is_not_asked_again_for_another_errand(house: Frontdesk) -> None:
    chat = house.chat()
    chat.say("what do I owe?", "Hugo Farrell")
    assert chat.say("I need more metformin").question == "prove_birth"


@phrases(
    ("sender", "first", "born", "also", "then"),
    [
        (HUGO, "I need more metformin", HIS, "and the amlodipine too", "are they ready?"),
        (HUGO, "I need more metformin", HIS, "also amlodipine please", "when can I pick them up?"),
        (OLGA, "necesito más metformina", HERS, "necesito también amlodipino de nuevo", "¿ya están listas?"),
    ],
)
def test_after_one_medicine_another_is_asked_for_and_how_both_stand(
    house: Frontdesk, sender: str, first: str, born: str, also: str, then: str
) -> None:
    Clinic(house).prescribe(sender, tablets("Amlodipine 5 mg tablets"), code="adler")
    chat = house.chat(sender)
    chat.say(first, born)
    assert chat.say(also).happened == ["refill.requested"]
    assert all(f"{each} " in chat.say(then).text for each in ("Metformin", "Amlodipine"))
    assert chat.last.question is None and chat.state["task"] is None
